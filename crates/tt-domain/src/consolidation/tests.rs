//! Totals against a computation of their own, whatever the order, and never a whole beside its part.

use proptest::prelude::*;

use super::theme::{Work, themes};
use super::*;
use crate::id::TaskId;

const PROVINCE: i64 = 1;

fn stated(agency: i64, value: &str) -> Stated {
    Stated {
        agency: AgencyId(agency),
        indicator: IndicatorId(agency * 10),
        value: (!value.is_empty()).then(|| value.parse().unwrap()),
        unit: Some("triệu USD".to_owned()),
        population: Population::Unstated,
    }
}

fn line(rule: Aggregation) -> Line {
    Line { rule, unit: Some("triệu USD".to_owned()), population: Population::Unstated }
}

/// Province 1 over 2, 3, 4; 21 and 22 below 2.
fn tree() -> Tree {
    let pairs = [(2, 1), (3, 1), (4, 1), (21, 2), (22, 2)];
    Tree::new(pairs.map(|(agency, parent)| (AgencyId(agency), Some(AgencyId(parent)))))
}

fn added(found: &Consolidated) -> Vec<i64> {
    found.added.iter().map(|(agency, _)| agency.0).collect()
}

fn left_out(found: &Consolidated) -> Vec<(i64, Why)> {
    found.left_out.iter().map(|one| (one.agency.0, one.why)).collect()
}

#[test]
fn values_are_added_exactly_and_who_has_none_is_named() {
    let found = consolidate(&line(Aggregation::Sum), &tree(), &[stated(2, "0.1"), stated(3, "0.2"), stated(4, "")]);
    assert_eq!(found.value(), Some("0.3".parse().unwrap()));
    assert_eq!((added(&found), found.missing), (vec![2, 3], vec![AgencyId(4)]));
}

#[test]
fn an_agency_is_not_added_beside_the_one_that_contains_it() {
    let found = consolidate(
        &line(Aggregation::Sum),
        &tree(),
        &[stated(21, "3"), stated(22, ""), stated(2, "10"), stated(3, "5")],
    );
    assert_eq!((found.value(), added(&found)), (Some(Decimal::from(15)), vec![2, 3]));
    assert_eq!(left_out(&found), [(21, Why::Contained(AgencyId(2)))]);
    assert!(found.missing.is_empty(), "22 is within the value of 2");
    // Without the value above, those below stand for it.
    let found = consolidate(
        &line(Aggregation::Sum),
        &tree(),
        &[stated(21, "3"), stated(22, "4"), stated(2, ""), stated(3, "5")],
    );
    assert_eq!((found.value(), added(&found)), (Some(Decimal::from(12)), vec![3, 21, 22]));
    assert_eq!(found.missing, [AgencyId(2)]);
}

#[test]
fn trade_through_the_province_is_not_added_to_local_goods() {
    let through = |agency, value| Stated { population: Population::Through, ..stated(agency, value) };
    let local = |agency, value| Stated { population: Population::Local, ..stated(agency, value) };
    let all = [through(2, "4750"), local(3, "137.5"), local(4, "12.5")];
    let of = |population| consolidate(&Line { population, ..line(Aggregation::Sum) }, &tree(), &all);
    let goods = of(Population::Local);
    assert_eq!((goods.value(), added(&goods)), (Some(Decimal::from(150)), vec![3, 4]));
    assert_eq!(left_out(&goods), [(2, Why::OtherPopulation)]);
    assert_eq!(of(Population::Through).value(), Some(Decimal::from(4750)));
}

#[test]
fn other_units_second_values_and_what_is_not_put_together_stay_out() {
    let other = Stated { unit: Some("tỷ đồng".to_owned()), ..stated(3, "7") };
    let second = Stated { indicator: IndicatorId(99), ..stated(2, "1") };
    let all = [stated(2, "5"), second, other, stated(4, "2")];
    let found = consolidate(&line(Aggregation::Sum), &tree(), &all);
    assert_eq!(found.value(), Some(Decimal::from(7)));
    assert_eq!(left_out(&found), [(2, Why::Repeated), (3, Why::OtherUnit)]);
    for rule in [Aggregation::None, Aggregation::Last] {
        let found = consolidate(&line(rule), &tree(), &all);
        assert_eq!((found.total, added(&found)), (None, Vec::new()));
        assert!(found.left_out.iter().all(|one| one.why == Why::NotPutTogether));
    }
    let average = consolidate(&line(Aggregation::Average), &tree(), &[stated(2, "1"), stated(3, "1"), stated(4, "2")]);
    assert_eq!(average.value(), Some("1.333333".parse().unwrap()));
}

#[test]
fn populations_are_told_by_their_field_or_the_name() {
    let read = |field, name| Population::read(field, name);
    assert_eq!(read(Some("qua địa bàn"), "Xuất khẩu"), Population::Through);
    assert_eq!(read(None, "Kim ngạch xuất nhập khẩu qua địa bàn tỉnh"), Population::Through);
    assert_eq!(read(Some("hàng địa phương"), "Xuất khẩu"), Population::Local);
    assert_eq!(read(None, "Chợ nông thôn"), Population::Unstated);
    assert_eq!(read(Some("Hộ nghèo"), "Số hộ"), Population::Other("ho ngheo".to_owned()));
}

