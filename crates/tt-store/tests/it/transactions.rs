//! What a transaction keeps, shows and forbids.

use tt_store::{StoreError, agencies, documents};
use tt_testkit::{agency, on_each_engine};

use crate::fixtures::decision;

#[tokio::test]
async fn dropped_transaction_leaves_nothing() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        agency(&mut tx, "SCT").await;
        drop(tx);
        let mut tx = test.db.begin_write().await.unwrap();
        assert_eq!(agencies::list(&mut tx).await.unwrap(), []);
        agency(&mut tx, "SNV").await;
        tx.rollback().await.unwrap();
        let mut tx = test.db.begin_write().await.unwrap();
        agency(&mut tx, "VP").await;
        tx.commit().await.unwrap();
        let mut tx = test.db.begin_read().await.unwrap();
        let symbols: Vec<_> = agencies::list(&mut tx).await.unwrap().into_iter().map(|agency| agency.symbol).collect();
        assert_eq!(symbols, ["VP"]);
    })
    .await;
}

#[tokio::test]
async fn reader_sees_one_state_while_another_writes() {
    on_each_engine(async |test| {
        let mut reader = test.db.begin_read().await.unwrap();
        assert_eq!(agencies::list(&mut reader).await.unwrap().len(), 0);
        let mut writer = test.db.begin_write().await.unwrap();
        agency(&mut writer, "SCT").await;
        assert_eq!(agencies::list(&mut reader).await.unwrap().len(), 0);
        writer.commit().await.unwrap();
        assert_eq!(agencies::list(&mut reader).await.unwrap().len(), 0, "still the state it began with");
        drop(reader);
        let mut reader = test.db.begin_read().await.unwrap();
        assert_eq!(agencies::list(&mut reader).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn reader_cannot_write() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        tx.commit().await.unwrap();
        let mut tx = test.db.begin_read().await.unwrap();
        let refused = documents::ensure(&mut tx, &decision(sct, "1/QĐ-UBND", "2019")).await;
        assert!(matches!(refused, Err(StoreError::Sql(_))), "{refused:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn same_document_named_at_once_is_one_record() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        tx.commit().await.unwrap();
        let writers: Vec<_> = (0..8)
            .map(|_| {
                let db = test.db.clone();
                tokio::spawn(async move {
                    let mut tx = db.begin_write().await.unwrap();
                    let (id, _) = documents::ensure(&mut tx, &decision(sct, "9/QĐ-UBND", "2019")).await.unwrap();
                    tx.commit().await.unwrap();
                    id
                })
            })
            .collect();
        let mut ids = Vec::new();
        for writer in writers {
            ids.push(writer.await.unwrap());
        }
        ids.dedup();
        assert_eq!(ids.len(), 1);
    })
    .await;
}
