//! A PDF as a reader's eye has it: pieces of text with face, size, colour and place, and drawn lines and boxes.
//!
//! Everything is taken from the finished file by a PDF interpreter that knows nothing of how it was made.

use anyhow::{Context as _, anyhow};
use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, TransformExt as _, interpret_page,
};
use kurbo::{Affine, BezPath, Point, Shape as _};

/// Millimetres of a point.
pub(super) const MM: f64 = 25.4 / 72.0;

/// A file laid out.
pub(super) struct Paper {
    /// Pages, each with width and height in points.
    pub(super) pages: Vec<(f64, f64)>,
    /// Pieces of text, in the order they are drawn.
    pub(super) pieces: Vec<Piece>,
    /// Lines and boxes that are drawn.
    pub(super) strokes: Vec<Stroke>,
    /// What the file says of itself.
    pub(super) file: File,
}

/// Text of one look on one line. Lengths are in points from the upper left corner of the page.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) page: usize,
    pub(super) text: String,
    /// Name of the face in the file: `Tinos-Bold`.
    pub(super) face: String,
    pub(super) size: f64,
    pub(super) red: bool,
    pub(super) left: f64,
    pub(super) right: f64,
    /// The base line.
    pub(super) base: f64,
}

impl Piece {
    pub(super) fn is_bold(&self) -> bool {
        self.face.contains("Bold")
    }

    pub(super) fn is_italic(&self) -> bool {
        self.face.contains("Italic")
    }

    pub(super) fn centre(&self) -> f64 {
        f64::midpoint(self.left, self.right)
    }

    /// Top and bottom of the line, as word processors count those of Times New Roman.
    pub(super) fn top(&self) -> f64 {
        self.base - 0.891 * self.size
    }

    pub(super) fn bottom(&self) -> f64 {
        self.base + 0.216 * self.size
    }

    /// Whether another piece stands on the same line.
    pub(super) fn shares_line(&self, other: &Self) -> bool {
        self.page == other.page && (self.base - other.base).abs() < 0.5
    }
}

/// A drawn line or box.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stroke {
    pub(super) page: usize,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    pub(super) red: bool,
}

impl Stroke {
    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }
}

/// What a file says of itself.
pub(super) struct File {
    pub(super) title: bool,
    pub(super) language: Option<String>,
    pub(super) tagged: bool,
    /// Entries of the outline (bookmarks).
    pub(super) bookmarks: usize,
    /// How many elements of the structure have each name: `L`, `LI`, `Table`, `TH`, `Note`.
    pub(super) elements: Vec<(String, usize)>,
    /// Faces used, and whether the file holds each.
    pub(super) faces: Vec<(String, bool)>,
    /// Standards its metadata names.
    pub(super) standards: Vec<&'static str>,
}

impl File {
    /// How many elements of the structure have that name.
    pub(super) fn count(&self, name: &str) -> usize {
        self.elements.iter().find(|(known, _)| known == name).map_or(0, |(_, count)| *count)
    }
}

impl Paper {
    /// Reads a file.
    pub(super) fn read(bytes: &[u8]) -> anyhow::Result<Self> {
        let pdf = Pdf::new(bytes.to_vec()).map_err(|error| anyhow!("the PDF cannot be read: {error:?}"))?;
        let file = File::read(&pdf, bytes).context("the PDF has no catalogue")?;
        let mut paper = Self { pages: Vec::new(), pieces: Vec::new(), strokes: Vec::new(), file };
        let cache = InterpreterCache::new();
        for (number, page) in pdf.pages().iter().enumerate() {
            let (width, height) = page.render_dimensions();
            paper.pages.push((width.into(), height.into()));
            let place = page.initial_transform(true).to_kurbo();
            let sheet = kurbo::Rect::new(0.0, 0.0, width.into(), height.into());
            let mut context = Context::new(place, sheet, &cache, pdf.xref(), InterpreterSettings::default());
            interpret_page(page, &mut context, &mut Eye { page: number, paper: &mut paper });
        }
        for piece in &mut paper.pieces {
            piece.text = piece.text.replace('\u{a0}', " ");
        }
        Ok(paper)
    }

    /// The first piece that holds these words.
    pub(super) fn piece(&self, words: &str) -> anyhow::Result<&Piece> {
        self.pieces
            .iter()
            .find(|piece| piece.text.contains(words))
            .ok_or_else(|| anyhow!("“{words}” is not in the PDF"))
    }

    /// The pieces of a page, outside the text area or not.
    pub(super) fn on(&self, page: usize) -> impl Iterator<Item = &Piece> {
        self.pieces.iter().filter(move |piece| piece.page == page && !piece.text.trim().is_empty())
    }

    /// The stroke nearest below a piece, within a line's height.
    pub(super) fn rule_below(&self, piece: &Piece) -> anyhow::Result<&Stroke> {
        let below = |stroke: &&Stroke| {
            stroke.page == piece.page
                && (0.0..piece.size).contains(&(stroke.top - piece.base))
                && (stroke.left..stroke.right).contains(&piece.centre())
                && stroke.height() < 2.0
        };
        self.strokes
            .iter()
            .filter(below)
            .min_by(|left, right| left.top.total_cmp(&right.top))
            .ok_or_else(|| anyhow!("no rule below “{}”", piece.text))
    }

    /// The smallest box around a piece.
    pub(super) fn box_around(&self, piece: &Piece) -> anyhow::Result<&Stroke> {
        let around = |stroke: &&Stroke| {
            stroke.page == piece.page
                && stroke.left < piece.left
                && stroke.right > piece.right
                && stroke.top < piece.base
                && stroke.bottom > piece.base
        };
        let boxes = self.strokes.iter().filter(around);
        boxes
            .min_by(|left, right| left.width().total_cmp(&right.width()))
            .ok_or_else(|| anyhow!("no box around “{}”", piece.text))
    }
}

