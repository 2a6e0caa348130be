//! A drawing as an enhanced metafile (\[MS-EMF\]): the picture that every Word and `LibreOffice` shows, as lines and text.
//!
//! Word shows the SVG beside it where it can; a metafile needs no face and no library, and prints as sharp.

use tt_document::drawing::{Anchor, Area, Drawing, Mark, Spot, Tone};

use super::svg::colour;
use crate::form::Type;
use crate::length::Length;
use crate::measure::line_width;

/// Face of the text.
const FACE: &str = "Times New Roman";
/// Units of the file in a tenth of a pixel.
const FINE: i32 = 2;

/// Writes a drawing.
pub(crate) fn emf(drawing: &Drawing) -> Vec<u8> {
    let mut file = Metafile { records: Vec::new(), count: 0, selected: 0 };
    // Window of the drawing's own units, no background behind text.
    file.record(17, &[8]);
    file.record(9, &[drawing.width * FINE, drawing.height * FINE]);
    file.record(11, &[drawing.width * FINE, drawing.height * FINE]);
    file.record(18, &[1]);
    for mark in &drawing.marks {
        file.mark(mark);
    }
    file.record(14, &[0, 16, 20]);
    let mut out = header(drawing, &file);
    out.extend(file.records);
    out
}

struct Metafile {
    records: Vec<u8>,
    count: i32,
    selected: i32,
}

impl Metafile {
    /// One record of 32-bit fields.
    fn record(&mut self, kind: i32, fields: &[i32]) {
        let bytes: Vec<u8> = fields.iter().flat_map(|field| field.to_le_bytes()).collect();
        self.raw(kind, &bytes);
    }

    fn raw(&mut self, kind: i32, body: &[u8]) {
        let size = i32::try_from(body.len() + 8).unwrap_or(i32::MAX);
        self.records.extend(kind.to_le_bytes());
        self.records.extend(size.to_le_bytes());
        self.records.extend(body);
        self.count += 1;
    }

    /// Makes an object by its record, uses it for one mark, and drops it.
    fn with(&mut self, kind: i32, object: &[u8], draw: impl FnOnce(&mut Self)) {
        self.selected += 1;
        let handle = self.selected;
        let mut body = handle.to_le_bytes().to_vec();
        body.extend(object);
        self.raw(kind, &body);
        self.record(37, &[handle]);
        draw(self);
        self.record(40, &[handle]);
        self.selected -= 1;
    }

    fn with_brush(&mut self, tone: Option<Tone>, draw: impl FnOnce(&mut Self)) {
        match tone {
            Some(tone) => self.with(39, &fields(&[0, rgb(tone), 0]), draw),
            None => {
                // The stock brush that fills nothing.
                self.record(37, &[i32::MIN + 5]);
                draw(self);
            }
        }
    }

    fn with_pen(&mut self, tone: Option<(Tone, i32)>, draw: impl FnOnce(&mut Self)) {
        match tone {
            Some((tone, width)) => self.with(38, &fields(&[0, width * FINE, 0, rgb(tone)]), draw),
            None => {
                self.record(37, &[i32::MIN + 8]);
                draw(self);
            }
        }
    }

    fn mark(&mut self, mark: &Mark) {
        match mark {
            Mark::Box { area, fill, line } => {
                let bounds = bounds(*area);
                self.shape(*fill, *line, |file| file.record(43, &bounds));
            }
            Mark::Dot { centre, radius, fill, line } => {
                let side = 2 * radius;
                let bounds = bounds(Area { x: centre.x - radius, y: centre.y - radius, width: side, height: side });
                self.shape(*fill, *line, |file| file.record(42, &bounds));
            }
            Mark::Line { spots, tone, width, dashed } => {
                let spots =
                    if *dashed { dashes(spots) } else { spots.windows(2).map(|pair| [pair[0], pair[1]]).collect() };
                self.with_pen(Some((*tone, *width)), |file| {
                    for [from, to] in spots {
                        file.record(27, &[from.x * FINE, from.y * FINE]);
                        file.record(54, &[to.x * FINE, to.y * FINE]);
                    }
                });
            }
            Mark::Text { at, anchor, size, strong, tone, text } => {
                self.with(82, &font(*size, *strong), |file| {
                    file.record(24, &[rgb(*tone)]);
                    // Base line, and left, centre or right.
                    let align = match anchor {
                        Anchor::Start => 0x18,
                        Anchor::Middle => 0x18 | 0x06,
                        Anchor::End => 0x18 | 0x02,
                    };
                    file.record(22, &[align]);
                    file.raw(84, &text_record(*at, text, *size, *strong));
                });
            }
        }
    }

