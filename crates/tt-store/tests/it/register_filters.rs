//! What a filter lets through by the database is what it lets through by its rule, on any day, on both engines.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::date;
use tt_domain::id::EntryId;
use tt_domain::register::filter::{self, Filter};
use tt_domain::register::matching::passes;
use tt_domain::register::preset::preset;
use tt_domain::register::{Register, Total, measure};
use tt_store::entries::listing::{self, Listing};
use tt_store::entries::reading;
use tt_store::registers;
use tt_testkit::{agency, markets, on_each_engine};

/// One of each test a filter can ask, alone, denied, and together.
const FILTERS: &[&str] = &[
    "",
    "khu-vuc:nong-thon",
    "-khu-vuc:nong-thon",
    "hang:hang-1,hang-2",
    "tong-von>=5.000",
    "-tong-von>=5.000",
    "tong-von<0,5",
    "dien-tich>10 dien-tich<=25,5",
    "ho-tro:không",
    "-ho-tro:không",
    "dia-ban:\"huyện 7\"",
    "giai-đoạn:xay-dung",
    "-giai-đoạn:xay-dung,giao",
    "xong:giao",
    "xong:giao@2017",
    "-xong:xay-dung@2018",
    "đang-làm:xay-dung",
    "vướng:dinh-gia",
    "chậm:có",
    "chậm:không",
    "khu-vuc:nong-thon xong:giao -vướng:dinh-gia tong-von>100",
];

#[tokio::test]
async fn the_database_lets_through_what_the_rule_does() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let mut register = Register::sketch("cho", &preset("cho").unwrap().definition());
        register.agency = agency(&mut tx, "SCT").await;
        let id = registers::insert(&mut tx, &register, None, Timestamp::UNIX_EPOCH).await.unwrap();
        let register = registers::get(&mut tx, id).await.unwrap();
        tx.commit().await.unwrap();
        markets::fill(test, &register, 300).await;

        let mut tx = test.db.begin_read().await.unwrap();
        for as_of in [date(2016, 12, 31), date(2017, 6, 1), date(2018, 5, 20), date(2018, 8, 1), date(2019, 12, 31)] {
            let everything = Filter::default();
            let listing = Listing { register: &register, filter: &everything, as_of };
            let all = listing::valued(&mut tx, listing, None).await.unwrap();
            let ids: Vec<EntryId> = all.iter().map(|(id, _)| *id).collect();
            let entries: Vec<_> = reading::on_day(&mut tx, &register, &ids, as_of).await.unwrap();
            let entries: Vec<_> = entries.into_iter().map(|one| one.at).collect();
            let mut some = 0;
            for text in FILTERS {
                let filter = filter::parse(&register, text).unwrap_or_else(|faults| panic!("{text}: {faults:?}"));
                let listing = Listing { register: &register, filter: &filter, as_of };
                let by_database = listing::valued(&mut tx, listing, None).await.unwrap();
                let by_database: BTreeSet<EntryId> = by_database.into_iter().map(|(id, _)| id).collect();
                let by_rule = entries.iter().filter(|entry| passes(&register, &filter, entry, as_of));
                let by_rule: BTreeSet<EntryId> = by_rule.map(|entry| entry.id).collect();
                assert_eq!(by_database, by_rule, "{text} on {as_of}");
                some += usize::from(!by_rule.is_empty() && by_rule.len() < entries.len());
            }
            assert!(some >= 8 || as_of.year() < 2018, "the filters tell entries apart on {as_of}: {some}");
            for one in &register.measures {
                let filter = filter::parse(&register, &one.spec.filter).unwrap();
                let field = one.spec.kind.field().map(|code| register.field_by_code(code).unwrap());
                let listing = Listing { register: &register, filter: &filter, as_of };
                let passed = listing::valued(&mut tx, listing, field).await.unwrap();
                let by_rule = measure(&register, &entries, one, as_of);
                let total = Total::of(&one.spec.kind, passed);
                assert_eq!(total.value, by_rule.value, "{} on {as_of}", one.spec.code);
                let sorted = |ids: &[EntryId]| ids.iter().copied().collect::<BTreeSet<_>>();
                assert_eq!(sorted(&total.counted), sorted(&by_rule.counted), "{} on {as_of}", one.spec.code);
                assert_eq!(sorted(&total.without), sorted(&by_rule.without), "{} on {as_of}", one.spec.code);
            }
        }
    })
    .await;
}
