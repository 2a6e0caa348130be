//! A set of criteria as values by name, so that a form, a file and the store all hold the same, and what is wrong with
//! them is told at its place.

use rust_decimal::Decimal;
use tt_text::numeral::Numeral;

use crate::said::{Said, number, said};
use crate::task::coded;

coded! {
    /// How a grade follows.
    Method {
        /// Levels straight from evidence: how much of the targets is reached, and how many are passed.
        Levels = "levels",
        /// Points: general criteria and results.
        Points = "points",
    }
}

coded! {
    /// Of which units the quota is a share.
    QuotaBase {
        /// Of those graded `tốt` or better.
        GoodOrBetter = "good_or_better",
        /// Of those graded `tốt`, the excellent ones not counted.
        GoodOnly = "good_only",
        /// Of all.
        All = "all",
    }
}

/// What a set says. Percentages are of a hundred.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criteria {
    /// How a grade follows.
    pub method: Method,
    /// Points of the general criteria (tiêu chí chung).
    pub general: Decimal,
    /// Points of the results (kết quả thực hiện nhiệm vụ).
    pub performance: Decimal,
    /// The general criteria with their points.
    pub items: Vec<(String, Decimal)>,
    /// Shares of quantity, quality and progress among the results: 1 : 1 : 1 is their mean.
    pub shares: [Decimal; 3],
    /// Percent lost for each result that had to be done again.
    pub quality_deduction: Decimal,
    /// Percent lost for each delay.
    pub progress_deduction: Decimal,
    /// Whether a confirmed objective cause spares the loss.
    pub exempt_objective: bool,
    /// From which score a grade is excellent.
    pub excellent: Decimal,
    /// From which score it is good.
    pub good: Decimal,
    /// From which score it is completed.
    pub completed: Decimal,
    /// To how many decimals the score is rounded before it is held against these; `None` for not at all.
    pub rounding: Option<u32>,
    /// Excellent needs this share done on time.
    pub excellent_on_time: Decimal,
    /// Excellent needs this share beyond what was asked.
    pub excellent_exceeded: Decimal,
    /// Good needs this share done on time.
    pub good_on_time: Decimal,
    /// Completed needs this share done.
    pub completed_done: Decimal,
    /// Completed bears this share late, and no more.
    pub completed_late: Decimal,
    /// Below this share done it is not completed.
    pub failed_done: Decimal,
    /// Share of excellent units that a group may have.
    pub quota: Decimal,
    /// The same for a group with outstanding results.
    pub quota_outstanding: Decimal,
    /// A group with fewer units than this has a number of its own.
    pub small_group: u32,
    /// That number.
    pub small_quota: u32,
    /// Of which units the quota is a share.
    pub quota_base: QuotaBase,
}

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field.
    pub field: &'static str,
    /// What is wrong, and the remedy.
    pub said: Said,
}

/// A field of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in forms, files and the store.
    pub name: &'static str,
    /// What it is called in Vietnamese.
    pub vi: &'static str,
    /// And in English.
    pub en: &'static str,
    /// Whether the law's text could be read for it; where not, an agency checks it against its own rule.
    pub verified: bool,
}

const fn field(name: &'static str, vi: &'static str, en: &'static str, verified: bool) -> Field {
    Field { name, vi, en, verified }
}

