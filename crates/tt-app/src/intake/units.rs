//! Rows of agencies and divisions.

use std::collections::HashMap;

use jiff::civil::Date;
use tt_domain::id::{AgencyId, DivisionId};
use tt_domain::organisation::{Agency, AgencyLevel, Division, NewAgency};
use tt_domain::permission::Action;
use tt_store::{Tx, agencies, divisions};

use super::columns::{Field, Head, plain};
use super::verdict::{JudgedRow, Judging, same_text};
use super::words;
use crate::error::AppError;
use crate::organisation::agencies::{AgencyChange, checked};
use crate::organisation::divisions::DivisionChange;
use crate::organisation::{self, shown};
use crate::sheet::{Row, Sheet};
use crate::sign_in::CurrentUser;
use crate::wording::say;

/// An agency a row hangs under: one on record, or one that an earlier row makes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Under {
    Known(AgencyId),
    Row(String),
}

/// What a row that is taken does.
#[derive(Clone, Debug)]
pub(super) enum Plan {
    AddAgency { new: NewAgency, under: Under },
    ChangeAgency { before: Box<Agency>, change: AgencyChange },
    AddDivision { under: Under, symbol: String, name: String, from: Option<Date> },
    ChangeDivision { before: Box<Division>, change: DivisionChange },
}

/// Everything rows of units are held against.
pub(super) struct Units {
    all: Vec<Agency>,
    managed: Vec<AgencyId>,
    divisions: HashMap<AgencyId, Vec<Division>>,
    /// Agencies that earlier rows make: by symbol and by name, with the symbol.
    made: HashMap<String, String>,
    seen: HashMap<String, usize>,
    today: Date,
}

/// An agency by its symbol or name: one in being first, then what there was.
pub(super) fn agency_named<'a>(all: &'a [Agency], text: &str, day: Date) -> Result<&'a Agency, AppError> {
    let wanted = plain(text);
    let is_named = |agency: &&Agency| plain(&agency.symbol) == wanted || plain(&agency.name) == wanted;
    let mut named: Vec<&Agency> = all.iter().filter(is_named).collect();
    named.sort_by_key(|agency| (!agency.validity().holds_on(day), plain(&agency.symbol) != wanted));
    match named.as_slice() {
        [] => Err(AppError::refused(
            format!("không có cơ quan nào tên hoặc ký hiệu “{text}”; hãy kiểm tra lại"),
            format!("no agency has the name or symbol “{text}”; check again"),
        )),
        [agency, ..] if !agency.validity().holds_on(day) => {
            let follower = agency.replaced_by.and_then(|id| all.iter().find(|other| other.id == id));
            Err(ended(&agency.name, agency.valid_to, follower.map(|other| other.name.as_str())))
        }
        [agency, ..] => Ok(agency),
    }
}

/// A division by its name or symbol: one in being first, then what there was.
pub(super) fn division_named(agency: &Agency, all: &[Division], text: &str, day: Date) -> Result<DivisionId, AppError> {
    let wanted = plain(text);
    let short = wanted.strip_prefix("phong ").unwrap_or(&wanted);
    let is_named = |division: &&Division| {
        let name = plain(&division.name);
        plain(&division.symbol) == wanted || name == wanted || name.strip_prefix("phong ") == Some(short)
    };
    let mut named: Vec<&Division> = all.iter().filter(is_named).collect();
    named.sort_by_key(|division| (!division.validity().holds_on(day), plain(&division.name) != wanted));
    match named.as_slice() {
        [] => Err(AppError::refused(
            format!("{} không có phòng “{text}”; hãy kiểm tra tên hoặc ký hiệu", agency.name),
            format!("{} has no division “{text}”; check its name or symbol", agency.name),
        )),
        [division, ..] if !division.validity().holds_on(day) => {
            let follower = division.replaced_by.and_then(|id| all.iter().find(|other| other.id == id));
            Err(ended(&division.name, division.valid_to, follower.map(|other| other.name.as_str())))
        }
        [division, ..] => Ok(division.id),
    }
}

/// Something that is no longer there, with what follows it.
pub(super) fn ended(name: &str, since: Option<Date>, follower: Option<&str>) -> AppError {
    let since = since.map(shown).unwrap_or_default();
    match follower {
        Some(follower) => AppError::refused(
            format!("{name} đã kết thúc từ {since}, thay bằng {follower}; hãy ghi đơn vị mới"),
            format!("{name} ended on {since} and {follower} followed; name that"),
        ),
        None => AppError::refused(
            format!("{name} không có hiệu lực hôm nay {since}; hãy ghi đơn vị khác"),
            format!("{name} is not in being today {since}; name another"),
        ),
    }
}

