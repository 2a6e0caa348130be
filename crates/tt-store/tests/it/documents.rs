//! Documents: which mentions are the same document, lists, who cites one.

use tt_domain::document::NewDocument;
use tt_domain::programme::ProgrammeState;
use tt_domain::report::{Content, ReportBlock, ReportBlockKind};
use tt_domain::task::{NewTask, TaskState};
use tt_store::documents::{DocumentFilter, DocumentKey, Ensured};
use tt_store::{citations, documents, programmes, report_blocks, tasks};
use tt_testkit::{agency, on_each_engine};

use crate::fixtures::{date, decision, report};

#[tokio::test]
async fn dateless_mention_means_the_one_dated_document() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let (dated, how) = documents::ensure(&mut tx, &decision(sct, "230/QĐ-UBND", "2019-01-30")).await.unwrap();
        assert_eq!(how, Ensured::Created);
        let mention = decision(sct, "230/QĐ-UBND", "");
        assert_eq!(documents::ensure(&mut tx, &mention).await.unwrap(), (dated, Ensured::Unchanged));

        let (earlier, how) = documents::ensure(&mut tx, &decision(sct, "230/QĐ-UBND", "2018-02-01")).await.unwrap();
        assert_eq!(how, Ensured::Created);
        let (unclear, how) = documents::ensure(&mut tx, &mention).await.unwrap();
        assert_eq!(how, Ensured::Created, "two years to choose from");
        assert_ne!(unclear, dated);
        assert_ne!(unclear, earlier);
        assert_eq!(documents::ensure(&mut tx, &mention).await.unwrap(), (unclear, Ensured::Unchanged));
        assert_eq!(documents::count(&mut tx, sct).await.unwrap(), 3);
    })
    .await;
}

#[tokio::test]
async fn later_mention_completes_a_record() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let (id, _) = documents::ensure(&mut tx, &decision(sct, "12/KH-UBND", "")).await.unwrap();
        let month = decision(sct, "12/KH-UBND", "2019-03");
        assert_eq!(documents::ensure(&mut tx, &month).await.unwrap(), (id, Ensured::Completed));
        let whole = NewDocument {
            subject: Some("phát triển thương mại".to_owned()),
            issuer: Some("UBND tỉnh".to_owned()),
            ..decision(sct, "12/KH-UBND", "2019-03-15")
        };
        assert_eq!(documents::ensure(&mut tx, &whole).await.unwrap(), (id, Ensured::Completed));
        assert_eq!(documents::ensure(&mut tx, &whole).await.unwrap(), (id, Ensured::Unchanged));
        let record = documents::get(&mut tx, id).await.unwrap();
        assert_eq!(record.date, date("2019-03-15"));
        assert_eq!(record.subject.as_deref(), Some("phát triển thương mại"));

        // What is known stays, whatever a later mention says.
        let differing =
            NewDocument { kind: Some("Kế hoạch".to_owned()), ..decision(sct, "12/KH-UBND", "2019-04-01") };
        assert_eq!(documents::ensure(&mut tx, &differing).await.unwrap(), (id, Ensured::Unchanged));
    })
    .await;
}

#[tokio::test]
async fn mention_with_day_and_month_only_meets_its_date() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let mut yearless = decision(sct, "5/CT-BCT", "");
        (yearless.date.month, yearless.date.day) = (Some(3), Some(12));
        let (id, _) = documents::ensure(&mut tx, &yearless).await.unwrap();
        assert_eq!(documents::get(&mut tx, id).await.unwrap().date, yearless.date);
        let other_day = decision(sct, "5/CT-BCT", "2018-07-01");
        assert_ne!(documents::ensure(&mut tx, &other_day).await.unwrap().0, id);
        let agency_of_another = agency(&mut tx, "SNV").await;
        assert_ne!(documents::ensure(&mut tx, &decision(agency_of_another, "5/CT-BCT", "")).await.unwrap().0, id);
    })
    .await;
}

#[tokio::test]
async fn unnumbered_document_is_the_same_only_when_all_else_is() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let law = NewDocument {
            number: None,
            kind: Some("Luật".to_owned()),
            subject: Some("Quản lý ngoại thương".to_owned()),
            ..decision(sct, "", "2017")
        };
        let (id, _) = documents::ensure(&mut tx, &law).await.unwrap();
        assert_eq!(documents::ensure(&mut tx, &law).await.unwrap(), (id, Ensured::Unchanged));
        let other = NewDocument { subject: Some("Cạnh tranh".to_owned()), ..law };
        assert_eq!(documents::ensure(&mut tx, &other).await.unwrap().1, Ensured::Created);
    })
    .await;
}

