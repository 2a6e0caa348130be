//! Paper, margins, distances, rules, boxes, tables, notes and what the files say of themselves.

use anyhow::Context as _;

use super::paper::{MM, Paper, Piece};
use super::word::{MM as TWIP, Word};
use super::{Found, Profile, Row, Sample, tenth};

/// Length of a point in twips.
const POINT: f64 = 20.0;

/// Everything that is not a component's own type.
pub(super) fn rows(sample: &Sample, profile: Profile) -> anyhow::Result<Vec<Row>> {
    let measures: [fn(&Sample, Profile) -> anyhow::Result<Row>; 25] = [
        paper_size,
        margins,
        page_number,
        annex_numbers,
        lying_annex,
        annex_behind_signature,
        tagline_rule,
        issuer_rule,
        subject_rule,
        number_beside_date,
        letter_subject_gap,
        marks,
        one_addressee,
        several_addressees,
        first_line,
        paragraph_gap,
        line_spacing,
        closing_mark,
        recipients_beside_signature,
        contact,
        table_heads,
        table_numbers,
        table_gap,
        footnotes,
        faces,
    ];
    let mut rows = Vec::new();
    for measure in measures {
        rows.push(measure(sample, profile).with_context(|| format!("after {}", rows.len()))?);
    }
    rows.extend(super::standing::rows(sample));
    Ok(rows)
}

fn row(name: &'static str, rule: &str, docx: Found, pdf: Found) -> Row {
    Row { name, rule: rule.to_owned(), docx, pdf }
}

fn twips(length: u32) -> f64 {
    f64::from(length) * TWIP
}

fn between(value: f64, least: f64, most: f64) -> bool {
    least - 0.05 <= value && value <= most + 0.05
}

fn paper_size(sample: &Sample, _: Profile) -> anyhow::Result<Row> {
    let files = &sample.report;
    let section = files.word.sections.first().context("no section")?;
    let (width, height) = files.paper.pages.first().context("no page")?;
    let told = |width: f64, height: f64| {
        Found::new(
            format!("{} × {} mm", tenth(width), tenth(height)),
            (width - 210.0).abs() < 0.1 && (height - 297.0).abs() < 0.1,
        )
    };
    let pdf = told(width * MM, height * MM);
    Ok(row("Khổ giấy", "A4: 210 × 297 mm", told(twips(section.width), twips(section.height)), pdf))
}

/// The pieces of a page's text area, its margins left out.
fn inside(paper: &Paper, page: usize, top: f64, bottom: f64) -> impl Iterator<Item = &Piece> {
    let height = paper.pages.get(page).map_or(0.0, |(_, height)| *height);
    paper.on(page).filter(move |piece| piece.base > top && piece.base < height - bottom)
}

fn margins(sample: &Sample, _: Profile) -> anyhow::Result<Row> {
    let told = |[top, bottom, left, right]: [f64; 4]| {
        let passed = between(top, 20.0, 25.0)
            && between(bottom, 20.0, 25.0)
            && between(left, 30.0, 35.0)
            && between(right, 15.0, 20.0);
        let words = format!("trên {}, dưới {}, trái {}, phải {}", tenth(top), tenth(bottom), tenth(left), tenth(right));
        Found::new(words, passed)
    };
    let docx = told(sample.report.word.sections.first().context("no section")?.margins.map(twips));
    // The pages of the main part; on full ones text reaches all four margins.
    let paper = &sample.report.paper;
    let annex = paper.piece("Phụ lục I")?.page;
    let mut edges = [f64::MAX; 4];
    for page in 0..annex {
        let (width, height) = paper.pages.get(page).copied().unwrap_or_default();
        for piece in inside(paper, page, 19.0 / MM, 19.0 / MM) {
            let own = [piece.top(), height - piece.bottom(), piece.left, width - piece.right];
            for (edge, own) in edges.iter_mut().zip(own) {
                *edge = edge.min(own * MM);
            }
        }
    }
    Ok(row("Lề trang", "trên, dưới 20–25 mm; trái 30–35 mm; phải 15–20 mm", docx, told(edges)))
}

