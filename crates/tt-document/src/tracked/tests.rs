//! Reports of other provinces and kinds of things, and the real one.

use std::fmt::Write as _;

use expect_test::{Expect, expect};

use super::*;
use crate::{extract, read};

fn tracking(text: &str) -> (Document, Tracking) {
    let document = read(text.as_bytes()).unwrap();
    let found = extract(&document);
    let tracking = tracked(&document, &found);
    (document, tracking)
}

fn check(text: &str, expected: &Expect) {
    let (document, tracking) = tracking(text);
    let mut out = String::new();
    for thing in &tracking.things {
        let place = [&thing.commune, &thing.district].into_iter().flatten().cloned().collect::<Vec<_>>().join(", ");
        let claims: Vec<String> = thing
            .claims
            .iter()
            .map(|claim| {
                let day = claim.day.map(|day| format!(" {day}")).unwrap_or_default();
                let rests = claim.document.map(|span| format!(" [{}]", document.slice(span))).unwrap_or_default();
                format!("{} {}{day}{rests}", claim.sign.code(), claim.mark.code())
            })
            .collect();
        writeln!(out, "{} | {place} | {}", thing.name, claims.join("; ")).unwrap();
    }
    for count in &tracking.counts {
        let parts: Vec<String> = count.parts.iter().map(|part| format!("{} {}", part.place, part.count)).collect();
        let of = count.of.map(|of| format!("/{of}")).unwrap_or_default();
        let named = if count.named { " named" } else { "" };
        writeln!(out, "# {} {}{of}{named} {}", count.kind.code(), count.count, parts.join(", ")).unwrap();
    }
    expected.assert_eq(&out);
}

