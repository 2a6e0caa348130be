//! How far the files keep the form laid down (thể thức): documents with every component are written as DOCX and PDF,
//! both are read back, and each component's place, size, look and spacing is held against the rule.
//!
//! Invariant: nothing under “found” is said by the code that writes: it is read from the finished files, the DOCX by its
//! XML and the PDF by an interpreter that places every glyph. The page `docs/the-thuc.md` is made of it.

mod components;
mod geometry;
mod paper;
mod sample;
mod standing;
mod word;
mod xml;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use tt_document::Document;
use tt_render::Form;
use tt_render::form::{CIRCULAR_01_2011, DECREE_30_2020};

use paper::Paper;
use word::Word;

/// Where the page stands, from the root of the repository.
const PAGE: &str = "docs/the-thuc.md";

/// Which rule documents of a date follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Profile {
    /// Decree 30/2020/NĐ-CP, Annex I, for documents from 5 March 2020.
    Decree,
    /// Circular 01/2011/TT-BNV, for documents before.
    Circular,
}

impl Profile {
    /// A day on which it is in force.
    fn day(self) -> &'static str {
        match self {
            Self::Decree => "2026-02-05",
            Self::Circular => "2019-12-05",
        }
    }

    fn form(self) -> &'static Form {
        match self {
            Self::Decree => &DECREE_30_2020,
            Self::Circular => &CIRCULAR_01_2011,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Decree => "Nghị định số 30/2020/NĐ-CP, Phụ lục I (văn bản từ ngày 05/3/2020)",
            Self::Circular => "Thông tư số 01/2011/TT-BNV (văn bản trước ngày 05/3/2020)",
        }
    }
}

/// A document in both formats, read back.
struct Files {
    word: Word,
    paper: Paper,
    /// Whether writing it a second time gave the same bytes: the DOCX, the PDF.
    same: [bool; 2],
}

/// The documents measured.
struct Sample {
    report: Files,
    letter: Files,
    flash: Files,
    draft: Files,
}

impl Sample {
    fn of(profile: Profile) -> anyhow::Result<Self> {
        let day = profile.day();
        Ok(Self {
            report: files(&sample::report(day), profile)?,
            letter: files(&sample::letter(day), profile)?,
            flash: files(&sample::flash(day), profile)?,
            draft: files(&sample::draft(day), profile)?,
        })
    }
}

fn files(document: &Document, profile: Profile) -> anyhow::Result<Files> {
    let form = Form::for_date(&document.frame.date);
    anyhow::ensure!(form == profile.form(), "the date chooses another form");
    let docx = tt_render::docx(document, form)?;
    let pdf = tt_pdf::pdf(document, form)?;
    let same = [docx == tt_render::docx(document, form)?, pdf == tt_pdf::pdf(document, form)?];
    Ok(Files { word: Word::read(&docx)?, paper: Paper::read(&pdf)?, same })
}

/// What one file has of a component.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Found {
    /// What was measured.
    words: String,
    /// Whether it is as laid down.
    passed: bool,
}

impl Found {
    fn new(words: impl Into<String>, passed: bool) -> Self {
        Self { words: words.into(), passed }
    }
}

/// A line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    name: &'static str,
    /// What is laid down.
    rule: String,
    docx: Found,
    pdf: Found,
}

fn rows(profile: Profile) -> anyhow::Result<Vec<Row>> {
    let sample = Sample::of(profile)?;
    let mut rows = components::rows(&sample, profile)?;
    rows.extend(geometry::rows(&sample, profile)?);
    Ok(rows)
}

/// The page, and what is not as laid down.
fn page() -> anyhow::Result<(String, Vec<String>)> {
    let mut text = String::from(
        "# Thể thức đo từ tệp\n\n\
         Văn bản mẫu có đủ các thành phần được xuất ra DOCX và PDF, rồi đọc lại từ chính hai tệp: DOCX theo XML (cỡ chữ \
         theo nửa điểm, độ dài theo 1/20 điểm), PDF theo vị trí từng chữ trên trang. Cột *Đo được* chỉ ghi cái đọc được \
         từ tệp. Toạ độ PDF tính bằng mm từ mép trái và mép trên trang giấy; y là chân dòng chữ. Tệp PDF nhúng phông \
         Tinos, có bề rộng chữ đúng như Times New Roman.\n\n\
         Trang này do lệnh `UPDATE_EXPECT=1 cargo test --release -p trongtam --test it form` viết ra; bộ kiểm thử so lại mỗi lần chạy.\n",
    );
    let mut faults = Vec::new();
    for profile in [Profile::Decree, Profile::Circular] {
        let rows = rows(profile)?;
        let passed = rows.iter().filter(|row| row.docx.passed && row.pdf.passed).count();
        let _ = write!(
            text,
            "\n## {}\n\n{passed} trên {} mục đạt ở cả hai tệp.\n\n\
             | Thành phần | Quy định | DOCX đo được | PDF đo được | Kết quả |\n| --- | --- | --- | --- | --- |\n",
            profile.title(),
            rows.len()
        );
        for row in rows {
            let result = match (row.docx.passed, row.pdf.passed) {
                (true, true) => "đạt",
                (false, true) => "**DOCX không đạt**",
                (true, false) => "**PDF không đạt**",
                (false, false) => "**không đạt**",
            };
            let Row { name, rule, docx, pdf } = &row;
            let _ = writeln!(text, "| {name} | {rule} | {} | {} | {result} |", docx.words, pdf.words);
            if !(docx.passed && pdf.passed) {
                faults.push(format!("{profile:?}: {name}: {rule}: DOCX {}; PDF {}", docx.words, pdf.words));
            }
        }
    }
    Ok((text, faults))
}

/// A measure with one decimal, the Vietnamese way.
fn tenth(value: f64) -> String {
    // No minus before nought.
    let text = format!("{value:.1}").replace('.', ",");
    if text == "-0,0" { "0,0".to_owned() } else { text }
}

#[test]
fn every_component_is_as_laid_down_and_the_page_says_so() {
    let (text, faults) = page().unwrap();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(PAGE);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&file, &text).unwrap();
    }
    assert_eq!(faults, Vec::<String>::new());
    let found = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(found, text, "{PAGE} is out of date: run this test with UPDATE_EXPECT=1");
}

#[test]
fn a_file_of_the_other_form_is_found_out() {
    // Paper of the Circular held against the Decree: page number and bases stand otherwise.
    let sample = Sample::of(Profile::Circular).unwrap();
    let rows = [components::rows(&sample, Profile::Decree).unwrap(), geometry::rows(&sample, Profile::Decree).unwrap()];
    let wrong = rows.iter().flatten().filter(|row| !row.docx.passed && !row.pdf.passed);
    assert_eq!(wrong.map(|row| row.name).collect::<Vec<_>>(), ["Căn cứ ban hành", "Số trang"]);
}
