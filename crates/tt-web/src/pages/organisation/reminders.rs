//! Rules of reminding: whom, when, by which way; added, changed, removed, and tried before they hold.

use axum::Form as SentForm;
use axum::extract::{Query, State};
use axum::response::Response;
use tt_app::reminder_rules::{DAYS_AHEAD, RulesShown, Trial, TrialLine, Way};
use tt_app::{AppError, Language};
use tt_domain::urging::digest::DigestSpan;
use tt_domain::urging::ruling::FURTHEST;
use tt_domain::urging::{Channel, Counting, Recipient, Trigger, UrgingRule};

use super::{Content, Outcome, fields, history_link, outcome, shown};
use crate::access::{Session, Visitor};
use crate::chrome::Section;
use crate::error::WebError;
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show::{self, say};
use crate::views::organisation::{Attempt, Block, Button, Cell, Form, Table};
use crate::views::reminding::{channel_words, from_words, recipient_words, recipients_words, rule_words};

const PAGE: &str = "/quan-tri/nhac-viec";

/// Which rule is changed, and whether something was just saved.
#[derive(Debug, Default, serde::Deserialize)]
pub(crate) struct Which {
    luat: Option<String>,
    xong: Option<String>,
}

/// `GET /quan-tri/nhac-viec`.
pub(crate) async fn index(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(which): Query<Which>,
) -> Result<Response, WebError> {
    let trial = state.app.try_rules(&session.current, None).await?;
    let about = Shown { trial: Some(trial), done: which.xong.is_some(), ..Shown::default() };
    rules_page(&state, &session, which.luat.as_deref(), about).await
}

/// `POST /quan-tri/nhac-viec`: whatever its button asks for.
pub(crate) async fn change(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    SentForm(values): SentForm<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = fields(&session, values)?;
    let code = fields.filled("luat").map(str::to_owned);
    if fields.filled("xem-truoc").is_some() {
        let tried = match typed(&fields) {
            Ok(rule) => state.app.try_rules(&session.current, Some((code.as_deref(), &rule))).await,
            Err(error) => Err(error),
        };
        let (attempt, trial) = match tried {
            Ok(trial) => (Attempt::kept(fields), Some(trial)),
            Err(error) => (Attempt::of(fields, error, session.language())?, None),
        };
        let refused = trial.is_none();
        let about = Shown { attempt: Some(attempt), trial, alone: true, refused, done: false };
        return rules_page(&state, &session, code.as_deref(), about).await;
    }
    let done = act(&state, &session, &fields).await.map(|()| format!("{PAGE}?xong=1"));
    match outcome(done, fields, &session)? {
        Outcome::Go(there) => Ok(there),
        Outcome::Again(attempt) => {
            let about = Shown { attempt: Some(*attempt), refused: true, ..Shown::default() };
            rules_page(&state, &session, code.as_deref(), about).await
        }
    }
}

async fn act(state: &WebState, session: &Session, fields: &Fields) -> Result<(), AppError> {
    let (app, current, origin) = (&state.app, &session.current, session.origin.as_str());
    let code = fields.filled("luat");
    match fields.text("viec") {
        "quy-tac" => app.put_rule(current, code, &typed(fields)?, origin).await,
        "bat" => app.set_rule_active(current, fields.text("luat"), fields.text("bat") == "1", origin).await,
        "xoa" => app.remove_rule(current, fields.text("luat"), origin).await,
        "chung" => app.reset_rules(current, origin).await,
        _ => Err(AppError::NotFound),
    }
}

/// The rule a form describes, without a name.
fn typed(fields: &Fields) -> Result<UrgingRule, AppError> {
    let missing = |field| AppError::refused_at(field, "hãy chọn một mục", "choose one");
    let trigger = Trigger::from_code(fields.text("tu")).ok_or_else(|| missing("tu"))?;
    let days = |name: &'static str| match fields.text(name) {
        "" => Ok(0),
        text => text.parse::<u16>().map_err(|_| {
            AppError::refused_at(
                name,
                format!("“{text}” không phải số ngày; hãy nhập số nguyên từ 1 đến {FURTHEST}"),
                format!("“{text}” is no number of days; give a whole number from 1 to {FURTHEST}"),
            )
        }),
    };
    let count = days("so-ngay")?;
    let offset = match (fields.text("luc"), count) {
        ("dung", 0) => 0,
        ("dung", _) => {
            return Err(AppError::refused_at(
                "so-ngay",
                "nhắc đúng ngày thì để trống số ngày; hoặc chọn trước, sau",
                "to remind on the day leave the number empty; or choose before or after",
            ));
        }
        (_, 0) => {
            return Err(AppError::refused_at(
                "so-ngay",
                "hãy nhập số ngày trước hoặc sau, ví dụ 5; nhắc đúng ngày thì chọn “đúng ngày”",
                "give the number of days before or after, such as 5; or choose on the day",
            ));
        }
        ("truoc", count) => -i32::from(count),
        (_, count) => i32::from(count),
    };
    let repeat = days("lap")?;
    Ok(UrgingRule {
        code: String::new(),
        trigger,
        offset,
        counting: Counting::from_code(fields.text("dem")).ok_or_else(|| missing("dem"))?,
        repeat_every: (repeat > 0).then_some(repeat),
        recipients: fields.all("ai").filter_map(Recipient::from_code).collect(),
        channel: Channel::from_code(fields.text("gui")).ok_or_else(|| missing("gui"))?,
        digest: fields.filled("gop").and_then(DigestSpan::from_code),
    })
}

