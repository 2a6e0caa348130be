//! Registers as people keep them: made, filled, moved on, measured, taken in from files, and what is refused.

use jiff::civil::{Date, date};
use tt_app::registers::define::RegisterChange;
use tt_app::registers::entering::EntryDraft;
use tt_app::registers::files::RowFate;
use tt_app::registers::looking::ViewAsked;
use tt_app::registers::moving::MoveDraft;
use tt_app::registers::offered::OfferFate;
use tt_app::registers::{Given, measuring};
use tt_app::search::{Kind, Target};
use tt_app::{App, AppError, Clock, CurrentUser};
use tt_domain::id::EntryId;
use tt_domain::organisation::Role;
use tt_domain::register::{FieldSpec, IncomingEntry, IncomingStage, Mark, Register};
use tt_testkit::{TestDb, on_each_engine};

use super::working::person;
use super::{REPORT, import, open};

struct Keeping {
    app: App,
    clock: Clock,
    administrator: CurrentUser,
    officer: CurrentUser,
    neighbour: CurrentUser,
}

impl Keeping {
    async fn open(db: &TestDb) -> Self {
        let clock = Clock::at(date(2019, 12, 31));
        let app = open(db).await.with_clock(clock.clone());
        import(&app, REPORT).await;
        let administrator = person(&app, "quantri", Role::Administrator, None).await;
        let officer = person(&app, "chuyenvien", Role::Officer, Some("QLTM")).await;
        let neighbour = person(&app, "hangxom", Role::Officer, Some("QLNL")).await;
        let mut tx = db.db.begin_read().await.unwrap();
        let all = tt_store::divisions::list(&mut tx, officer.agency.id).await.unwrap();
        let owner = all.iter().find(|division| division.symbol == "QLTM").unwrap().id;
        drop(tx);
        app.make_preset(&administrator, "cho", Some(owner), "test").await.unwrap();
        Self { app, clock, administrator, officer, neighbour }
    }

    async fn register(&self) -> Register {
        self.app.register(&self.officer, "cho").await.unwrap().register
    }

    fn draft(register: &Register, values: &[(&str, &str)]) -> EntryDraft {
        let typed = values.iter().map(|(code, text)| (register.field_by_code(code).unwrap().id, (*text).to_owned()));
        EntryDraft { typed: typed.collect(), ..EntryDraft::default() }
    }

    async fn market(&self, name: &str, area: &str) -> EntryId {
        let register = self.register().await;
        let values =
            [("ten", name), ("dia-ban", "xã Vân Mộng, huyện Văn Quan"), ("khu-vuc", "Nông thôn"), ("tong-von", area)];
        let mut draft = Self::draft(&register, &values);
        draft.from = Some(date(2018, 1, 1));
        match self.app.add_entry(&self.officer, register.id, &draft, "test").await.unwrap() {
            Given::Taken(id) => id,
            other => panic!("{other:?}"),
        }
    }

    async fn go(&self, id: EntryId, stage: &str, mark: Mark, day: Date, meant: bool) -> Given<()> {
        let register = self.register().await;
        let draft = MoveDraft {
            stage: register.stage_by_code(stage).map(|stage| stage.id),
            mark,
            day: Some(day),
            exact: true,
            note: "Quyết định số 2324/QĐ-UBND ngày 29/11/2019".to_owned(),
            meant,
        };
        let version = self.app.entry_page(&self.officer, id, None).await.unwrap().on.entry.version;
        self.app.move_entry(&self.officer, id, version, &draft, "test").await.unwrap()
    }

    async fn measure(&self, code: &str, day: Date) -> String {
        let (_, _, all) = self.app.register_measures(&self.officer, "cho", Some(day)).await.unwrap();
        let found = all.iter().find(|one| one.measure.spec.code == code).unwrap();
        assert_eq!(found.result.faults, []);
        found.result.value.map(|value| value.to_string()).unwrap_or_default()
    }

