//! Tasks in running text, by the outline: under the name of who gets them, in a sentence that gives an order, or
//! numbered under a heading that speaks of tasks.

use tt_text::{Span, fold};

use super::{Assigned, address, due};
use crate::model::Document;
use crate::outline::{Node, nodes};

/// A heading that is open at some place.
struct Open {
    level: u8,
    label: String,
    /// Who gets what stands under it.
    lead: Option<String>,
    /// Whether what stands under it are tasks; unknown where the titles do not say.
    tasks: Option<bool>,
}

/// The tasks of the running text.
pub(super) fn tasks(document: &Document, year: Option<i16>) -> Vec<Assigned> {
    let nodes = nodes(document);
    let mut reader = Reader { document, year, open: Vec::new(), bullets: 0, found: Vec::new() };
    for (index, node) in nodes.iter().enumerate() {
        reader.node(node, &nodes, index);
    }
    reader.found
}

struct Reader<'a> {
    document: &'a Document,
    year: Option<i16>,
    open: Vec<Open>,
    /// Items read under the innermost heading.
    bullets: u32,
    found: Vec<Assigned>,
}

impl Reader<'_> {
    fn node(&mut self, node: &Node, nodes: &[Node], index: usize) {
        let text = self.document.slice(node.body);
        if let Some(level) = node.level {
            self.open.retain(|open| open.level < level);
            self.bullets = 0;
        }
        let opens = has_children(self.document, node, nodes, index);
        // A line in capitals that nothing numbers is the post of who decides.
        let titled = address::title(text).filter(|_| node.label.is_some() || text.chars().any(char::is_lowercase));
        if node.level.is_some() && opens {
            let lead = titled.clone().or_else(|| {
                let title = self.document.slice(node.title);
                if title.is_empty() { None } else { address::title(title) }
            });
            let ordered = address::address(text).filter(|_| text.trim_end().ends_with(':'));
            let tasks =
                self.open.last().and_then(|open| open.tasks).filter(|tasks| !tasks).or_else(|| speaks_of_tasks(text));
            let tasks = tasks.or_else(|| self.open.last().and_then(|open| open.tasks));
            let continued = ordered.is_some();
            let lead = lead.or(ordered.map(|to| to.lead));
            let lead = lead.or_else(|| (tasks == Some(true)).then(|| address::named_in(text)).flatten());
            if let Some(level) = node.level {
                let label = node.label.clone().unwrap_or_default();
                self.open.push(Open { level, label, lead, tasks });
            }
            if continued || titled.is_some() || node.heading || address::address(text).is_none() {
                return;
            }
        } else if titled.is_some() && text.trim_end().ends_with(':') {
            // A name on a line of its own, without a number, heads what follows until the next number.
            let level = self.open.last().map_or(1, |open| open.level + 1);
            self.open.retain(|open| !(open.label.is_empty() && open.level >= level.saturating_sub(1)));
            let tasks = self.open.last().and_then(|open| open.tasks);
            self.open.push(Open { level, label: String::new(), lead: titled, tasks });
            self.bullets = 0;
            return;
        }
        self.leaf(node, text);
    }

    /// A paragraph or item that nothing stands under.
    fn leaf(&mut self, node: &Node, text: &str) {
        let bullet = node.level.is_none() && self.is_item(node);
        if bullet {
            self.bullets += 1;
        }
        if address::is_closing(text) || address::is_basis(text) {
            return;
        }
        let orders = address::orders(text);
        for order in &orders {
            let sentence = order.of(text);
            if let Some(to) = address::address(sentence) {
                let span = Span::new(order.start + to.rest, order.end).shifted(node.body.start);
                self.push(node, span, sentence, Some(to.lead), bullet);
            }
        }
        if !orders.is_empty() {
            return;
        }
        let lead = self.open.iter().rev().find_map(|open| open.lead.clone());
        let under_tasks = self
            .open
            .last()
            .is_some_and(|open| open.tasks == Some(true) || open.lead.is_some() && open.tasks != Some(false));
        let listed = bullet || node.label.is_some() || lead.is_some() && address::starts_with_verb(text);
        if under_tasks && listed && text.chars().count() > SHORTEST && !is_person(text) {
            self.push(node, node.body, text, lead, bullet);
        }
    }

    fn push(&mut self, node: &Node, span: Span, sentence: &str, lead: Option<String>, bullet: bool) {
        let text = self.document.slice(span).trim().trim_end_matches(['.', ';', '/']).to_owned();
        self.found.push(Assigned {
            clause: self.clause(node, bullet),
            text: capitalised(&text),
            text_span: span,
            lead,
            coordinators: address::coordinators(sentence),
            due: due::in_sentence(sentence, self.year),
            product: None,
        });
    }

    fn is_item(&self, node: &Node) -> bool {
        let block = self.document.blocks.get(node.block);
        block.is_some_and(|block| matches!(block.kind, crate::model::BlockKind::Item { .. }))
    }

    /// Where a task stands: `khoản 2 Điều 1`, `mục II.1, gạch đầu dòng 3`.
    fn clause(&self, node: &Node, bullet: bool) -> String {
        let mut labels: Vec<&str> = self.open.iter().map(|open| open.label.as_str()).collect();
        if let Some(own) = node.label.as_deref()
            && labels.last() != Some(&own)
        {
            labels.push(own);
        }
        labels.retain(|label| !label.is_empty());
        let mut parts: Vec<String> = Vec::new();
        if bullet {
            parts.push(format!("gạch đầu dòng {}", self.bullets));
        }
        let plain = |label: &str| label.trim_matches(['.', ')', '(', ':', '/', ' ', '-', '–']).to_owned();
        if let Some(article) =
            labels.iter().position(|label| label.starts_with(['Đ', 'đ']) && fold(label).starts_with("dieu "))
        {
            let inner = labels.get(article + 1..).unwrap_or_default();
            for (depth, label) in inner.iter().enumerate().rev() {
                parts.push(format!("{} {}", if depth == 0 { "khoản" } else { "điểm" }, plain(label)));
            }
            parts.push(labels.get(article).map(|label| plain(label)).unwrap_or_default());
            return parts.join(" ");
        }
        // `2.1` already names the heading it stands under.
        let mut path = String::new();
        for label in &labels {
            let label = plain(label);
            let heads =
                path.rsplit('.').next().is_some_and(|last| !last.is_empty() && label.starts_with(&format!("{last}.")));
            if heads {
                path.truncate(path.len() - path.rsplit('.').next().map_or(0, str::len));
            } else if !path.is_empty() {
                path.push('.');
            }
            path.push_str(&label);
        }
        if !path.is_empty() {
            parts.push(format!("mục {path}"));
        }
        parts.join(", ")
    }
}

