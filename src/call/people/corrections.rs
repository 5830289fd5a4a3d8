//! What a reviewer knows better than the org about who speaks.

use std::collections::{BTreeMap, HashMap};

use crate::call::moment::SpeakerIx;
use crate::call::text::{Clean, clean_line};
use crate::call::timeline::Timeline;

/// A call's corrections by hand, by the speakers' ids.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Corrections(BTreeMap<Clean, Correction>);

/// What was corrected of one speaker.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Correction {
    /// The right name.
    pub name: Option<Clean>,
    /// The id of the speaker who is the same person.
    pub same_as: Option<Clean>,
}

impl Corrections {
    /// The longest name that is kept, in characters.
    pub const LONGEST: usize = 80;

    /// Corrections as they were kept.
    pub fn of(kept: impl IntoIterator<Item = (Clean, Correction)>) -> Self {
        Self(kept.into_iter().collect())
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, by id.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Clean, &Correction)> {
        self.0.iter()
    }

    /// What was corrected of a speaker.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Correction> {
        self.0.get(id)
    }

    /// Names a speaker; a blank name takes the name back.
    pub fn rename(&mut self, id: &Clean, name: &str) {
        let name: String = name.trim().chars().take(Self::LONGEST).collect();
        let name = clean_line(&name).trimmed().boxed();
        let correction = self.0.entry(id.clone()).or_default();
        correction.name = (!name.is_blank()).then_some(name);
        self.0.retain(|_, correction| *correction != Correction::default());
    }

    /// Makes one person of two speakers; says whether they were not one already.
    pub fn merge(&mut self, id: &Clean, into: &Clean) -> bool {
        let (own, root) = (self.root(id).to_owned(), self.root(into).to_owned());
        if own == root {
            return false;
        }
        self.0.entry(clean_line(&own).boxed()).or_default().same_as =
            Some(clean_line(&root).boxed());
        true
    }

    /// Takes back all that was corrected of a speaker; says whether there was anything.
    pub fn undo(&mut self, id: &str) -> bool {
        self.0.remove(id).is_some()
    }

    /// The speaker that stands for the person whom an id names.
    #[must_use]
    pub fn root<'a>(&'a self, id: &'a str) -> &'a str {
        let mut root = id;
        // As many steps as there are corrections: kept ones could lead in a circle.
        for _ in 0..self.0.len() {
            match self.0.get(root).and_then(|correction| correction.same_as.as_deref()) {
                Some(next) => root = next,
                None => return root,
            }
        }
        match self.0.get(root).is_some_and(|correction| correction.same_as.is_some()) {
            true => id,
            false => root,
        }
    }

    /// Makes one speaker of those that were merged; without corrections, each is as the org says
    /// again.
    pub fn apply(&self, timeline: &mut Timeline) {
        let mut first: HashMap<&str, SpeakerIx> = HashMap::new();
        let labels = timeline.labels();
        let place = |i: usize| SpeakerIx(u8::try_from(i).unwrap_or(u8::MAX));
        // The one that others were merged into, where it has moments of its own.
        for (i, label) in labels.iter().enumerate() {
            if self.root(&label.id) == label.id.as_str() {
                first.insert(&label.id, place(i));
            }
        }
        let mut into = Vec::with_capacity(labels.len());
        for (i, label) in labels.iter().enumerate() {
            into.push(*first.entry(self.root(&label.id)).or_insert(place(i)));
        }
        timeline.merge(&into);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(text: &str) -> Clean {
        clean_line(text).boxed()
    }

    #[test]
    fn names_are_given_and_taken_back() {
        let mut corrections = Corrections::default();
        corrections.rename(&id("Speaker 1"), " Hanneke \u{202e}Dorsey\n");
        let name = |c: &Corrections| c.get("Speaker 1").and_then(|c| c.name.clone());
        assert_eq!(name(&corrections).as_deref(), Some("Hanneke Dorsey"));
        corrections.rename(&id("Speaker 1"), "  ");
        assert!(corrections.is_empty());
        corrections.rename(&id("Speaker 1"), &"x".repeat(500));
        assert_eq!(name(&corrections).unwrap().len(), Corrections::LONGEST);
        assert!(corrections.undo("Speaker 1") && !corrections.undo("Speaker 1"));
    }

    #[test]
    fn merged_speakers_are_one_until_undone() {
        let mut corrections = Corrections::default();
        assert!(corrections.merge(&id("Speaker 3"), &id("Speaker 1")));
        assert!(corrections.merge(&id("Speaker 1"), &id("Speaker 2")));
        assert_eq!(corrections.root("Speaker 3"), "Speaker 2");
        assert!(!corrections.merge(&id("Speaker 2"), &id("Speaker 3")));
        assert!(!corrections.merge(&id("Speaker 2"), &id("Speaker 2")));
        assert!(corrections.undo("Speaker 1"));
        assert_eq!(corrections.root("Speaker 3"), "Speaker 1");
    }

    #[test]
    fn a_kept_circle_is_nobody_else() {
        let same = |other: &str| Correction { name: None, same_as: Some(id(other)) };
        let circle = Corrections::of([(id("a"), same("b")), (id("b"), same("a"))]);
        assert_eq!((circle.root("a"), circle.root("b")), ("a", "b"));
    }

    proptest! {
        #[test]
        fn any_merges_leave_each_speaker_a_root(steps in proptest::collection::vec((0u8..6, 0u8..6), 0..30)) {
            let mut corrections = Corrections::default();
            for (a, b) in steps {
                let (a, b) = (id(&a.to_string()), id(&b.to_string()));
                corrections.merge(&a, &b);
                prop_assert_eq!(corrections.root(&a), corrections.root(&b));
            }
            for i in 0..6 {
                let name = i.to_string();
                let root = corrections.root(&name).to_owned();
                prop_assert_eq!(corrections.root(&root), root.as_str());
            }
        }
    }
}