/// Collects what is drawn on a page.
struct Eye<'p> {
    page: usize,
    paper: &'p mut Paper,
}

fn is_red(paint: &Paint<'_>) -> bool {
    let Paint::Color(color) = paint else { return false };
    let [red, green, blue, _] = color.to_rgba().to_rgba8();
    red > 200 && green < 60 && blue < 60
}

impl<'a> Device<'a> for Eye<'_> {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}

    fn draw_path(&mut self, path: &BezPath, transform: Affine, paint: &Paint<'a>, mode: &PathDrawMode) {
        let area = (transform * path).bounding_box();
        // A thin area filled is a line too.
        if matches!(mode, PathDrawMode::Stroke(_)) || area.height() < 2.0 {
            self.paper.strokes.push(Stroke {
                page: self.page,
                left: area.x0,
                right: area.x1,
                top: area.y0,
                bottom: area.y1,
                red: is_red(paint),
            });
        }
    }

    fn draw_glyph(&mut self, glyph: &Glyph<'a>, transform: Affine, own: Affine, paint: &Paint<'a>, _: &GlyphDrawMode) {
        let Glyph::Outline(outline) = glyph else { return };
        let place = transform * own;
        let origin = place * Point::ORIGIN;
        // Outlines have a thousand units to the size of the type.
        let size = (place * Point::new(0.0, 1000.0) - origin).hypot();
        let advance = f64::from(outline.advance_width().unwrap_or_default());
        let text = match glyph.as_unicode() {
            Some(BfString::Char(letter)) => letter.to_string(),
            Some(BfString::String(letters)) => letters,
            None => "\u{fffd}".to_owned(),
        };
        let face = outline.font_data().and_then(|data| data.postscript_name).unwrap_or_default();
        let next = Piece {
            page: self.page,
            text,
            face,
            size,
            red: is_red(paint),
            left: origin.x,
            right: (place * Point::new(advance, 0.0)).x,
            base: origin.y,
        };
        match self.paper.pieces.last_mut() {
            Some(last) if goes_on(last, &next) => {
                last.text.push_str(&next.text);
                // A blank at the end of a line stands beyond its margin and is not seen.
                if !next.text.trim().is_empty() {
                    last.right = next.right;
                }
            }
            _ => self.paper.pieces.push(next),
        }
    }
}

/// Whether a letter continues the piece before it: the same look, the same line, no more than a wide blank away.
fn goes_on(last: &Piece, next: &Piece) -> bool {
    let look = last.face == next.face && last.red == next.red && (last.size - next.size).abs() < 0.05;
    look && last.page == next.page && (last.base - next.base).abs() < 0.05 && (next.left - last.right).abs() < last.size
}

impl File {
    fn read(pdf: &Pdf, bytes: &[u8]) -> Option<Self> {
        let xref = pdf.xref();
        let catalogue: Dict<'_> = xref.get(xref.root_id())?;
        let flag = |dict: &Dict<'_>, name: &str| dict.get::<bool>(name).unwrap_or_default();
        let marked = catalogue.get::<Dict<'_>>("MarkInfo").is_some_and(|info| flag(&info, "Marked"));
        let mut file = Self {
            title: catalogue.get::<Dict<'_>>("ViewerPreferences").is_some_and(|show| flag(&show, "DisplayDocTitle")),
            language: text_of(&catalogue, "Lang"),
            tagged: marked && catalogue.contains_key("StructTreeRoot"),
            bookmarks: 0,
            elements: Vec::new(),
            faces: Vec::new(),
            standards: Vec::new(),
        };
        for object in pdf.objects() {
            let Object::Dict(dict) = object else { continue };
            file.take(&dict);
        }
        file.elements.sort();
        file.faces.sort();
        file.faces.dedup();
        // Metadata is kept plain so that any program finds it.
        let names = [
            ("<pdfaid:part>2</pdfaid:part>", "PDF/A-2"),
            ("<pdfaid:conformance>A</pdfaid:conformance>", "mức A"),
            ("<pdfuaid:part>1</pdfuaid:part>", "PDF/UA-1"),
        ];
        for (mark, name) in names {
            if bytes.windows(mark.len()).any(|window| window == mark.as_bytes()) {
                file.standards.push(name);
            }
        }
        Some(file)
    }

    /// Counts a dictionary in: an element of the structure, an entry of the outline, a face.
    fn take(&mut self, dict: &Dict<'_>) {
        if let Some(name) = name_of(dict, "FontName") {
            let held = ["FontFile", "FontFile2", "FontFile3"].iter().any(|part| dict.contains_key(*part));
            // Six letters and a plus sign before the name say that only what is used is held.
            let face = name.split_once('+').map_or(name.as_str(), |(_, face)| face).to_owned();
            self.faces.push((face, held));
        } else if let Some(name) = name_of(dict, "S").filter(|_| dict.contains_key("P") && dict.contains_key("K")) {
            match self.elements.iter_mut().find(|(known, _)| *known == name) {
                Some((_, count)) => *count += 1,
                None => self.elements.push((name, 1)),
            }
        } else if dict.contains_key("Title") && dict.contains_key("Parent") && dict.get::<Array<'_>>("Kids").is_none() {
            self.bookmarks += 1;
        }
    }
}

fn name_of(dict: &Dict<'_>, key: &str) -> Option<String> {
    dict.get::<Name<'_>>(key).map(|name| name.as_str().to_owned())
}

fn text_of(dict: &Dict<'_>, key: &str) -> Option<String> {
    let text = dict.get::<hayro_interpret::hayro_syntax::object::String<'_>>(key)?;
    Some(String::from_utf8_lossy(text.as_ref()).into_owned())
}
