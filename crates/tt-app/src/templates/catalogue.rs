//! What a template may use, listed: facts by record, functions and filters. The editor shows it and the users'
//! documentation is made from it.

use std::fmt::Write as _;

use super::facts::shape as of;
pub use super::facts::shape::Fact;

/// A record a template sees.
#[derive(Clone, Copy, Debug)]
pub struct Record {
    /// How it is reached: `tasks[]`, `agency`.
    pub path: &'static str,
    /// What it is.
    pub vi: &'static str,
    /// The same in English.
    pub en: &'static str,
    /// Its facts.
    pub facts: &'static [Fact],
}

const fn record(path: &'static str, vi: &'static str, en: &'static str, facts: &'static [Fact]) -> Record {
    Record { path, vi, en, facts }
}

/// Every record, in the order people look for them.
pub const RECORDS: &[Record] = &[
    record("", "Dữ kiện ở cấp ngoài cùng", "Facts at the top", of::Root::FACTS),
    record("agency", "Cơ quan", "Agency", of::AgencyFacts::FACTS),
    record("period", "Kỳ báo cáo", "Period", of::PeriodFacts::FACTS),
    record("report", "Báo cáo", "Report", of::ReportFacts::FACTS),
    record("decision, documents.issued[], tasks[].documents[]", "Văn bản", "Document", of::DocumentFacts::FACTS),
    record("tasks[], other_tasks[], late[], due_soon[], done[]", "Nhiệm vụ", "Task", of::TaskFacts::FACTS),
    record("tasks[].parts[]", "Việc thành phần", "Part of a task", of::PartFacts::FACTS),
    record("tasks[].progress[]", "Báo cáo tiến độ", "Progress reported", of::ProgressFacts::FACTS),
    record("tasks[].targets[]", "Mục tiêu", "Target", of::TargetFacts::FACTS),
    record("counts", "Số đếm", "Counts", of::CountFacts::FACTS),
    record("divisions[], late_by_division[]", "Phòng, đơn vị", "Division", of::DivisionFacts::FACTS),
    record("briefings", "Giao ban", "Briefings", of::BriefingsFacts::FACTS),
    record("briefings.all[], briefings.last", "Cuộc giao ban", "Briefing", of::BriefingFacts::FACTS),
    record("briefings.all[].conclusions[]", "Kết luận", "Conclusion", of::ConclusionFacts::FACTS),
    record("documents", "Nhóm văn bản", "Documents", of::DocumentsFacts::FACTS),
    record("obstacles", "Nhóm khó khăn, vướng mắc", "Difficulties", of::ObstaclesFacts::FACTS),
    record("obstacles.headings[]", "Nhóm theo đề mục", "Difficulties by heading", of::HeadingFacts::FACTS),
    record("obstacles.all[], tasks[].obstacles[]", "Khó khăn, vướng mắc", "Difficulty", of::ObstacleFacts::FACTS),
    record("indicators[]", "Chỉ tiêu", "Indicator", of::IndicatorFacts::FACTS),
    record("registers[]", "Sổ theo dõi", "Register", of::RegisterFacts::FACTS),
    record("registers[].measures[]", "Số đo của sổ", "Measure", of::MeasureFacts::FACTS),
    record("next_tasks[]", "Nhiệm vụ năm sau", "Next year's task", of::NextTaskFacts::FACTS),
    record("grading", "Đánh giá, xếp loại", "Grading", of::GradingFacts::FACTS),
    record("units[]", "Cơ quan trực thuộc", "Agency below", of::UnitFacts::FACTS),
    record("units[].key_tasks[]", "Nhiệm vụ của cơ quan trực thuộc", "Its task", of::UnitTaskFacts::FACTS),
];

/// A function or filter.
#[derive(Clone, Copy, Debug)]
pub struct Callable {
    /// Its name.
    pub name: &'static str,
    /// How it is called.
    pub usage: &'static str,
    /// What it gives.
    pub vi: &'static str,
    /// The same in English.
    pub en: &'static str,
}

const fn call(name: &'static str, usage: &'static str, vi: &'static str, en: &'static str) -> Callable {
    Callable { name, usage, vi, en }
}