fn page_number(sample: &Sample, profile: Profile) -> anyhow::Result<Row> {
    let (word, paper) = (&sample.report.word, &sample.report.paper);
    let (number, on_top) = word.page_number.as_ref().context("no page number")?;
    let section = word.sections.first().context("no section")?;
    let size = f64::from(number.size) / 2.0;
    let place = if *on_top { "đầu trang" } else { "cuối trang" };
    let align = if number.align == "center" { "giữa" } else { "phải" };
    let first = if section.first_apart { "không hiện ở trang 1" } else { "hiện ở trang 1" };
    let wanted = if profile == Profile::Decree { (true, "giữa") } else { (false, "phải") };
    let upright = !number.bold && !number.italic;
    let docx = Found::new(
        format!("trường PAGE ở {place}, canh {align}, cỡ {}, {first}", tenth(size)),
        (*on_top, align) == wanted && between(size, 13.0, 14.0) && upright && section.first_apart,
    );
    let (width, height) = paper.pages.get(1).copied().context("one page only")?;
    let outside = |page: usize| -> Vec<&Piece> {
        let in_margin = |piece: &&Piece| piece.base < 20.0 / MM || piece.base > height - 20.0 / MM;
        paper.on(page).filter(in_margin).filter(|piece| piece.text.trim().parse::<u32>().is_ok()).collect()
    };
    let second = outside(1);
    let number = second.first().context("no number on page 2")?;
    let is_top = number.base < height / 2.0;
    let middle = f64::midpoint(30.0 / MM, width - 15.0 / MM);
    let is_middle = (number.centre() - middle).abs() * MM < 1.0;
    let align = if is_middle { "giữa" } else { "phải" };
    let at_edge = is_middle || (width - number.right) * MM < 15.5;
    let (x, y, count) = (tenth(number.centre() * MM), tenth(number.base * MM), outside(0).len());
    let place = if is_top { "đầu trang" } else { "cuối trang" };
    let pdf = Found::new(
        format!(
            "“{}” ở {place}, canh {align} (x {x}, y {y}), cỡ {}; trang 1: {count} số",
            number.text,
            tenth(number.size)
        ),
        (is_top, align) == wanted && at_edge && between(number.size, 13.0, 14.0) && count == 0 && number.text == "2",
    );
    let rule = match profile {
        Profile::Decree => "giữa lề trên, cỡ 13–14, đứng, từ trang 2",
        Profile::Circular => "góc phải lề dưới, cỡ 13–14, đứng, từ trang 2",
    };
    Ok(row("Số trang", rule, docx, pdf))
}

fn annex_numbers(sample: &Sample, _: Profile) -> anyhow::Result<Row> {
    let (word, paper) = (&sample.report.word, &sample.report.paper);
    let anew = word.sections.iter().skip(1).filter(|section| section.counted_anew && section.first_apart).count();
    let annexes = word.sections.len() - 1;
    let docx = Found::new(format!("{anew} trên {annexes} phần đếm lại từ 1"), anew == annexes && annexes == 2);
    let mut numbers = Vec::new();
    for label in ["BIỂU SỐ LIỆU KHỔ ĐỨNG", "BIỂU SỐ LIỆU KHỔ NGANG"] {
        let page = paper.piece(label)?.page;
        let height = paper.pages.get(page).map_or(0.0, |(_, height)| *height);
        for page in [page, page + 1] {
            let in_margin = |piece: &&Piece| piece.base < 19.0 / MM || piece.base > height - 19.0 / MM;
            let found: String = paper.on(page).filter(in_margin).map(|piece| piece.text.trim()).collect();
            numbers.push(if found.is_empty() { "không".to_owned() } else { found });
        }
    }
    let passed = numbers == ["không", "2", "không", "2"];
    let pdf = Found::new(format!("trang 1 và 2 của từng phụ lục: {}", numbers.join(", ")), passed);
    Ok(row("Số trang phụ lục", "đánh riêng từng phụ lục", docx, pdf))
}

