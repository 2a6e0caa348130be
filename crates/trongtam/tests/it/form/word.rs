//! A DOCX as Word would show it: paragraphs with the look their styles give them, cells, sections, notes.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use anyhow::{Context as _, anyhow};
use zip::ZipArchive;

use super::xml::{Child, Node};

/// Millimetres of a twip.
pub(super) const MM: f64 = 25.4 / 1440.0;

/// A file read.
pub(super) struct Word {
    /// Paragraphs of the text in order, those in tables too.
    pub(super) paragraphs: Vec<Paragraph>,
    /// Sections in order.
    pub(super) sections: Vec<Section>,
    /// Texts of footnotes with their look.
    pub(super) notes: Vec<Paragraph>,
    /// The line with the page number, and whether it stands in a header.
    pub(super) page_number: Option<(Paragraph, bool)>,
    /// Texts of footers.
    pub(super) footers: Vec<Paragraph>,
    /// How many levels and lists the numbering has, and how many paragraphs take their label from it.
    pub(super) numbered: usize,
    /// Rows that are repeated on every page, and tables that have such rows.
    pub(super) repeated: usize,
    /// Marks of footnotes in the text.
    pub(super) marks: usize,
    /// Named paragraph styles.
    pub(super) styles: usize,
    /// Title and language in the properties.
    pub(super) properties: [String; 2],
    /// Parts of the package, every one of them XML.
    pub(super) parts: usize,
}

/// A paragraph as it is shown. Lengths in twips, sizes in half points.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a paragraph has that many switches in the file")]
pub(super) struct Paragraph {
    pub(super) text: String,
    pub(super) style: String,
    pub(super) face: String,
    pub(super) size: u32,
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) color: Option<String>,
    pub(super) align: String,
    pub(super) before: u32,
    pub(super) line: u32,
    pub(super) line_rule: String,
    pub(super) left: u32,
    pub(super) right: u32,
    pub(super) first_line: u32,
    pub(super) outline: Option<u32>,
    /// Whether its label is an automatic number.
    pub(super) numbered: bool,
    /// Whether it is a rule: an empty paragraph with a lower border.
    pub(super) ruled: bool,
    /// Whether a rule stands above it.
    pub(super) ruled_above: bool,
    /// Where in a table it stands.
    pub(super) cell: Option<Cell>,
    pub(super) section: usize,
}

/// Where in a table a paragraph stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// Number of the table in the file, from 0.
    pub(super) table: usize,
    pub(super) row: usize,
    pub(super) column: usize,
    /// Width of the cell.
    pub(super) width: u32,
    /// Height of the row, where it is exact.
    pub(super) height: Option<u32>,
    /// Whether the row is repeated on every page.
    pub(super) repeated: bool,
    /// Whether red borders stand around the table.
    pub(super) red_border: bool,
}

/// Sheets of a part of the text, in twips.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Section {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) lying: bool,
    pub(super) margins: [u32; 4],
    /// Whether the first page has header and footer of its own.
    pub(super) first_apart: bool,
    /// Whether pages are counted anew.
    pub(super) counted_anew: bool,
}

impl Word {
    /// Reads a file.
    pub(super) fn read(bytes: &[u8]) -> anyhow::Result<Self> {
        let parts = parts(bytes)?;
        let part = |name: &str| parts.get(name).with_context(|| format!("the DOCX has no {name}"));
        let styles = Styles::read(part("word/styles.xml")?)?;
        let document = part("word/document.xml")?;
        let body = document.at(&["w:document", "w:body"]).context("the DOCX has no body")?;
        let mut reader = Reader { styles: &styles, paragraphs: Vec::new(), sections: Vec::new(), tables: 0 };
        reader.blocks(body, None);
        let Reader { paragraphs, sections, .. } = reader;
        let lines = |prefix: &str, name: &str| -> Vec<Paragraph> {
            let own = parts.iter().filter(|(part, _)| part.starts_with(prefix));
            own.flat_map(|(_, node)| node.all(name)).map(|node| styles.paragraph(node)).collect()
        };
        let number = |prefix: &str| {
            let own = parts.iter().filter(|(part, _)| part.starts_with(prefix));
            let holds = |node: &Node| node.all("w:instrText").iter().any(|field| plain(field).contains("PAGE"));
            own.map(|(_, node)| node).find(|node| holds(node)).and_then(|node| node.all("w:p").first().copied())
        };
        let page_number = number("word/header").map(|node| (styles.paragraph(node), true));
        let page_number = page_number.or_else(|| number("word/footer").map(|node| (styles.paragraph(node), false)));
        let notes = lines("word/footnotes.xml", "w:p");
        Ok(Self {
            sections,
            notes: notes.into_iter().filter(|note| !note.text.trim().is_empty()).collect(),
            page_number,
            footers: lines("word/footer", "w:p"),
            numbered: paragraphs.iter().filter(|paragraph| paragraph.numbered).count(),
            repeated: body.all("w:tblHeader").len(),
            marks: body.all("w:footnoteReference").len(),
            styles: styles.known.len(),
            properties: ["dc:title", "dc:language"].map(|name| {
                let core = parts.get("docProps/core.xml");
                core.and_then(|core| core.all(name).first().map(|node| plain(node))).unwrap_or_default()
            }),
            parts: parts.len(),
            paragraphs,
        })
    }

