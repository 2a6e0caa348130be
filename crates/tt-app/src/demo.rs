//! The demo: one agency read from the real report, its divisions, and a user for every role.

use tt_domain::id::{AgencyId, DivisionId};
use tt_domain::organisation::{AgencyLevel, NewAgency, Role};
use tt_store::{Tx, agencies, divisions, users};

use crate::app::{Actor, App};
use crate::error::AppError;
use crate::import::ImportRequest;
use crate::password;
use crate::users::UserToAdd;

/// The real report the demo is made of.
const REPORT: &[u8] = include_bytes!("../../../demo/lang-son-sct-2019.txt");
/// Its file name.
const REPORT_NAME: &str = "lang-son-sct-2019.txt";

/// A sign-in of the demo.
#[derive(Clone, Debug)]
pub struct DemoSignIn {
    /// Name.
    pub login: &'static str,
    /// Password; `None` when the account was there before and keeps its own.
    pub password: Option<String>,
    /// Role.
    pub role: Role,
}

/// The division the demo's head and officer work in, where the report names it: the one that keeps its markets.
const DIVISION: &str = "QLTM";

const ACCOUNTS: [(&str, &str, Role); 7] = [
    ("lanhdao", "Lãnh đạo Sở (dùng thử)", Role::Leader),
    ("kehoach", "Chuyên viên kế hoạch (dùng thử)", Role::PlanningOfficer),
    ("truongphong", "Trưởng phòng (dùng thử)", Role::DivisionHead),
    ("chuyenvien", "Chuyên viên (dùng thử)", Role::Officer),
    ("vanthu", "Văn thư (dùng thử)", Role::Clerk),
    ("giamsat", "Cơ quan theo dõi (dùng thử)", Role::Supervisor),
    ("quantri", "Quản trị hệ thống (dùng thử)", Role::Administrator),
];

/// Who brings together, in the superior agency, what agencies below report.
const ABOVE: (&str, &str, Role) = ("tonghop", "Chuyên viên tổng hợp UBND tỉnh (dùng thử)", Role::PlanningOfficer);

/// The demo as it now stands.
#[derive(Clone, Debug)]
pub struct Demo {
    /// Whether it was made now, or found.
    pub created: bool,
    /// Symbol of its agency.
    pub agency: String,
    /// Year of its report.
    pub year: i16,
    /// Sign-ins, one a role, and one in the superior agency.
    pub sign_ins: Vec<DemoSignIn>,
}

impl App {
    /// Makes what is missing of the demo; what is there stays as it is.
    ///
    /// # Errors
    /// The database failed.
    pub async fn ensure_demo(&self) -> Result<Demo, AppError> {
        let request = ImportRequest { name: REPORT_NAME.to_owned(), bytes: REPORT.to_vec(), agency: None, year: None };
        let actor = Actor::command_line();
        let mut outcome = self.import(&request, true, &actor).await?;
        // Only a first start imports: later ones must not undo what people changed since.
        let created = outcome.new_report;
        if created {
            outcome = self.import_with_entries(&request, &actor).await?;
            self.add_organisation(&outcome.agency).await?;
        }
        let mut sign_ins = Vec::new();
        for (login, full_name, role) in ACCOUNTS {
            let password = self.ensure_account(&outcome.agency, login, full_name, role, &actor).await?;
            sign_ins.push(DemoSignIn { login, password, role });
        }
        if let Some(superior) = self.demo_superior(&outcome.agency).await? {
            let (login, full_name, role) = ABOVE;
            let password = self.ensure_account(&superior, login, full_name, role, &actor).await?;
            sign_ins.push(DemoSignIn { login, password, role });
        }
        Ok(Demo { created, agency: outcome.agency, year: outcome.year, sign_ins })
    }

    /// Adds the divisions the report itself is sent to (`Các phòng QLXNK, QLNL, …`), the one that wrote it, and the
    /// superior agency it is addressed to.
    async fn add_organisation(&self, agency: &str) -> Result<(), AppError> {
        let mut tx = self.db.begin_write().await?;
        let mut agency = agencies::find_by_symbol(&mut tx, agency).await?.ok_or(AppError::NotFound)?;
        for report in tt_store::reports::list(&mut tx, agency.id).await? {
            let frame = crate::frame_record::from_json(&report.frame)
                .map_err(|error| AppError::Internal(format!("reading a frame ({error})")))?;
            for symbol in division_symbols(&frame) {
                divisions::ensure(&mut tx, agency.id, &symbol, &symbol).await?;
            }
            if agency.parent.is_none() {
                agency.level = AgencyLevel::Department;
                agency.parent = add_superior(&mut tx, &frame).await?;
                agencies::update(&mut tx, &agency).await?;
                agency = agencies::get(&mut tx, agency.id).await?;
            }
        }
        tx.commit().await?;
        Ok(())
    }

