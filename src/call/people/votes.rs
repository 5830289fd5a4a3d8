//! Who is behind a label: every moment that falls on one participant's entries is a vote.

use std::collections::HashMap;

use super::Evidence;
use crate::call::placement::Placement;
use crate::call::timeline::Timeline;
use crate::call::transcript::Transcript;

/// The evidence for each of the timeline's labels; none for those that are a participant's id.
pub(super) fn count(
    timeline: &Timeline,
    transcript: &Transcript,
    placement: &Placement,
) -> Vec<Option<Evidence>> {
    let participants: HashMap<&str, usize> =
        transcript.participants.iter().enumerate().map(|(i, p)| (p.id.as_str(), i)).collect();
    let is_open: Vec<bool> =
        timeline.labels().iter().map(|label| !participants.contains_key(&*label.id)).collect();
    let mut votes = vec![HashMap::<usize, usize>::new(); is_open.len()];
    if transcript.entries.is_empty() || participants.is_empty() || !is_open.contains(&true) {
        return vec![None; is_open.len()];
    }
    for (ix, moment) in timeline.moments() {
        let label = timeline.label_of(ix).get();
        if !is_open[label] {
            continue;
        }
        let numbers = timeline.sequences(moment).iter();
        let entries = numbers.filter_map(|&number| transcript.position(number));
        let entries = entries.chain(placement.entry_of(ix));
        let speaker = |entry: usize| transcript.entries[entry].speaker.as_str();
        if let Some(participant) = only(entries.filter_map(|e| participants.get(speaker(e)))) {
            *votes[label].entry(*participant).or_default() += 1;
        }
    }
    let evidence = |votes: HashMap<usize, usize>| {
        let of = votes.values().sum();
        // Of two that have as many votes, neither has most of them.
        let (first, votes) = votes.into_iter().max_by_key(|&(i, votes)| (votes, usize::MAX - i))?;
        let participant = &transcript.participants[first];
        Some(Evidence { id: participant.id.clone(), name: participant.name.clone(), votes, of })
    };
    votes.into_iter().map(evidence).collect()
}

/// What all of some are, if they are the same.
fn only<T: PartialEq>(mut some: impl Iterator<Item = T>) -> Option<T> {
    let first = some.next()?;
    some.all(|other| other == first).then_some(first)
}
