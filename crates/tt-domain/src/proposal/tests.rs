//! Why a task is proposed again, and how its targets move.

use jiff::civil::date;

use super::shift::{Promise, Shift, shifts};
use super::*;
use crate::goal::reading;
use crate::id::{ProgrammeId, TargetId, TaskId};
use crate::indicator::Better;
use crate::task::{NewTarget, NewTask};

fn task(change: impl FnOnce(&mut Task)) -> Task {
    let new = NewTask::new(ProgrammeId(1), 3, "Hoàn thành quy hoạch chợ", TaskState::InProgress);
    let mut task = Task { deadline: Some(date(2019, 12, 31)), ..new.numbered(TaskId(3)) };
    change(&mut task);
    task
}

fn target(text: &str) -> Target {
    let NewTarget { text, measure, place, due, part_of } = reading::promise(text, None, 2019);
    Target { id: TargetId(1), task: TaskId(3), text, measure, place, due, part_of }
}

fn why(task: &Task, states: &[Outlook], proposed_as: Option<u32>) -> Vec<String> {
    let target = target("Hoàn thành 13 chợ");
    let targets: Vec<(&Target, Outlook)> = states.iter().map(|state| (&target, *state)).collect();
    let ending = Ending { task, targets: &targets, year: 2019, proposed_as };
    let told = |reason: Reason| format!("{}: {}", reason.why.code(), reason.said.vi);
    reasons(&ending, date(2020, 1, 10)).into_iter().map(told).collect()
}

#[test]
fn a_task_is_proposed_for_what_is_known_of_it() {
    use Outlook::{AtRisk, Missed, NoEvidence, Reached};
    assert_eq!(why(&task(|_| ()), &[Reached], None), ["unfinished: chưa trình kết quả, hạn 31/12/2019"]);
    let handed_in = task(|task| task.state = TaskState::ResultSubmitted);
    assert_eq!(why(&handed_in, &[Reached, NoEvidence], None), [""; 0], "nothing speaks for it");
    assert_eq!(
        why(&handed_in, &[Missed, AtRisk, Reached], Some(2)),
        [
            "unfinished: 01/03 mục tiêu không đạt",
            "at_risk: 01/03 mục tiêu có nguy cơ không đạt",
            "proposed: là nhiệm vụ 2 của dự thảo năm 2020"
        ]
    );
    let recurring = task(|task| (task.kind, task.state) = (TaskKind::Recurring, TaskState::Completed));
    assert_eq!(why(&recurring, &[], None), ["continuing: nhiệm vụ định kỳ"]);
    let long = task(|task| (task.state, task.deadline) = (TaskState::ResultSubmitted, Some(date(2021, 6, 30))));
    assert_eq!(why(&long, &[], None), ["continuing: có thời hạn đến 30/06/2021"]);
    assert_eq!(why(&task(|task| task.state = TaskState::Cancelled), &[], None), [""; 0]);
}

#[test]
fn words_move_on_a_year_and_periods_stay() {
    let text = "Trong năm 2019, giai đoạn 2016-2019, năm 2019 - 2020: năm 20190 và Năm 2019.";
    assert_eq!(
        for_next_year(text, 2019),
        "Trong năm 2020, giai đoạn 2016-2019, năm 2019 - 2020: năm 20190 và Năm 2020."
    );
}

fn moves(old: &[&str], new: &[&str], better: Better) -> Vec<(Shift, String)> {
    let old: Vec<Target> = old.iter().map(|text| target(text)).collect();
    let new: Vec<NewTarget> = new.iter().map(|text| reading::promise(text, None, 2020)).collect();
    let old: Vec<Promise<'_>> = old.iter().map(|target| Promise::of(target, better)).collect();
    let new: Vec<Promise<'_>> = new.iter().map(Promise::typed).collect();
    shifts(&old, &new).into_iter().map(|moved| (moved.shift, moved.said.vi)).collect()
}

fn one(old: &str, new: &str, better: Better) -> (Shift, String) {
    moves(&[old], &[new], better).into_iter().next().unwrap_or_else(|| (Shift::New, String::new()))
}