impl Units {
    pub(super) async fn load(tx: &mut Tx, current: &CurrentUser, today: Date) -> Result<Self, AppError> {
        let managed = organisation::within_reach(tx, current, Action::ManageOrganisation).await?;
        let mut within = HashMap::new();
        for agency in &managed {
            within.insert(agency.id, divisions::list(tx, agency.id).await?);
        }
        Ok(Self {
            all: agencies::list(tx).await?,
            managed: managed.iter().map(|agency| agency.id).collect(),
            divisions: within,
            made: HashMap::new(),
            seen: HashMap::new(),
            today,
        })
    }

    /// Judges every row below the headings.
    pub(super) fn judge(mut self, head: &Head, sheet: &Sheet) -> Result<Vec<(JudgedRow, Option<Plan>)>, AppError> {
        head.below(sheet).map(|row| self.row(head, row)).collect()
    }

    fn row(&mut self, head: &Head, row: &Row) -> Result<(JudgedRow, Option<Plan>), AppError> {
        let mut judging = Judging::new(head, row);
        let symbol = judging.text(Field::Symbol).unwrap_or_default().to_owned();
        let name = judging.text(Field::Name).unwrap_or_default().to_owned();
        let about = format!("{symbol} – {name}");
        if let Err(error) = organisation::symbol("ky-hieu", &symbol) {
            judging.refused(Field::Symbol, error)?;
        }
        if let Err(error) = organisation::words("ten", &name, 200) {
            judging.refused(Field::Name, error)?;
        }
        let kind = judging.text(Field::Kind).unwrap_or_default();
        let division = words::division();
        let is_division =
            [division.vi.as_str(), &division.en, "division"].iter().any(|word| plain(word) == plain(kind));
        let level = words::meant(AgencyLevel::ALL, kind, words::level, AgencyLevel::code);
        if !is_division && level.is_none() {
            let offered = words::offered(AgencyLevel::ALL, words::level);
            let message = say(
                format!("không có loại này; hãy ghi: Phòng; {}", offered.vi),
                format!("no such kind; one of: Division; {}", offered.en),
            );
            judging.fault(Field::Kind, message);
        }
        let under = self.under(&mut judging)?;
        let (from, on) = (judging.day(Field::From), judging.day(Field::ChangedFrom));
        let basis = judging.text(Field::Basis).map(str::to_owned);
        let key = if is_division { format!("{under:?} {}", plain(&symbol)) } else { plain(&symbol) };
        judging.once(Field::Symbol, &mut self.seen, key);
        let given = Given { symbol, name, from, on, basis };
        let (plan, new) = match level {
            Some(level) => self.agency(&given, level, under, &mut judging)?,
            None => self.division(&given, under, &mut judging)?,
        };
        Ok((judging.done(&about, new), plan))
    }

    /// The agency the row says it hangs under.
    fn under(&self, judging: &mut Judging<'_>) -> Result<Option<Under>, AppError> {
        let Some(text) = judging.text(Field::Above) else { return Ok(None) };
        if let Some(symbol) = self.made.get(&plain(text)) {
            return Ok(Some(Under::Row(symbol.clone())));
        }
        match agency_named(&self.all, text, self.today) {
            Ok(agency) => Ok(Some(Under::Known(agency.id))),
            Err(error) => {
                judging.refused(Field::Above, error)?;
                Ok(None)
            }
        }
    }

    fn outside(&self, under: &Under) -> bool {
        matches!(under, Under::Known(id) if !self.managed.contains(id))
    }

    fn agency(
        &mut self,
        given: &Given,
        level: AgencyLevel,
        under: Option<Under>,
        judging: &mut Judging<'_>,
    ) -> Result<(Option<Plan>, bool), AppError> {
        let found = self.all.iter().find(|agency| plain(&agency.symbol) == plain(&given.symbol)).cloned();
        let text = |field: Field| judging.text(field).map(str::to_owned);
        let mut to = NewAgency {
            symbol: given.symbol.clone(),
            name: given.name.clone(),
            superior: text(Field::Superior),
            place: text(Field::Place),
            level,
            parent: match &under {
                Some(Under::Known(id)) => Some(*id),
                _ => None,
            },
            valid_from: given.from,
        };
        let Some(before) = found else {
            let Some(under) = under else {
                judging
                    .fault(Field::Above, say("chưa ghi cơ quan cấp trên; hãy ghi ký hiệu", "give the superior agency"));
                return Ok((None, true));
            };
            if self.outside(&under) {
                judging.refused(Field::Above, AppError::Forbidden)?;
            }
            if let Err(error) = checked(&to) {
                judging.refused(Field::Superior, error)?;
            }
            if judging.faults.is_empty() {
                self.made.insert(plain(&given.symbol), given.symbol.clone());
                self.made.insert(plain(&given.name), given.symbol.clone());
            }
            return Ok((Some(Plan::AddAgency { new: to, under }), true));
        };
        if before.valid_to.is_some_and(|end| end <= self.today) {
            judging.refused(Field::Symbol, ended(&before.name, before.valid_to, None))?;
        }
        if let Some(Under::Row(_)) = under {
            let message =
                say("cơ quan đã có chỉ chuyển về cơ quan đã có", "one on record moves only under one on record");
            judging.fault(Field::Above, message);
        }
        // What the file does not say stays.
        to.superior = to.superior.or_else(|| before.superior.clone());
        to.place = to.place.or_else(|| before.place.clone());
        to.parent = to.parent.or(before.parent);
        self.compared_agency(&before, &to, judging);
        Self::same_from(before.valid_from, given, judging);
        if !judging.changes.is_empty() && !self.managed.contains(&before.id) {
            judging.refused(Field::Symbol, AppError::Forbidden)?;
        }
        let change = AgencyChange { version: before.version, to, on: given.on, basis: given.basis.clone() };
        Ok((Some(Plan::ChangeAgency { before: Box::new(before), change }), false))
    }

