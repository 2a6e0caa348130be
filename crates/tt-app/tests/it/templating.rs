//! Templates: every one that comes with the program renders on real records and on none, an agency's own is taken only
//! when it renders, and what is wrong is told at its line.

use std::collections::BTreeSet;

use jiff::civil::date;
use tt_app::composing::Start;
use tt_app::outputs::{Format, render};
use tt_app::templates::{GeneratedSection, PreviewOf, Saved, TemplateDraft, generate, shipped};
use tt_app::{App, AppError};
use tt_domain::composing::{Body, Inline, InlineShows};
use tt_domain::organisation::{NewAgency, Role};
use tt_domain::regime::{Frequency, RegimeTerms};
use tt_domain::report::Report;
use tt_domain::reporting_period::ReportingPeriod;
use tt_store::{agencies, reports};
use tt_testkit::{TestDb, on_each_engine};

use super::reporting::terms;
use super::{REPORT, import, open, signed_in};

/// The words of sections, chips by their codes, a line for each block.
fn words(sections: &[GeneratedSection]) -> String {
    let inline = |inline: &Inline| match &inline.shows {
        InlineShows::Text(text) => text.clone(),
        InlineShows::Chip { chip, .. } => format!("[[{chip}]]"),
        InlineShows::NoteMark(number) => format!("^{number}"),
    };
    let flow = |inlines: &[Inline]| inlines.iter().map(inline).collect::<String>();
    let mut lines = Vec::new();
    for section in sections {
        lines.push(format!("%% {} | {}", section.key, section.title));
        for block in &section.blocks {
            lines.push(match &block.body {
                Body::Flow(inlines) => flow(inlines),
                Body::Grid(rows) => {
                    let row = |row: &Vec<Vec<Inline>>| row.iter().map(|cell| flow(cell)).collect::<Vec<_>>().join("|");
                    rows.iter().map(row).collect::<Vec<_>>().join("\n")
                }
            });
        }
    }
    lines.join("\n")
}

async fn real_report(app: &App, db: &TestDb) -> Report {
    import(app, REPORT).await;
    let mut tx = db.db.begin_read().await.unwrap();
    let agency = agencies::find_by_symbol(&mut tx, "SCT").await.unwrap().unwrap();
    reports::find(&mut tx, agency.id, 2019).await.unwrap().unwrap()
}

async fn generated(db: &TestDb, report: &Report, template: &str) -> Vec<GeneratedSection> {
    let mut tx = db.db.begin_read().await.unwrap();
    let agency = agencies::get(&mut tx, report.agency).await.unwrap();
    match generate(&mut tx, &agency, report, template, date(2019, 12, 31)).await {
        Ok(sections) => sections,
        Err(error) => panic!("{template}: {}", error.message().vi),
    }
}

