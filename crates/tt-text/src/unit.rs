//! Units as they stand after a number: `triệu USD`, `ha`, `%`, `tạ/ha`, `chợ`, `cuộc kiểm tra`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::cursor::Cursor;
use crate::fold::fold;
use crate::span::{Found, Span};

mod nouns;

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnitKind {
    /// `%`
    Percent,
    /// `điểm %`
    PercentPoint,
    /// Money, with any scale word.
    Money,
    /// Area of land or floor.
    Area,
    /// A measured quantity: length, mass, volume, energy, power, temperature…, or a rate (`tạ/ha`).
    Measure,
    /// Things counted.
    Count,
    /// Time that passes (`ngày`, `tháng`), ages and clock times: no figure of a report.
    Time,
    /// Only a scale word, the thing left to the context: `1,2 triệu`.
    Bare,
}

/// A unit and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// What it measures.
    pub kind: UnitKind,
    /// Whether it is a known one; else it is the noun phrase that follows the number.
    pub known: bool,
}

impl UnitKind {
    /// Whether the unit is money.
    pub fn is_money(self) -> bool {
        self == Self::Money
    }

    /// Whether the unit is an area.
    pub fn is_area(self) -> bool {
        self == Self::Area
    }

    /// Whether the unit is a percentage or points of one.
    pub fn is_percent(self) -> bool {
        matches!(self, Self::Percent | Self::PercentPoint)
    }
}

/// The form in which two units are compared: folded, abbreviations written out, one spelling.
pub fn canonical(unit: &str) -> String {
    let folded = fold(unit.trim());
    let folded = crate::one_line(&folded);
    let one = |word: &str| match word {
        "phan tram" => "%".to_owned(),
        "diem phan tram" => "diem %".to_owned(),
        "trd" | "tr.d" | "tr.dong" | "tr dong" | "trieu d" => "trieu dong".to_owned(),
        "tyd" | "ty.d" | "ty d" | "ti dong" => "ty dong".to_owned(),
        "d" | "vnd" | "viet nam dong" => "dong".to_owned(),
        "do la" | "do la my" => "usd".to_owned(),
        "hecta" | "hec ta" => "ha".to_owned(),
        "m²" | "met vuong" => "m2".to_owned(),
        "km²" => "km2".to_owned(),
        "m³" | "met khoi" => "m3".to_owned(),
        "met" => "m".to_owned(),
        "ccn" => "cum cong nghiep".to_owned(),
        "kcn" => "khu cong nghiep".to_owned(),
        "htx" => "hop tac xa".to_owned(),
        "dn" => "doanh nghiep".to_owned(),
        _ => word.replace("ngan ", "nghin ").replace("ti dong", "ty dong"),
    };
    folded.split('/').map(|part| one(part.trim())).collect::<Vec<_>>().join("/")
}

/// The kind of a whole unit as printed.
pub fn kind_of(unit: &str) -> UnitKind {
    scan_at(unit, 0).map_or(UnitKind::Count, |found| found.value.kind)
}

/// Reads the unit that starts at `at`, just after a number and the blanks behind it. `glued` says that there were none:
/// then only a known unit is one.
pub fn scan_at(text: &str, at: usize) -> Option<Found<Unit>> {
    let glued = at.checked_sub(1).and_then(|last| text.as_bytes().get(last)).is_some_and(u8::is_ascii_digit);
    let mut cursor = Cursor::new(text, at);
    let unit = percent(&mut cursor).or_else(|| scaled(&mut cursor, glued))?;
    let kind = rate(&mut cursor, unit.kind);
    Some(Found { value: Unit { kind, ..unit }, span: Span::new(at, cursor.at) })
}

fn percent(cursor: &mut Cursor<'_>) -> Option<Unit> {
    let known = |kind| Some(Unit { kind, known: true });
    if matches!(cursor.peek()?, '%' | '‰') {
        cursor.at += cursor.peek()?.len_utf8();
        return known(UnitKind::Percent);
    }
    if cursor.word("phần trăm") {
        return known(UnitKind::Percent);
    }
    if cursor.word("điểm phần trăm") || cursor.letters_of("điểm %") {
        return known(UnitKind::PercentPoint);
    }
    None
}

/// A scale word or two and what they scale.
fn scaled(cursor: &mut Cursor<'_>, glued: bool) -> Option<Unit> {
    const SCALES: [&str; 9] = ["trăm", "nghìn", "ngàn", "vạn", "triệu", "tỷ", "tỉ", "chục", "tr"];
    let mut billions = false;
    let mut scale_end = None;
    loop {
        let mut next = *cursor;
        if scale_end.is_some() {
            next.blanks();
        }
        let Some(scale) = SCALES.iter().find(|scale| next.word(scale)) else { break };
        // `tỷ lệ`, `tỷ trọng` and `vạn sự` are words of their own.
        let mut after = next;
        after.blanks();
        if ["lệ", "trọng", "suất", "giá"].iter().any(|word| after.word(word)) {
            break;
        }
        billions |= matches!(*scale, "tỷ" | "tỉ");
        *cursor = next;
        scale_end = Some(next.at);
    }
    let mut next = *cursor;
    if scale_end.is_some() {
        next.blanks();
    }
    match noun(&mut next, glued && scale_end.is_none()) {
        Some(unit) if scale_end.is_none() || unit.kind != UnitKind::Time => {
            // After `tỷ` alone comes what the money is for (`12 tỷ vốn vay`), not a thing counted.
            if billions && !unit.known {
                return Some(Unit { kind: UnitKind::Money, known: true });
            }
            *cursor = next;
            Some(unit)
        }
        _ => scale_end.map(|_| Unit { kind: if billions { UnitKind::Money } else { UnitKind::Bare }, known: true }),
    }
}