#[test]
fn the_rule_is_the_superiors_else_what_those_below_agree_on() {
    use Aggregation::{Average, None as Nothing, Sum};
    assert_eq!(common_rule(Some(Nothing), [Sum, Sum]), Nothing);
    assert_eq!(common_rule(None, [Nothing, Sum, Sum]), Sum);
    assert_eq!(common_rule(None, [Sum, Average]), Nothing);
    assert_eq!(common_rule(None, []), Nothing);
}

fn work(task: i64, agency: i64, statement: &str) -> Work {
    Work { task: TaskId(task), agency: AgencyId(agency), number: 1, statement: statement.to_owned(), assigned: None }
}

#[test]
fn tasks_worded_alike_or_assigned_by_one_clause_are_one_theme() {
    let mut works = vec![
        work(1, 2, "Xây mới, cải tạo 13 chợ nông thôn trên địa bàn huyện"),
        work(2, 3, "Xây mới, cải tạo 05 chợ nông thôn trên địa bàn"),
        work(3, 2, "Kiểm tra vật liệu nổ công nghiệp tại các mỏ đá"),
        work(4, 4, "Rà soát, cắt giảm thủ tục hành chính"),
    ];
    let tasks = |works: &[Work]| themes(works).into_iter().map(|theme| theme.tasks).collect::<Vec<_>>();
    let ids = |list: &[i64]| list.iter().map(|id| TaskId(*id)).collect::<Vec<_>>();
    assert_eq!(tasks(&works), [ids(&[1, 2]), ids(&[3]), ids(&[4])]);
    assert_eq!(themes(&works)[0].named_by, TaskId(2), "the shortest names it");
    for (at, clause) in [(2, "khoản 2 Điều 1"), (3, "Khoản 2 điều 1")] {
        works[at].assigned = Some(("2052/QĐ-UBND".to_owned(), clause.to_owned()));
    }
    assert_eq!(tasks(&works), [ids(&[1, 2]), ids(&[3, 4])]);
}

/// A province with agencies whose parent is among those before, and values that add up: a whole is its own plus its
/// parts'.
fn province() -> impl Strategy<Value = (Vec<usize>, Vec<i64>, Vec<bool>)> {
    (1_usize..40).prop_flat_map(|count| {
        let parents: Vec<_> = (0..count).map(|at| 0..=at).collect();
        (parents, prop::collection::vec(0_i64..1_000_000, count), prop::collection::vec(any::<bool>(), count))
    })
}

fn agency(at: usize) -> AgencyId {
    AgencyId(PROVINCE + 1 + i64::try_from(at).unwrap())
}

proptest! {
    /// Wherever leaves all report, whoever of those above does too: the total is the sum of the leaves, nobody's part is
    /// added beside the whole, and the order does not matter.
    #[test]
    fn a_total_is_the_sum_of_the_leaves((parents, own, reports) in province(), shuffle in any::<u64>()) {
        // `parents[at]` is 0 for the province, else one more than the place of an earlier agency.
        let count = own.len();
        let mut is_leaf = vec![true; count];
        for parent in parents.iter().filter(|parent| **parent > 0) {
            is_leaf[parent - 1] = false;
        }
        let mut whole: Vec<i64> = (0..count).map(|at| if is_leaf[at] { own[at] } else { 0 }).collect();
        for at in (0..count).rev() {
            if parents[at] > 0 {
                whole[parents[at] - 1] += whole[at];
            }
        }
        let tree = Tree::new((0..count).map(|at| {
            let above = if parents[at] == 0 { AgencyId(PROVINCE) } else { agency(parents[at] - 1) };
            (agency(at), Some(above))
        }));
        let mut all: Vec<Stated> = (0..count)
            .filter(|at| is_leaf[*at] || reports[*at])
            .map(|at| Stated {
                agency: agency(at),
                indicator: IndicatorId(1),
                value: Some(Decimal::new(whole[at], 2)),
                unit: None,
                population: Population::Unstated,
            })
            .collect();
        let rule = Line { rule: Aggregation::Sum, unit: None, population: Population::Unstated };
        let found = consolidate(&rule, &tree, &all);
        let leaves: i64 = (0..count).filter(|at| is_leaf[*at]).map(|at| own[at]).sum();
        prop_assert_eq!(found.value(), Some(Decimal::new(leaves, 2).normalize()));
        for (one, _) in &found.added {
            for above in tree.above(*one) {
                prop_assert!(!found.added.iter().any(|(other, _)| *other == above), "{one} beside {above}");
            }
        }
        prop_assert_eq!(found.added.len() + found.left_out.len(), all.len(), "each is added or left out");
        // Another order, drawn from the seed.
        let mut seed = shuffle;
        for at in (1..all.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            all.swap(at, usize::try_from(seed >> 33).unwrap() % (at + 1));
        }
        prop_assert_eq!(consolidate(&rule, &tree, &all), found);
    }

    /// Themes hold every task once, whatever the order.
    #[test]
    fn every_task_is_in_one_theme(texts in prop::collection::vec("(xây|cải|chợ|nông|thôn|mới)( (xây|cải|chợ|nông|thôn|mới)){1,5}", 1..30)) {
        let mut works: Vec<Work> = texts
            .iter()
            .enumerate()
            .map(|(at, text)| work(i64::try_from(at).unwrap(), i64::try_from(at % 7).unwrap(), text))
            .collect();
        let found = themes(&works);
        let mut held: Vec<TaskId> = found.iter().flat_map(|theme| theme.tasks.clone()).collect();
        held.sort();
        prop_assert_eq!(held, works.iter().map(|work| work.task).collect::<Vec<_>>());
        works.reverse();
        prop_assert_eq!(themes(&works), found);
    }
}