    fn shape(&mut self, fill: Option<Tone>, line: Option<Tone>, draw: impl FnOnce(&mut Self)) {
        self.with_brush(fill, |file| file.with_pen(line.map(|tone| (tone, 10)), draw));
    }
}

fn fields(values: &[i32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

fn bounds(area: Area) -> [i32; 4] {
    [area.x, area.y, area.right(), area.bottom()].map(|value| value * FINE)
}

/// A colour as metafiles have it: blue above green above red.
fn rgb(tone: Tone) -> i32 {
    let hex = colour(tone);
    let part = |from: usize| i32::from_str_radix(hex.get(from..from + 2).unwrap_or("00"), 16).unwrap_or_default();
    part(1) | part(3) << 8 | part(5) << 16
}

/// `ExtCreateFontIndirectW` without its handle.
fn font(size: i32, strong: bool) -> Vec<u8> {
    let weight = if strong { 700 } else { 400 };
    let mut out = fields(&[-size * FINE, 0, 0, 0, weight]);
    out.extend([0, 0, 0, 0, 0, 0, 4, 0]);
    let mut face: Vec<u8> = FACE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    face.resize(64, 0);
    out.extend(face);
    // The rest of the long form of the structure, all nothing.
    out.resize(out.len() + 64 * 2 + 32 * 2 + 4 * 6 + 12, 0);
    out
}

/// `ExtTextOutW` without its head: the place, the text, and how far each letter goes.
fn text_record(at: Spot, text: &str, size: i32, strong: bool) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = i32::try_from(units.len()).unwrap_or_default();
    let padded = units.len().div_ceil(2) * 4;
    let text_at = 76;
    let steps_at = text_at + i32::try_from(padded).unwrap_or_default();
    let mut out = fields(&[0, 0, -1, -1, 1, 0x3f80_0000, 0x3f80_0000]);
    out.extend(fields(&[at.x * FINE, at.y * FINE, length, text_at, 0, 0, 0, -1, -1, steps_at]));
    let mut body: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    body.resize(padded, 0);
    out.extend(body);
    // In a type of a thousand twips, widths in twips are thousandths of the size.
    let style = Type { size: Length::twips_of(1000), bold: strong, italic: false };
    for c in text.chars() {
        let wide = i32::try_from(line_width(c.encode_utf8(&mut [0; 4]), style).twips()).unwrap_or_default();
        out.extend((wide * size * FINE / 1000).to_le_bytes());
        if c.len_utf16() == 2 {
            out.extend(0_i32.to_le_bytes());
        }
    }
    out
}

/// A broken line as short strokes, because pens of metafiles break only when they are hair-thin.
fn dashes(spots: &[Spot]) -> Vec<[Spot; 2]> {
    const DASH: i32 = 50;
    const STEP: i32 = 90;
    let mut out = Vec::new();
    for pair in spots.windows(2) {
        let [from, to] = [pair[0], pair[1]];
        let (wide, tall) = (to.x - from.x, to.y - from.y);
        let length = wide.abs().max(tall.abs()).max(1);
        let along = |distance: i32| {
            let distance = distance.min(length);
            Spot { x: from.x + wide * distance / length, y: from.y + tall * distance / length }
        };
        let mut at = 0;
        while at < length {
            out.push([along(at), along(at + DASH)]);
            at += STEP;
        }
    }
    out
}

fn header(drawing: &Drawing, file: &Metafile) -> Vec<u8> {
    const SIZE: i32 = 108;
    // Hundredths of a millimetre of 1/960 inch.
    let hundredths = |tenths: i32| tenths * 254 / 96;
    let (width, height) = (drawing.width * FINE, drawing.height * FINE);
    let total = SIZE + i32::try_from(file.records.len()).unwrap_or_default();
    let mut out = fields(&[1, SIZE, 0, 0, width, height, 0, 0]);
    out.extend(fields(&[hundredths(drawing.width), hundredths(drawing.height)]));
    out.extend(b" EMF");
    // Version, bytes, records with this one, five handles at a time are more than enough, no words, no palette.
    out.extend(fields(&[0x0001_0000, total, file.count + 1, 5, 0, 0, 0]));
    // The device: 1 unit of the file is 1/1920 inch.
    out.extend(fields(&[width, height, hundredths(drawing.width) / 100, hundredths(drawing.height) / 100]));
    out.extend(fields(&[0, 0, 0, hundredths(drawing.width) * 10, hundredths(drawing.height) * 10]));
    out
}