    /// The first paragraph that holds these words.
    pub(super) fn paragraph(&self, words: &str) -> anyhow::Result<&Paragraph> {
        let found = self.paragraphs.iter().find(|paragraph| paragraph.text.contains(words));
        found.ok_or_else(|| anyhow!("“{words}” is not in the DOCX"))
    }

    /// The first rule after the paragraph with these words, and its length in twips.
    pub(super) fn rule_below(&self, words: &str, room: u32) -> anyhow::Result<u32> {
        let at = self.paragraphs.iter().position(|paragraph| paragraph.text.contains(words));
        let after = self.paragraphs.get(at.context("no such paragraph")?..).unwrap_or_default();
        let rule =
            after.iter().find(|paragraph| paragraph.ruled).with_context(|| format!("no rule below “{words}”"))?;
        Ok(rule.cell.map_or(room, |cell| cell.width).saturating_sub(rule.left + rule.right))
    }
}

fn parts(bytes: &[u8]) -> anyhow::Result<BTreeMap<String, Node>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut parts = BTreeMap::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let name = entry.name()?.into_owned();
        let mut text = String::new();
        entry.read_to_string(&mut text).with_context(|| format!("{name} is not text"))?;
        parts.insert(name.clone(), Node::read(&text).with_context(|| format!("{name} is not XML"))?);
    }
    Ok(parts)
}

fn plain(node: &Node) -> String {
    let text = |child: &Child| match child {
        Child::Text(text) => text.clone(),
        Child::Node(node) => plain(node),
    };
    node.children.iter().map(text).collect()
}

/// Styles by their identifiers, and the defaults below all.
struct Styles {
    known: BTreeMap<String, Node>,
    defaults: Node,
}

impl Styles {
    fn read(part: &Node) -> anyhow::Result<Self> {
        let root = part.child("w:styles").context("no styles")?;
        let defaults = root.child("w:docDefaults").context("no defaults")?.clone();
        let paragraphs =
            root.nodes().filter(|node| node.name == "w:style" && node.attribute("w:type") == Some("paragraph"));
        let known = paragraphs.filter_map(|node| Some((node.attribute("w:styleId")?.to_owned(), node.clone())));
        Ok(Self { known: known.collect(), defaults })
    }

    /// The paragraph's own properties, those of its style, of what that is based on, and the defaults, nearest first.
    fn layers<'a>(&'a self, paragraph: &'a Node, kind: &'static str) -> Vec<&'a Node> {
        let own = paragraph.child("w:pPr");
        let mut layers: Vec<&Node> = Vec::new();
        if kind == "w:pPr" {
            layers.extend(own);
        } else {
            let run = paragraph.all("w:r").into_iter().find(|run| !plain(run).trim().is_empty());
            layers.extend(run.and_then(|run| run.child("w:rPr")));
        }
        let mut style = own.and_then(|own| own.child("w:pStyle")?.value()).unwrap_or("Normal");
        while let Some(node) = self.known.get(style) {
            layers.extend(node.child(kind));
            let Some(base) = node.child("w:basedOn").and_then(Node::value) else { break };
            style = base;
        }
        let below = if kind == "w:pPr" { ["w:pPrDefault", "w:pPr"] } else { ["w:rPrDefault", "w:rPr"] };
        layers.extend(self.defaults.at(&below));
        layers
    }

    fn paragraph(&self, node: &Node) -> Paragraph {
        let (block, letters) = (self.layers(node, "w:pPr"), self.layers(node, "w:rPr"));
        let find = |layers: &[&Node], name: &str, attribute: &str| {
            layers.iter().find_map(|layer| layer.child(name)?.attribute(attribute).map(str::to_owned))
        };
        let twips = |name: &str, attribute: &str| {
            find(&block, name, attribute).and_then(|value| value.parse().ok()).unwrap_or_default()
        };
        let switch = |name: &str| {
            let set = letters.iter().find_map(|layer| layer.child(name));
            set.is_some_and(|set| !matches!(set.value(), Some("0" | "false")))
        };
        let own = node.child("w:pPr");
        let border = |edge: &str| own.and_then(|own| own.at(&["w:pBdr", edge])).is_some();
        Paragraph {
            text: shown(node),
            style: own.and_then(|own| own.child("w:pStyle")?.value()).unwrap_or("Normal").to_owned(),
            face: find(&letters, "w:rFonts", "w:ascii").unwrap_or_default(),
            size: find(&letters, "w:sz", "w:val").and_then(|value| value.parse().ok()).unwrap_or_default(),
            bold: switch("w:b"),
            italic: switch("w:i"),
            color: find(&letters, "w:color", "w:val"),
            align: find(&block, "w:jc", "w:val").unwrap_or_default(),
            before: twips("w:spacing", "w:before"),
            line: twips("w:spacing", "w:line"),
            line_rule: find(&block, "w:spacing", "w:lineRule").unwrap_or_default(),
            left: twips("w:ind", "w:left"),
            right: twips("w:ind", "w:right"),
            first_line: twips("w:ind", "w:firstLine"),
            outline: find(&block, "w:outlineLvl", "w:val").and_then(|value| value.parse().ok()),
            numbered: own.is_some_and(|own| own.child("w:numPr").is_some()),
            ruled: border("w:bottom"),
            ruled_above: block.iter().any(|layer| layer.at(&["w:pBdr", "w:top"]).is_some()),
            cell: None,
            section: 0,
        }
    }
}