#[tokio::test]
async fn pages_join_into_the_whole_list() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let dates = ["2019-01-30", "", "2019", "2018-12-31", "2019-12", "2019-01-30", "2019-12-05"];
        for (index, iso) in dates.iter().enumerate() {
            documents::ensure(&mut tx, &decision(sct, &format!("{index}/QĐ-UBND"), iso)).await.unwrap();
        }
        let (mut seen, mut after) = (Vec::new(), None::<DocumentKey>);
        loop {
            let filter = DocumentFilter::default();
            let page = documents::page(&mut tx, sct, &filter, after.as_ref(), 2).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(DocumentKey::of(&last.document).to_string().parse().unwrap());
            seen.extend(page.into_iter().map(|summary| summary.document.date.iso().unwrap_or_default()));
        }
        let newest_first = ["2019-12-05", "2019-12", "2019-01-30", "2019-01-30", "2019", "2018-12-31", ""];
        assert_eq!(seen, newest_first);
        assert!("2019".parse::<DocumentKey>().is_err());
        assert!("';.1".parse::<DocumentKey>().is_err());
    })
    .await;
}

#[tokio::test]
async fn list_is_narrowed_by_words_kind_and_year() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let plan = NewDocument {
            kind: Some("Kế hoạch".to_owned()),
            subject: Some("Đảm bảo 100% nguồn hàng Tết".to_owned()),
            ..decision(sct, "12/KH-UBND", "2019-03-15")
        };
        documents::ensure(&mut tx, &plan).await.unwrap();
        documents::ensure(&mut tx, &decision(sct, "230/QĐ-UBND", "2018-01-30")).await.unwrap();
        documents::ensure(&mut tx, &decision(sct, "77/QĐ-UBND", "")).await.unwrap();

        let mut found = async |query: &str, kind: &str, year: Option<i16>| {
            let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            let filter = DocumentFilter { query: some(query), kind: some(kind), year };
            let page = documents::page(&mut tx, sct, &filter, None, 50).await.unwrap();
            page.into_iter().filter_map(|summary| summary.document.number).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(found("", "", None).await, "12/KH-UBND 230/QĐ-UBND 77/QĐ-UBND");
        assert_eq!(found("dam bao", "", None).await, "12/KH-UBND");
        assert_eq!(found("ĐẢM  BẢO", "", None).await, "12/KH-UBND");
        assert_eq!(found("/qd-", "", None).await, "230/QĐ-UBND 77/QĐ-UBND");
        assert_eq!(found("30/01/2018", "", None).await, "230/QĐ-UBND");
        assert_eq!(found("100%", "", None).await, "12/KH-UBND");
        assert_eq!(found("1_0", "", None).await, "");
        assert_eq!(found("\\", "", None).await, "");
        assert_eq!(found("", "Quyết định", None).await, "230/QĐ-UBND 77/QĐ-UBND");
        assert_eq!(found("", "Quyết định", Some(2018)).await, "230/QĐ-UBND");
        assert_eq!(found("", "", Some(2019)).await, "12/KH-UBND");
        assert_eq!(found("", "", Some(2017)).await, "");
    })
    .await;
}

#[tokio::test]
async fn mentions_show_where_a_document_is_cited() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let (cited, _) = documents::ensure(&mut tx, &decision(sct, "230/QĐ-UBND", "2019-01-30")).await.unwrap();
        let programme = programmes::ensure(&mut tx, sct, 2019, ProgrammeState::Approved).await.unwrap();
        let new = NewTask::new(programme, 4, "Nhiệm vụ", TaskState::Completed);
        let task = tasks::insert(&mut tx, &new).await.unwrap();
        let (older, newer) = (report(&mut tx, sct, 2019).await, report(&mut tx, sct, 2020).await);
        let block = ReportBlock {
            position: 6,
            kind: ReportBlockKind::Paragraph { label: None },
            task: Some(task),
            content: Content::Flow(Vec::new()),
            drawn: None,
        };
        report_blocks::replace(&mut tx, older, std::slice::from_ref(&block)).await.unwrap();
        citations::insert(&mut tx, older, cited, 6, Some(task), "số {number}").await.unwrap();
        citations::insert(&mut tx, newer, cited, 1, None, "số {number}").await.unwrap();

        let mentions = documents::mentions(&mut tx, cited).await.unwrap();
        let places: Vec<_> = mentions.iter().map(|m| (m.year, m.citation.block, m.task_number)).collect();
        assert_eq!(places, [(2020, 1, None), (2019, 6, Some(4))]);
        assert_eq!(mentions.last().unwrap().content.as_ref(), Some(&block.content));
        assert_eq!(mentions.first().unwrap().content, None);
        let page = documents::page(&mut tx, sct, &DocumentFilter::default(), None, 10).await.unwrap();
        let counts: Vec<_> = page.iter().map(|s| (s.document.id == cited, s.mentions)).collect();
        assert!(counts.contains(&(true, 2)) && counts.contains(&(false, 0)), "{counts:?}");
    })
    .await;
}
