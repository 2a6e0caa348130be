//! Fields: which of their results are text of the document.

/// The fields open at a place, innermost last.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
}

#[derive(Debug, Default)]
struct Field {
    instruction: String,
    /// Past the mark that separates instruction and result.
    in_result: bool,
}

impl Fields {
    /// A field begins.
    pub(super) fn begin(&mut self) {
        self.open.push(Field::default());
    }

    /// A field begins whose instruction is known.
    pub(super) fn begin_simple(&mut self, instruction: String) {
        self.open.push(Field { instruction, in_result: true });
    }

    /// Its result begins.
    pub(super) fn separate(&mut self) {
        if let Some(field) = self.open.last_mut() {
            field.in_result = true;
        }
    }

    /// It ends.
    pub(super) fn end(&mut self) {
        self.open.pop();
    }

    /// A piece of its instruction.
    pub(super) fn instruct(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut().filter(|field| !field.in_result) {
            field.instruction.push_str(text);
        }
    }

    /// Whether text here is shown and belongs to the document: instructions are not shown; page numbers and tables of
    /// contents are made from it.
    pub(super) fn show(&self) -> bool {
        self.open.iter().all(|field| {
            let name = field.instruction.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
            field.in_result && !matches!(name.as_str(), "PAGE" | "NUMPAGES" | "SECTIONPAGES" | "TOC" | "PAGEREF")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_count_and_instructions_do_not() {
        let mut fields = Fields::default();
        assert!(fields.show());
        fields.begin();
        fields.instruct(" HYPERLINK \"http://example.vn\" ");
        assert!(!fields.show());
        fields.separate();
        assert!(fields.show());
        fields.begin_simple(" PAGE ".to_owned());
        assert!(!fields.show());
        fields.end();
        fields.end();
        assert!(fields.show());
    }
}
