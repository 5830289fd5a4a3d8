//! What was said, and by whom.

use jiff::Timestamp;

use super::text::Clean;

/// A call's transcript, as far as its structure was sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Transcript {
    /// What was said, in order of `sequence`.
    pub entries: Vec<Entry>,
    /// Who took part.
    pub participants: Vec<Participant>,
    /// `transcribedLanguage`, such as `en`.
    pub language: Option<Clean>,
    /// Lines of `unformattedTextTranscript`, where the org sent text without structure.
    pub plain: Vec<Clean>,
}

/// One utterance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number; moments refer to it.
    pub sequence: u32,
    /// Who spoke.
    pub speaker: Clean,
    /// What was said.
    pub text: Clean,
    /// When it began, by the clock on the wall.
    pub start: Option<Timestamp>,
    /// When it ended.
    pub end: Option<Timestamp>,
}

/// Someone on the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// `speakerId`, as entries and some insights use it.
    pub id: Clean,
    /// `speakerName`.
    pub name: Clean,
    /// `speakerRole`, such as `Agent` or `EndUser`.
    pub role: Option<Clean>,
}

impl Transcript {
    /// The participant whom an id names.
    #[must_use]
    pub fn participant(&self, id: &str) -> Option<&Participant> {
        self.participants.iter().find(|participant| participant.id.as_str() == id)
    }

    /// Where the entry of a number stands; the first of them, should several have it.
    #[must_use]
    pub fn position(&self, sequence: u32) -> Option<usize> {
        let at = self.entries.partition_point(|entry| entry.sequence < sequence);
        self.entries.get(at).filter(|entry| entry.sequence == sequence).map(|_| at)
    }

    /// Whether there is nothing to read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.plain.is_empty()
    }
}
