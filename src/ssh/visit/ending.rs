//! How a visit ends.

/// Why a visit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ssh) enum Ending {
    /// The visitor quit, or had what they asked for.
    Left,
    /// The connection ended, or the client hung up.
    Gone,
    /// No key for too long.
    Idle,
    /// The longest that a session may last.
    Long,
    /// The host stops.
    Stopped,
    /// What was asked for is not to be had.
    Refused,
    /// No place is left for anybody.
    Full,
    /// No place is left for this address.
    Crowded,
    /// A defect.
    Panicked,
}

impl Ending {
    /// All there are.
    pub(in crate::ssh) const ALL: [Self; 9] = [
        Self::Left,
        Self::Gone,
        Self::Idle,
        Self::Long,
        Self::Stopped,
        Self::Refused,
        Self::Full,
        Self::Crowded,
        Self::Panicked,
    ];

    /// In one word, for logs.
    pub(in crate::ssh) fn word(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Gone => "gone",
            Self::Idle => "idle",
            Self::Long => "long",
            Self::Stopped => "stopped",
            Self::Refused => "refused",
            Self::Full => "full",
            Self::Crowded => "crowded",
            Self::Panicked => "panicked",
        }
    }

    /// What the visitor's client exits with.
    pub(super) fn status(self) -> u32 {
        match self {
            Self::Left => 0,
            _ => 1,
        }
    }

    /// What the visitor reads once their screen is theirs again.
    pub(super) fn sentence(self) -> Option<&'static str> {
        Some(match self {
            Self::Left | Self::Gone | Self::Refused => return None,
            Self::Idle => "The session ended, because no key came for a long time; connect again.",
            Self::Long => "The session has lasted as long as one may here; connect again.",
            Self::Stopped => "The host has stopped; connect again in a while.",
            Self::Full => "This host has no place left; connect again in a while.",
            Self::Crowded => {
                "There are too many sessions from your address; end one of them first."
            }
            Self::Panicked => {
                "The session ended by a defect of earmark, which is noted here; connect again."
            }
        })
    }
}
