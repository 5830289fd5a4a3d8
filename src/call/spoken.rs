//! What follows from moments and a transcript together.

use super::conversation::Record;
use super::offset::Offset;
use super::people::{Corrections, People};
use super::placement::Placement;
use super::talk::{Talk, Untold};
use super::timeline::Timeline;
use super::transcript::Transcript;

/// Where entries lie, who speaks, and how talk was shared out.
#[derive(Debug, Clone)]
pub struct Spoken {
    /// Where entries lie in the recording.
    pub placement: Placement,
    /// Who speaks.
    pub people: People,
    /// How talk was shared out, or why nobody knows.
    pub talk: Result<Talk, Untold>,
}

impl Spoken {
    /// Joins what is known so far. The timeline must be [corrected](Corrections::apply) already.
    #[must_use]
    pub fn of(
        timeline: &Timeline,
        transcript: Option<&Transcript>,
        record: Option<&Record>,
        corrections: &Corrections,
    ) -> Self {
        let none = Transcript::default();
        let transcript = transcript.unwrap_or(&none);
        let start = record.and_then(|record| record.start);
        let length = record.and_then(|record| record.duration);
        let length = length.unwrap_or(Offset::ZERO).max(timeline.end());
        let placement = Placement::of(transcript, timeline, start, length);
        let people = People::of(timeline, transcript, &placement, corrections);
        let talk = Talk::of(transcript, timeline, &people, &placement);
        Self { placement, people, talk }
    }
}

impl Default for Spoken {
    fn default() -> Self {
        let (placement, people) = (Placement::default(), People::default());
        Self { placement, people, talk: Err(Untold::NoEntries) }
    }
}
