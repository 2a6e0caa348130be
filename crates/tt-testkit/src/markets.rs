//! A register of very many rural markets (chợ), made evenly, for benches.

#![expect(clippy::unwrap_used, reason = "a bench that cannot make its data has to stop")]

use jiff::Timestamp;
use jiff::civil::{Date, date};
use tt_domain::calendar::days_after;
use tt_domain::id::EntryId;
use tt_domain::register::matching::words_of;
use tt_domain::register::{EntryAt, Mark, Register, StageChange, Standing, Value};
use tt_store::entries::{NewEntry, Recording};
use tt_store::{Tx, entries};

use crate::TestDb;

/// The day values are read on.
const TODAY: Date = date(2019, 12, 31);
/// Entries put in one transaction.
const BATCH: usize = 5_000;

/// Adds that many markets with seven values and up to four dated stages each to a register made from the preset `cho`.
pub async fn fill(test: &TestDb, register: &Register, count: usize) {
    let recording = Recording { by: None, at: Timestamp::UNIX_EPOCH, import: None };
    for batch in (0..count).step_by(BATCH) {
        let mut tx = test.db.begin_write().await.unwrap();
        for number in batch..(batch + BATCH).min(count) {
            add(&mut tx, register, number, recording).await;
        }
        tx.commit().await.unwrap();
    }
}

async fn add(tx: &mut Tx, register: &Register, number: usize, recording: Recording) {
    let since = date(2017, 1, 1);
    let of = |list: &[&str]| (*list.get(number % list.len()).unwrap()).to_owned();
    let typed = [
        ("ten", format!("Chợ {number}")),
        ("dia-ban", format!("xã {}, huyện {}", number % 997, number % 11)),
        ("khu-vuc", of(&["nong-thon", "nong-thon", "do-thi"])),
        ("hang", of(&["hang-1", "hang-2", "hang-3", "hang-3", "hang-3"])),
        ("don-vi-quan-ly", format!("Hợp tác xã {}", number % 500)),
        ("dien-tich", format!("{},{}", number % 20_000, number % 10)),
        ("tong-von", format!("{}", number * 7919 % 10_000)),
    ];
    let values = typed.iter().map(|(code, text)| {
        let field = register.field_by_code(code).unwrap();
        (field.id, Value::read(&field.spec.kind, text, TODAY).unwrap().unwrap().0)
    });
    let at = EntryAt { id: EntryId(0), values: values.collect(), standing: Standing::default() };
    let new = NewEntry {
        register: register.id,
        since,
        words: words_of(register, &at),
        source_document: None,
        source_sentence: None,
    };
    let id = entries::insert(tx, &new, recording).await.unwrap();
    for (field, value) in &at.values {
        entries::set_value(tx, id, *field, Some(value), since, recording).await.unwrap();
    }
    let day = |days: usize| days_after(since, i32::try_from(days).unwrap());
    let steps = [
        ("giao", Mark::Done, number % 400),
        ("dinh-gia", if number.is_multiple_of(7) { Mark::Blocked } else { Mark::Done }, 400 + number % 100),
        ("xay-dung", Mark::Begun, 500 + number % 100),
        ("xay-dung", Mark::Done, 700 + number % 300),
    ];
    let steps = steps.iter().take(number % 5).map(|(code, mark, days)| StageChange {
        stage: register.stage_by_code(code).unwrap().id,
        mark: *mark,
        day: day(*days),
        exact: true,
        document: None,
        note: String::new(),
    });
    let steps: Vec<StageChange> = steps.collect();
    for step in &steps {
        entries::add_change(tx, id, step, recording).await.unwrap();
    }
    entries::set_spans(tx, register, id, since, &steps).await.unwrap();
}
