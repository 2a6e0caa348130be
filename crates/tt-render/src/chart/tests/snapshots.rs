//! One small picture of every kind, as SVG.

use expect_test::{Expect, expect};
use rust_decimal::Decimal;

use super::super::*;
use super::assert_sound;

fn check(chart: &Chart, expected: &Expect) {
    assert_sound(chart);
    let svg = chart.svg("h").replace("><", ">\n<");
    expected.assert_eq(&format!("{svg}\n"));
}

#[test]
fn bars() {
    let item = BarItem {
        label: "Tổng kim ngạch".into(),
        actual: Some(Decimal::from(4750)),
        estimate: true,
        plan: Some(Decimal::from(5180)),
        same_period: None,
    };
    check(
        &Bars { title: "Kim ngạch".into(), unit: "triệu USD".into(), items: vec![item], ..Bars::default() }
            .chart(NARROW),
        &expect![[r##"
        <svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" width="340" height="98.3" viewBox="0 0 340 98.3" font-family="Tinos, 'Times New Roman', 'Liberation Serif', serif" aria-labelledby="h-t h-d">
        <title id="h-t">Kim ngạch</title>
        <desc id="h-d">Tổng kim ngạch: Thực hiện ước 4.750 triệu USD, Kế hoạch 5.180 triệu USD, Cùng kỳ – triệu USD.</desc>
        <rect x="6" y="7" width="20" height="9" class="f-data" fill="#39597f"/>
        <text x="32" y="16" font-size="11.5" class="f-soft" fill="#55524d">Thực hiện</text>
        <rect x="106" y="7" width="20" height="9" class="l-ink" fill="none" stroke="#1c1b1a"/>
        <text x="132" y="16" font-size="11.5" class="f-soft" fill="#55524d">Kế hoạch</text>
        <rect x="205.3" y="7" width="20" height="9" class="f-earlier" fill="#9aa2ad"/>
        <text x="231.3" y="16" font-size="11.5" class="f-soft" fill="#55524d">Cùng kỳ</text>
        <text x="6" y="39" font-size="12.5" class="f-ink" fill="#1c1b1a" font-weight="600">Tổng kim ngạch</text>
        <rect x="6" y="46" width="227.9" height="10" class="f-data" fill="#39597f"/>
        <text x="334" y="55.5" font-size="12.5" class="f-ink" fill="#1c1b1a" font-weight="600" text-anchor="end">ước 4.750</text>
        <rect x="6" y="62.5" width="248.5" height="10" class="l-ink" fill="none" stroke="#1c1b1a"/>
        <text x="334" y="72" font-size="12.5" class="f-ink" fill="#1c1b1a" text-anchor="end">5.180</text>
        <text x="334" y="88.5" font-size="12.5" class="f-ink" fill="#1c1b1a" text-anchor="end">–</text>
        </svg>
    "##]],
    );
}

#[test]
fn stage_flow() {
    let stage = |label: &str, count, slow, role| Stage { label: label.into(), count, slow, role };
    let stages = vec![
        stage("Đã giao", Some(2), 1, StageRole::Going),
        stage("Hoàn thành", None, 0, StageRole::Done),
        stage("Thôi thực hiện", Some(0), 0, StageRole::Stopped),
    ];
    check(
        &Stages { title: "Chợ".into(), things: "chợ".into(), stages }.chart(NARROW),
        &expect![[r##"
        <svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" width="340" height="75" viewBox="0 0 340 75" font-family="Tinos, 'Times New Roman', 'Liberation Serif', serif" aria-labelledby="h-t h-d">
        <title id="h-t">Chợ</title>
        <desc id="h-d">Đã giao: 2 chợ, 1 quá thời gian thường lệ. Hoàn thành: chưa có số liệu. Thôi thực hiện: 0 chợ.</desc>
        <text x="28" y="18" font-size="12.5" class="f-ink" fill="#1c1b1a">Đã giao</text>
        <circle cx="14" cy="13.5" r="5" class="f-data l-data" fill="#39597f" stroke="#39597f"/>
        <circle cx="129" cy="13.5" r="4.2" class="f-data" fill="#39597f"/>
        <circle cx="142" cy="13.5" r="4.2" class="l-warn" fill="none" stroke="#b97a0c"/>
        <circle cx="142" cy="13.5" r="1.4" class="f-warn" fill="#b97a0c"/>
        <text x="334" y="18" font-size="12.5" class="f-ink" fill="#1c1b1a" font-weight="600" text-anchor="end">2</text>
        <text x="28" y="41" font-size="12.5" class="f-ink" fill="#1c1b1a">Hoàn thành</text>
        <polyline points="14,19.5 14,30.5" class="l-soft" fill="none" stroke="#55524d" stroke-width="1"/>
        <circle cx="14" cy="36.5" r="5" class="l-good" fill="none" stroke="#2e8a5f"/>
        <rect x="124" y="32" width="189.4" height="9" class="l-soft" fill="none" stroke="#55524d"/>
        <polyline points="129,32 124,37" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="134,32 125,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="139,32 130,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="144,32 135,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="149,32 140,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="154,32 145,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="159,32 150,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="164,32 155,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="169,32 160,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="174,32 165,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="179,32 170,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="184,32 175,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="189,32 180,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="194,32 185,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="199,32 190,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="204,32 195,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="209,32 200,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="214,32 205,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="219,32 210,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="224,32 215,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="229,32 220,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="234,32 225,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="239,32 230,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="244,32 235,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="249,32 240,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="254,32 245,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="259,32 250,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="264,32 255,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="269,32 260,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="274,32 265,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="279,32 270,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="284,32 275,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="289,32 280,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="294,32 285,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="299,32 290,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="304,32 295,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="309,32 300,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="313.4,32.6 305,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="313.4,37.6 310,41" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <text x="334" y="41" font-size="12.5" class="f-ink" fill="#1c1b1a" font-weight="600" text-anchor="end">–</text>
        <text x="28" y="64" font-size="12.5" class="f-ink" fill="#1c1b1a">Thôi thực hiện</text>
        <rect x="9" y="54.5" width="10" height="10" class="l-bad" fill="none" stroke="#cc4a24"/>
        <polyline points="11,56.5 17,62.5" class="l-bad" fill="none" stroke="#cc4a24" stroke-width="1"/>
        <polyline points="11,62.5 17,56.5" class="l-bad" fill="none" stroke="#cc4a24" stroke-width="1"/>
        <text x="334" y="64" font-size="12.5" class="f-ink" fill="#1c1b1a" font-weight="600" text-anchor="end">0</text>
        </svg>
    "##]],
    );
}

#[test]
fn trend() {
    let point =
        |label: &str, actual, forecast| TrendPoint { label: label.into(), actual, forecast, ..TrendPoint::default() };
    let points = vec![
        point("T1", Some(Decimal::from(0)), None),
        point("T2", None, None),
        point("T3", Some(Decimal::from(12)), None),
        point("T4", None, Some(Decimal::from(16))),
    ];
    let chart = Trend { title: "Chợ".into(), unit: "chợ".into(), method: String::new(), points }.chart(NARROW);
    check(
        &chart,
        &expect![[r##"
        <svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" width="340" height="250" viewBox="0 0 340 250" font-family="Tinos, 'Times New Roman', 'Liberation Serif', serif" aria-labelledby="h-t h-d">
        <title id="h-t">Chợ</title>
        <desc id="h-d">Kỳ đầu có số liệu, T1: 0 chợ. Kỳ gần nhất, T3: 12 chợ. Dự báo T4: 16 chợ. 1 kỳ chưa có số liệu.</desc>
        <polyline points="6,11.5 26,11.5" class="l-data" fill="none" stroke="#39597f" stroke-width="2"/>
        <text x="32" y="16" font-size="11.5" class="f-soft" fill="#55524d">Thực hiện</text>
        <polyline points="106,11.5 126,11.5" class="l-data" fill="none" stroke="#39597f" stroke-width="2" stroke-dasharray="5 4"/>
        <text x="132" y="16" font-size="11.5" class="f-soft" fill="#55524d">Dự báo</text>
        <polyline points="30.6,222 334,222" class="l-soft" fill="none" stroke="#55524d" stroke-width="1"/>
        <text x="24.6" y="226" font-size="11.5" class="f-soft" fill="#55524d" text-anchor="end">0</text>
        <polyline points="30.6,174.5 334,174.5" class="l-rule" fill="none" stroke="#d2d0ca" stroke-width="1"/>
        <text x="24.6" y="178.5" font-size="11.5" class="f-soft" fill="#55524d" text-anchor="end">5</text>
        <polyline points="30.6,127 334,127" class="l-rule" fill="none" stroke="#d2d0ca" stroke-width="1"/>
        <text x="24.6" y="131" font-size="11.5" class="f-soft" fill="#55524d" text-anchor="end">10</text>
        <polyline points="30.6,79.5 334,79.5" class="l-rule" fill="none" stroke="#d2d0ca" stroke-width="1"/>
        <text x="24.6" y="83.5" font-size="11.5" class="f-soft" fill="#55524d" text-anchor="end">15</text>
        <polyline points="30.6,32 334,32" class="l-rule" fill="none" stroke="#d2d0ca" stroke-width="1"/>
        <text x="24.6" y="36" font-size="11.5" class="f-soft" fill="#55524d" text-anchor="end">20</text>
        <text x="68.5" y="240" font-size="11.5" class="f-soft" fill="#55524d" text-anchor="middle">T1</text>
        <text x="144.3" y="240" font-size="11.5" class="f-soft" fill="#55524d" text-anchor="middle">T2</text>
        <text x="220.1" y="240" font-size="11.5" class="f-soft" fill="#55524d" text-anchor="middle">T3</text>
        <text x="295.9" y="240" font-size="11.5" class="f-soft" fill="#55524d" text-anchor="middle">T4</text>
        <polyline points="220.1,108 295.9,70" class="l-data" fill="none" stroke="#39597f" stroke-width="1.8" stroke-dasharray="5 4"/>
        <circle cx="295.9" cy="70" r="3.2" class="l-data" fill="none" stroke="#39597f"/>
        <polyline points="64.5,222 72.5,222" class="l-data" fill="none" stroke="#39597f" stroke-width="2.2"/>
        <polyline points="216.1,108 224.1,108" class="l-data" fill="none" stroke="#39597f" stroke-width="2.2"/>
        <circle cx="68.5" cy="222" r="3.2" class="f-data" fill="#39597f"/>
        <rect x="138.3" y="217" width="12" height="5" class="l-soft" fill="none" stroke="#55524d"/>
        <polyline points="143.3,217 138.3,222" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="148.3,217 143.3,222" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <polyline points="150.3,220 148.3,222" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
        <circle cx="220.1" cy="108" r="3.2" class="f-data" fill="#39597f"/>
        <text x="220.1" y="101" font-size="12.5" class="f-ink" fill="#1c1b1a" font-weight="600" text-anchor="middle">12</text>
        <text x="295.9" y="63" font-size="12.5" class="f-ink" fill="#1c1b1a" font-weight="600" text-anchor="middle">16</text>
        </svg>
    "##]],
    );
}

#[test]
fn heat_map() {
    let row = HeatRow { label: "QLTM".into(), values: vec![Some(Decimal::from(4)), Some(Decimal::from(0)), None] };
    let columns = ["T1", "T2", "T3"].map(str::to_owned).into();
    let heat =
        Heat { title: "Việc".into(), unit: "việc".into(), things: "Phòng".into(), columns, rows: vec![row] };
    check(
        &heat.chart(NARROW),
        &expect![[r##"
            <svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" width="340" height="52" viewBox="0 0 340 52" font-family="Tinos, 'Times New Roman', 'Liberation Serif', serif" aria-labelledby="h-t h-d">
            <title id="h-t">Việc</title>
            <desc id="h-d">QLTM: tổng 4 việc, nhiều nhất T1 (4).</desc>
            <text x="98.5" y="16" font-size="11.5" class="f-soft" fill="#55524d" text-anchor="middle">T1</text>
            <text x="192.7" y="16" font-size="11.5" class="f-soft" fill="#55524d" text-anchor="middle">T2</text>
            <text x="286.9" y="16" font-size="11.5" class="f-soft" fill="#55524d" text-anchor="middle">T3</text>
            <text x="6" y="38" font-size="12.5" class="f-ink" fill="#1c1b1a">QLTM</text>
            <rect x="51.9" y="22.5" width="93.2" height="23" class="f-h5 l-rule" fill="#889db6" stroke="#d2d0ca"/>
            <text x="98.5" y="38.2" font-size="11.5" class="f-ink" fill="#1c1b1a" text-anchor="middle">4</text>
            <rect x="146.1" y="22.5" width="93.2" height="23" class="l-rule" fill="none" stroke="#d2d0ca"/>
            <text x="192.7" y="38.2" font-size="11.5" class="f-ink" fill="#1c1b1a" text-anchor="middle">0</text>
            <rect x="240.3" y="22.5" width="93.2" height="23" class="l-soft" fill="none" stroke="#55524d"/>
            <polyline points="245.3,22.5 240.3,27.5" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
            <polyline points="250.3,22.5 240.3,32.5" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
            <polyline points="255.3,22.5 240.3,37.5" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
            <polyline points="260.3,22.5 240.3,42.5" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
            <polyline points="265.3,22.5 242.3,45.5" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
            <polyline points="270.3,22.5 247.3,45.5" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
            <polyline points="275.3,22.5 252.3,45.5" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
            <polyline points="280.3,22.5 257.3,45.5" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
            <polyline points="285.3,22.5 262.3,45.5" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
            <polyline points="290.3,22.5 267.3,45.5" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
            <polyline points="295.3,22.5 272.3,45.5" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
            <polyline points="300.3,22.5 277.3,45.5" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
            <polyline points="305.3,22.5 282.3,45.5" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
            <polyline points="310.3,22.5 287.3,45.5" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
            <polyline points="315.3,22.5 292.3,45.5" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
            <polyline points="320.3,22.5 297.3,45.5" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
            <polyline points="325.3,22.5 302.3,45.5" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
            <polyline points="330.3,22.5 307.3,45.5" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
            <polyline points="333.5,24.3 312.3,45.5" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
            <polyline points="333.5,29.3 317.3,45.5" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
            <polyline points="333.5,34.3 322.3,45.5" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
            <polyline points="333.5,39.3 327.3,45.5" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
            <polyline points="333.5,44.3 332.3,45.5" class="l-soft" fill="none" stroke="#55524d" stroke-width="0.7"/>
            </svg>
        "##]],
    );
}

#[test]
fn league() {
    let item = |label: &str, value, own| LeagueItem { label: label.into(), value, own };
    let items = vec![item("Sở A", Some(Decimal::from(-2)), false), item("Sở B", Some(Decimal::from(9)), true)];
    check(
        &League { title: "Hạng".into(), things: "Cơ quan".into(), items, ..League::default() }.chart(NARROW),
        &expect![[r##"
        <svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" width="340" height="54" viewBox="0 0 340 54" font-family="Tinos, 'Times New Roman', 'Liberation Serif', serif" aria-labelledby="h-t h-d">
        <title id="h-t">Hạng</title>
        <desc id="h-d">Đơn vị đang xem: Thứ 1: Sở B, 9. Thứ 2: Sở A, −2.</desc>
        <text x="15.1" y="18" font-size="12.5" class="f-ink" fill="#1c1b1a" font-weight="600" text-anchor="end">1</text>
        <text x="24.1" y="18" font-size="12.5" class="f-ink" fill="#1c1b1a" font-weight="600">Sở B</text>
        <rect x="106.2" y="9" width="198.2" height="10" class="f-data" fill="#39597f"/>
        <text x="334" y="18" font-size="12.5" class="f-ink" fill="#1c1b1a" font-weight="600" text-anchor="end">9</text>
        <text x="15.1" y="39" font-size="12.5" class="f-ink" fill="#1c1b1a" text-anchor="end">2</text>
        <text x="24.1" y="39" font-size="12.5" class="f-ink" fill="#1c1b1a">Sở A</text>
        <rect x="62.1" y="30" width="44.1" height="10" class="f-earlier" fill="#9aa2ad"/>
        <text x="334" y="39" font-size="12.5" class="f-ink" fill="#1c1b1a" text-anchor="end">−2</text>
        <polyline points="106.2,6 106.2,48" class="l-rule" fill="none" stroke="#d2d0ca" stroke-width="1"/>
        </svg>
    "##]],
    );
}
