//! Which of several texts another one resembles: words and pairs of words, rare ones counting more.

use std::collections::{BTreeMap, BTreeSet};

use tt_text::fold;

/// Least share of a text's weight that must be found in another for the two to belong together.
const FLOOR: f64 = 0.16;

/// Most texts that may hold a shingle for it to count.
const WIDEST: usize = 64;

/// Texts to compare with, taken apart.
#[derive(Debug, Default)]
pub(crate) struct Weighted {
    /// How many texts there are.
    count: usize,
    /// The texts in which each shingle occurs, rising.
    holders: BTreeMap<String, Vec<usize>>,
}

impl Weighted {
    /// Takes these texts apart.
    pub(crate) fn new<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut found = Self::default();
        for (index, text) in texts.enumerate() {
            found.count = index + 1;
            for shingle in shingles(text) {
                found.holders.entry(shingle).or_default().push(index);
            }
        }
        found
    }

    /// How much of `text` each of the texts that share enough with it holds, from 0 to 1.
    pub(crate) fn shares(&self, text: &str) -> Vec<(usize, f64)> {
        let mut total = 0.0;
        let mut shared: BTreeMap<usize, f64> = BTreeMap::new();
        for shingle in shingles(text) {
            // A shingle that no text has says little of which one is meant, so it weighs like a common one.
            let Some(holders) = self.holders.get(&shingle) else {
                total += 0.35;
                continue;
            };
            let weight = 1.0 / f64::from(u32::try_from(holders.len()).unwrap_or(u32::MAX));
            total += weight;
            // What very many texts hold tells none of them apart.
            if holders.len() <= WIDEST {
                for holder in holders {
                    *shared.entry(*holder).or_insert(0.0) += weight;
                }
            }
        }
        shared.into_iter().map(|(index, weight)| (index, weight / total)).collect()
    }

    /// The text that `text` resembles most, if it does enough and clearly more than the others.
    pub(super) fn nearest(&self, text: &str) -> Option<usize> {
        let shares = self.shares(text);
        let (best, share) = shares.iter().copied().max_by(|(_, first), (_, second)| first.total_cmp(second))?;
        let second = shares.iter().filter(|(index, _)| *index != best).map(|(_, share)| *share).fold(0.0, f64::max);
        (share >= FLOOR && share > second * 1.2).then_some(best)
    }
}

/// For each text the one it resembles most, no one being given twice.
pub(super) fn pair(weighted: &Weighted, texts: &[&str]) -> Vec<Option<usize>> {
    let mut candidates: Vec<(f64, usize, usize)> = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        for (other, share) in weighted.shares(text).into_iter().filter(|(_, share)| *share >= FLOOR) {
            candidates.push((share, index, other));
        }
    }
    candidates.sort_by(|first, second| second.0.total_cmp(&first.0));
    let mut pairs = vec![None; texts.len()];
    let mut taken = vec![false; weighted.count];
    for (_, index, other) in candidates {
        if let (Some(slot @ None), Some(taken @ false)) = (pairs.get_mut(index), taken.get_mut(other)) {
            *slot = Some(other);
            *taken = true;
        }
    }
    pairs
}

/// Pairs of neighbouring words of a text, folded, figures left out.
fn shingles(text: &str) -> BTreeSet<String> {
    let folded = fold(text);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !word.starts_with(|c: char| c.is_ascii_digit()))
        .collect();
    words.windows(2).map(|pair| pair.join(" ")).filter(|pair| !COMMON.contains(&pair.as_str())).collect()
}

/// Pairs every report is full of.
const COMMON: [&str; 30] = [
    "tren dia",
    "dia ban",
    "ban tinh",
    "thuc hien",
    "trien khai",
    "khai thuc",
    "co hieu",
    "hieu qua",
    "cac nganh",
    "ubnd tinh",
    "ubnd cac",
    "cac huyen",
    "phoi hop",
    "hop voi",
    "voi cac",
    "trong nam",
    "tiep tuc",
    "chu dong",
    "tham muu",
    "cua tinh",
    "nhiem vu",
    "nang cao",
    "dam bao",
    "so cong",
    "cong thuong",
    "kho khan",
    "khan vuong",
    "vuong mac",
    "doi voi",
    "ket qua",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proposals_find_the_tasks_they_continue() {
        let tasks = Weighted::new(
            [
                "Hướng dẫn các nhà máy thủy điện hoàn thành trong năm",
                "Xây mới, cải tạo 13 chợ nông thôn theo chính sách hỗ trợ",
                "Kiểm tra vật liệu nổ công nghiệp",
            ]
            .into_iter(),
        );
        let pairs = pair(
            &tasks,
            &["Chuyển giao 04 chợ nông thôn theo chính sách hỗ trợ của tỉnh", "Phát triển du lịch cộng đồng vùng cao"],
        );
        assert_eq!(pairs, [Some(1), None]);
        assert_eq!(tasks.nearest("Đối với lĩnh vực vật liệu nổ công nghiệp"), Some(2));
    }
}
