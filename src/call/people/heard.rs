//! When people are first heard.

use super::People;
use crate::call::offset::Offset;
use crate::call::placement::Placement;
use crate::call::timeline::Timeline;
use crate::call::transcript::Transcript;

impl People {
    /// The voices that stand for persons, and when each person is first heard, as far as moments
    /// and entries tell.
    pub(in crate::call) fn first_heard(
        &self,
        timeline: &Timeline,
        transcript: Option<&Transcript>,
        placement: &Placement,
    ) -> Vec<(usize, Option<Offset>)> {
        let mut first = vec![None; self.voices.len()];
        let mut hear = |person: usize, at: Option<Offset>| {
            first[person] = [first[person], at].into_iter().flatten().min();
        };
        for (speaker, &voice) in timeline.speaker_ixs().zip(&self.speakers) {
            let moment = timeline.by_speaker(speaker).minimum();
            hear(self.voices[voice].person, moment.map(|ix| timeline.moment(ix).at));
        }
        let entries =
            transcript.iter().flat_map(|transcript| transcript.entries.iter().enumerate());
        for (i, entry) in entries {
            if let Some(person) = self.person(&entry.speaker) {
                hear(person, placement.span(i).map(|span| span.start));
            }
        }
        let persons = first.into_iter().enumerate();
        persons.filter(|(voice, _)| self.voices[*voice].person == *voice).collect()
    }
}
