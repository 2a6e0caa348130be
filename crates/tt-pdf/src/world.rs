//! What the Typst compiler sees of the world: our templates, our fonts, one document's data, and nothing else.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};

use crate::fonts::FONTS;

/// The templates, parsed once; the first is the main one.
static TEMPLATES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    const FILES: [(&str, &str); 5] = [
        ("main.typ", include_str!("../templates/main.typ")),
        ("type.typ", include_str!("../templates/type.typ")),
        ("head.typ", include_str!("../templates/head.typ")),
        ("body.typ", include_str!("../templates/body.typ")),
        ("closing.typ", include_str!("../templates/closing.typ")),
    ];
    FILES
        .into_iter()
        .filter_map(|(name, text)| {
            let path = RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?);
            Some(Source::new(path.intern(), text.to_owned()))
        })
        .collect()
});

/// The world of one document.
pub(crate) struct World {
    library: LazyHash<Library>,
}

impl World {
    /// A world where the templates read these values as `sys.inputs`.
    pub(crate) fn new(inputs: Dict) -> Self {
        Self { library: LazyHash::new(Library::builder().with_inputs(inputs).build()) }
    }
}

impl typst::World for World {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        TEMPLATES[0].id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        TEMPLATES.iter().find(|source| source.id() == id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.faces.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