    fn compared_agency(&self, before: &Agency, to: &NewAgency, judging: &mut Judging<'_>) {
        let name_of = |id: Option<AgencyId>| {
            let found = id.and_then(|id| self.all.iter().find(|agency| agency.id == id));
            found.map(|agency| agency.symbol.clone()).unwrap_or_default()
        };
        let opt = |text: &Option<String>| text.clone().unwrap_or_default();
        let pairs = [
            (Field::Symbol, before.symbol.clone(), to.symbol.clone()),
            (Field::Name, before.name.clone(), to.name.clone()),
            (Field::Superior, opt(&before.superior), opt(&to.superior)),
            (Field::Place, opt(&before.place), opt(&to.place)),
            (Field::Kind, words::level(before.level).vi, words::level(to.level).vi),
            (Field::Above, name_of(before.parent), name_of(to.parent)),
        ];
        for (field, before, after) in pairs {
            if !same_text(&before, &after) {
                judging.change(field, before, after);
            }
        }
    }

    /// The first day of something on record is not changed by a file; a dated change has a column of its own.
    fn same_from(before: Option<Date>, given: &Given, judging: &mut Judging<'_>) {
        if given.from.is_some() && given.from != before && given.on.is_none() {
            let message = say(
                "ngày bắt đầu đã ghi không sửa bằng tệp; nếu là đổi tên hãy ghi ở cột Đổi từ ngày",
                "the first day on record is not changed by a file; for a new name use the column Đổi từ ngày",
            );
            judging.fault(Field::From, message);
        }
        if let Some(on) = given.on.filter(|on| before.is_some_and(|before| *on <= before)) {
            let message = say(
                format!("ngày {} không sau ngày bắt đầu đã ghi; hãy chọn ngày sau", shown(on)),
                format!("{} is not after the first day on record; choose a later day", shown(on)),
            );
            judging.fault(Field::ChangedFrom, message);
        }
    }

    fn division(
        &mut self,
        given: &Given,
        under: Option<Under>,
        judging: &mut Judging<'_>,
    ) -> Result<(Option<Plan>, bool), AppError> {
        let Some(under) = under else {
            if judging.faults.is_empty() {
                judging
                    .fault(Field::Above, say("chưa ghi phòng thuộc cơ quan nào; hãy ghi ký hiệu", "give the agency"));
            }
            return Ok((None, true));
        };
        if self.outside(&under) {
            judging.refused(Field::Above, AppError::Forbidden)?;
        }
        let within = match &under {
            Under::Known(id) => self.divisions.get(id).map(Vec::as_slice).unwrap_or_default(),
            Under::Row(_) => &[],
        };
        let found = within.iter().find(|division| plain(&division.symbol) == plain(&given.symbol)).cloned();
        let Some(before) = found else {
            let Given { symbol, name, from, .. } = given.clone();
            return Ok((Some(Plan::AddDivision { under, symbol, name, from }), true));
        };
        if before.valid_to.is_some_and(|end| end <= self.today) {
            let follower = before.replaced_by.and_then(|id: DivisionId| within.iter().find(|other| other.id == id));
            let error = ended(&before.name, before.valid_to, follower.map(|other| other.name.as_str()));
            judging.refused(Field::Symbol, error)?;
        }
        if before.symbol != given.symbol {
            judging.change(Field::Symbol, before.symbol.clone(), given.symbol.clone());
        }
        if !same_text(&before.name, &given.name) {
            judging.change(Field::Name, before.name.clone(), given.name.clone());
        }
        Self::same_from(before.valid_from, given, judging);
        let change = DivisionChange {
            version: before.version,
            symbol: given.symbol.clone(),
            name: given.name.clone(),
            on: given.on,
            basis: given.basis.clone(),
        };
        Ok((Some(Plan::ChangeDivision { before: Box::new(before), change }), false))
    }
}

/// What a row gives of any unit.
#[derive(Clone, Debug)]
struct Given {
    symbol: String,
    name: String,
    from: Option<Date>,
    on: Option<Date>,
    basis: Option<String>,
}
