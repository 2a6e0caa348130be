//! The rules of reminding as an agency keeps them: added, changed, removed, and tried before they hold.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::civil::Date;
use serde_json::{Value, json};
use tt_domain::calendar::days_after;
use tt_domain::id::{PersonId, TaskId};
use tt_domain::notice::Digest as Wanted;
use tt_domain::permission::Action;
use tt_domain::urging::digest::DigestSpan;
use tt_domain::urging::ruling::{self, FURTHEST, MOST_RULES, RuleFault};
use tt_domain::urging::{Channel, Recipient, Reminder, UrgedTask, UrgingRule, reminders};
use tt_store::{Tx, agencies, audit, persons, urging_rules};

use crate::app::App;
use crate::error::AppError;
use crate::remind::{gather, telling_of};
use crate::sign_in::CurrentUser;
use crate::telling::{Listener, listener};
use crate::work::context::TaskContext;
use crate::work::rules;

/// How many days ahead a trial looks, tomorrow the first.
pub const DAYS_AHEAD: i32 = 14;

/// Most lines of a trial.
const MOST_LINES: usize = 200;

/// The rules of an agency.
#[derive(Clone, Debug)]
pub struct RulesShown {
    /// Each with whether it is in force.
    pub rules: Vec<(UrgingRule, bool)>,
    /// Whether they are the agency's own.
    pub own: bool,
}

/// By which way a reminder would reach someone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By none: the person has no account, or a closed one, or does not want to be told of this.
    None,
    /// In the application.
    Application,
    /// There and by mail.
    Mail,
    /// There, and in a digest by mail.
    Digest,
}

/// A reminder that would be.
#[derive(Clone, Debug)]
pub struct TrialLine {
    /// On which day.
    pub on: Date,
    /// To whom.
    pub person: String,
    /// In which capacity.
    pub recipient: Recipient,
    /// Of which task: identity, code and text.
    pub task: (TaskId, String, String),
    /// By which rule.
    pub rule: String,
    /// By which way.
    pub way: Way,
}

/// What rules would do in the days ahead, from the tasks as they stand today.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The last day looked at.
    pub to: Date,
    /// By day, tasks and rules.
    pub lines: Vec<TrialLine>,
    /// How many more there are than are shown, those of tasks that whoever looks may not see among them.
    pub more: usize,
}

impl App {
    /// The rules in use.
    ///
    /// # Errors
    /// Not the administrator's, or the database failed.
    pub async fn reminder_rules(&self, current: &CurrentUser) -> Result<RulesShown, AppError> {
        current.require(Action::ManageSettings)?;
        let mut tx = self.db.begin_read().await?;
        let own = urging_rules::list(&mut tx, current.agency.id).await?;
        Ok(RulesShown { own: !own.is_empty(), rules: if own.is_empty() { usual_rules() } else { own } })
    }

