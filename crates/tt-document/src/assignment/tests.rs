//! What decisions, conclusions and plans assign.

use super::{Assigned, Frequency, assigned};
use crate::read;

fn found(text: &str) -> Vec<Assigned> {
    let document = read(text.as_bytes()).unwrap();
    let found = assigned(&document);
    for task in &found {
        let words = document.slice(task.text_span).to_lowercase();
        assert!(words.contains(&task.text.to_lowercase()), "{} is not in {words}", task.text);
    }
    found
}

fn lines(found: &[Assigned]) -> Vec<String> {
    found
        .iter()
        .map(|task| {
            let due = task.due.as_ref().map_or_else(String::new, |due| {
                let day = due.day.map(|day| day.to_string());
                day.unwrap_or_else(|| due.frequency.map_or_else(|| due.words.clone(), |often| format!("{often:?}")))
            });
            let some = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
            format!("{} | {} | {} | {due} | {}", task.clause, some(&task.lead), some(&task.coordinators), task.text)
        })
        .collect()
}

#[test]
fn a_decision_with_numbered_tasks() {
    let found = found(
        "UBND TỈNH HÀ GIANG\nSố: 145/QĐ-UBND\nHà Giang, ngày 20 tháng 01 năm 2020\n\nQUYẾT ĐỊNH\nVề việc phê duyệt nhiệm vụ trọng tâm năm 2020 của Sở Y tế\n\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\n\n\
         Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;\n\nQUYẾT ĐỊNH:\n\n\
         Điều 1. Phê duyệt nhiệm vụ trọng tâm năm 2020 của Sở Y tế, cụ thể như sau:\n\n\
         1. Tiêm chủng đầy đủ cho 95% trẻ em dưới 1 tuổi; hoàn thành trước ngày 30/11/2020.\n\n\
         2. Xây dựng Đề án nâng cao chất lượng khám, chữa bệnh tuyến xã, trình Ủy ban nhân dân tỉnh trong quý II năm 2020.\n\n\
         3. Kiểm tra an toàn thực phẩm tại các khu du lịch, định kỳ hằng quý.\n\n\
         Điều 2. Giám đốc Sở Y tế có trách nhiệm tổ chức thực hiện, báo cáo kết quả trước ngày 15/12/2020.\n\n\
         Điều 3. Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc Sở Y tế chịu trách nhiệm thi hành Quyết định này./.\n",
    );
    assert_eq!(
        lines(&found),
        [
            "khoản 1 Điều 1 | Sở Y tế | – | 2020-11-30 | Tiêm chủng đầy đủ cho 95% trẻ em dưới 1 tuổi; hoàn thành trước ngày 30/11/2020",
            "khoản 2 Điều 1 | Sở Y tế | – | 2020-06-30 | Xây dựng Đề án nâng cao chất lượng khám, chữa bệnh tuyến xã, trình Ủy ban nhân dân tỉnh trong quý II năm 2020",
            "khoản 3 Điều 1 | Sở Y tế | – | Quarterly | Kiểm tra an toàn thực phẩm tại các khu du lịch, định kỳ hằng quý",
            "Điều 2 | Giám đốc Sở Y tế | – | 2020-12-15 | Có trách nhiệm tổ chức thực hiện, báo cáo kết quả trước ngày 15/12/2020",
        ]
    );
    assert_eq!(found[2].due.as_ref().unwrap().frequency, Some(Frequency::Quarterly));
}