/// All fields, in the order of the form.
pub const FIELDS: [Field; 25] = [
    field("method", "Cách tính", "Method", true),
    field("general", "Điểm tiêu chí chung", "Points of the general criteria", true),
    field("performance", "Điểm kết quả thực hiện nhiệm vụ", "Points of the results", true),
    field("items", "Tiêu chí chung, mỗi dòng: tên = điểm", "General criteria, one a line: name = points", false),
    field("share_quantity", "Tỷ phần số lượng", "Share of quantity", true),
    field("share_quality", "Tỷ phần chất lượng", "Share of quality", true),
    field("share_progress", "Tỷ phần tiến độ", "Share of progress", true),
    field("quality_deduction", "Trừ mỗi lần không đạt chất lượng (%)", "Lost for each quality failure (%)", true),
    field("progress_deduction", "Trừ mỗi lần chậm tiến độ (%)", "Lost for each delay (%)", true),
    field(
        "exempt_objective",
        "Không trừ khi nguyên nhân khách quan được xác nhận",
        "Spared by a confirmed objective cause",
        true,
    ),
    field("excellent", "Hoàn thành xuất sắc từ (điểm)", "Excellent from (points)", true),
    field("good", "Hoàn thành tốt từ (điểm)", "Good from (points)", true),
    field("completed", "Hoàn thành từ (điểm)", "Completed from (points)", true),
    field(
        "rounding",
        "Số chữ số thập phân làm tròn trước khi so mức; để trống là không làm tròn",
        "Decimals rounded to before comparing; blank for none",
        false,
    ),
    field("excellent_on_time", "Xuất sắc: tỷ lệ đúng hạn ít nhất (%)", "Excellent: least share on time (%)", true),
    field(
        "excellent_exceeded",
        "Xuất sắc: tỷ lệ vượt yêu cầu ít nhất (%)",
        "Excellent: least share exceeded (%)",
        true,
    ),
    field("good_on_time", "Tốt: tỷ lệ đúng hạn ít nhất (%)", "Good: least share on time (%)", true),
    field("completed_done", "Hoàn thành: tỷ lệ đã làm xong ít nhất (%)", "Completed: least share done (%)", true),
    field("completed_late", "Hoàn thành: tỷ lệ chậm nhiều nhất (%)", "Completed: most late (%)", true),
    field(
        "failed_done",
        "Không hoàn thành khi tỷ lệ làm xong dưới (%)",
        "Not completed when less is done than (%)",
        true,
    ),
    field("quota", "Hạn mức xuất sắc (%)", "Quota of excellent units (%)", true),
    field(
        "quota_outstanding",
        "Hạn mức xuất sắc của nhóm có thành tích nổi trội (%)",
        "Quota of an outstanding group (%)",
        true,
    ),
    field(
        "small_group",
        "Nhóm ít hơn số đơn vị này có hạn mức riêng",
        "Groups smaller than this have their own quota",
        true,
    ),
    field("small_quota", "Hạn mức của nhóm đó (đơn vị)", "That quota (units)", true),
    field("quota_base", "Hạn mức tính trên", "The quota is a share of", false),
];

impl Criteria {
    /// The values by name, as a form shows and the store keeps them.
    pub fn values(&self) -> Vec<(&'static str, String)> {
        let items: Vec<String> =
            self.items.iter().map(|(name, points)| format!("{name} = {}", number(*points))).collect();
        let yes_no = |yes: bool| if yes { "true" } else { "false" }.to_owned();
        let [quantity, quality, progress] = self.shares;
        vec![
            ("method", self.method.code().to_owned()),
            ("general", plain(self.general)),
            ("performance", plain(self.performance)),
            ("items", items.join("\n")),
            ("share_quantity", plain(quantity)),
            ("share_quality", plain(quality)),
            ("share_progress", plain(progress)),
            ("quality_deduction", plain(self.quality_deduction)),
            ("progress_deduction", plain(self.progress_deduction)),
            ("exempt_objective", yes_no(self.exempt_objective)),
            ("excellent", plain(self.excellent)),
            ("good", plain(self.good)),
            ("completed", plain(self.completed)),
            ("rounding", self.rounding.map(|decimals| decimals.to_string()).unwrap_or_default()),
            ("excellent_on_time", plain(self.excellent_on_time)),
            ("excellent_exceeded", plain(self.excellent_exceeded)),
            ("good_on_time", plain(self.good_on_time)),
            ("completed_done", plain(self.completed_done)),
            ("completed_late", plain(self.completed_late)),
            ("failed_done", plain(self.failed_done)),
            ("quota", plain(self.quota)),
            ("quota_outstanding", plain(self.quota_outstanding)),
            ("small_group", self.small_group.to_string()),
            ("small_quota", self.small_quota.to_string()),
            ("quota_base", self.quota_base.code().to_owned()),
        ]
    }

