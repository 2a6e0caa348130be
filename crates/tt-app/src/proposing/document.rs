//! The draft programme as an official document: `Tờ trình đề xuất nhiệm vụ trọng tâm năm 2020`.

use jiff::civil::Date;
use tt_document::Document;
use tt_document::frame::Frame;
use tt_domain::permission::Action;
use tt_domain::proposal::Why;
use tt_domain::proposal::shift::{Shift, TargetShift};
use tt_text::date::PartialDate;
use tt_text::one_line;

use super::{EndingTarget, NextTask, ProposalRow, Proposals, load};
use crate::app::App;
use crate::drafting::{Draft, cell, file, frame, without_stop};
use crate::error::AppError;
use crate::outputs::Format;
use crate::sign_in::CurrentUser;

impl App {
    /// The draft programme of a year as a document to put before the superior: file name and bytes.
    ///
    /// # Errors
    /// Nothing is in the draft yet, or a renderer or the database failed.
    pub async fn proposal_document(
        &self,
        current: &CurrentUser,
        year: i16,
        format: Format,
    ) -> Result<(String, Vec<u8>), AppError> {
        current.require(Action::ReadRecords)?;
        let today = self.clock.today();
        let mut tx = self.db.begin_read().await?;
        let proposals = Box::pin(load(&mut tx, current, year, today)).await?;
        drop(tx);
        if proposals.rows.iter().all(|row| row.next.is_none()) {
            return Err(AppError::refused(
                format!("dự thảo năm {year} chưa có nhiệm vụ nào; hãy chọn và lưu đề xuất trước khi tải văn bản"),
                format!("the draft of {year} holds no task yet; take proposals over before you download it"),
            ));
        }
        let document = written(&proposals, today);
        file(format!("de-xuat-nhiem-vu-{year}"), document, format).await
    }
}

fn written(proposals: &Proposals, today: Date) -> Document {
    let (agency, year) = (&proposals.agency, proposals.year);
    let ended = year.saturating_sub(1);
    let month = PartialDate { year: Some(today.year()), month: Some(today.month()), day: None };
    let subject = format!("Đề xuất nhiệm vụ trọng tâm năm {year}");
    let mut text = Draft::new(Frame {
        addressees: agency.superior.clone().into_iter().collect(),
        recipients: vec!["Như trên".to_owned(), format!("Lãnh đạo {}", agency.name), "Lưu: VT".to_owned()],
        ..frame(agency, "Tờ trình", format!("TTr-{}", agency.symbol), month, subject)
    });
    text.paragraph(&format!(
        "Căn cứ kết quả thực hiện nhiệm vụ trọng tâm năm {ended}, {} đề xuất nhiệm vụ trọng tâm năm {year} như sau:",
        agency.name
    ));
    text.heading("I.", &format!("NHIỆM VỤ ĐỀ XUẤT NĂM {year}"));
    let drafted: Vec<(&ProposalRow, &NextTask)> =
        proposals.rows.iter().filter_map(|row| Some((row, row.next.as_ref()?))).collect();
    for (index, (row, next)) in drafted.iter().enumerate() {
        task(&mut text, index + 1, row, next, ended);
    }
    text.heading("II.", &format!("SO SÁNH VỚI MỤC TIÊU NĂM {ended}"));
    compared(&mut text, &proposals.rows, year);
    text.heading("III.", "NỘI DUNG CẦN LƯU Ý");
    pointed_out(&mut text, proposals);
    text.heading("IV.", "KIẾN NGHỊ");
    text.paragraph(&format!(
        "{} trình {} xem xét, phê duyệt nhiệm vụ trọng tâm năm {year}./.",
        agency.name,
        agency.superior.as_deref().unwrap_or("cấp có thẩm quyền")
    ));
    text.finish()
}