#[tokio::test]
async fn every_shipped_template_renders_on_the_real_report_and_on_an_agency_without_records() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let report = real_report(&app, db).await;
        let mut tx = db.db.begin_write().await.unwrap();
        let bare = NewAgency { symbol: "STP".to_owned(), name: "Sở Tư pháp".to_owned(), ..NewAgency::default() };
        let bare = agencies::insert(&mut tx, &bare).await.unwrap();
        tx.commit().await.unwrap();
        let empty = Report { agency: bare, regime: None, ..report.clone() };
        for template in shipped::ALL {
            for of in [&report, &empty] {
                let sections = generated(db, of, template.name).await;
                if std::env::var("SHOW").is_ok() {
                    println!("=== {}\n{}\n", template.name, words(&sections));
                }
                assert!(!sections.is_empty(), "{}", template.name);
                let keys: BTreeSet<&str> = sections.iter().map(|one| one.key.as_str()).collect();
                assert_eq!(keys.len(), sections.len(), "{}: every section has a key of its own", template.name);
                for section in &sections {
                    let origins: BTreeSet<_> = section.blocks.iter().map(|block| block.origin.as_deref()).collect();
                    assert!(!origins.contains(&None) && origins.len() == section.blocks.len(), "{section:?}");
                }
                let text = words(&sections);
                let wrong = ["  ", " ,", " .", "()", "“”", "none", "..", "{{", "{%"];
                // What a program says of itself no agency writes to another.
                for wrong in wrong.into_iter().chain(["hệ thống", "minh chứng", "gợi ý", "chưa gắn"]) {
                    assert!(!text.contains(wrong), "{}: {wrong:?} in\n{text}", template.name);
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn the_annual_template_writes_the_outline_of_the_real_report_from_records() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let report = real_report(&app, db).await;
        let sections = generated(db, &report, "").await;
        let text = words(&sections);
        for part in [
            "I. CÔNG TÁC TỔ CHỨC THỰC HIỆN",
            "II. ĐẶC ĐIỂM TÌNH HÌNH VÀ CÁC YẾU TỐ TÁC ĐỘNG KHÁCH QUAN",
            "\n- Phía Trung Quốc chỉ cho phép nhập khẩu hàng nông sản qua 3 cửa khẩu",
            "\n2.3. Đối với việc phấn đấu đưa ít nhất một nhà máy thủy điện đi vào hoạt động trong năm 2019: Nhà máy thủy điện \
             Khánh Khê theo kế hoạch tháng 7/2019",
            "ước đạt 4.750 triệu USD, bằng 91,7% mục tiêu.",
            "“Tiêu chí 4 điện”: đạt 12/12 xã.",
            "III. NHIỆM VỤ ĐƯỢC GIAO VÀ KẾT QUẢ THỰC HIỆN",
            "Kết quả: hoàn thành tốt 05/06 nhiệm vụ, hoàn thành 01/06 nhiệm vụ trọng tâm được phê duyệt",
            "IV. NHIỆM VỤ TRỌNG TÂM NĂM 2020",
            "Trên đây là báo cáo kết quả thực hiện nhiệm vụ trọng tâm năm 2019",
        ] {
            assert!(text.contains(part), "{part} in\n{text}");
        }
        let of_tasks: Vec<&GeneratedSection> = sections.iter().filter(|one| one.task.is_some()).collect();
        assert_eq!(of_tasks.len(), 6);
        for section in of_tasks {
            let task = section.task.unwrap();
            let own = words(std::slice::from_ref(section));
            assert!(
                own.contains(&format!("[[statement:{task}]]")) && own.contains(&format!("[[grade:{task}]]")),
                "{own}"
            );
        }
        let again = generated(db, &report, "trong-tam-nam").await;
        assert_eq!(again, sections, "the same records give the same sections");
    })
    .await;
}

#[tokio::test]
async fn an_agencys_own_template_is_taken_only_when_it_renders_and_never_over_anothers() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let report = real_report(&app, db).await;
        let planner = signed_in(&app, "SCT", "kehoach", Role::PlanningOfficer).await;
        let officer = signed_in(&app, "SCT", "chuyenvien", Role::Officer).await;
        let name = "bao-cao-thang";
        let draft = |source: &str, seen| TemplateDraft { title: String::new(), source: source.to_owned(), seen };
        let good = draft("%% muc rieng | Riêng\r\nCủa {{ agency.name }}, bản một.\r\n", 0);
        let faulty = draft("%% muc rieng | Riêng\n\nCủa {{ agency.nmae }}.\n", 0);
        let refused = app.save_template(&officer, name, &good, "test").await;
        assert!(matches!(refused, Err(AppError::Forbidden)), "{refused:?}");
        let Saved::Faulty(fault) = app.save_template(&planner, name, &faulty, "test").await.unwrap() else {
            panic!("a fault is told");
        };
        assert_eq!(fault.line, 3);
        assert_eq!(app.template(&planner, name).await.unwrap().seen, 0, "nothing is kept of it");
        assert_eq!(app.save_template(&planner, name, &good, "test").await.unwrap(), Saved::Kept(1));
        assert!(words(&generated(db, &report, name).await).contains("Sở Công Thương tỉnh Lạng Sơn, bản một."));
        let late = app.save_template(&planner, name, &draft("%% muc b | B\nHai", 0), "test").await;
        assert!(late.is_err_and(|error| error.is_stale()), "who saw no version is told of the first");
        let Saved::Faulty(_) =
            app.save_template(&planner, name, &TemplateDraft { seen: 1, ..faulty }, "test").await.unwrap()
        else {
            panic!("a fault is told");
        };
        assert!(words(&generated(db, &report, name).await).contains("bản một"), "the last good one stays in use");
        let row = app.template(&officer, name).await.unwrap();
        assert!(!row.may_manage && row.row.own.is_some_and(|own| own.version == 1));
        app.restore_template(&planner, name, 1, "test").await.unwrap();
        assert!(!words(&generated(db, &report, name).await).contains("bản một"));
        let kept = app.template(&planner, name).await.unwrap();
        assert_eq!((kept.seen, kept.versions.len(), kept.source.contains("%% muc results")), (2, 2, true));
        let first = app.template_version(&planner, name, 1).await.unwrap();
        assert!(first.contains("bản một.\n") && !first.contains('\r'));
    })
    .await;
}