/// A known unit, the longest that fits, or the noun that follows.
fn noun(cursor: &mut Cursor<'_>, glued: bool) -> Option<Unit> {
    let words = nouns::Words::read(cursor.text, cursor.at);
    if let Some((end, kind)) =
        words.longest(|phrase| KNOWN.get(phrase).copied()).filter(|(end, _)| !words.is_name(*end))
        // `5G` is a name, `5g` a weight.
        && cursor.text.get(cursor.at..end) != Some("G")
    {
        let end = if kind == UnitKind::Count { words.with_complement(end) } else { end };
        cursor.at = end;
        return Some(Unit { kind, known: true });
    }
    if glued {
        return None;
    }
    let (end, kind) = words.guess()?;
    cursor.at = end;
    Some(Unit { kind, known: false })
}

/// What stands after a slash: `/ha`, `/người/năm`, `/10.000 dân`. A rate of money stays money, any other is a measure.
fn rate(cursor: &mut Cursor<'_>, kind: UnitKind) -> UnitKind {
    let start = cursor.at;
    loop {
        let mut next = *cursor;
        if !next.eat(b'/') {
            break;
        }
        // `/10.000 dân` is a base; `145 vụ/178 đối tượng` are two counts.
        let base = next.at;
        while !next.digits().is_empty() && next.eat(b'.') {}
        let printed = next.text.get(base..next.at).unwrap_or_default();
        let printed = printed.strip_prefix('0').unwrap_or(printed);
        if !(printed.is_empty()
            || printed.starts_with('1') && printed.bytes().skip(1).all(|byte| matches!(byte, b'0' | b'.')))
        {
            break;
        }
        if !printed.is_empty() {
            next.blanks();
        }
        let mut scale = next;
        if ["vạn", "nghìn", "ngàn", "triệu"].iter().any(|word| scale.word(word)) && scale.blanks() > 0 {
            next = scale;
        }
        let words = nouns::Words::read(next.text, next.at);
        let Some((end, _)) = words.longest(|phrase| KNOWN.get(phrase).copied()) else { break };
        if names_plan(next.text, next.at, end) {
            break;
        }
        cursor.at = end;
    }
    if cursor.at == start || kind.is_money() || kind.is_percent() { kind } else { UnitKind::Measure }
}

/// `95 tỷ đồng/nghị quyết 90 tỷ đồng`: what is behind the slash names the plan whose value comes next.
fn names_plan(text: &str, start: usize, end: usize) -> bool {
    let word = text.get(start..end).unwrap_or_default().to_lowercase();
    let next = text.get(end..).unwrap_or_default().trim_start_matches([' ', ':']);
    matches!(word.as_str(), "nghị quyết" | "kế hoạch" | "chỉ tiêu" | "mục tiêu")
        && next.starts_with(|c: char| c.is_ascii_digit())
}

static KNOWN: LazyLock<HashMap<&'static str, UnitKind>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for (kind, list) in [
        (UnitKind::Count, nouns::COUNTED),
        (UnitKind::Money, MONEY),
        (UnitKind::Area, AREA),
        (UnitKind::Measure, MEASURES),
        (UnitKind::Time, TIME),
    ] {
        known.extend(list.split([',', '\n']).map(str::trim).filter(|word| !word.is_empty()).map(|word| (word, kind)));
    }
    known
});

const MONEY: &str = "đồng, đ, vnđ, vnd, việt nam đồng, usd, đô la, đô la mỹ, eur, euro, yên, jpy, nhân dân tệ, ndt, cny, \
    trđ, tỷđ, đồng việt nam, đô la mĩ, bảng anh, won, krw, kíp lào, bạt";

const AREA: &str = "ha, hecta, héc ta, hécta, m2, m², km2, km², mét vuông, ki lô mét vuông, sào, mẫu bắc bộ, công đất";

const MEASURES: &str = "km, m, mét, cm, mm, dm, hải lý, m3, m³, mét khối, lít, ml, kg, tấn, tạ, yến, gam, gram, g, mg, ki lô gam, \
    kwh, mwh, gwh, wh, mw, kw, gw, kv, kva, mva, mwp, kwp, kilôoát, oát, vôn, °c, độ c, oc, mbps, gb, tb, mb, gbps, \
    mét dài, md, teu, dwt, cv, mã lực, ampe, hz, db, ppm, calo, kcal, độ richter, mm mưa, nút, m³/s, \
    triệu tấn, kilômét, ki lô mét, lượng vàng, tấn/ngày, lít/giây";

const TIME: &str = "ngày, tháng, năm, tuần, giờ, phút, giây, tuổi, năm tuổi, tháng tuổi, ngày làm việc, giờ làm việc, quý, \
    thập kỷ, thế kỷ, h, ngày tuổi, niên độ, năm qua, ngày đêm, thập niên, giờ đồng hồ, tiếng, tiếng đồng hồ";

#[cfg(test)]
mod tests;
