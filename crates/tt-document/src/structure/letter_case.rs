//! Upper and lower case as signs of what a line is.

/// Whether a line is set in capitals: at least two letters, and none (or hardly any, as in `BÁO CÁO số 5`) lower case.
pub(crate) fn is_upper(text: &str) -> bool {
    let (mut upper, mut lower) = (0usize, 0usize);
    for c in text.chars() {
        if c.is_uppercase() {
            upper += 1;
        } else if c.is_lowercase() {
            lower += 1;
        }
    }
    upper >= 2 && lower * 12 <= upper
}

/// Whether the text starts with a lower-case letter.
pub(crate) fn starts_lower(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_lowercase)
}

/// Whether a word starts with a capital and goes on in lower case (`Lạng`), as names do; a single capital counts not.
pub(crate) fn is_capitalised(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_some() && chars.all(char::is_lowercase)
}

/// First letter upper case, the rest as it is.
pub(crate) fn capitalise(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Every word with a capital first letter, the rest in lower case.
pub(crate) fn title_case(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut start = true;
    for c in text.chars() {
        if start {
            out.extend(c.to_uppercase());
        } else {
            out.extend(c.to_lowercase());
        }
        start = c.is_whitespace() || c == '-';
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_in_capitals_are_told_from_sentences() {
        assert!(is_upper("NHIỆM VỤ TRỌNG TÂM NĂM 2020"));
        assert!(is_upper("I. KẾT QUẢ"));
        assert!(!is_upper("UBND tỉnh"));
        assert!(!is_upper("2020"));
        assert!(is_capitalised("Lạng") && !is_capitalised("UBND") && !is_capitalised("A"));
        assert_eq!(title_case("BÀ RỊA - VŨNG TÀU"), "Bà Rịa - Vũng Tàu");
        assert_eq!(capitalise("công văn"), "Công văn");
    }
}
