//! Identifier codes (mã định danh) of agencies, each with the days it is valid on.
//!
//! An agency has one open code of each form, and no code stands for two agencies on one day.

use jiff::civil::Date;
use tt_domain::id::AgencyId;
use tt_domain::identifier::{IdentifierCode, IdentifierFault};
use tt_domain::organisation::{AgencyCode, Validity};
use tt_domain::permission::Action;
use tt_store::agencies;

use super::{Differences, record, require};
use crate::CurrentUser;
use crate::app::App;
use crate::error::AppError;

impl App {
    /// Gives an agency an identifier code from a day on; an open one of the same form ends that day.
    ///
    /// # Errors
    /// [`AppError::RefusedAt`]: not a code, or another agency has it then.
    pub async fn add_agency_code(
        &self,
        current: &CurrentUser,
        id: AgencyId,
        code: &str,
        from: Option<Date>,
        origin: &str,
    ) -> Result<(), AppError> {
        let mut tx = self.db.begin_write().await?;
        require(&mut tx, current, Action::ManageOrganisation, id).await?;
        let code = IdentifierCode::parse(code).map_err(wrong_code)?;
        let validity = Validity { from, to: None };
        let holders = agencies::holders_of_code(&mut tx, &code).await?;
        if let Some(holder) = holders.iter().find(|holder| holder.validity.overlaps(validity)) {
            let name = agencies::get(&mut tx, holder.agency).await?.name;
            return Err(AppError::refused_at(
                "ma",
                format!("mã {code} đang là mã của {name}; hãy kiểm tra lại"),
                format!("{code} is the code of {name}; check again"),
            ));
        }
        let open = agencies::codes(&mut tx, id)
            .await?
            .into_iter()
            .find(|known| known.validity.to.is_none() && known.code.form() == code.form());
        if let Some(open) = &open {
            let Some(until) = from.filter(|from| open.validity.from.is_none_or(|begun| begun < *from)) else {
                return Err(AppError::refused_at(
                    "tu-ngay",
                    format!("đang có mã {}; hãy ghi ngày mã mới có hiệu lực, sau ngày mã cũ bắt đầu", open.code),
                    format!(
                        "there is the code {}; give the day the new one begins, after the old one began",
                        open.code
                    ),
                ));
            };
            agencies::end_code(&mut tx, id, &open.code, until).await?;
        }
        agencies::add_code(&mut tx, &AgencyCode { agency: id, code: code.clone(), validity }).await?;
        let before = open.map(|open| open.code.to_string());
        let details = Differences::default().note("code", &before, &Some(code.to_string())).days("from", None, from);
        record(&mut tx, current, origin, id, "agency.code_added", format!("agency-{id}"), details).await?;
        tx.commit().await?;
        Ok(())
    }
}

fn wrong_code(fault: IdentifierFault) -> AppError {
    let (vi, en) = match fault {
        IdentifierFault::Empty => ("chưa điền mã", "no code given"),
        IdentifierFault::TooLong => ("mã dài quá 35 ký tự", "longer than 35 characters"),
        IdentifierFault::Character => {
            ("mã chỉ gồm chữ A–Z, chữ số và dấu chấm", "a code has only letters A–Z, digits and dots")
        }
        IdentifierFault::EmptyGroup => ("mã có nhóm trống giữa hai dấu chấm", "a group between two dots is empty"),
        IdentifierFault::Level1 => (
            "mã cấp 1 gồm một chữ và hai chữ số, đứng đầu (H37.DN.001) hoặc đứng cuối theo mẫu cũ (000.00.06.H37)",
            "the level 1 code is a letter and two digits, first (H37.DN.001) or last in the old form (000.00.06.H37)",
        ),
        IdentifierFault::Groups => (
            "mã theo mẫu cũ gồm các nhóm 3, 2, 2 và 3 ký tự, ví dụ 000.00.06.H37",
            "the old form has groups of 3, 2, 2 and 3 characters, such as 000.00.06.H37",
        ),
    };
    AppError::refused_at("ma", vi, en)
}
