//! Words that must not be parted at the end of a line.

use std::borrow::Cow;

/// The closing mark `./.` held to the word before it, so that it never stands alone on a line.
pub fn glued(text: &str) -> Cow<'_, str> {
    if text.contains(" ./.") { Cow::Owned(text.replace(" ./.", "\u{a0}./.")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_mark_never_stands_alone() {
        assert_eq!(glued("của Sở ./."), "của Sở\u{a0}./.");
        assert_eq!(glued("của Sở./."), "của Sở./.");
    }
}
