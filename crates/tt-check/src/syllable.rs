//! Whether a word can be a Vietnamese syllable: onset, rime, tone.

use std::collections::BTreeSet;
use std::sync::LazyLock;

const ONSETS: [&str; 28] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k", "l", "m",
    "n", "p", "r", "s", "t", "v", "x", "",
];

const RIMES: &str = " a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu \
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot \
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt \
    u ua uân uâng uât uây uc uê uêch uênh uêu ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt \
    uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu ";

/// Rimes that stand after `qu` only, the glide being part of the onset.
const RIMES_AFTER_QU: &str = " ych yên yêt yn ynh yp yt yu ";

static RIMES_SET: LazyLock<BTreeSet<&str>> = LazyLock::new(|| RIMES.split_whitespace().collect());
static RIMES_AFTER_QU_SET: LazyLock<BTreeSet<&str>> = LazyLock::new(|| RIMES_AFTER_QU.split_whitespace().collect());

/// Base letter, with its quality mark, and tone of a letter; tone 0 is level.
fn parts(letter: char) -> (char, u8) {
    const TONES: [(&str, &str); 12] = [
        ("a", "àáảãạ"),
        ("ă", "ằắẳẵặ"),
        ("â", "ầấẩẫậ"),
        ("e", "èéẻẽẹ"),
        ("ê", "ềếểễệ"),
        ("i", "ìíỉĩị"),
        ("o", "òóỏõọ"),
        ("ô", "ồốổỗộ"),
        ("ơ", "ờớởỡợ"),
        ("u", "ùúủũụ"),
        ("ư", "ừứửữự"),
        ("y", "ỳýỷỹỵ"),
    ];
    if letter.is_ascii() {
        return (letter, 0);
    }
    for (base, toned) in TONES {
        if let Some(tone) = toned.chars().position(|other| other == letter) {
            return (base.chars().next().unwrap_or(letter), u8::try_from(tone + 1).unwrap_or(0));
        }
    }
    (letter, 0)
}

const ACUTE: u8 = 2;
const DOT: u8 = 5;

/// Whether a lower-case word is a possible syllable.
pub(crate) fn is_syllable(word: &str) -> bool {
    let mut plain = String::with_capacity(word.len());
    let mut tone = 0;
    for letter in word.chars() {
        let (base, own) = parts(letter);
        if own != 0 && tone != 0 {
            return false;
        }
        tone = tone.max(own);
        plain.push(base);
    }
    ONSETS.iter().any(|onset| plain.strip_prefix(onset).is_some_and(|rime| fits(onset, rime, tone)))
}

fn fits(onset: &str, rime: &str, tone: u8) -> bool {
    let listed = |list: &BTreeSet<&str>| list.contains(rime);
    let known = match onset {
        // `gì`, `giếng`: the i belongs to onset and rime at once.
        "g" => listed(&RIMES_SET) && !rime.starts_with(['e', 'ê']),
        "ng" | "c" => listed(&RIMES_SET) && !rime.starts_with(['i', 'e', 'ê', 'y']),
        "qu" => listed(&RIMES_AFTER_QU_SET) || (listed(&RIMES_SET) && !rime.starts_with(['u', 'ư', 'o'])),
        "ngh" | "gh" | "k" => listed(&RIMES_SET) && rime.starts_with(['i', 'e', 'ê', 'y']),
        _ => listed(&RIMES_SET),
    };
    // A syllable closed by a stop has the acute or the dot tone.
    let stopped = rime.ends_with(['c', 'p', 't']) || rime.ends_with("ch");
    known && (!stopped || matches!(tone, ACUTE | DOT))
}

/// The two syllables a word was run together from, if there is one way to part it.
pub(crate) fn parted(word: &str) -> Option<(&str, &str)> {
    let mut ways = word.char_indices().skip(2).filter_map(|(at, _)| {
        let (first, second) = word.split_at_checked(at)?;
        (second.chars().count() >= 2 && is_syllable(first) && is_syllable(second)).then_some((first, second))
    });
    let way = ways.next()?;
    ways.next().is_none().then_some(way)
}

/// Whether a letter carries a Vietnamese mark: only such words are surely Vietnamese.
pub(crate) fn is_marked(letter: char) -> bool {
    letter == 'đ' || parts(letter).1 != 0 || matches!(letter, 'ă' | 'â' | 'ê' | 'ô' | 'ơ' | 'ư')
}

/// Whether a letter is a vowel.
pub(crate) fn is_vowel(letter: char) -> bool {
    matches!(parts(letter).0, 'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_told_from_slips() {
        for good in [
            "nghiệp", "gì", "giếng", "giữa", "quyết", "quỳnh", "khuỷu", "quốc", "hoà", "hòa", "thuở", "ước", "kỹ",
            "quý", "xoong", "đồng", "ngoằn", "uỷ", "uống", "yếu", "huyện", "khoáng", "loét", "quả", "nguệch", "rượu",
            "gặp", "ghế",
        ] {
            assert!(is_syllable(good), "{good}");
        }
        for bad in ["nghành", "bannhân", "hổtrợ", "tỉềnh", "đuợcc", "viêc", "ngiệp", "tổchức"] {
            assert!(!is_syllable(bad), "{bad}");
        }
    }

    #[test]
    fn words_run_together_are_parted() {
        assert_eq!(parted("bannhân"), Some(("ban", "nhân")));
        assert_eq!(parted("nghành"), None);
    }
}
