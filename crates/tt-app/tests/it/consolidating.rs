//! Consolidation as the provincial office does it: who reported, totals without double counting, themes, one report of
//! many that keeps what people wrote.

use std::time::Instant;

use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use tt_app::consolidation::compose::{Composed, Target, ToCompose};
use tt_app::consolidation::reporters::Reporting;
use tt_app::outputs::{self, Format};
use tt_app::reporting::passage::Asked;
use tt_app::{App, AppError, Clock, CurrentUser};
use tt_domain::assessment::{Grade, Rating, Stage};
use tt_domain::consolidation::{Population, Why};
use tt_domain::document::NewDocument;
use tt_domain::id::{AgencyId, FigureId, IndicatorId, ReportId, TaskId};
use tt_domain::indicator::{Aggregation, NewObservation, ObservationKind, Terms};
use tt_domain::organisation::{AgencyLevel, NewAgency, Role};
use tt_domain::programme::ProgrammeState;
use tt_domain::regime::Frequency;
use tt_domain::report::{
    Content, NewReport, Piece, ReportBlock, ReportBlockKind, ReportState, Shows, StatedFigure, StatementPart,
};
use tt_domain::reporting_period::ReportingPeriod;
use tt_domain::task::{Cause, NewObstacle, NewTask, TaskState};
use tt_store::{
    Tx, agencies, documents, figures, indicators, observations, obstacles, programmes, ratings, report_blocks, reports,
    tasks,
};
use tt_testkit::{TestDb, on_each_engine};
use tt_text::date::PartialDate;

use super::reporting::{step, terms};
use super::{REPORT, import, open, signed_in};

const YEAR: ReportingPeriod = ReportingPeriod::Year { year: 2019 };

/// What agencies of the generated province are told to do; each has tasks of its own wording of these.
const THEMES: [&str; 6] = [
    "Đẩy mạnh cải cách thủ tục hành chính, nâng cao mức độ hài lòng của người dân và doanh nghiệp",
    "Giải ngân vốn đầu tư công được giao, bảo đảm tiến độ các công trình trọng điểm",
    "Xây dựng nông thôn mới, hỗ trợ các xã hoàn thành bộ tiêu chí quốc gia",
    "Phát triển hạ tầng số, đưa dịch vụ công trực tuyến toàn trình vào sử dụng",
    "Bảo đảm an toàn lao động và phòng chống cháy nổ tại các cơ sở sản xuất",
    "Đào tạo nghề, giải quyết việc làm cho lao động nông thôn và thanh niên",
];

async fn add_agency(tx: &mut Tx, symbol: &str, name: &str, parent: Option<AgencyId>) -> AgencyId {
    let level = if parent.is_none() { AgencyLevel::Province } else { AgencyLevel::Department };
    let new = NewAgency { symbol: symbol.to_owned(), name: name.to_owned(), parent, level, ..NewAgency::default() };
    agencies::insert(tx, &new).await.unwrap()
}

async fn add_report(tx: &mut Tx, app: &App, agency: AgencyId, state: ReportState, due: Option<Date>) -> ReportId {
    let document =
        NewDocument { agency, kind: None, number: None, date: PartialDate::default(), issuer: None, subject: None };
    let new = NewReport {
        agency,
        regime: None,
        period: YEAR,
        occasion: String::new(),
        key_tasks: true,
        due,
        replaces: None,
        document: documents::add(tx, &document).await.unwrap(),
        state,
        frame: "{}".to_owned(),
        source: None,
        created_at: app.clock().now(),
        updated_by: None,
    };
    reports::insert(tx, &new).await.unwrap()
}

