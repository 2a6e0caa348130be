//! A part of a package as a tree, names with their prefixes.

use anyhow::{Context as _, bail};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// An element.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Child>,
}

/// What stands in an element.
#[derive(Clone, Debug)]
pub(super) enum Child {
    Node(Node),
    Text(String),
}

impl Node {
    /// Reads a part; the node returned holds its root.
    pub(super) fn read(text: &str) -> anyhow::Result<Self> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event()? {
                Event::Start(start) => open.push(Self::started(&start)?),
                Event::End(_) => {
                    let node = open.pop().context("an element ends that never began")?;
                    open.last_mut().context("an element ends twice")?.children.push(Child::Node(node));
                }
                Event::Text(text) => push(&mut open, text.xml10_content().into_owned()),
                Event::GeneralRef(reference) => {
                    let name = reference.xml10_content();
                    let text = match reference.resolve_char_ref()? {
                        Some(letter) => letter.to_string(),
                        None => quick_xml::escape::resolve_predefined_entity(&name).unwrap_or_default().to_owned(),
                    };
                    push(&mut open, text);
                }
                Event::DocType(_) => bail!("a document type"),
                Event::Eof => return open.pop().context("an empty part"),
                _ => {}
            }
        }
    }

    fn started(start: &BytesStart<'_>) -> anyhow::Result<Self> {
        let mut node = Self { name: start.name().0.to_owned(), ..Self::default() };
        for attribute in start.attributes() {
            let attribute = attribute?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0)?.into_owned();
            node.attributes.push((attribute.key.0.to_owned(), value));
        }
        Ok(node)
    }

    /// An attribute by its name with prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The attribute `w:val`.
    pub(super) fn value(&self) -> Option<&str> {
        self.attribute("w:val")
    }

    /// An attribute as a number.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.parse().ok()
    }

    /// The elements in it.
    pub(super) fn nodes(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Child::Node(node) => Some(node),
            Child::Text(_) => None,
        })
    }

    /// The first element in it of that name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.nodes().find(|node| node.name == name)
    }

    /// The element a path of names leads to.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |node, name| node.child(name))
    }

    /// Every element of that name in it, however deep.
    pub(super) fn all<'a>(&'a self, name: &str) -> Vec<&'a Self> {
        let mut found = Vec::new();
        for node in self.nodes() {
            if node.name == name {
                found.push(node);
            }
            found.extend(node.all(name));
        }
        found
    }
}

fn push(open: &mut [Node], text: String) {
    if let Some(node) = open.last_mut() {
        node.children.push(Child::Text(text));
    }
}