fn lying_annex(sample: &Sample, _: Profile) -> anyhow::Result<Row> {
    let (word, paper) = (&sample.report.word, &sample.report.paper);
    let told = |width: f64, height: f64, lying: bool| {
        let words = format!("{} × {} mm", tenth(width), tenth(height));
        Found::new(words, lying && (width - 297.0).abs() < 0.1 && (height - 210.0).abs() < 0.1)
    };
    let section = word.sections.get(word.paragraph("BIỂU SỐ LIỆU KHỔ NGANG")?.section).context("no section")?;
    let docx = told(twips(section.width), twips(section.height), section.lying);
    let page = paper.piece("BIỂU SỐ LIỆU KHỔ NGANG")?.page;
    let (width, height) = *paper.pages.get(page).context("no page")?;
    Ok(row("Phụ lục có bảng rộng", "khổ giấy nằm ngang", docx, told(width * MM, height * MM, width > height)))
}

fn annex_behind_signature(sample: &Sample, _: Profile) -> anyhow::Result<Row> {
    let (word, paper) = (&sample.report.word, &sample.report.paper);
    let place = |words: &str| word.paragraphs.iter().position(|paragraph| paragraph.text.contains(words));
    let (signer, annex) = (place("Nông Thị Hoa"), place("Phụ lục I"));
    let section = word.paragraph("Phụ lục I")?.section;
    let (before, after) = (signer.context("no signer")?, annex.context("no annex")?);
    let told = format!("chữ ký ở đoạn {}, phụ lục từ đoạn {}, phần {}", before + 1, after + 1, section + 1);
    let docx = Found::new(told, before < after && section == 1);
    let (signer, annex) = (paper.piece("Nông Thị Hoa")?.page, paper.piece("Phụ lục I")?.page);
    let pdf = Found::new(format!("chữ ký ở trang {}, phụ lục từ trang {}", signer + 1, annex + 1), signer < annex);
    Ok(row("Vị trí phụ lục", "sau phần ký, từ trang mới", docx, pdf))
}