/// An indicator of an agency with its value for the year.
async fn add_value(
    tx: &mut Tx,
    app: &App,
    agency: AgencyId,
    (code, population, value): (&str, Option<&str>, Option<&str>),
    report: Option<ReportId>,
) -> Option<(IndicatorId, tt_domain::id::ObservationId)> {
    let terms = Terms {
        population: population.map(str::to_owned),
        over_units: Aggregation::Sum,
        ..Terms::new(code, format!("Chỉ tiêu {code}"), Some("triệu USD".to_owned()))
    };
    let indicator = indicators::insert(tx, agency, &terms).await.unwrap();
    let new = NewObservation {
        indicator,
        period: "năm 2019".to_owned(),
        reporting_period: Some(YEAR),
        kind: ObservationKind::Actual,
        value: value?.parse().unwrap(),
        value_max: None,
        withdrawn: false,
        report,
        document: None,
        note: None,
        recorded_by: None,
        recorded_at: app.clock().now(),
        supersedes: None,
    };
    Some((indicator, observations::insert(tx, &new).await.unwrap()))
}

fn shows(shows: Shows) -> Piece {
    Piece { strong: false, emphasis: false, shows }
}

/// The blocks of a task's part: statement, what came of it with a figure, grade.
async fn part(
    tx: &mut Tx,
    report: ReportId,
    (task, number, statement): (TaskId, u32, &str),
    observation: Option<tt_domain::id::ObservationId>,
    blocks: &mut Vec<ReportBlock>,
) -> FigureId {
    let position = u32::try_from(blocks.len()).unwrap();
    let paragraph = |at: u32, pieces: Vec<Piece>| ReportBlock {
        position: position + at,
        kind: ReportBlockKind::Paragraph { label: (at == 0).then(|| format!("{number}.")) },
        task: Some(task),
        content: Content::Flow(pieces),
        drawn: None,
    };
    let stated = StatedFigure {
        form: "{value} triệu USD".to_owned(),
        printed: "12,5 triệu USD".to_owned(),
        value: Some("12.5".parse().unwrap()),
        value_max: None,
        of: None,
        unit: Some("triệu USD".to_owned()),
        kind: "actual".to_owned(),
        direction: None,
        period: Some("năm 2019".to_owned()),
        subject: Some("Giá trị thực hiện".to_owned()),
        task: Some(task),
        observation,
    };
    let figure = figures::insert(tx, report, position + 1, &stated).await.unwrap();
    let part = StatementPart::Words(statement.to_owned());
    let said = "Cơ quan đã ban hành kế hoạch, phân công lãnh đạo phụ trách từng nội dung và kiểm tra hằng quý; giá trị \
                thực hiện trong năm đạt ";
    let after = ", tăng so với cùng kỳ năm trước. Một số nội dung còn chậm do thủ tục đất đai kéo dài, nguồn vốn đối ứng bố \
                 trí muộn và thời tiết không thuận lợi; cơ quan tiếp tục đôn đốc các đơn vị hoàn thành trong quý tới.";
    blocks.push(paragraph(0, vec![shows(Shows::Text(format!("{number}. "))), shows(Shows::Statement { task, part })]));
    let pieces =
        vec![shows(Shows::Text(said.to_owned())), shows(Shows::Figure(figure)), shows(Shows::Text(after.to_owned()))];
    blocks.push(paragraph(1, pieces));
    blocks.push(paragraph(2, vec![shows(Shows::Text("Tự đánh giá: ".to_owned())), shows(Shows::Grade(task))]));
    figure
}

