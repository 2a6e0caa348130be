//! The frame of an official document (thể thức): who issues what to whom, and who signs.

use tt_text::date::PartialDate;

/// Everything around the body that Decree 30/2020/NĐ-CP, Annex I gives a place of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Kind (tên loại) as a word: `Công văn`, `Báo cáo`, `Quyết định`… `None` where it cannot be told.
    pub kind: Option<String>,
    /// Superior agency (cơ quan chủ quản), as printed above the issuer.
    pub superior: Option<String>,
    /// Issuing agency, in its full ordinary form: `Sở Công Thương tỉnh Lạng Sơn`.
    pub issuer: Option<String>,
    /// Number (số) as printed, without symbol; `None` while blank.
    pub number: Option<String>,
    /// Symbol (ký hiệu): `SCT-KHTCTH`, `BC-SCT`, `QĐ-UBND`.
    pub symbol: Option<String>,
    /// Place (địa danh).
    pub place: Option<String>,
    /// Date as far as filled in.
    pub date: PartialDate,
    /// Subject (trích yếu) on one line, without `V/v`.
    pub subject: Option<String>,
    /// Addressees (Kính gửi), one an entry, without list marks and closing punctuation.
    pub addressees: Vec<String>,
    /// Recipients (Nơi nhận), one an entry, without list marks and closing punctuation.
    pub recipients: Vec<String>,
    /// Who signs.
    pub signer: Signer,
    /// Level of secrecy printed on it, if any.
    pub secrecy: Option<Secrecy>,
    /// Urgency (độ khẩn) as printed: `Hỏa tốc`, `Thượng khẩn`, `Khẩn`.
    pub urgency: Option<String>,
    /// How far it may circulate (phạm vi lưu hành): `Xem xong trả lại`, `Lưu hành nội bộ`.
    pub circulation: Option<String>,
    /// Whether it is marked as a draft (dự thảo), whose number and day are left blank.
    pub draft: bool,
    /// Mark of who typed it and number of copies (ký hiệu người soạn thảo, số lượng bản phát hành): `NTH.15`.
    pub typist: Option<String>,
    /// Address line (địa chỉ, điện thoại, thư điện tử) at the foot of the first page.
    pub contact: Option<String>,
}

/// Signature block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signer {
    /// Signing form before the position: `TM.`, `KT.`, `TL.`, `TUQ.`, `Q.`; with the collective or head it names,
    /// as printed (`KT. GIÁM ĐỐC`).
    pub capacity: Option<String>,
    /// Position as printed: `GIÁM ĐỐC`, `PHÓ GIÁM ĐỐC`.
    pub position: Option<String>,
    /// Full name.
    pub name: Option<String>,
}

/// State secret levels (Law on Protection of State Secrets 29/2018/QH14, Article 8); such documents are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrecy {
    /// Mật.
    Secret,
    /// Tối mật.
    TopSecret,
    /// Tuyệt mật.
    UltraSecret,
}

impl Secrecy {
    /// The mark as printed.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Secret => "MẬT",
            Self::TopSecret => "TỐI MẬT",
            Self::UltraSecret => "TUYỆT MẬT",
        }
    }
}
