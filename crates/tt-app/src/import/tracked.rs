//! Things a report names, as entries of the registers that follow such things; offered, never made unasked.
//!
//! A step with a document or a day of its own is exact; any other happened at the latest on the report's day, and no
//! later than the steps after it on the thing's way. What is only meant (kiến nghị, dự kiến) is no step that was taken;
//! it is told as what comes next. Pure.

use jiff::civil::Date;
use tt_document::tracked::{Claim, ClaimMark, Sign, Tracked, TrackedKind};
use tt_document::{Document, Tracking};
use tt_domain::register::{IncomingEntry, IncomingStage, Mark};

/// A thing as an entry, with what the preview tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadEntry {
    /// What it is.
    pub kind: TrackedKind,
    /// Its name.
    pub name: String,
    /// Where it lies, as far as the report says.
    pub place: String,
    /// What is said of its way: the step and how far it has come, in words.
    pub steps: Vec<String>,
    /// Sentences it is read from, the first mention first; none twice.
    pub sentences: Vec<String>,
    /// The entry.
    pub entry: IncomingEntry,
}

/// A number of things that the report does not name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadCount {
    /// Of what.
    pub kind: TrackedKind,
    /// As printed: `09 đơn vị`.
    pub printed: String,
    /// The parts it gives, by place.
    pub parts: Vec<(String, u32)>,
    /// The sentence.
    pub sentence: String,
}

/// The counts of things without names, each sentence once.
pub fn counts(document: &Document, tracking: &Tracking) -> Vec<ReadCount> {
    let unnamed = tracking.counts.iter().filter(|count| !count.named);
    unnamed
        .map(|count| ReadCount {
            kind: count.kind,
            printed: document.slice(count.span).to_owned(),
            parts: count.parts.iter().map(|part| (part.place.clone(), part.count)).collect(),
            sentence: document.slice(count.sentence).to_owned(),
        })
        .collect()
}

/// The day a report speaks on: its own, else the end of its month or year, and never a day to come.
pub fn day(document: &Document, year: i16, today: Date) -> Date {
    let date = document.frame.date;
    let end = |year: i16, month: i8| Date::new(year, month, 1).map(Date::last_of_month).ok();
    let own = date.date().or_else(|| end(date.year?, date.month?)).or_else(|| end(year, 12));
    own.unwrap_or(today).min(today)
}

/// The entries a report speaks of, in its order. `day` is the day it speaks on.
pub fn entries(document: &Document, tracking: &Tracking, day: Date) -> Vec<ReadEntry> {
    tracking.things.iter().filter_map(|thing| entry(document, thing, day)).collect()
}

fn entry(document: &Document, thing: &Tracked, day: Date) -> Option<ReadEntry> {
    let (preset, values, stages) = match thing.kind {
        TrackedKind::Market => ("cho", market_values(document, thing), market_stages(thing)),
        TrackedKind::IndustrialCluster => ("cum-cong-nghiep", cluster_values(document, thing), cluster_stages(thing)),
        TrackedKind::HydropowerPlant => ("thuy-dien", plant_values(document, thing), plant_stages(thing)),
        TrackedKind::Commune => ("nong-thon-moi", commune_values(document, thing, day)?, commune_stages(thing)),
        TrackedKind::Inspected => return None,
    };
    let stages = dated(document, stages, day);
    let since = stages.iter().map(|stage| stage.day).min().unwrap_or(day).min(day);
    let sentences = sentences(document, thing);
    Some(ReadEntry {
        kind: thing.kind,
        name: thing.name.clone(),
        place: place(thing),
        steps: thing.claims.iter().map(|claim| format!("{}: {}", claim.sign.words(), claim.mark.words())).fold(
            Vec::new(),
            |mut told: Vec<String>, words| {
                if !told.contains(&words) {
                    told.push(words);
                }
                told
            },
        ),
        entry: IncomingEntry {
            preset: preset.to_owned(),
            values: values
                .into_iter()
                .filter(|(_, value)| !value.is_empty())
                .map(|(code, value)| (code.to_owned(), value))
                .collect(),
            stages,
            since,
            document: None,
            sentence: sentences.join("\n"),
        },
        sentences,
    })
}