/// The text of a paragraph, tabs and line breaks as such.
fn shown(node: &Node) -> String {
    node.nodes()
        .map(|node| match node.name.as_str() {
            "w:t" => plain(node),
            "w:tab" => "\t".to_owned(),
            "w:br" => "\n".to_owned(),
            "w:r" | "w:sdt" | "w:sdtContent" => shown(node),
            _ => String::new(),
        })
        .collect()
}

struct Reader<'a> {
    styles: &'a Styles,
    paragraphs: Vec<Paragraph>,
    sections: Vec<Section>,
    tables: usize,
}

impl Reader<'_> {
    fn blocks(&mut self, node: &Node, cell: Option<Cell>) {
        for node in node.nodes() {
            match node.name.as_str() {
                "w:p" => {
                    let paragraph = self.styles.paragraph(node);
                    self.paragraphs.push(Paragraph { cell, section: self.sections.len(), ..paragraph });
                    if let Some(section) = node.at(&["w:pPr", "w:sectPr"]) {
                        self.sections.push(Section::read(section));
                    }
                }
                "w:tbl" => self.table(node),
                "w:sdt" | "w:sdtContent" => self.blocks(node, cell),
                "w:sectPr" => self.sections.push(Section::read(node)),
                _ => {}
            }
        }
    }

    fn table(&mut self, node: &Node) {
        let table = self.tables;
        self.tables += 1;
        let border = node.at(&["w:tblPr", "w:tblBorders", "w:top"]).and_then(|edge| edge.attribute("w:color"));
        for (row, line) in node.nodes().filter(|node| node.name == "w:tr").enumerate() {
            let height = line.at(&["w:trPr", "w:trHeight"]);
            for (column, cell) in line.nodes().filter(|node| node.name == "w:tc").enumerate() {
                let place = Cell {
                    table,
                    row,
                    column,
                    width: cell.at(&["w:tcPr", "w:tcW"]).and_then(|width| width.number("w:w")).unwrap_or_default(),
                    height: height
                        .filter(|height| height.attribute("w:hRule") == Some("exact"))
                        .and_then(|height| height.number("w:val")),
                    repeated: line.at(&["w:trPr", "w:tblHeader"]).is_some(),
                    red_border: border == Some("FF0000"),
                };
                self.blocks(cell, Some(place));
            }
        }
    }
}

impl Section {
    fn read(node: &Node) -> Self {
        let of = |name: &str, attribute: &str| {
            node.child(name).and_then(|child| child.number(attribute)).unwrap_or_default()
        };
        Self {
            width: of("w:pgSz", "w:w"),
            height: of("w:pgSz", "w:h"),
            lying: node.child("w:pgSz").and_then(|size| size.attribute("w:orient")) == Some("landscape"),
            margins: ["w:top", "w:bottom", "w:left", "w:right"].map(|edge| of("w:pgMar", edge)),
            first_apart: node.child("w:titlePg").is_some(),
            counted_anew: of("w:pgNumType", "w:start") == 1,
        }
    }
}
