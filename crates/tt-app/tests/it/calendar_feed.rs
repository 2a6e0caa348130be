//! The calendar others subscribe to, read line by line as RFC 5545 has it, by nothing of what wrote it.

use std::collections::BTreeSet;

use jiff::civil::date;
use tt_app::AppError;
use tt_domain::notice::Digest;
use tt_testkit::TestDb;

use super::reminding::{add_tasks, officer};
use super::{REPORT, import, open};

/// Name, parameters and value of each line, unfolded (3.1); fails on what no reader has to take.
fn lines(feed: &str) -> Vec<(String, String, String)> {
    assert!(feed.ends_with("\r\n") && !feed.replace("\r\n", "").contains(['\r', '\n']), "lines end with CRLF");
    for line in feed.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
    }
    let unfolded = feed.replace("\r\n ", "").replace("\r\n\t", "");
    unfolded
        .split_terminator("\r\n")
        .map(|line| {
            let (name, value) = line.split_once(':').unwrap_or_else(|| panic!("no value: {line}"));
            let (name, parameters) = name.split_once(';').unwrap_or((name, ""));
            assert!(name.chars().all(|c| c.is_ascii_uppercase() || c == '-'), "{name}");
            (name.to_owned(), parameters.to_owned(), value.to_owned())
        })
        .collect()
}

/// A text value as it was before it was escaped (3.3.11).
fn text(value: &str) -> String {
    value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
}

#[tokio::test]
async fn every_open_task_has_an_entry_on_its_day_that_any_reader_understands() {
    let db = TestDb::sqlite().await;
    let app = open(&db).await;
    import(&app, REPORT).await;
    let hoa = officer(&app, "hoa", Digest::Never).await;
    add_tasks(&db, &hoa, &[hoa.user.person.unwrap()], 3, date(2026, 11, 20)).await;
    let token = app.open_calendar(&hoa, "127.0.0.1").await.unwrap();
    let feed = app.calendar_feed(&token).await.unwrap();
    let lines = lines(&feed);

    let mut open_parts = Vec::new();
    let (mut events, mut alarms, mut stamps) = (0, 0, 0);
    let (mut names, mut days, mut said) = (BTreeSet::new(), Vec::new(), Vec::new());
    for (name, parameters, value) in &lines {
        match (name.as_str(), open_parts.last().copied()) {
            ("BEGIN", _) => {
                events += u32::from(value == "VEVENT");
                alarms += u32::from(value == "VALARM");
                open_parts.push(value.as_str());
            }
            ("END", part) => {
                assert_eq!(part, Some(value.as_str()), "parts are closed in order");
                open_parts.pop();
            }
            ("DTSTAMP", Some("VEVENT")) => stamps += 1,
            ("UID", Some("VEVENT")) => assert!(names.insert(value.clone()), "{value} twice"),
            ("DTSTART", Some("VEVENT")) => days.push((parameters.clone(), value.clone())),
            ("SUMMARY", Some("VEVENT")) => said.push(text(value)),
            ("TRIGGER", part) => assert_eq!((part, value.as_str()), (Some("VALARM"), "-PT57600S")),
            _ => {}
        }
    }
    assert!(open_parts.is_empty());
    assert_eq!(lines.first().map(|line| line.2.as_str()), Some("VCALENDAR"));
    for needed in ["VERSION", "PRODID"] {
        assert!(lines.iter().any(|line| line.0 == needed), "{needed}");
    }
    assert_eq!((events, alarms, stamps, names.len()), (3, 3, 3, 3));
    assert!(days.iter().all(|day| *day == ("VALUE=DATE".to_owned(), "20261120".to_owned())), "{days:?}");
    assert!(said.iter().any(|one| one.contains("Rà soát chợ số 1")), "{said:?}");

    app.close_calendar(&hoa, "127.0.0.1").await.unwrap();
    assert!(matches!(app.calendar_feed(&token).await, Err(AppError::NotFound)));
    app.close().await;
}
