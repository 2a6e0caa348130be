//! What goes wrong with registers, told to people: the reason, and the way on.

use jiff::civil::Date;
use tt_check::Message;
use tt_domain::filter::{FilterError, Problem};
use tt_domain::register::change::ChangeFault;
use tt_domain::register::definition::{DefinitionFault, FieldKind, MAX_DECIMALS};
use tt_domain::register::number::shown;
use tt_domain::register::standing::{MoveDoubt, MoveFault};
use tt_domain::register::value::{Doubt, Fault, MAX_TEXT};
use tt_domain::register::{Field, Mark, Register};

use crate::wording::say;

fn day(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}

/// Why a value is not taken.
pub fn fault(field: &Field, typed: &str, fault: &Fault) -> Message {
    let name = &field.spec.name;
    match fault {
        Fault::NotANumber | Fault::OtherUnit { .. } | Fault::TooExact { .. } => number_fault(field, typed, fault),
        Fault::TooLarge => say(
            format!("{name}: số quá lớn (hơn 18 chữ số); hãy kiểm tra lại hoặc dùng đơn vị lớn hơn"),
            format!("{name}: the number is too large (over 18 digits); check it or use a larger unit"),
        ),
        Fault::NotADay => say(
            format!("{name}: “{typed}” không phải ngày; viết như 31/12/2019"),
            format!("{name}: “{typed}” is not a day; write it as 31/12/2019"),
        ),
        Fault::NotAYear => say(
            format!("{name}: “{typed}” không phải năm; ghi bốn chữ số từ 1900 đến 2199, ví dụ 2019"),
            format!("{name}: “{typed}” is no year; write four digits from 1900 to 2199, as 2019"),
        ),
        Fault::NotAnOption { options } => say(
            format!("{name}: không có mục “{typed}”; chọn một trong: {}", options.join(", ")),
            format!("{name}: there is no “{typed}”; choose one of: {}", options.join(", ")),
        ),
        Fault::NotYesNo => say(
            format!("{name}: “{typed}” không rõ; ghi Có hoặc Không"),
            format!("{name}: “{typed}” is unclear; write Có (yes) or Không (no)"),
        ),
        Fault::NotAPoint => say(
            format!("{name}: “{typed}” không phải tọa độ; ghi vĩ độ; kinh độ, ví dụ 21,853; 106,761"),
            format!("{name}: “{typed}” is no pair of coordinates; write latitude; longitude, as 21,853; 106,761"),
        ),
        Fault::TooLong => say(
            format!("{name}: dài quá {MAX_TEXT} ký tự; hãy rút gọn hoặc để vào tệp đính kèm"),
            format!("{name}: longer than {MAX_TEXT} characters; shorten it or attach a file"),
        ),
        Fault::NoSuchRecord => {
            let register = if let FieldKind::Entry(key) = &field.spec.kind { key.as_str() } else { "" };
            say(
                format!(
                    "{name}: sổ “{register}” chưa có “{typed}”; hãy thêm vào sổ đó trước, hoặc ghi đúng tên trong sổ"
                ),
                format!(
                    "{name}: the register “{register}” has no “{typed}”; add it there first, or write its exact name"
                ),
            )
        }
        Fault::Missing => {
            say(format!("{name}: chưa nhập, cột này bắt buộc"), format!("{name}: missing, it is required"))
        }
        Fault::Taken(entry) => say(
            format!("{name}: dòng số {entry} đã có “{typed}”, cột này không được trùng; hãy sửa dòng đó hoặc ghi khác"),
            format!(
                "{name}: entry {entry} has “{typed}” already, and it must be unique; change that entry or this value"
            ),
        ),
    }
}

