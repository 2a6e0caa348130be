//! Registers (sổ theo dõi): their definitions. Entries are in [`crate::entries`].

use jiff::Timestamp;
use rust_decimal::Decimal;
use tt_domain::id::{AgencyId, DivisionId, RegisterFieldId, RegisterId, RegisterMeasureId, RegisterStageId, UserId};
use tt_domain::register::notation::{kind_text, measure_kind_text, read_kind, read_measure_kind};
use tt_domain::register::{Field, FieldSpec, MeasureSpec, Move, Register, RegisterMeasure, Stage, StageSpec, Whole};

use crate::error::touched;
use crate::{StoreError, Tx, codec};

#[derive(sqlx::FromRow)]
struct RegisterRow {
    id: i64,
    agency_id: i64,
    key: String,
    preset: Option<String>,
    owner_id: Option<i64>,
    name: String,
    one: String,
    about: String,
    unique_title: i64,
    closed: i64,
    version: i64,
}

macro_rules! columns {
    () => {
        "id, agency_id, key, preset, owner_id, name, one, about, unique_title, closed, version"
    };
}

impl RegisterRow {
    /// The register without its parts.
    fn bare(self) -> Register {
        Register {
            id: RegisterId(self.id),
            agency: AgencyId(self.agency_id),
            key: self.key,
            preset: self.preset,
            owner: self.owner_id.map(DivisionId),
            name: self.name,
            one: self.one,
            about: self.about,
            unique_title: self.unique_title != 0,
            closed: self.closed != 0,
            version: self.version,
            fields: Vec::new(),
            stages: Vec::new(),
            moves: Vec::new(),
            measures: Vec::new(),
        }
    }
}

/// Adds a register with all its parts; their identities are given in the order of the lists, whatever they were.
///
/// # Errors
/// [`StoreError::Conflict`] when the agency has one of that key.
pub async fn insert(
    tx: &mut Tx,
    register: &Register,
    by: Option<UserId>,
    at: Timestamp,
) -> Result<RegisterId, StoreError> {
    const SQL: &str = "insert into registers (agency_id, key, preset, owner_id, name, one, about, unique_title, \
                       closed, version, created_by, created_at) \
                       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11) returning id";
    let Register { agency, key, preset, owner, name, one, about, unique_title, closed, .. } = register;
    let (owner, by, at) = (owner.map(|id| id.0), by.map(|id| id.0), codec::micros(at));
    let (unique, closed) = (i64::from(*unique_title), i64::from(*closed));
    #[rustfmt::skip]
    let (id,) = one!(tx, (i64,), SQL, agency.0, key, preset, owner, name, one, about, unique, closed, by, at)?;
    let id = RegisterId(id);
    for (position, field) in register.fields.iter().enumerate() {
        add_field(tx, id, position, &field.spec).await?;
    }
    let mut stages = Vec::new();
    for (position, stage) in register.stages.iter().enumerate() {
        stages.push((stage.id, add_stage(tx, id, position, &stage.spec).await?));
    }
    let given = |id: RegisterStageId| stages.iter().find(|(was, _)| *was == id).map(|(_, is)| *is);
    let moves = register.moves.iter().filter_map(|one| {
        let from = match one.from {
            Some(from) => Some(given(from)?),
            None => None,
        };
        Some(Move { from, to: given(one.to)?, usual: one.usual })
    });
    let moves: Vec<Move> = moves.collect();
    set_moves(tx, id, &moves).await?;
    for (position, measure) in register.measures.iter().enumerate() {
        add_measure(tx, id, position, &measure.spec).await?;
    }
    Ok(id)
}

/// Changes what a register is called, who keeps it and whether it is closed; counts its version up from `version`.
///
/// # Errors
/// [`StoreError::Stale`] when it was changed meanwhile.
pub async fn update(tx: &mut Tx, register: &Register) -> Result<(), StoreError> {
    const SQL: &str = "update registers set owner_id = $3, name = $4, one = $5, about = $6, unique_title = $7, \
                       closed = $8, version = version + 1 where id = $1 and version = $2";
    let Register { id, version, owner, name, one, about, unique_title, closed, .. } = register;
    let (owner, unique, closed) = (owner.map(|id| id.0), i64::from(*unique_title), i64::from(*closed));
    let rows = execute!(tx, SQL, id.0, version, owner, name, one, about, unique, closed)?;
    touched(rows).map_err(|_| StoreError::Stale)
}