/// Values by the code of their field.
type Values = Vec<(&'static str, String)>;

/// A step towards an entry's stages, before its day is settled.
struct Reached<'a> {
    stage: &'static str,
    mark: Mark,
    claim: &'a Claim,
    /// Whether the claim's own day and document are this step's.
    own: bool,
}

fn place(thing: &Tracked) -> String {
    [&thing.commune, &thing.district].into_iter().flatten().cloned().collect::<Vec<_>>().join(", ")
}

/// The sentences something is said in, or the first one that names it.
fn sentences(document: &Document, thing: &Tracked) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    for claim in &thing.claims {
        let sentence = document.slice(claim.sentence).to_owned();
        if !told.contains(&sentence) {
            told.push(sentence);
        }
    }
    if told.is_empty() {
        let around = thing.mentions.first().and_then(|mention| {
            let block = document.blocks.get(document.block_at(mention.start)?)?;
            let all = tt_text::words::sentences(document.slice(block.span));
            let found = all.into_iter().map(|one| one.shifted(block.span.start)).find(|one| one.contains(*mention))?;
            Some(document.slice(found).to_owned())
        });
        told.extend(around);
    }
    told
}

/// What stands in the way, and what is meant to come next.
fn open_ends(document: &Document, thing: &Tracked) -> [(&'static str, String); 2] {
    let told = |mark: ClaimMark, whole: bool| {
        let mut words: Vec<&str> = Vec::new();
        for claim in thing.claims.iter().filter(|claim| claim.mark == mark) {
            let said = if whole { document.slice(claim.sentence) } else { claim.sign.words() };
            if !words.contains(&said) {
                words.push(said);
            }
        }
        words.join("; ")
    };
    let next = told(ClaimMark::Meant, false);
    let next = if next.is_empty() { next } else { format!("Dự kiến, kiến nghị: {next}") };
    [("vuong-mac", told(ClaimMark::Blocked, true)), ("buoc-tiep", next)]
}

fn has(thing: &Tracked, sign: Sign, mark: ClaimMark) -> bool {
    thing.claims.iter().any(|claim| claim.sign == sign && claim.mark == mark)
}

fn document_of(document: &Document, thing: &Tracked, sign: Sign) -> String {
    let of = thing.claims.iter().find(|claim| claim.sign == sign && claim.document.is_some());
    of.and_then(|claim| claim.document).map(|span| document.slice(span).to_owned()).unwrap_or_default()
}

fn market_values(document: &Document, thing: &Tracked) -> Values {
    let urban = ["thị trấn", "phường"].iter().any(|level| {
        thing.name.contains(level) || thing.commune.as_ref().is_some_and(|commune| commune.starts_with(level))
    });
    let form = match (has(thing, Sign::Built, ClaimMark::Done), has(thing, Sign::Renovated, ClaimMark::Done)) {
        (_, true) => "cai-tao",
        (true, false) => "xay-moi",
        (false, false) => "",
    };
    let mut values = vec![
        ("ten", thing.name.clone()),
        ("dia-ban", place(thing)),
        ("khu-vuc", if urban { "do-thi" } else { "nong-thon" }.to_owned()),
        ("hinh-thuc", form.to_owned()),
        ("van-ban-giao", document_of(document, thing, Sign::HandedOver)),
    ];
    values.extend(open_ends(document, thing));
    values
}

fn market_stages(thing: &Tracked) -> Vec<Reached<'_>> {
    const WAY: [(&[Sign], &str); 7] = [
        (&[Sign::HandedOver], "giao"),
        (&[Sign::Valued], "dinh-gia"),
        (&[Sign::LandLeased], "dat-dai"),
        (&[Sign::InvestmentApproved], "chu-truong"),
        (&[Sign::Built, Sign::Renovated, Sign::Constructed], "xay-dung"),
        (&[Sign::Operating], "hoat-dong"),
        (&[Sign::Supported], "ho-tro"),
    ];
    along(thing, &WAY)
}

