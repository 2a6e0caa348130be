//! Reports of other sectors in other wordings: what is assigned, reached, hindered and proposed.

use crate::extract::{Cause, Extraction, Grade};
use crate::model::Document;

fn read(text: &str) -> (Document, Extraction) {
    let document = crate::read(text.as_bytes()).expect("a text");
    let found = crate::extract(&document);
    (document, found)
}

const SCHOOLS: &str = "\
Số: 88/BC-SGDĐT

BÁO CÁO

Kết quả thực hiện nhiệm vụ trọng tâm năm 2023

I. TỒN TẠI, HẠN CHẾ

1. Nguyên nhân chủ quan: Một số trường lập hồ sơ công nhận đạt chuẩn quốc gia còn chậm.

2. Nguyên nhân khách quan

- Vốn sửa chữa phòng học kiên cố phân bổ muộn do điều chỉnh kế hoạch đầu tư công.

II. KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ ĐƯỢC GIAO

Sở có 02/03 nhiệm vụ hoàn thành tốt, 01/03 nhiệm vụ hoàn thành.

Nhiệm vụ thứ nhất: Xây dựng trường đạt chuẩn quốc gia. Phấn đấu công nhận thêm ít nhất 12 trường đạt chuẩn quốc gia.

Đến nay đã công nhận 13 trường. Sở tự xếp loại: hoàn thành tốt nhiệm vụ.

Nhiệm vụ thứ hai: Kiên cố hóa phòng học, hoàn thành 45 phòng học kiên cố.

Đã bàn giao 46 phòng. Mức độ hoàn thành: Hoàn thành tốt.

Nhiệm vụ thứ ba: Chuyển đổi số trong quản lý học bạ.

Việc triển khai còn chậm. Đơn vị tự đánh giá hoàn thành nhiệm vụ.

III. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2024

1. Tiếp tục chuyển đổi số, đưa học bạ điện tử vào quản lý ở 100% trường.

2. Tuyển dụng giáo viên tiếng Anh cho vùng cao.

3. Xây dựng thêm 10 trường đạt chuẩn quốc gia.
";

#[test]
fn tasks_named_by_words_are_found_with_their_grades() {
    let (document, found) = read(SCHOOLS);
    let tasks: Vec<(u32, Option<i16>, Option<Grade>)> =
        found.tasks.iter().map(|task| (task.number, task.year, task.rating.as_ref().map(|r| r.grade))).collect();
    let year = Some(2023);
    assert_eq!(tasks, [(1, year, Some(Grade::Good)), (2, year, Some(Grade::Good)), (3, year, Some(Grade::Completed))]);
    for task in &found.tasks {
        assert_eq!(document.slice(task.text_span), task.text);
        assert!(task.span.contains(task.text_span));
    }
    let first = found.tasks.first().unwrap();
    assert_eq!(document.slice(first.rating.as_ref().unwrap().span), "hoàn thành tốt nhiệm vụ");
    let targets: Vec<&str> = first.targets.iter().map(|target| document.slice(target.span)).collect();
    assert_eq!(targets, ["Phấn đấu công nhận thêm ít nhất 12 trường đạt chuẩn quốc gia"]);
}

#[test]
fn proposals_know_which_task_they_continue() {
    let (_, found) = read(SCHOOLS);
    let proposals: Vec<_> = found.proposals.iter().map(|p| (p.number, p.year, p.continues)).collect();
    assert_eq!(proposals, [(1, Some(2024), Some(3)), (2, Some(2024), None), (3, Some(2024), Some(1))]);
}

#[test]
fn difficulties_know_their_cause_and_their_task() {
    let (document, found) = read(SCHOOLS);
    let obstacles: Vec<_> = found.obstacles.iter().map(|o| (o.task, o.cause)).collect();
    assert_eq!(obstacles, [(Some(1), Some(Cause::Subjective)), (Some(2), Some(Cause::Objective))]);
    assert!(document.slice(found.obstacles[1].span).starts_with("- Vốn sửa chữa"));
}

#[test]
fn the_sentence_that_counts_grades_is_read() {
    let (_, found) = read(SCHOOLS);
    let summary = found.rating_summary.expect("a summary");
    assert_eq!(summary.counts, [(Grade::Good, 2, Some(3)), (Grade::Completed, 1, Some(3))]);
}

#[test]
fn numbered_results_without_grades_are_no_tasks() {
    let (_, found) = read(
        "BÁO CÁO\n\nTình hình kinh tế năm 2023\n\nI. KẾT QUẢ ĐẠT ĐƯỢC\n\n1. Nông nghiệp: Sản lượng lúa đạt 120.000 tấn.\n\n2. Công nghiệp: Chỉ số sản xuất tăng 8%.\n",
    );
    assert_eq!(found.tasks, []);
    assert_eq!(found.proposals, []);
}

#[test]
fn graded_items_of_a_results_section_are_tasks_without_being_called_so() {
    let (document, found) = read(
        "BÁO CÁO\n\nKết quả thực hiện nhiệm vụ trọng tâm năm 2022\n\nI. KẾT QUẢ THỰC HIỆN\n\n1. Xây dựng 05 trạm y tế đạt chuẩn.\n\nĐã xây 04 trạm. Tự đánh giá: Không hoàn thành nhiệm vụ.\n\n2. Tiêm chủng cho trẻ em đạt 95%.\n\nĐạt 97%. Tự đánh giá: Hoàn thành xuất sắc nhiệm vụ.\n",
    );
    let grades: Vec<_> = found.tasks.iter().filter_map(|task| Some(task.rating.as_ref()?.grade)).collect();
    assert_eq!(grades, [Grade::NotCompleted, Grade::Excellent]);
    assert_eq!(document.slice(found.tasks[0].text_span), "Xây dựng 05 trạm y tế đạt chuẩn.");
}
