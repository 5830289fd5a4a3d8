//! Speakers who are one person, as a reviewer says.

use super::build::index;
use super::moment::{MomentIx, Speaker, SpeakerIx};
use super::timeline::{Timeline, Unmerged};

impl Timeline {
    /// Speakers as the org names them, merged or not.
    #[must_use]
    pub fn labels(&self) -> &[Speaker] {
        self.unmerged.as_ref().map_or(self.speakers(), |unmerged| &unmerged.labels)
    }

    /// Which of the [labels](Self::labels) a moment has.
    #[must_use]
    pub fn label_of(&self, ix: MomentIx) -> SpeakerIx {
        match &self.unmerged {
            Some(unmerged) => unmerged.heard[ix],
            None => self.moment(ix).speaker,
        }
    }

    /// The speaker that an id's moments count to.
    #[must_use]
    pub fn speaker_of(&self, id: &str) -> Option<SpeakerIx> {
        let label = self.labels().iter().position(|label| label.id.as_str() == id)?;
        match &self.unmerged {
            Some(unmerged) => unmerged.place.get(label).copied(),
            None => self.speaker_ixs().nth(label),
        }
    }

    /// How many moments each label has.
    pub(super) fn label_counts(&self) -> Vec<usize> {
        let Some(unmerged) = &self.unmerged else {
            return self.speaker_ixs().map(|ix| self.speaker_count(ix)).collect();
        };
        let mut counts = vec![0; unmerged.labels.len()];
        unmerged.heard.iter().for_each(|label| counts[label.get()] += 1);
        counts
    }

    /// Counts the moments of label `i` to the speaker `into[i]`, also a label. A label that is its
    /// own speaker stays; from a list of such, all are as the org says again.
    ///
    /// One pass over the moments, and none where nothing changes.
    pub(super) fn merge(&mut self, into: &[SpeakerIx]) {
        let stays = |(i, ix): (usize, &SpeakerIx)| ix.get() == i;
        let is_whole = into.iter().enumerate().all(stays);
        if is_whole && self.unmerged.is_none() {
            return;
        }
        let mut unmerged = self.unmerged.take().unwrap_or_else(|| {
            let heard = self.moments.iter().map(|moment| moment.speaker).collect();
            Box::new(Unmerged { labels: self.speakers.clone(), heard, place: Vec::new() })
        });
        let mut own = vec![SpeakerIx(0); unmerged.labels.len()];
        self.speakers.clear();
        for (i, label) in unmerged.labels.iter().enumerate() {
            if into[i].get() == i {
                own[i] = SpeakerIx(u8::try_from(self.speakers.len()).unwrap_or(u8::MAX));
                self.speakers.push(label.clone());
            }
        }
        unmerged.place = into.iter().map(|ix| own[ix.get()]).collect();
        for (moment, label) in self.moments.iter_mut().zip(&unmerged.heard) {
            moment.speaker = unmerged.place[label.get()];
        }
        self.unmerged = (!is_whole).then_some(unmerged);
        index(self);
    }
}