    async fn listed(&self, filter: &str, day: Option<Date>) -> Vec<String> {
        let asked = ViewAsked { filter: filter.to_owned(), as_of: day, ..ViewAsked::default() };
        let page = self.app.register_page(&self.officer, "cho", &asked, true).await.unwrap();
        assert_eq!(page.view.faults, [], "{filter}");
        assert_eq!(usize::try_from(page.view.count), Ok(page.entries.len()), "{filter}");
        page.entries.into_iter().map(|on| on.entry.title).collect()
    }
}

fn told(given: &Given<impl std::fmt::Debug>) -> String {
    match given {
        Given::Wrong(all) => {
            all.iter().map(|one| format!("!{} {}", one.field, one.message.vi)).collect::<Vec<_>>().join("\n")
        }
        Given::Asked(all) => all.iter().map(|one| format!("?{}", one.field)).collect::<Vec<_>>().join(" "),
        Given::Taken(_) => String::new(),
    }
}

#[tokio::test]
async fn an_entry_lives_through_its_stages_and_is_seen_as_of_any_day() {
    on_each_engine(async |db| {
        let keeping = Keeping::open(db).await;
        let (first, second) = (keeping.market("Chợ Bãi", "1.250,5").await, keeping.market("Chợ Ba Xã", "900").await);
        assert_eq!(told(&keeping.go(first, "giao", Mark::Done, date(2018, 6, 1), false).await), "");
        // Works without what usually comes between are asked about, and taken when meant.
        assert_eq!(told(&keeping.go(first, "xay-dung", Mark::Begun, date(2019, 2, 1), false).await), "?buoc");
        assert_eq!(told(&keeping.go(first, "xay-dung", Mark::Begun, date(2019, 2, 1), true).await), "");
        assert_eq!(told(&keeping.go(first, "xay-dung", Mark::Done, date(2019, 10, 1), false).await), "");
        assert_eq!(told(&keeping.go(second, "giao", Mark::Done, date(2019, 3, 1), false).await), "");
        let refused = told(&keeping.go(second, "dinh-gia", Mark::Blocked, date(2019, 2, 1), false).await);
        assert!(refused.starts_with("!ngay") && refused.contains("01/03/2019"), "{refused}");
        let refused = told(&keeping.go(first, "dinh-gia", Mark::Done, date(2019, 11, 1), false).await);
        assert!(refused.starts_with("!buoc") && refused.contains("Hoạt động"), "{refused}");

        assert_eq!(keeping.measure("da-giao", date(2019, 12, 31)).await, "2");
        assert_eq!(keeping.measure("hoan-thanh", date(2019, 12, 31)).await, "1");
        assert_eq!(keeping.measure("hoan-thanh", date(2019, 9, 30)).await, "0");
        assert_eq!(keeping.measure("dang-xay-dung", date(2019, 9, 30)).await, "1");
        assert_eq!(keeping.measure("von-dau-tu", date(2019, 12, 31)).await, "2150.5");
        assert_eq!(
            keeping.listed("tong-von>1.000 giai-đoạn:xay-dung", None).await,
            ["Chợ Bãi · xã Vân Mộng, huyện Văn Quan"]
        );
        assert_eq!(keeping.listed("đang-làm:xay-dung", Some(date(2019, 9, 30))).await.len(), 1);
        assert_eq!(keeping.listed("đang-làm:xay-dung", None).await.len(), 0);
        let by_capital = keeping.listed("xếp:-tong-von dia-ban:\"Văn Quan\"", None).await;
        assert!(by_capital[0].starts_with("Chợ Bãi") && by_capital.len() == 2, "{by_capital:?}");
        assert_eq!(keeping.listed("ba xa -xong:xay-dung@2019", None).await.len(), 1);

        let page = keeping.app.entry_page(&keeping.officer, first, Some(date(2019, 5, 1))).await.unwrap();
        let building = page.shown.register.stage_by_code("xay-dung").unwrap().id;
        assert_eq!(page.on.at.standing.mark(building), Some(Mark::Begun));
        assert_eq!(page.documents.values().next().unwrap().number.as_deref(), Some("2324/QĐ-UBND"));
        // The last change is withdrawn, not an earlier one.
        let ids: Vec<_> = page.changes.iter().map(|change| change.id).collect();
        let version = keeping.app.entry_page(&keeping.officer, first, None).await.unwrap().on.entry.version;
        let early = keeping.app.withdraw_move(&keeping.officer, (first, version), ids[0], "nhầm", "test").await;
        assert!(matches!(early, Err(AppError::Refused(_))));
        keeping.app.withdraw_move(&keeping.officer, (first, version), ids[2], "nhầm ngày", "test").await.unwrap();
        assert_eq!(keeping.measure("hoan-thanh", date(2019, 12, 31)).await, "0");
        assert_eq!(keeping.app.verify_audit().await.unwrap().broken, None);
    })
    .await;
}