/// Tasks of an agency for 2019 with their parts of its report; gives the first figure.
async fn add_tasks(tx: &mut Tx, app: &App, agency: AgencyId, report: ReportId, count: usize) -> FigureId {
    let programme = programmes::ensure(tx, agency, 2019, ProgrammeState::Approved).await.unwrap();
    let value = add_value(tx, app, agency, ("GTTH", None, Some("12.5")), Some(report)).await.unwrap();
    let mut blocks = Vec::new();
    let mut first = None;
    for (at, theme) in THEMES.iter().cycle().take(count).enumerate() {
        let number = u32::try_from(at + 1).unwrap();
        let statement = format!("{theme}, ít nhất {} đơn vị trong năm 2019", agency.0 % 7 + 2);
        let mut new = NewTask::new(programme, number, statement.clone(), TaskState::ResultSubmitted);
        new.deadline = Some(date(2019, 12, 31));
        let task = tasks::insert(tx, &new).await.unwrap();
        let rating = Rating {
            task,
            stage: Stage::SelfGraded,
            grade: if at % 2 == 0 { Grade::Good } else { Grade::Completed },
            reason: None,
            report: Some(report),
            document: None,
            by: None,
            recorded_at: app.clock().now(),
        };
        ratings::put(tx, &rating).await.unwrap();
        let figure = part(tx, report, (task, number, &statement), Some(value.1), &mut blocks).await;
        first.get_or_insert(figure);
    }
    report_blocks::replace(tx, report, &blocks).await.unwrap();
    let named = NewObstacle {
        task: None,
        heading: None,
        text: "Nguồn vốn đối ứng bố trí chậm so với kế hoạch".to_owned(),
        cause: Some(if agency.0 % 2 == 0 { Cause::Objective } else { Cause::Subjective }),
    };
    obstacles::replace(tx, report, &[named]).await.unwrap();
    first.unwrap()
}

/// A province over three agencies, one of them over another, and the agency of the real report.
struct Province {
    app: App,
    planner: CurrentUser,
    officer: CurrentUser,
    finance: AgencyId,
    trade: AgencyId,
    centre: AgencyId,
    customs: AgencyId,
    handed: ReportId,
    draft: ReportId,
    figure: FigureId,
}

impl Province {
    async fn open(db: &TestDb) -> Self {
        let app = open(db).await.with_clock(Clock::at(date(2019, 12, 26)));
        import(&app, REPORT).await;
        let mut tx = db.db.begin_write().await.unwrap();
        let root = add_agency(&mut tx, "UBND", "UBND tỉnh Lạng Sơn", None).await;
        let finance = add_agency(&mut tx, "STC", "Sở Tài chính", Some(root)).await;
        let trade = add_agency(&mut tx, "SKH", "Sở Kế hoạch", Some(root)).await;
        let centre = add_agency(&mut tx, "TTXT", "Trung tâm Xúc tiến", Some(trade)).await;
        let customs = add_agency(&mut tx, "HQ", "Cục Hải quan", Some(root)).await;
        let handed = add_report(&mut tx, &app, finance, ReportState::Issued, Some(date(2019, 12, 24))).await;
        let figure = add_tasks(&mut tx, &app, finance, handed, 3).await;
        let draft = add_report(&mut tx, &app, trade, ReportState::WithHeads, Some(date(2019, 12, 20))).await;
        add_tasks(&mut tx, &app, trade, draft, 3).await;
        let (local, through) = (Some("hàng địa phương"), Some("qua địa bàn"));
        for (agency, population, value) in [
            (finance, local, Some("100.5")),
            (trade, local, Some("150")),
            (centre, local, Some("50")),
            (customs, through, Some("4750")),
        ] {
            add_value(&mut tx, &app, agency, ("XK", population, value), None).await;
        }
        tx.commit().await.unwrap();
        db.raw("update agencies set parent_id = (select id from agencies where symbol = 'UBND') where symbol = 'SCT'")
            .await;
        let planner = signed_in(&app, "UBND", "tonghop", Role::PlanningOfficer).await;
        let officer = signed_in(&app, "STC", "chuyenvien", Role::PlanningOfficer).await;
        Self { app, planner, officer, finance, trade, centre, customs, handed, draft, figure }
    }

    /// A report of the province itself, open to be composed into.
    async fn own_report(&self) -> ToCompose {
        let regime = terms("Báo cáo tổng hợp nhiệm vụ trọng tâm", Frequency::Year);
        let regime = self.app.keep_regime(&self.planner, None, &regime, "test").await.unwrap();
        ToCompose { into: Target::Regime(regime, YEAR), seen: None, confirmed: false }
    }

    async fn compose(&self, asked: ToCompose) -> Result<Composed, AppError> {
        self.app.compose_consolidated(&self.planner, asked, "test").await
    }
}

fn sentence(error: &AppError) -> String {
    error.message().vi
}