/// What a page shows beside the rules.
#[derive(Default)]
struct Shown {
    attempt: Option<Attempt>,
    trial: Option<Trial>,
    /// The trial is of the rule in the form alone.
    alone: bool,
    refused: bool,
    done: bool,
}

async fn rules_page(
    state: &WebState,
    session: &Session,
    code: Option<&str>,
    about: Shown,
) -> Result<Response, WebError> {
    let lang = session.chrome(Section::Organisation).lang;
    let set = state.app.reminder_rules(&session.current).await?;
    let editing = match code {
        Some(code) => {
            let found = set.rules.iter().map(|(rule, _)| rule).find(|rule| rule.code == code);
            Some(found.ok_or(WebError::NotFound)?)
        }
        None => None,
    };
    let elsewhere = |attempt: &&Attempt| attempt.fields.text("viec") != "quy-tac";
    let refused = about.attempt.as_ref().filter(elsewhere).map(|attempt| Block::Refused(attempt.words().to_owned()));
    let mut blocks: Vec<Block> = refused.into_iter().collect();
    let (table, form) = (Block::Table(rules_table(&set, lang)), rule_form(editing, about.attempt.as_ref(), lang));
    let form = Block::Form(Box::new(form));
    let trial = about.trial.map(|trial| {
        [Block::Table(trial_table(&trial, &set, about.alone, lang)), Block::Note(trial_note(&trial, lang))]
    });
    let trial = trial.into_iter().flatten();
    // What is being changed or tried comes first.
    if editing.is_some() || about.attempt.is_some() {
        blocks.extend([form].into_iter().chain(trial).chain([table]));
    } else {
        blocks.extend([table, form].into_iter().chain(trial));
    }
    if set.own {
        let words = say(lang, "Trở về bộ quy tắc chung", "Back to the usual rules");
        let hint = say(
            lang,
            "Bộ quy tắc riêng của cơ quan sẽ bị bỏ; nhật ký vẫn giữ nội dung cũ.",
            "The agency’s own rules are dropped; the audit log keeps what they were.",
        );
        blocks.push(Block::Form(Box::new(Form::new("chung", words, words, None).remark(hint))));
    }
    blocks.push(history_link("rule-", None, lang));
    let content = Content {
        title: say(lang, "Quy tắc nhắc việc", "Rules of reminding").to_owned(),
        intro: intro(set.own, lang).to_owned(),
        blocks,
    };
    shown(session, PAGE, content, about.done, about.refused)
}

fn intro(own: bool, lang: Language) -> &'static str {
    if own {
        say(
            lang,
            "Bộ quy tắc riêng của cơ quan. Mỗi sáng từ 6 giờ, ai đến lượt thì được nhắc một lần.",
            "The agency’s own rules. From 6 o’clock each morning whoever’s turn it is is reminded once.",
        )
    } else {
        say(
            lang,
            "Đang theo bộ quy tắc chung; thay đổi đầu tiên biến nó thành bộ quy tắc riêng của cơ quan.",
            "The usual rules hold; the first change makes them the agency’s own.",
        )
    }
}