    /// Adds a rule, or changes the one of that name. A rule that speaks on other days than before gets another name, so
    /// that what was told by the old one does not silence the new. The first change makes the usual rules one's own.
    ///
    /// # Errors
    /// Not the administrator's, no such rule, or one that cannot be; the field is named as the form has it.
    pub async fn put_rule(
        &self,
        current: &CurrentUser,
        code: Option<&str>,
        wanted: &UrgingRule,
        origin: &str,
    ) -> Result<(), AppError> {
        current.require(Action::ManageSettings)?;
        let mut tx = self.db.begin_write().await?;
        let mut rules = in_use(&mut tx, current).await?;
        let place = code.map(|code| place_of(&rules, code)).transpose()?;
        let rule = fitted(&rules, place, wanted)?;
        let (action, details) = match place.and_then(|place| rules.get_mut(place)) {
            Some((before, _)) => {
                let details = json!({ "before": told(before), "after": told(&rule) });
                if *before == rule {
                    return Ok(());
                }
                *before = rule.clone();
                ("rule.changed", json!({ "rule": details }))
            }
            None => {
                rules.push((rule.clone(), true));
                ("rule.added", json!({ "rule": told(&rule) }))
            }
        };
        urging_rules::replace(&mut tx, current.agency.id, &rules).await?;
        note(&mut tx, self, current, origin, (action, &rule.code), &details).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Removes a rule.
    ///
    /// # Errors
    /// Not the administrator's, no such rule, or the last one: without any the usual rules would hold again.
    pub async fn remove_rule(&self, current: &CurrentUser, code: &str, origin: &str) -> Result<(), AppError> {
        current.require(Action::ManageSettings)?;
        let mut tx = self.db.begin_write().await?;
        let mut rules = in_use(&mut tx, current).await?;
        let place = place_of(&rules, code)?;
        if rules.len() == 1 {
            return Err(AppError::refused(
                "đây là quy tắc cuối cùng; hãy tắt nó thay vì xóa, vì không còn quy tắc nào thì bộ quy tắc chung có hiệu lực trở lại",
                "this is the last rule; turn it off instead: without any, the usual rules would hold again",
            ));
        }
        let (rule, _) = rules.remove(place);
        urging_rules::replace(&mut tx, current.agency.id, &rules).await?;
        note(&mut tx, self, current, origin, ("rule.removed", code), &json!({ "rule": told(&rule) })).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Goes back to the usual rules.
    ///
    /// # Errors
    /// Not the administrator's, or the database failed.
    pub async fn reset_rules(&self, current: &CurrentUser, origin: &str) -> Result<(), AppError> {
        current.require(Action::ManageSettings)?;
        let mut tx = self.db.begin_write().await?;
        let own = urging_rules::list(&mut tx, current.agency.id).await?;
        if own.is_empty() {
            return Ok(());
        }
        urging_rules::replace(&mut tx, current.agency.id, &[]).await?;
        let gone: Vec<Value> = own.iter().map(|(rule, _)| told(rule)).collect();
        note(&mut tx, self, current, origin, ("rule.reset", "all"), &json!({ "rules": gone })).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Turns one rule on or off; the first change makes the usual rules the agency's own.
    ///
    /// # Errors
    /// Not the administrator's, no such rule, or another in force says the same.
    pub async fn set_rule_active(
        &self,
        current: &CurrentUser,
        code: &str,
        active: bool,
        origin: &str,
    ) -> Result<(), AppError> {
        current.require(Action::ManageSettings)?;
        let mut tx = self.db.begin_write().await?;
        let mut rules = in_use(&mut tx, current).await?;
        let place = place_of(&rules, code)?;
        if let Some((rule, _)) = rules.get(place).filter(|_| active) {
            fitted(&rules, Some(place), rule)?;
        }
        if let Some((_, before)) = rules.get_mut(place) {
            *before = active;
        }
        urging_rules::replace(&mut tx, current.agency.id, &rules).await?;
        note(&mut tx, self, current, origin, ("rule.changed", code), &json!({ "active": active })).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Whom the rules in force would remind of what in the days ahead; of a rule given, that one alone, in place of the
    /// one of that name. Nothing is told or written.
    ///
    /// # Errors
    /// Not the administrator's, or a rule that cannot be.
    pub async fn try_rules(
        &self,
        current: &CurrentUser,
        alone: Option<(Option<&str>, &UrgingRule)>,
    ) -> Result<Trial, AppError> {
        current.require(Action::ManageSettings)?;
        let mut tx = self.db.begin_read().await?;
        let all = in_use(&mut tx, current).await?;
        let rules: Vec<UrgingRule> = match alone {
            Some((code, wanted)) => {
                let place = code.map(|code| place_of(&all, code)).transpose()?;
                vec![fitted(&all, place, wanted)?]
            }
            None => all.into_iter().filter(|(_, active)| *active).map(|(rule, _)| rule).collect(),
        };
        self.trial(&mut tx, current, &rules).await
    }

    async fn trial(&self, tx: &mut Tx, current: &CurrentUser, rules: &[UrgingRule]) -> Result<Trial, AppError> {
        let today = self.clock.today();
        let agency = agencies::get(tx, current.agency.id).await?;
        let gathered = gather(tx, std::slice::from_ref(&agency), today).await?;
        let open = gathered.of(agency.id);
        let urged: Vec<UrgedTask> = open.iter().map(|open| open.urged.clone()).collect();
        let calendar = rules::calendar(tx, today).await?;
        let mut trial = Trial { to: days_after(today, DAYS_AHEAD), lines: Vec::new(), more: 0 };
        let mut known = Known::default();
        for day in (1..=DAYS_AHEAD).map(|ahead| days_after(today, ahead)) {
            for reminder in reminders(rules, &urged, &calendar, day) {
                let about = open.iter().find(|open| open.urged.task == reminder.task);
                let rule = rules.iter().find(|rule| rule.code == reminder.rule);
                let (Some(about), Some(rule)) = (about, rule) else { continue };
                if trial.lines.len() >= MOST_LINES || !known.sees(tx, current, reminder.task).await? {
                    trial.more += 1;
                    continue;
                }
                let kind = telling_of(agency.id, &reminder, about, self.clock.now()).kind;
                let (person, to) = known.person(tx, reminder.person).await?;
                let way = match to.as_ref().map_or(Way::None, |to| way(to, rule, kind)) {
                    Way::Mail | Way::Digest if self.delivery.mail.is_none() => Way::Application,
                    way => way,
                };
                trial.lines.push(line(reminder, person.clone(), (about.code.clone(), about.statement.clone()), way));
            }
        }
        Ok(trial)
    }
}

fn line(reminder: Reminder, person: String, (code, statement): (String, String), way: Way) -> TrialLine {
    let Reminder { on, recipient, task, rule, .. } = reminder;
    TrialLine { on, person, recipient, task: (task, code, statement), rule, way }
}

fn way(to: &Listener, rule: &UrgingRule, kind: tt_domain::notice::NoticeKind) -> Way {
    let to = to.by(rule.channel);
    if !to.wants(kind) {
        return Way::None;
    }
    match (rule.digest.is_some() || to.digest() == Wanted::Daily, to.by_mail()) {
        (_, false) => Way::Application,
        (true, true) => Way::Digest,
        (false, true) => Way::Mail,
    }
}

/// What a trial has looked up already.
#[derive(Default)]
struct Known {
    people: BTreeMap<PersonId, (String, Option<Listener>)>,
    seen: BTreeMap<TaskId, bool>,
}

impl Known {
    async fn person(&mut self, tx: &mut Tx, id: PersonId) -> Result<&(String, Option<Listener>), AppError> {
        Ok(match self.people.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let name = persons::get(tx, id).await?.details.full_name;
                new.insert((name, listener(tx, id).await?))
            }
        })
    }

    async fn sees(&mut self, tx: &mut Tx, current: &CurrentUser, id: TaskId) -> Result<bool, AppError> {
        if let Some(seen) = self.seen.get(&id) {
            return Ok(*seen);
        }
        let seen = match TaskContext::load(tx, current, id).await {
            Ok(_) => true,
            Err(AppError::NotFound) => false,
            Err(error) => return Err(error),
        };
        self.seen.insert(id, seen);
        Ok(seen)
    }
}

/// The usual rules, all in force.
pub(crate) fn usual_rules() -> Vec<(UrgingRule, bool)> {
    UrgingRule::defaults().into_iter().map(|rule| (rule, true)).collect()
}

async fn in_use(tx: &mut Tx, current: &CurrentUser) -> Result<Vec<(UrgingRule, bool)>, AppError> {
    let own = urging_rules::list(tx, current.agency.id).await?;
    Ok(if own.is_empty() { usual_rules() } else { own })
}

fn place_of(rules: &[(UrgingRule, bool)], code: &str) -> Result<usize, AppError> {
    rules.iter().position(|(rule, _)| rule.code == code).ok_or(AppError::NotFound)
}

/// The rule as it can stand among the others in force, with its name.
fn fitted(rules: &[(UrgingRule, bool)], place: Option<usize>, wanted: &UrgingRule) -> Result<UrgingRule, AppError> {
    if place.is_none() && rules.len() >= MOST_RULES {
        return Err(refusal(&RuleFault::TooMany));
    }
    let others = rules.iter().enumerate().filter(|(at, (_, active))| Some(*at) != place && *active);
    let (lines, others): (Vec<usize>, Vec<&UrgingRule>) = others.map(|(at, (rule, _))| (at, rule)).unzip();
    ruling::check(wanted, &others).map_err(|fault| match fault {
        // Told by its line in the table, where those turned off stand too.
        RuleFault::Same(among) => refusal(&RuleFault::Same(lines.get(among).copied().unwrap_or(among))),
        other => refusal(&other),
    })?;
    let before = place.and_then(|place| rules.get(place)).map(|(rule, _)| rule);
    let code = match before {
        Some(before) if before.same_days(wanted) => before.code.clone(),
        _ => {
            let taken: Vec<&str> = rules.iter().map(|(rule, _)| rule.code.as_str()).collect();
            wanted.fresh_code(&taken)
        }
    };
    Ok(UrgingRule { code, ..wanted.clone() })
}

fn refusal(fault: &RuleFault) -> AppError {
    match fault {
        RuleFault::Nobody => {
            AppError::refused_at("ai", "hãy chọn ít nhất một người được nhắc", "choose at least one to be reminded")
        }
        RuleFault::TooFar => AppError::refused_at(
            "so-ngay",
            format!("hãy nhập số ngày từ 1 đến {FURTHEST}"),
            format!("give a number of days from 1 to {FURTHEST}"),
        ),
        RuleFault::TooSeldom => AppError::refused_at(
            "lap",
            format!("hãy nhập số ngày từ 1 đến {FURTHEST}, hoặc để trống nếu chỉ nhắc một lần"),
            format!("give a number of days from 1 to {FURTHEST}, or nothing to remind once"),
        ),
        RuleFault::BeforeUnknown => AppError::refused_at(
            "luc",
            "ngày trình kết quả, ngày xin gia hạn không biết trước được; hãy chọn đúng ngày hoặc sau",
            "the day of a submission or request is not known before; choose on the day or after",
        ),
        RuleFault::NothingToGather => AppError::refused_at(
            "gop",
            "quy tắc chỉ báo trong phần mềm thì không có thư để gộp; hãy chọn từng thư, hoặc đổi cách gửi",
            "a rule that tells in the application only has no mails to gather; choose one by one, or another way",
        ),
        RuleFault::Same(place) => AppError::refused_at(
            "ai",
            format!(
                "quy tắc khác đã nhắc người này đúng vào ngày ấy (dòng {} của bảng); hãy sửa quy tắc đó, hoặc đổi ngày hay người được nhắc",
                place + 1
            ),
            format!(
                "another rule reminds them on that very day (line {} of the table); change that one, or the day or the people",
                place + 1
            ),
        ),
        RuleFault::TooMany => AppError::refused(
            format!("đã có {MOST_RULES} quy tắc; hãy xóa bớt trước khi thêm"),
            format!("there are {MOST_RULES} rules; remove some first"),
        ),
    }
}

/// A rule for the audit chain.
fn told(rule: &UrgingRule) -> Value {
    let UrgingRule { code, trigger, offset, counting, repeat_every, recipients, channel, digest } = rule;
    json!({
        "code": code,
        "counts_from": trigger.code(),
        "days": offset,
        "counting": counting.code(),
        "repeat_every": repeat_every,
        "recipients": recipients.iter().map(|one| one.code()).collect::<Vec<_>>(),
        "channel": (*channel != Channel::AsChosen).then(|| channel.code()),
        "digest": digest.map(DigestSpan::code),
    })
}

async fn note(
    tx: &mut Tx,
    app: &App,
    current: &CurrentUser,
    origin: &str,
    (action, code): (&str, &str),
    details: &Value,
) -> Result<(), AppError> {
    let event =
        current.actor(origin).event(current.agency.id, app.clock.now(), (action, format!("rule-{code}")), details);
    audit::append(tx, &event).await?;
    Ok(())
}
