//! What pictures hold: every number in the table, nothing outside, no text over text, the same bytes each time.

mod snapshots;

use proptest::prelude::*;
use rust_decimal::Decimal;
use tt_document::drawing::{Area, Drawing, Mark};

use super::canvas::{Look, text_area};
use super::*;

fn texts(drawing: &Drawing) -> Vec<(Area, &str)> {
    let of = |mark: &Mark| -> Option<(Area, String)> {
        let Mark::Text { at, anchor, size, strong, tone, text } = mark else { return None };
        let look = Look { anchor: *anchor, size: *size, strong: *strong, tone: *tone };
        Some((text_area(at.x, at.y, text, look), text.clone()))
    };
    let areas: Vec<Area> = drawing.marks.iter().filter_map(|mark| of(mark).map(|(area, _)| area)).collect();
    let words = drawing.marks.iter().filter_map(|mark| match mark {
        Mark::Text { text, .. } => Some(text.as_str()),
        _ => None,
    });
    areas.into_iter().zip(words).collect()
}

/// Everything a picture must keep to, whatever is in it.
fn assert_sound(chart: &Chart) {
    let drawing = &chart.drawing;
    let frame = Area { x: 0, y: 0, width: drawing.width, height: drawing.height };
    let within =
        |x: i32, y: i32| assert!(frame.contains(Area { x, y, width: 0, height: 0 }), "({x}, {y}) in {frame:?}");
    for mark in &drawing.marks {
        match mark {
            Mark::Box { area, .. } => {
                assert!(area.width >= 0 && area.height >= 0, "{area:?}");
                assert!(frame.contains(*area), "{area:?} in {frame:?}");
            }
            Mark::Line { spots, .. } => spots.iter().for_each(|spot| within(spot.x, spot.y)),
            Mark::Dot { centre, radius, .. } => {
                within(centre.x - radius, centre.y - radius);
                within(centre.x + radius, centre.y + radius);
            }
            Mark::Text { .. } => {}
        }
    }
    let texts = texts(drawing);
    for (index, (area, text)) in texts.iter().enumerate() {
        assert!(frame.contains(*area), "{text:?} at {area:?} in {frame:?}");
        for (other, more) in texts.iter().skip(index + 1) {
            assert!(!area.overlaps(*other), "{text:?} over {more:?}");
        }
    }
    let columns = chart.table.head.len();
    assert!(chart.table.rows.iter().all(|row| row.len() == columns), "{:?}", chart.table);
    let svg = chart.svg("a");
    assert!(!svg.contains("style=") && !svg.contains("<script") && !svg.contains("NaN"), "{svg}");
    assert_eq!(svg, chart.clone().svg("a"));
    assert_eq!(emf(drawing), emf(drawing));
}

fn label() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z ]{0,12}",
        Just("Tổng kim ngạch xuất nhập khẩu hàng hóa qua địa bàn toàn tỉnh theo giá hiện hành năm báo cáo".to_owned()),
        Just("Liênhiệphợptácxãkhôngcódấucáchnàocảvàrấtrấtdàiđếnmứckhôngvừa".to_owned()),
        Just(String::new()),
        Just("<b>&\"".to_owned()),
    ]
}

fn value() -> impl Strategy<Value = Option<Decimal>> {
    prop_oneof![
        Just(None),
        Just(Some(Decimal::ZERO)),
        (-10_000_i64..10_000, 0_u32..4).prop_map(|(digits, scale)| Some(Decimal::new(digits, scale))),
        Just(Some(Decimal::MAX)),
        Just(Some(Decimal::MIN)),
        Just(Some(Decimal::new(1, 20))),
    ]
}