/// Why what was typed is no number of the field.
fn number_fault(field: &Field, typed: &str, fault: &Fault) -> Message {
    let name = &field.spec.name;
    match fault {
        Fault::OtherUnit { found, expected, converted } => {
            let (vi, en) = match converted {
                Some(value) => {
                    let value = shown(*value, expected);
                    (format!("; nếu đúng là {found} thì ghi {value}"), format!("; if {found} is meant, write {value}"))
                }
                None => (format!("; hãy đổi sang {expected} rồi ghi lại"), format!("; convert it to {expected}")),
            };
            if expected.is_empty() {
                return say(
                    format!("{name}: cột này không có đơn vị, “{found}” không hiểu được; chỉ ghi số"),
                    format!("{name}: this column has no unit, “{found}” is not understood; write the number alone"),
                );
            }
            say(
                format!("{name}: đơn vị của cột là {expected}, không phải {found}{vi}"),
                format!("{name}: the unit is {expected}, not {found}{en}"),
            )
        }
        Fault::TooExact { decimals, as_thousands } => {
            let hint = as_thousands.map(|value| shown(value, "")).unwrap_or_default();
            let (vi, en) = if hint.is_empty() {
                ("; hãy làm tròn".to_owned(), "; round it".to_owned())
            } else {
                (
                    format!("; nếu là {hint} thì ghi {hint}, không thì làm tròn"),
                    format!("; for {hint} write {hint}, else round it"),
                )
            };
            say(
                format!("{name}: “{typed}” có nhiều hơn {decimals} chữ số thập phân{vi}"),
                format!("{name}: “{typed}” has more than {decimals} decimals{en}"),
            )
        }
        _ => say(
            format!("{name}: “{typed}” không phải là số; chỉ ghi chữ số, dấu phẩy trước phần thập phân (1.234,5)"),
            format!("{name}: “{typed}” is not a number; write digits, with a comma before the decimals (1.234,5)"),
        ),
    }
}

/// What is asked about a value.
pub fn doubt(field: &Field, doubt: &Doubt) -> Message {
    let name = &field.spec.name;
    let unit = field.spec.kind.measured().map(|measured| measured.unit.as_str()).unwrap_or_default();
    match doubt {
        Doubt::ReadAs { value, other } => {
            let (value, other) = (shown(*value, unit), shown(*other, unit));
            say(
                format!("{name}: đang đọc là {value}; nếu ý là {other} hãy sửa lại, còn đúng thì xác nhận"),
                format!("{name}: read as {value}; change it if {other} is meant, else confirm"),
            )
        }
        Doubt::Negative => say(format!("{name}: số âm, có đúng không?"), format!("{name}: below zero, is that right?")),
        Doubt::Future => {
            say(format!("{name}: ngày sau hôm nay, có đúng không?"), format!("{name}: after today, is that right?"))
        }
        Doubt::LongAgo => {
            say(format!("{name}: ngày trước năm 1945, có đúng không?"), format!("{name}: before 1945, is that right?"))
        }
        Doubt::FarAway => say(
            format!("{name}: điểm ngoài Việt Nam; kiểm tra xem vĩ độ và kinh độ có bị đổi chỗ không"),
            format!("{name}: outside Viet Nam; check whether latitude and longitude are exchanged"),
        ),
        Doubt::Leap { before } => {
            let before = shown(*before, unit);
            say(
                format!("{name}: chênh hơn nghìn lần so với trước ({before}); có nhầm đơn vị không?"),
                format!("{name}: a thousand times off from before ({before}); is the unit right?"),
            )
        }
    }
}

/// What is said of a stage.
pub fn mark(mark: Mark) -> Message {
    match mark {
        Mark::Begun => say("Đang làm", "In progress"),
        Mark::Blocked => say("Vướng", "Blocked"),
        Mark::Done => say("Xong", "Done"),
        Mark::NotNeeded => say("Không phải làm", "Not needed"),
    }
}

/// Why a change of stage is not taken.
pub fn move_fault(register: &Register, fault: &MoveFault) -> Message {
    let names = |ids: &[tt_domain::id::RegisterStageId]| {
        let known = ids.iter().filter_map(|id| register.stage(*id)).map(|stage| stage.spec.name.as_str());
        known.collect::<Vec<_>>().join(", ")
    };
    match fault {
        MoveFault::UnknownStage => {
            say("chưa chọn bước, hoặc bước này đã bỏ; hãy chọn bước khác", "no such stage; choose another")
        }
        MoveFault::NotAllowed { allowed } if allowed.is_empty() => say(
            "sổ không cho chuyển đi đâu từ bước hiện tại; quản trị có thể thêm bước chuyển ở phần sửa sổ",
            "the register allows no move from here; an administrator can add one",
        ),
        MoveFault::NotAllowed { allowed } => say(
            format!("sổ không cho chuyển sang bước này; từ bước hiện tại chỉ sang được: {}", names(allowed)),
            format!("this move is not allowed; from here one can go to: {}", names(allowed)),
        ),
        MoveFault::BeforeLast(last) => say(
            format!(
                "ngày này trước lần thay đổi gần nhất ({}); hãy ghi ngày từ đó trở đi, hoặc rút lại lần thay đổi ghi nhầm",
                day(*last)
            ),
            format!(
                "dated before the last change ({}); give that day or a later one, or withdraw the wrong change",
                day(*last)
            ),
        ),
        MoveFault::BeforeEntry(since) => say(
            format!(
                "ngày này trước ngày dòng có trong sổ ({}); hãy ghi ngày từ đó trở đi. Nếu ngày có trong sổ ghi muộn \
                 hơn thực tế thì đưa dòng ra khỏi sổ và thêm lại với ngày đúng",
                day(*since)
            ),
            format!(
                "dated before the entry's first day ({}); give that day or a later one. Where the first day is wrong, \
                 take the entry out and add it again",
                day(*since)
            ),
        ),
        MoveFault::Future => {
            say("ngày này sau hôm nay; chỉ ghi việc đã xảy ra", "dated after today; record what has happened")
        }
        MoveFault::Already => {
            say("bước này đã ghi như vậy; không có gì để thay đổi", "it is so already; nothing to change")
        }
    }
}

