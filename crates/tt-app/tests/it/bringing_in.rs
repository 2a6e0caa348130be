//! Files of tasks, people and units brought in: verdicts, taking, taking back, round trips, and what is turned away.

use jiff::civil::date;
use tt_app::intake::{FileToTake, Preview, Taken, Verdict, tables};
use tt_app::sheet::{Cell, to_csv, to_xlsx};
use tt_app::work::TaskDraft;
use tt_app::{App, AppError, CurrentUser, Language};
use tt_domain::filter::Filter;
use tt_domain::id::ImportId;
use tt_domain::intake::IntakeKind;
use tt_domain::organisation::Role;
use tt_domain::task::TaskKind;
use tt_testkit::on_each_engine;

use super::{REPORT, import, open, signed_in};

const HERE: &str = "127.0.0.1";

fn csv(kind: IntakeKind, rows: &[&[&str]]) -> FileToTake {
    let rows: Vec<Vec<Cell>> = rows.iter().map(|row| row.iter().map(|text| Cell::text(*text)).collect()).collect();
    FileToTake { kind, name: "tệp.csv".to_owned(), bytes: to_csv(&rows), year: Some(2019) }
}

fn words(preview: &Preview) -> Vec<String> {
    let word = |verdict: &Verdict| match verdict {
        Verdict::New => "new".to_owned(),
        Verdict::Same => "same".to_owned(),
        Verdict::Changed(changes) => {
            let all: Vec<String> = changes.iter().map(|one| format!("{}→{}", one.before, one.after)).collect();
            format!("changed {}", all.join("|"))
        }
        Verdict::Refused(faults) => {
            let all: Vec<String> = faults.iter().map(|fault| format!("{} {}", fault.cell, fault.message.vi)).collect();
            format!("refused {}", all.join("|"))
        }
    };
    preview.rows.iter().map(|row| word(&row.verdict)).collect()
}

async fn taken(app: &App, user: &CurrentUser, file: &FileToTake) -> ImportId {
    let preview = app.look_at_file(user, file).await.unwrap();
    match app.take_file(user, file, Some(&preview.digest), HERE).await.unwrap() {
        Taken::Done(id) => id,
        Taken::Differs(_) => panic!("nothing changed meanwhile"),
    }
}

async fn administrator(app: &App) -> CurrentUser {
    import(app, REPORT).await;
    signed_in(app, "SCT", "quantri", Role::Administrator).await
}

