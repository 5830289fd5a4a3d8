//! The objects that can be queried and retrieved: which there are, their fields and their records.
//!
//! A field is said once, in `fields`, with its type and how it is read from what the library
//! knows. Everything is read when the service starts; a query then only looks at cells.

mod cell;
mod describe;
mod fields;
mod record;
mod records;

pub(super) use cell::{Cell, fold};
pub(super) use describe::{all, one};
pub(super) use record::{attributes, record};
pub(super) use records::{Records, Row};

/// A kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Object {
    VideoCall,
    VoiceCall,
    VideoCallParticipant,
    Summary,
    User,
    Organization,
    Account,
    Task,
}

/// A field of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
}

/// The type of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Id,
    Reference(Relation),
    Text,
    /// Text that can be neither filtered nor sorted by.
    LongText,
    Integer,
    Boolean,
    DateTime,
}

/// Where a reference leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Relation {
    /// By which paths such as `Owner.Name` follow it; nothing for one that cannot be followed.
    pub(super) name: Option<&'static str>,
    /// The objects that it may lead to; one that can be followed leads to the first.
    pub(super) to: &'static [Object],
}

impl Object {
    pub(super) const ALL: [Self; 8] = [
        Self::VideoCall,
        Self::VoiceCall,
        Self::VideoCallParticipant,
        Self::Summary,
        Self::User,
        Self::Organization,
        Self::Account,
        Self::Task,
    ];

    /// Names are taken without regard to case, as the org does.
    pub(super) fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|object| object.name().eq_ignore_ascii_case(name))
    }

    /// Whether its records are calls, or tell of calls.
    pub(super) fn is_of_calls(self) -> bool {
        !matches!(self, Self::User | Self::Organization | Self::Account | Self::Task)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::VideoCall => "VideoCall",
            Self::VoiceCall => "VoiceCall",
            Self::VideoCallParticipant => "VideoCallParticipant",
            Self::Summary => "GenAIConversationSummary",
            Self::User => "User",
            Self::Organization => "Organization",
            Self::Account => "Account",
            Self::Task => "Task",
        }
    }

    /// The first three characters of the ids of its records. That of summaries is invented, and
    /// those of video calls and participants are only known from samples.
    pub(super) fn key_prefix(self) -> &'static str {
        match self {
            Self::VideoCall => "6qr",
            Self::VoiceCall => "0LQ",
            Self::VideoCallParticipant => "1af",
            Self::Summary => "9zS",
            Self::User => "005",
            Self::Organization => "00D",
            Self::Account => "001",
            Self::Task => "00T",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::VideoCall => "Video Call",
            Self::VoiceCall => "Voice Call",
            Self::VideoCallParticipant => "Video Call Participant",
            Self::Summary => "Gen AI Conversation Summary",
            Self::User => "User",
            Self::Organization => "Organization",
            Self::Account => "Account",
            Self::Task => "Task",
        }
    }
}
