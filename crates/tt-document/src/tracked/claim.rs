//! Which step is said of which thing: those in its clause, else those its sentence or paragraph speaks of.

use tt_text::fold::{Folded, is_word_char};
use tt_text::{Span, date};

use super::kind::TrackedKind;
use super::list::mentions;
use super::name::places_after;
use super::sign::{ClaimMark, MEANT, NOT_DONE, WORDINGS, Wording};
use super::{Claim, Gathered, Passage};
use crate::extract::Extraction;
use crate::model::Document;

/// Most bytes, folded, between two words of one wording.
const REACH: usize = 170;
/// The same after `hoàn thành`, which is said of what follows at once.
const SHORT_REACH: usize = 30;
/// How far before a step it is looked for whether that is only meant, in bytes of folded text.
const BEFORE: usize = 60;
/// How far after a step the document it rests on may stand.
const AFTER: usize = 60;

/// A thing at the place where a passage names it.
#[derive(Clone, Copy)]
struct Here {
    thing: usize,
    kind: TrackedKind,
    span: Span,
}

/// Steps said of a counted group that is not named there: `đã giao 10/11 chợ xã của huyện A`.
struct OfGroup {
    kind: TrackedKind,
    count: usize,
    district: Option<String>,
    claims: Vec<Claim>,
}

/// Reads a passage: its things, and what is said of them.
pub(super) fn read(document: &Document, found: &Extraction, passage: &Passage, gathered: &mut Gathered) {
    let text = document.slice(passage.span);
    let folded = tt_text::fold(text);
    let in_programme = ["nong thon moi", "ntm", "xa diem"].iter().any(|word| folded.contains(word));
    let here: Vec<Here> = mentions(text, passage.span.start, in_programme)
        .into_iter()
        .map(|mention| {
            let (kind, span) = (mention.kind, mention.span);
            Here { thing: gathered.thing(mention), kind, span }
        })
        .collect();
    if passage.wished {
        return;
    }
    let mut reader = Reader { document, found, here: &here, lead: Vec::new(), before: Vec::new(), groups: Vec::new() };
    let sentences = tt_text::words::sentences(text);
    for sentence in &sentences {
        reader.sentence(sentence.shifted(passage.span.start), gathered);
    }
    for sentence in sentences {
        placed(text, sentence, passage.span.start, &here, gathered);
    }
    for group in reader.groups {
        settle(&group, &here, gathered);
    }
}

/// A thing without a place lies in the one district its sentence names.
fn placed(text: &str, sentence: Span, offset: usize, here: &[Here], gathered: &mut Gathered) {
    let Some(district) = super::name::only_district(text, sentence) else { return };
    for one in here.iter().filter(|one| sentence.shifted(offset).contains(one.span)) {
        let bare = gathered.things.get_mut(one.thing).filter(|thing| thing.kind != TrackedKind::HydropowerPlant);
        if let Some(thing) = bare.filter(|thing| thing.district.is_none()) {
            thing.district = Some(district.clone());
        }
    }
}

/// What was said of a group belongs to the things of the paragraph if they are as many.
fn settle(group: &OfGroup, here: &[Here], gathered: &mut Gathered) {
    let mut things: Vec<usize> = here.iter().filter(|one| one.kind == group.kind).map(|one| one.thing).collect();
    things.sort_unstable();
    things.dedup();
    if things.len() != group.count {
        return;
    }
    for thing in things {
        let Some(thing) = gathered.things.get_mut(thing) else { continue };
        if thing.district.is_none() {
            thing.district.clone_from(&group.district);
        }
        thing.claims.extend(group.claims.iter().cloned());
        thing.claims.sort_by_key(|claim| claim.span.start);
    }
}

struct Reader<'a> {
    document: &'a Document,
    found: &'a Extraction,
    here: &'a [Here],
    /// Those a paragraph says it is about (`Đối với …`).
    lead: Vec<Here>,
    /// Those of the last sentence that names any.
    before: Vec<Here>,
    groups: Vec<OfGroup>,
}