/// The steps of a way in its order: what is done holds against what is stuck only for the handing over, which a decision
/// makes though it is not carried through; else what is said last holds.
fn along<'a>(thing: &'a Tracked, way: &[(&[Sign], &'static str)]) -> Vec<Reached<'a>> {
    way.iter()
        .filter_map(|(signs, stage)| {
            let fits = |claim: &&Claim| signs.contains(&claim.sign) && claim.mark != ClaimMark::Meant;
            let said: Vec<&Claim> = thing.claims.iter().filter(fits).collect();
            let done: Vec<&Claim> = said.iter().copied().filter(|claim| claim.mark == ClaimMark::Done).collect();
            let exact = done.iter().find(|claim| claim.document.is_some() && claim.day.is_some());
            let decided = done.last().filter(|_| signs.contains(&Sign::HandedOver));
            let claim = exact.or(decided).or(said.last()).copied()?;
            Some(Reached { stage, mark: mark(claim), claim, own: true })
        })
        .collect()
}

fn mark(claim: &Claim) -> Mark {
    match claim.mark {
        ClaimMark::Done => Mark::Done,
        ClaimMark::Begun | ClaimMark::Meant => Mark::Begun,
        ClaimMark::Blocked => Mark::Blocked,
    }
}

fn cluster_values(document: &Document, thing: &Tracked) -> Values {
    let asked = |sign: Sign| has(thing, sign, ClaimMark::Meant);
    let wish = match (asked(Sign::LeavesPlan), asked(Sign::EntersPlan)) {
        (true, false) => "dua-ra",
        (false, true) => "bo-sung",
        (true, true) => "dieu-chinh",
        (false, false) => "",
    };
    let mut values = vec![
        ("ten", thing.name.clone()),
        ("dia-ban", place(thing)),
        ("de-nghi", wish.to_owned()),
        ("quyet-dinh", document_of(document, thing, Sign::Established)),
        ("bai-bo-theo", document_of(document, thing, Sign::Abolished)),
    ];
    values.extend(open_ends(document, thing));
    values
}

fn cluster_stages(thing: &Tracked) -> Vec<Reached<'_>> {
    const WAY: [(&[Sign], &str); 5] = [
        (&[Sign::Surveyed], "de-xuat"),
        (&[Sign::EntersPlan], "trong-quy-hoach"),
        (&[Sign::Cleared], "giai-phong-mat-bang"),
        (&[Sign::Built, Sign::Constructed], "ha-tang"),
        (&[Sign::Operating], "hoat-dong"),
    ];
    let mut stages = along(thing, &WAY);
    let of = |sign: Sign| thing.claims.iter().rev().find(|claim| claim.sign == sign && claim.mark != ClaimMark::Meant);
    let at = stages.iter().position(|one| !matches!(one.stage, "de-xuat" | "trong-quy-hoach")).unwrap_or(stages.len());
    if let Some(claim) = of(Sign::Established) {
        let (stage, mark) =
            if claim.mark == ClaimMark::Done { ("thanh-lap", Mark::Done) } else { ("tham-dinh", Mark::Begun) };
        stages.insert(at, Reached { stage, mark, claim, own: true });
    }
    if let Some(claim) = of(Sign::Abolished) {
        // What is abolished had been established.
        if of(Sign::Established).is_none() {
            stages.push(Reached { stage: "thanh-lap", mark: Mark::Done, claim, own: false });
        }
        stages.push(Reached { stage: "bai-bo", mark: Mark::Done, claim, own: true });
    }
    stages.extend(of(Sign::LeavesPlan).map(|claim| Reached { stage: "dua-ra", mark: mark(claim), claim, own: true }));
    // Where nothing has been done yet, a wish puts it at the proposal.
    if stages.is_empty() {
        let wish = thing.claims.iter().find(|claim| claim.sign == Sign::EntersPlan);
        stages.extend(wish.map(|claim| Reached { stage: "de-xuat", mark: Mark::Begun, claim, own: false }));
    }
    stages
}

fn plant_values(document: &Document, thing: &Tracked) -> Values {
    let mut values = vec![("ten", thing.name.clone()), ("dia-ban", place(thing))];
    values.extend(open_ends(document, thing));
    values
}

fn plant_stages(thing: &Tracked) -> Vec<Reached<'_>> {
    let mut stages = along(thing, &[(&[Sign::InvestmentApproved], "chu-truong")]);
    let begun = |claim: &&Claim| claim.sign == Sign::Constructed && claim.mark == ClaimMark::Begun;
    let started = thing.claims.iter().filter(begun).find(|claim| claim.day.is_some());
    stages.extend(started.map(|claim| Reached { stage: "khoi-cong", mark: Mark::Done, claim, own: true }));
    let works = thing.claims.iter().rev().find(|claim| {
        matches!(claim.sign, Sign::Constructed | Sign::Built)
            && claim.mark != ClaimMark::Meant
            && started != Some(*claim)
    });
    stages.extend(works.map(|claim| Reached { stage: "thi-cong", mark: mark(claim), claim, own: true }));
    stages.extend(along(
        thing,
        &[(&[Sign::Impounded], "tich-nuoc"), (&[Sign::Generating, Sign::Operating], "phat-dien")],
    ));
    stages
}

