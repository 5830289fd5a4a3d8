//! Record ids of calls.

use std::fmt;
use std::str::FromStr;

/// The record id of a voice or video call, always in its 18-character form.
///
/// Salesforce writes ids in two forms: 15 case-sensitive characters, or the same with a
/// three-character checksum of their case. Either is accepted; requests and answers carry the
/// long form.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallId([u8; 18]);

/// Why a text is not a record id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadId {
    /// It is not 15 or 18 letters and digits.
    #[error("a record id is 15 or 18 letters and digits, such as 6qrEM0000004c8nYAA")]
    Shape,
    /// Its last three characters do not fit the first fifteen.
    #[error(
        "the id's checksum does not fit: a letter was mistyped or its case was lost (copy the id again)"
    )]
    Checksum,
    /// It is the id of something else than a user.
    #[error("a user's id starts with 005")]
    NotUser,
}

/// The record id of a user, in its 18-character form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UserId(CallId);

/// What kind of call an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallKind {
    /// `VideoCall`, whose ids start with `6qr`.
    Video,
    /// `VoiceCall`, whose ids start with `0LQ`.
    Voice,
}

impl CallId {
    /// The 18 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Video or voice by the id's prefix; nothing for any other object.
    #[must_use]
    pub fn kind(&self) -> Option<CallKind> {
        match &self.0[..3] {
            b"6qr" => Some(CallKind::Video),
            b"0LQ" => Some(CallKind::Voice),
            _ => None,
        }
    }
}

impl UserId {
    /// The 18 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl FromStr for UserId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let id: CallId = text.parse()?;
        // The key prefix of users is the same in every org.
        if id.as_str().starts_with("005") { Ok(Self(id)) } else { Err(BadId::NotUser) }
    }
}

impl CallKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Video, Self::Voice];

    /// The object's API name.
    #[must_use]
    pub fn object(self) -> &'static str {
        match self {
            Self::Video => "VideoCall",
            Self::Voice => "VoiceCall",
        }
    }

    /// The word a person uses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Video => "video",
            Self::Voice => "voice",
        }
    }
}

impl FromStr for CallId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let bytes = text.as_bytes();
        let shaped = matches!(bytes.len(), 15 | 18) && bytes.iter().all(u8::is_ascii_alphanumeric);
        if !shaped {
            return Err(BadId::Shape);
        }
        let mut id = [0; 18];
        id[..15].copy_from_slice(&bytes[..15]);
        for (i, chunk) in bytes[..15].chunks(5).enumerate() {
            id[15 + i] = checksum(chunk);
        }
        match bytes.get(15..) {
            Some(given) if !given.is_empty() && !given.eq_ignore_ascii_case(&id[15..]) => {
                Err(BadId::Checksum)
            }
            _ => Ok(Self(id)),
        }
    }
}

/// One character for five: bit `i` is set where character `i` is upper case.
fn checksum(chunk: &[u8]) -> u8 {
    let bits = (0..).zip(chunk).map(|(i, c)| usize::from(c.is_ascii_uppercase()) << i);
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[bits.sum::<usize>()]
}

impl fmt::Display for CallId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for CallId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fifteen_and_eighteen_characters_name_one_record() {
        // The id of the documented sample request.
        let long: CallId = "6qrAAC000000BGPYB2".parse().unwrap();
        assert_eq!("6qrAAC000000BGP".parse(), Ok(long));
        assert_eq!(long.to_string(), "6qrAAC000000BGPYB2");
        assert_eq!(long.kind(), Some(CallKind::Video));
        assert_eq!("0LQSG000000gNTF4A2".parse::<CallId>().unwrap().kind(), Some(CallKind::Voice));
    }

    #[test]
    fn a_lost_case_or_shape_is_told_apart() {
        assert_eq!("6qraac000000bgpYB2".parse::<CallId>(), Err(BadId::Checksum));
        assert_eq!("calls/one.json".parse::<CallId>(), Err(BadId::Shape));
        assert_eq!("".parse::<CallId>(), Err(BadId::Shape));
    }

    #[test]
    fn a_user_is_known_by_the_prefix() {
        let user: UserId = "005Ws000001hRtC".parse().unwrap();
        assert_eq!(user.as_str(), "005Ws000001hRtCIAU");
        assert_eq!("6qrAAC000000BGPYB2".parse::<UserId>(), Err(BadId::NotUser));
        assert_eq!("005".parse::<UserId>(), Err(BadId::Shape));
    }

    proptest! {
        #[test]
        fn the_long_form_reads_back(id in "[0-9A-Za-z]{15}") {
            let parsed: CallId = id.parse().unwrap();
            prop_assert_eq!(parsed.as_str().parse(), Ok(parsed));
            prop_assert!(parsed.as_str().starts_with(&id));
        }
    }
}
