//! What keeps the files usable: real styles and numbering, tags, bookmarks, standards, the same bytes every time.

use super::{Found, Row, Sample};

/// A row for each.
pub(super) fn rows(sample: &Sample) -> Vec<Row> {
    let (word, file) = (&sample.report.word, &sample.report.paper.file);
    let outlined = word.paragraphs.iter().filter(|paragraph| paragraph.outline.is_some()).count();
    let row = |name, rule: &str, docx, pdf| Row { name, rule: rule.to_owned(), docx, pdf };
    let [title, spoken] = &word.properties;
    let language = file.language.as_deref().unwrap_or("không");
    let counted = |name: &str| format!("{name} {}", file.count(name));
    let elements = ["H1", "P", "L", "LI", "Table", "TH", "TD", "Note"].map(counted).join(", ");
    let [docx_same, pdf_same] = [0, 1].map(|format| {
        let all = [&sample.report, &sample.letter, &sample.flash, &sample.draft];
        all.iter().all(|files| files.same.get(format) == Some(&true))
    });
    let told = |same: bool| Found::new(if same { "giống từng byte" } else { "khác nhau" }, same);
    vec![
        row(
            "Đề mục",
            "kiểu đề mục thật, mở được dàn ý",
            Found::new(format!("{} kiểu, {outlined} đề mục có bậc", word.styles), outlined == 7 && word.styles > 30),
            Found::new(format!("{} dấu trang", file.bookmarks), file.bookmarks == outlined),
        ),
        row(
            "Đánh số, gạch đầu dòng",
            "đánh số tự động; PDF gắn thẻ danh sách",
            Found::new(format!("{} đoạn đánh số tự động", word.numbered), word.numbered >= 6),
            Found::new(format!("{}, {}", counted("L"), counted("LI")), file.count("L") >= 1 && file.count("LI") == 2),
        ),
        row(
            "Gắn thẻ, ngôn ngữ, tiêu đề",
            "đọc được bằng máy đọc màn hình",
            Found::new(format!("tiêu đề “{title}”, ngôn ngữ {spoken}"), !title.is_empty() && spoken == "vi-VN"),
            Found::new(
                format!("thẻ: {elements}; ngôn ngữ {language}"),
                file.tagged && file.title && language == "vi-VN" && file.count("Table") == 3 && file.count("Note") == 2,
            ),
        ),
        row(
            "Chuẩn tệp",
            "lưu trữ lâu dài, dễ tiếp cận",
            Found::new(format!("Office Open XML, {} phần đúng XML", word.parts), word.parts >= 10),
            Found::new(file.standards.join(", "), file.standards == ["PDF/A-2", "mức A", "PDF/UA-1"]),
        ),
        row("Xuất lại", "cùng nội dung cho cùng tệp", told(docx_same), told(pdf_same)),
    ]
}
