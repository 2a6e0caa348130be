//! The records a template sees, each fact with what it is: the same lines make the value, the list beside the editor and
//! the one in the users' documentation, so none can say what another does not.

use minijinja::Value;

/// A fact of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Name in a template.
    pub name: &'static str,
    /// What it is, in Vietnamese.
    pub vi: &'static str,
    /// The same in English.
    pub en: &'static str,
}

macro_rules! records {
    ($($(#[$doc:meta])* $record:ident { $($field:ident: $vi:literal, $en:literal;)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub(in crate::templates) struct $record { $(pub(in crate::templates) $field: Value,)* }

        impl $record {
            /// Its facts in order.
            pub(in crate::templates) const FACTS: &'static [Fact] =
                &[$(Fact { name: stringify!($field), vi: $vi, en: $en }),*];
        }

        impl From<$record> for Value {
            fn from(record: $record) -> Self {
                Self::from_pairs([$((stringify!($field), record.$field)),*])
            }
        }
    )*};
}

records! {
    /// What stands at the top.
    Root {
        agency: "cơ quan làm báo cáo", "the agency";
        year: "năm báo cáo (số)", "the year reported on";
        last_year: "năm trước (số)", "the year before";
        next_year: "năm sau (số)", "the year after";
        period: "kỳ báo cáo", "the period";
        today: "ngày lấy số liệu, dạng 2019-12-05", "the day the records are taken on";
        report: "báo cáo đang soạn", "the report being written";
        decision: "quyết định phê duyệt nhiệm vụ trọng tâm; none nếu chưa có", "the approving decision, or none";
        divisions: "danh sách phòng, đơn vị", "divisions";
        tasks: "nhiệm vụ trọng tâm của năm, theo số thứ tự", "key tasks of the year";
        other_tasks: "nhiệm vụ khác được giao trong năm", "other tasks of the year";
        counts: "số đếm nhiệm vụ trọng tâm", "counts of key tasks";
        late: "nhiệm vụ quá hạn chưa xong (mọi loại)", "tasks past their deadline";
        due_soon: "nhiệm vụ đến hạn trong 7 ngày tới (mọi loại)", "tasks due within seven days";
        done: "nhiệm vụ hoàn thành trong kỳ (mọi loại)", "tasks completed in the period";
        late_by_division: "phòng có nhiệm vụ quá hạn, mỗi phòng kèm danh sách", "divisions with their late tasks";
        briefings: "các cuộc giao ban trong kỳ", "briefings of the period";
        documents: "văn bản", "documents";
        obstacles: "khó khăn, vướng mắc", "difficulties";
        indicators: "chỉ tiêu có số liệu hoặc kế hoạch của kỳ", "indicators with a value or plan";
        registers: "sổ theo dõi", "registers";
        next_tasks: "nhiệm vụ đề xuất cho năm sau", "tasks proposed for the next year";
        grading: "đánh giá, xếp loại của năm", "grading of the year";
        units: "cơ quan trực thuộc (cho báo cáo tổng hợp)", "agencies right below";
    }
    /// An agency.
    AgencyFacts {
        name: "tên đầy đủ: Sở Công Thương tỉnh Lạng Sơn", "full name";
        short: "tên gọi tắt, bỏ tên địa phương: Sở Công Thương", "name without the place";
        symbol: "ký hiệu: SCT", "symbol";
        superior: "cơ quan chủ quản in trên tên cơ quan", "superior agency as printed above";
        place: "địa danh ghi cùng ngày tháng", "place of its dates";
    }
    /// A period.
    PeriodFacts {
        label: "tên kỳ trong câu: năm 2019, tháng 4/2019, quý I/2019", "its name in a sentence";
        kind: "loại kỳ: week, month, quarter, year…", "kind of period";
        code: "mã kỳ: 2019, 201904, 2019Q1…", "code";
        start: "ngày đầu kỳ số liệu, dạng 2019-01-01", "first day of the data window";
        end: "ngày cuối kỳ số liệu", "last day of the data window";
        last: "tên kỳ cùng kỳ năm trước", "the same period of the year before";
        next: "tên kỳ sau", "the period after";
    }
    /// A report.
    ReportFacts {
        name: "tên báo cáo theo chế độ báo cáo", "name of the report by its regime";
        occasion: "việc được yêu cầu báo cáo (báo cáo đột xuất)", "what a report on demand is about";
        due: "hạn gửi, dạng ngày; rỗng nếu không có", "day it is due, or empty";
    }
    /// A document.
    DocumentFacts {
        chip: "thẻ viện dẫn đầy đủ: Quyết định số 230/QĐ-UBND ngày 30/01/2019…", "chip: the full citation";
        short: "thẻ viện dẫn ngắn: Quyết định số 230/QĐ-UBND", "chip: the short citation";
        kind: "loại văn bản", "kind";
        number: "số, ký hiệu", "number with symbol";
        date: "ngày ban hành, dạng 2019-01-30; rỗng nếu không rõ", "date";
        issuer: "cơ quan ban hành", "issuer";
        subject: "trích yếu", "subject";
    }
    /// A division.
    DivisionFacts {
        name: "tên phòng, đơn vị", "name";
        symbol: "ký hiệu", "symbol";
        tasks: "số nhiệm vụ trọng tâm chủ trì", "key tasks it leads";
        late: "nhiệm vụ quá hạn do phòng chủ trì (danh sách)", "late tasks it leads";
    }
    /// A task.
    TaskFacts {
        id: "số định danh, dùng ghép tên mục: task-{{ t.id }}", "identity, for the key of a section";
        number: "số thứ tự trong quyết định", "number in the decision";
        code: "mã gọi: NV1, NV1.2…", "what it is called by";
        kind: "loại: key, dated, undated, recurring, ad_hoc", "kind";
        statement: "thẻ nội dung nhiệm vụ như được giao", "chip: the words as assigned";
        words: "nội dung nhiệm vụ (chữ)", "the same as words";
        product: "sản phẩm phải nộp", "what is handed in";
        lead: "phòng chủ trì", "division in charge";
        lead_symbol: "ký hiệu phòng chủ trì", "its symbol";
        leader: "lãnh đạo phụ trách", "leader in charge";
        officer: "người thực hiện", "officer";
        along: "đơn vị, người phối hợp (cách nhau bằng dấu phẩy)", "who works along";
        assigned_on: "ngày giao", "day assigned";
        deadline: "hạn hoàn thành, dạng ngày; rỗng nếu không có", "deadline";
        due_words: "thời hạn bằng chữ: 30/6/2019, Hằng tháng, Trong năm", "deadline in words";
        state: "trạng thái: assigned, in_progress, completed…", "state";
        state_name: "tên trạng thái: đang thực hiện, hoàn thành…", "name of the state";
        percent: "tỷ lệ hoàn thành theo báo cáo gần nhất; none nếu chưa báo cáo", "share done, or none";
        is_done: "đã hoàn thành", "whether complete";
        is_late: "quá hạn mà chưa hoàn thành", "whether late";
        days_late: "số ngày quá hạn; 0 nếu không quá hạn", "days past the deadline";
        done_on: "ngày hoàn thành", "day completed";
        progress: "báo cáo tiến độ, kết quả trong kỳ (danh sách)", "what was reported in the period";
        targets: "mục tiêu của nhiệm vụ (danh sách)", "targets";
        grade: "thẻ mức tự đánh giá; rỗng nếu chưa tự đánh giá", "chip: the self-grade, or empty";
        grade_code: "mã mức: excellent, good, completed, not_completed", "code of the grade";
        grade_name: "mức tự đánh giá bằng chữ", "self-grade in words";
        grade_reason: "lý do tự đánh giá", "its reason";
        suggested: "mức gợi ý theo minh chứng", "grade suggested by evidence";
        appraised: "mức thẩm định", "appraised grade";
        decided: "mức quyết định cuối cùng", "final grade";
        obstacles: "khó khăn, vướng mắc của nhiệm vụ", "its difficulties";
        documents: "văn bản liên quan đã viện dẫn", "documents cited about it";
        source: "văn bản giao nhiệm vụ; none nếu không có", "the assigning document, or none";
        parts: "việc thành phần (danh sách)", "its parts";
    }
    /// A part of a task.
    PartFacts {
        code: "mã gọi", "what it is called by";
        words: "nội dung (chữ)", "its words";
        lead: "đơn vị chủ trì", "division in charge";
        officer: "người thực hiện", "officer";
        due_words: "thời hạn bằng chữ", "deadline in words";
        state_name: "tên trạng thái", "name of the state";
    }
    /// Something reported of a task.
    ProgressFacts {
        day: "ngày báo cáo", "day";
        text: "nội dung đã báo cáo", "what was said";
        percent: "tỷ lệ; none nếu không nêu", "share done, or none";
        kind: "loại: progress, submitted", "kind";
    }
    /// A target.
    TargetFacts {
        text: "mục tiêu như được giao", "the target as assigned";
        state: "mã tình trạng: reached, on_course, at_risk, missed, no_evidence", "code of its state";
        state_name: "tình trạng: Đạt, Không đạt, Chưa có minh chứng…", "its state";
        result: "kết quả như báo cáo viết: ước đạt 4.750 triệu USD, bằng 91,7% mục tiêu…; rỗng nếu chưa có", "the result as reports say it, or empty";
        reasons: "căn cứ đánh giá", "why";
        share: "tỷ lệ so với mục tiêu, %; rỗng nếu không tính được", "share of the goal in percent, or empty";
        exceeded: "vượt mục tiêu", "whether exceeded";
        due: "ngày phải đạt", "day by which it is to be reached";
    }
    /// A difficulty.
    ObstacleFacts {
        text: "nội dung", "its words";
        heading: "đề mục đã nêu trong báo cáo", "heading it stands under";
        cause: "mã nguyên nhân: objective, subjective; rỗng nếu chưa rõ", "code of the cause, or empty";
        cause_name: "nguyên nhân: khách quan, chủ quan", "cause";
        task: "số thứ tự nhiệm vụ liên quan; none nếu không", "number of its task, or none";
    }
    /// Counts of key tasks.
    CountFacts {
        tasks: "tổng số nhiệm vụ trọng tâm", "key tasks";
        excellent: "tự đánh giá hoàn thành xuất sắc", "self-graded excellent";
        good: "tự đánh giá hoàn thành tốt", "self-graded good";
        completed: "tự đánh giá hoàn thành", "self-graded completed";
        not_completed: "tự đánh giá không hoàn thành", "self-graded not completed";
        ungraded: "chưa tự đánh giá", "not graded";
        graded_words: "câu đếm theo mức: hoàn thành tốt 05/06 nhiệm vụ, …", "counts by grade in words";
        done: "đã hoàn thành", "complete";
        open: "chưa hoàn thành", "open";
        late: "quá hạn chưa hoàn thành", "late";
        targets: "số mục tiêu", "targets";
        targets_reached: "mục tiêu đạt", "targets reached";
        targets_missed: "mục tiêu không đạt", "targets missed";
    }
    /// Briefings of a period.
    BriefingsFacts {
        held: "số cuộc giao ban", "how many were held";
        weekly: "trong đó giao ban tuần", "weekly ones";
        monthly: "giao ban tháng", "monthly ones";
        quarterly: "giao ban quý", "quarterly ones";
        all: "các cuộc giao ban (danh sách)", "all of them";
        last: "cuộc giao ban gần nhất; none nếu không có", "the last one, or none";
    }
    /// A briefing.
    BriefingFacts {
        day: "ngày họp", "day";
        kind: "loại: weekly, monthly, quarterly", "kind";
        kind_name: "giao ban tuần, tháng, quý", "its name";
        chair: "người chủ trì", "who chairs";
        place: "địa điểm", "place";
        conclusions: "kết luận (danh sách)", "conclusions";
    }
    /// A conclusion.
    ConclusionFacts {
        text: "nội dung", "its words";
        kind: "loại: task, directive, note", "kind";
        division: "phòng thực hiện", "division";
        person: "người thực hiện", "person";
        deadline: "hạn", "deadline";
    }
    /// Documents.
    DocumentsFacts {
        issued: "văn bản cơ quan ban hành trong kỳ", "documents the agency issued in the period";
        received: "văn bản khác có ngày trong kỳ", "other documents dated in the period";
        cited: "văn bản được viện dẫn trong các báo cáo của năm", "documents cited in the year's reports";
    }
    /// Difficulties.
    ObstaclesFacts {
        all: "tất cả", "all";
        objective: "do nguyên nhân khách quan", "with an objective cause";
        subjective: "do nguyên nhân chủ quan", "with a subjective cause";
        unclear: "chưa rõ nguyên nhân", "with no cause told";
        headings: "nhóm theo đề mục, mỗi nhóm có heading và items", "grouped by heading";
    }
    /// Difficulties under one heading.
    HeadingFacts {
        heading: "đề mục; rỗng nếu không có", "the heading, or empty";
        items: "các khó khăn dưới đề mục", "the difficulties under it";
    }
    /// An indicator.
    IndicatorFacts {
        code: "mã", "code";
        name: "tên chỉ tiêu", "name";
        unit: "đơn vị tính", "unit";
        division: "phòng theo dõi", "division that enters it";
        has_value: "có số thực hiện hoặc ước thực hiện", "whether it has a value";
        has_plan: "có kế hoạch", "whether it has a plan";
        has_change: "so sánh được với cùng kỳ", "whether it can be compared with the same period";
        is_estimate: "là số ước", "whether the value is an estimate";
        number: "thẻ số thực hiện: 4.750", "chip: the value";
        with_unit: "thẻ số kèm đơn vị: 4.750 triệu USD", "chip: with its unit";
        reached: "thẻ “ước đạt 4.750 triệu USD”", "chip: reached so much";
        plan: "thẻ số kế hoạch", "chip: the plan";
        percent_of_plan: "thẻ “đạt 91,7% kế hoạch”", "chip: percent of plan";
        change: "thẻ “tăng 5,5% so với cùng kỳ”", "chip: change against the same period";
        plan_percent: "thẻ “91,7%”, cho ô của bảng", "chip: 91,7%, for a cell";
        change_percent: "thẻ “tăng 5,5%”, cho ô của bảng", "chip: up 5,5%, for a cell";
    }
    /// A register.
    RegisterFacts {
        key: "tên gọi trong mẫu: cho, thuy-dien…", "its key";
        name: "tên sổ", "name";
        one: "tên một đối tượng: chợ, nhà máy…", "what one entry is called";
        entries: "số đối tượng", "how many entries";
        measures: "số đo của sổ (danh sách)", "its measures";
        columns: "tên các cột hiện trong danh sách", "names of its columns";
        rows: "các hàng, mỗi hàng là danh sách ô (tối đa 200)", "its rows, each a list of cells, 200 at most";
    }
    /// A measure.
    MeasureFacts {
        code: "mã số đo", "its code";
        name: "tên", "name";
        chip: "thẻ số đo", "chip: the measure";
        value: "giá trị (chữ số)", "its value in print";
        percent: "tỷ lệ %, rỗng nếu không phải tỷ lệ", "percent of the whole, or empty";
    }
    /// A task proposed for the next year.
    NextTaskFacts {
        id: "số định danh", "identity";
        number: "số thứ tự", "number";
        statement: "thẻ nội dung", "chip: its words";
        words: "nội dung (chữ)", "its words";
        lead: "phòng chủ trì", "division in charge";
        targets: "mục tiêu (danh sách chữ)", "targets as words";
        continues: "nhiệm vụ năm nay được tiếp tục; none nếu mới", "this year's task it continues, or none";
    }
    /// Grading.
    GradingFacts {
        criteria: "tên bộ tiêu chí", "name of the criteria";
        basis: "căn cứ của bộ tiêu chí", "documents they follow";
        self_grade: "cơ quan tự xếp loại; rỗng nếu chưa", "the agency's grade of itself, or empty";
        suggested: "mức gợi ý", "grade suggested";
        appraised: "mức thẩm định", "appraised grade";
        decided: "mức quyết định", "final grade";
        score: "điểm hoặc tỷ lệ, rỗng nếu không tính", "score, or empty";
        reasons: "căn cứ của mức gợi ý (danh sách chữ)", "why it is suggested";
    }
    /// An agency below.
    UnitFacts {
        name: "tên cơ quan", "name";
        symbol: "ký hiệu", "symbol";
        tasks: "số nhiệm vụ trọng tâm", "key tasks";
        excellent: "tự đánh giá hoàn thành xuất sắc", "self-graded excellent";
        good: "hoàn thành tốt", "self-graded good";
        completed: "hoàn thành", "self-graded completed";
        not_completed: "không hoàn thành", "self-graded not completed";
        ungraded: "chưa tự đánh giá", "not graded";
        done: "nhiệm vụ đã hoàn thành", "complete";
        late: "nhiệm vụ quá hạn", "late";
        self_grade: "cơ quan tự xếp loại", "its grade of itself";
        reported: "đã phát hành báo cáo của kỳ", "whether its report of the period is issued";
        report_state: "tình trạng báo cáo: đã phát hành, đang soạn, chưa mở", "state of its report";
        key_tasks: "nhiệm vụ trọng tâm của cơ quan ấy (danh sách)", "its key tasks";
    }
    /// A task of an agency below.
    UnitTaskFacts {
        number: "số thứ tự", "number";
        words: "nội dung", "its words";
        grade_name: "mức tự đánh giá", "self-grade in words";
        state_name: "trạng thái", "state";
        is_late: "quá hạn", "whether late";
    }
}
