//! Reports with tasks, grades, obstacles and proposals.

use crate::extract::{Cause, Extraction, Grade, extract};
use crate::model::Document;
use crate::read;

fn found(text: &str) -> (Document, Extraction) {
    let document = read(text.as_bytes()).unwrap();
    let extraction = extract(&document);
    (document, extraction)
}

#[test]
fn the_real_report() {
    let (document, found) = found(include_str!("../../../../demo/lang-son-sct-2019.txt"));
    let grades: Vec<(u32, Option<Grade>)> =
        found.tasks.iter().map(|task| (task.number, task.rating.as_ref().map(|rating| rating.grade))).collect();
    let good = Some(Grade::Good);
    assert_eq!(grades, [(1, good), (2, good), (3, good), (4, good), (5, Some(Grade::Completed)), (6, good)]);
    for task in &found.tasks {
        assert_eq!(task.year, Some(2019));
        assert_eq!(document.slice(task.text_span), task.text);
        let rating = task.rating.as_ref().unwrap();
        assert!(document.slice(rating.span).starts_with("Hoàn thành"), "{}", document.slice(rating.span));
    }
    assert!(
        found.tasks[0].text.starts_with("Triển khai thực hiện tốt") && found.tasks[0].text.ends_with("tăng 9-10%.")
    );
    let continued: Vec<(u32, Option<i16>, Option<u32>)> =
        found.proposals.iter().map(|proposal| (proposal.number, proposal.year, proposal.continues)).collect();
    let next = Some(2020);
    assert_eq!(continued, [(1, next, Some(1)), (2, next, Some(4)), (3, next, Some(5)), (4, next, Some(2))]);
    let targets: Vec<usize> = found.tasks.iter().map(|task| task.targets.len()).collect();
    assert_eq!(targets, [2, 2, 1, 2, 3, 3]);
    let targets: Vec<usize> = found.proposals.iter().map(|proposal| proposal.targets.len()).collect();
    assert_eq!(targets, [1, 1, 1, 2]);
    let summary = found.rating_summary.as_ref().unwrap();
    assert_eq!(summary.counts, [(Grade::Good, 5, Some(6)), (Grade::Completed, 1, Some(6))]);
    assert_eq!(document.slice(summary.span), "hoàn thành tốt 05/06 nhiệm vụ, hoàn thành 01/06");
    let obstacles: Vec<Option<u32>> = found.obstacles.iter().map(|obstacle| obstacle.task).collect();
    assert_eq!(obstacles, [Some(1), Some(1), Some(5), Some(5), Some(3), Some(4), Some(6)]);
}

#[test]
fn a_report_in_other_words() {
    let (document, found) = found(
        "UBND TỈNH SƠN LA\nSỞ Y TẾ\nSố: 12/BC-SYT\nSơn La, ngày 05 tháng 12 năm 2021\n\nBÁO CÁO\nKết quả thực hiện nhiệm vụ trọng tâm năm 2021\n\n\
         A. KẾT QUẢ THỰC HIỆN NHIỆM VỤ TRỌNG TÂM\n\n1. Tiêm vắc xin cho 95% người dân trên 18 tuổi\n\nĐã tiêm cho 97% người dân.\n\n\
         Tự xếp loại: Hoàn thành xuất sắc nhiệm vụ.\n\n2. Xây mới 12 trạm y tế xã\n\nĐã xây 9 trạm, còn 3 trạm chưa có đất.\n\n\
         Mức độ hoàn thành: Không hoàn thành nhiệm vụ.\n\nB. TỒN TẠI, HẠN CHẾ\n\n1. Nguyên nhân khách quan\n\n- Ba trạm y tế xã chưa có đất để xây mới.\n\n\
         C. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2022\n\n1. Xây mới 3 trạm y tế xã còn lại.\n\n2. Đào tạo 50 bác sĩ.\n",
    );
    let grades: Vec<(u32, &str, Option<Grade>)> = found
        .tasks
        .iter()
        .map(|task| (task.number, task.text.as_str(), task.rating.as_ref().map(|rating| rating.grade)))
        .collect();
    assert_eq!(
        grades,
        [
            (1, "Tiêm vắc xin cho 95% người dân trên 18 tuổi", Some(Grade::Excellent)),
            (2, "Xây mới 12 trạm y tế xã", Some(Grade::NotCompleted))
        ]
    );
    let proposals: Vec<(u32, Option<i16>, Option<u32>)> =
        found.proposals.iter().map(|proposal| (proposal.number, proposal.year, proposal.continues)).collect();
    assert_eq!(proposals, [(1, Some(2022), Some(2)), (2, Some(2022), None)]);
    assert_eq!(found.obstacles.len(), 1);
    assert_eq!(found.obstacles[0].task, Some(2));
    assert_eq!(found.obstacles[0].cause, Some(Cause::Objective));
    assert!(document.slice(found.obstacles[0].span).starts_with("- Ba trạm"));
}

