//! Who speaks: names for speakers that the insights only number, and the evidence for them.

mod corrections;
mod heard;
mod votes;

use std::collections::HashMap;

pub use self::corrections::{Correction, Corrections};
use super::build::NOBODY;
use super::moment::SpeakerIx;
use super::placement::Placement;
use super::text::Clean;
use super::timeline::Timeline;
use super::transcript::Transcript;

/// Everyone that the insights or the transcript name, by whatever id.
#[derive(Debug, Clone, Default)]
pub struct People {
    voices: Vec<Voice>,
    by_id: HashMap<Clean, usize>,
    /// The voice of each of the timeline's speakers.
    speakers: Vec<usize>,
}

/// One id and the person behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// `speakerId`: a label such as `Speaker 1`, or a participant's id.
    pub id: Clean,
    /// The person's name; the id where nobody knows it.
    pub name: Clean,
    /// The person's role, such as `Agent` or `EndUser`.
    pub role: Option<Clean>,
    /// How many moments have this id.
    pub moments: usize,
    /// How many entries have this id.
    pub entries: usize,
    /// Which participant moments point to, where the id is no participant's.
    pub evidence: Option<Evidence>,
    /// Name or person were corrected by hand.
    pub by_hand: bool,
    /// The voice that stands for the person.
    person: usize,
}

/// On whose entries a label's moments fall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The id of the participant that most moments point to.
    pub id: Clean,
    /// The participant's name.
    pub name: Clean,
    /// How many do.
    pub votes: usize,
    /// How many fall on the entries of just one person.
    pub of: usize,
}

impl Evidence {
    /// More than half: otherwise the label keeps to itself.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.votes * 2 > self.of
    }
}

impl std::fmt::Display for Evidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { name, votes, of, .. } = self;
        let (moments, fall) = match of {
            1 => ("moment", "falls"),
            _ => ("moments", "fall"),
        };
        write!(f, "{votes} of {of} {moments} {fall} on entries by {name}")
    }
}

impl People {
    /// Finds out who is who. The timeline must be [corrected](Corrections::apply) already.
    #[must_use]
    pub fn of(
        timeline: &Timeline,
        transcript: &Transcript,
        placement: &Placement,
        corrections: &Corrections,
    ) -> Self {
        let mut people = Self::listed(timeline, transcript);
        let votes = votes::count(timeline, transcript, placement);
        for (voice, evidence) in people.voices.iter_mut().zip(votes) {
            voice.evidence = evidence;
        }
        let persons: Vec<usize> =
            (0..people.voices.len()).map(|i| people.person_of(i, corrections)).collect();
        for (i, &person) in persons.iter().enumerate() {
            let id = people.voices[i].id.clone();
            let root = people.by_id.get(corrections.root(&id)).copied().unwrap_or(i);
            let renamed = |i: usize| corrections.get(&people.voices[i].id)?.name.clone();
            let known = transcript.participant(&people.voices[person].id);
            let own = people.voices[root].id.clone();
            let name = renamed(root).or_else(|| renamed(person));
            let name = name.or_else(|| known.map(|known| known.name.clone())).unwrap_or(own);
            let role = known.and_then(|known| known.role.clone());
            let voice = &mut people.voices[i];
            voice.by_hand = corrections.get(&id).is_some();
            voice.name = name;
            voice.role = voice.role.take().or(role);
            voice.person = person;
        }
        people
    }

    /// All ids: those of the insights first, as they were before any were merged.
    #[must_use]
    pub fn voices(&self) -> &[Voice] {
        &self.voices
    }

    /// The voice of an id.
    #[must_use]
    pub fn voice(&self, id: &str) -> Option<&Voice> {
        let id = if id.trim().is_empty() { NOBODY.text() } else { id };
        self.by_id.get(id).map(|&i| &self.voices[i])
    }

    /// The voice of a speaker of the timeline.
    #[must_use]
    pub fn speaker(&self, ix: SpeakerIx) -> Option<&Voice> {
        self.speakers.get(ix.get()).map(|&i| &self.voices[i])
    }

    /// The number of the person whom an id names: the same for all ids of one person.
    #[must_use]
    pub fn person(&self, id: &str) -> Option<usize> {
        self.voice(id).map(|voice| voice.person)
    }

    fn listed(timeline: &Timeline, transcript: &Transcript) -> Self {
        let mut people = Self::default();
        for (speaker, count) in timeline.labels().iter().zip(timeline.label_counts()) {
            let voice = people.add(&speaker.id);
            voice.moments = count;
            voice.role.clone_from(&speaker.role);
        }
        for participant in &transcript.participants {
            people.add(&participant.id);
        }
        for entry in &transcript.entries {
            match entry.speaker.is_blank() {
                true => people.add(&NOBODY.boxed()).entries += 1,
                false => people.add(&entry.speaker).entries += 1,
            }
        }
        let voice = |id: &Clean| people.by_id.get(id).copied().unwrap_or(0);
        people.speakers = timeline.speakers().iter().map(|speaker| voice(&speaker.id)).collect();
        people
    }

    fn add(&mut self, id: &Clean) -> &mut Voice {
        let at = match self.by_id.get(id) {
            Some(&at) => at,
            None => {
                let at = self.voices.len();
                self.by_id.insert(id.clone(), at);
                self.voices.push(Voice {
                    id: id.clone(),
                    name: id.clone(),
                    role: None,
                    moments: 0,
                    entries: 0,
                    evidence: None,
                    by_hand: false,
                    person: at,
                });
                at
            }
        };
        &mut self.voices[at]
    }

    /// The voice that stands for a voice's person: the one it was merged into by hand, and the
    /// participant that evidence shows behind that.
    fn person_of(&self, voice: usize, corrections: &Corrections) -> usize {
        let root = corrections.root(&self.voices[voice].id);
        let root = self.by_id.get(root).copied().unwrap_or(voice);
        let clear = self.voices[root].evidence.as_ref().filter(|evidence| evidence.is_clear());
        clear.and_then(|evidence| self.by_id.get(&evidence.id).copied()).unwrap_or(root)
    }
}
