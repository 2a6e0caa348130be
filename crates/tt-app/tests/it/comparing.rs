//! Two texts of reports side by side: what differs is said, to those who may read both, and nothing is taken.

use std::io::{Cursor, Read as _, Write as _};

use jiff::civil::date;
use tt_app::comparing::{Compared, Edition};
use tt_app::outputs::Format;
use tt_app::{AppError, Clock};
use tt_document::compare::{Counts, FigureChange, FramePart, SentenceChange};
use tt_domain::id::ReportId;
use tt_domain::organisation::Role;
use tt_domain::regime::Frequency;
use tt_testkit::{agency, on_each_engine};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::reporting::{issue, office, signed, terms, write};
use super::{REPORT, import, open, signed_in};

/// A Word file opened outside, some words of its body replaced, and saved.
fn edited(docx: &[u8], edits: &[(&str, &str)]) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        let name = part.name().unwrap().into_owned();
        if name == "word/document.xml" {
            let mut text = String::from_utf8(bytes).unwrap();
            for (old, new) in edits {
                assert!(text.contains(old), "{old} is not in one piece");
                text = text.replacen(old, new, 1);
            }
            bytes = text.into_bytes();
        }
        to.start_file(name, SimpleFileOptions::default()).unwrap();
        to.write_all(&bytes).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn figures(compared: &Compared) -> Vec<(String, String)> {
    let text = |side: &tt_app::comparing::ComparedSide, at: Option<usize>| {
        at.map(|at| side.document.slice(side.found.figures[at].span).to_owned()).unwrap_or_default()
    };
    let differing = compared.comparison.figures.iter().filter(|pair| pair.change != FigureChange::Same);
    differing.map(|pair| (text(&compared.left, pair.left), text(&compared.right, pair.right))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_edited_outside_has_each_changed_figure_said_and_nothing_taken() {
    on_each_engine(async |db| {
        let app = open(db).await.with_clock(Clock::at(date(2020, 1, 10)));
        import(&app, REPORT).await;
        let planner = signed_in(&app, "SCT", "kehoach", Role::PlanningOfficer).await;
        let id = app.reports(&planner).await.unwrap().first().unwrap().id;
        let recorded = Edition::Recorded(id);
        let itself = app.compare_reports(&planner, recorded, recorded).await.unwrap();
        assert!(itself.comparison.is_same());

        let file = app.report_file(&planner, id, Format::Docx).await.unwrap();
        let back = app.compare_with_file(&planner, recorded, "bao-cao.docx", file.bytes.clone()).await.unwrap();
        assert!(back.comparison.is_same(), "what was given out comes back the same: {:#?}", figures(&back));
        assert_eq!(back.right.is_issued_file, None, "nothing was issued yet");

        let changes = [("4.750", "4.950")];
        let outside = edited(&file.bytes, &changes);
        let compared = app.compare_with_file(&planner, recorded, "sua.docx", outside).await.unwrap();
        assert_eq!(figures(&compared), [("4.750 triệu USD".to_owned(), "4.950 triệu USD".to_owned())]);
        let sentences = compared.comparison.sentences.iter().filter(|pair| pair.change != SentenceChange::Same);
        assert_eq!(sentences.count(), 1);
        let before = app.compare_reports(&planner, recorded, recorded).await.unwrap();
        assert!(before.comparison.is_same(), "the record is as it was");

        let damaged = file.bytes.get(..file.bytes.len() / 2).unwrap().to_vec();
        let refused = app.compare_with_file(&planner, recorded, "hong.docx", damaged).await;
        assert!(matches!(&refused, Err(AppError::Refused(message)) if message.vi.contains("hong.docx")), "{refused:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_issued_is_held_against_what_the_records_say_now() {
    on_each_engine(async |db| {
        let app = open(db).await.with_clock(Clock::at(date(2020, 1, 10)));
        let people = office(&app, db).await;
        let on_demand = terms("Báo cáo đột xuất", Frequency::OnDemand);
        let regime = app.keep_regime(&people.planner, None, &on_demand, "test").await.unwrap();
        let id = signed(&app, db, &people, regime, "Tình hình chợ").await;
        let never = app.compare_reports(&people.planner, Edition::Issued(id), Edition::Recorded(id)).await;
        assert!(matches!(never, Err(AppError::NotFound)), "it is not issued yet");
        issue(&app, &people.clerk, id, date(2020, 1, 10)).await.unwrap();

        let (issued, now) = (Edition::Issued(id), Edition::Recorded(id));
        let compared = app.compare_reports(&people.planner, issued, now).await.unwrap();
        // The signer's name of this account reads like none, so the frame of the file lacks it.
        assert_eq!(compared.comparison.counts(), Counts::default(), "{:#?}", compared.comparison);
        assert!(compared.comparison.frame.iter().all(|one| one.part == FramePart::Signer));
        let file = app.issued_file(&people.planner, id, "docx").await.unwrap();
        let held = app.compare_with_file(&people.planner, issued, &file.name, file.bytes.clone()).await.unwrap();
        assert_eq!((held.comparison.is_same(), held.right.is_issued_file), (true, Some(true)));
        let outside = edited(&file.bytes, &[("đã xong", "đã cơ bản xong")]);
        let held = app.compare_with_file(&people.planner, issued, "sua.docx", outside).await.unwrap();
        assert_eq!((held.comparison.counts().sentences, held.right.is_issued_file), (1, Some(false)));

        write(db, id, "Việc chưa xong trong tháng 12.").await;
        let compared = app.compare_reports(&people.planner, issued, now).await.unwrap();
        assert_eq!(compared.comparison.counts().sentences, 1, "{:#?}", compared.comparison.sentences);
        let offered = app.comparable_reports(&people.planner).await.unwrap();
        assert!(offered.iter().any(|one| one.edition == issued), "{offered:#?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_years_and_two_agencies_are_compared_by_those_who_read_both() {
    on_each_engine(async |db| {
        let app = open(db).await.with_clock(Clock::at(date(2020, 1, 10)));
        import(&app, REPORT).await;
        let last_year = REPORT.replace("năm 2019", "năm 2018").replace("4.750 triệu USD", "4.800 triệu USD");
        import(&app, &last_year).await;
        let mut tx = db.db.begin_write().await.unwrap();
        agency(&mut tx, "UBND").await;
        agency(&mut tx, "SYT").await;
        tx.commit().await.unwrap();
        db.raw("update agencies set parent_id = (select id from agencies where symbol = 'UBND') where symbol = 'SCT'")
            .await;
        let planner = signed_in(&app, "SCT", "kehoach", Role::PlanningOfficer).await;
        let above = signed_in(&app, "UBND", "giamsat", Role::Supervisor).await;
        let beside = signed_in(&app, "SYT", "yte", Role::PlanningOfficer).await;
        let all = app.reports(&planner).await.unwrap();
        let [this, last]: [ReportId; 2] = [2019, 2018].map(|year| all.iter().find(|one| one.year == year).unwrap().id);
        let (left, right) = (Edition::Recorded(last), Edition::Recorded(this));
        let compared = app.compare_reports(&planner, left, right).await.unwrap();
        assert_eq!(compared.comparison.tasks.iter().filter(|pair| pair.left == pair.right).count(), 6);
        let told = figures(&compared);
        assert!(told.contains(&("4.800 triệu USD".to_owned(), "4.750 triệu USD".to_owned())), "{told:#?}");
        assert!(compared.comparison.frame.iter().any(|one| one.part == FramePart::Subject));

        assert!(app.compare_reports(&above, left, right).await.is_ok(), "whoever supervises reads both");
        let symbols: Vec<String> =
            app.comparable_reports(&above).await.unwrap().into_iter().map(|one| one.agency).collect();
        assert_eq!(symbols, ["SCT", "SCT"]);
        let refused = app.compare_reports(&beside, left, right).await;
        assert!(matches!(refused, Err(AppError::NotFound)));
        assert!(app.comparable_reports(&beside).await.unwrap().is_empty());
        let file = app.compare_with_file(&beside, left, "a.txt", b"x".to_vec()).await;
        assert!(matches!(file, Err(AppError::NotFound)));
    })
    .await;
}