impl Reader<'_> {
    fn sentence(&mut self, sentence: Span, gathered: &mut Gathered) {
        let mut named: Vec<Here> = Vec::new();
        let mut latest: Vec<Here> = Vec::new();
        let mut led = false;
        for clause in clauses(self.document.slice(sentence)) {
            let clause = clause.shifted(sentence.start);
            let things: Vec<Here> = self.here.iter().filter(|one| clause.contains(one.span)).copied().collect();
            let folded = Folded::new(self.document.slice(clause));
            let opens = folded.text.trim_start_matches(['-', '+', ' ']);
            if !things.is_empty() {
                named.extend(&things);
                latest.clone_from(&things);
                if opens.starts_with("doi voi") || opens.starts_with("rieng doi voi") {
                    self.lead.clone_from(&things);
                    led = true;
                }
            }
            let steps = steps(&folded.text);
            let mut earlier: Option<(Span, ClaimMark)> = None;
            for (wording, place) in steps.iter().copied() {
                let mut claim = self.claim(wording, place, &folded, clause, sentence);
                // `kiến nghị xin điều chỉnh … và bổ sung …`: what is asked for is asked for as a whole.
                let joined = |(before, mark): &(Span, ClaimMark)| {
                    *mark == ClaimMark::Meant && folded.text.get(before.end..place.start).map(str::trim) == Some("va")
                };
                if earlier.is_some_and(|before| joined(&before)) {
                    claim.mark = ClaimMark::Meant;
                }
                earlier = Some((place, claim.mark));
                let fits = |one: &&Here| wording.kinds.contains(&one.kind);
                let own: Vec<Here> = things.iter().filter(fits).copied().collect();
                let inside: Vec<Here> = own.iter().filter(|one| claim.span.contains(one.span)).copied().collect();
                let group =
                    if own.is_empty() { unnamed_group(self.document.slice(clause), &folded, wording) } else { None };
                if let Some((kind, count, district)) = group {
                    self.groups.push(OfGroup { kind, count, district, claims: vec![claim] });
                    continue;
                }
                // `Nhà đầu tư được giao … đã hoàn thành xây mới Chợ A`: what is said before the last step is said of all.
                let first = own.iter().map(|one| one.span.start).min().unwrap_or(usize::MAX);
                let before_another = steps.iter().any(|(other, at)| {
                    let at = folded.original(*at).shifted(clause.start);
                    other.sign != wording.sign && claim.span.end <= at.start && at.end <= first
                });
                let of_all: &[Here] = if before_another && led { &self.lead } else { &[] };
                let spoken_of = [of_all, &inside, &own, &latest, &self.lead, &self.before];
                let targets =
                    spoken_of.into_iter().find(|list| list.iter().any(|one| wording.kinds.contains(&one.kind)));
                for target in targets.into_iter().flatten().filter(fits) {
                    put(gathered, target.thing, &claim);
                }
            }
        }
        if !named.is_empty() {
            self.before = named;
        }
    }

    fn claim(&self, wording: &Wording, place: Span, folded: &Folded, clause: Span, sentence: Span) -> Claim {
        let span = folded.original(place).shifted(clause.start);
        let before = folded.text.get(..place.start).unwrap_or_default();
        let near = before.get(floor(before, before.len().saturating_sub(BEFORE))..).unwrap_or_default();
        let has = |words: &[&str]| words.iter().any(|word| has_word(near, word));
        let mark = match wording.mark {
            ClaimMark::Done if ends_with_any(near, &NOT_DONE) => ClaimMark::Blocked,
            mark if has(&MEANT) && mark != ClaimMark::Blocked => ClaimMark::Meant,
            mark => mark,
        };
        let document = self.rests_on(span, clause);
        let day = match document {
            Some((_, day)) => day,
            None if mark == ClaimMark::Meant => None,
            None => self.day_before(span, clause),
        };
        Claim { sign: wording.sign, mark, span, sentence, day, document: document.map(|(span, _)| span) }
    }

    /// The document right after the words, or the one before them that is `về việc` them.
    fn rests_on(&self, span: Span, clause: Span) -> Option<(Span, Option<jiff::civil::Date>)> {
        let text = |from: usize, to: usize| tt_text::fold(self.document.slice(Span::new(from, to)));
        let mut inside = self.found.citations.iter().filter(|citation| clause.contains(citation.span));
        let after = inside.clone().find(|citation| {
            citation.span.start >= span.end && citation.span.start - span.end <= AFTER && {
                let between = text(span.end, citation.span.start);
                !between.contains(',') && (between.ends_with("tai ") || between.ends_with('('))
            }
        });
        let before = || {
            inside.rfind(|citation| {
                citation.span.end <= span.start && text(citation.span.end, span.start).contains("ve viec")
            })
        };
        after.or_else(before).map(|citation| (citation.span, citation.date.date()))
    }

    /// `Ngày 13/5/2019 … tái khởi công`: a date of its own, not far before.
    fn day_before(&self, span: Span, clause: Span) -> Option<jiff::civil::Date> {
        const FAR: usize = 120;
        let text = self.document.slice(Span::new(clause.start, span.start));
        let cited = |at: Span| self.found.citations.iter().any(|citation| citation.span.overlaps(at));
        let dates = date::scan(text);
        let own = dates.iter().rev().find(|found| !cited(found.span.shifted(clause.start)));
        own.filter(|found| text.len() - found.span.end <= FAR).and_then(|found| found.value.date.date())
    }
}