#[tokio::test]
async fn wrong_cells_are_told_with_their_remedy_and_nothing_is_stored() {
    on_each_engine(async |db| {
        let keeping = Keeping::open(db).await;
        let register = keeping.register().await;
        let draft = Keeping::draft(
            &register,
            &[("ten", "Chợ Bãi"), ("khu-vuc", "núi"), ("dien-tich", "2,5 ha"), ("so-diem", "hai mươi")],
        );
        let given = keeping.app.add_entry(&keeping.officer, register.id, &draft, "test").await.unwrap();
        let said = told(&given);
        for part in ["!dia-ban", "Nông thôn, Đô thị", "ghi 25.000 m2", "“hai mươi” không phải là số"]
        {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert_eq!(keeping.listed("", None).await.len(), 0);
        // Others of the agency read, and do not write; an administrator makes registers and writes in none.
        for other in [&keeping.neighbour, &keeping.administrator] {
            let refused = keeping.app.add_entry(other, register.id, &draft, "test").await;
            assert!(matches!(refused, Err(AppError::Forbidden)));
            assert!(keeping.app.register_page(other, "cho", &ViewAsked::default(), false).await.is_ok());
        }
        let refused = keeping.app.make_preset(&keeping.officer, "thuy-dien", None, "test").await;
        assert!(matches!(refused, Err(AppError::Forbidden)));
    })
    .await;
}

#[tokio::test]
async fn a_second_writer_is_told_and_values_keep_their_past() {
    on_each_engine(async |db| {
        let keeping = Keeping::open(db).await;
        let id = keeping.market("Chợ Bãi", "5").await;
        let register = keeping.register().await;
        let mut draft = Keeping::draft(&register, &[("tong-von", "5000")]);
        let asked = keeping.app.edit_entry(&keeping.officer, id, 1, &draft, "test").await.unwrap();
        assert_eq!(told(&asked), "?tong-von", "a thousand times as much is asked about");
        draft.meant = true;
        draft.from = Some(date(2019, 6, 1));
        assert_eq!(told(&keeping.app.edit_entry(&keeping.officer, id, 1, &draft, "test").await.unwrap()), "");
        let stale = keeping
            .app
            .edit_entry(&keeping.officer, id, 1, &Keeping::draft(&register, &[("tong-von", "6")]), "test")
            .await;
        assert!(stale.is_err_and(|error| error.is_stale()));
        let field = register.field_by_code("tong-von").unwrap().id;
        for (day, value) in [(date(2019, 5, 31), "5"), (date(2019, 6, 1), "5000")] {
            let page = keeping.app.entry_page(&keeping.officer, id, Some(day)).await.unwrap();
            assert_eq!(page.on.at.values[&field].typed().replace('.', ""), value);
        }
    })
    .await;
}

#[tokio::test]
async fn a_register_changes_only_where_nothing_is_lost() {
    on_each_engine(async |db| {
        let keeping = Keeping::open(db).await;
        keeping.market("Chợ Bãi", "5").await;
        let register = keeping.register().await;
        let field = register.field_by_code("tong-von").unwrap();
        let change = async |spec: FieldSpec| {
            let now = keeping.register().await;
            let change = RegisterChange::ChangeField(field.id, spec);
            keeping.app.change_register(&keeping.administrator, (now.id, now.version), &change, "test").await
        };
        let kind = |text: &str| FieldSpec {
            kind: tt_domain::register::notation::read_kind(text).unwrap(),
            ..field.spec.clone()
        };
        let refused = change(kind("text")).await.unwrap_err().message();
        assert!(refused.vi.contains("thêm cột mới rồi ngừng dùng cột này"), "{}", refused.vi);
        assert!(change(kind("money tỷ đồng 3")).await.is_err());
        change(kind("money triệu đồng 6")).await.unwrap();
        change(FieldSpec { retired: true, ..kind("money triệu đồng 6") }).await.unwrap();
        assert_eq!(keeping.measure("von-dau-tu", date(2019, 12, 31)).await, "0");
        let now = keeping.register().await;
        let add = RegisterChange::AddField(FieldSpec { code: "giai-doan".to_owned(), ..kind("text") });
        let refused = keeping.app.change_register(&keeping.administrator, (now.id, now.version), &add, "test").await;
        assert!(refused.unwrap_err().message().vi.contains("từ của bộ lọc"));
        let stale = keeping.app.change_register(&keeping.administrator, (now.id, 1), &add, "test").await;
        assert!(stale.is_err_and(|error| error.is_stale()));
    })
    .await;
}

#[tokio::test]
async fn of_a_half_good_file_the_good_rows_are_taken_and_it_can_be_taken_back() {
    on_each_engine(async |db| {
        let keeping = Keeping::open(db).await;
        let old = keeping.market("Chợ Bãi", "5").await;
        let file = "Tên chợ;Địa bàn;Khu vực;Tổng vốn đầu tư (triệu đồng);Giai đoạn;Tình trạng;Ngày;Ghi chú riêng\n\
                    Chợ Mới;xã A;Nông thôn;1.200,5;Giao quản lý;Xong;01/06/2019;x\n\
                    Chợ Sai;xã B;Nông thôn;12a;Giao quản lý;Xong;31/02/2019;x\n\
                    Chợ Bãi;xã Vân Mộng, huyện Văn Quan;Nông thôn;7;;;;x\n\
                    Chợ Âm;xã C;Đô thị;-3;;;;x\n";
        let (app, who) = (&keeping.app, &keeping.officer);
        let tried = app.try_entry_file(who, "cho", ("cho.csv", file.as_bytes()), false).await.unwrap();
        let fates: Vec<RowFate> = tried.rows.iter().map(|row| row.fate).collect();
        assert_eq!(fates, [RowFate::New, RowFate::Wrong, RowFate::Changed(old), RowFate::Asked]);
        assert_eq!(tried.unknown, ["Ghi chú riêng"]);
        assert!(tried.rows[1].troubles[0].message.vi.contains("31/02/2019"));
        assert_eq!(keeping.listed("", None).await.len(), 1, "a preview stores nothing");
        let taken = app.take_entry_file(who, "cho", ("cho.csv", file.as_bytes()), false, "test").await.unwrap();
        assert_eq!(keeping.listed("", None).await.len(), 2);
        assert_eq!(keeping.listed("xong:giao tong-von:1.200,5", None).await.len(), 1);
        assert_eq!(keeping.listed("tong-von:7", None).await.len(), 1);
        // What is written out is read in as nothing new.
        let (_, rows) = app.register_table(who, "cho", &ViewAsked::default(), false).await.unwrap();
        let out = tt_app::sheet::to_xlsx("cho", &rows, &[]).unwrap();
        let again = app.try_entry_file(who, "cho", ("cho.xlsx", &out), false).await.unwrap();
        assert!(again.rows.iter().all(|row| matches!(row.fate, RowFate::Same(_))), "{again:?}");
        let undone = app.undo_entry_file(who, "cho", taken.import.unwrap(), "test").await.unwrap();
        assert_eq!(undone, (2, 0));
        assert_eq!(keeping.listed("tong-von:5", None).await.len(), 1);
        assert_eq!(keeping.listed("", None).await.len(), 1);
        let none = app.try_entry_file(who, "cho", ("x.csv", b"a;b\n1;2\n"), false).await;
        assert!(none.unwrap_err().message().vi.contains("Tên chợ"));
    })
    .await;
}

#[tokio::test]
async fn what_a_report_says_is_offered_and_taken_once() {
    on_each_engine(async |db| {
        let keeping = Keeping::open(db).await;
        let planner = person(&keeping.app, "kehoach", Role::PlanningOfficer, None).await;
        let incoming = IncomingEntry {
            preset: "vlncn-don-vi".to_owned(),
            values: vec![
                ("don-vi".to_owned(), "Công ty đá A".to_owned()),
                ("dia-ban".to_owned(), "huyện Cao Lộc".to_owned()),
                ("mau-sac".to_owned(), "đỏ".to_owned()),
            ],
            stages: vec![IncomingStage {
                stage: "hoat-dong".to_owned(),
                mark: Mark::Begun,
                day: date(2019, 12, 5),
                exact: false,
                document: None,
            }],
            since: date(2019, 12, 5),
            document: None,
            sentence: "Trên địa bàn huyện Cao Lộc…".to_owned(),
        };
        let all = [incoming];
        let offered = keeping.app.offer_entries(&planner, &all).await;
        // The register is not there yet, and nothing is kept of the offer.
        let offered = offered.unwrap();
        assert!(matches!(offered[0].fate, OfferFate::New(_)) && offered[0].left[0].field == "mau-sac");
        assert!(matches!(keeping.app.register(&keeping.officer, "vlncn-don-vi").await, Err(AppError::NotFound)));
        let taken = keeping.app.take_entries(&planner, &all, "test").await.unwrap();
        let OfferFate::New(id) = taken[0].fate else { panic!("{taken:?}") };
        let again = keeping.app.take_entries(&planner, &all, "test").await.unwrap();
        assert_eq!(again[0].fate, OfferFate::Known(id));
        let mut tx = db.db.begin_read().await.unwrap();
        let register = keeping.app.register(&keeping.officer, "vlncn-don-vi").await.unwrap().register;
        let id = register.measures[0].id;
        let result = measuring::measure_at(&mut tx, id, date(2019, 12, 31)).await.unwrap();
        assert_eq!((result.value.unwrap().to_string(), result.counted.len()), ("1".to_owned(), 1));
        drop(tx);
        keeping.clock.set(date(2020, 1, 1));
    })
    .await;
}

#[tokio::test]
async fn an_entry_is_found_by_search_as_long_as_it_is_in_its_register() {
    on_each_engine(async |db| {
        let keeping = Keeping::open(db).await;
        let id = keeping.market("Chợ Phố Cũ", "900").await;
        let find = async |text: &str| {
            let found = keeping.app.search(&keeping.officer, text, Some(Kind::RegisterEntry), None).await.unwrap();
            found.hits.into_iter().map(|hit| (hit.target, hit.exact)).collect::<Vec<_>>()
        };
        let exact = [(Target::Entry(id), true)];
        assert_eq!(find("\"Chợ Phố Cũ\"").await, exact, "by its title");
        assert_eq!(find("vân mộng").await, exact, "by a value");
        assert_eq!(find("pho cu").await, [(Target::Entry(id), false)], "without diacritics");
        assert_eq!(find("loại:sổ-theo-dõi năm:2018 chợ").await, exact, "narrowed");

        let register = keeping.register().await;
        let entry = async || keeping.app.entry_page(&keeping.officer, id, None).await.unwrap().on.entry;
        let mut renamed = Keeping::draft(&register, &[("ten", "Chợ Giếng Vuông")]);
        renamed.from = Some(date(2019, 6, 1));
        let given =
            keeping.app.edit_entry(&keeping.officer, id, entry().await.version, &renamed, "test").await.unwrap();
        assert_eq!(told(&given), "");
        assert_eq!(find("giếng vuông").await, exact);
        assert_eq!(find("\"phố cũ\"").await, [], "what it is no longer called");

        let version = entry().await.version;
        keeping.app.remove_entry(&keeping.officer, id, version, "ghi trùng", "test").await.unwrap();
        assert_eq!(find("giếng vuông").await, []);
        keeping.app.restore_entry(&keeping.officer, id, version + 1, "test").await.unwrap();
        assert_eq!(find("giếng vuông").await, exact);
        // Made anew, the index says the same.
        let mut tx = db.db.begin_write().await.unwrap();
        tt_store::search::clear(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        open(db).await.close().await;
        assert_eq!(find("giếng vuông").await, exact);
    })
    .await;
}
