//! The outbox: a message is claimed by one, marked by whom holds the claim, and kept once for its occasion.

use jiff::SignedDuration;
use tt_domain::id::AgencyId;
use tt_domain::outgoing::{Channel, NewOutgoing, OutgoingState};
use tt_store::{Db, job_runs, outbox};
use tt_testkit::{agency, on_each_engine};

use crate::fixtures::instant;

fn message(agency: AgencyId, occasion: &str) -> NewOutgoing {
    NewOutgoing {
        agency,
        channel: Channel::Email,
        user: None,
        webhook: None,
        recipient: "Nguyễn Thị Hoa".to_owned(),
        address: "hoa@sct.test".to_owned(),
        subject: "Sắp đến hạn".to_owned(),
        body: "Kính gửi đồng chí".to_owned(),
        html: None,
        message_id: format!("{occasion}@sct.test"),
        dedupe_key: occasion.to_owned(),
        created_at: instant(0),
    }
}

async fn fill(db: &Db, count: u32) -> AgencyId {
    let mut tx = db.begin_write().await.unwrap();
    let sct = agency(&mut tx, "SCT").await;
    for n in 0..count {
        assert!(outbox::add(&mut tx, &message(sct, &format!("dip-{n}"))).await.unwrap());
    }
    tx.commit().await.unwrap();
    sct
}

#[tokio::test]
async fn one_occasion_gives_one_message() {
    on_each_engine(async |test| {
        let sct = fill(&test.db, 1).await;
        let mut tx = test.db.begin_write().await.unwrap();
        assert!(!outbox::add(&mut tx, &message(sct, "dip-0")).await.unwrap());
        assert_eq!(outbox::page(&mut tx, sct, None, None, 10).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_claimers_each_message_has_one() {
    on_each_engine(async |test| {
        fill(&test.db, 200).await;
        let claimers: Vec<_> = (0..8)
            .map(|n| {
                let db = test.db.clone();
                tokio::spawn(async move {
                    let (by, mut mine) = (format!("p{n}"), Vec::new());
                    loop {
                        let mut tx = db.begin_write().await.unwrap();
                        let (now, until) = (instant(10), instant(310));
                        let some = outbox::claim(&mut tx, &by, Channel::Email, now, until, 7).await.unwrap();
                        tx.commit().await.unwrap();
                        if some.is_empty() {
                            return mine;
                        }
                        mine.extend(some.into_iter().map(|message| message.id));
                    }
                })
            })
            .collect();
        let mut all = Vec::new();
        for claimer in claimers {
            all.extend(claimer.await.unwrap());
        }
        assert_eq!(all.len(), 200);
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 200);
    })
    .await;
}

#[tokio::test]
async fn a_claim_that_ran_out_is_taken_over_and_its_holder_marks_nothing() {
    on_each_engine(async |test| {
        let sct = fill(&test.db, 1).await;
        let mut tx = test.db.begin_write().await.unwrap();
        let claim = async |tx: &mut _, by, at| {
            let now = instant(at);
            let until = now + SignedDuration::from_secs(100);
            outbox::claim(tx, by, Channel::Email, now, until, 10).await.unwrap()
        };
        let first = claim(&mut tx, "a", 10).await;
        assert_eq!(first.len(), 1);
        assert!(claim(&mut tx, "b", 50).await.is_empty(), "it is claimed");
        let second = claim(&mut tx, "b", 110).await;
        assert_eq!(second.first().map(|message| message.attempts), Some(2));
        let message = first.first().unwrap();
        assert!(!outbox::record_sent(&mut tx, message, "a", instant(120)).await.unwrap());
        let state = outbox::get(&mut tx, sct, message.id).await.unwrap().state;
        assert_eq!(state, OutgoingState::Sending, "the late result changes nothing");
        let again = Some(instant(500));
        assert!(
            outbox::record_failure(&mut tx, second.first().unwrap(), "b", instant(130), "451", again).await.unwrap()
        );
        assert!(claim(&mut tx, "c", 499).await.is_empty(), "it waits");
        let third = claim(&mut tx, "c", 500).await;
        assert!(outbox::record_sent(&mut tx, third.first().unwrap(), "c", instant(501)).await.unwrap());
        let tries = outbox::attempts(&mut tx, message.id).await.unwrap();
        let told: Vec<_> = tries.iter().map(|a| (a.by.as_str(), a.attempt, a.state)).collect();
        let (sent, failed) = (OutgoingState::Sent, OutgoingState::Failed);
        assert_eq!(told, [("a", 1, sent), ("b", 2, failed), ("c", 3, sent)]);
        assert!(outbox::try_again(&mut tx, sct, message.id, instant(600)).await.is_err(), "what is sent stays sent");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_days_work_is_done_by_one() {
    on_each_engine(async |test| {
        let sct = fill(&test.db, 0).await;
        let day = jiff::civil::date(2026, 11, 23);
        let workers: Vec<_> = (0..6)
            .map(|_| {
                let db = test.db.clone();
                tokio::spawn(async move {
                    let mut tx = db.begin_write().await.unwrap();
                    let mine = job_runs::claim(&mut tx, "remind", sct, day, instant(1)).await.unwrap();
                    tx.commit().await.unwrap();
                    mine
                })
            })
            .collect();
        let mut done = 0;
        for worker in workers {
            done += usize::from(worker.await.unwrap());
        }
        assert_eq!(done, 1);
        let mut tx = test.db.begin_read().await.unwrap();
        assert_eq!(job_runs::last(&mut tx, "remind", sct).await.unwrap(), Some((day, instant(1))));
    })
    .await;
}
