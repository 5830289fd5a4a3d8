//! What is kept of a secret.

use std::fmt;
use std::hash::{Hash, Hasher};

use secrecy::SecretString;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;

/// The SHA-256 of a secret: enough to know it again, of no use to whoever reads it.
///
/// Looking one up takes a time that tells nothing of the secrets that are kept: it depends on
/// digests only, and two of them are compared in constant time.
#[derive(Clone, Copy)]
pub(super) struct Digest([u8; 32]);

impl Digest {
    pub(super) fn of(secret: &str) -> Self {
        Self(Sha256::digest(secret).into())
    }

    /// From the 32 bytes themselves.
    pub(super) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// As it is written down.
    pub(super) fn base64url(&self) -> String {
        base64url(&self.0)
    }
}

impl PartialEq for Digest {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Digest {}

impl Hash for Digest {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digest")
    }
}

/// 256 random bits, as letters, digits, `_` and `.`.
pub(super) fn random() -> Result<SecretString, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(base64url(&bytes).replace('-', ".").into())
}

/// Base64 for URLs, without padding.
pub(super) fn base64url(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

/// Bytes from Base64 for URLs; nothing when it is not, or not 32 of them.
pub(super) fn from_base64url(text: &str) -> Option<[u8; 32]> {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    #[test]
    fn only_the_whole_secret_has_its_digest() {
        assert_eq!(Digest::of("secret"), Digest::of("secret"));
        for other in ["", "secre", "secrets", "Secret"] {
            assert_ne!(Digest::of("secret"), Digest::of(other), "{other}");
        }
        assert_eq!(format!("{:?}", Digest::of("secret")), "Digest");
    }

    #[test]
    fn random_secrets_differ_and_are_made_of_word_characters_and_dots() {
        let (a, b) = (random().unwrap(), random().unwrap());
        assert_ne!(a.expose_secret(), b.expose_secret());
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
        assert!(a.expose_secret().len() == 43 && a.expose_secret().chars().all(plain));
    }

    #[test]
    fn base64url_is_read_without_padding_only() {
        let text = base64url(&[7; 32]);
        assert_eq!(from_base64url(&text), Some([7; 32]));
        for wrong in ["", "BwcH", "not base64!", &format!("{text}="), &base64url(&[7; 33])] {
            assert_eq!(from_base64url(wrong), None, "{wrong}");
        }
    }
}
