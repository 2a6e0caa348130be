//! The everyday uses: read, check, import, compose, convert.

use crate::{Folder, report, said, trongtam};

#[test]
fn extract_prints_one_object_whose_spans_are_exact() {
    let (code, out, _) = said(&trongtam(["extract".as_ref(), report().as_os_str()]));
    assert_eq!(code, Some(0));
    let found: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let text = found["text"].as_str().unwrap();
    for kind in ["citations", "figures"] {
        for item in found[kind].as_array().unwrap() {
            let at = |index: usize| usize::try_from(item["span"][index].as_u64().unwrap()).unwrap();
            assert_eq!(text.get(at(0)..at(1)), item["text"].as_str(), "{kind}");
        }
    }
    assert_eq!(found["tasks"].as_array().unwrap().len(), 6);
    assert_eq!(found["proposals"].as_array().unwrap().len(), 4);
}

#[test]
fn check_says_1_for_errors_and_0_for_a_clean_text() {
    let folder = Folder::new();
    let clean = folder.file("sach.txt", "Đoàn công tác đã làm việc với huyện Cao Lộc.\n".as_bytes());
    let (code, out, _) = said(&trongtam(["check".as_ref(), clean.as_os_str()]));
    assert_eq!((code, out.as_str()), (Some(0), ""));
    let (code, out, _) = said(&trongtam(["check".as_ref(), report().as_os_str()]));
    assert_eq!(code, Some(1));
    assert!(out.contains("lang-son-sct-2019.txt:159:"), "the decision out of order is named with its line: {out}");
    for format in ["json", "sarif"] {
        let args = ["check", "--format", format].map(std::ffi::OsString::from);
        let (_, out, _) = said(&trongtam(args.into_iter().chain([report().into_os_string()])));
        let value: serde_json::Value = serde_json::from_str(&out).expect("JSON");
        assert!(value.is_object());
    }
}

#[test]
fn compare_says_0_for_the_same_and_1_with_every_figure_that_differs() {
    let folder = Folder::new();
    let source = report();
    let text = std::fs::read_to_string(&source).unwrap();
    let edited = text.replacen("tỉnh đạt 4.750 triệu USD", "tỉnh đạt 4.950 triệu USD", 1);
    let edited = folder.file("sua.txt", edited.as_bytes());
    let (source, edited) = (source.to_str().unwrap(), edited.to_str().unwrap());
    let (code, out, err) = said(&trongtam(["compare", source, source]));
    assert_eq!((code, out.as_str()), (Some(0), ""), "{err}");
    assert!(err.contains("0 số liệu"), "{err}");
    let (code, out, _) = said(&trongtam(["compare", source, edited]));
    assert_eq!(code, Some(1));
    assert!(out.contains("4.750 triệu USD → 4.950 triệu USD: tăng 200 triệu USD (4,21%)"), "{out}");
    assert!(out.contains("[-4.750-]{+4.950+} triệu USD"), "{out}");
    let (code, out, _) = said(&trongtam(["compare", "--format", "json", source, edited]));
    let found: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((code, found["same"].as_bool()), (Some(1), Some(false)));
    let figures = found["figures"].as_array().unwrap();
    assert_eq!(figures.len(), 1);
    assert_eq!((figures[0]["by"].as_str(), figures[0]["percent"].as_str()), (Some("200"), Some("4.21")));
    assert_eq!(figures[0]["task"].as_u64(), Some(1));
    // A DOCX and the text it was made from say the same.
    let docx = folder.path("bao-cao.docx");
    let docx = docx.to_str().unwrap();
    assert!(trongtam(["convert", source, docx]).status.success());
    let (code, out, _) = said(&trongtam(["--lang", "en", "compare", source, docx]));
    assert_eq!((code, out.as_str()), (Some(0), ""));
}

#[test]
fn import_compose_and_verify_from_the_command_line() {
    let folder = Folder::new();
    let data = folder.path("data");
    let data = data.to_str().unwrap();
    let source = report();
    let source = source.to_str().unwrap();
    let (code, out, err) = said(&trongtam(["import", source, "--data", data, "--format", "json"]));
    assert_eq!(code, Some(0), "{err}");
    let outcome: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((outcome["status"].as_str(), outcome["tasks"].as_u64()), (Some("new"), Some(6)));
    let (_, out, _) = said(&trongtam(["import", source, "--data", data]));
    assert!(out.contains("không thay đổi gì"), "{out}");
    for (ending, magic) in
        [("docx", &b"PK"[..]), ("pdf", b"%PDF"), ("xlsx", b"PK"), ("html", b"<!"), ("md", b""), ("txt", b"")]
    {
        let file = folder.path(&format!("bao-cao.{ending}"));
        let path = file.to_str().unwrap();
        let (code, out, err) =
            said(&trongtam(["report", "--agency", "SCT", "--year", "2019", "--data", data, "--output", path]));
        assert_eq!((code, out.as_str()), (Some(0), ""), "{err}");
        let bytes = std::fs::read(&file).unwrap();
        assert!(bytes.starts_with(magic) && bytes.len() > 1000, "{ending}");
    }
    let (code, out, _) = said(&trongtam(["--lang", "en", "audit", "verify", "--data", data]));
    assert!(code == Some(0) && out.contains("holds"), "{out}");
}

