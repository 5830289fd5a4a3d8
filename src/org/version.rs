//! Which version of the API to ask.

use std::fmt;

/// A version of the Salesforce API, such as 65.0. Versions are whole numbers, written with `.0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApiVersion(u16);

/// A text that is not a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("An API version is a number such as 65.0. Give one that the org supports.")]
pub struct BadVersion;

impl ApiVersion {
    /// Reads `65.0`, `v65.0` or `65`.
    ///
    /// # Errors
    ///
    /// [`BadVersion`] for anything else.
    pub fn parse(text: &str) -> Result<Self, BadVersion> {
        let text = text.trim();
        let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
        let digits = text.strip_suffix(".0").unwrap_or(text);
        let plain = (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        let number = digits.parse().ok().filter(|number| plain && *number > 0);
        number.map(Self).ok_or(BadVersion)
    }

    /// Whether something that came with a version, such as 63.0, is in this one.
    #[must_use]
    pub fn has(self, since: f32) -> bool {
        f32::from(self.0) >= since
    }
}

/// 65.0, the first with `getConversationIntelligence` (Actions Developer Guide, Winter '26).
impl Default for ApiVersion {
    fn default() -> Self {
        Self(65)
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.0", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_spellings_are_one_version() {
        for text in ["65.0", "v65.0", "65", " V65 "] {
            assert_eq!(ApiVersion::parse(text), Ok(ApiVersion::default()), "{text}");
        }
        assert_eq!(ApiVersion::default().to_string(), "65.0");
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "v", "0", "65.1", "65.0.0", "-65", "+65", "6553665", "latest", ".0"] {
            assert_eq!(ApiVersion::parse(text), Err(BadVersion), "{text}");
        }
    }

    #[test]
    fn a_version_has_what_came_before_it() {
        assert!(ApiVersion::default().has(63.0));
        assert!(!ApiVersion(64).has(65.0));
    }
}