fn refusal<T: std::fmt::Debug>(done: Result<T, AppError>) -> String {
    match done {
        Err(AppError::Refused(message)) => message.vi,
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tasks_come_in_with_a_verdict_each_and_go_back_as_a_whole() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let planner = signed_in(&app, "SCT", "kehoach", Role::PlanningOfficer).await;
        let before = app.task_list(&planner, Some(2019), &Filter::default()).await.unwrap().tasks.len();
        let file = csv(
            IntakeKind::Tasks,
            &[
                &["han hoan thanh", "NOI DUNG NHIEM VU", "Mã", "Ngày giao", "Sản phẩm", "Ghi chú", "Người thực hiện"],
                &["31/12/2019", "Xây dựng chợ biên giới", "", "01/10/2019", "Báo cáo", "x", "Người dùng kehoach"],
                &["01/09/2019", "Hạn trước ngày giao", "", "01/10/2019", "", "", ""],
                &["32/13/2019", "Ngày sai", "", "", "", "", ""],
                &["31/12/2019", "xây dựng CHỢ biên giới", "", "", "", "", ""],
                &["", "Không có mã này", "NV99", "", "", "", ""],
                &["31/12/2019", "Người lạ", "", "", "", "", "Trần Văn Không"],
                &["", "Đề án mới thay nội dung cũ", "NV1", "", "Đề án", "", ""],
                &["31/12/2019", "=HYPERLINK(\"http://x\")", "", "01/10/2019", "", "", ""],
            ],
        );
        let preview = app.look_at_file(&planner, &file).await.unwrap();
        assert_eq!(preview.unknown, ["Ghi chú"]);
        let said = words(&preview);
        assert_eq!(said[0], "new", "{said:?}");
        assert!(said[1].starts_with("refused A3 ") && said[1].contains("ngày giao"), "{}", said[1]);
        assert!(said[2].starts_with("refused A4 “32/13/2019” không phải ngày"), "{}", said[2]);
        assert!(said[3].contains("trùng với dòng 2"), "{}", said[3]);
        assert!(said[4].starts_with("refused C6 không có nhiệm vụ mang mã này"), "{}", said[4]);
        assert!(said[5].starts_with("refused G7 ") && said[5].contains("kiểm tra lại"), "{}", said[5]);
        assert!(said[6].starts_with("changed ") && said[6].contains("→Đề án mới thay nội dung cũ"), "{}", said[6]);
        assert_eq!(said[7], "new", "a text that looks like a formula is a text");
        let id = taken(&app, &planner, &file).await;
        let list = app.task_list(&planner, Some(2019), &Filter::default()).await.unwrap();
        assert_eq!(list.tasks.len(), before + 2);
        let market = list.tasks.iter().find(|one| one.task.statement == "Xây dựng chợ biên giới").unwrap();
        assert_eq!(market.task.deadline, Some(date(2019, 12, 31)));
        assert_eq!(market.task.officer, planner.user.person);

        let shown = app.file_taken(&planner, id).await.unwrap();
        let refused: Vec<usize> = shown.refused.iter().map(|row| row.number).collect();
        assert_eq!(refused, [3, 4, 5, 6, 7]);
        let correct = tables::to_correct(&shown, Language::Vietnamese);
        assert_eq!(correct.len(), 6);
        assert_eq!(correct[0].last().unwrap().text, "Lý do không nhận");
        assert_eq!(correct[2][0].text, "32/13/2019");

        // Sent again, what was taken is the same, and nothing is doubled.
        let again = app.look_at_file(&planner, &file).await.unwrap();
        assert_eq!((again.counts.new, again.counts.changed), (0, 0), "{:?}", words(&again));
        assert!(refusal(app.take_file(&planner, &file, None, HERE).await).contains("không có dòng nào để nhận"));

        app.undo_file(&planner, id, HERE).await.unwrap();
        let list = app.task_list(&planner, Some(2019), &Filter::default()).await.unwrap();
        assert_eq!(list.tasks.len(), before);
        assert!(list.tasks.iter().all(|one| one.task.statement != "Đề án mới thay nội dung cũ"));
        assert!(refusal(app.undo_file(&planner, id, HERE).await).contains("đã được hoàn tác"));
        assert!(app.verify_audit().await.unwrap().broken.is_none(), "the chain holds");
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_since_stands_in_the_way_of_taking_back() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let planner = signed_in(&app, "SCT", "kehoach", Role::PlanningOfficer).await;
        let rows: &[&[&str]] =
            &[&["Nội dung nhiệm vụ", "Hạn"], &["Việc một", "31/12/2030"], &["Việc hai", "31/12/2030"]];
        let file = csv(IntakeKind::Tasks, rows);
        let id = taken(&app, &planner, &file).await;
        let list = app.task_list(&planner, Some(2019), &Filter::default()).await.unwrap();
        let one = list.tasks.iter().find(|one| one.task.statement == "Việc hai").unwrap();
        let comment = tt_domain::life::Command::Comment { text: "Đã xem".to_owned() };
        let action = tt_app::work::TaskAction::of(comment);
        app.act(&planner, one.task.id, &action, HERE).await.unwrap();
        let told = refusal(app.undo_file(&planner, id, HERE).await);
        assert!(told.contains("“Việc hai”") && !told.contains("“Việc một”"), "{told}");
        let after = app.task_list(&planner, Some(2019), &Filter::default()).await.unwrap();
        assert_eq!(after.tasks.len(), list.tasks.len(), "nothing was taken back by halves");
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_looked_at_before_the_records_changed_is_looked_at_again() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let planner = signed_in(&app, "SCT", "kehoach", Role::PlanningOfficer).await;
        let file = csv(IntakeKind::Tasks, &[&["Nội dung nhiệm vụ", "Hạn"], &["Việc một", "31/12/2030"]]);
        let preview = app.look_at_file(&planner, &file).await.unwrap();
        let mut draft = TaskDraft::new(2019, TaskKind::Dated, "Việc một");
        draft.deadline = Some(date(2030, 12, 31));
        app.create_tasks(&planner, &[draft], None, HERE).await.unwrap();
        let done = app.take_file(&planner, &file, Some(&preview.digest), HERE).await.unwrap();
        let Taken::Differs(now) = done else { panic!("taken unseen") };
        assert_eq!(words(&now), ["same"]);
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_come_in_with_posts_and_go_back() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let admin = administrator(&app).await;
        let units = csv(
            IntakeKind::Units,
            &[
                &["Loại", "Ký hiệu", "Tên", "Trực thuộc", "Từ ngày"],
                &["Đơn vị sự nghiệp", "TTKC", "Trung tâm Khuyến công", "SCT", "01/01/2015"],
                &["Phòng", "HCTH", "Phòng Hành chính tổng hợp", "TTKC", "01/01/2015"],
                &["Phòng", "KHTC", "Phòng Kế hoạch tài chính", "SCT", "01/01/2015"],
                &["Phòng", "A B", "Ký hiệu sai", "SCT", ""],
                &["Tổ", "TO1", "Loại sai", "SCT", ""],
                &["Phòng", "P9", "Cấp trên lạ", "KHONGCO", ""],
                &["phong", "khtc", "Trùng", "SCT", ""],
            ],
        );
        let preview = app.look_at_file(&admin, &units).await.unwrap();
        let said = words(&preview);
        assert_eq!(&said[..3], ["new", "new", "new"], "{said:?}");
        assert!(said[3].starts_with("refused B5 ") && said[4].starts_with("refused A6 "), "{said:?}");
        assert!(said[5].starts_with("refused D7 ") && said[6].contains("trùng với dòng 4"), "{said:?}");
        let made_units = taken(&app, &admin, &units).await;

        let people = csv(
            IntakeKind::People,
            &[
                &["Họ và tên", "Mã cán bộ", "Email", "Cơ quan", "Phòng", "Vai trò", "Từ ngày", "Cách giữ"],
                &["Nguyễn Thị Hoa", "CB01", "hoa@langson.gov.vn", "SCT", "KHTC", "Chuyên viên", "01/02/2016", ""],
                &["Nguyễn Thị Hoa", "CB01", "hoa@langson.gov.vn", "SCT", "", "Văn thư", "01/02/2016", "Kiêm nhiệm"],
                &["Lê Văn Ba", "CB02", "", "Trung tâm Khuyến công", "", "Trưởng phòng", "01/02/2016", ""],
                &["Trần Tư", "", "không phải thư", "", "", "", "", ""],
                &["Trần Năm", "", "", "SCT", "PHONGLA", "Chuyên viên", "", ""],
                &["Trần Sáu", "", "", "SCT", "KHTC", "Thủ quỹ", "", ""],
                &["Trần Bảy", "", "", "SCT", "KHTC", "Chuyên viên", "01/01/2010", ""],
                &["Lý Tám", "", "", "", "", "", "", ""],
            ],
        );
        let preview = app.look_at_file(&admin, &people).await.unwrap();
        let said = words(&preview);
        assert_eq!((said[0].as_str(), said[1].as_str(), said[7].as_str()), ("new", "new", "new"), "{said:?}");
        assert!(said[2].contains("trưởng phòng phải thuộc một phòng"), "{}", said[2]);
        assert!(said[3].starts_with("refused C5 ") && said[4].starts_with("refused E6 "), "{said:?}");
        assert!(said[5].starts_with("refused F7 ") && said[6].starts_with("refused "), "{said:?}");
        let made_people = taken(&app, &admin, &people).await;
        let found = app.people(&admin, "Nguyễn Thị Hoa").await.unwrap();
        assert_eq!((found.len(), found[0].posts.len()), (1, 2));

        // The units are named by posts now.
        let told = refusal(app.undo_file(&admin, made_units, HERE).await);
        assert!(told.contains("đã được dùng ở nơi khác"), "{told}");
        app.undo_file(&admin, made_people, HERE).await.unwrap();
        assert!(app.people(&admin, "Nguyễn Thị Hoa").await.unwrap().is_empty());
        app.undo_file(&admin, made_units, HERE).await.unwrap();
        assert!(app.agency_tree(&admin).await.unwrap().iter().all(|node| node.agency.symbol != "TTKC"));
        assert!(app.verify_audit().await.unwrap().broken.is_none(), "the chain holds");
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_of_people_and_units_are_shown_and_taken_back() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let admin = administrator(&app).await;
        let add = csv(
            IntakeKind::Units,
            &[
                &["Loại", "Ký hiệu", "Tên", "Trực thuộc", "Từ ngày"],
                &["Phòng", "KHTC", "Phòng Cũ", "SCT", "01/01/2015"],
            ],
        );
        taken(&app, &admin, &add).await;
        let rename = csv(
            IntakeKind::Units,
            &[
                &["Loại", "Ký hiệu", "Tên", "Trực thuộc", "Đổi từ ngày", "Căn cứ"],
                &["Phòng", "KHTC", "Phòng Mới", "SCT", "01/03/2020", "Quyết định số 1/QĐ-SCT"],
            ],
        );
        assert_eq!(words(&app.look_at_file(&admin, &rename).await.unwrap()), ["changed Phòng Cũ→Phòng Mới"]);
        let id = taken(&app, &admin, &rename).await;
        let sct = admin.agency.id;
        let division =
            app.divisions_of(&admin, sct).await.unwrap().into_iter().find(|one| one.symbol == "KHTC").unwrap();
        assert_eq!(app.division_details(&admin, division.id).await.unwrap().past.len(), 1);
        app.undo_file(&admin, id, HERE).await.unwrap();
        let details = app.division_details(&admin, division.id).await.unwrap();
        assert_eq!((details.division.name.as_str(), details.past.len(), details.successions.len()), ("Phòng Cũ", 0, 0));
        assert_eq!(details.division.valid_from, Some(date(2015, 1, 1)));

        let people = csv(
            IntakeKind::People,
            &[&["Họ tên", "Phòng", "Vai trò", "Từ ngày"], &["Hà Một", "KHTC", "Chuyên viên", "01/02/2016"]],
        );
        taken(&app, &admin, &people).await;
        let change = csv(
            IntakeKind::People,
            &[
                &["Họ tên", "Điện thoại", "Phòng", "Vai trò", "Đến hết ngày"],
                &["Hà Một", "0205 3812 345", "KHTC", "Chuyên viên", "31/12/2021"],
            ],
        );
        let said = words(&app.look_at_file(&admin, &change).await.unwrap());
        assert_eq!(said, ["changed →0205 3812 345|→31/12/2021"]);
        let id = taken(&app, &admin, &change).await;
        assert!(app.people(&admin, "Hà Một").await.unwrap()[0].posts.is_empty());
        app.undo_file(&admin, id, HERE).await.unwrap();
        let back = app.people(&admin, "Hà Một").await.unwrap();
        assert_eq!((back[0].person.details.phone.as_deref(), back[0].posts.len()), (None, 1));
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_out_comes_in_again_as_the_same() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let admin = administrator(&app).await;
        let units = csv(
            IntakeKind::Units,
            &[
                &["Loại", "Ký hiệu", "Tên", "Trực thuộc", "Từ ngày", "Địa danh"],
                &["Đơn vị sự nghiệp", "TTKC", "Trung tâm Khuyến công", "SCT", "01/01/2015", "Lạng Sơn"],
                &["Phòng", "KHTC", "=Phòng; \"lạ\"", "SCT", "", ""],
            ],
        );
        taken(&app, &admin, &units).await;
        let people = csv(
            IntakeKind::People,
            &[
                &["Họ tên", "Phòng", "Vai trò", "Từ ngày", "Chức danh", "Điện thoại", "Mã"],
                &["Hà Một", "KHTC", "Chuyên viên", "01/02/2016", "Kỹ sư", "+84 205", "1"],
                &["Hà Một", "", "", "", "", "-84", "2"],
                &["Hà Một", "", "", "", "", "-85", "2"],
            ],
        );
        // Two people of one name, the second without a post.
        let one = app.look_at_file(&admin, &people).await.unwrap();
        assert_eq!((one.counts.new, one.counts.refused), (2, 1), "{:?}", words(&one));
        taken(&app, &admin, &people).await;
        for lang in [Language::Vietnamese, Language::English] {
            for (kind, rows) in [
                (IntakeKind::People, app.people_table(&admin, lang).await.unwrap()),
                (IntakeKind::Units, app.units_table(&admin, lang).await.unwrap()),
            ] {
                assert!(rows.len() > 3);
                for bytes in [to_csv(&rows), to_xlsx("Bảng", &rows, &tables::widths(kind)).unwrap()] {
                    let file = FileToTake { kind, name: "b".to_owned(), bytes, year: None };
                    let preview = app.look_at_file(&admin, &file).await.unwrap();
                    assert_eq!(preview.counts.same as usize, rows.len() - 1, "{:?}", words(&preview));
                    assert!(preview.unknown.is_empty(), "{:?}", preview.unknown);
                }
            }
        }
        for kind in IntakeKind::ALL {
            let book = tables::template_workbook(*kind, Language::Vietnamese).unwrap();
            let file = FileToTake { kind: *kind, name: "mẫu.xlsx".to_owned(), bytes: book, year: None };
            let who =
                if *kind == IntakeKind::Tasks { None } else { Some(refusal(app.look_at_file(&admin, &file).await)) };
            assert!(who.is_none_or(|told| told.contains("dưới hàng tiêu đề không có dòng nào")));
        }
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn foreign_files_and_foreign_hands_are_turned_away() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let admin = administrator(&app).await;
        let officer = signed_in(&app, "SCT", "chuyenvien", Role::Officer).await;
        let file = |bytes: &[u8]| FileToTake {
            kind: IntakeKind::People,
            name: "tệp lạ".to_owned(),
            bytes: bytes.to_vec(),
            year: None,
        };
        for (bytes, told) in [
            (&b""[..], "tệp rỗng"),
            (b"\xd0\xcf\x11\xe0xls", ".xls kiểu cũ"),
            (b"\x89PNG\r\n\x1a\n\x00\x01", "không phải bảng tính"),
            (b"H\xe4 t\xaan,M\xb7\r\n", "CSV UTF-8"),
            ("a,b\r\n1,2\r\n".as_bytes(), "Họ tên"),
            ("Họ tên,Mã\r\n".as_bytes(), "không có dòng nào"),
        ] {
            let message = refusal(app.look_at_file(&admin, &file(bytes)).await);
            assert!(message.starts_with("tệp lạ: ") && message.contains(told), "{message}");
        }
        for kind in IntakeKind::ALL {
            let asked = FileToTake { kind: *kind, ..file(b"a") };
            assert!(matches!(app.look_at_file(&officer, &asked).await, Err(AppError::Forbidden)));
        }
        assert!(app.files_taken(&officer).await.unwrap().is_empty());
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_thousand_rows_are_judged_and_only_so_many_taken_at_once() {
    let db = tt_testkit::TestDb::sqlite().await;
    let app = open(&db).await;
    import(&app, REPORT).await;
    let planner = signed_in(&app, "SCT", "kehoach", Role::PlanningOfficer).await;
    let rows = (0..100_000).map(|row| format!("Việc số {row},31/12/2030"));
    let text: Vec<String> = std::iter::once("Nội dung nhiệm vụ,Hạn".to_owned()).chain(rows).collect();
    let file = FileToTake {
        kind: IntakeKind::Tasks,
        name: "lon.csv".to_owned(),
        bytes: text.join("\r\n").into_bytes(),
        year: Some(2019),
    };
    let preview = app.look_at_file(&planner, &file).await.unwrap();
    assert!(preview.too_many() && preview.counts.new == 100_000);
    let told = refusal(app.take_file(&planner, &file, None, HERE).await);
    assert!(told.contains("100000 dòng mới") && told.contains("tối đa 2000") && told.contains("tách"), "{told}");
    app.close().await;
}