fn rules_table(set: &RulesShown, lang: Language) -> Table {
    let rows = set.rules.iter().map(|(rule, active)| {
        let words = rule_words(rule, lang);
        let button = |viec: &str, label: &str, more: Option<(&'static str, String)>| Button {
            hidden: [("viec", viec.to_owned()), ("luat", rule.code.clone())].into_iter().chain(more).collect(),
            words: label.to_owned(),
            about: words.clone(),
        };
        let switch = if *active {
            button("bat", say(lang, "Tắt", "Turn off"), Some(("bat", "0".to_owned())))
        } else {
            button("bat", say(lang, "Bật", "Turn on"), Some(("bat", "1".to_owned())))
        };
        let remove = button("xoa", say(lang, "Xóa", "Remove"), None);
        let state = if *active { say(lang, "Đang bật", "On") } else { say(lang, "Đang tắt", "Off") };
        vec![
            Cell::link(words.clone(), format!("{PAGE}?luat={}", crate::error::percent_encoded(&rule.code))),
            Cell::text(recipients_words(rule, lang)),
            Cell::text(channel_words(rule.channel, rule.digest, lang)),
            Cell::text(state),
            Cell { buttons: vec![switch, remove], ..Cell::default() },
        ]
    });
    let heads = [
        say(lang, "Khi nào (bấm để sửa)", "When (press to change)"),
        say(lang, "Nhắc ai", "Whom"),
        say(lang, "Gửi", "By"),
        say(lang, "Áp dụng", "In force"),
        "",
    ];
    Table {
        title: say(lang, "Các quy tắc", "The rules").to_owned(),
        heads: heads.map(str::to_owned).to_vec(),
        rows: rows.collect(),
        ..Table::default()
    }
}

fn rule_form(rule: Option<&UrgingRule>, attempt: Option<&Attempt>, lang: Language) -> Form {
    let title = match rule {
        Some(rule) => format!("{}: {}", say(lang, "Sửa quy tắc", "Change the rule"), rule_words(rule, lang)),
        None => say(lang, "Thêm quy tắc", "Add a rule").to_owned(),
    };
    let options = |codes: Vec<(&str, &str)>| -> Vec<(String, String)> {
        codes.into_iter().map(|(code, words)| (code.to_owned(), words.to_owned())).collect()
    };
    let offset = rule.map_or(-5, |rule| rule.offset);
    let when = match offset {
        ..0 => "truoc",
        0 => "dung",
        _ => "sau",
    };
    let number = |days: u32| if days == 0 { String::new() } else { days.to_string() };
    let repeat = rule.and_then(|rule| rule.repeat_every).map_or_else(String::new, |every| number(u32::from(every)));
    let counting = rule.map_or(Counting::Working, |rule| rule.counting);
    let triggers = Trigger::ALL.iter().map(|one| (one.code(), from_words(*one, lang))).collect();
    let people = Recipient::ALL.iter().map(|one| (one.code(), recipient_words(*one, lang))).collect();
    let moments = vec![
        ("truoc", say(lang, "trước ngày ấy", "before it")),
        ("dung", say(lang, "đúng ngày ấy", "on the day")),
        ("sau", say(lang, "sau ngày ấy", "after it")),
    ];
    let days = vec![
        ("working", say(lang, "ngày làm việc", "working days")),
        ("calendar", say(lang, "ngày lịch", "calendar days")),
    ];
    let channels = Channel::ALL.iter().map(|one| (one.code(), channel_words(*one, None, lang)));
    let gathered = vec![
        ("", say(lang, "từng thư một", "one by one")),
        ("day", say(lang, "gộp thành bản tổng hợp trong ngày", "in the day’s digest")),
        ("week", say(lang, "gộp thành bản tổng hợp sáng thứ Hai", "in Monday’s digest")),
    ];
    let chosen: Vec<&str> = rule
        .map_or_else(|| vec![Recipient::Officer.code()], |rule| rule.recipients.iter().map(|one| one.code()).collect());
    let form = Form::new("quy-tac", &title, say(lang, "Lưu quy tắc", "Save the rule"), attempt)
        .choice(
            "tu",
            say(lang, "Tính từ", "Counted from"),
            options(triggers),
            rule.map_or(Trigger::Deadline, |rule| rule.trigger).code(),
        )
        .choice("luc", say(lang, "Nhắc vào lúc", "Remind"), options(moments), when)
        .text_opt(
            "so-ngay",
            say(lang, "Số ngày trước hoặc sau", "Days before or after"),
            &number(offset.unsigned_abs()),
        )
        .choice("dem", say(lang, "Đếm theo", "Counted in"), options(days), counting.code())
        .text_opt("lap", say(lang, "Nhắc lại sau mỗi (ngày)", "Again every (days)"), &repeat)
        .hint(say(lang, "Để trống: chỉ nhắc một lần.", "Empty: once only."))
        .choice(
            "gui",
            say(lang, "Cách gửi", "By which way"),
            channels.map(|(code, words)| (code.to_owned(), words)).collect(),
            rule.map_or(Channel::AsChosen, |rule| rule.channel).code(),
        )
        .choice(
            "gop",
            say(lang, "Thư", "Mails"),
            options(gathered),
            rule.and_then(|rule| rule.digest).map_or("", DigestSpan::code),
        )
        .ticks_set("ai", say(lang, "Nhắc ai", "Whom"), options(people), &chosen)
        .also("xem-truoc", say(lang, "Xem trước, chưa lưu", "Try, without saving"));
    match rule {
        Some(rule) => form.hidden("luat", rule.code.clone()).opened(),
        None => form,
    }
}