/// A commune is followed criterion by criterion: without the criterion's number there is no entry.
fn commune_values(document: &Document, thing: &Tracked, day: Date) -> Option<Values> {
    let claim = thing.claims.iter().find(|claim| claim.sign == Sign::CriterionMet)?;
    let after = document.text.get(claim.span.end..)?.trim_start();
    let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    let number: u8 = after.get(..digits)?.parse().ok()?;
    let criterion = match number {
        4 => "dien",
        7 => "cho",
        _ => "khac",
    };
    let set = match day.year() {
        ..=2020 => "bo-2016",
        2021..=2025 => "bo-2021",
        _ => "bo-2026",
    };
    let said = match claim.mark {
        ClaimMark::Done => "dat",
        ClaimMark::Blocked => "chua-dat",
        ClaimMark::Begun | ClaimMark::Meant => "cam-ket",
    };
    let mut commune = thing.name.chars();
    let first: String = commune.next().map(|first| first.to_lowercase().collect()).unwrap_or_default();
    let xa = format!("{first}{}", commune.as_str());
    let named = thing.district.as_ref().map_or(xa.clone(), |district| format!("{xa}, {district}"));
    Some(vec![
        ("xa", named),
        ("tieu-chi", criterion.to_owned()),
        ("so-tieu-chi", number.to_string()),
        ("bo-tieu-chi", set.to_owned()),
        ("nam", day.year().to_string()),
        ("ket-qua", said.to_owned()),
        (
            "noi-dung-con-lai",
            if claim.mark == ClaimMark::Done { String::new() } else { document.slice(claim.sentence).to_owned() },
        ),
    ])
}

fn commune_stages(thing: &Tracked) -> Vec<Reached<'_>> {
    let claim = thing.claims.iter().find(|claim| claim.sign == Sign::CriterionMet);
    claim
        .map(|claim| {
            let (stage, mark) = match claim.mark {
                ClaimMark::Done => ("dat", Mark::Done),
                ClaimMark::Blocked => ("chua-dat", Mark::Done),
                ClaimMark::Begun | ClaimMark::Meant => ("ke-hoach", Mark::Begun),
            };
            Reached { stage, mark, claim, own: true }
        })
        .into_iter()
        .collect()
}

/// The steps with their days: no later than those after them.
fn dated(document: &Document, stages: Vec<Reached<'_>>, day: Date) -> Vec<IncomingStage> {
    let mut latest = day;
    let mut out: Vec<IncomingStage> = Vec::with_capacity(stages.len());
    for reached in stages.into_iter().rev() {
        let known = reached.claim.day.filter(|known| reached.own && *known <= latest);
        latest = known.unwrap_or(latest);
        let cited = reached.claim.document.filter(|_| reached.own).map(|span| document.slice(span).to_owned());
        out.push(IncomingStage {
            stage: reached.stage.to_owned(),
            mark: reached.mark,
            day: latest,
            exact: known.is_some(),
            document: cited,
        });
    }
    out.reverse();
    out
}

#[cfg(test)]
mod tests;
