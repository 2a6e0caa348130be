//! Indicators: what a real report leaves on record, and entering, approving and closing a month's figures.

use jiff::civil::date;
use tt_app::indicators::entry::{CellEntry, Entered, EntryNote, Verdict};
use tt_app::indicators::form_file::read_form;
use tt_app::indicators::{Against, Reading, value_at};
use tt_app::sheet::{Cell, to_xlsx};
use tt_app::{App, AppError, CurrentUser};
use tt_domain::id::{DivisionId, IndicatorId, ObservationId};
use tt_domain::indicator::derived::{plain, shown};
use tt_domain::indicator::{Aggregation, ObservationKind, Terms};
use tt_domain::organisation::Role;
use tt_domain::reporting_period::{PeriodKind, ReportingPeriod};
use tt_testkit::{TestDb, on_each_engine};

use crate::{REPORT, import, open, signed_in};

async fn reading(test: &TestDb, app: &App, who: &CurrentUser, name: &str) -> Reading {
    let year = ReportingPeriod::year(2019);
    let found = app.catalogue(who, Some(year)).await.unwrap();
    let (indicator, _) = found.lines.iter().find(|(of, _)| of.terms.name == name).unwrap();
    let mut tx = test.db.begin_read().await.unwrap();
    value_at(&mut tx, indicator.id, &year, app.clock().today()).await.unwrap().unwrap()
}

/// Plan, result, percent of plan and change, stated or (≈) implied.
fn words(reading: &Reading) -> String {
    let plan = match (&reading.plan, reading.implied(Against::Plan)) {
        (Some(plan), _) => plain(plan.value),
        (None, Some(Ok(implied))) => format!("≈{} = {}", shown(implied.value, 1), implied.how),
        _ => "–".to_owned(),
    };
    let before = match reading.implied(Against::SamePeriod) {
        Some(Ok(implied)) => format!("≈{} = {}", shown(implied.value, 1), implied.how),
        _ => "–".to_owned(),
    };
    format!("{plan} | {} | {before}", plain(reading.best().unwrap().value))
}

