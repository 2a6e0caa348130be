//! Composing a report: from its own words, from a template, from a file; by several people at once; without losing what
//! anyone wrote.

use jiff::civil::date;
use rust_decimal::Decimal;
use tt_app::composing::writing::NotWritten;
use tt_app::composing::{FrameAsked, RemarkAsked, SectionShown, Start};
use tt_app::reporting::passage::Asked;
use tt_app::{App, AppError, Clock, CurrentUser};
use tt_document::model::BlockKind;
use tt_domain::composing::{Block, Body, Chip, CommentKind, CommentState, Inline, InlineShows, Override, ValueForm};
use tt_domain::id::{ReportId, SectionId};
use tt_domain::indicator::NewObservation;
use tt_domain::organisation::Role;
use tt_domain::regime::Frequency;
use tt_store::observations;
use tt_testkit::{TestDb, on_each_engine};

use super::reporting::{Office, office, step, terms};
use super::{REPORT, import, open, request, signed_in};

/// The imported report of an agency and someone who composes it.
pub(super) async fn imported(db: &TestDb) -> (App, CurrentUser, ReportId) {
    let app = open(db).await;
    let id = import(&app, REPORT).await.report.unwrap();
    let planner = signed_in(&app, "SCT", "kehoach", Role::PlanningOfficer).await;
    (app, planner, id)
}

pub(super) async fn start(app: &App, who: &CurrentUser, id: ReportId, from: Start) -> Result<(), AppError> {
    let seen = app.composer(who, id).await?.report.updated_at.as_microsecond();
    app.start_composing(who, id, (from, seen), "test").await
}

pub(super) async fn sections(app: &App, who: &CurrentUser, id: ReportId) -> Vec<SectionShown> {
    app.composer(who, id).await.unwrap().sections
}

