//! Bad input gets one line that names place and remedy, exit code 2, and changes nothing.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::{Folder, report, said, trongtam};

/// A package of these parts.
fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn bomb() -> Vec<u8> {
    let mut document = b"<w:document>".to_vec();
    document.resize(100 * 1024 * 1024, b' ');
    package(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", &document)])
}

/// The parts of a package, unpacked.
fn unpacked(package: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(std::io::Cursor::new(package)).unwrap();
    (0..zip.len())
        .map(|index| {
            let mut part = zip.by_index(index).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    package(&parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect::<Vec<_>>())
}

/// A good DOCX whose document declares an external entity.
fn entities(good: &[u8]) -> Vec<u8> {
    let mut parts = unpacked(good);
    for (name, bytes) in &mut parts {
        if name == "word/document.xml" {
            let declared = br#"<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document"#;
            let at = bytes.windows(11).position(|window| window == b"<w:document").unwrap();
            bytes.splice(at..at + 11, declared.iter().copied());
        }
    }
    packed(&parts)
}

const PICTURE_SIZE: usize = 40 * 1024 * 1024;

/// A good DOCX with that picture on a page of its own, as Word puts it.
fn with_picture(good: &[u8], picture: Vec<u8>) -> Vec<u8> {
    let drawing = "<w:p><w:r><w:drawing><wp:inline xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\">\
        <wp:docPr id=\"1\" name=\"Ảnh 1\"/></wp:inline></w:drawing></w:r></w:p>";
    let image = "<Relationship Id=\"rIdAnh\" Target=\"media/anh.bmp\" \
        Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image\"/></Relationships>";
    let mut parts = unpacked(good);
    for (name, bytes) in &mut parts {
        let text = String::from_utf8(std::mem::take(bytes)).unwrap();
        *bytes = match name.as_str() {
            "word/document.xml" => {
                let at = text.rfind("<w:sectPr").unwrap();
                format!("{}{drawing}{}", &text[..at], &text[at..])
            }
            "word/_rels/document.xml.rels" => text.replace("</Relationships>", image),
            _ => text,
        }
        .into_bytes();
    }
    parts.push(("word/media/anh.bmp".to_owned(), picture));
    packed(&parts)
}

/// A photograph, which does not pack.
fn noise() -> Vec<u8> {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    };
    (0..PICTURE_SIZE).map(|_| next()).collect()
}

#[test]
fn a_picture_of_40_mb_is_refused_with_the_limit_or_stays_packed() {
    let folder = Folder::new();
    let whole = folder.path("whole.docx");
    assert!(trongtam(["convert".as_ref(), report().as_os_str(), whole.as_os_str()]).status.success());
    let good = std::fs::read(&whole).unwrap();
    // Half a gigabyte of address space, most of it the program itself and the file.
    let bounded = |args: &[&std::ffi::OsStr]| {
        let mut shell = Command::new("sh");
        shell.args(["-c", "ulimit -v 524288; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_trongtam")]);
        said(&shell.args(args).output().unwrap())
    };
    let photograph = folder.file("anh-chup.docx", &with_picture(&good, noise()));
    let (code, out, err) = bounded(&["extract".as_ref(), photograph.as_os_str()]);
    assert_eq!((code, out.as_str(), err.lines().count()), (Some(2), "", 1), "{err}");
    assert!(err.contains("anh-chup.docx") && err.contains("tối đa 32 MB") && err.contains("bỏ ảnh"), "{err}");

    let bitmap = folder.file("anh-trang.docx", &with_picture(&good, vec![0xff; PICTURE_SIZE]));
    let read = |file: &std::path::Path| {
        let (code, out, err) = bounded(&["extract".as_ref(), file.as_os_str()]);
        assert_eq!(code, Some(0), "{err}");
        let mut found: serde_json::Value = serde_json::from_str(&out).unwrap();
        found.as_object_mut().unwrap().remove("source");
        found
    };
    assert_eq!(read(&bitmap), read(&whole), "the picture is not unpacked and costs nothing of the text");
    let data = folder.path("data");
    let import = |file: &std::path::Path| {
        said(&trongtam(["import".as_ref(), file.as_os_str(), "--data".as_ref(), data.as_os_str()]))
    };
    assert_eq!(import(&photograph).0, Some(2));
    let (code, out, err) = import(&bitmap);
    assert!(code == Some(0) && out.contains("6 nhiệm vụ"), "{out}{err}");
}

fn locked() -> Vec<u8> {
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.resize(512, 0);
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(4096, 0);
    bytes
}

#[test]
fn every_unreadable_file_is_told_in_one_line_with_a_remedy() {
    let folder = Folder::new();
    let whole = folder.path("whole.docx");
    assert!(trongtam(["convert".as_ref(), report().as_os_str(), whole.as_os_str()]).status.success());
    let good = std::fs::read(&whole).unwrap();
    let cut = good.get(..good.len() / 2).unwrap();
    let secret = "MẬT\n\nSố: 12/BC-SCT\n\nBÁO CÁO\n\nKết quả năm 2019\n\nNội dung.\n";
    let cases: [(&str, Vec<u8>, &str, &str); 8] = [
        ("rong.txt", Vec::new(), "rỗng", "empty"),
        ("anh.jpg", vec![0xff, 0xd8, 0xff, 0, 1, 2, 3, 0, 0xfe], ".docx hoặc .txt", ".docx or .txt"),
        ("cut.docx", cut.to_vec(), "bị hỏng", "damaged"),
        ("bom.docx", bomb(), "quá lớn", "too large"),
        ("thucthe.docx", entities(&good), "thực thể", "entities"),
        ("lon.txt", "Báo cáo kết quả. ".repeat(3_000_000).into_bytes(), "quá lớn", "too large"),
        ("khoa.docx", locked(), "mật khẩu", "password"),
        ("mat.txt", secret.as_bytes().to_vec(), "bí mật nhà nước", "state secrets"),
    ];
    for (name, bytes, vi, en) in cases {
        let file = folder.file(name, &bytes);
        for command in ["extract", "check", "import"] {
            for (language, words) in [("vi", vi), ("en", en)] {
                let data = folder.path("data");
                let mut args = vec!["--lang", language, command];
                if command == "import" {
                    args.extend(["--data", data.to_str().unwrap()]);
                }
                args.push(file.to_str().unwrap());
                let (code, out, err) = said(&trongtam(args));
                assert_eq!((code, out.as_str()), (Some(2), ""), "{command} {name}: {err}");
                assert!(err.contains(name) && err.contains(words), "{command} {name}: {err}");
                assert_eq!(err.lines().count(), 1, "{command} {name}: {err}");
            }
        }
    }
    let data = folder.path("data");
    let (code, out, _) = said(&trongtam(["audit", "verify", "--data", data.to_str().unwrap()]));
    assert_eq!(code, Some(0));
    assert!(out.contains("0 sự kiện"), "nothing was recorded: {out}");
}

#[test]
fn a_missing_file_an_unknown_format_and_a_bad_option_end_with_2() {
    let folder = Folder::new();
    let out = folder.path("x.odt");
    let (code, _, err) = said(&trongtam(["extract", "khong-co.txt"]));
    assert!(code == Some(2) && err.contains("khong-co.txt"), "{err}");
    let (code, _, err) = said(&trongtam(["convert".as_ref(), report().as_os_str(), out.as_os_str()]));
    assert!(code == Some(2) && err.contains(".docx"), "{err}");
    assert!(!out.exists());
    let misnamed = ["check", "--select", "SL-0l"].map(std::ffi::OsString::from);
    let (code, _, err) = said(&trongtam(misnamed.into_iter().chain([report().into_os_string()])));
    assert!(code == Some(2) && err.contains("SL-01"), "{err}");
    assert_eq!(said(&trongtam(["check"])).0, Some(2));
    assert_eq!(said(&trongtam(["compare".as_ref(), report().as_os_str()])).0, Some(2), "two files are needed");
    assert_eq!(said(&trongtam(["no-such-command"])).0, Some(2));
}

#[test]
fn a_port_in_use_is_told_before_anything_is_made() {
    let folder = Folder::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let data = folder.path("data");
    let (code, _, err) = said(&trongtam(["serve", "--listen", &address, "--data", data.to_str().unwrap()]));
    assert!(code == Some(2) && err.contains(&address) && err.contains("--listen"), "{err}");
    assert!(!data.exists());
}

#[test]
fn a_folder_that_cannot_be_made_and_a_strange_database_are_told() {
    let folder = Folder::new();
    let file = folder.file("khong-phai-thu-muc", b"");
    let inside = file.join("data");
    let (code, _, err) = said(&trongtam(["user", "list", "--data", inside.to_str().unwrap()]));
    assert!(code == Some(2) && err.contains("--data"), "{err}");
    let (code, _, err) = said(&trongtam(["user", "list", "--database", "mysql://localhost/x"]));
    assert!(code == Some(2) && err.lines().count() == 1, "{err}");
    let data = folder.path("hong");
    std::fs::create_dir_all(&data).unwrap();
    std::fs::write(data.join("trongtam.sqlite"), "không phải cơ sở dữ liệu".repeat(100)).unwrap();
    let (code, _, err) = said(&trongtam(["user", "list", "--data", data.to_str().unwrap()]));
    assert!(code == Some(2) && err.lines().count() == 1, "{err}");
}

#[test]
fn an_unknown_agency_or_year_names_the_remedy() {
    let folder = Folder::new();
    let data = folder.path("data");
    let out = folder.path("x.docx");
    let args = ["report", "--agency", "SCT", "--year", "2019", "--data", data.to_str().unwrap(), "--output"];
    let (code, _, err) = said(&trongtam(args.into_iter().chain([out.to_str().unwrap()])));
    assert!(code == Some(2) && err.contains("trongtam import"), "{err}");
    assert!(!out.exists());
}
