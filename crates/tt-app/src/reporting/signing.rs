//! The signing step, apart from who signs and how: the file is prepared, its digest given out, a signature taken in.
//!
//! [`SigningMethod`] is what a token or a signing service has to be. Until one is there, [`Recorded`] stands in its place:
//! it takes the act of the person signed in as the signature, which is kept with the digest of what they signed.

use jiff::civil::Date;
use tt_check::Message;
use tt_document::Document;
use tt_document::frame::Signer;
use tt_domain::document::NewDocument;
use tt_domain::id::AgencyId;
use tt_domain::signing::SigningForm;
use tt_store::{Tx, documents};
use tt_text::date::PartialDate;

use crate::error::AppError;
use crate::outputs::{self, Format};
use crate::token;

/// A file put before a signer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// The bytes to be signed.
    pub bytes: Vec<u8>,
    /// Their SHA-256 in hex: what a token signs.
    pub digest: String,
}

/// A way of signing.
pub trait SigningMethod: Send + Sync {
    /// Its name, as kept with each signature.
    fn code(&self) -> &'static str;

    /// Makes the file that is put before the signer.
    ///
    /// # Errors
    /// The file cannot be made.
    fn prepare(&self, document: &Document) -> Result<Prepared, AppError>;

    /// Takes in what the signer's means gave for the digest; what comes out is kept as the mark of the signature.
    ///
    /// # Errors
    /// A sentence for people when it is no signature of that digest.
    fn take(&self, prepared: &Prepared, given: &[u8]) -> Result<Vec<u8>, Message>;
}

/// Signing recorded by the system: by whom, when, and the digest of what was signed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Recorded;

impl SigningMethod for Recorded {
    fn code(&self) -> &'static str {
        "recorded"
    }

    fn prepare(&self, document: &Document) -> Result<Prepared, AppError> {
        let bytes = outputs::render(document, Format::Docx)?;
        let digest = token::sha256(&bytes);
        Ok(Prepared { bytes, digest })
    }

    fn take(&self, _prepared: &Prepared, _given: &[u8]) -> Result<Vec<u8>, Message> {
        Ok(Vec::new())
    }
}

/// Forms of signature to choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormKind {
    /// In one's own right as head.
    Head,
    /// Acting head (quyền).
    Acting,
    /// For the head (ký thay).
    Deputy,
    /// For a collective (thay mặt).
    OnBehalf,
    /// By order (thừa lệnh).
    ByOrder,
    /// By authorisation (thừa ủy quyền).
    ByAuthorisation,
}

impl FormKind {
    /// All forms.
    pub const ALL: [Self; 6] =
        [Self::Head, Self::Acting, Self::Deputy, Self::OnBehalf, Self::ByOrder, Self::ByAuthorisation];

    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Acting => "acting",
            Self::Deputy => "deputy",
            Self::OnBehalf => "on_behalf",
            Self::ByOrder => "by_order",
            Self::ByAuthorisation => "by_authorisation",
        }
    }

    /// The form of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.code() == code)
    }

    /// The kind of a form.
    pub fn of(form: &SigningForm) -> Self {
        match form {
            SigningForm::Head => Self::Head,
            SigningForm::Acting => Self::Acting,
            SigningForm::Deputy { .. } => Self::Deputy,
            SigningForm::OnBehalf { .. } => Self::OnBehalf,
            SigningForm::ByOrder { .. } => Self::ByOrder,
            SigningForm::ByAuthorisation { .. } => Self::ByAuthorisation,
        }
    }

    /// Whether it is signed by order or authorisation, and so not only by the leader.
    pub fn is_given(self) -> bool {
        matches!(self, Self::ByOrder | Self::ByAuthorisation)
    }
}

/// A signature to give, as a form asks for it.
#[derive(Clone, Debug)]
pub struct SignAsked {
    /// The form.
    pub form: FormKind,
    /// Position of the agency's head: `Giám đốc`.
    pub head: String,
    /// The signer's position, where it is not the head's.
    pub position: String,
    /// A deputy's position, under a collective or by order.
    pub deputy: String,
    /// The collective.
    pub collective: String,
    /// Number of the authorising document.
    pub document: String,
    /// First day the authorisation holds.
    pub from: Option<Date>,
    /// Last day it holds.
    pub until: Option<Date>,
}

impl SignAsked {
    /// The form with what belongs to it; an authorising document is taken into the records.
    pub(super) async fn form(&self, tx: &mut Tx, agency: AgencyId) -> Result<SigningForm, AppError> {
        if self.head.trim().is_empty() {
            return Err(AppError::refused_at(
                "dung-dau",
                "chưa nhập chức vụ người đứng đầu, ví dụ Giám đốc",
                "the position of the head is missing, such as Giám đốc",
            ));
        }
        let position = self.position.trim().to_owned();
        let deputy = Some(self.deputy.trim().to_owned()).filter(|deputy| !deputy.is_empty());
        Ok(match self.form {
            FormKind::Head => SigningForm::Head,
            FormKind::Acting => SigningForm::Acting,
            FormKind::Deputy => SigningForm::Deputy { position },
            FormKind::OnBehalf => SigningForm::OnBehalf { collective: self.collective.trim().to_owned(), deputy },
            FormKind::ByOrder => SigningForm::ByOrder { position, deputy },
            FormKind::ByAuthorisation => {
                let (Some(from), Some(until), false) = (self.from, self.until, self.document.trim().is_empty()) else {
                    return Err(AppError::refused_at(
                        "uy-quyen",
                        "thừa ủy quyền cần số văn bản ủy quyền, ngày bắt đầu và ngày hết hạn",
                        "an authorisation needs its document's number, its first and its last day",
                    ));
                };
                let named = NewDocument {
                    agency,
                    kind: None,
                    number: Some(self.document.trim().to_owned()),
                    date: PartialDate { year: Some(from.year()), month: None, day: None },
                    issuer: None,
                    subject: None,
                };
                let (document, _) = documents::ensure(tx, &named).await?;
                SigningForm::ByAuthorisation { position, document, from, until }
            }
        })
    }

    /// The signature block it prints.
    pub(super) fn signer(&self, form: &SigningForm, name: &str) -> Signer {
        let mut lines = form.lines(self.head.trim());
        let position = lines.pop();
        let capacity = Some(lines.join("\n")).filter(|lines| !lines.is_empty());
        Signer { capacity, position, name: Some(name.to_owned()) }
    }
}