/// What is asked about a change of stage.
pub fn move_doubt(doubt: &MoveDoubt) -> Message {
    match doubt {
        MoveDoubt::Unusual => say(
            "bỏ qua các bước thường có ở giữa; nếu đúng thực tế thì xác nhận (các bước đó sẽ là chưa có thông tin)",
            "it leaves out stages that usually come between; confirm if so (they stay unknown)",
        ),
        MoveDoubt::Reopened => say(
            "bước này đã xong, giờ mở lại; có đúng không?",
            "this stage was done and is opened again; is that right?",
        ),
        MoveDoubt::NoDocument => say(
            "chưa ghi văn bản làm căn cứ; nếu chưa có thì xác nhận và bổ sung sau",
            "it rests on no document; confirm if there is none yet",
        ),
        MoveDoubt::VeryQuick => {
            say("nhanh hơn thường lệ rất nhiều; ngày có đúng không?", "far quicker than is typical; is the day right?")
        }
    }
}

/// Why a register's definition cannot be changed so, with what to do instead.
pub fn change_fault(fault: &ChangeFault) -> Message {
    match fault {
        ChangeFault::CodeStays => say(
            "mã đã dùng trong bộ lọc, số liệu và tệp nên không đổi được; hãy chỉ đổi tên",
            "filters, measures and files know it by its code; change its name only",
        ),
        ChangeFault::KindStays { with } => say(
            format!("{with} dòng đã có giá trị kiểu cũ, đổi kiểu sẽ làm mất; hãy thêm cột mới rồi ngừng dùng cột này"),
            format!(
                "{with} entries hold values of the old kind, which would be lost; add a new field and retire this one"
            ),
        ),
        ChangeFault::UnitStays { with, unit } => say(
            format!(
                "{with} dòng đã ghi theo {unit}, đổi đơn vị sẽ làm sai; hãy thêm cột mới với đơn vị mới rồi ngừng dùng cột này"
            ),
            format!("{with} entries are in {unit}; add a new field in the new unit and retire this one"),
        ),
        ChangeFault::DecimalsUsed { decimals } => say(
            format!("đã có giá trị với {decimals} chữ số thập phân; hãy để ít nhất {decimals}"),
            format!("values have {decimals} decimals; leave at least {decimals}"),
        ),
        ChangeFault::OptionsUsed(options) => say(
            format!("đang có dòng chọn: {}; hãy giữ các mục này (có thể đổi tên)", options.join(", ")),
            format!("entries have chosen: {}; keep these (their names may change)", options.join(", ")),
        ),
        ChangeFault::NotFilledIn { without } => say(
            format!(
                "{without} dòng chưa có giá trị nên chưa bắt buộc được; hãy điền các dòng đó trước (lọc: mã-cột:không)"
            ),
            format!("{without} entries have no value; fill them in first (filter: field-code:none)"),
        ),
        ChangeFault::NotUnique { doubles } => say(
            format!("{doubles} giá trị đang trùng giữa các dòng; hãy sửa cho khác nhau trước"),
            format!("{doubles} values are there more than once; tell them apart first"),
        ),
        ChangeFault::StageInUse(count) => say(
            format!("{count} dòng đang ở bước này; hãy chuyển các dòng đó sang bước khác trước"),
            format!("{count} entries are at this stage; take them on first"),
        ),
    }
}