    async fn ensure_account(
        &self,
        agency: &str,
        login: &str,
        full_name: &str,
        role: Role,
        actor: &Actor,
    ) -> Result<Option<String>, AppError> {
        let mut tx = self.db.begin_read().await?;
        let known = users::find_by_login(&mut tx, login).await?.is_some();
        drop(tx);
        if known {
            return Ok(None);
        }
        let password =
            password::generate().map_err(|error| AppError::Internal(format!("drawing a password ({error})")))?;
        let (division, seat) = self.demo_seat(agency, role).await?;
        let user = UserToAdd {
            agency: agency.to_owned(),
            division,
            login: login.to_owned(),
            full_name: full_name.to_owned(),
            role,
            password: password.clone(),
            must_change_password: false,
        };
        self.add_user_with_post(&user, seat, actor).await?;
        Ok(Some(password))
    }
}

impl App {
    /// Symbol of the agency above the demo's, if there is one.
    async fn demo_superior(&self, agency: &str) -> Result<Option<String>, AppError> {
        let mut tx = self.db.begin_read().await?;
        let agency = agencies::find_by_symbol(&mut tx, agency).await?.ok_or(AppError::NotFound)?;
        Ok(match agency.parent {
            Some(superior) => Some(agencies::get(&mut tx, superior).await?.symbol),
            None => None,
        })
    }

    /// Where the demo's person of this role sits: the supervisor in the superior agency, head and officer in a
    /// division the report names, the others in the agency itself.
    async fn demo_seat(&self, agency: &str, role: Role) -> Result<(Option<String>, Option<Seat>), AppError> {
        let mut tx = self.db.begin_read().await?;
        let agency = agencies::find_by_symbol(&mut tx, agency).await?.ok_or(AppError::NotFound)?;
        Ok(match (role, agency.parent) {
            (Role::Supervisor, Some(superior)) => {
                let office = divisions::list(&mut tx, superior).await?.first().map(|division| division.id);
                (None, Some((superior, office)))
            }
            (Role::DivisionHead | Role::Officer, _) => {
                let known = divisions::list(&mut tx, agency.id).await?;
                (known.into_iter().map(|division| division.symbol).find(|symbol| symbol == DIVISION), None)
            }
            _ => (None, None),
        })
    }
}

/// Agency and division of a post.
type Seat = (AgencyId, Option<DivisionId>);

/// The superior agency a report is addressed to by way of its office (`Văn phòng UBND tỉnh …`), with the office as a
/// division of it; what is printed above the issuer when nobody is so addressed.
async fn add_superior(tx: &mut Tx, frame: &tt_document::Frame) -> Result<Option<AgencyId>, AppError> {
    const COMMITTEE: &str = "UBND";
    let office = frame.addressees.iter().find_map(|addressee| {
        let office = addressee.trim().trim_end_matches(['.', ';']);
        office.find(COMMITTEE).and_then(|at| office.get(at..)).map(|superior| (superior.to_owned(), office.to_owned()))
    });
    let (name, office) = match (office, &frame.superior) {
        (Some((name, office)), _) => (name, Some(office)),
        (None, Some(superior)) => (superior.clone(), None),
        (None, None) => return Ok(None),
    };
    if let Some(known) = agencies::find_by_symbol(tx, COMMITTEE).await? {
        return Ok(Some(known.id));
    }
    let superior = NewAgency {
        symbol: COMMITTEE.to_owned(),
        name,
        level: AgencyLevel::Province,
        place: frame.place.clone(),
        ..NewAgency::default()
    };
    let id = agencies::insert(tx, &superior).await?;
    if let Some(office) = office.filter(|office| *office != superior.name) {
        divisions::ensure(tx, id, "VP", &office).await?;
    }
    Ok(Some(id))
}

/// Symbols of divisions in a frame: upper-case words in recipients that speak of divisions, and the drafting unit in
/// the symbol of a letter.
fn division_symbols(frame: &tt_document::Frame) -> Vec<String> {
    let symbol = |word: &&str| {
        (2..=10).contains(&word.chars().count()) && word.chars().all(|c| c.is_uppercase() || c == '&' || c == '-')
    };
    let listed = frame
        .recipients
        .iter()
        .filter(|recipient| tt_text::fold::fold(recipient).contains("phong"))
        .flat_map(|recipient| recipient.split([' ', ',', ';', '.']));
    let drafting = frame.symbol.as_deref().and_then(|symbol| symbol.split_once('-')).map(|(_, unit)| unit);
    let mut symbols: Vec<String> = listed.chain(drafting).filter(symbol).map(str::to_owned).collect();
    symbols.sort_unstable();
    symbols.dedup();
    symbols
}