#[test]
fn the_real_report() {
    check(
        include_str!("../../../../demo/lang-son-sct-2019.txt"),
        &expect![[r#"
            Thủy điện Khánh Khê |  | operating meant; generating meant; constructed blocked; generating meant; constructed blocked; impounded meant
            Xã Hùng Sơn | huyện Tràng Định | criterion_met meant
            Thủy điện Bắc Giang |  | constructed begun
            Thủy điện Bản Nhùng |  | transferred done 2019-01-14; constructed begun 2019-05-13; constructed begun
            Thủy điện Vằng Puộc |  | constructed begun
            Cụm công nghiệp thị trấn Hữu Lũng 1 | huyện Hữu Lũng | leaves_plan meant; surveyed done; enters_plan meant; enters_plan meant; enters_plan meant
            Cụm công nghiệp thị trấn Hữu Lũng 2 | xã Sơn Hà, huyện Hữu Lũng | leaves_plan meant; abolished done 2019-09-28 [Quyết định số 1862/QĐ-UBND ngày 28/9/2019]
            Cụm công nghiệp tại xã Đồng Tân | xã Đồng Tân, huyện Hữu Lũng | enters_plan meant
            Cụm công nghiệp Hồ Sơn | xã Hồ Sơn, huyện Hữu Lũng | surveyed done; enters_plan meant; surveyed done; enters_plan meant
            Cụm công nghiệp tại xã Quang Lang | xã Quang Lang, huyện Chi Lăng | surveyed done; enters_plan meant; surveyed done; enters_plan meant
            Cụm công nghiệp Hợp Thành 1 | huyện Cao Lộc | established begun
            Cụm công nghiệp Hợp Thành 2 | huyện Cao Lộc | established begun
            Chợ Liên hội Phai Khang | xã Vân Mộng, huyện Văn Quan | handed_over done; built done; supported begun
            Chợ Ba Xã | xã Tân Đoàn, huyện Văn Quan | handed_over done; renovated done; supported begun
            Chợ Bãi | xã Yên Phúc, huyện Văn Quan | handed_over done; renovated done; supported begun
            Chợ Long Thịnh | xã Quốc Khánh, huyện Tràng Định | handed_over done; investment_approved done 2019-08-28 [Quyết định số 1667/QĐ-UBND ngày 28/8/2019]
            Chợ xã Vũ Lăng | xã Vũ Lăng, huyện Bắc Sơn | handed_over done; valued done; land_leased done 2019-11-29 [Quyết định số 2324/QĐ-UBND ngày 29/11/2019]
            Chợ xã Vũ Sơn | xã Vũ Sơn, huyện Bắc Sơn | handed_over done; valued done
            Chợ xã Tân Tri | xã Tân Tri, huyện Bắc Sơn | handed_over done; valued blocked; land_leased blocked; handed_over blocked; land_leased blocked
            Chợ xã Chiến Thắng | xã Chiến Thắng, huyện Bắc Sơn | handed_over done; valued blocked; land_leased blocked; handed_over blocked; land_leased blocked
            Chợ xã Vũ Lễ | xã Vũ Lễ, huyện Bắc Sơn | handed_over done; valued blocked; land_leased blocked; handed_over blocked; land_leased blocked
            Chợ xã Tân Thành | xã Tân Thành, huyện Bắc Sơn | handed_over done; valued blocked; land_leased blocked; handed_over blocked; land_leased blocked
            Chợ xã Nhất Hòa | xã Nhất Hòa, huyện Bắc Sơn | handed_over done; valued blocked; land_leased blocked; handed_over blocked; land_leased blocked
            Chợ xã Nhất Tiến | xã Nhất Tiến, huyện Bắc Sơn | handed_over done; valued blocked; land_leased blocked; handed_over blocked; land_leased blocked
            Chợ xã Trấn Yên | xã Trấn Yên, huyện Bắc Sơn | handed_over done; valued blocked; land_leased blocked; handed_over blocked; land_leased blocked
            Chợ xã Hưng Vũ | xã Hưng Vũ, huyện Bắc Sơn | handed_over done; valued blocked; land_leased blocked; handed_over blocked; land_leased blocked
            Chợ trung tâm thị trấn Bắc Sơn | thị trấn Bắc Sơn, huyện Bắc Sơn | handed_over done; built done; operating done
            Chợ thị trấn Thất Khê | thị trấn Thất Khê, huyện Tràng Định | handed_over done; valued done 2019-08-01 [Quyết định số 2245/QĐ-UBND ngày 01/8/2019]; handed_over done 2018-11-23 [Quyết định số 2395/QĐ-UBND ngày 23/11/2018]
            # commune 12 
            # commune 12/12 
            # commune 12/12 
            # industrial_cluster 2 
            # industrial_cluster 1 
            # market 14 
            # market 3 named 
            # market 10/11 named 
            # market 8 named 
            # market 2 
            # inspected 9 huyện Cao Lộc 2, huyện Hữu Lũng 3, huyện Bắc Sơn 1, huyện Văn Quan 1, huyện Chi Lăng 1, huyện Lộc Bình 1
        "#]],
    );
}

#[test]
fn a_list_between_brackets_names_its_items_only_after_a_number() {
    check(
        "Báo cáo\n\nUBND tỉnh đã giao 03 chợ xã (Mường Lai, Bản Phiệt, Cốc Lầu huyện Bắc Hà) cho hợp tác xã quản lý.\n\n\
         Các chợ xã (Mường Khương) chưa được kiểm tra.\n",
        &expect![[r#"
            Chợ xã Mường Lai | xã Mường Lai, huyện Bắc Hà | handed_over done
            Chợ xã Bản Phiệt | xã Bản Phiệt, huyện Bắc Hà | handed_over done
            Chợ xã Cốc Lầu | xã Cốc Lầu, huyện Bắc Hà | handed_over done
            # market 3 named 
        "#]],
    );
}

#[test]
fn clusters_of_one_stem_and_their_way() {
    check(
        "Báo cáo\n\nTỉnh đã ban hành Quyết định số 12/QĐ-UBND ngày 05/3/2024 về việc bãi bỏ Quyết định số 9/QĐ-UBND ngày \
         01/02/2020 về việc thành lập Cụm công nghiệp Tam Lập 2, xã Tam Lập, huyện Phú Giáo. CCN An Hòa 1, An Hòa 2 đã \
         hoàn thành giải phóng mặt bằng; dự kiến đưa CCN Đồng Xá ra khỏi quy hoạch và bổ sung 01 CCN tại thôn Hạ, xã Yên \
         Mỹ vào quy hoạch.\n",
        &expect![[r#"
            Cụm công nghiệp Tam Lập 2 | xã Tam Lập, huyện Phú Giáo | abolished done 2024-03-05 [Quyết định số 12/QĐ-UBND ngày 05/3/2024]
            Cụm công nghiệp An Hòa 1 |  | cleared done
            Cụm công nghiệp An Hòa 2 |  | cleared done
            Cụm công nghiệp Đồng Xá |  | leaves_plan meant
            Cụm công nghiệp tại xã Yên Mỹ | xã Yên Mỹ | enters_plan meant
        "#]],
    );
}

#[test]
fn a_plant_keeps_what_the_paragraph_says_of_it() {
    check(
        "Báo cáo\n\n- Đối với nhà máy thủy điện Nậm Lúc: Ngày 02/4/2023 chủ đầu tư khởi công. Dự án đang thi công đập, do \
         mưa lũ nên ảnh hưởng đến tiến độ; dự kiến tháng 9/2025 phát điện. Công ty cổ phần đầu tư và phát triển thủy \
         điện Sông Gâm đã nộp hồ sơ.\n",
        &expect![[r#"
            Thủy điện Nậm Lúc |  | constructed begun 2023-04-02; constructed begun; constructed blocked; generating meant
        "#]],
    );
}

#[test]
fn what_is_assigned_or_proposed_has_not_happened() {
    check(
        "Báo cáo\n\nI. KẾT QUẢ THỰC HIỆN NHIỆM VỤ\n\n1. Nhiệm vụ 1: Hoàn thành xây dựng chợ Gia Lộc, huyện Gia Lộc.\n\nKết \
         quả: chợ Gia Lộc chưa hoàn thành xây dựng.\n",
        &expect![[r#"
            Chợ Gia Lộc | huyện Gia Lộc | built blocked
        "#]],
    );
}

#[test]
fn names_that_only_look_like_things_are_left_alone() {
    check(
        "Báo cáo\n\nHội chợ Thương mại Hùng Vương mở tại huyện Chợ Mới. Bệnh viện Chợ Rẫy cử đoàn đến xã Bình An. Sở cho \
         Công ty Minh Long thuê đất. Chợ là nơi giao thương; các chợ trên địa bàn huyện Lục Ngạn hoạt động tốt. Cụm công \
         nghiệp NTM. Đường Chợ Lớn đã sửa xong.\n",
        &expect![[r#""#]],
    );
}

#[test]
fn counts_stay_counts_and_parts_that_do_not_add_up_are_left_out() {
    check(
        "Báo cáo\n\nSở đã kiểm tra, giám sát được 05 đơn vị, cụ thể: Huyện Văn Bàn: 02; Huyện Bát Xát: 03.\n\nĐã kiểm tra \
         06 cơ sở: Huyện Bắc Hà: 02; Huyện Si Ma Cai: 03.\n\nĐến nay 14/15 xã đạt tiêu chí 4. Riêng đối với xã Nậm Chày \
         huyện Văn Bàn chưa đạt tiêu chí 7 về nông thôn mới.\n",
        &expect![[r#"
            Xã Nậm Chày | huyện Văn Bàn | criterion_met blocked
            # inspected 5 huyện Văn Bàn 2, huyện Bát Xát 3
            # inspected 6 
            # commune 14/15 
        "#]],
    );
}

#[test]
fn every_span_is_where_its_words_stand() {
    let (document, tracking) = tracking(include_str!("../../../../demo/lang-son-sct-2019.txt"));
    for thing in &tracking.things {
        for mention in &thing.mentions {
            let last = thing.name.rsplit(' ').next().unwrap();
            assert!(document.slice(*mention).ends_with(last), "{} in {}", thing.name, document.slice(*mention));
        }
        for claim in &thing.claims {
            assert!(claim.sentence.contains(claim.span), "{} in {}", document.slice(claim.span), thing.name);
            assert!(!document.slice(claim.span).is_empty());
        }
    }
}
