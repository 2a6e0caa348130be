//! Templates: every one that comes with the program renders on real records and on none, an agency's own is taken only
//! when it renders, and what is wrong is told at its line.

use std::collections::BTreeSet;

use jiff::civil::date;
use tt_app::App;
use tt_app::templates::{GeneratedSection, generate, shipped};
use tt_domain::composing::{Body, Inline, InlineShows};
use tt_domain::organisation::NewAgency;
use tt_domain::report::Report;
use tt_store::{agencies, reports};
use tt_testkit::{TestDb, on_each_engine};

use super::{REPORT, import, open};

/// The words of sections, chips by their codes, a line for each block.
fn words(sections: &[GeneratedSection]) -> String {
    let inline = |inline: &Inline| match &inline.shows {
        InlineShows::Text(text) => text.clone(),
        InlineShows::Chip { chip, .. } => format!("[[{chip}]]"),
        InlineShows::NoteMark(number) => format!("^{number}"),
    };
    let flow = |inlines: &[Inline]| inlines.iter().map(inline).collect::<String>();
    let mut lines = Vec::new();
    for section in sections {
        lines.push(format!("%% {} | {}", section.key, section.title));
        for block in &section.blocks {
            lines.push(match &block.body {
                Body::Flow(inlines) => flow(inlines),
                Body::Grid(rows) => {
                    let row = |row: &Vec<Vec<Inline>>| row.iter().map(|cell| flow(cell)).collect::<Vec<_>>().join(" | ");
                    rows.iter().map(row).collect::<Vec<_>>().join("\n")
                }
            });
        }
    }
    lines.join("\n")
}

async fn real_report(app: &App, db: &TestDb) -> Report {
    import(app, REPORT).await;
    let mut tx = db.db.begin_read().await.unwrap();
    let agency = agencies::find_by_symbol(&mut tx, "SCT").await.unwrap().unwrap();
    reports::find(&mut tx, agency.id, 2019).await.unwrap().unwrap()
}

async fn generated(db: &TestDb, report: &Report, template: &str) -> Vec<GeneratedSection> {
    let mut tx = db.db.begin_read().await.unwrap();
    let agency = agencies::get(&mut tx, report.agency).await.unwrap();
    match generate(&mut tx, &agency, report, template, date(2019, 12, 31)).await {
        Ok(sections) => sections,
        Err(error) => panic!("{template}: {}", error.message().vi),
    }
}

#[tokio::test]
async fn every_shipped_template_renders_on_the_real_report_and_on_an_agency_without_records() {
    on_each_engine(async |db| {
        let app = open(db).await;
        let report = real_report(&app, db).await;
        let mut tx = db.db.begin_write().await.unwrap();
        let bare = NewAgency { symbol: "STP".to_owned(), name: "Sở Tư pháp".to_owned(), ..NewAgency::default() };
        let bare = agencies::insert(&mut tx, &bare).await.unwrap();
        tx.commit().await.unwrap();
        let empty = Report { agency: bare, regime: None, ..report.clone() };
        for template in shipped::ALL {
            for of in [&report, &empty] {
                let sections = generated(db, of, template.name).await;
                if std::env::var("SHOW").is_ok() {
                    println!("=== {}\n{}\n", template.name, words(&sections));
                }
                assert!(!sections.is_empty(), "{}", template.name);
                let keys: BTreeSet<&str> = sections.iter().map(|one| one.key.as_str()).collect();
                assert_eq!(keys.len(), sections.len(), "{}: every section has a key of its own", template.name);
                for section in &sections {
                    let origins: BTreeSet<_> = section.blocks.iter().map(|block| block.origin.as_deref()).collect();
                    assert!(!origins.contains(&None) && origins.len() == section.blocks.len(), "{section:?}");
                }
                let text = words(&sections);
                for wrong in ["  ", " ,", " .", "()", "“”", "none", "..", "{{", "{%"] {
                    assert!(!text.contains(wrong), "{}: {wrong:?} in\n{text}", template.name);
                }
            }
        }
    })
    .await;
}
