//! What reports ask of a register, as of any day, each number with the entries it rests on.

use std::iter;

use jiff::civil::Date;
use rust_decimal::Decimal;
use tt_domain::id::{EntryId, RegisterFieldId, RegisterMeasureId};
use tt_domain::register::filter::{self, Filter, Test};
use tt_domain::register::{MeasureKind, MeasureResult, Register, RegisterMeasure, Total, Whole, measure};
use tt_store::entries::listing::{self, Listing};
use tt_store::entries::reading;
use tt_store::{Tx, registers};

use super::shown;
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;

/// A measure as of a day.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The measure.
    pub measure: RegisterMeasure,
    /// What it came to.
    pub result: MeasureResult,
}

/// Most entries shown behind a number; the rest is counted.
pub const ENTRIES_SHOWN: usize = 500;

/// A measure with the entries behind it.
#[derive(Clone, Debug)]
pub struct MeasureDetails {
    /// Its register.
    pub register: Register,
    /// The measure.
    pub measured: Measured,
    /// As of which day.
    pub as_of: Date,
    /// The entries it rests on, as many as are shown, as they were then.
    pub entries: Vec<reading::EntryOn>,
    /// Entries that pass but have nothing to add up, likewise.
    pub without: Vec<reading::EntryOn>,
}

/// Works a measure out as of a day.
///
/// # Errors
/// No such measure, or the database failed.
pub async fn measure_at(tx: &mut Tx, id: RegisterMeasureId, as_of: Date) -> Result<MeasureResult, AppError> {
    let register = registers::of_measure(tx, id).await?;
    let register = registers::get(tx, register).await?;
    let found = register.measures.iter().find(|measure| measure.id == id).ok_or(AppError::NotFound)?;
    worked_out(tx, &register, found, as_of).await
}

/// Works a measure of a register already read out as of a day.
pub(crate) async fn worked_out(
    tx: &mut Tx,
    register: &Register,
    found: &RegisterMeasure,
    as_of: Date,
) -> Result<MeasureResult, AppError> {
    let spec = &found.spec;
    let own = filter::parse(register, &spec.filter);
    let whole = match &spec.whole {
        Some(Whole::Entries(text)) => Some(filter::parse(register, text)),
        _ => None,
    };
    let (Ok(own), Ok(whole)) = (own, whole.transpose()) else {
        // The faults are told by working it out over nothing.
        return Ok(measure(register, &[], found, as_of));
    };
    let filters: Vec<&Filter> = iter::once(&own).chain(&whole).collect();
    if filters.iter().any(|filter| filter.terms.iter().any(|term| matches!(term.test, Test::Words(_)))) {
        // Words are looked for in what an entry was on the day, which the database has only as of now.
        let fields: Vec<RegisterFieldId> = register.fields.iter().map(|field| field.id).collect();
        let entries = reading::for_measure(tx, register, &filters, &fields, as_of).await?;
        return Ok(measure(register, &entries, found, as_of));
    }
    let total = passed(tx, Listing { register, filter: &own, as_of }, &spec.kind).await?;
    let whole = match (&spec.whole, &whole, &spec.kind) {
        (Some(Whole::Given(given)), ..) => Some(*given),
        (_, Some(filter), MeasureKind::Count) => {
            Some(Decimal::from(listing::count(tx, Listing { register, filter, as_of }).await?))
        }
        (_, Some(filter), kind) => passed(tx, Listing { register, filter, as_of }, kind).await?.value,
        _ => None,
    };
    Ok(MeasureResult::of(total, whole))
}

/// What a kind of measure comes to over the entries of a listing; the database decides which pass.
async fn passed(tx: &mut Tx, listing: Listing<'_>, kind: &MeasureKind) -> Result<Total, AppError> {
    let field = match kind.field().map(|code| listing.register.field_by_code(code)) {
        None => None,
        Some(Some(field)) => Some(field),
        Some(None) => return Ok(Total::default()),
    };
    Ok(Total::of(kind, listing::valued(tx, listing, field).await?))
}

impl App {
    /// All measures of a register as of a day; today where none is asked for.
    ///
    /// # Errors
    /// No such register, or not theirs to read.
    pub async fn register_measures(
        &self,
        current: &CurrentUser,
        key: &str,
        as_of: Option<Date>,
    ) -> Result<(Register, Date, Vec<Measured>), AppError> {
        let as_of = as_of.unwrap_or_else(|| self.clock.today()).min(self.clock.today());
        let register = self.register(current, key).await?.register;
        let mut tx = self.db.begin_read().await?;
        let mut all = Vec::new();
        for measure in &register.measures {
            let result = worked_out(&mut tx, &register, measure, as_of).await?;
            all.push(Measured { measure: measure.clone(), result });
        }
        Ok((register, as_of, all))
    }

    /// A measure with the entries behind it.
    ///
    /// # Errors
    /// No such measure, or not theirs to read.
    pub async fn register_measure(
        &self,
        current: &CurrentUser,
        id: RegisterMeasureId,
        as_of: Option<Date>,
    ) -> Result<MeasureDetails, AppError> {
        let as_of = as_of.unwrap_or_else(|| self.clock.today()).min(self.clock.today());
        let mut tx = self.db.begin_read().await?;
        let register = registers::of_measure(&mut tx, id).await?;
        let register = registers::get(&mut tx, register).await?;
        let register = shown(&mut tx, current, register).await?.register;
        let measure = register.measures.iter().find(|one| one.id == id).ok_or(AppError::NotFound)?.clone();
        let result = worked_out(&mut tx, &register, &measure, as_of).await?;
        let first = |ids: &[EntryId]| ids.iter().take(ENTRIES_SHOWN).copied().collect::<Vec<_>>();
        let counted = first(&result.counted);
        let counted = reading::on_day(&mut tx, &register, &counted, as_of).await?;
        let without = first(&result.without);
        let without = reading::on_day(&mut tx, &register, &without, as_of).await?;
        Ok(MeasureDetails { register, measured: Measured { measure, result }, as_of, entries: counted, without })
    }
}
