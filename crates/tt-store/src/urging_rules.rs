//! The rules of reminding an agency has set for itself.

use tt_domain::id::AgencyId;
use tt_domain::urging::digest::DigestSpan;
use tt_domain::urging::{Channel, Counting, Recipient, Trigger, UrgingRule};

use crate::{StoreError, Tx, codec};

#[derive(sqlx::FromRow)]
struct RuleRow {
    code: String,
    counts_from: String,
    days: i64,
    counting: String,
    repeat_every: Option<i64>,
    recipients: String,
    channel: String,
    digest: Option<String>,
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
            channel: codec::coded(&row.channel, Channel::from_code)?,
            digest: row.digest.map(|code| codec::coded(&code, DigestSpan::from_code)).transpose()?,
        })
    }
}

/// The rules an agency has set, each with whether it is in force; none at all when it keeps to the usual ones.
pub async fn list(tx: &mut Tx, agency: AgencyId) -> Result<Vec<(UrgingRule, bool)>, StoreError> {
    const SQL: &str = "select code, counts_from, days, counting, repeat_every, recipients, channel, digest, active \
                       from reminder_rules where agency_id = $1 order by position, code";
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
                       repeat_every, recipients, channel, digest, active) \
                       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    execute!(tx, "delete from reminder_rules where agency_id = $1", agency.0)?;
    for (index, (rule, active)) in rules.iter().enumerate() {
        let UrgingRule { code, trigger, offset, counting, repeat_every, recipients, channel, digest } = rule;
        let recipients = recipients.iter().map(|recipient| recipient.code()).collect::<Vec<_>>().join(" ");
        let (position, repeat) = (codec::position(index)?, repeat_every.map(i64::from));
        let (trigger, counting, offset) = (trigger.code(), counting.code(), i64::from(*offset));
        let (channel, digest) = (channel.code(), digest.map(DigestSpan::code));
        execute!(
            tx, SQL, agency.0, position, code, trigger, offset, counting, repeat, recipients, channel, digest, *active
        )?;
    }
    Ok(())
}
