//! The rules of reminding an agency has set for itself.

use tt_domain::id::AgencyId;
use tt_domain::urging::{Counting, Recipient, Trigger, UrgingRule};

use crate::{StoreError, Tx, codec};

#[derive(sqlx::FromRow)]
struct RuleRow {
    code: String,
    counts_from: String,
    days: i64,
    counting: String,
    repeat_every: Option<i64>,
    recipients: String,
    active: bool,
}

impl TryFrom<RuleRow> for UrgingRule {
    type Error = StoreError;

    fn try_from(row: RuleRow) -> Result<Self, StoreError> {
        let recipients = row.recipients.split_whitespace().map(|code| codec::coded(code, Recipient::from_code));
        Ok(Self {
            code: row.code,
            trigger: codec::coded(&row.counts_from, Trigger::from_code)?,
            offset: codec::narrow(row.days)?,
            counting: codec::coded(&row.counting, Counting::from_code)?,
            repeat_every: row.repeat_every.map(codec::narrow).transpose()?,
            recipients: recipients.collect::<Result<_, _>>()?,
        })
    }
}

/// The rules an agency has set, each with whether it is in force; none at all when it keeps to the usual ones.
pub async fn list(tx: &mut Tx, agency: AgencyId) -> Result<Vec<(UrgingRule, bool)>, StoreError> {
    const SQL: &str = "select code, counts_from, days, counting, repeat_every, recipients, active from reminder_rules \
                       where agency_id = $1 order by position, code";
    let rows = all!(tx, RuleRow, SQL, agency.0)?;
    rows.into_iter()
        .map(|row| {
            let active = row.active;
            Ok((UrgingRule::try_from(row)?, active))
        })
        .collect()
}

/// Sets the rules of an agency in place of those before.
pub async fn replace(tx: &mut Tx, agency: AgencyId, rules: &[(UrgingRule, bool)]) -> Result<(), StoreError> {
    const SQL: &str = "insert into reminder_rules (agency_id, position, code, counts_from, days, counting, \
                       repeat_every, recipients, active) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    execute!(tx, "delete from reminder_rules where agency_id = $1", agency.0)?;
    for (index, (rule, active)) in rules.iter().enumerate() {
        let UrgingRule { code, trigger, offset, counting, repeat_every, recipients } = rule;
        let recipients = recipients.iter().map(|recipient| recipient.code()).collect::<Vec<_>>().join(" ");
        let (position, repeat) = (codec::position(index)?, repeat_every.map(i64::from));
        let (trigger, counting, offset) = (trigger.code(), counting.code(), i64::from(*offset));
        execute!(tx, SQL, agency.0, position, code, trigger, offset, counting, repeat, recipients, *active)?;
    }
    Ok(())
}
