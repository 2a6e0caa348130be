//! What sort of figure a number is: the first kind that fits, in the order of [`FigureKind::ALL`].

use tt_text::quantity::Quantity;
use tt_text::unit::UnitKind;

use super::clause::Clause;
use super::mention::Mention;
use super::scope::Scope;
use super::wording::{
    compares, contains_word, ends_with_word, follows_plan, is_short, opens_estimate, opens_target, says_rank,
    strip_word,
};
use super::{Paragraph, Verdict, last_between};
use crate::extract::{Direction, Figure, FigureKind};

/// Judges one mention from its clause, the figures before it in the paragraph and the headings above.
pub(super) fn judge(
    paragraph: &Paragraph<'_>,
    mention: &Mention,
    clause: &Clause,
    earlier: &[Figure],
    scope: &Scope,
) -> Verdict {
    let lower = paragraph.lower.as_str();
    let reading = Reading {
        lead: clause.lead_of(lower).trim_end_matches([' ', '(', ':']),
        tail: clause.tail_of(lower).trim_start(),
        paragraph,
        mention,
        clause,
        last: earlier.last().filter(|_| clause.continues),
    };
    let direction = reading.direction();
    if let Some(verdict) = reading.coordinated(direction) {
        return verdict;
    }
    let kind = reading.kind(direction, earlier, scope);
    let direction = match (direction, mention.sign) {
        (None, Some('+')) if kind == FigureKind::ChangeVsSamePeriod => Some(Direction::Up),
        (None, Some(_)) if kind == FigureKind::ChangeVsSamePeriod => Some(Direction::Down),
        (None, None) if kind == FigureKind::ChangeVsSamePeriod => reading.last.and_then(|last| last.direction),
        _ => direction,
    };
    Verdict { kind, direction }
}

/// The words round one mention, in lower case.
struct Reading<'a> {
    lead: &'a str,
    tail: &'a str,
    paragraph: &'a Paragraph<'a>,
    mention: &'a Mention,
    clause: &'a Clause,
    /// The figure just before, in the same chain of clauses.
    last: Option<&'a Figure>,
}

