//! Two sentences word by word.

use super::sequence;
use super::{Numbered, Piece, PieceOf};

/// The words of both: taking out what is only on the left gives the right one to the letter, taking out what is only on
/// the right gives the left one but for its blanks.
pub(super) fn pieces(left: &str, right: &str) -> Vec<Piece> {
    let (old, new) = (tokens(left), tokens(right));
    let mut numbered = Numbered::default();
    let mut number = |token: &&str| {
        let blank = token.chars().all(char::is_whitespace);
        numbered.of(if blank { " ".to_owned() } else { (*token).to_owned() })
    };
    let left: Vec<u32> = old.iter().map(&mut number).collect();
    let right: Vec<u32> = new.iter().map(&mut number).collect();
    let mut common = sequence::common(&left, &right);
    // Between two changed words a blank alone is nothing they have in common.
    common.push((old.len(), new.len()));
    let mut out = Pieces::default();
    let (mut from, mut at) = (0, 0);
    for (index, (one, other)) in common.iter().copied().enumerate() {
        out.left(old.get(from..one).unwrap_or_default());
        out.right(new.get(at..other).unwrap_or_default());
        if let (Some(before), Some(token)) = (old.get(one), new.get(other)) {
            let follows = common.get(index + 1).is_some_and(|next| *next == (one + 1, other + 1));
            if out.is_changing() && !follows && token.chars().all(char::is_whitespace) {
                out.left(&[before]);
                out.right(&[token]);
            } else {
                out.both(token);
            }
        }
        (from, at) = (one + 1, other + 1);
    }
    out.flush();
    out.found
}

/// Pieces being gathered: what changes at one place is told as one thing taken out and one put in.
#[derive(Default)]
struct Pieces {
    found: Vec<Piece>,
    taken: String,
    put: String,
}

impl Pieces {
    fn left(&mut self, tokens: &[&str]) {
        self.taken.extend(tokens.iter().copied());
    }

    fn right(&mut self, tokens: &[&str]) {
        self.put.extend(tokens.iter().copied());
    }

    fn is_changing(&self) -> bool {
        !self.taken.is_empty() || !self.put.is_empty()
    }

    fn both(&mut self, token: &str) {
        self.flush();
        match self.found.last_mut() {
            Some(Piece { of: PieceOf::Both, text }) => text.push_str(token),
            _ => self.found.push(Piece { of: PieceOf::Both, text: token.to_owned() }),
        }
    }

    fn flush(&mut self) {
        for (of, text) in [(PieceOf::Left, &mut self.taken), (PieceOf::Right, &mut self.put)] {
            if !text.is_empty() {
                self.found.push(Piece { of, text: std::mem::take(text) });
            }
        }
    }
}

/// Words, numbers with their points and commas (`4.750`, `230/QĐ-UBND`), runs of blanks, and marks one by one.
fn tokens(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        let mut end = start + first.len_utf8();
        if first.is_whitespace() {
            while let Some((at, c)) = chars.next_if(|(_, c)| c.is_whitespace()) {
                end = at + c.len_utf8();
            }
        } else if first.is_alphanumeric() {
            while let Some((at, c)) = chars.next_if(|(at, c)| c.is_alphanumeric() || joins(text, *at, *c)) {
                end = at + c.len_utf8();
            }
        }
        found.extend(text.get(start..end));
    }
    found
}

/// Whether a mark stands between two letters or digits and holds them together.
fn joins(text: &str, at: usize, mark: char) -> bool {
    matches!(mark, '.' | ',' | '/' | '-')
        && text.get(at + 1..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(left: &str, right: &str) -> String {
        let one = |piece: &Piece| match piece.of {
            PieceOf::Both => piece.text.clone(),
            PieceOf::Left => format!("[-{}-]", piece.text),
            PieceOf::Right => format!("[+{}+]", piece.text),
        };
        pieces(left, right).iter().map(one).collect()
    }

    #[test]
    fn words_are_marked_whole() {
        assert_eq!(
            shown("Kim ngạch ước đạt 4.750 triệu USD, giảm 14%.", "Kim ngạch ước đạt 4.950 triệu USD, giảm 14%."),
            "Kim ngạch ước đạt [-4.750-][+4.950+] triệu USD, giảm 14%."
        );
        assert_eq!(
            shown("Theo Quyết định số 230/QĐ-UBND", "Theo Kế hoạch số 230/QĐ-UBND"),
            "Theo [-Quyết định-][+Kế hoạch+] số 230/QĐ-UBND"
        );
        assert_eq!(shown("Đã xong.", "Đã cơ bản xong."), "Đã [+cơ bản +]xong.");
        assert_eq!(shown("", "mới"), "[+mới+]");
    }

    proptest! {
        #[test]
        fn each_side_can_be_read_back(left in "([a-zđ]{1,3}|[0-9]{1,2}|[., /-]){0,14}", right in "([a-zđ]{1,3}|[0-9]{1,2}|[., /-]){0,14}") {
            let pieces = pieces(&left, &right);
            let of = |side: PieceOf| -> String {
                pieces.iter().filter(|piece| piece.of == PieceOf::Both || piece.of == side).map(|piece| piece.text.as_str()).collect()
            };
            prop_assert_eq!(of(PieceOf::Right), right);
            let plain = |text: &str| tt_text::one_line(text);
            prop_assert_eq!(plain(&of(PieceOf::Left)), plain(&left));
        }
    }
}