#[tokio::test(flavor = "multi_thread")]
async fn border_trade_of_a_report_becomes_indicators() {
    on_each_engine(async |test| {
        let app = open(test).await;
        import(&app, REPORT).await;
        let lan = signed_in(&app, "SCT", "lan", Role::Leader).await;
        let total = reading(test, &app, &lan, "Tổng kim ngạch xuất nhập khẩu").await;
        assert_eq!(words(&total), "5.180 | 4.750 | –");
        assert_eq!(shown(total.percent_of_plan().unwrap().unwrap(), 1), "91,7");
        assert_eq!(total.printed.first().map(|printed| plain(printed.percent)).as_deref(), Some("91"));
        let export = reading(test, &app, &lan, "Xuất khẩu").await;
        assert_eq!(words(&export), "≈3.148,1 = 2.550 ÷ 81% | 2.550 | ≈2.965,1 = 2.550 ÷ (100% − 14%)");
        let import_ = reading(test, &app, &lan, "Nhập khẩu").await;
        assert_eq!(words(&import_), "≈2.081,4 = 2.200 ÷ 105,7% | 2.200 | ≈1.899,8 = 2.200 ÷ (100% + 15,8%)");
        let local = reading(test, &app, &lan, "Các mặt hàng xuất khẩu chủ yếu của địa phương").await;
        assert_eq!(words(&local), "≈137,5 = 137,5 ÷ 100% | 137,5 | ≈125,5 = 137,5 ÷ (100% + 9,6%)");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_indicator_of_a_report_is_named_by_what_it_measures() {
    on_each_engine(async |test| {
        let app = open(test).await;
        import(&app, REPORT).await;
        let lan = signed_in(&app, "SCT", "lan", Role::Leader).await;
        let found = app.catalogue(&lan, Some(ReportingPeriod::year(2019))).await.unwrap();
        let names: Vec<&str> = found.lines.iter().map(|(of, _)| of.terms.name.as_str()).collect();
        for name in
            ["Giám sát tiêu hủy vật liệu nổ công nghiệp", "Giám sát: huyện Cao Lộc", "Giá trị hợp đồng chuyển nhượng"]
        {
            assert!(names.contains(&name), "{name} is not among {names:#?}");
        }
        // Read again, corrected, the same indicators are found.
        import(
            &app,
            &REPORT.replace("tiêu hủy vật liệu nổ công nghiệp 01 cuộc", "tiêu hủy vật liệu nổ công nghiệp 02 cuộc"),
        )
        .await;
        let again = app.catalogue(&lan, Some(ReportingPeriod::year(2019))).await.unwrap();
        assert_eq!(again.lines.len(), found.lines.len());
        let mut lines = again.lines.iter();
        let (_, reading) = lines.find(|(of, _)| of.terms.name.starts_with("Giám sát tiêu hủy")).unwrap();
        assert_eq!(plain(reading.best().unwrap().value), "2");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_observation_is_not_known_before_it_was_recorded() {
    on_each_engine(async |test| {
        let app = open(test).await;
        import(&app, REPORT).await;
        let lan = signed_in(&app, "SCT", "lan", Role::Leader).await;
        let year = ReportingPeriod::year(2019);
        let id = app.catalogue(&lan, Some(year)).await.unwrap().lines.first().unwrap().0.id;
        let mut tx = test.db.begin_read().await.unwrap();
        assert_eq!(value_at(&mut tx, id, &year, date(2019, 12, 31)).await.unwrap(), None);
    })
    .await;
}

struct Office {
    app: App,
    lan: CurrentUser,
    hoa: CurrentUser,
    export: IndicatorId,
    import: IndicatorId,
    april: ReportingPeriod,
}

fn monthly(code: &str, name: &str) -> Terms {
    Terms {
        frequency: PeriodKind::Month,
        over_time: Aggregation::Sum,
        decimals: Some(1),
        ..Terms::new(code, name, Some("triệu USD".to_owned()))
    }
}

async fn office(test: &TestDb) -> Office {
    let app = open(test).await;
    import(&app, REPORT).await;
    let lan = signed_in(&app, "SCT", "lan", Role::Leader).await;
    let hoa = signed_in(&app, "SCT", "hoa", Role::PlanningOfficer).await;
    let export = app.save_indicator(&lan, None, monthly("XK", "Kim ngạch xuất khẩu"), "test").await.unwrap();
    let import = app.save_indicator(&lan, None, monthly("NK", "Kim ngạch nhập khẩu"), "test").await.unwrap();
    Office { app, lan, hoa, export, import, april: ReportingPeriod::month(2020, 4).unwrap() }
}

fn cell(indicator: IndicatorId, text: &str, seen: Option<ObservationId>) -> CellEntry {
    CellEntry { indicator, kind: ObservationKind::Actual, text: text.to_owned(), seen, confirmed: None }
}

impl Office {
    async fn enter(&self, who: &CurrentUser, period: ReportingPeriod, cells: Vec<CellEntry>) -> Entered {
        self.app.enter_figures(who, period, cells, &EntryNote::default(), false, "test").await.unwrap()
    }

    async fn actual(&self, indicator: IndicatorId, period: ReportingPeriod) -> Option<(ObservationId, String)> {
        let page = self.app.indicator_page(&self.lan, indicator, Some(period)).await.unwrap();
        let point = page.reading.actual?;
        Some((point.observation().unwrap().id, plain(point.value)))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn good_cells_are_kept_and_bad_ones_say_why() {
    on_each_engine(async |test| {
        let office = office(test).await;
        let march = office.april.previous();
        let entered = office
            .enter(&office.lan, march, vec![cell(office.export, "200,5", None), cell(office.import, "chưa có", None)])
            .await;
        assert_eq!((entered.saved, entered.open()), (1, 1));
        assert!(matches!(&entered.cells[1].1, Verdict::Refused(why) if why.vi.contains("không phải số; hãy nhập như")));
        assert_eq!(office.actual(office.export, march).await.unwrap().1, "200,5");
        // A thousand times last month's is asked about, and kept when the person says so.
        let mut large = cell(office.export, "200500", None);
        let entered = office.enter(&office.lan, office.april, vec![large.clone()]).await;
        let Verdict::Ask(question) = &entered.cells[0].1 else { panic!("{entered:?}") };
        assert!(question.words().0.contains("lệch hàng trăm lần so với 200,5"));
        large.confirmed = question.choices.first().copied();
        assert_eq!(office.enter(&office.lan, office.april, vec![large]).await.saved, 1);
        // What comes again is not entered again.
        let (id, _) = office.actual(office.export, office.april).await.unwrap();
        let again = office.enter(&office.lan, office.april, vec![cell(office.export, "200.500", Some(id))]).await;
        assert_eq!((again.saved, again.open()), (0, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_person_sees_both_values_and_nothing_is_lost() {
    on_each_engine(async |test| {
        let office = office(test).await;
        office.enter(&office.lan, office.april, vec![cell(office.export, "210", None)]).await;
        let entered = office.enter(&office.hoa, office.april, vec![cell(office.export, "215", None)]).await;
        let Verdict::Changed(meanwhile) = &entered.cells[0].1 else { panic!("{entered:?}") };
        assert_eq!((plain(meanwhile.observation.value).as_str(), meanwhile.by.as_str()), ("210", "Người dùng lan"));
        assert_eq!(office.actual(office.export, office.april).await.unwrap().1, "210");
        // Having seen it, the second person keeps their own; the first stays on record as superseded.
        let seen = Some(meanwhile.observation.id);
        assert_eq!(office.enter(&office.hoa, office.april, vec![cell(office.export, "215", seen)]).await.saved, 1);
        let page = office.app.indicator_page(&office.lan, office.export, None).await.unwrap();
        let shown: Vec<_> = page
            .revisions
            .iter()
            .map(|one| (plain(one.observation.value), one.holds, one.recorded_by.clone().unwrap()))
            .collect();
        let line = |value: &str, holds, who: &str| (value.to_owned(), holds, format!("Người dùng {who}"));
        assert_eq!(shown, [line("215", true, "hoa"), line("210", false, "lan")]);
        // An emptied cell takes the value back; a new one follows it.
        let (id, _) = office.actual(office.export, office.april).await.unwrap();
        let gone = office.enter(&office.lan, office.april, vec![cell(office.export, "", Some(id))]).await;
        assert_eq!(gone.cells[0].1, Verdict::Withdrawn);
        assert_eq!(office.actual(office.export, office.april).await, None);
        assert_eq!(office.enter(&office.lan, office.april, vec![cell(office.export, "212", None)]).await.saved, 1);
        assert_eq!(office.actual(office.export, office.april).await.unwrap().1, "212");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_period_takes_nothing_until_it_is_opened() {
    on_each_engine(async |test| {
        let office = office(test).await;
        office.app.set_period_closed(&office.lan, office.april, true, "test").await.unwrap();
        let entered = office.enter(&office.hoa, office.april, vec![cell(office.export, "210", None)]).await;
        assert!(matches!(&entered.cells[0].1, Verdict::Refused(why) if why.vi.contains("hãy đề nghị mở lại kỳ")));
        office.app.set_period_closed(&office.lan, office.april, false, "test").await.unwrap();
        assert_eq!(office.enter(&office.hoa, office.april, vec![cell(office.export, "210", None)]).await.saved, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn approval_is_for_what_was_seen_and_by_whoever_may() {
    on_each_engine(async |test| {
        let office = office(test).await;
        office.enter(&office.hoa, office.april, vec![cell(office.export, "210", None)]).await;
        let (id, _) = office.actual(office.export, office.april).await.unwrap();
        let refused = office.app.approve_figures(&office.hoa, office.april, &[id], "test").await;
        assert!(matches!(refused, Err(AppError::Forbidden)));
        office.enter(&office.hoa, office.april, vec![cell(office.export, "211", Some(id))]).await;
        // The value that was seen no longer holds.
        assert_eq!(office.app.approve_figures(&office.lan, office.april, &[id], "test").await.unwrap(), 0);
        let (id, _) = office.actual(office.export, office.april).await.unwrap();
        assert_eq!(office.app.approve_figures(&office.lan, office.april, &[id], "test").await.unwrap(), 1);
        let page = office.app.indicator_page(&office.hoa, office.export, Some(office.april)).await.unwrap();
        assert!(page.reading.actual.as_ref().unwrap().is_approved());
        assert_eq!(page.revisions[0].approved_by.as_deref(), Some("Người dùng lan"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn formulas_are_held_together_with_the_catalogue() {
    on_each_engine(async |test| {
        let office = office(test).await;
        let with = |code: &str, unit: &str, formula: &str| Terms {
            unit: Some(unit.to_owned()),
            formula: Some(formula.to_owned()),
            ..monthly(code, code)
        };
        let save = async |terms: Terms| office.app.save_indicator(&office.lan, None, terms, "test").await;
        let why = |refused: Result<IndicatorId, AppError>| refused.unwrap_err().message().vi;
        let total = save(with("TONG", "triệu USD", "xk+nk")).await.unwrap();
        let page = office.app.indicator_page(&office.lan, total, None).await.unwrap();
        assert_eq!(page.indicator.terms.formula.as_deref(), Some("XK + NK"));
        assert!(why(save(with("A", "triệu USD", "XK + KHONG_CO")).await).contains("không có chỉ tiêu mã KHONG_CO"));
        assert!(why(save(with("B", "tấn", "XK + NK")).await).contains("khác đơn vị của chỉ tiêu"));
        assert!(why(save(with("C", "%", "XK / TONG")).await).contains("hãy nhân với 100"));
        assert!(why(save(with("D", "triệu USD", "XK +")).await).contains("ký tự thứ 5"));
        assert!(why(save(monthly("XK", "Khác")).await).contains("đã có chỉ tiêu khác dùng mã này"));
        let share = save(with("TT", "%", "XK / TONG * 100")).await.unwrap();
        let export = office.app.indicator_page(&office.lan, office.export, None).await.unwrap().indicator;
        let circle = Terms { formula: Some("TONG - NK".to_owned()), ..export.terms.clone() };
        let refused = office.app.save_indicator(&office.lan, Some((export.id, export.version)), circle, "test").await;
        assert!(why(refused).contains("XK → TONG → XK"));

        office
            .enter(&office.lan, office.april, vec![cell(office.export, "25,5", None), cell(office.import, "22", None)])
            .await;
        let page = office.app.indicator_page(&office.lan, share, Some(office.april)).await.unwrap();
        assert_eq!(page.reading.actual.map(|point| plain(point.value)).as_deref(), Some("53,7"));
        let refused = office.enter(&office.lan, office.april, vec![cell(total, "50", None)]).await;
        assert!(matches!(&refused.cells[0].1, Verdict::Refused(why) if why.vi.contains("tính theo công thức XK + NK")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_comes_back_with_its_faults_told_by_row() {
    on_each_engine(async |test| {
        let office = office(test).await;
        let form = office.app.figures_form(&office.lan, office.april, None).await.unwrap();
        let sheet = tt_app::sheet::read(&form).unwrap();
        assert!(sheet.rows.iter().any(|row| row.cell(0).text == "XK" && row.cell(2).text == "triệu USD"));
        let grid = office.app.figures_grid(&office.lan, Some(office.april), None).await.unwrap();
        let row = |code: &str, value: &str| vec![Cell::text(code), Cell::text(value)];
        let rows = [row("Mã", "Thực hiện"), row("xk", "210,5"), row("SAI", "5"), row("NK", "abc"), row("XK", "7")];
        let bytes = to_xlsx("Số liệu", &rows, &[]).unwrap();
        let read = read_form("so-lieu.xlsx", &bytes, &grid).unwrap();
        let faults: Vec<&str> = read.faults.iter().map(|fault| fault.vi.as_str()).collect();
        assert!(faults[0].contains("dòng 3: không có chỉ tiêu mã “SAI”"), "{faults:?}");
        assert!(faults[1].contains("dòng 5: mã XK đã có ở dòng 2"), "{faults:?}");
        let trial = office
            .app
            .enter_figures(&office.lan, office.april, read.cells.clone(), &EntryNote::default(), true, "test")
            .await
            .unwrap();
        assert_eq!((trial.saved, trial.open()), (1, 1));
        assert_eq!(office.actual(office.export, office.april).await, None);
        assert_eq!(office.enter(&office.lan, office.april, read.cells).await.saved, 1);
        let wrong = read_form("khac.csv", b"a,b\n1,2\n", &grid).unwrap_err();
        assert!(wrong.message().vi.contains("không thấy cột “Mã”"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_those_of_a_division_enter_its_figures() {
    on_each_engine(async |test| {
        let office = office(test).await;
        let officer = signed_in(&office.app, "SCT", "chuyen-vien", Role::Officer).await;
        let entered = office.enter(&officer, office.april, vec![cell(office.export, "210", None)]).await;
        assert!(matches!(&entered.cells[0].1, Verdict::Refused(why) if why.vi.contains("do phòng khác nhập")));
        let refused = office.app.save_indicator(&officer, None, monthly("MOI", "Mới"), "test").await;
        assert!(matches!(refused, Err(AppError::Forbidden)));
        let unknown = Terms { division: Some(DivisionId(9999)), ..monthly("MOI", "Mới") };
        let refused = office.app.save_indicator(&office.lan, None, unknown, "test").await.unwrap_err();
        assert!(refused.message().vi.contains("không có phòng này"));
    })
    .await;
}
