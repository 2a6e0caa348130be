//! The frame around what a template makes, where no report lends its own: kind, subject, addressees, recipients, and the
//! head who signed last.

use jiff::civil::Date;
use tt_document::Frame;
use tt_document::frame::Signer;
use tt_domain::organisation::Agency;
use tt_domain::report::Report;
use tt_store::{Tx, reports};
use tt_text::date::PartialDate;

use super::facts::{self, Subject};
use super::shipped;
use crate::error::AppError;
use crate::reporting::{frame_of, names};

/// The frame of a kept report, else one made from the agency and the kind of document the template makes.
pub(super) async fn frame_for(
    tx: &mut Tx,
    agency: &Agency,
    report: &Report,
    name: &str,
    (subject, today): (&Subject, Date),
) -> Result<Frame, AppError> {
    if !report.frame.is_empty() {
        return frame_of(report);
    }
    let signer = last_signer(tx, agency).await?;
    let known = shipped::named(name);
    let kind = known.map_or("Báo cáo", |one| one.kind);
    let series = match kind {
        "Kế hoạch" => "KH-",
        "Thông báo" => "TB-",
        "Công văn" => "",
        "Tờ trình" => "TTr-",
        _ => "BC-",
    };
    let title = known.map_or(subject.name.as_str(), |one| one.title);
    // The kind stands above the subject already.
    let bare = title.strip_prefix(kind).map_or(title, str::trim);
    let words = match bare.strip_suffix("năm sau") {
        Some(head) => format!("{head}năm {}", subject.period.of_year().saturating_add(1)),
        None => names::with_period(bare, &subject.period.label()),
    };
    // Behind `V/v` a letter's subject goes on with a small letter.
    let words = if kind == "Công văn" { small(&words) } else { names::capital(&words) };
    let (addressees, recipients) = readers(agency, kind, known.map(|one| one.name));
    Ok(Frame {
        kind: Some(kind.to_owned()),
        superior: agency.superior.clone(),
        issuer: Some(agency.name.clone()),
        symbol: Some(format!("{series}{}", agency.symbol)),
        place: agency.place.clone(),
        date: PartialDate { year: Some(today.year()), month: Some(today.month()), day: None },
        subject: Some(words),
        addressees,
        recipients,
        signer,
        ..Frame::default()
    })
}

/// Kính gửi and Nơi nhận: within the agency for plans, notices, letters to its divisions and briefings, else above it.
fn readers(agency: &Agency, kind: &str, name: Option<&str>) -> (Vec<String>, Vec<String>) {
    let leaders = format!("Lãnh đạo {}", facts::short_name(&agency.name));
    let divisions = "Các phòng, đơn vị".to_owned();
    let addressees = match (kind, name) {
        ("Công văn", _) => vec![divisions.clone()],
        ("Kế hoạch" | "Thông báo", _) => Vec::new(),
        (_, Some("giao-ban-tuan")) => vec![leaders.clone()],
        _ => superior(agency).into_iter().collect(),
    };
    let above = addressees.is_empty().then(|| superior(agency)).flatten().map(|above| format!("{above} (để báo cáo)"));
    let like_above = (!addressees.is_empty()).then(|| "Như trên".to_owned());
    let leaders = (!addressees.contains(&leaders)).then_some(leaders);
    let divisions = (kind != "Báo cáo" && !addressees.contains(&divisions)).then_some(divisions);
    let recipients = [like_above, above, leaders, divisions, Some("Lưu: VT".to_owned())];
    (addressees, recipients.into_iter().flatten().collect())
}

/// The superior agency as it is written in a sentence: `UBND tỉnh Lạng Sơn` of `UBND TỈNH LẠNG SƠN`, by the agency's own
/// name, which holds the place; as printed where it does not.
fn superior(agency: &Agency) -> Option<String> {
    let printed = agency.superior.as_deref().map(str::trim).filter(|printed| !printed.is_empty())?;
    let places = ["TỈNH ", "THÀNH PHỐ ", "HUYỆN ", "THỊ XÃ "].iter().filter_map(|kind| printed.find(kind));
    let placed = places.min().and_then(|at| {
        let (office, place) = (printed.get(..at)?, printed.get(at..)?);
        let own = agency.name.char_indices().filter_map(|(start, _)| agency.name.get(start..));
        let named = own.rev().find(|rest| rest.to_uppercase() == place)?;
        Some(format!("{office}{named}"))
    });
    Some(placed.unwrap_or_else(|| printed.to_owned()))
}

fn small(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// Who signed the newest report that names its signer: the position and name a draft is given to sign.
async fn last_signer(tx: &mut Tx, agency: &Agency) -> Result<Signer, AppError> {
    let mut known = reports::list(tx, agency.id).await?;
    known.sort_by_key(|report| report.created_at);
    for report in known.iter().rev().filter(|report| !report.frame.is_empty()) {
        let signer = frame_of(report)?.signer;
        if signer.position.is_some() {
            return Ok(signer);
        }
    }
    Ok(Signer::default())
}

#[cfg(test)]
mod tests {
    use tt_domain::id::AgencyId;
    use tt_domain::organisation::AgencyLevel;

    use super::*;

    fn agency(name: &str, superior: Option<&str>) -> Agency {
        Agency {
            id: AgencyId(1),
            symbol: "SXD".to_owned(),
            name: name.to_owned(),
            superior: superior.map(str::to_owned),
            place: None,
            level: AgencyLevel::Province,
            parent: None,
            valid_from: None,
            valid_to: None,
            replaced_by: None,
            version: 1,
        }
    }

    #[test]
    fn a_report_goes_to_the_agency_above_and_a_plan_to_the_divisions() {
        let own = agency("Sở Xây dựng tỉnh Hà Giang", Some("UBND TỈNH HÀ GIANG"));
        let (addressees, recipients) = readers(&own, "Báo cáo", Some("bao-cao-quy"));
        assert_eq!(addressees, ["UBND tỉnh Hà Giang"]);
        assert_eq!(recipients, ["Như trên", "Lãnh đạo Sở Xây dựng", "Lưu: VT"]);
        let (addressees, recipients) = readers(&own, "Kế hoạch", Some("ke-hoach-trien-khai"));
        assert!(addressees.is_empty());
        let expected = ["UBND tỉnh Hà Giang (để báo cáo)", "Lãnh đạo Sở Xây dựng", "Các phòng, đơn vị", "Lưu: VT"];
        assert_eq!(recipients, expected);
        assert_eq!(readers(&own, "Công văn", None).0, ["Các phòng, đơn vị"]);
        assert_eq!(readers(&own, "Báo cáo", Some("giao-ban-tuan")).1, ["Như trên", "Lưu: VT"]);
    }

    #[test]
    fn nobody_is_like_above_where_nobody_stands_above() {
        let (addressees, recipients) = readers(&agency("Ban Quản lý", None), "Báo cáo", None);
        assert!(addressees.is_empty());
        assert_eq!(recipients, ["Lãnh đạo Ban Quản lý", "Lưu: VT"]);
        assert_eq!(superior(&agency("Ban Quản lý", Some("BỘ XÂY DỰNG"))).as_deref(), Some("BỘ XÂY DỰNG"));
    }
}
