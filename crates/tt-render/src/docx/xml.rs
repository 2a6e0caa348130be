//! A small XML emitter: elements open and close in pairs, everything is escaped, and no call can fail.

use quick_xml::escape::escape;

/// XML being written.
#[derive(Debug, Default)]
pub(super) struct Xml {
    out: String,
}

/// Attributes of an element: names as written, values before escaping.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Xml {
    /// A part with its XML declaration.
    pub(super) fn part() -> Self {
        Self { out: "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned() }
    }

    /// An element with content.
    pub(super) fn element(&mut self, name: &str, attributes: Attributes<'_>, content: impl FnOnce(&mut Self)) {
        self.tag(name, attributes);
        self.out.push('>');
        content(self);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.tag(name, attributes);
        self.out.push_str("/>");
    }

    /// An element whose one attribute is `w:val`.
    pub(super) fn value(&mut self, name: &str, value: &str) {
        self.empty(name, &[("w:val", value)]);
    }

    /// An element whose one attribute is `w:val`, a number.
    pub(super) fn number(&mut self, name: &str, value: u32) {
        self.value(name, &value.to_string());
    }

    /// Text, without the characters XML 1.0 has no way to hold.
    pub(super) fn text(&mut self, text: &str) {
        if text.contains(is_forbidden) {
            self.out.push_str(&escape(text.replace(is_forbidden, "")));
        } else {
            self.out.push_str(&escape(text));
        }
    }

    /// What was written elsewhere.
    pub(super) fn append(&mut self, other: &Self) {
        self.out.push_str(&other.out);
    }

    /// The bytes of the part.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.out.into_bytes()
    }

    fn tag(&mut self, name: &str, attributes: Attributes<'_>) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push(' ');
            self.out.push_str(key);
            self.out.push_str("=\"");
            self.text(value);
            self.out.push('"');
        }
    }
}

fn is_forbidden(c: char) -> bool {
    (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}
