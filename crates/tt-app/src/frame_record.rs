//! A report's frame as it is kept: JSON with names of its own, apart from the Document's types.

use serde::{Deserialize, Serialize};
use tt_document::Frame;
use tt_document::frame::Signer;
use tt_text::date::PartialDate;

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct FrameRecord {
    kind: Option<String>,
    superior: Option<String>,
    issuer: Option<String>,
    number: Option<String>,
    symbol: Option<String>,
    place: Option<String>,
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    subject: Option<String>,
    addressees: Vec<String>,
    recipients: Vec<String>,
    capacity: Option<String>,
    position: Option<String>,
    signer: Option<String>,
    urgency: Option<String>,
    circulation: Option<String>,
    draft: bool,
    typist: Option<String>,
    contact: Option<String>,
}

/// The frame as JSON. A secret document never gets here, so its mark has no place.
///
/// # Errors
/// Only if JSON itself cannot be written.
pub(crate) fn to_json(frame: &Frame) -> Result<String, serde_json::Error> {
    let Frame {
        kind,
        superior,
        issuer,
        number,
        symbol,
        place,
        date,
        subject,
        addressees,
        recipients,
        signer,
        secrecy: _,
        urgency,
        circulation,
        draft,
        typist,
        contact,
    } = frame.clone();
    serde_json::to_string(&FrameRecord {
        kind,
        superior,
        issuer,
        number,
        symbol,
        place,
        year: date.year,
        month: date.month,
        day: date.day,
        subject,
        addressees,
        recipients,
        capacity: signer.capacity,
        position: signer.position,
        signer: signer.name,
        urgency,
        circulation,
        draft,
        typist,
        contact,
    })
}

/// Reads [`to_json`] back.
///
/// # Errors
/// The text is not such JSON.
pub(crate) fn from_json(text: &str) -> Result<Frame, serde_json::Error> {
    let record: FrameRecord = serde_json::from_str(text)?;
    Ok(Frame {
        kind: record.kind,
        superior: record.superior,
        issuer: record.issuer,
        number: record.number,
        symbol: record.symbol,
        place: record.place,
        date: PartialDate { year: record.year, month: record.month, day: record.day },
        subject: record.subject,
        addressees: record.addressees,
        recipients: record.recipients,
        signer: Signer { capacity: record.capacity, position: record.position, name: record.signer },
        secrecy: None,
        urgency: record.urgency,
        circulation: record.circulation,
        draft: record.draft,
        typist: record.typist,
        contact: record.contact,
    })
}