/// Adds a field.
pub async fn add_field(
    tx: &mut Tx,
    register: RegisterId,
    position: usize,
    field: &FieldSpec,
) -> Result<RegisterFieldId, StoreError> {
    const SQL: &str = "insert into register_fields (register_id, position, code, name, kind, title, required, single, \
                       listed, retired) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id";
    let FieldSpec { code, name, kind, title, required, unique, listed, retired } = field;
    let (position, kind) = (codec::position(position)?, kind_text(kind));
    let [title, required, unique, listed, retired] = [*title, *required, *unique, *listed, *retired].map(i64::from);
    #[rustfmt::skip]
    let (id,) = one!(tx, (i64,), SQL, register.0, position, code, name, kind, title, required, unique, listed, retired)?;
    Ok(RegisterFieldId(id))
}

/// Changes a field and its place.
pub async fn update_field(tx: &mut Tx, field: &Field, position: usize) -> Result<(), StoreError> {
    const SQL: &str = "update register_fields set position = $2, code = $3, name = $4, kind = $5, title = $6, \
                       required = $7, single = $8, listed = $9, retired = $10 where id = $1";
    let FieldSpec { code, name, kind, title, required, unique, listed, retired } = &field.spec;
    let (position, kind) = (codec::position(position)?, kind_text(kind));
    let [title, required, unique, listed, retired] = [*title, *required, *unique, *listed, *retired].map(i64::from);
    #[rustfmt::skip]
    let rows = execute!(tx, SQL, field.id.0, position, code, name, kind, title, required, unique, listed, retired)?;
    touched(rows)
}

/// Adds a stage.
pub async fn add_stage(
    tx: &mut Tx,
    register: RegisterId,
    position: usize,
    stage: &StageSpec,
) -> Result<RegisterStageId, StoreError> {
    const SQL: &str = "insert into register_stages (register_id, position, code, name, typical_days, retired) \
                       values ($1, $2, $3, $4, $5, $6) returning id";
    let StageSpec { code, name, typical_days, retired } = stage;
    let (position, days) = (codec::position(position)?, typical_days.map(i64::from));
    let (id,) = one!(tx, (i64,), SQL, register.0, position, code, name, days, i64::from(*retired))?;
    Ok(RegisterStageId(id))
}

/// Changes a stage and its place.
pub async fn update_stage(tx: &mut Tx, stage: &Stage, position: usize) -> Result<(), StoreError> {
    const SQL: &str = "update register_stages set position = $2, code = $3, name = $4, typical_days = $5, retired = $6 \
                       where id = $1";
    let StageSpec { code, name, typical_days, retired } = &stage.spec;
    let (position, days) = (codec::position(position)?, typical_days.map(i64::from));
    touched(execute!(tx, SQL, stage.id.0, position, code, name, days, i64::from(*retired))?)
}

/// Says which moves are allowed.
pub async fn set_moves(tx: &mut Tx, register: RegisterId, moves: &[Move]) -> Result<(), StoreError> {
    const SQL: &str = "insert into register_moves (register_id, from_id, to_id, usual) values ($1, $2, $3, $4)";
    execute!(tx, "delete from register_moves where register_id = $1", register.0)?;
    for one in moves {
        execute!(tx, SQL, register.0, one.from.map(|id| id.0), one.to.0, i64::from(one.usual))?;
    }
    Ok(())
}

/// Adds a measure.
pub async fn add_measure(
    tx: &mut Tx,
    register: RegisterId,
    position: usize,
    measure: &MeasureSpec,
) -> Result<RegisterMeasureId, StoreError> {
    const SQL: &str = "insert into register_measures (register_id, position, code, name, kind, unit, decimals, filter, \
                       whole) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id";
    let MeasureSpec { code, name, kind, unit, decimals, filter, whole } = measure;
    let (position, kind, whole) = (codec::position(position)?, measure_kind_text(kind), whole_text(whole.as_ref()));
    let decimals = i64::from(*decimals);
    #[rustfmt::skip]
    let (id,) = one!(tx, (i64,), SQL, register.0, position, code, name, kind, unit, decimals, filter, whole)?;
    Ok(RegisterMeasureId(id))
}

/// Changes a measure.
pub async fn update_measure(tx: &mut Tx, measure: &RegisterMeasure) -> Result<(), StoreError> {
    const SQL: &str = "update register_measures set name = $2, kind = $3, unit = $4, decimals = $5, filter = $6, \
                       whole = $7 where id = $1";
    let MeasureSpec { name, kind, unit, decimals, filter, whole, .. } = &measure.spec;
    let (kind, whole, decimals) = (measure_kind_text(kind), whole_text(whole.as_ref()), i64::from(*decimals));
    touched(execute!(tx, SQL, measure.id.0, name, kind, unit, decimals, filter, whole)?)
}

/// Takes a measure away.
pub async fn delete_measure(tx: &mut Tx, id: RegisterMeasureId) -> Result<(), StoreError> {
    touched(execute!(tx, "delete from register_measures where id = $1", id.0)?)
}