    /// Reads [`values`](Self::values) back, from a form or the store, and says everything that is wrong with them.
    ///
    /// # Errors
    /// Every fault, each at its field.
    pub fn from_values(values: &[(String, String)]) -> Result<Self, Vec<Fault>> {
        let mut reader = Reader { values, faults: Vec::new() };
        let criteria = reader.criteria();
        let mut faults = reader.faults;
        if faults.is_empty() {
            faults = criteria.faults();
        }
        if faults.is_empty() { Ok(criteria) } else { Err(faults) }
    }

    /// What does not go together.
    pub fn faults(&self) -> Vec<Fault> {
        let all =
            [self.points_fault(), self.items_fault(), self.shares_fault(), self.levels_fault(), self.done_fault()];
        all.into_iter().flatten().collect()
    }

    /// General and performance points make a hundred.
    fn points_fault(&self) -> Option<Fault> {
        let total = self.general + self.performance;
        let (general, performance, sum) = (number(self.general), number(self.performance), number(total));
        (total != Decimal::ONE_HUNDRED).then(|| Fault {
            field: "performance",
            said: said(
                format!(
                    "điểm tiêu chí chung {general} và kết quả {performance} cộng lại là {sum}, phải bằng 100; hãy sửa một trong hai"
                ),
                format!("{general} and {performance} add up to {sum}, not 100; change one of them"),
            ),
        })
    }

    /// The general criteria, where they are listed, make the general points.
    fn items_fault(&self) -> Option<Fault> {
        let total: Decimal = self.items.iter().map(|(_, points)| *points).sum();
        let (sum, general) = (number(total), number(self.general));
        (!self.items.is_empty() && total != self.general).then(|| Fault {
            field: "items",
            said: said(
                format!("các tiêu chí chung cộng lại là {sum} điểm, phải bằng {general}; hãy sửa điểm từng dòng"),
                format!("the general criteria add up to {sum}, not {general}; change their points"),
            ),
        })
    }

    fn shares_fault(&self) -> Option<Fault> {
        self.shares.iter().sum::<Decimal>().is_zero().then(|| Fault {
            field: "share_quantity",
            said: said("ít nhất một tỷ phần phải lớn hơn 0", "at least one share must be above 0"),
        })
    }

    /// The thresholds of the levels fall.
    fn levels_fault(&self) -> Option<Fault> {
        let (excellent, good, completed) = (number(self.excellent), number(self.good), number(self.completed));
        (self.excellent < self.good || self.good < self.completed).then(|| Fault {
            field: "excellent",
            said: said(
                format!("ba mốc điểm phải giảm dần, đang là {excellent}, {good}, {completed}"),
                format!("the three thresholds must fall, they are {excellent}, {good}, {completed}"),
            ),
        })
    }

    fn done_fault(&self) -> Option<Fault> {
        let (failed, completed) = (number(self.failed_done), number(self.completed_done));
        (self.failed_done > self.completed_done).then(|| Fault {
            field: "failed_done",
            said: said(
                format!("mốc không hoàn thành {failed}% cao hơn mốc hoàn thành {completed}%"),
                format!("{failed}% is above what completed needs, {completed}%"),
            ),
        })
    }
}

fn plain(value: Decimal) -> String {
    value.normalize().to_string().replace('.', ",")
}