/// A rule held against the line above it, whose length only the PDF knows; both files are set in one face.
fn ruled(sample: &Sample, (name, rule): (&'static str, &str), words: &str, share: [f64; 2]) -> anyhow::Result<Row> {
    let (word, paper) = (&sample.report.word, &sample.report.paper);
    let above = paper.piece(words)?;
    let length = (above.right - above.left) * MM;
    let told = |line: f64, off: f64| {
        let part = line / length;
        let words = format!("{} mm dưới {} mm chữ ({} %)", tenth(line), tenth(length), tenth(part * 100.0));
        Found::new(words, share[0] <= part && part <= share[1] && off < 1.0)
    };
    let section = word.sections.first().context("no section")?;
    let room = section.width - section.margins[2] - section.margins[3];
    let docx = told(twips(word.rule_below(words, room)?), 0.0);
    let line = paper.rule_below(above)?;
    let off = (f64::midpoint(line.left, line.right) - above.centre()).abs() * MM;
    Ok(row(name, rule, docx, told(line.width() * MM, off)))
}

fn tagline_rule(sample: &Sample, _: Profile) -> anyhow::Result<Row> {
    ruled(sample, ("Đường kẻ dưới tiêu ngữ", "dài bằng dòng chữ"), "Độc lập - Tự do", [0.97, 1.03])
}

fn issuer_rule(sample: &Sample, _: Profile) -> anyhow::Result<Row> {
    let share = [1.0 / 3.0, 0.5];
    ruled(sample, ("Đường kẻ dưới tên cơ quan", "dài 1/3–1/2 dòng chữ, cân đối"), "SỞ CÔNG THƯƠNG", share)
}

fn subject_rule(sample: &Sample, _: Profile) -> anyhow::Result<Row> {
    let share = [1.0 / 3.0, 0.5];
    let words = "Kết quả thực hiện nhiệm vụ";
    ruled(sample, ("Đường kẻ dưới trích yếu", "dài 1/3–1/2 dòng chữ, cân đối"), words, share)
}

/// Whether two paragraphs stand in one row of a table.
fn one_row(word: &Word, words: [&str; 2]) -> anyhow::Result<Found> {
    let mut rows = Vec::new();
    for words in words {
        let cell = word.paragraph(words)?.cell.with_context(|| format!("“{words}” is in no table"))?;
        rows.push((cell.table + 1, cell.row + 1));
    }
    let told: Vec<String> = rows.iter().map(|(table, row)| format!("bảng {table} hàng {row}")).collect();
    Ok(Found::new(told.join(" và "), rows.first() == rows.last()))
}

fn number_beside_date(sample: &Sample, _: Profile) -> anyhow::Result<Row> {
    let (word, paper) = (&sample.report.word, &sample.report.paper);
    let docx = one_row(word, ["Số: 05", "Lạng Sơn, ngày"])?;
    let off = (paper.piece("Số: 05")?.base - paper.piece("Lạng Sơn, ngày")?.base).abs();
    let pdf = Found::new(format!("chân chữ lệch {} điểm", tenth(off)), off < 1.5);
    Ok(row("Số, ký hiệu và địa danh", "trên cùng một dòng", docx, pdf))
}

fn letter_subject_gap(sample: &Sample, _: Profile) -> anyhow::Result<Row> {
    let (word, paper) = (&sample.letter.word, &sample.letter.paper);
    let told = |gap: f64| Found::new(format!("{} điểm", tenth(gap)), between(gap, 5.5, 7.0));
    let docx = told(f64::from(word.paragraph("V/v báo cáo")?.before) / POINT);
    let gap = paper.piece("V/v báo cáo")?.top() - paper.piece("Số: 84")?.bottom();
    Ok(row("Trích yếu công văn", "cách số, ký hiệu 6 điểm", docx, told(gap)))
}

fn marks(sample: &Sample, _: Profile) -> anyhow::Result<Row> {
    let wanted =
        [(&sample.flash, "HỎA TỐC", 30.0), (&sample.letter, "THƯỢNG KHẨN", 40.0), (&sample.draft, "KHẨN", 20.0)];
    let (mut docx, mut pdf) = (Vec::new(), Vec::new());
    for (files, words, width) in wanted {
        let cell = files.word.paragraph(words)?.cell.context("no box")?;
        docx.push((width, twips(cell.width), twips(cell.height.unwrap_or_default())));
        let around = files.paper.box_around(files.paper.piece(words)?)?;
        pdf.push((width, around.width() * MM, around.height() * MM));
    }
    let told = |boxes: &[(f64, f64, f64)]| {
        let words: Vec<String> =
            boxes.iter().map(|(_, width, height)| format!("{} × {}", tenth(*width), tenth(*height))).collect();
        let fits =
            |(wanted, width, height): &(f64, f64, f64)| (wanted - width).abs() < 0.1 && (height - 8.0).abs() < 0.1;
        Found::new(format!("{} mm", words.join("; ")), boxes.iter().all(fits))
    };
    let rule = "hỏa tốc 30 × 8, thượng khẩn 40 × 8, khẩn 20 × 8 mm";
    Ok(row("Khung độ khẩn", rule, told(&docx), told(&pdf)))
}

fn one_addressee(sample: &Sample, _: Profile) -> anyhow::Result<Row> {
    let (word, paper) = (&sample.flash.word, &sample.flash.paper);
    let line = &word.paragraph("Kính gửi:")?.text;
    let docx = Found::new(format!("“{line}”"), line == "Kính gửi: Văn phòng UBND tỉnh.");
    let (label, name) = (paper.piece("Kính gửi:")?, paper.piece("Văn phòng UBND tỉnh.")?);
    let off = (label.base - name.base).abs();
    let passed = label.shares_line(name) && label.left < name.right;
    let pdf = Found::new(format!("chân chữ lệch {} điểm", tenth(off)), passed);
    Ok(row("Kính gửi một nơi", "trên cùng một dòng, cuối dòng dấu chấm", docx, pdf))
}

fn several_addressees(sample: &Sample, _: Profile) -> anyhow::Result<Row> {
    let (word, paper) = (&sample.letter.word, &sample.letter.paper);
    let label = paper.piece("Kính gửi:")?;
    let names = ["- Văn phòng UBND tỉnh;", "- Sở Nội vụ."];
    let width = (label.right - label.left) * MM;
    let start = twips(word.paragraph("Kính gửi:")?.left) + width;
    let told = |off: Vec<f64>, lines: bool| {
        let words: Vec<String> = off.iter().map(|off| tenth(*off)).collect();
        let passed =
            lines && off.iter().all(|off| off.abs() < 2.5) && off.iter().all(|other| (other - off[0]).abs() < 0.1);
        Found::new(format!("gạch đầu dòng cách dấu hai chấm {} mm", words.join("; ")), passed)
    };
    let mut docx = Vec::new();
    let mut pdf = Vec::new();
    for name in names {
        docx.push(twips(word.paragraph(name)?.left) - start);
        pdf.push((paper.piece(name)?.left - label.right) * MM);
    }
    let below = paper.piece(names[0])?.base > label.base + 5.0;
    let rule = "mỗi nơi một dòng, gạch đầu dòng thẳng hàng dưới dấu hai chấm; cuối dòng “;”, dòng cuối “.”";
    Ok(row("Kính gửi nhiều nơi", rule, told(docx, true), told(pdf, below)))
}

fn first_line(sample: &Sample, _: Profile) -> anyhow::Result<Row> {
    let (word, paper) = (&sample.report.word, &sample.report.paper);
    let told = |length: f64| {
        let passed = (length - 10.0).abs() < 0.15 || (length - 12.7).abs() < 0.15;
        Found::new(format!("{} mm", tenth(length)), passed)
    };
    let docx = told(twips(word.paragraph("Đoạn thứ nhất")?.first_line));
    let pdf =
        told(paper.piece("Đoạn thứ nhất")?.left * MM - twips(word.sections.first().context("no section")?.margins[2]));
    Ok(row("Lời văn: lùi dòng đầu", "1 cm hoặc 1,27 cm", docx, pdf))
}

/// The lines of two paragraphs that follow each other: distance within the first, and between the two.
fn pitch(paper: &Paper) -> anyhow::Result<(f64, f64)> {
    let (first, second) = (paper.piece("Đoạn thứ nhất")?, paper.piece("Đoạn thứ hai")?);
    let mut lines: Vec<f64> = paper.on(first.page).map(|piece| piece.base).collect();
    lines.retain(|base| first.base - 0.1 < *base && *base < second.base + 0.1);
    lines.dedup_by(|left, right| (*left - *right).abs() < 0.1);
    anyhow::ensure!(first.page == second.page && lines.len() > 2, "the paragraphs stand on two pages");
    let within = lines[1] - lines[0];
    Ok((within, lines[lines.len() - 1] - lines[lines.len() - 2]))
}

fn paragraph_gap(sample: &Sample, _: Profile) -> anyhow::Result<Row> {
    let told = |gap: f64| Found::new(format!("{} điểm", tenth(gap)), gap > 5.9);
    let docx = told(f64::from(sample.report.word.paragraph("Đoạn thứ hai")?.before) / POINT);
    let (within, between) = pitch(&sample.report.paper)?;
    Ok(row("Lời văn: cách đoạn", "tối thiểu 6 điểm", docx, told(between - within)))
}

fn line_spacing(sample: &Sample, _: Profile) -> anyhow::Result<Row> {
    let told =
        |lines: f64| Found::new(format!("{} dòng", format!("{lines:.2}").replace('.', ",")), between(lines, 1.0, 1.5));
    let paragraph = sample.report.word.paragraph("Đoạn thứ nhất")?;
    let docx = told(f64::from(paragraph.line) / 240.0);
    let docx = Found { passed: docx.passed && paragraph.line_rule == "auto", ..docx };
    // A single line of Times New Roman is 1,15 times the size.
    let size = sample.report.paper.piece("Đoạn thứ nhất")?.size;
    let (within, _) = pitch(&sample.report.paper)?;
    Ok(row("Lời văn: cách dòng", "từ dòng đơn đến 1,5 dòng", docx, told(within / (size * 1.15))))
}

fn closing_mark(sample: &Sample, _: Profile) -> anyhow::Result<Row> {
    let (word, paper) = (&sample.report.word, &sample.report.paper);
    let text = &word.paragraph("./.")?.text;
    let before = text.split("./.").next().and_then(|text| text.chars().last()).context("nothing before ./.")?;
    let told = format!("trước ./. là ký tự U+{:04X}", u32::from(before));
    let docx = Found::new(told, before == '\u{a0}' || before.is_alphabetic());
    let piece = paper.piece("./.")?;
    let passed = piece.text.trim().len() > 3;
    let pdf = Found::new(format!("cùng dòng với “{}”", piece.text.trim().trim_end_matches("./.").trim()), passed);
    Ok(row("Dấu ./.", "không đứng một mình trên dòng", docx, pdf))
}

fn recipients_beside_signature(sample: &Sample, _: Profile) -> anyhow::Result<Row> {
    let (word, paper) = (&sample.report.word, &sample.report.paper);
    let docx = one_row(word, ["Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"])?;
    let (left, right) = (paper.piece("Nơi nhận:")?, paper.piece("TM. ỦY BAN NHÂN DÂN")?);
    let off = (left.top() - right.top()).abs() * MM;
    let passed = left.page == right.page && off < 1.0 && left.right < right.left;
    let pdf = Found::new(format!("đỉnh dòng lệch {} mm, cùng trang {}", tenth(off), left.page + 1), passed);
    Ok(row("Nơi nhận và phần ký", "ngang hàng, nơi nhận bên trái", docx, pdf))
}

fn contact(sample: &Sample, _: Profile) -> anyhow::Result<Row> {
    let (word, paper) = (&sample.report.word, &sample.report.paper);
    let line = word.footers.iter().find(|line| line.text.starts_with("Địa chỉ:")).context("no address line")?;
    let size = f64::from(line.size) / 2.0;
    let passed = between(size, 11.0, 12.0) && line.align == "center" && line.ruled_above;
    let first =
        if word.sections.first().is_some_and(|section| section.first_apart) { "trang đầu" } else { "mọi trang" };
    let (align, rule) = (aligned(&line.align), if line.ruled_above { "dưới" } else { "không có" });
    let docx = Found::new(format!("chân trang {first}, cỡ {}, {align}, {rule} đường kẻ", tenth(size)), passed);
    let piece = paper.piece("Địa chỉ:")?;
    let above = |base: f64| (0.0..2.0 * piece.size).contains(&(piece.base - base));
    let rule = paper.strokes.iter().find(|rule| rule.page == 0 && rule.height() < 1.0 && above(rule.top));
    let length = rule.context("no rule above the address line")?.width() * MM;
    let passed =
        piece.page == 0 && between(piece.size, 11.0, 12.0) && piece.base * MM > 277.0 && (length - 165.0).abs() < 0.5;
    let words =
        format!("trang 1, cỡ {}, y {}, đường kẻ {} mm", tenth(piece.size), tenth(piece.base * MM), tenth(length));
    Ok(row("Địa chỉ cơ quan", "cuối trang 1, cỡ 11–12, dưới đường kẻ hết bề ngang", docx, Found::new(words, passed)))
}

fn table_heads(sample: &Sample, _: Profile) -> anyhow::Result<Row> {
    let (word, paper) = (&sample.report.word, &sample.report.paper);
    let cell = word.paragraph("Tên chợ nông thôn")?.cell.context("not in a table")?;
    let docx = Found::new(format!("{} hàng lặp lại trong 3 bảng", word.repeated), cell.repeated && word.repeated == 6);
    let end = paper.piece("Sau bảng có dẫn chiếu")?.page;
    let start = paper.piece("Tên chợ nông thôn")?.page;
    let heads =
        (start..=end).filter(|page| paper.on(*page).any(|piece| piece.text.contains("Tên chợ nông thôn"))).count();
    let rows = (start..=end).filter(|page| paper.on(*page).any(|piece| piece.text.contains("Chợ số"))).count();
    let pdf = Found::new(format!("bảng trên {rows} trang, đầu bảng có {heads} lần"), rows == heads && rows > 2);
    Ok(row("Bảng qua nhiều trang", "đầu bảng lặp lại mỗi trang", docx, pdf))
}

/// An alignment of a paragraph in words.
fn aligned(align: &str) -> &str {
    match align {
        "left" => "trái",
        "right" => "phải",
        "center" => "giữa",
        other => other,
    }
}

fn table_numbers(sample: &Sample, _: Profile) -> anyhow::Result<Row> {
    let (word, paper) = (&sample.report.word, &sample.report.paper);
    let align = |words: &str| word.paragraph(words).map(|paragraph| paragraph.align.clone());
    let (text, number, column) = (align("Chợ số 1")?, align("1.250,5")?, align("(1)")?);
    let docx = Found::new(
        format!("chữ {}, số {}, số cột {}", aligned(&text), aligned(&number), aligned(&column)),
        [text, number, column] == ["left", "right", "center"],
    );
    let rights: Vec<f64> = paper.on(1).filter(|piece| piece.text == "1.250,5").map(|piece| piece.right).collect();
    let first = *rights.first().context("no numbers on page 2")?;
    let off = rights.iter().map(|right| (right - first).abs()).fold(0.0, f64::max) * MM;
    let pdf = Found::new(format!("{} số thẳng mép phải, lệch nhiều nhất {} mm", rights.len(), tenth(off)), off < 0.1);
    Ok(row("Bảng: chữ và số", "chữ sát trái, số sát phải, số cột ở giữa", docx, pdf))
}

fn table_gap(sample: &Sample, _: Profile) -> anyhow::Result<Row> {
    let (word, paper) = (&sample.report.word, &sample.report.paper);
    let told = |above: f64, below: f64| {
        Found::new(format!("trên {}, dưới {} điểm", tenth(above), tenth(below)), above > 3.0 && below > 3.0)
    };
    let at = word.paragraphs.iter().position(|paragraph| paragraph.text == "STT").context("no table")?;
    let above = word.paragraphs.get(at.saturating_sub(1)).map_or(0.0, |gap| f64::from(gap.before) / POINT);
    let docx = told(above, f64::from(word.paragraph("Sau bảng có dẫn chiếu")?.before) / POINT);
    let (before, after) = (paper.piece("Đã chuyển giao chợ")?, paper.piece("Sau bảng có dẫn chiếu")?);
    let edges = |page: usize| paper.strokes.iter().filter(move |stroke| stroke.page == page);
    let first = edges(before.page).map(|stroke| stroke.top).filter(|top| *top > before.base);
    let last = edges(after.page).map(|stroke| stroke.bottom).filter(|bottom| *bottom < after.base);
    let (first, last) = (first.fold(f64::MAX, f64::min), last.fold(0.0, f64::max));
    Ok(row(
        "Bảng và lời văn",
        "có khoảng cách trên và dưới bảng",
        docx,
        told(first - before.bottom(), after.top() - last),
    ))
}

fn footnotes(sample: &Sample, _: Profile) -> anyhow::Result<Row> {
    let (word, paper) = (&sample.report.word, &sample.report.paper);
    let size = word.notes.first().map_or(0.0, |note| f64::from(note.size) / 2.0);
    let docx = Found::new(
        format!("{} chú thích thật, {} dấu dẫn, cỡ {}", word.notes.len(), word.marks, tenth(size)),
        word.notes.len() == 2 && word.marks == 2,
    );
    let mut pages = Vec::new();
    for (mark, note) in [("Đã chuyển giao chợ", "Chú thích thứ nhất."), ("Sau bảng có dẫn chiếu", "Chú thích thứ hai.")]
    {
        let (mark, note) = (paper.piece(mark)?, paper.piece(note)?);
        pages.push((mark.page, note.page, note.base > mark.base));
    }
    let words: Vec<String> = pages.iter().map(|(mark, note, _)| format!("{} và {}", mark + 1, note + 1)).collect();
    let passed = pages.iter().all(|(mark, note, below)| mark == note && *below);
    let pdf = Found::new(format!("dấu và chú thích ở trang {}", words.join("; ")), passed);
    Ok(row("Chú thích chân trang", "ở chân trang có dấu dẫn", docx, pdf))
}

#[expect(clippy::unnecessary_wraps, reason = "one of many that may fail")]
fn faces(sample: &Sample, _: Profile) -> anyhow::Result<Row> {
    let word: &Word = &sample.report.word;
    let mut faces: Vec<&str> = word.paragraphs.iter().map(|paragraph| paragraph.face.as_str()).collect();
    faces.sort_unstable();
    faces.dedup();
    let docx = Found::new(faces.join(", "), faces == ["Times New Roman"]);
    let held = &sample.report.paper.file.faces;
    let words: Vec<&str> = held.iter().map(|(face, _)| face.as_str()).collect();
    let passed = !held.is_empty() && held.iter().all(|(face, held)| *held && face.starts_with("Tinos"));
    let pdf = Found::new(format!("nhúng {}", words.join(", ")), passed);
    Ok(row("Phông chữ", "Times New Roman, bảng mã Unicode; PDF nhúng phông", docx, pdf))
}
