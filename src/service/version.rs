//! The API versions on offer.

use std::fmt;

use serde_json::{Value, json};

use super::errors::Refusal;
use crate::wire::action::Action;

/// One of the versions on offer, 31.0 to 67.0. Tools of today ask for ones as old as 51.0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version(u8);

impl Version {
    pub(super) const OLDEST: Self = Self(31);
    pub(super) const NEWEST: Self = Self(67);

    /// From a segment such as `v65.0`.
    ///
    /// Older ones are said to be retired. That is documented (410); what the body says is not.
    pub(super) fn find(segment: &str) -> Result<Self, Refusal> {
        let number = segment.strip_prefix('v').and_then(|rest| rest.strip_suffix(".0"));
        let canonical =
            number.filter(|n| n.bytes().all(|b| b.is_ascii_digit()) && !n.starts_with('0'));
        match canonical.and_then(|number| number.parse().ok()) {
            Some(number) if number < Self::OLDEST.0 => Err(Refusal::retired()),
            Some(number) if number <= Self::NEWEST.0 => Ok(Self(number)),
            _ => Err(Refusal::not_found()),
        }
    }

    /// Whether it has an action.
    pub(super) fn has(self, action: Action) -> bool {
        f32::from(self.0) >= action.since()
    }

    /// Three a year: 31.0 was Summer '14, then come Winter, of the following year, and Spring.
    fn label(self) -> String {
        let since = self.0 - Self::OLDEST.0;
        let season = ["Summer", "Winter", "Spring"][usize::from(since % 3)];
        format!("{season} '{}", 14 + since.div_ceil(3))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v{}.0", self.0)
    }
}

/// The answer of `GET /services/data/`.
pub(super) fn list() -> Value {
    let versions = (Version::OLDEST.0..=Version::NEWEST.0).map(Version).map(|version| {
        json!({
            "label": version.label(),
            "url": format!("/services/data/{version}"),
            "version": format!("{}.0", version.0),
        })
    });
    versions.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_have_their_names() {
        let labels: Vec<_> = (58..=67).map(|n| Version(n).label()).collect();
        assert_eq!(labels[..4], ["Summer '23", "Winter '24", "Spring '24", "Summer '24"]);
        assert_eq!(labels[7..], ["Winter '26", "Spring '26", "Summer '26"]);
    }

    #[test]
    fn only_versions_on_offer_are_found() {
        assert_eq!(Version::find("v67.0").unwrap(), Version::NEWEST);
        let status = |segment| Version::find(segment).unwrap_err().status.as_u16();
        assert_eq!((status("v30.0"), status("v9.0")), (410, 410));
        for bad in ["v68.0", "v999.0", "v65", "v65.5", "65.0", "v065.0", "v+65.0", "v.0", ""] {
            assert_eq!(status(bad), 404, "{bad}");
        }
    }

    #[test]
    fn actions_came_with_a_version() {
        assert!(Version(65).has(Action::Intelligence) && !Version(64).has(Action::Intelligence));
        assert!(Version(63).has(Action::Transcript) && !Version(62).has(Action::Transcript));
        assert!(Version(60).has(Action::Explore) && !Version(59).has(Action::Explore));
    }
}
