//! Pictures: a metafile that every program shows, the same as SVG for those that can, the words for who cannot see it.

use tt_document::drawing::{Drawing, Picture};
use tt_document::{Block, BlockKind, Document};

use super::body::runs;
use super::comment::Marks;
use super::package::Part;
use super::style::Style;
use super::xml::Xml;
use crate::chart::{emf, svg};
use crate::form::Page;

/// Title of a drawing, by which the reader knows it again.
const TITLE: &str = "Biểu đồ";
/// English metric units in a twip, and in a tenth of a pixel of 1/96 inch (952,5).
const EMU_OF_TWIP: i64 = 635;
/// The most of a page's height a picture takes, in tenths.
const TALLEST: i64 = 8;

/// The drawings of a document in order, each with its block.
pub(super) fn pictures(document: &Document) -> impl Iterator<Item = (&Block, &Picture, &Drawing)> {
    document.body().filter_map(|block| match &block.kind {
        BlockKind::Picture(picture) => picture.drawing.as_ref().map(|drawing| (block, picture.as_ref(), drawing)),
        _ => None,
    })
}

/// Relation and name of the two files of the picture with this number, from 1: metafile, SVG.
pub(super) fn file_names(number: u32) -> [(String, String); 2] {
    [
        (format!("hinh{number}"), format!("word/media/hinh{number}.emf")),
        (format!("hinh{number}v"), format!("word/media/hinh{number}.svg")),
    ]
}

/// The files of all pictures.
pub(super) fn parts(document: &Document) -> Vec<Part> {
    pictures(document)
        .zip(1..)
        .flat_map(|((block, picture, drawing), number)| {
            let [(_, metafile), (_, vector)] = file_names(number);
            let title = document.slice(block.span);
            let id = format!("hinh{number}");
            [
                (metafile.into(), emf(drawing)),
                (vector.into(), svg(drawing, title, &picture.description, &id).into_bytes()),
            ]
        })
        .collect()
}

/// A paragraph with the picture over the whole width and its title under it, kept with the table that follows.
pub(super) fn write(
    xml: &mut Xml,
    document: &Document,
    page: &Page,
    block: &Block,
    picture: &Picture,
    number: u32,
    marks: &mut Marks<'_>,
) {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.value("w:pStyle", Style::Body.id());
            xml.empty("w:keepNext", &[]);
            xml.empty("w:ind", &[("w:left", "0"), ("w:firstLine", "0")]);
            xml.value("w:jc", "center");
        });
        if let Some(drawing) = &picture.drawing {
            xml.element("w:r", &[], |xml| {
                xml.element("w:drawing", &[], |xml| inline(xml, size(drawing, page), &picture.description, number));
            });
        }
        runs(xml, document, &block.runs, block.span, marks);
    });
}

/// Width and height in English metric units: as wide as the text, and no taller than most of a page.
fn size(drawing: &Drawing, page: &Page) -> (i64, i64) {
    let wide = i64::from(page.text_width().twips()) * EMU_OF_TWIP;
    let page = page.height - page.top - page.bottom;
    let tallest = i64::from(page.twips()) * EMU_OF_TWIP * TALLEST / 10;
    let (width, height) = (i64::from(drawing.width.max(1)), i64::from(drawing.height.max(1)));
    let tall = wide * height / width;
    if tall > tallest { (tallest * width / height, tallest) } else { (wide, tall) }
}

fn inline(xml: &mut Xml, (wide, tall): (i64, i64), description: &str, number: u32) {
    let (wide, tall, id) = (wide.to_string(), tall.to_string(), number.to_string());
    let extent: &[(&str, &str)] = &[("cx", &wide), ("cy", &tall)];
    let [(metafile, _), (vector, _)] = file_names(number);
    let name = format!("Hình {number}");
    let place = [
        ("xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
        ("distT", "0"),
        ("distB", "0"),
        ("distL", "0"),
        ("distR", "0"),
    ];
    xml.element("wp:inline", &place, |xml| {
        xml.empty("wp:extent", extent);
        let words = [("id", id.as_str()), ("name", &name), ("descr", description), ("title", TITLE)];
        xml.empty("wp:docPr", &words);
        let main = [("xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main")];
        xml.element("a:graphic", &main, |xml| {
            let kind = "http://schemas.openxmlformats.org/drawingml/2006/picture";
            xml.element("a:graphicData", &[("uri", kind)], |xml| {
                xml.element("pic:pic", &[("xmlns:pic", kind)], |xml| {
                    xml.element("pic:nvPicPr", &[], |xml| {
                        xml.empty("pic:cNvPr", &[("id", &id), ("name", &name)]);
                        xml.empty("pic:cNvPicPr", &[]);
                    });
                    xml.element("pic:blipFill", &[], |xml| {
                        blip(xml, &metafile, &vector);
                        xml.element("a:stretch", &[], |xml| xml.empty("a:fillRect", &[]));
                    });
                    xml.element("pic:spPr", &[], |xml| {
                        xml.element("a:xfrm", &[], |xml| {
                            xml.empty("a:off", &[("x", "0"), ("y", "0")]);
                            xml.empty("a:ext", extent);
                        });
                        xml.element("a:prstGeom", &[("prst", "rect")], |xml| xml.empty("a:avLst", &[]));
                    });
                });
            });
        });
    });
}

/// The metafile, and beside it the SVG, which programs that know it take instead.
fn blip(xml: &mut Xml, metafile: &str, vector: &str) {
    xml.element("a:blip", &[("r:embed", metafile)], |xml| {
        xml.element("a:extLst", &[], |xml| {
            xml.element("a:ext", &[("uri", "{96DAC541-7B7A-43D3-8B79-37D633B846F1}")], |xml| {
                let scalable = "http://schemas.microsoft.com/office/drawing/2016/SVG/main";
                xml.empty("asvg:svgBlip", &[("xmlns:asvg", scalable), ("r:embed", vector)]);
            });
        });
    });
}
