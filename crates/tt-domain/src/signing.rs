//! Forms of signature (hình thức ký) and the lines they print, after Nghị định 30/2020/NĐ-CP, Article 13 and Annex I.

use jiff::civil::Date;

use crate::id::DocumentId;

/// In whose right a document is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SigningForm {
    /// The head in their own right: `GIÁM ĐỐC`.
    Head,
    /// The head acting for the time being (quyền): `Q. GIÁM ĐỐC`.
    Acting,
    /// A deputy for the head (ký thay): `KT. GIÁM ĐỐC` over `PHÓ GIÁM ĐỐC`.
    Deputy {
        /// The deputy's position.
        position: String,
    },
    /// For a collective (thay mặt): `TM. ỦY BAN NHÂN DÂN` over `CHỦ TỊCH`.
    OnBehalf {
        /// The collective.
        collective: String,
        /// A deputy's position, when a deputy signs.
        deputy: Option<String>,
    },
    /// The head of a unit by order of the head (thừa lệnh): `TL. GIÁM ĐỐC` over `TRƯỞNG PHÒNG …`.
    ByOrder {
        /// Position of the head of the unit.
        position: String,
        /// A deputy's position, when the deputy signs for the head of the unit.
        deputy: Option<String>,
    },
    /// By written authorisation (thừa ủy quyền), limited in time, not passed on: `TUQ. GIÁM ĐỐC`.
    ByAuthorisation {
        /// The signer's position.
        position: String,
        /// The authorising document.
        document: DocumentId,
        /// First day it holds.
        from: Date,
        /// Last day it holds.
        until: Date,
    },
}

/// Why a form of signature does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The position of the signer is left blank.
    #[error("no position")]
    PositionMissing,
    /// The authorisation does not hold on that day.
    #[error("authorised from {from} to {until}")]
    NotAuthorised {
        /// First day it holds.
        from: Date,
        /// Last day it holds.
        until: Date,
    },
}

impl SigningForm {
    /// Whether the form holds on a day.
    ///
    /// # Errors
    /// Why it does not.
    pub fn check(&self, on: Date) -> Result<(), Refusal> {
        let positions: Vec<&String> = match self {
            Self::Head | Self::Acting => Vec::new(),
            Self::Deputy { position } => vec![position],
            Self::OnBehalf { collective, deputy } => std::iter::once(collective).chain(deputy).collect(),
            Self::ByOrder { position, deputy } => std::iter::once(position).chain(deputy).collect(),
            Self::ByAuthorisation { position, from, until, .. } => {
                if on < *from || on > *until {
                    return Err(Refusal::NotAuthorised { from: *from, until: *until });
                }
                vec![position]
            }
        };
        if positions.iter().any(|position| position.trim().is_empty()) {
            return Err(Refusal::PositionMissing);
        }
        Ok(())
    }

    /// The lines above the signature, in capitals as printed; `head` is the position of the agency's head.
    pub fn lines(&self, head: &str) -> Vec<String> {
        let head = head.to_uppercase();
        match self {
            Self::Head => vec![head],
            Self::Acting => vec![format!("Q. {head}")],
            Self::Deputy { position } => vec![format!("KT. {head}"), position.to_uppercase()],
            Self::OnBehalf { collective, deputy: None } => vec![format!("TM. {}", collective.to_uppercase()), head],
            Self::OnBehalf { collective, deputy: Some(deputy) } => {
                vec![format!("TM. {}", collective.to_uppercase()), format!("KT. {head}"), deputy.to_uppercase()]
            }
            Self::ByOrder { position, deputy: None } => vec![format!("TL. {head}"), position.to_uppercase()],
            Self::ByOrder { position, deputy: Some(deputy) } => {
                vec![format!("TL. {head}"), format!("KT. {}", position.to_uppercase()), deputy.to_uppercase()]
            }
            Self::ByAuthorisation { position, .. } => vec![format!("TUQ. {head}"), position.to_uppercase()],
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn each_form_prints_its_lines() {
        let deputy = SigningForm::Deputy { position: "Phó Giám đốc".into() };
        let order = |deputy: Option<&str>| SigningForm::ByOrder {
            position: "Trưởng phòng Quản lý công nghiệp".into(),
            deputy: deputy.map(str::to_owned),
        };
        let collective = |deputy: Option<&str>| SigningForm::OnBehalf {
            collective: "Ủy ban nhân dân".into(),
            deputy: deputy.map(str::to_owned),
        };
        assert_eq!(SigningForm::Head.lines("Giám đốc"), ["GIÁM ĐỐC"]);
        assert_eq!(SigningForm::Acting.lines("Giám đốc"), ["Q. GIÁM ĐỐC"]);
        assert_eq!(deputy.lines("Giám đốc"), ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]);
        assert_eq!(order(None).lines("Giám đốc"), ["TL. GIÁM ĐỐC", "TRƯỞNG PHÒNG QUẢN LÝ CÔNG NGHIỆP"]);
        let lines = ["TL. GIÁM ĐỐC", "KT. TRƯỞNG PHÒNG QUẢN LÝ CÔNG NGHIỆP", "PHÓ TRƯỞNG PHÒNG"];
        assert_eq!(order(Some("Phó Trưởng phòng")).lines("Giám đốc"), lines);
        assert_eq!(collective(None).lines("Chủ tịch"), ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]);
        let lines = ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"];
        assert_eq!(collective(Some("Phó Chủ tịch")).lines("Chủ tịch"), lines);
    }

    #[test]
    fn an_authorisation_holds_only_within_its_days() {
        let (from, until) = (date(2026, 3, 1), date(2026, 3, 31));
        let form =
            SigningForm::ByAuthorisation { position: "Trưởng phòng".into(), document: DocumentId(7), from, until };
        assert_eq!(form.lines("Giám đốc"), ["TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG"]);
        assert_eq!(form.check(from), Ok(()));
        assert_eq!(form.check(until), Ok(()), "the last day is within");
        assert_eq!(form.check(date(2026, 4, 1)), Err(Refusal::NotAuthorised { from, until }));
        let blank = SigningForm::Deputy { position: " ".into() };
        assert_eq!(blank.check(from), Err(Refusal::PositionMissing));
    }
}