#[tokio::test(flavor = "multi_thread")]
async fn totals_hold_no_value_twice_and_say_what_they_leave_out() {
    on_each_engine(async |db| {
        let p = Province::open(db).await;
        let found = p.app.consolidation(&p.planner, Some(YEAR)).await.unwrap();
        let line = |population| {
            let of = |line: &&tt_app::consolidation::figures::FigureLine| {
                line.code.as_deref() == Some("XK") && line.population == population
            };
            found.lines.iter().find(of).unwrap()
        };
        let local = line(Population::Local);
        assert_eq!(local.result.value(), Some("250.5".parse().unwrap()), "100,5 and 150, of which 50 are the centre's");
        let added: Vec<AgencyId> = local.result.added.iter().map(|(agency, _)| *agency).collect();
        assert_eq!(added, [p.finance, p.trade]);
        let left: Vec<(AgencyId, Why)> = local.result.left_out.iter().map(|one| (one.agency, one.why)).collect();
        assert_eq!(left, [(p.centre, Why::Contained(p.trade)), (p.customs, Why::OtherPopulation)]);
        let said: Vec<String> = found.left_out(&local.result).into_iter().map(|one| one.vi).collect();
        assert_eq!(said, ["Trung tâm Xúc tiến (đã nằm trong số của Sở Kế hoạch)", "Cục Hải quan (khác phạm vi)"]);
        assert_eq!(line(Population::Through).result.value(), Some(Decimal::from(4750)));
        // Every cell leads to its source.
        let value = found.lines.iter().find(|line| line.code.as_deref() == Some("GTTH")).unwrap();
        let cell = value.cells.iter().find(|cell| cell.agency == p.finance).unwrap();
        assert_eq!((cell.figure, cell.report), (Some(p.figure), Some(p.handed)));
        assert!(cell.observation.is_some());
        let source = p.app.figure(&p.planner, p.figure).await.unwrap();
        assert_eq!(source.observation.map(|one| one.id), cell.observation);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_says_who_reported_who_is_late_and_who_is_missing() {
    on_each_engine(async |db| {
        let p = Province::open(db).await;
        let found = p.app.consolidation(&p.planner, None).await.unwrap();
        assert_eq!(found.period, YEAR, "the newest period there are reports for");
        let about = |name: &str| found.reporters.iter().find(|one| one.agency.name == name).unwrap();
        let told = |name: &str| (about(name).reporting, about(name).late);
        assert_eq!(told("Sở Tài chính"), (Reporting::Issued, Some(2)), "due on the 24th, handed up on the 26th");
        assert_eq!(told("Sở Kế hoạch"), (Reporting::Writing, Some(6)));
        assert_eq!(told("Trung tâm Xúc tiến"), (Reporting::NotOwed, None), "it reports to the agency above it");
        assert_eq!(told("Cục Hải quan"), (Reporting::Missing, None));
        assert_eq!(told("Sở Công Thương tỉnh Lạng Sơn"), (Reporting::AsFile, None));
        assert_eq!((about("Trung tâm Xúc tiến").depth, about("Sở Kế hoạch").depth), (1, 0));
        assert_eq!(about("Sở Tài chính").grades.counts, [0, 2, 1, 0]);
        assert_eq!(found.works.len(), 12, "6 of the real report, 3 each of two more");
        // Words of a report that is not handed up stay with its agency; its tasks and grades are known above.
        let says = |agency| found.works.iter().filter(|work| work.agency == agency && work.says.is_some()).count();
        assert_eq!((says(p.finance), says(p.trade)), (3, 0));
        let real: Vec<&str> = found
            .works
            .iter()
            .filter(|work| found.name(work.agency).starts_with("Sở Công Thương"))
            .filter_map(|work| work.says.as_ref().map(|passage| passage.text.as_str()))
            .collect();
        assert_eq!(real.len(), 6);
        assert!(real[0].contains("4.750 triệu USD"), "{}", real[0]);
        let shared: Vec<usize> = found.themes.iter().map(|theme| theme.agencies).filter(|count| *count > 1).collect();
        assert_eq!(shared, [2, 2, 2], "the two that were worded alike");
        assert!(found.obstacles.iter().any(|one| one.text.contains("vốn đối ứng")));
        assert!(!found.obstacles.iter().any(|one| one.agency == p.trade));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agency_sees_neither_its_sisters_nor_the_whole() {
    on_each_engine(async |db| {
        let p = Province::open(db).await;
        assert!(matches!(p.app.consolidation(&p.officer, None).await, Err(AppError::Forbidden)));
        assert!(!p.app.consolidates(&p.officer).await.unwrap());
        assert!(p.app.consolidates(&p.planner).await.unwrap());
        let clerk = signed_in(&p.app, "UBND", "vanthu", Role::Clerk).await;
        assert!(matches!(p.app.consolidation(&clerk, None).await, Err(AppError::Forbidden)));
        let sister = signed_in(&p.app, "HQ", "haiquan", Role::PlanningOfficer).await;
        assert!(matches!(p.app.report(&sister, p.handed).await, Err(AppError::NotFound)));
        assert!(matches!(p.app.figure(&sister, p.figure).await, Err(AppError::NotFound)));
        // What was handed up is read above; what is being written is not.
        p.app.report(&p.planner, p.handed).await.unwrap();
        assert!(matches!(p.app.report(&p.planner, p.draft).await, Err(AppError::NotFound)));
        // A supervisor above sees the whole, and composes nothing.
        let supervisor = signed_in(&p.app, "UBND", "giamsat", Role::Supervisor).await;
        let found = p.app.consolidation(&supervisor, None).await.unwrap();
        assert!(!found.may_compose);
        let asked = p.own_report().await;
        assert!(matches!(p.app.compose_consolidated(&supervisor, asked, "test").await, Err(AppError::Forbidden)));
        assert!(matches!(p.app.compose_consolidated(&p.officer, asked, "test").await, Err(AppError::Forbidden)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_report_is_made_of_many_and_keeps_what_people_wrote() {
    on_each_engine(async |db| {
        let p = Province::open(db).await;
        let asked = p.own_report().await;
        let made = p.compose(asked).await.unwrap();
        assert!(made.kept == 0 && made.linked > 0 && made.linked < made.figures, "{made:?}");
        let view = p.app.report(&p.planner, made.report).await.unwrap();
        let text = &view.document.text;
        for words in [
            "Đến ngày 26/12/2019, có 02/04 cơ quan, đơn vị gửi báo cáo năm 2019",
            "Gửi chậm: Sở Tài chính (chậm 02 ngày)",
            "Chưa gửi: Cục Hải quan; Sở Kế hoạch",
            "250,5 triệu USD (tổng của 02 cơ quan, đơn vị); không cộng Trung tâm Xúc tiến (đã nằm trong số của Sở Kế hoạch); \
             Cục Hải quan (khác phạm vi)",
            "Sở Tài chính: Cơ quan đã ban hành kế hoạch",
            "12,5 triệu USD, tăng so với cùng kỳ",
            "Phụ lục IV",
        ] {
            assert!(text.contains(words), "{words} in:\n{text}");
        }
        assert_eq!(view.document.frame.subject.as_deref(), Some("Tổng hợp nhiệm vụ trọng tâm năm 2019"), "its own");
        // A figure taken over leads to the agency's own.
        let taken = view.figures.iter().find(|one| one.stated.printed == "12,5 triệu USD").unwrap();
        let source = p.app.figure(&p.planner, taken.id).await.unwrap();
        assert_eq!(source.taken_from.map(|(agency, figure)| (agency.name, figure.is_some())).unwrap().0, "Sở Tài chính");

        // With content it asks; what a person wrote and changed stays in its part.
        let again = ToCompose { into: Target::Report(made.report), ..asked };
        assert!(sentence(&p.compose(again).await.unwrap_err()).contains("hãy đánh dấu xác nhận"));
        let mut tx = db.db.begin_write().await.unwrap();
        let mut blocks = report_blocks::list(&mut tx, made.report).await.unwrap();
        let at = blocks
            .iter()
            .position(|block| matches!(&block.content, Content::Flow(pieces) if matches!(&pieces[..], [Piece { shows: Shows::Text(text), .. }] if text.starts_with("V."))))
            .unwrap();
        let own = |text: &str| ReportBlock {
            position: 0,
            kind: ReportBlockKind::Paragraph { label: None },
            task: None,
            content: Content::Flow(vec![shows(Shows::Text(text.to_owned()))]),
            drawn: None,
        };
        blocks.insert(at, own("Đánh giá chung: kết quả đồng đều."));
        blocks.insert(0, own("Căn cứ Nghị quyết của Tỉnh ủy."));
        for (position, block) in blocks.iter_mut().enumerate() {
            block.position = u32::try_from(position).unwrap();
        }
        report_blocks::replace(&mut tx, made.report, &blocks).await.unwrap();
        tx.commit().await.unwrap();
        let own = p.app.consolidation(&p.planner, Some(YEAR)).await.unwrap().own;
        assert_eq!((own.len(), own[0].written), (1, 2));
        let confirmed = ToCompose { confirmed: true, ..again };
        let twice = p.compose(confirmed).await.unwrap();
        assert_eq!((twice.made, twice.kept), (made.made, 2));
        let view = p.app.report(&p.planner, made.report).await.unwrap();
        let text = &view.document.text;
        let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} in:\n{text}"));
        assert!(place("Căn cứ Nghị quyết") < place("tổng hợp báo cáo năm 2019 của các"));
        assert!(place("IV. KẾT QUẢ ĐÁNH GIÁ") < place("Đánh giá chung:") && place("Đánh giá chung:") < place("V. KHÓ"));
        assert_eq!(text.matches("I. TÌNH HÌNH BÁO CÁO").count(), 1);
        assert_eq!(view.figures.len(), twice.figures, "none is left behind");

        // Nobody composes over what someone else changed, or what is on its way.
        let stale = ToCompose { seen: Some(1), ..confirmed };
        assert!(p.compose(stale).await.unwrap_err().is_stale());
        step(&p.app, &p.planner, made.report, Asked::ToPlanning).await.unwrap();
        let reason = Asked::ToLeader(Some("đã rà soát".to_owned()));
        step(&p.app, &p.planner, made.report, reason).await.unwrap();
        assert!(sentence(&p.compose(confirmed).await.unwrap_err()).contains("đã trình ký hoặc đã phát hành"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_tables_go_out_as_one_workbook() {
    on_each_engine(async |db| {
        let p = Province::open(db).await;
        let found = p.app.consolidation(&p.planner, Some(YEAR)).await.unwrap();
        let bytes = found.workbook(tt_app::Language::Vietnamese).unwrap();
        let sheet = tt_app::sheet::read(&bytes).unwrap();
        assert_eq!(sheet.rows[0].cell(1).text, "Cơ quan, đơn vị");
        let names: Vec<&str> = sheet.rows.iter().skip(1).map(|row| row.cell(1).text.as_str()).collect();
        assert_eq!(names, found.reporters.iter().map(|one| one.agency.name.as_str()).collect::<Vec<_>>());
        let numbers = |sheet: usize| {
            let text = xml(&bytes, &format!("xl/worksheets/sheet{sheet}.xml"));
            // A cell that refers to a text says so by its type.
            let cells = text.split("<c ").skip(1).filter(|cell| !cell.contains("t=\"s\""));
            cells
                .filter_map(|cell| Some(cell.split_once("<v>")?.1.split_once("</v>")?.0.to_owned()))
                .collect::<Vec<_>>()
        };
        // Of each line with a total: the total and how many agencies are in it, each an exact number.
        let shared: Vec<_> = found.lines.iter().filter(|line| line.is_shared()).collect();
        let total = shared.iter().find_map(|line| line.result.value()).unwrap().normalize().to_string();
        assert!(numbers(2).contains(&total), "{total} in {:?}", numbers(2));
        let stated = found.lines.iter().flat_map(|line| &line.cells).filter_map(|cell| cell.value);
        for value in stated {
            assert!(numbers(3).contains(&value.normalize().to_string()), "{value} in {:?}", numbers(3));
        }
        assert_eq!(numbers(4).len(), found.reporters.len() * 10, "the number of the row and nine counts an agency");
        assert_eq!(numbers(5).len(), found.works.len() * 2, "the number of the row and of the task");
        assert!(xml(&bytes, "xl/styles.xml").contains("#,##0.0"), "12,5 has one decimal");
    })
    .await;
}

/// A part of a workbook.
fn xml(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut text).unwrap();
    text
}

/// The most memory the process held, in MiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default().to_owned();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).unwrap_or_default() / 1024
}

/// 100 agencies with 600 tasks, one report: time and memory. Run it alone, with `--ignored --nocapture`.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement; run it alone"]
async fn measure_a_hundred_agencies() {
    on_each_engine(async |db| {
        let app = open(db).await.with_clock(Clock::at(date(2019, 12, 26)));
        let mut tx = db.db.begin_write().await.unwrap();
        let root = add_agency(&mut tx, "UBND", "UBND tỉnh", None).await;
        tx.commit().await.unwrap();
        let planner = signed_in(&app, "UBND", "tonghop", Role::PlanningOfficer).await;
        for (from, to) in [(0, 10), (10, 100)] {
            let mut tx = db.db.begin_write().await.unwrap();
            for at in from..to {
                let name = format!("Cơ quan chuyên môn số {at} của tỉnh");
                let agency = add_agency(&mut tx, &format!("CQ{at}"), &name, Some(root)).await;
                let report = add_report(&mut tx, &app, agency, ReportState::Issued, None).await;
                add_tasks(&mut tx, &app, agency, report, 6).await;
                for code in 0..12 {
                    let value = format!("{}.{code:02}", at * 7 + code);
                    add_value(&mut tx, &app, agency, (&format!("C{code}")[..], None, Some(&value[..])), Some(report))
                        .await;
                }
            }
            tx.commit().await.unwrap();
            let start = Instant::now();
            let found = app.consolidation(&planner, Some(YEAR)).await.unwrap();
            let took = start.elapsed();
            eprintln!("read: {} agencies, {} tasks, {} lines: {took:?}", to, found.works.len(), found.lines.len());
        }
        let regime = terms("Báo cáo tổng hợp", Frequency::Year);
        let regime = app.keep_regime(&planner, None, &regime, "test").await.unwrap();
        let asked = ToCompose { into: Target::Regime(regime, YEAR), seen: None, confirmed: true };
        for round in ["first", "again"] {
            let start = Instant::now();
            let made = app.compose_consolidated(&planner, asked, "test").await.unwrap();
            eprintln!("compose {round}: {made:?}: {:?}, peak {} MiB", start.elapsed(), peak());
        }
        let id = app.compose_consolidated(&planner, asked, "test").await.unwrap().report;
        let start = Instant::now();
        let document = app.report(&planner, id).await.unwrap().document;
        eprintln!("read and checked: {:?}, {} bytes, peak {} MiB", start.elapsed(), document.text.len(), peak());
        for format in [Format::Docx, Format::Pdf, Format::Pdf] {
            let start = Instant::now();
            let bytes = outputs::render(&document, format).unwrap();
            let pages = bytes.windows(11).filter(|part| part == b"/Type /Page" || part == b"/Type/Page ").count();
            let took = start.elapsed();
            eprintln!("{format:?}: {took:?}, {} KiB, {pages} page marks, peak {} MiB", bytes.len() / 1024, peak());
            if let Ok(folder) = std::env::var("TT_MEASURE_OUT") {
                std::fs::write(format!("{folder}/tong-hop.{}", format.extension()), &bytes).unwrap();
            }
        }
    })
    .await;
}