/// Reads values by name and keeps what is wrong.
struct Reader<'a> {
    values: &'a [(String, String)],
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn text(&self, name: &str) -> &str {
        self.values.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim()).unwrap_or_default()
    }

    fn fault(&mut self, field: &'static str, said: Said) {
        self.faults.push(Fault { field, said });
    }

    fn criteria(&mut self) -> Criteria {
        Criteria {
            method: self.choice("method", Method::from_code, Method::Points),
            general: self.percent("general"),
            performance: self.percent("performance"),
            items: self.items(),
            shares: [self.percent("share_quantity"), self.percent("share_quality"), self.percent("share_progress")],
            quality_deduction: self.percent("quality_deduction"),
            progress_deduction: self.percent("progress_deduction"),
            exempt_objective: self.text("exempt_objective") == "true",
            excellent: self.percent("excellent"),
            good: self.percent("good"),
            completed: self.percent("completed"),
            rounding: self.rounding(),
            excellent_on_time: self.percent("excellent_on_time"),
            excellent_exceeded: self.percent("excellent_exceeded"),
            good_on_time: self.percent("good_on_time"),
            completed_done: self.percent("completed_done"),
            completed_late: self.percent("completed_late"),
            failed_done: self.percent("failed_done"),
            quota: self.percent("quota"),
            quota_outstanding: self.percent("quota_outstanding"),
            small_group: self.count("small_group"),
            small_quota: self.count("small_quota"),
            quota_base: self.choice("quota_base", QuotaBase::from_code, QuotaBase::GoodOrBetter),
        }
    }

    fn percent(&mut self, name: &'static str) -> Decimal {
        let text = self.text(name).to_owned();
        match Numeral::parse(&text).map(|numeral| numeral.value) {
            Ok(value) if value >= Decimal::ZERO && value <= Decimal::ONE_HUNDRED => value,
            _ => {
                self.fault(
                    name,
                    said(
                        format!("“{text}” không dùng được; hãy nhập số từ 0 đến 100, phần thập phân sau dấu phẩy, ví dụ 33,3"),
                        format!("“{text}” cannot be used; give a number from 0 to 100 with a decimal comma, like 33,3"),
                    ),
                );
                Decimal::ZERO
            }
        }
    }

    fn count(&mut self, name: &'static str) -> u32 {
        let text = self.text(name).to_owned();
        match text.parse::<u32>() {
            Ok(count) if count <= 1000 => count,
            _ => {
                self.fault(
                    name,
                    said(
                        format!("“{text}” không dùng được; hãy nhập số nguyên từ 0 đến 1000"),
                        format!("“{text}” cannot be used; give a whole number from 0 to 1000"),
                    ),
                );
                0
            }
        }
    }

    fn rounding(&mut self) -> Option<u32> {
        let text = self.text("rounding").to_owned();
        match text.parse::<u32>() {
            _ if text.is_empty() => None,
            Ok(decimals) if decimals <= 4 => Some(decimals),
            _ => {
                self.fault(
                    "rounding",
                    said(
                        format!("“{text}” không dùng được; hãy nhập số từ 0 đến 4, hoặc để trống"),
                        format!("“{text}” cannot be used; give 0 to 4, or nothing"),
                    ),
                );
                None
            }
        }
    }

    fn choice<T>(&mut self, name: &'static str, read: impl Fn(&str) -> Option<T>, usual: T) -> T {
        let text = self.text(name).to_owned();
        if let Some(value) = read(&text) {
            return value;
        }
        self.fault(name, said(format!("“{text}” không có trong các lựa chọn"), format!("“{text}” is no choice")));
        usual
    }

    fn items(&mut self) -> Vec<(String, Decimal)> {
        let text = self.text("items").to_owned();
        let mut items = Vec::new();
        for (index, line) in text.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty()) {
            let read = line.rsplit_once('=').and_then(|(name, points)| {
                let points = Numeral::parse(points.trim()).ok()?.value;
                let name = name.trim();
                (!name.is_empty() && points >= Decimal::ZERO && points <= Decimal::ONE_HUNDRED)
                    .then(|| (name.to_owned(), points))
            });
            match read {
                Some(item) => items.push(item),
                None => self.fault(
                    "items",
                    said(
                        format!(
                            "dòng {}: “{line}” không đúng dạng; hãy viết tên = điểm, ví dụ Kỷ luật, kỷ cương = 10",
                            index + 1
                        ),
                        format!("line {}: “{line}” is not name = points", index + 1),
                    ),
                ),
            }
        }
        items
    }
}
