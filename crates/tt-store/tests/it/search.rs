//! Search: what is found, in which order, by page, and that the index follows the records.

use tt_domain::id::{AgencyId, TaskId};
use tt_store::search::{Entry, EntryKind, Hit, Place, Query};
use tt_store::{Tx, documents, search};
use tt_testkit::{agency, on_each_engine};

use crate::fixtures::decision;

fn task(agency: AgencyId, object: i64, title: &str, body: &str) -> Entry {
    Entry {
        agency,
        kind: EntryKind::Task,
        object,
        part: 0,
        task: Some(TaskId(object)),
        title: title.to_owned(),
        body: body.to_owned(),
        number: Some(title.to_owned()),
        date: Some("2019-12-31".to_owned()),
    }
}

async fn find(tx: &mut Tx, query: &str, agencies: &[AgencyId]) -> Vec<(i64, bool)> {
    let hits = search::page(tx, &Query::parse(query), agencies, None, 50).await.unwrap();
    hits.into_iter().map(|hit| (hit.entry.object, hit.exact)).collect()
}

#[tokio::test]
async fn what_is_written_so_comes_before_what_only_folds_alike() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let entries = [
            task(sct, 1, "NV1", "Đẩy mạnh cho vay nông nghiệp"),
            task(sct, 2, "NV2", "Xây dựng 13 chợ tại các xã nông thôn"),
            task(sct, 3, "NV3", "Quản lý chợ nông thôn, chợ đầu mối"),
            task(sct, 4, "Chợ nông thôn", "Danh mục"),
            task(sct, 5, "NV5", "Thủy điện"),
            task(sct, 6, "NV6", "Tin nhan cho nong thon moi"),
        ];
        for entry in &entries {
            search::put(&mut tx, entry).await.unwrap();
        }
        let all = find(&mut tx, "chợ nông thôn", &[sct]).await;
        // The phrase in the title, the phrase, the words, and last what folds alike.
        assert_eq!(all, [(4, true), (3, true), (2, true), (6, false)]);
        assert_eq!(find(&mut tx, "\"chợ tại các xã\"", &[sct]).await, [(2, true)]);
        assert_eq!(find(&mut tx, "dien", &[sct]).await, [(5, false)]);
        assert_eq!(find(&mut tx, "điện", &[sct]).await, [(5, true)]);
        assert_eq!(find(&mut tx, "ĐẦU MỐI", &[sct]).await, [(3, true)]);
        assert_eq!(find(&mut tx, "thủy đi", &[sct]).await, [(5, true)], "the last word may go on");
        assert_eq!(find(&mut tx, "thủy đi ", &[sct]).await, []);
        assert_eq!(find(&mut tx, "tiêu-đề:chợ", &[sct]).await, [(4, true)]);
        assert_eq!(find(&mut tx, "chợ so:nv2 ", &[sct]).await, [(2, true),]);
        assert_eq!(find(&mut tx, "' OR :* & | ! \\ ) (", &[sct]).await, []);
        assert_eq!(find(&mut tx, "", &[sct]).await, []);
    })
    .await;
}

#[tokio::test]
async fn a_search_keeps_to_its_agencies_kinds_and_years() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let (sct, snv) = (agency(&mut tx, "SCT").await, agency(&mut tx, "SNV").await);
        search::put(&mut tx, &task(sct, 1, "NV1", "Kế hoạch năm")).await.unwrap();
        search::put(&mut tx, &task(snv, 2, "NV1", "Kế hoạch năm")).await.unwrap();
        let plan = tt_domain::document::NewDocument {
            kind: Some("Kế hoạch".to_owned()),
            ..decision(sct, "24/KH-SCT", "2018-02-15")
        };
        let document = documents::ensure(&mut tx, &plan).await.unwrap().0.0;
        let kinds = async |tx: &mut Tx, query: &str, agencies: &[AgencyId]| {
            let hits = search::page(tx, &Query::parse(query), agencies, None, 50).await.unwrap();
            hits.into_iter().map(|hit| (hit.entry.kind, hit.entry.object)).collect::<Vec<_>>()
        };
        let (task, paper) = (EntryKind::Task, EntryKind::Document);
        assert_eq!(kinds(&mut tx, "kế hoạch", &[sct]).await, [(paper, document), (task, 1)]);
        assert_eq!(kinds(&mut tx, "kế hoạch", &[sct, snv]).await, [(paper, document), (task, 2), (task, 1)]);
        assert_eq!(kinds(&mut tx, "kế hoạch", &[]).await, []);
        assert_eq!(kinds(&mut tx, "kế hoạch loại:nhiệm-vụ", &[sct]).await, [(task, 1)]);
        assert_eq!(kinds(&mut tx, "kind:document", &[sct, snv]).await, [(paper, document)]);
        assert_eq!(kinds(&mut tx, "loại:kế-hoạch", &[sct]).await, [(paper, document)]);
        assert_eq!(kinds(&mut tx, "loại:quyết-định", &[sct]).await, []);
        assert_eq!(kinds(&mut tx, "năm:2018 kế", &[sct]).await, [(paper, document)]);
        assert_eq!(kinds(&mut tx, "số:24/kh", &[sct]).await, [(paper, document)]);
        assert_eq!(kinds(&mut tx, "15/02/2018", &[sct]).await, [(paper, document)]);
    })
    .await;
}