#[tokio::test]
async fn a_template_of_its_own_name_is_chosen_by_a_regime_and_an_unknown_one_is_refused() {
    on_each_engine(async |db| {
        let app = open(db).await;
        import(&app, REPORT).await;
        let planner = signed_in(&app, "SCT", "kehoach", Role::PlanningOfficer).await;
        let with = |template: &str| RegimeTerms {
            template: template.to_owned(),
            ..terms("Báo cáo riêng", Frequency::Month)
        };
        let unknown = app.keep_regime(&planner, None, &with("bao-cao-rieg"), "test").await.unwrap_err();
        assert!(unknown.message().vi.contains("không có mẫu báo cáo tên “bao-cao-rieg”"), "{}", unknown.message().vi);
        let draft =
            |title: &str| TemplateDraft { title: title.to_owned(), source: "%% muc a | A\nMột".to_owned(), seen: 0 };
        for (name, title) in [("Mẫu riêng", "Riêng"), ("bao-cao-rieng", " ")] {
            let refused = app.save_template(&planner, name, &draft(title), "test").await;
            assert!(matches!(refused, Err(AppError::RefusedAt { .. })), "{name}: {refused:?}");
        }
        app.save_template(&planner, "bao-cao-rieng", &draft("Riêng"), "test").await.unwrap();
        app.keep_regime(&planner, None, &with("bao-cao-rieng"), "test").await.unwrap();
        let used = app.restore_template(&planner, "bao-cao-rieng", 1, "test").await;
        assert!(matches!(used, Err(AppError::Refused(_))), "what a regime is made by is not put out of use");
        let (rows, _) = app.templates(&planner).await.unwrap();
        let own = rows.iter().find(|row| row.name == "bao-cao-rieng").unwrap();
        assert_eq!(own.used_by, ["Báo cáo riêng"]);
    })
    .await;
}