/// What is wrong with a definition.
pub fn definition_fault(fault: &DefinitionFault) -> Message {
    match fault {
        DefinitionFault::NoName => say("chưa đặt tên sổ", "the register has no name"),
        DefinitionFault::BadName(name) => say(
            format!("tên “{name}” để trống hoặc có dấu | hay ;, hãy đặt tên khác"),
            format!("the name “{name}” is empty or holds | or ;"),
        ),
        DefinitionFault::BadCode(code) => say(
            format!(
                "mã “{code}” chỉ được gồm chữ thường không dấu, chữ số và gạch nối, bắt đầu bằng chữ, tối đa 40 ký tự"
            ),
            format!("the code “{code}” may hold small plain letters, digits and hyphens, 40 at most"),
        ),
        DefinitionFault::Twice(code) => {
            say(format!("mã “{code}” bị trùng; hãy đặt mã khác"), format!("the code “{code}” is there twice"))
        }
        DefinitionFault::Reserved(code) => say(
            format!("mã “{code}” là từ của bộ lọc; hãy đặt mã khác cho cột"),
            format!("“{code}” is a word of the filter; choose another code"),
        ),
        DefinitionFault::NoTitle => say("cần ít nhất một cột làm tên dòng", "at least one field has to make the title"),
        DefinitionFault::NoOptions(code) => say(
            format!("cột “{code}” cần ít nhất hai mục để chọn, mỗi dòng một mục"),
            format!("the field “{code}” needs at least two options, one a line"),
        ),
        DefinitionFault::TooExact(code) => say(
            format!("cột “{code}”: tối đa {MAX_DECIMALS} chữ số thập phân"),
            format!("the field “{code}” may have {MAX_DECIMALS} decimals at most"),
        ),
        DefinitionFault::Unknown { of, name } => say(
            format!("“{of}” nhắc đến “{name}” không có trong sổ"),
            format!("“{of}” names “{name}”, which is not there"),
        ),
        DefinitionFault::NotNumeric { of, name } => say(
            format!("số liệu “{of}”: cột “{name}” không phải số nên không cộng được; hãy chọn cột số"),
            format!("“{of}” adds up “{name}”, which is no number"),
        ),
        DefinitionFault::Unreachable(code) => say(
            format!("không có bước chuyển nào đến “{code}”; hãy thêm ít nhất một"),
            format!("no move leads to “{code}”; add one"),
        ),
        DefinitionFault::EmptyWhole(code) => say(
            format!("số liệu “{code}”: số làm mẫu phải lớn hơn 0"),
            format!("“{code}” is a share of nothing; its whole has to be above 0"),
        ),
        DefinitionFault::BadFilter(code) => say(
            format!("số liệu “{code}”: điều kiện không đọc được; viết như bộ lọc của sổ"),
            format!("the filter of “{code}” cannot be read; write it as the register's filter"),
        ),
    }
}

/// What is wrong with a filter, naming the word and the way on.
pub fn filter_problem(text: &str, error: &FilterError) -> Message {
    let word = text.get(error.span.start..error.span.end).unwrap_or_default();
    let vi = match &error.problem {
        Problem::UnknownName { allowed } => format!("“{word}”: sổ không có từ này; dùng được: {}", allowed.join(", ")),
        Problem::UnknownWord { allowed } => {
            format!("“{word}”: không có giá trị này; dùng được: {}", allowed.join(", "))
        }
        Problem::Missing => format!("“{word}”: chưa nêu giá trị sau dấu hai chấm"),
        Problem::Unclosed => format!("{word}: thiếu dấu ngoặc kép đóng"),
        Problem::NotADay => format!("“{word}”: không phải ngày; viết 31/12/2019, 12/2019, 2019 hoặc 2018..2019"),
        Problem::NotANumber => format!("“{word}”: không phải số; viết như 1.234,5"),
        Problem::NotComparable => format!("“{word}”: chỉ so sánh lớn, nhỏ được với cột số và cột ngày"),
        Problem::RangeReversed => format!("“{word}”: khoảng kết thúc trước khi bắt đầu; hãy đổi hai đầu"),
        _ => format!("“{word}”: không dùng được ở đây; hãy bỏ bớt"),
    };
    say(vi, format!("“{word}”: {}", error.problem))
}
