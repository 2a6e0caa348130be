//! Tokens (thẻ truy cập) by which programs act for a user, within scopes.

use jiff::Timestamp;

use crate::id::{ApiTokenId, UserId};
use crate::task::coded;

/// A token as kept: never the token itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// Identity.
    pub id: ApiTokenId,
    /// What it is and whose.
    pub token: NewApiToken,
    /// When it was last used, give or take a minute.
    pub last_used_at: Option<Timestamp>,
    /// Since when it holds no more.
    pub revoked_at: Option<Timestamp>,
}

impl ApiToken {
    /// Whether it still holds at an instant.
    pub fn holds_at(&self, instant: Timestamp) -> bool {
        self.revoked_at.is_none() && self.token.expires_at.is_none_or(|end| instant < end)
    }
}

/// A token before it has an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewApiToken {
    /// Whom it stands for.
    pub user: UserId,
    /// What its owner calls it.
    pub name: String,
    /// SHA-256 of the token, hex.
    pub token_hash: String,
    /// What it may be used for: never more than its user may do.
    pub scopes: Vec<TokenScope>,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when it holds no more.
    pub expires_at: Option<Timestamp>,
}

coded! {
    /// What a token may be used for.
    TokenScope {
        /// Xem nhiệm vụ.
        TasksRead = "tasks:read",
        /// Giao, sửa, cập nhật nhiệm vụ.
        TasksWrite = "tasks:write",
        /// Xem văn bản.
        DocumentsRead = "documents:read",
        /// Xem báo cáo.
        ReportsRead = "reports:read",
        /// Mở, soạn, trình, ban hành báo cáo; không ký.
        ReportsWrite = "reports:write",
        /// Xem cơ quan, phòng, người.
        OrganisationRead = "organisation:read",
        /// Sửa cơ quan, phòng, người, chức vụ, ủy quyền, địa bàn, cài đặt.
        OrganisationWrite = "organisation:write",
        /// Xem nhật ký kiểm toán.
        AuditRead = "audit:read",
        /// Xem giao ban.
        BriefingsRead = "briefings:read",
        /// Chuẩn bị, ghi kết luận giao ban.
        BriefingsWrite = "briefings:write",
        /// Xem và đánh dấu thông báo của mình.
        Notifications = "notifications",
        /// Xem sổ theo dõi và số liệu từ sổ.
        RegistersRead = "registers:read",
        /// Ghi vào sổ theo dõi.
        RegistersWrite = "registers:write",
        /// Tìm kiếm.
        SearchRead = "search:read",
        /// Nhập số liệu.
        FiguresWrite = "figures:write",
    }
}