#[test]
fn tasks_in_a_table() {
    let (_, found) = found(
        "BÁO CÁO\nKết quả công tác năm 2021\n\nKết quả như sau:\n\nTT | Nhiệm vụ | Kết quả | Tự đánh giá\n\
         1 | Xây mới 12 trạm y tế xã | Đã xây 12 trạm | Hoàn thành tốt nhiệm vụ\n2 | Đào tạo 50 bác sĩ | Đào tạo 20 bác sĩ | Không hoàn thành\n",
    );
    let grades: Vec<(u32, Option<Grade>)> =
        found.tasks.iter().map(|task| (task.number, task.rating.as_ref().map(|rating| rating.grade))).collect();
    assert_eq!(grades, [(1, Some(Grade::Good)), (2, Some(Grade::NotCompleted))]);
}

#[test]
fn texts_without_tasks_have_none() {
    let (_, found) = found(
        "I. TÌNH HÌNH CHUNG\n\n1. Kinh tế\n\nKinh tế phát triển, hoàn thành 5 công trình.\n\n2. Xã hội\n\nXã hội ổn định.\n",
    );
    assert!(found.tasks.is_empty() && found.proposals.is_empty() && found.rating_summary.is_none());
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
    let (document, found) = found(SCHOOLS);
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
    let (_, found) = found(SCHOOLS);
    let proposals: Vec<_> = found.proposals.iter().map(|p| (p.number, p.year, p.continues)).collect();
    assert_eq!(proposals, [(1, Some(2024), Some(3)), (2, Some(2024), None), (3, Some(2024), Some(1))]);
}

#[test]
fn difficulties_know_their_cause_and_their_task() {
    let (document, found) = found(SCHOOLS);
    let obstacles: Vec<_> = found.obstacles.iter().map(|o| (o.task, o.cause)).collect();
    assert_eq!(obstacles, [(Some(1), Some(Cause::Subjective)), (Some(2), Some(Cause::Objective))]);
    assert!(document.slice(found.obstacles[1].span).starts_with("- Vốn sửa chữa"));
}

#[test]
fn the_sentence_that_counts_grades_is_read() {
    let (_, found) = found(SCHOOLS);
    let summary = found.rating_summary.expect("a summary");
    assert_eq!(summary.counts, [(Grade::Good, 2, Some(3)), (Grade::Completed, 1, Some(3))]);
}

#[test]
fn numbered_results_without_grades_are_no_tasks() {
    let (_, found) = found(
        "BÁO CÁO\n\nTình hình kinh tế năm 2023\n\nI. KẾT QUẢ ĐẠT ĐƯỢC\n\n1. Nông nghiệp: Sản lượng lúa đạt 120.000 tấn.\n\n2. Công nghiệp: Chỉ số sản xuất tăng 8%.\n",
    );
    assert_eq!(found.tasks, []);
    assert_eq!(found.proposals, []);
}

#[test]
fn graded_items_of_a_results_section_are_tasks_without_being_called_so() {
    let (document, found) = found(
        "BÁO CÁO\n\nKết quả thực hiện nhiệm vụ trọng tâm năm 2022\n\nI. KẾT QUẢ THỰC HIỆN\n\n1. Xây dựng 05 trạm y tế đạt chuẩn.\n\nĐã xây 04 trạm. Tự đánh giá: Không hoàn thành nhiệm vụ.\n\n2. Tiêm chủng cho trẻ em đạt 95%.\n\nĐạt 97%. Tự đánh giá: Hoàn thành xuất sắc nhiệm vụ.\n",
    );
    let grades: Vec<_> = found.tasks.iter().filter_map(|task| Some(task.rating.as_ref()?.grade)).collect();
    assert_eq!(grades, [Grade::NotCompleted, Grade::Excellent]);
    assert_eq!(document.slice(found.tasks[0].text_span), "Xây dựng 05 trạm y tế đạt chuẩn.");
}

#[test]
fn the_sentence_that_counts_grades_grades_no_task() {
    let (_, found) = found(
        "BÁO CÁO\n\nKết quả thực hiện nhiệm vụ trọng tâm năm 2022\n\nI. KẾT QUẢ THỰC HIỆN\n\n1. Nhiệm vụ 1: Tiêm chủng cho trẻ em.\n\nTự đánh giá: Hoàn thành xuất sắc nhiệm vụ.\n\n2. Nhiệm vụ 2: Kiện toàn các trạm y tế.\n\nMức độ hoàn thành: Hoàn thành.\n\nNhư vậy, Sở tự đánh giá 01 nhiệm vụ hoàn thành xuất sắc, 01 nhiệm vụ hoàn thành tốt.\n",
    );
    let grades: Vec<_> = found.tasks.iter().filter_map(|task| Some(task.rating.as_ref()?.grade)).collect();
    assert_eq!(grades, [Grade::Excellent, Grade::Completed]);
}