#[test]
fn import_makes_entries_of_registers_when_asked_and_once() {
    let folder = Folder::new();
    let data = folder.path("data");
    let data = data.to_str().unwrap();
    let source = report();
    let import = |more: &[&str]| {
        let args = ["import", source.to_str().unwrap(), "--data", data, "--format", "json"];
        let (code, out, err) = said(&trongtam(args.iter().chain(more)));
        assert_eq!(code, Some(0), "{err}");
        let outcome: serde_json::Value = serde_json::from_str(&out).unwrap();
        let number = |key: &str| outcome[key].as_u64().unwrap();
        (outcome["status"].as_str().unwrap().to_owned(), number("things"), number("entries"))
    };
    let (_, things, none) = import(&["--entries", "--dry-run"]);
    assert!(things > 20 && none == 0, "{things} {none}");
    assert_eq!(import(&[]), ("new".to_owned(), things, 0), "only when asked");
    let (status, _, made) = import(&["--entries"]);
    assert!(status == "unchanged" && made == things, "{status} {made} of {things}");
    assert_eq!(import(&["--entries"]), ("unchanged".to_owned(), things, 0), "taken twice, nothing is written twice");
    let (_, out, _) = said(&trongtam(["import", source.to_str().unwrap(), "--data", data, "--entries"]));
    assert!(out.contains(&format!("0 mục của sổ theo dõi được thêm hoặc bổ sung, trên {things} đối tượng")), "{out}");
}

#[test]
fn users_are_added_listed_and_given_passwords() {
    let folder = Folder::new();
    let data = folder.path("data");
    let data = data.to_str().unwrap();
    let source = report();
    assert!(trongtam(["import", source.to_str().unwrap(), "--data", data]).status.success());
    let add = ["user", "add", "an.nguyen", "--name", "Nguyễn An", "--role", "clerk", "--agency", "SCT", "--data", data];
    let (code, out, err) = said(&trongtam(add));
    assert!(code == Some(0) && out.starts_with("an.nguyen\t"), "{err}");
    assert_eq!(said(&trongtam(add)).0, Some(2), "a name is given once");
    let (_, out, _) = said(&trongtam(["user", "list", "--data", data]));
    assert!(out.contains("an.nguyen\tSCT\tclerk\tactive\tNguyễn An"), "{out}");
    let (code, out, _) = said(&trongtam(["user", "passwd", "an.nguyen", "--data", data]));
    assert!(code == Some(0) && out.starts_with("an.nguyen\t"));
}

#[test]
fn check_writes_a_docx_whose_comments_leave_the_text_as_it_was() {
    let folder = Folder::new();
    let (plain, checked) = (folder.path("sach.docx"), folder.path("soat.docx"));
    assert!(trongtam(["convert".as_ref(), report().as_os_str(), plain.as_os_str()]).status.success());
    let source = report();
    let (source, out) = (source.to_str().unwrap(), checked.to_str().unwrap());
    let (code, _, err) = said(&trongtam(["check", source, "--format", "docx", "--output", out]));
    assert_eq!(code, Some(1), "{err}");
    let mut package = zip::ZipArchive::new(std::fs::File::open(&checked).unwrap()).unwrap();
    let mut part = |name: &str| std::io::read_to_string(package.by_name(name).unwrap()).unwrap();
    let (comments, text) = (part("word/comments.xml"), part("word/document.xml"));
    let count = |text: &str, words: &str| text.matches(words).count();
    let found = count(&comments, "<w:comment ");
    assert!(found >= 10 && comments.contains("VB-01"), "{found}");
    for mark in ["<w:commentRangeStart", "<w:commentRangeEnd", "<w:commentReference"] {
        assert_eq!(count(&text, mark), found, "{mark}");
    }
    let extract = |path: &std::path::Path| {
        let (_, out, _) = said(&trongtam(["extract".as_ref(), path.as_os_str()]));
        let found: serde_json::Value = serde_json::from_str(&out).unwrap();
        found["text"].as_str().unwrap().to_owned()
    };
    assert_eq!(extract(&checked), extract(&plain));
    assert_eq!(said(&trongtam(["check", source, "--format", "docx"])).0, Some(2), "it needs a place to write to");
}
