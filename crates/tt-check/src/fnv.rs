//! A quick hash for words, the same everywhere and at every run (FNV-1a).

use std::hash::{BuildHasherDefault, Hasher};

/// Hashes bytes one by one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fnv(u64);

/// Makes [`Fnv`] for maps.
pub(crate) type BuildFnv = BuildHasherDefault<Fnv>;

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Takes a hash of a word as its own hash.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Kept(u64);

/// Makes [`Kept`] for sets of hashes.
pub(crate) type BuildKept = BuildHasherDefault<Kept>;

impl Hasher for Kept {
    fn write(&mut self, bytes: &[u8]) {
        let mut hasher = Fnv::default();
        hasher.write(bytes);
        self.0 = hasher.finish();
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The hash of one word.
pub(crate) fn hash(word: &str) -> u64 {
    let mut hasher = Fnv::default();
    hasher.write(word.as_bytes());
    hasher.finish()
}