/// Functions.
pub const FUNCTIONS: &[Callable] = &[
    call(
        "value",
        "value(\"XK01\", form=\"with_unit\", kind=\"actual\", period=\"2019\")",
        "thẻ số liệu của chỉ tiêu; form: number, with_unit, reached, percent_of_plan, change, plan_percent, change_percent; \
         kind: plan, estimate, actual; bỏ trống kind thì lấy thực hiện, chưa có thì lấy ước; bỏ trống period thì lấy kỳ báo cáo",
        "chip of an indicator's value; without kind the actual, else the estimate; without period the report's",
    ),
    call("has_value", "has_value(\"XK01\")", "chỉ tiêu có số của kỳ hay chưa", "whether the indicator has a value"),
    call("measure", "measure(\"cho\", \"da-giao\")", "thẻ số đo của sổ theo dõi", "chip of a register's measure"),
    call("register", "register(\"cho\")", "một sổ theo dõi, theo tên gọi", "a register by its key"),
    call(
        "cite",
        "cite(\"1229/QĐ-UBND\", form=\"short\")",
        "thẻ viện dẫn văn bản; form: full (mặc định), short",
        "chip that cites a document; form full or short",
    ),
    call(
        "picture",
        "{{ picture(\"plan\", \"XK01\") }} Chú thích",
        "hình vẽ từ hồ sơ, đứng đầu một dòng riêng, chữ sau nó là chú thích; loại: plan, same_period, trend (kèm mã chỉ \
         tiêu), stages (kèm tên sổ), deadlines, league; period như ở value",
        "a picture drawn from records, on a line of its own, its caption behind it; plan, same_period, trend (with an \
         indicator), stages (with a register), deadlines, league",
    ),
    call(
        "table",
        "{{ table(\"tasks\") }} Chú thích",
        "bảng lập từ hồ sơ, như picture; loại: indicators, tasks (kèm hoặc không kèm ký hiệu phòng), measures, entries \
         (kèm tên sổ)",
        "a table listed from records, as picture; indicators, tasks (with or without a division), measures, entries (with a \
         register)",
    ),
    call("range", "range(1, 13)", "dãy số để lặp", "numbers to loop over"),
    call("namespace", "namespace(n=0)", "biến đếm giữ được qua vòng lặp", "a variable that outlives a loop"),
    call("dict", "dict(a=1)", "bảng tên → giá trị", "a mapping"),
];

/// Filters of our own; the usual ones of the engine stand beside them.
pub const FILTERS: &[Callable] = &[
    call(
        "date",
        "t.deadline | date",
        "30/01/2019; “day” có số 0 như Nghị định 30/2020; date(\"long\"): ngày 30 tháng 01 năm 2019",
        "a date in print; date(\"long\") in words",
    ),
    call("number", "12345 | number", "12.345", "a number with dots"),
    call("padded", "5 | padded", "05: số đếm có số 0 ở đầu", "a count with a leading nought"),
    call("capital", "t.words | capital", "viết hoa chữ đầu", "with a capital at its head"),
    call("lower_first", "t.words | lower_first", "viết thường chữ đầu", "with a small letter at its head"),
    call("bare", "t.words | bare", "bỏ dấu câu ở cuối", "without the stop at its end"),
    call("roman", "3 | roman", "III", "a Roman number"),
    call(
        "key",
        "u.symbol | key",
        "chữ thường không dấu, dùng ghép tên mục, tên khối",
        "small letters, for keys of sections and names of blocks",
    ),
    call("join", "names | join(\", \")", "nối thành một chuỗi, giữ nguyên thẻ", "joined, chips kept"),
    call("listed", "names | listed", "nối: a, b và c", "joined with “và” before the last"),
    call(
        "paragraphs",
        "p.text | paragraphs",
        "giữ các đoạn người viết đã xuống dòng",
        "keeps the paragraphs someone wrote",
    ),
];

/// Filters of the engine that stay usable.
pub const ENGINE_FILTERS: &[&str] = &[
    "upper",
    "lower",
    "title",
    "capitalize",
    "replace",
    "length",
    "count",
    "items",
    "reverse",
    "trim",
    "split",
    "lines",
    "default",
    "round",
    "abs",
    "int",
    "attr",
    "first",
    "last",
    "min",
    "max",
    "sort",
    "list",
    "string",
    "batch",
    "slice",
    "sum",
    "select",
    "reject",
    "selectattr",
    "rejectattr",
    "map",
    "groupby",
    "unique",
];

/// Names of facts, of every record.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    RECORDS.iter().flat_map(|record| record.facts).map(|fact| fact.name)
}

/// Names of functions.
pub(super) fn functions() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|one| one.name)
}

/// Names of filters.
pub(super) fn filters() -> impl Iterator<Item = &'static str> {
    FILTERS.iter().map(|one| one.name).chain(ENGINE_FILTERS.iter().copied())
}

/// The list of the users' documentation, in Markdown.
pub fn reference() -> String {
    let mut text = String::new();
    let braces = |words: &str| words.replace("{{", "`{{").replace("}}", "}}`");
    for record in RECORDS {
        let head =
            if record.path.is_empty() { record.vi.to_owned() } else { format!("{}: `{}`", record.vi, record.path) };
        // Writing into a String cannot fail.
        let _ = write!(text, "### {head}\n\n| tên | là |\n|---|---|\n");
        for fact in record.facts {
            let _ = writeln!(text, "| `{}` | {} |", fact.name, braces(fact.vi));
        }
        text.push('\n');
    }
    for (head, all) in [("Hàm", FUNCTIONS), ("Bộ lọc", FILTERS)] {
        let _ = write!(text, "### {head}\n\n| tên | cách dùng | cho |\n|---|---|---|\n");
        for one in all {
            let usage = one.usage.replace('|', "\\|");
            let _ = writeln!(text, "| `{}` | `{usage}` | {} |", one.name, one.vi);
        }
        text.push('\n');
    }
    let engine: Vec<String> = ENGINE_FILTERS.iter().map(|name| format!("`{name}`")).collect();
    let _ = writeln!(text, "Bộ lọc thông dụng của minijinja dùng được: {}.", engine.join(", "));
    text
}