#[test]
fn targets_are_kept_raised_and_lowered_exactly() {
    let trade = "Tổng kim ngạch xuất nhập khẩu đạt";
    let (shift, said) = one(&format!("{trade} 5.180 triệu USD"), &format!("{trade} 5.000 triệu USD"), Better::Neither);
    assert_eq!(shift, Shift::Lowered);
    assert_eq!(said, "hạ từ ≥ 5.180 triệu USD thành ≥ 5.000 triệu USD (−180 triệu USD)");
    let same = one(&format!("{trade} 5.180 triệu USD"), &format!("{trade} 5,18 tỷ USD"), Better::Neither);
    assert_eq!(same.0, Shift::Kept, "{}", same.1);
    let more = one(&format!("{trade} 5.180 triệu USD"), &format!("{trade} 5,1800001 tỷ USD"), Better::Neither);
    assert_eq!(more.0, Shift::Raised, "not a digit is lost: {}", more.1);
    let other = one(&format!("{trade} 5.180 triệu USD"), &format!("{trade} 5.180 tỷ đồng"), Better::Neither);
    assert_eq!(other.0, Shift::Changed, "{}", other.1);
}

#[test]
fn what_is_more_depends_on_what_is_better() {
    let (old, new) = ("Tỷ lệ hao hụt điện không quá 6%", "Tỷ lệ hao hụt điện không quá 5,5%");
    assert_eq!(one(old, new, Better::Neither).0, Shift::Raised, "a lower ceiling promises more");
    assert_eq!(one(new, old, Better::Neither).0, Shift::Lowered);
    let (old, new) = ("Tỷ lệ hộ nghèo đạt 5%", "Tỷ lệ hộ nghèo đạt 4%");
    assert_eq!(one(old, new, Better::Neither).0, Shift::Lowered, "by its words");
    assert_eq!(one(old, new, Better::Lower).0, Shift::Raised, "by its indicator");
}

#[test]
fn ranges_are_held_end_by_end() {
    let range = |value: &str| format!("Giá trị sản xuất công nghiệp tăng {value}");
    let held = |old: &str, new: &str| one(&range(old), &range(new), Better::Neither).0;
    assert_eq!(held("9 - 10%", "9 - 10%"), Shift::Kept);
    assert_eq!(held("9 - 10%", "9 - 11%"), Shift::Raised);
    assert_eq!(held("9 - 10%", "8 - 10%"), Shift::Lowered);
    assert_eq!(held("9 - 10%", "8 - 11%"), Shift::Changed, "wider on both sides is neither");
    assert_eq!(held("9 - 10%", "8%"), Shift::Lowered);
}

#[test]
fn what_is_gone_and_what_is_new_is_told() {
    let told = moves(
        &["Xây mới 13 chợ nông thôn", "Kiểm tra 12 đơn vị sử dụng vật liệu nổ"],
        &["Chuyển đổi 04 mô hình quản lý", "Xây mới 04 chợ nông thôn"],
        Better::Neither,
    );
    let shifts: Vec<Shift> = told.iter().map(|(shift, _)| *shift).collect();
    assert_eq!(shifts, [Shift::Lowered, Shift::Dropped, Shift::New], "{told:#?}");
    assert!(moves(&[], &[], Better::Neither).is_empty());
    let dropped = moves(&["Xây mới 13 chợ nông thôn"], &[], Better::Neither);
    assert_eq!(dropped, [(Shift::Dropped, "≥ 13 chợ".to_owned())]);
    let other = one(
        "Phấn đấu tổng kim ngạch xuất nhập khẩu năm 2019 đạt 5.180 triệu USD",
        "Phấn đấu tổng giá trị hàng hóa xuất khẩu địa phương năm 2020 đạt 150 triệu USD",
        Better::Neither,
    );
    assert_eq!(other.0, Shift::Dropped, "one unit does not make one target: {}", other.1);
    let places = one("Huyện Cao Lộc giám sát 02 đơn vị", "Huyện Tràng Định giám sát 02 đơn vị", Better::Neither);
    assert_eq!(places.0, Shift::Dropped, "another place is another promise");
}