/// Whether something stands under this node before the next one of its level.
fn has_children(document: &Document, node: &Node, nodes: &[Node], index: usize) -> bool {
    let Some(next) = nodes.get(index + 1) else { return false };
    match (node.level, next.level) {
        (Some(own), Some(next)) => next > own,
        (Some(_), None) => {
            node.heading
                || document.slice(node.body).trim_end().ends_with([':', '：'])
                || address::title(document.slice(node.body)).is_some()
        }
        (None, _) => false,
    }
}

/// Fewest characters of a task.
const SHORTEST: usize = 20;

/// `Ông: Nguyễn Văn A - Phó Giám đốc`, in a list of who was there.
fn is_person(text: &str) -> bool {
    ["Ông ", "Ông:", "Bà ", "Bà:", "Đ/c ", "Đồng chí "].iter().any(|word| text.starts_with(word))
}

/// Whether a heading or an article introduces tasks, or something else; `None` where it says neither.
fn speaks_of_tasks(text: &str) -> Option<bool> {
    let text = fold(text);
    let tasks = text.contains("nhiem vu") || text.contains("noi dung thuc hien") || text.contains("cong viec");
    let told = [
        "ket qua",
        "kho khan",
        "vuong mac",
        "can cu",
        "danh gia",
        "chuc nang, nhiem vu",
        "muc dich",
        "nguyen nhan",
        "de xuat",
        "ton tai",
        "thanh phan",
    ]
    .iter()
    .any(|word| text.contains(word));
    match (told, tasks) {
        (true, _) => Some(false),
        (false, true) => Some(true),
        (false, false) => None,
    }
}

/// The text with a capital at its head.
fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
