//! The real report's things as entries, and that presets know every code used.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use expect_test::expect;
use jiff::civil::date;
use tt_domain::register::preset::preset;

use super::*;

fn read(text: &str) -> Vec<ReadEntry> {
    let document = tt_document::read(text.as_bytes()).unwrap();
    let found = tt_document::extract(&document);
    entries(&document, &tt_document::tracked(&document, &found), date(2019, 12, 5))
}

const REPORT: &str = include_str!("../../../../../demo/lang-son-sct-2019.txt");

#[test]
fn the_real_reports_things_as_entries() {
    let mut out = String::new();
    for one in read(REPORT) {
        let stages = one.entry.stages.iter().map(|stage| {
            let day = if stage.exact { format!(" {}", stage.day) } else { format!(" ≤{}", stage.day) };
            format!("{} {}{day}", stage.stage, stage.mark.code())
        });
        writeln!(out, "{} {} | {} | {}", one.entry.preset, one.name, one.place, stages.collect::<Vec<_>>().join(", "))
            .unwrap();
    }
    expect![[r#"
        thuy-dien Thủy điện Khánh Khê |  | thi-cong blocked ≤2019-12-05
        nong-thon-moi Xã Hùng Sơn | huyện Tràng Định | ke-hoach begun ≤2019-12-05
        thuy-dien Thủy điện Bắc Giang |  | thi-cong begun ≤2019-12-05
        thuy-dien Thủy điện Bản Nhùng |  | khoi-cong done 2019-05-13, thi-cong begun ≤2019-12-05
        thuy-dien Thủy điện Vằng Puộc |  | thi-cong begun ≤2019-12-05
        cum-cong-nghiep Cụm công nghiệp thị trấn Hữu Lũng 1 | huyện Hữu Lũng | de-xuat done ≤2019-12-05
        cum-cong-nghiep Cụm công nghiệp thị trấn Hữu Lũng 2 | xã Sơn Hà, huyện Hữu Lũng | thanh-lap done ≤2019-09-28, bai-bo done 2019-09-28
        cum-cong-nghiep Cụm công nghiệp tại xã Đồng Tân | xã Đồng Tân, huyện Hữu Lũng | de-xuat begun ≤2019-12-05
        cum-cong-nghiep Cụm công nghiệp Hồ Sơn | xã Hồ Sơn, huyện Hữu Lũng | de-xuat done ≤2019-12-05
        cum-cong-nghiep Cụm công nghiệp tại xã Quang Lang | xã Quang Lang, huyện Chi Lăng | de-xuat done ≤2019-12-05
        cum-cong-nghiep Cụm công nghiệp Hợp Thành 1 | huyện Cao Lộc | tham-dinh begun ≤2019-12-05
        cum-cong-nghiep Cụm công nghiệp Hợp Thành 2 | huyện Cao Lộc | tham-dinh begun ≤2019-12-05
        cho Chợ Liên hội Phai Khang | xã Vân Mộng, huyện Văn Quan | giao done ≤2019-12-05, xay-dung done ≤2019-12-05, ho-tro begun ≤2019-12-05
        cho Chợ Ba Xã | xã Tân Đoàn, huyện Văn Quan | giao done ≤2019-12-05, xay-dung done ≤2019-12-05, ho-tro begun ≤2019-12-05
        cho Chợ Bãi | xã Yên Phúc, huyện Văn Quan | giao done ≤2019-12-05, xay-dung done ≤2019-12-05, ho-tro begun ≤2019-12-05
        cho Chợ Long Thịnh | xã Quốc Khánh, huyện Tràng Định | giao done ≤2019-08-28, chu-truong done 2019-08-28
        cho Chợ xã Vũ Lăng | xã Vũ Lăng, huyện Bắc Sơn | giao done ≤2019-11-29, dinh-gia done ≤2019-11-29, dat-dai done 2019-11-29
        cho Chợ xã Vũ Sơn | xã Vũ Sơn, huyện Bắc Sơn | giao done ≤2019-12-05, dinh-gia done ≤2019-12-05
        cho Chợ xã Tân Tri | xã Tân Tri, huyện Bắc Sơn | giao done ≤2019-12-05, dinh-gia blocked ≤2019-12-05, dat-dai blocked ≤2019-12-05
        cho Chợ xã Chiến Thắng | xã Chiến Thắng, huyện Bắc Sơn | giao done ≤2019-12-05, dinh-gia blocked ≤2019-12-05, dat-dai blocked ≤2019-12-05
        cho Chợ xã Vũ Lễ | xã Vũ Lễ, huyện Bắc Sơn | giao done ≤2019-12-05, dinh-gia blocked ≤2019-12-05, dat-dai blocked ≤2019-12-05
        cho Chợ xã Tân Thành | xã Tân Thành, huyện Bắc Sơn | giao done ≤2019-12-05, dinh-gia blocked ≤2019-12-05, dat-dai blocked ≤2019-12-05
        cho Chợ xã Nhất Hòa | xã Nhất Hòa, huyện Bắc Sơn | giao done ≤2019-12-05, dinh-gia blocked ≤2019-12-05, dat-dai blocked ≤2019-12-05
        cho Chợ xã Nhất Tiến | xã Nhất Tiến, huyện Bắc Sơn | giao done ≤2019-12-05, dinh-gia blocked ≤2019-12-05, dat-dai blocked ≤2019-12-05
        cho Chợ xã Trấn Yên | xã Trấn Yên, huyện Bắc Sơn | giao done ≤2019-12-05, dinh-gia blocked ≤2019-12-05, dat-dai blocked ≤2019-12-05
        cho Chợ xã Hưng Vũ | xã Hưng Vũ, huyện Bắc Sơn | giao done ≤2019-12-05, dinh-gia blocked ≤2019-12-05, dat-dai blocked ≤2019-12-05
        cho Chợ trung tâm thị trấn Bắc Sơn | thị trấn Bắc Sơn, huyện Bắc Sơn | giao done ≤2019-12-05, xay-dung done ≤2019-12-05, hoat-dong done ≤2019-12-05
        cho Chợ thị trấn Thất Khê | thị trấn Thất Khê, huyện Tràng Định | giao done 2018-11-23, dinh-gia done 2019-08-01
    "#]].assert_eq(&out);
}

#[test]
fn presets_know_every_code_and_their_stages_come_in_order() {
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    for one in read(REPORT) {
        let definition = preset(&one.entry.preset).unwrap().definition();
        for (code, _) in &one.entry.values {
            assert!(definition.fields.iter().any(|field| field.code == *code), "{code} of {}", one.entry.preset);
        }
        for field in definition.fields.iter().filter(|field| field.required) {
            let given = one.entry.values.iter().any(|(code, _)| *code == field.code);
            assert!(given || field.code == "dia-ban", "{} lacks {}", one.name, field.code);
        }
        for stage in &one.entry.stages {
            assert!(definition.stages.iter().any(|known| known.code == stage.stage), "{}", stage.stage);
        }
        assert!(one.entry.stages.is_sorted_by_key(|stage| stage.day), "{:?}", one.entry.stages);
        assert!(!one.sentences.is_empty(), "{} is shown with its sentence", one.name);
        *counted.entry(one.entry.preset).or_default() += 1;
    }
    let counted: Vec<(&str, usize)> = counted.iter().map(|(preset, count)| (preset.as_str(), *count)).collect();
    assert_eq!(counted, [("cho", 16), ("cum-cong-nghiep", 7), ("nong-thon-moi", 1), ("thuy-dien", 4)]);
}