#[tokio::test]
async fn a_preview_prints_chips_from_records_and_keeps_nothing() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let report = real_report(&app, db).await;
        let planner = signed_in(&app, "SCT", "kehoach", Role::PlanningOfficer).await;
        let source = shipped::named(shipped::ANNUAL).unwrap().source;
        let made = app
            .preview_template(&planner, (shipped::ANNUAL, source), PreviewOf::Report(report.id))
            .await
            .unwrap()
            .expect("no fault");
        let text = &made.document.text;
        assert!(text.contains("tự đánh giá: Hoàn thành tốt nhiệm vụ."), "{text}");
        assert!(text.contains("1. Nhiệm vụ 1: Triển khai thực hiện tốt"), "{text}");
        assert!(!text.contains("[["), "{text}");
        let found = tt_document::extract(&made.document);
        assert_eq!(found.tasks.len(), 6, "what was written is read back as the same tasks");
        let faulty = app
            .preview_template(
                &planner,
                ("x", "%% muc a | A\n{{ nam }}"),
                PreviewOf::Period(ReportingPeriod::year(2019)),
            )
            .await
            .unwrap();
        assert_eq!(faulty.unwrap_err().line, 2);
        let made = app.composed_by("SCT", ReportingPeriod::quarter(2019, 4).unwrap(), "bao-cao-quy").await.unwrap();
        assert!(made.document.text.contains("quý IV/2019"), "{}", made.document.text);
        assert!(app.template(&planner, shipped::ANNUAL).await.unwrap().versions.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_a_template_makes_goes_to_someone_is_signed_and_says_its_period_once() {
    on_each_engine(async |db| {
        let app = open(db).await;
        real_report(&app, db).await;
        let (year, half) = (ReportingPeriod::year(2019), ReportingPeriod::first_months(2019, 6).unwrap());
        let month = ReportingPeriod::month(2019, 4).unwrap();
        let superior = "UBND tỉnh Lạng Sơn";
        for (template, period, subject, to) in [
            ("bao-cao-thang", month, "Công tác tháng 4/2019", vec![superior]),
            ("bao-cao-6-thang", half, "Kết quả thực hiện nhiệm vụ 6 tháng đầu năm 2019", vec![superior]),
            ("de-xuat-nam-sau", year, "Đề xuất nhiệm vụ trọng tâm năm 2020", vec![superior]),
            ("tu-danh-gia", year, "Tự đánh giá, xếp loại năm 2019", vec![superior]),
            ("cong-van-don-doc", year, "đôn đốc thực hiện nhiệm vụ năm 2019", vec!["Các phòng, đơn vị"]),
            ("ke-hoach-trien-khai", year, "Triển khai thực hiện nhiệm vụ trọng tâm năm 2019", vec![]),
        ] {
            let frame = app.composed_by("SCT", period, template).await.unwrap().document.frame;
            assert_eq!(frame.subject.as_deref(), Some(subject));
            assert_eq!(frame.addressees, to, "{template}");
            assert_eq!(frame.recipients.iter().any(|one| one == "Như trên"), !to.is_empty(), "{template}");
            assert_eq!(frame.signer.position.as_deref(), Some("GIÁM ĐỐC"), "{template}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_annex_marked_so_lies_in_docx_and_pdf_and_after_it_was_written_in_the_composer() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let report = real_report(&app, db).await;
        let planner = signed_in(&app, "SCT", "kehoach", Role::PlanningOfficer).await;
        let source = "%% muc a | A\nSở báo cáo./.\n%% phu-luc | Phụ lục I | ngang\n# BIỂU MỘT\n| TT | Tên |\n|---|---|\n\
                      | 1 | Chợ |\n%% phu-luc | Phụ lục II\n# BIỂU HAI\nKhông.";
        let made = app.preview_template(&planner, ("x", source), PreviewOf::Report(report.id)).await.unwrap().unwrap();
        let draft = TemplateDraft { title: String::new(), source: source.to_owned(), seen: 0 };
        assert!(matches!(app.save_template(&planner, shipped::ANNUAL, &draft, "test").await.unwrap(), Saved::Kept(_)));
        let seen = report.updated_at.as_microsecond();
        app.start_composing(&planner, report.id, (Start::Template, seen), "test").await.unwrap();
        let written = app.report(&planner, report.id).await.unwrap().document;
        for document in [made.document, written] {
            let docx = render(&document, Format::Docx).unwrap();
            let sheets: Vec<bool> = part(&docx, "word/document.xml")
                .split("<w:pgSz ")
                .skip(1)
                .map(|size| size.split("/>").next().unwrap().contains("w:orient=\"landscape\""))
                .collect();
            assert_eq!(sheets, [false, true, false]);
            let sections = tt_render::sections::sections(&document, tt_render::Form::for_date(&document.frame.date));
            assert_eq!(sections.iter().map(|one| one.is_lying).collect::<Vec<_>>(), [false, true, false]);
        }
        let wrong = source.replace("| ngang", "| nằm");
        let fault = app.preview_template(&planner, ("x", &wrong), PreviewOf::Report(report.id)).await.unwrap().unwrap_err();
        assert_eq!(fault.line, 3);
        assert!(fault.message.vi.contains("phụ lục in ngang viết “| ngang”"), "{}", fault.message.vi);
    })
    .await;
}

/// A part of a DOCX.
fn part(docx: &[u8], name: &str) -> String {
    let mut text = String::new();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut text).unwrap();
    text
}