fn task(text: &mut Draft, number: usize, row: &ProposalRow, next: &NextTask, ended: i16) {
    text.numbered_head(&format!("{number}."), &one_line(&next.task.statement));
    let goals: Vec<&str> = next.targets.iter().map(|one| without_stop(&one.text)).collect();
    text.item("Mục tiêu", &goals.join("; "));
    let Some(last) = &row.last else {
        text.item("Căn cứ đề xuất", "nhiệm vụ mới");
        return;
    };
    let why: Vec<&str> =
        row.reasons.iter().filter(|one| one.why != Why::Proposed).map(|one| one.said.vi.as_str()).collect();
    let why = if why.is_empty() { String::new() } else { format!("; {}", why.join("; ")) };
    text.item("Căn cứ đề xuất", &format!("tiếp tục nhiệm vụ {} năm {ended}{why}", last.task.number));
    let results: Vec<String> = last.targets.iter().filter_map(result).collect();
    text.item(&format!("Kết quả năm {ended}"), &results.join("; "));
}

/// `đạt: 4.750 triệu USD so với…` of a target that is judged by some evidence.
fn result(one: &EndingTarget) -> Option<String> {
    let judgement = one.judgement.as_ref()?;
    let reason = judgement.reasons.first()?;
    Some(format!("{} ({})", judgement.outlook.words().vi.to_lowercase(), reason.vi))
}

/// Every target of both years in a table.
fn compared(text: &mut Draft, rows: &[ProposalRow], year: i16) {
    let ended = year.saturating_sub(1);
    let head = [
        "TT".to_owned(),
        format!("Mục tiêu năm {ended}"),
        format!("Kết quả năm {ended}"),
        format!("Mục tiêu năm {year}"),
        "So sánh".to_owned(),
    ];
    let mut shown = vec![head.into_iter().map(|text| cell(text, true)).collect::<Vec<_>>()];
    for row in rows {
        for moved in &row.shifts {
            let old = moved.old.and_then(|at| row.last.as_ref()?.targets.get(at));
            let new = moved.new.and_then(|at| row.targets.get(at));
            let cells = [
                shown.len().to_string(),
                old.map(|one| without_stop(&one.target.text).to_owned()).unwrap_or_default(),
                old.and_then(result).unwrap_or_default(),
                new.map(|text| without_stop(text).to_owned()).unwrap_or_default(),
                compared_words(moved),
            ];
            shown.push(cells.iter().map(|text| cell(one_line(text), false)).collect());
        }
    }
    if shown.len() == 1 {
        text.paragraph("Các nhiệm vụ không có mục tiêu nêu riêng.");
    } else {
        text.table(&shown);
    }
}

fn compared_words(moved: &TargetShift) -> String {
    let words = moved.shift.words().vi;
    match moved.shift {
        Shift::Kept | Shift::Dropped | Shift::New => words,
        Shift::Raised | Shift::Lowered | Shift::Changed => format!("{words}: {}", moved.said.vi),
    }
}

/// Tasks left out, and targets that promise less or otherwise.
fn pointed_out(text: &mut Draft, proposals: &Proposals) {
    let ended = proposals.year.saturating_sub(1);
    let mut nothing = true;
    for row in &proposals.rows {
        let Some(last) = &row.last else { continue };
        let statement = one_line(without_stop(&last.task.statement));
        let what = if row.is_dropped() {
            "Không đưa vào".to_owned()
        } else {
            let told: Vec<String> = row
                .to_point_out()
                .filter_map(|moved| {
                    let target = last.targets.get(moved.old?)?;
                    let how = if moved.shift == Shift::Dropped { "không đưa vào" } else { moved.said.vi.as_str() };
                    Some(format!("{}: {how}", without_stop(&target.target.text)))
                })
                .collect();
            if told.is_empty() {
                continue;
            }
            told.join("; ")
        };
        nothing = false;
        text.item(&format!("Nhiệm vụ {} năm {ended} ({statement})", last.task.number), &what);
    }
    if nothing {
        text.paragraph("Không có nhiệm vụ, mục tiêu nào không đưa vào hoặc bị hạ so với năm trước.");
    }
}