#[test]
fn conclusions_of_a_meeting_under_names() {
    let found = found(
        "UBND TỈNH BẮC KẠN\nVĂN PHÒNG\nSố: 31/TB-VP\nBắc Kạn, ngày 12 tháng 3 năm 2021\n\nTHÔNG BÁO\nKết luận của Chủ tịch Ủy ban nhân dân tỉnh tại phiên họp tháng 3\n\n\
         Ngày 10 tháng 3 năm 2021, Chủ tịch Ủy ban nhân dân tỉnh chủ trì phiên họp và kết luận:\n\n\
         I. ĐÁNH GIÁ CHUNG\n\n1. Các sở, ngành đã cố gắng, giải ngân đạt 12% kế hoạch.\n\n\
         II. NHIỆM VỤ TRONG THỜI GIAN TỚI\n\n1. Sở Tài chính\n\n\
         - Chủ trì, phối hợp với Sở Xây dựng, Kho bạc Nhà nước tỉnh rà soát các dự án chậm giải ngân, báo cáo trước ngày 25/3.\n\n\
         - Công khai ngân sách quý I theo quy định.\n\n\
         2. Giao Sở Nội vụ chủ trì xây dựng kế hoạch tinh giản biên chế, hoàn thành trong tháng 5/2021. Kết quả báo cáo Ủy ban nhân dân tỉnh.\n\n\
         3. Về công tác phòng cháy: Yêu cầu Công an tỉnh tăng cường kiểm tra. Giao Ủy ban nhân dân các huyện phối hợp với Hạt Kiểm lâm tuyên truyền trong nhân dân.\n",
    );
    assert_eq!(
        lines(&found),
        [
            "gạch đầu dòng 1, mục II.1 | Sở Tài chính | Sở Xây dựng, Kho bạc Nhà nước tỉnh | 2021-03-25 | Chủ trì, phối hợp với Sở Xây dựng, Kho bạc Nhà nước tỉnh rà soát các dự án chậm giải ngân, báo cáo trước ngày 25/3",
            "gạch đầu dòng 2, mục II.1 | Sở Tài chính | – |  | Công khai ngân sách quý I theo quy định",
            "mục II.2 | Sở Nội vụ | – | 2021-05-31 | Chủ trì xây dựng kế hoạch tinh giản biên chế, hoàn thành trong tháng 5/2021. Kết quả báo cáo Ủy ban nhân dân tỉnh",
            "mục II.3 | Công an tỉnh | – |  | Tăng cường kiểm tra",
            "mục II.3 | Ủy ban nhân dân các huyện | Hạt Kiểm lâm |  | Phối hợp với Hạt Kiểm lâm tuyên truyền trong nhân dân",
        ]
    );
}

#[test]
fn a_plan_with_a_table() {
    let found = found(
        "SỞ Y TẾ\nSố: 8/KH-SYT\nHà Giang, ngày 02 tháng 02 năm 2020\n\nKẾ HOẠCH\nThực hiện nhiệm vụ trọng tâm năm 2020\n\n\
         | TT | Nội dung công việc | Phòng chủ trì | Phòng phối hợp | Thời gian hoàn thành | Sản phẩm |\n\
         |---|---|---|---|---|---|\n\
         | I | Khám, chữa bệnh |  |  |  |  |\n\
         | 1 | Xây dựng Đề án khám, chữa bệnh tuyến xã | Phòng Nghiệp vụ Y | Phòng Kế hoạch | Quý II | Tờ trình |\n\
         | 2 | Báo cáo dịch bệnh | nt |  | Hằng tháng | Báo cáo |\n\
         | 3 | Mua sắm thiết bị | Văn phòng Sở | Các phòng | 30/9/2020 | Hợp đồng |\n",
    );
    assert_eq!(
        lines(&found),
        [
            "số thứ tự 1, phần I | Phòng Nghiệp vụ Y | Phòng Kế hoạch | 2020-06-30 | Xây dựng Đề án khám, chữa bệnh tuyến xã",
            "số thứ tự 2, phần I | Phòng Nghiệp vụ Y | – | Monthly | Báo cáo dịch bệnh",
            "số thứ tự 3, phần I | Văn phòng Sở | Các phòng | 2020-09-30 | Mua sắm thiết bị",
        ]
    );
    assert_eq!(found[0].product.as_deref(), Some("Tờ trình"));
}

#[test]
fn a_report_of_what_was_done_assigns_nothing() {
    let found = found(
        "SỞ TƯ PHÁP\nSố: 40/BC-STP\nLai Châu, ngày 02 tháng 7 năm 2021\n\nBÁO CÁO\nKết quả công tác tháng 6 năm 2021\n\n\
         1. Sở Tư pháp đã chủ trì tham mưu ban hành 5 quyết định.\n\n2. Công tác hộ tịch đi vào nền nếp, giải quyết 1.204 hồ sơ.\n",
    );
    assert_eq!(lines(&found), Vec::<String>::new());
}