#[tokio::test]
async fn pages_join_into_all_hits() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        for object in 0..30 {
            let body = ["chợ quê", "cho que", "quê có chợ", "không"][usize::try_from(object % 4).unwrap()];
            search::put(&mut tx, &task(sct, object, "NV", body)).await.unwrap();
        }
        let query = Query::parse("chợ quê");
        let whole = search::page(&mut tx, &query, &[sct], None, 100).await.unwrap();
        assert_eq!(whole.len(), 23);
        let (mut seen, mut after): (Vec<Hit>, Option<Place>) = (Vec::new(), None);
        loop {
            let page = search::page(&mut tx, &query, &[sct], after, 4).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.place.to_string().parse().unwrap());
            seen.extend(page);
        }
        assert_eq!(seen, whole);
        assert!("x.1".parse::<Place>().is_err() && "1".parse::<Place>().is_err());
    })
    .await;
}

#[tokio::test]
async fn the_index_follows_the_records() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        assert!(search::is_empty(&mut tx).await.unwrap());
        let part = |part: u32, body: &str| Entry {
            kind: EntryKind::Report,
            part,
            task: None,
            ..task(sct, 7, "Báo cáo", body)
        };
        search::replace(&mut tx, EntryKind::Report, 7, &[part(0, "thương mại"), part(1, "công nghiệp")]).await.unwrap();
        let before = search::entries(&mut tx, 0, 10).await.unwrap();
        // What says the same is left alone, what changed is written anew, what is gone goes.
        search::replace(&mut tx, EntryKind::Report, 7, &[part(0, "thương mại")]).await.unwrap();
        assert_eq!(search::entries(&mut tx, 0, 10).await.unwrap().first(), before.first());
        assert_eq!(find(&mut tx, "công nghiệp", &[sct]).await, []);
        search::replace(&mut tx, EntryKind::Report, 7, &[part(0, "năng lượng")]).await.unwrap();
        assert_eq!(find(&mut tx, "thương mại", &[sct]).await, []);
        assert_eq!(find(&mut tx, "năng lượng", &[sct]).await, [(7, true)]);

        search::put(&mut tx, &task(sct, 3, "NV3", "năng lượng")).await.unwrap();
        search::remove_task(&mut tx, TaskId(3)).await.unwrap();
        assert_eq!(find(&mut tx, "năng lượng", &[sct]).await, [(7, true)]);
        search::remove(&mut tx, EntryKind::Report, 7).await.unwrap();
        assert!(search::is_empty(&mut tx).await.unwrap());

        search::put(&mut tx, &task(sct, 4, "NV4", "năng lượng")).await.unwrap();
        search::clear(&mut tx).await.unwrap();
        assert_eq!(find(&mut tx, "năng lượng", &[sct]).await, []);
        search::put(&mut tx, &task(sct, 4, "NV4", "năng lượng")).await.unwrap();
        assert_eq!(find(&mut tx, "năng lượng", &[sct]).await, [(4, true)]);
    })
    .await;
}

#[tokio::test]
async fn words_and_texts_of_any_length_are_indexed() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let long = format!("{} {}", "đ".repeat(5000), "chợ quê ".repeat(30_000));
        search::put(&mut tx, &task(sct, 1, "NV1", &long)).await.unwrap();
        assert_eq!(find(&mut tx, "chợ quê", &[sct]).await, [(1, true)]);
        assert_eq!(find(&mut tx, &"đ".repeat(5000), &[sct]).await, [(1, true)]);
        search::put(&mut tx, &task(sct, 2, "' \\ <b>", "'::tsvector \" OR 1")).await.unwrap();
        assert_eq!(find(&mut tx, "tsvector", &[sct]).await, [(2, true)]);
    })
    .await;
}