/// The register a measure belongs to.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn of_measure(tx: &mut Tx, id: RegisterMeasureId) -> Result<RegisterId, StoreError> {
    let (register,) = one!(tx, (i64,), "select register_id from register_measures where id = $1", id.0)?;
    Ok(RegisterId(register))
}

fn whole_text(whole: Option<&Whole>) -> Option<String> {
    whole.map(|whole| match whole {
        Whole::Given(number) => format!("={number}"),
        Whole::Entries(filter) => format!(":{filter}"),
    })
}

fn whole(text: &str) -> Result<Whole, StoreError> {
    match (text.strip_prefix('='), text.strip_prefix(':')) {
        (Some(number), _) => {
            Decimal::from_str_exact(number).map(Whole::Given).map_err(|_| StoreError::Corrupt(format!("whole {text}")))
        }
        (_, Some(filter)) => Ok(Whole::Entries(filter.to_owned())),
        _ => Err(StoreError::Corrupt(format!("whole {text}"))),
    }
}

/// The register of that identity.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: RegisterId) -> Result<Register, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from registers where id = $1");
    let register = one!(tx, RegisterRow, SQL, id.0)?.bare();
    with_parts(tx, register).await
}

/// The agency's register of that key.
pub async fn find(tx: &mut Tx, agency: AgencyId, key: &str) -> Result<Option<Register>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from registers where agency_id = $1 and key = $2");
    match optional!(tx, RegisterRow, SQL, agency.0, key)? {
        Some(row) => with_parts(tx, row.bare()).await.map(Some),
        None => Ok(None),
    }
}

/// The agency's registers by name, without their parts, each with how many entries it has.
pub async fn list(tx: &mut Tx, agency: AgencyId) -> Result<Vec<(Register, u64)>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from registers where agency_id = $1 order by closed, name, id");
    const COUNT: &str = "select count(*) from register_entries where register_id = $1 and removed_at is null";
    let mut found = Vec::new();
    for row in all!(tx, RegisterRow, SQL, agency.0)? {
        let (count,) = one!(tx, (i64,), COUNT, row.id)?;
        found.push((row.bare(), codec::narrow(count)?));
    }
    Ok(found)
}

#[derive(sqlx::FromRow)]
struct FieldRow {
    id: i64,
    code: String,
    name: String,
    kind: String,
    title: i64,
    required: i64,
    single: i64,
    listed: i64,
    retired: i64,
}

impl TryFrom<FieldRow> for Field {
    type Error = StoreError;

    fn try_from(row: FieldRow) -> Result<Self, StoreError> {
        let spec = FieldSpec {
            kind: codec::coded(&row.kind, read_kind)?,
            code: row.code,
            name: row.name,
            title: row.title != 0,
            required: row.required != 0,
            unique: row.single != 0,
            listed: row.listed != 0,
            retired: row.retired != 0,
        };
        Ok(Self { id: RegisterFieldId(row.id), spec })
    }
}

type StageRow = (i64, String, String, Option<i64>, i64);
type MeasureRow = (i64, String, String, String, String, i64, String, Option<String>);

async fn with_parts(tx: &mut Tx, mut register: Register) -> Result<Register, StoreError> {
    const FIELDS: &str = "select id, code, name, kind, title, required, single, listed, retired from register_fields \
                          where register_id = $1 order by position, id";
    const STAGES: &str = "select id, code, name, typical_days, retired from register_stages where register_id = $1 \
                          order by position, id";
    const MOVES: &str = "select from_id, to_id, usual from register_moves where register_id = $1 order by id";
    const MEASURES: &str = "select id, code, name, kind, unit, decimals, filter, whole from register_measures \
                            where register_id = $1 order by position, id";
    let id = register.id.0;
    for row in all!(tx, FieldRow, FIELDS, id)? {
        register.fields.push(row.try_into()?);
    }
    for (id, code, name, days, retired) in all!(tx, StageRow, STAGES, id)? {
        let typical_days = days.map(codec::narrow).transpose()?;
        let spec = StageSpec { code, name, typical_days, retired: retired != 0 };
        register.stages.push(Stage { id: RegisterStageId(id), spec });
    }
    for (from, to, usual) in all!(tx, (Option<i64>, i64, i64), MOVES, id)? {
        let (from, to) = (from.map(RegisterStageId), RegisterStageId(to));
        register.moves.push(Move { from, to, usual: usual != 0 });
    }
    for (id, code, name, kind, unit, decimals, filter, of) in all!(tx, MeasureRow, MEASURES, id)? {
        let kind = codec::coded(&kind, read_measure_kind)?;
        let whole = of.as_deref().map(whole).transpose()?;
        let spec = MeasureSpec { code, name, kind, unit, decimals: codec::narrow(decimals)?, filter, whole };
        register.measures.push(RegisterMeasure { id: RegisterMeasureId(id), spec });
    }
    Ok(register)
}