fn put(gathered: &mut Gathered, thing: usize, claim: &Claim) {
    let Some(thing) = gathered.things.get_mut(thing) else { return };
    let same = |known: &Claim| (known.sign, known.mark) == (claim.sign, claim.mark) && known.sentence == claim.sentence;
    if !thing.claims.iter().any(same) {
        thing.claims.push(claim.clone());
    }
}

/// The clauses of a sentence: parted by semicolons and colons outside brackets.
fn clauses(sentence: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (at, byte) in sentence.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b';' | b':' if depth == 0 => {
                found.push(Span::new(start, at));
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(Span::new(start, sentence.len()));
    found.retain(|clause| !clause.is_empty());
    found
}

/// The steps a clause says, in order, with their places in the folded clause; of those that share words the longest.
fn steps(folded: &str) -> Vec<(&'static Wording, Span)> {
    let mut found: Vec<(&Wording, Span)> = Vec::new();
    for wording in &WORDINGS {
        let mut from = 0;
        while let Some(span) = wording_at(folded, wording, from) {
            from = span.end;
            found.push((wording, span));
        }
    }
    found.sort_by_key(|(wording, span)| (span.start, usize::MAX - wording.words.concat().len()));
    let mut kept: Vec<(&Wording, Span)> = Vec::new();
    for (wording, span) in found {
        let told = |(other, place): &(&Wording, Span)| other.sign == wording.sign && place.overlaps(span);
        if !kept.iter().any(told) {
            kept.push((wording, span));
        }
    }
    kept
}

/// The next place at which the words stand in order, the nearest ones.
fn wording_at(folded: &str, wording: &Wording, from: usize) -> Option<Span> {
    let mut from = from;
    loop {
        let (first, rest) = wording.words.split_first()?;
        let start = word_from(folded, first, from)?;
        let mut end = start + first.len();
        let reach = if *first == "hoan thanh" { SHORT_REACH } else { REACH };
        let whole = rest.iter().all(|word| match word_from(folded, word, end) {
            Some(at) if at - end <= reach => {
                end = at + word.len();
                true
            }
            _ => false,
        });
        // `bàn giao`, `chuyển giao`, `phân giao`: another giving.
        let other = *first == "giao"
            && ["ban ", "chuyen ", "phan ", "duoc "]
                .iter()
                .any(|word| folded.get(..start).is_some_and(|before| before.ends_with(word)));
        if whole && !other {
            return Some(Span::new(start, end));
        }
        from = start + first.len();
    }
}

fn word_from(folded: &str, word: &str, from: usize) -> Option<usize> {
    let rest = folded.get(from..)?;
    rest.match_indices(word).map(|(at, _)| from + at).find(|at| {
        let before = folded.get(..*at).and_then(|before| before.chars().next_back());
        let after = folded.get(at + word.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(is_word_char) && !after.is_some_and(is_word_char)
    })
}

fn has_word(text: &str, word: &str) -> bool {
    word_from(text, word, 0).is_some()
}

fn ends_with_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        let text = text.trim_end();
        text.strip_suffix(word).is_some_and(|before| !before.chars().next_back().is_some_and(is_word_char))
    })
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A number of things of a kind the step fits, without their names: the kind, how many, and the district they are of.
fn unnamed_group(text: &str, folded: &Folded, wording: &Wording) -> Option<(TrackedKind, usize, Option<String>)> {
    for kind in wording.kinds {
        for head in kind.heads() {
            let mut from = 0;
            while let Some(at) = word_from(&folded.text, head, from) {
                from = at + head.len();
                let before = folded.text.get(..at).unwrap_or_default().trim_end();
                let Some(count) = number_at_end(before) else { continue };
                let written = folded.original(Span::new(at, from));
                if !super::kind::is_written(*kind, written.of(text)) {
                    continue;
                }
                return Some((*kind, count, district_after(text, written.end)));
            }
        }
    }
    None
}

/// The number a text ends with: `08`, `10/11` (the first of the two), `một`.
fn number_at_end(before: &str) -> Option<usize> {
    let last = before.rsplit(' ').next()?;
    if last == "mot" {
        return Some(1);
    }
    let first = last.split('/').next()?;
    (!first.is_empty() && first.chars().all(|c| c.is_ascii_digit())).then(|| first.parse().ok()).flatten()
}

/// `… xã của huyện Bắc Sơn`, a few words on.
fn district_after(text: &str, at: usize) -> Option<String> {
    let rest = text.get(at..)?;
    let place = rest.find("huyện ").or_else(|| rest.find("thành phố ")).filter(|place| *place <= 40)?;
    places_after(text, at + place).0.district
}