fn width() -> impl Strategy<Value = u16> {
    prop_oneof![Just(WIDE), Just(NARROW), 1_u16..2000]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn bars_are_sound(items in prop::collection::vec((label(), value(), value(), value(), any::<bool>()), 0..41), width in width()) {
        let item = |(label, actual, plan, same_period, estimate)| BarItem { label, actual, estimate, plan, same_period };
        let items = items.into_iter().map(item).collect();
        assert_sound(&Bars { title: "Chỉ tiêu".into(), unit: "tỷ đồng".into(), items, ..Bars::default() }.chart(width));
    }

    #[test]
    fn trends_are_sound(points in prop::collection::vec((label(), value(), value(), value(), value()), 0..41), width in width()) {
        let point = |(label, actual, plan, same_period, forecast)| TrendPoint { label, actual, plan, same_period, forecast };
        let points = points.into_iter().map(point).collect();
        assert_sound(&Trend { title: "Kim ngạch".into(), unit: "%".into(), method: "chạy đều".into(), points }.chart(width));
    }

    #[test]
    fn stages_are_sound(stages in prop::collection::vec((label(), prop::option::of(0_u32..70), 0_u32..9, 0_u8..3), 0..41), width in width()) {
        let stage = |(label, count, slow, role)| {
            let role = [StageRole::Going, StageRole::Done, StageRole::Stopped][usize::from(role)];
            Stage { label, count, slow, role }
        };
        let stages = stages.into_iter().map(stage).collect();
        assert_sound(&Stages { title: "Chợ".into(), things: "chợ".into(), stages }.chart(width));
    }

    #[test]
    fn heat_maps_are_sound(rows in prop::collection::vec((label(), prop::collection::vec(value(), 0..41)), 0..41), columns in prop::collection::vec(label(), 0..41), width in width()) {
        let rows = rows.into_iter().map(|(label, values)| HeatRow { label, values }).collect();
        let heat = Heat { title: "Việc".into(), unit: "việc".into(), things: "Phòng".into(), columns, rows };
        assert_sound(&heat.chart(width));
    }

    #[test]
    fn leagues_are_sound(items in prop::collection::vec((label(), value(), any::<bool>()), 0..41), lower in any::<bool>(), width in width()) {
        let items = items.into_iter().map(|(label, value, own)| LeagueItem { label, value, own }).collect();
        let better = if lower { Better::Lower } else { Better::Higher };
        let league = League { title: "Xếp hạng".into(), unit: "điểm".into(), things: "Cơ quan".into(), better, items };
        assert_sound(&league.chart(width));
    }

    #[test]
    fn shares_are_sound(done in prop::option::of(0_u32..300), of in 0_u32..300, width in width()) {
        assert_sound(&Share { title: "Xã".into(), things: "xã".into(), done, of }.chart(width));
    }
}

#[test]
fn a_gap_is_not_a_zero() {
    let of = |actual| {
        let items =
            vec![BarItem { label: "Chợ".into(), actual, plan: Some(Decimal::from(13)), ..BarItem::default() }];
        Bars { items, ..Bars::default() }.chart(WIDE)
    };
    let (gap, zero) = (of(None), of(Some(Decimal::from(0))));
    assert_eq!(gap.table.rows[0][1], "–");
    assert_eq!(zero.table.rows[0][1], "0");
    assert_ne!(gap.drawing, zero.drawing);
    let boxes = |chart: &Chart| chart.drawing.marks.iter().filter(|mark| matches!(mark, Mark::Box { .. })).count();
    assert_eq!(boxes(&zero), boxes(&gap) + 1, "a zero is a stroke at zero, a gap is nothing");
}

#[test]
fn a_line_breaks_where_nothing_is_known_and_passes_through_zero() {
    let of = |middle| {
        let point = |(label, actual): (&str, Option<Decimal>)| TrendPoint {
            label: label.into(),
            actual,
            ..TrendPoint::default()
        };
        let points = [
            ("T1", Some(Decimal::from(5))),
            ("T2", Some(Decimal::from(6))),
            ("T3", middle),
            ("T4", Some(Decimal::from(7))),
            ("T5", Some(Decimal::from(8))),
        ];
        Trend { points: points.map(point).into(), ..Trend::default() }.chart(WIDE)
    };
    let lines = |chart: &Chart| {
        let thick = |mark: &&Mark| matches!(mark, Mark::Line { width: 22, .. });
        chart.drawing.marks.iter().filter(thick).count()
    };
    assert_eq!(lines(&of(Some(Decimal::from(0)))), 1);
    assert_eq!(lines(&of(None)), 2);
}

#[test]
fn equals_share_a_place_and_the_unknown_have_none() {
    let item = |label: &str, value| LeagueItem { label: label.into(), value, own: label == "C" };
    let items = vec![
        item("A", Some(Decimal::from(80))),
        item("B", None),
        item("C", Some(Decimal::from(95))),
        item("D", Some(Decimal::from(80))),
        item("E", Some(Decimal::from(70))),
    ];
    let chart = League { items: items.clone(), ..League::default() }.chart(WIDE);
    let places =
        |chart: &Chart| chart.table.rows.iter().map(|row| format!("{} {}", row[0], row[1])).collect::<Vec<_>>();
    assert_eq!(places(&chart), ["1 C", "2 A", "2 D", "4 E", "– B"]);
    assert!(chart.description.starts_with("Đơn vị đang xem: Thứ 1: C, 95."), "{}", chart.description);
    let lowest = League { better: Better::Lower, items, ..League::default() }.chart(WIDE);
    assert_eq!(places(&lowest), ["1 E", "2 A", "2 D", "4 C", "– B"]);
}
