//! Passwords: the rule they follow and how they are kept (argon2id).

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

/// Fewest characters (QCVN 12:2026/BCA, levels 1–2: at least 8 with lower, upper, digit and special).
pub const MIN_LENGTH: usize = 8;

/// How many earlier passwords may not come back (QCVN 12:2026/BCA).
pub const REMEMBERED: u32 = 10;

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Under [`MIN_LENGTH`] characters.
    #[error("too short")]
    TooShort,
    /// One of the four classes is missing.
    #[error("a class of characters is missing")]
    MissingClass,
}

/// Holds a new password against the rule.
///
/// # Errors
/// [`WeakPassword`] names the first part of the rule it breaks.
pub fn accept(password: &str) -> Result<(), WeakPassword> {
    if password.chars().count() < MIN_LENGTH {
        return Err(WeakPassword::TooShort);
    }
    let has = |class: fn(char) -> bool| password.chars().any(class);
    let special = |c: char| !c.is_alphanumeric() && !c.is_control();
    if has(char::is_lowercase) && has(char::is_uppercase) && has(|c| c.is_ascii_digit()) && has(special) {
        Ok(())
    } else {
        Err(WeakPassword::MissingClass)
    }
}

/// A random password that follows the rule, for a first sign-in or a demo: four groups of four, easy to type.
///
/// # Errors
/// The system gave no randomness.
pub fn generate() -> Result<String, getrandom::Error> {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut bytes = [0u8; 12];
    getrandom::fill(&mut bytes)?;
    let letters: Vec<char> = bytes
        .iter()
        .filter_map(|byte| LETTERS.get(usize::from(*byte) % LETTERS.len()))
        .map(|b| char::from(*b))
        .collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    Ok(format!("Tt7-{}", groups.join("-")))
}

/// The argon2id hash of a password in PHC form. Slow by design: call it off the request threads.
///
/// # Errors
/// The system gave no randomness for the salt.
pub fn hash(password: &str) -> Result<String, argon2::password_hash::Error> {
    Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
}

/// Whether a password is the one behind a hash; a hash that cannot be read matches nothing.
pub fn matches(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_needs_length_and_all_four_classes() {
        assert_eq!(accept("Ab1!"), Err(WeakPassword::TooShort));
        assert_eq!(accept("abcdefg1!"), Err(WeakPassword::MissingClass));
        assert_eq!(accept("Abcdefgh1"), Err(WeakPassword::MissingClass));
        assert_eq!(accept("Mật-khẩu-1"), Ok(()));
        assert_eq!(accept(&generate().unwrap()), Ok(()));
    }

    #[test]
    fn a_hash_knows_its_password_and_no_other() {
        let kept = hash("Mật-khẩu-1").unwrap();
        assert!(kept.starts_with("$argon2id$"));
        assert!(matches("Mật-khẩu-1", &kept));
        assert!(!matches("Mật-khẩu-2", &kept));
        assert!(!matches("Mật-khẩu-1", "not a hash"));
    }
}