fn trial_table(trial: &Trial, set: &RulesShown, alone: bool, lang: Language) -> Table {
    let title = match (alone, lang) {
        (true, Language::Vietnamese) => format!("Xem trước riêng quy tắc này: {DAYS_AHEAD} ngày tới"),
        (true, Language::English) => format!("This rule alone, the next {DAYS_AHEAD} days"),
        (false, Language::Vietnamese) => format!("Ai sẽ được nhắc việc gì trong {DAYS_AHEAD} ngày tới"),
        (false, Language::English) => format!("Who will be reminded of what, the next {DAYS_AHEAD} days"),
    };
    let words = |line: &TrialLine| {
        let rule = set.rules.iter().map(|(rule, _)| rule).find(|rule| rule.code == line.rule);
        rule.filter(|_| !alone).map_or_else(String::new, |rule| rule_words(rule, lang))
    };
    let rows = trial.lines.iter().map(|line| {
        let (task, code, statement) = &line.task;
        vec![
            Cell::text(show::date(line.on)),
            Cell::text(line.person.clone()).noted(recipient_words(line.recipient, lang)),
            Cell::link(format!("{code}. {statement}"), format!("/nhiem-vu/{task}")).noted(words(line)),
            Cell::text(way_words(line.way, lang)),
        ]
    });
    let heads = [
        say(lang, "Ngày", "Day"),
        say(lang, "Người được nhắc", "Who"),
        say(lang, "Nhiệm vụ", "Task"),
        say(lang, "Nhận qua", "By"),
    ];
    Table {
        title,
        heads: heads.map(str::to_owned).to_vec(),
        rows: rows.collect(),
        empty: format!(
            "{} {}.",
            say(lang, "Không ai được nhắc từ nay đến hết ngày", "Nobody is reminded until"),
            show::date(trial.to)
        ),
    }
}

fn trial_note(trial: &Trial, lang: Language) -> String {
    let more = match (trial.more, lang) {
        (0, _) => String::new(),
        (more, Language::Vietnamese) => format!(" Còn {more} lần nhắc không nêu ở đây."),
        (more, Language::English) => format!(" {more} more are not shown."),
    };
    let note = say(
        lang,
        "Tính theo tình trạng nhiệm vụ hôm nay; việc xong trước đó thì không nhắc nữa.",
        "From the tasks as they stand today; what is finished before is not reminded of.",
    );
    format!("{note}{more}")
}

fn way_words(way: Way, lang: Language) -> &'static str {
    match way {
        Way::None => say(lang, "không nhận được (chưa có tài khoản hoặc đã tắt loại tin này)", "does not reach them"),
        Way::Application => say(lang, "trong phần mềm", "in the application"),
        Way::Mail => say(lang, "trong phần mềm, qua thư", "in the application, by mail"),
        Way::Digest => say(lang, "trong phần mềm, thư tổng hợp", "in the application, in a digest"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Fields {
        let usual = [("tu", "deadline"), ("dem", "working"), ("gui", "as_chosen"), ("ai", "officer")];
        Fields::of(pairs.iter().chain(&usual).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn a_form_becomes_a_rule() {
        let rule = typed(&form(&[("luc", "truoc"), ("so-ngay", "5"), ("gop", "week"), ("ai", "leader")])).unwrap();
        assert_eq!((rule.offset, rule.repeat_every, rule.digest), (-5, None, Some(DigestSpan::Week)));
        assert_eq!(rule.recipients, [Recipient::Leader, Recipient::Officer]);
        let rule = typed(&form(&[("luc", "sau"), ("so-ngay", "1"), ("lap", "7")])).unwrap();
        assert_eq!((rule.offset, rule.repeat_every), (1, Some(7)));
        assert_eq!(typed(&form(&[("luc", "dung")])).unwrap().offset, 0);
    }

    #[test]
    fn what_is_wrong_is_told_at_its_field() {
        let refused = |pairs: &[(&str, &str)]| match typed(&form(pairs)) {
            Err(AppError::RefusedAt { field, .. }) => field,
            other => panic!("{other:?}"),
        };
        assert_eq!(refused(&[("luc", "truoc"), ("so-ngay", "năm")]), "so-ngay");
        assert_eq!(refused(&[("luc", "truoc"), ("so-ngay", "-5")]), "so-ngay");
        assert_eq!(refused(&[("luc", "sau")]), "so-ngay");
        assert_eq!(refused(&[("luc", "dung"), ("so-ngay", "3")]), "so-ngay");
        assert_eq!(refused(&[("luc", "sau"), ("so-ngay", "1"), ("lap", "1,5")]), "lap");
        assert_eq!(refused(&[("tu", "x")]), "tu");
    }
}