/// The body as it prints, a line a block.
async fn body(app: &App, who: &CurrentUser, id: ReportId) -> Vec<String> {
    let document = app.report(who, id).await.unwrap().document;
    document.body().map(|block| document.slice(block.span).split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

fn words(text: &str) -> Block {
    Block::paragraph(vec![Inline::text(text)])
}

fn chips(sections: &[SectionShown]) -> Vec<Chip> {
    sections.iter().flat_map(|one| one.section.blocks.iter().flat_map(Block::chips)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_report_composed_from_its_own_words_says_the_same() {
    on_each_engine(async |db| {
        let (app, planner, id) = imported(db).await;
        let before = body(&app, &planner, id).await;
        let view = app.report(&planner, id).await.unwrap();
        start(&app, &planner, id, Start::Words).await.unwrap();
        assert_eq!(body(&app, &planner, id).await, before);
        let after = app.report(&planner, id).await.unwrap();
        assert_eq!(after.found, tt_document::extract(&after.document));
        let on_record = |figures: &[tt_domain::report::ReportFigure]| {
            figures.iter().filter(|figure| figure.stated.observation.is_some()).count()
        };
        assert_eq!(after.figures.len(), view.figures.len());
        let kept: Vec<_> = after.figures.iter().map(|figure| figure.id).collect();
        assert!(view.figures.iter().all(|figure| kept.contains(&figure.id)), "figures keep their identity");
        let all = sections(&app, &planner, id).await;
        assert!(all.len() >= 10, "{} sections", all.len());
        let values = chips(&all).into_iter().filter(|chip| matches!(chip, Chip::Value { .. })).count();
        assert!(values > 0 && on_record(&after.figures) >= values, "{values} of {}", on_record(&view.figures));
        assert_eq!(all.iter().filter(|one| one.section.task.is_some()).count(), 6, "a section for each task");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fact_prints_what_is_on_record_now() {
    on_each_engine(async |db| {
        let (app, planner, id) = imported(db).await;
        start(&app, &planner, id, Start::Words).await.unwrap();
        let all = sections(&app, &planner, id).await;
        let value = |chip: &Chip| matches!(chip, Chip::Value { form, .. } if *form != ValueForm::Change);
        let chip = chips(&all).into_iter().find(value).unwrap();
        let observed = all.iter().find_map(|one| one.shown.get(&chip)?.observation).unwrap();
        let mut tx = db.db.begin_write().await.unwrap();
        let old = observations::get(&mut tx, observed).await.unwrap();
        let new = NewObservation {
            indicator: old.indicator,
            period: old.period.clone(),
            reporting_period: old.reporting_period,
            kind: old.kind,
            value: Decimal::from(987_654),
            value_max: None,
            withdrawn: false,
            report: None,
            document: None,
            note: None,
            recorded_by: Some(planner.user.id),
            recorded_at: app.clock().now(),
            supersedes: Some(old.id),
        };
        observations::insert(&mut tx, &new).await.unwrap();
        tx.commit().await.unwrap();
        assert!(body(&app, &planner, id).await.iter().any(|line| line.contains("987.654")));
        let all = sections(&app, &planner, id).await;
        let shown = all.iter().find_map(|one| one.shown.get(&chip)).unwrap();
        assert!(shown.text.contains("987.654"), "{}", shown.text);
        assert_eq!(app.find_chips(&planner, id, "không có chỉ tiêu nào như thế").await.unwrap().len(), 0);
        let label = shown.label.split(',').next().unwrap().to_owned();
        let found = app.find_chips(&planner, id, &label).await.unwrap();
        assert!(found.iter().any(|one| one.chip == chip), "found by its name {label}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_at_once_lose_nothing() {
    on_each_engine(async |db| {
        let (app, planner, id) = imported(db).await;
        let other = signed_in(&app, "SCT", "kehoach2", Role::PlanningOfficer).await;
        start(&app, &planner, id, Start::Words).await.unwrap();
        let first = sections(&app, &planner, id).await.remove(0).section;
        let place = (id, first.id, first.version);
        let written = app.write_section(&planner, place, vec![words("Của người thứ nhất.")], "test").await.unwrap();
        assert_eq!(written.section.section.version, first.version + 1);
        let late = app.write_section(&other, place, vec![words("Của người thứ hai.")], "test").await;
        let Err(NotWritten::Meanwhile(now)) = late else { panic!("{late:?}") };
        assert_eq!(now.section.blocks, [words("Của người thứ nhất.")]);
        assert_eq!(now.updated_by.as_deref(), Some("Người dùng kehoach"));
        let again = (id, first.id, now.section.version);
        app.write_section(&other, again, vec![words("Của cả hai.")], "test").await.unwrap();
        let versions = app.section_versions(&planner, id, first.id).await.unwrap();
        assert_eq!(versions.iter().map(|one| one.version).collect::<Vec<_>>(), [3, 2, 1]);
        let blocks = app.section_version(&planner, id, (first.id, 2)).await.unwrap().blocks;
        assert_eq!(blocks, [words("Của người thứ nhất.")]);
        // The same words again are no version.
        let same = app.write_section(&other, (id, first.id, 3), vec![words("Của cả hai.")], "test").await.unwrap();
        assert_eq!(same.section.section.version, 3);
    })
    .await;
}

async fn opened(app: &App, o: &Office) -> ReportId {
    let regime = tt_domain::regime::RegimeTerms {
        key_tasks: true,
        divisions: vec![o.division],
        ..terms("Báo cáo nhiệm vụ trọng tâm", Frequency::Year)
    };
    let regime = app.keep_regime(&o.planner, None, &regime, "test").await.unwrap();
    let period = tt_domain::reporting_period::ReportingPeriod::year(2019);
    let asked = tt_app::reporting::opening::ReportToOpen { regime, period, occasion: String::new(), due: None };
    app.open_report(&o.planner, &asked, "test").await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_generated_again_leaves_what_a_person_wrote() {
    on_each_engine(async |db| {
        let app = open(db).await.with_clock(Clock::at(date(2019, 12, 9)));
        let o = office(&app, db).await;
        let id = opened(&app, &o).await;
        // Twice: at first targets are judged by figures of the imported words, which the template's took the place of.
        start(&app, &o.planner, id, Start::Template).await.unwrap();
        start(&app, &o.planner, id, Start::Template).await.unwrap();
        let all = sections(&app, &o.planner, id).await;
        for one in &all {
            assert!(!one.stale && one.waiting.is_empty(), "just generated: {}", one.section.key);
        }
        assert_eq!(all.iter().filter(|one| one.section.key.starts_with("task-")).count(), 6);
        let of_task = all.iter().find(|one| one.section.task.is_some()).unwrap().section.clone();
        assert!(of_task.blocks.iter().flat_map(Block::chips).any(|chip| matches!(chip, Chip::Statement(_))));

        let mut blocks = of_task.blocks.clone();
        let own = words("Sở đã chỉ đạo quyết liệt ngay từ đầu năm.");
        blocks.insert(1, own.clone());
        let place = (id, of_task.id, of_task.version);
        let kept = app.write_section(&o.planner, place, blocks, "test").await.unwrap().section.section;
        let again = app.refresh_section(&o.planner, (id, kept.id, kept.version), "test").await.unwrap();
        assert!(again.section.section.blocks.contains(&own));
        assert!(again.section.waiting.is_empty());
        assert!(body(&app, &o.planner, id).await.iter().any(|line| line.contains("quyết liệt ngay từ đầu năm")));

        // The statement of the task changes: the generated part follows, the person's stays.
        let mut tx = db.db.begin_write().await.unwrap();
        let task = tt_store::tasks::get(&mut tx, of_task.task.unwrap()).await.unwrap();
        let task = tt_domain::task::Task { statement: "Phát triển chợ biên giới".to_owned(), ..task };
        tt_store::tasks::update(&mut tx, &task).await.unwrap();
        tx.commit().await.unwrap();
        let lines = body(&app, &o.planner, id).await;
        let now = sections(&app, &o.planner, id).await;
        let shown = now.iter().find(|one| one.section.id == of_task.id).unwrap();
        let statement = shown.shown.get(&Chip::Statement(task.id)).unwrap();
        assert_eq!(statement.text, "Phát triển chợ biên giới", "{lines:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_division_writes_its_own_part_until_it_is_handed_in() {
    on_each_engine(async |db| {
        let app = open(db).await.with_clock(Clock::at(date(2019, 12, 9)));
        let o = office(&app, db).await;
        let id = opened(&app, &o).await;
        let mut tx = db.db.begin_write().await.unwrap();
        let programme = tt_store::programmes::find(&mut tx, o.planner.agency.id, 2019).await.unwrap().unwrap();
        let task = tt_store::tasks::list(&mut tx, programme.id).await.unwrap().remove(0);
        tt_store::tasks::set_lead(&mut tx, task.id, Some(o.division)).await.unwrap();
        tx.commit().await.unwrap();
        start(&app, &o.planner, id, Start::Words).await.unwrap();
        let all = sections(&app, &o.planner, id).await;
        let own = all.iter().find(|one| one.section.division == Some(o.division)).unwrap().section.clone();
        let other = all.iter().find(|one| one.section.division != Some(o.division)).unwrap().section.clone();
        let refused = app.write_section(&o.officer, (id, other.id, other.version), vec![words("x")], "test").await;
        assert!(matches!(refused, Err(NotWritten::Refused(AppError::Forbidden))), "{refused:?}");
        let place = (id, own.id, own.version);
        app.write_section(&o.officer, place, vec![words("Phần của phòng.")], "test").await.unwrap();
        step(&app, &o.officer, id, Asked::HandPart(o.division)).await.unwrap();
        let place = (id, own.id, own.version + 1);
        let late = app.write_section(&o.officer, place, vec![words("Sửa sau.")], "test").await;
        assert!(matches!(late, Err(NotWritten::Refused(AppError::Forbidden))), "{late:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn remarks_are_answered_and_suggestions_taken() {
    on_each_engine(async |db| {
        let (app, planner, id) = imported(db).await;
        let reader = signed_in(&app, "SCT", "docgia", Role::Officer).await;
        start(&app, &planner, id, Start::Words).await.unwrap();
        let first = sections(&app, &planner, id).await.remove(0).section;
        let place = (id, first.id, first.version);
        app.write_section(&planner, place, vec![words("Phần đầu đạt 16 chợ.")], "test").await.unwrap();
        let on = (first.id, CommentKind::Suggestion);
        let nowhere = app.remark(&reader, id, on, ("không có", "", Some("x".to_owned()))).await;
        assert!(nowhere.unwrap_err().message().vi.contains("đúng những chữ có trong mục"));
        let words_of = ("Phần đầu", "sai chính tả", Some("Phấn đấu".to_owned()));
        let made = app.remark(&reader, id, on, words_of).await.unwrap();
        let remark = made.comment.id;
        let taken = RemarkAsked::Settle(CommentState::Taken);
        let not_theirs = app.settle_remark(&reader, (id, remark), &taken, "test").await;
        assert!(matches!(not_theirs, Err(AppError::Forbidden)));
        app.settle_remark(&planner, (id, remark), &RemarkAsked::Reply("cảm ơn".to_owned()), "test").await.unwrap();
        let (after, changed) = app.settle_remark(&planner, (id, remark), &taken, "test").await.unwrap();
        assert_eq!((after.comment.state, after.comment.replies.len()), (CommentState::Taken, 1));
        assert_eq!(changed.unwrap().section.section.blocks, [words("Phấn đấu đạt 16 chợ.")]);
        let again = app.settle_remark(&planner, (id, remark), &taken, "test").await;
        assert!(again.unwrap_err().message().vi.contains("không còn trong mục"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_kept_is_told_and_nothing_changes() {
    on_each_engine(async |db| {
        let (app, planner, id) = imported(db).await;
        start(&app, &planner, id, Start::Words).await.unwrap();
        let all = sections(&app, &planner, id).await;
        let chip = chips(&all).into_iter().next().unwrap();
        let first = all[0].section.clone();
        let over = |reason: &str| {
            let overridden = Some(Override { text: "5.000".to_owned(), reason: reason.to_owned() });
            let shows = InlineShows::Chip { chip, overridden };
            vec![Block::paragraph(vec![Inline::text("Đạt "), Inline { strong: false, emphasis: false, shows }])]
        };
        let place = (id, first.id, first.version);
        let Err(NotWritten::Refused(refused)) = app.write_section(&planner, place, over(" "), "test").await else {
            panic!("an override without a reason")
        };
        assert!(refused.message().vi.contains("lý do"));
        assert_eq!(sections(&app, &planner, id).await[0].section, first);
        app.write_section(&planner, place, over("số liệu chốt sau"), "test").await.unwrap();
        assert!(body(&app, &planner, id).await.iter().any(|line| line == "Đạt 5.000"));
        let uneven = Block {
            kind: tt_domain::report::ReportBlockKind::Table { head_rows: 1 },
            body: Body::Grid(vec![vec![vec![], vec![]], vec![vec![]]]),
            origin: None,
        };
        let place = (id, first.id, first.version + 1);
        assert!(app.write_section(&planner, place, vec![uneven], "test").await.is_err());
        let missing = (id, SectionId(999_999), 1);
        assert!(app.write_section(&planner, missing, vec![], "test").await.is_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_begins_a_report_and_an_import_puts_its_sections_away() {
    on_each_engine(async |db| {
        let (app, planner, id) = imported(db).await;
        let file = "I. TÌNH HÌNH\n\nĐạt 12 chợ.\n\nII. KẾT QUẢ\n\n- Cấp 3 giấy phép.\n";
        let from = Start::File("thang.txt".to_owned(), file.as_bytes().to_vec());
        start(&app, &planner, id, from).await.unwrap();
        let all = sections(&app, &planner, id).await;
        let titles: Vec<&str> = all.iter().map(|one| one.section.title.as_str()).collect();
        assert_eq!(titles, ["I. TÌNH HÌNH", "II. KẾT QUẢ"]);
        let added = app.add_section(&planner, id, ("Kiến nghị", Some(all[0].section.id)), "test").await.unwrap();
        let new = added.section.section.clone();
        app.write_section(&planner, (id, new.id, new.version), vec![words("Đề nghị bố trí vốn.")], "test")
            .await
            .unwrap();
        assert_eq!(
            body(&app, &planner, id).await,
            ["I. TÌNH HÌNH", "Đạt 12 chợ.", "Đề nghị bố trí vốn.", "II. KẾT QUẢ", "- Cấp 3 giấy phép."]
        );
        app.move_section(&planner, (id, new.id), None, "test").await.unwrap();
        assert_eq!(body(&app, &planner, id).await[0], "Đề nghị bố trí vốn.");
        app.remove_section(&planner, (id, new.id, new.version + 1), "test").await.unwrap();
        assert_eq!(body(&app, &planner, id).await[0], "I. TÌNH HÌNH");
        let document = app.report(&planner, id).await.unwrap().document;
        assert!(document.body().any(|block| matches!(&block.kind, BlockKind::Item { marker } if marker == "-")));

        let frame =
            FrameAsked {
                subject: "Kết quả thử".to_owned(), urgency: "KHẨN".to_owned(), ..FrameAsked::default()
            };
        let seen = app.composer(&planner, id).await.unwrap().report.updated_at.as_microsecond();
        app.write_frame(&planner, id, (&frame, seen), "test").await.unwrap();
        assert_eq!(app.report(&planner, id).await.unwrap().document.frame.subject.as_deref(), Some("Kết quả thử"));

        app.import(&request(REPORT), false, &tt_app::Actor::command_line()).await.unwrap();
        assert!(sections(&app, &planner, id).await.is_empty(), "the file's words stand, the sections are put away");
        assert_eq!(app.section_versions(&planner, id, new.id).await.unwrap().len(), 3);
    })
    .await;
}