impl Reading<'_> {
    /// `tăng 5,6% và 7,8%`: a second number of the same unit is what the first is.
    fn coordinated(&self, direction: Option<Direction>) -> Option<Verdict> {
        let changed = self.last.filter(|last| last.kind == FigureKind::ChangeVsSamePeriod);
        // `tăng 14 hồ sơ, tương đương 12,7%`: the same change in another unit.
        if let Some(last) = changed.filter(|_| matches!(self.lead.trim(), "tương đương" | "tương ứng" | "hay" | "tức"))
        {
            return Some(Verdict { kind: last.kind, direction: last.direction });
        }
        let last = self.last.filter(|last| last.unit == self.mention.unit && last.unit.is_some())?;
        let joined = matches!(self.lead.trim(), "và" | "") && !self.clause.bracketed && direction.is_none();
        let carries =
            matches!(last.kind, FigureKind::ChangeVsSamePeriod | FigureKind::PercentOfPlan | FigureKind::Estimate);
        (joined && carries && !follows_plan(self.tail))
            .then_some(Verdict { kind: last.kind, direction: last.direction })
    }

    /// Which way the words just before the number point, past words like `trên`, `khoảng`.
    fn direction(&self) -> Option<Direction> {
        const FILLERS: [&str; 18] = [
            "trên",
            "hơn",
            "khoảng",
            "gần",
            "thêm",
            "nhẹ",
            "mạnh",
            "xấp xỉ",
            "ước",
            "tới",
            "bình quân",
            "được",
            "đến",
            "đạt",
            "tương ứng",
            "đáng kể",
            "lần lượt",
            "gấp",
        ];
        // `gấp 1,5 lần cùng kỳ`, `cao hơn cùng kỳ năm trước là 4,1 điểm phần trăm`
        if self.is_times() && contains_word(self.lead, "gấp") && (compares(self.tail) || self.lead.contains("cùng kỳ"))
        {
            return Some(Direction::Up);
        }
        if ends_with_word(self.lead, "là") {
            let told = [("cao hơn cùng kỳ", Direction::Up), ("thấp hơn cùng kỳ", Direction::Down)];
            if let Some((_, direction)) = told.into_iter().find(|(words, _)| self.lead.contains(words)) {
                return Some(direction);
            }
        }
        let mut rest = self.lead;
        loop {
            rest = rest.trim_end();
            for (words, direction) in [
                ("cao hơn", Direction::Up),
                ("nhiều hơn", Direction::Up),
                ("thấp hơn", Direction::Down),
                ("ít hơn", Direction::Down),
            ] {
                if ends_with_word(rest, words) {
                    return Some(direction);
                }
            }
            match FILLERS.iter().find_map(|filler| ends_with_word(rest, filler).then(|| rest.len() - filler.len())) {
                Some(end) => rest = rest.get(..end).unwrap_or_default(),
                None => break,
            }
        }
        let directions = [
            ("tăng", Direction::Up),
            ("tăng trưởng", Direction::Up),
            ("giảm", Direction::Down),
            ("bằng", Direction::Equal),
            ("vượt", Direction::Over),
            ("vượt kế hoạch", Direction::Over),
            ("vượt chỉ tiêu", Direction::Over),
        ];
        let (word, direction) = directions.into_iter().find(|(word, _)| ends_with_word(rest, word))?;
        let head = rest.strip_suffix(word).unwrap_or_default().trim_end();
        // `tốc độ tăng trưởng 8%` names a rate; `mặt bằng 02 cụm` has nothing to do with being equal.
        let noun = match direction {
            Direction::Up if word == "tăng trưởng" => {
                ["tốc độ", "mức", "tỷ lệ"].iter().any(|noun| ends_with_word(head, noun))
            }
            Direction::Equal => !self.is_percent(),
            Direction::Over => ends_with_word(head, "không"),
            _ => false,
        };
        (!noun).then_some(direction)
    }

    fn kind(&self, direction: Option<Direction>, earlier: &[Figure], scope: &Scope) -> FigureKind {
        if self.is_percent_of_plan(direction, earlier) {
            return FigureKind::PercentOfPlan;
        }
        let targets = self.sets_target(scope);
        if self.is_change(direction, targets) {
            return FigureKind::ChangeVsSamePeriod;
        }
        if says_rank(self.lead) {
            return FigureKind::Rank;
        }
        match self.mention.quantity {
            Some(Quantity::Ratio { .. }) => return FigureKind::Ratio,
            Some(Quantity::Range { .. }) => return FigureKind::Range,
            _ => {}
        }
        let reached =
            ["đạt", "thực hiện", "ước", "giải ngân", "phạt"].iter().any(|word| contains_word(self.lead, word));
        let allotted = scope.allots && self.mention.measures == Some(UnitKind::Money) && !reached;
        if targets || allotted || self.is_planned_value() || self.follows_result() {
            return FigureKind::Plan;
        }
        if self.is_estimate() {
            return FigureKind::Estimate;
        }
        self.plain()
    }

    /// The kind the unit alone gives.
    fn plain(&self) -> FigureKind {
        let points = self.mention.unit.as_deref() == Some("điểm");
        let index = self.lead.contains("chỉ số")
            || points && self.paragraph.sentence_before(self.mention.span.start).contains("chỉ số");
        match self.mention.measures {
            Some(UnitKind::Percent | UnitKind::PercentPoint) if self.is_rate() => FigureKind::Actual,
            Some(UnitKind::Percent | UnitKind::PercentPoint) => FigureKind::Share,
            Some(UnitKind::Money) => FigureKind::Money,
            Some(UnitKind::Area) => FigureKind::Area,
            Some(UnitKind::Count) if self.mention.unit.as_deref() == Some("điểm") && index => FigureKind::Index,
            Some(UnitKind::Count) => FigureKind::Count,
            Some(UnitKind::Measure | UnitKind::Time) => FigureKind::Actual,
            Some(UnitKind::Bare) => FigureKind::Count,
            None if index => FigureKind::Index,
            None if matches!(self.mention.quantity, Some(Quantity::One(one)) if one.style.decimals > 0) => {
                FigureKind::Index
            }
            None => FigureKind::Count,
        }
    }

    fn is_times(&self) -> bool {
        self.mention.unit.as_deref() == Some("lần")
    }

    fn is_percent(&self) -> bool {
        self.mention.measures == Some(UnitKind::Percent)
    }

    /// Whether a percentage is a rate of its own (`lãi suất 8%`, `tốc độ tăng trưởng 7,5%`), no part of a whole.
    fn is_rate(&self) -> bool {
        ["lãi suất", "tốc độ", "tăng trưởng"].iter().any(|words| self.lead.contains(words))
    }

    /// `giảm 50% học phí`: what is cut is named behind; nothing is compared with an earlier time.
    fn cuts_part(&self) -> bool {
        const CUT: [&str; 13] = [
            "số",
            "tiền",
            "học phí",
            "mức",
            "thời gian",
            "chi phí",
            "thuế",
            "phí",
            "lệ phí",
            "lãi suất",
            "thủ tục",
            "giá",
            "kinh phí",
        ];
        self.is_percent() && CUT.iter().any(|word| strip_word(self.tail, word).is_some()) && !compares(self.tail)
    }

    fn is_percent_of_plan(&self, direction: Option<Direction>, earlier: &[Figure]) -> bool {
        if !self.is_percent() {
            return false;
        }
        // `so dự toán giao đạt 42%`
        let against =
            self.lead.match_indices("so ").any(|(at, _)| follows_plan(self.lead.get(at..).unwrap_or_default()));
        if follows_plan(self.tail) || against {
            return true;
        }
        if matches!(direction, Some(Direction::Up | Direction::Down | Direction::Equal)) {
            return false;
        }
        if direction == Some(Direction::Over) {
            return true;
        }
        // What part of its plan a sum has reached is often left unsaid: `thu 10.152 tỷ đồng, đạt 50,51%`.
        let reached = ends_with_word(self.lead, "đạt") && is_short(self.lead, "đạt");
        let of_amount = self.last.is_some_and(|last| {
            matches!(last.kind, FigureKind::Money | FigureKind::Estimate | FigureKind::Count | FigureKind::Area)
        });
        if reached && of_amount && self.clause.continues {
            return true;
        }
        // Disbursement is always measured against the plan, in its sentence and as long as the paragraph goes on so.
        if self.paragraph.disburses.is_empty() {
            return false;
        }
        let sentence = self.clause.sentence.start;
        let last = last_between(&self.paragraph.disburses, 0, self.mention.span.start);
        let disbursed = |from| last.is_some_and(|at| at >= from);
        // Near a disbursement, a semicolon ends what is said of it.
        let since =
            last.filter(|at| *at >= sentence).and_then(|at| self.paragraph.lower.get(at..self.mention.span.start));
        let cut = since.is_some_and(|since| since.bytes().rev().take(400).any(|byte| byte == b';'));
        let clause = if cut { self.mention.span.start } else { sentence };
        let goes_on = earlier.last().is_some_and(|last| last.kind == FigureKind::PercentOfPlan);
        !self.lead.contains("chiếm")
            && (disbursed(clause) || goes_on && disbursed(if clause > sentence { sentence } else { 0 }))
    }

    fn is_change(&self, direction: Option<Direction>, targets: bool) -> bool {
        let compared = compares(self.tail);
        match direction {
            Some(Direction::Up | Direction::Down) if follows_plan(self.tail) => false,
            Some(Direction::Down) if self.cuts_part() => false,
            Some(Direction::Up | Direction::Down) => compared || !targets,
            Some(Direction::Equal) => compared && self.is_percent(),
            Some(Direction::Over) => false,
            // `giảm 12 vụ (-9,68%)`: the same change, in percent.
            None => {
                (self.mention.sign.is_some() || self.is_percent() && self.lead.trim().is_empty())
                    && self.clause.bracketed
                    && self.last.is_some_and(|last| last.kind == FigureKind::ChangeVsSamePeriod)
            }
        }
    }

    fn is_estimate(&self) -> bool {
        const WORDS: [&str; 5] = ["ước", "dự ước", "dự kiến", "ước tính", "ước đạt"];
        WORDS.iter().any(|word| contains_word(self.lead, word)) || self.opens(opens_estimate)
    }

    /// Whether the sentence, an opening of the paragraph or a heading sets a target.
    fn sets_target(&self, scope: &Scope) -> bool {
        if scope.sets_targets() {
            return true;
        }
        // What follows a percentage of plan repeats the plan's name, and sets nothing.
        let own = last_between(&self.paragraph.strives, self.clause.sentence.start, self.mention.span.start);
        own.is_some() || self.opens(opens_target) && !self.reports()
    }

    /// Whether the sentence tells of what is done, whatever the paragraph opens with: `Các chỉ tiêu: … đạt và vượt`.
    fn reports(&self) -> bool {
        let sentence = self.clause.sentence.of(&self.paragraph.lower);
        contains_word(self.paragraph.sentence_before(self.mention.span.start), "đã")
            || ["đạt và vượt", "chưa đạt", "không đạt", "khó đạt"].iter().any(|words| sentence.contains(words))
    }

    /// `1.245,5 ha/1.200 ha`: the plan behind the slash, in the unit of the result.
    fn follows_result(&self) -> bool {
        let before = self.paragraph.text.get(..self.mention.span.start).unwrap_or_default();
        let measured = !matches!(self.mention.measures, None | Some(UnitKind::Count));
        before.ends_with('/') && measured && self.last.is_some_and(|last| last.unit == self.mention.unit)
    }

    /// Whether the paragraph opens so.
    fn opens(&self, how: fn(&str) -> bool) -> bool {
        let before = self.paragraph.lower.get(..self.mention.span.start).unwrap_or_default();
        let end = before.char_indices().nth(120).map_or(before.len(), |(at, _)| at);
        before
            .get(..end)
            .and_then(|head| head.split_once(':'))
            .is_some_and(|(opening, _)| how(opening.trim_start_matches(|c: char| !c.is_alphabetic())))
    }

    /// Whether the words next to the number call it a plan, target or budget.
    fn is_planned_value(&self) -> bool {
        const NAMES: [&str; 15] = [
            "kế hoạch",
            "kế hoạch giao",
            "kế hoạch năm",
            "chỉ tiêu",
            "chỉ tiêu giao",
            "mục tiêu",
            "dự toán",
            "dự toán giao",
            "nghị quyết",
            "kế hoạch là",
            "chỉ tiêu là",
            "mục tiêu là",
            "kh",
            "định mức",
            "kế hoạch được giao",
        ];
        const LEADS: [&str; 6] =
            ["kế hoạch năm", "kế hoạch giao", "dự toán năm", "dự toán giao", "đề xuất mở rộng", "chỉ tiêu năm"];
        let counted = self.mention.measures == Some(UnitKind::Count);
        // `Các chỉ tiêu: 12 chỉ tiêu đạt`: the targets themselves are counted.
        if self.mention.unit.as_deref() == Some("chỉ tiêu") {
            return false;
        }
        if NAMES.iter().any(|name| ends_with_word(self.lead, name))
            && !ends_with_word(self.lead, "chương trình mục tiêu")
            || LEADS.iter().any(|name| contains_word(self.lead, name) && !(counted && name.starts_with("dự toán")))
        {
            return true;
        }
        // `Dự toán thu ngân sách HĐND tỉnh giao 12.500 tỷ đồng`
        let assigned = ["giao", "phân bổ", "được giao"].iter().any(|verb| ends_with_word(self.lead, verb));
        if assigned && ["dự toán", "kế hoạch", "chỉ tiêu"].iter().any(|name| contains_word(self.lead, name)) {
            return true;
        }
        // `đạt 51,8% so với nghị quyết (23.600 tỷ đồng)`: the plan itself, in brackets behind its percentage.
        self.clause.bracketed
            && self.lead.trim().is_empty()
            && !self.is_percent()
            && self.last.is_some_and(|last| last.kind == FigureKind::PercentOfPlan)
    }
}
