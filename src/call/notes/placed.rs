//! Where in a timeline the notes and labels of its call belong.

use std::collections::{BTreeMap, BTreeSet};

use fixedbitset::FixedBitSet;

use super::anchor::{Anchor, Likeness, MomentKey, SAME_WORDS, said};
use super::change::Applied;
use super::label::{Label, Verdict};
use super::note::{Note, NoteId};
use super::{Notes, Tag};
use crate::call::moment::{CategoryIx, MomentIx};
use crate::call::offset::Offset;
use crate::call::text::Clean;
use crate::call::timeline::Timeline;

/// Notes and labels at the moments of one timeline, with a bit a moment for what lists and filters
/// ask.
#[derive(Debug, Clone, Default)]
pub struct Placed {
    /// Each key has one moment at most, and no moment has two keys.
    moments: BTreeMap<MomentKey, MomentIx>,
    keys: BTreeMap<MomentIx, MomentKey>,
    notes: BTreeMap<MomentIx, BTreeSet<NoteId>>,
    noted: FixedBitSet,
    tagged: FixedBitSet,
    confirmed: FixedBitSet,
    dismissed: FixedBitSet,
    /// How many moments have a note or a tag.
    noted_count: usize,
    /// One for each category.
    precision: Vec<Precision>,
}

/// How many insights of a category were said to be right, of those that were judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Precision {
    /// Right.
    pub confirmed: usize,
    /// Wrong.
    pub dismissed: usize,
}

impl Precision {
    /// How many were judged.
    #[must_use]
    pub fn judged(self) -> usize {
        self.confirmed + self.dismissed
    }

    /// Confirmed ÷ (confirmed + dismissed), in percent, rounded; nothing where none was judged.
    #[must_use]
    pub fn percent(self) -> Option<usize> {
        let judged = self.judged();
        (judged > 0).then(|| (self.confirmed * 200 + judged) / (judged * 2))
    }
}

impl Placed {
    /// Places everything that is noted.
    #[must_use]
    pub fn of(notes: &Notes, timeline: &Timeline) -> Self {
        let n = timeline.len();
        let bits = || FixedBitSet::with_capacity(n);
        let mut placed = Self {
            noted: bits(),
            tagged: bits(),
            confirmed: bits(),
            dismissed: bits(),
            precision: vec![Precision::default(); timeline.categories().len()],
            ..Self::default()
        };
        let on_moments = notes.iter().filter_map(|note| match &note.anchor {
            Anchor::Moment(key) => Some(key),
            Anchor::Call | Anchor::At(_) => None,
        });
        let keys: BTreeSet<&MomentKey> =
            on_moments.chain(notes.labels().map(|label| &label.moment)).collect();
        placed.find(&keys, timeline);
        notes.iter().for_each(|note| placed.put(note));
        notes.labels().for_each(|label| placed.put_label(label, timeline));
        placed
    }

    /// Finds moments for keys: those that are the same first, then those most alike.
    fn find(&mut self, keys: &BTreeSet<&MomentKey>, timeline: &Timeline) {
        let mut lost = Vec::new();
        for &key in keys {
            match key.exact(timeline) {
                Some(ix) => self.bind(key, ix),
                None => lost.push(key),
            }
        }
        let mut pairs: Vec<(Likeness, usize, MomentIx)> = Vec::new();
        for (i, key) in lost.iter().enumerate() {
            pairs.extend(self.candidates(key, timeline).map(|(likeness, ix)| (likeness, i, ix)));
        }
        pairs.sort_unstable();
        for (_, i, ix) in pairs {
            if !self.moments.contains_key(lost[i]) && !self.keys.contains_key(&ix) {
                self.bind(lost[i], ix);
            }
        }
    }

    fn candidates<'a>(
        &'a self,
        key: &'a MomentKey,
        timeline: &'a Timeline,
    ) -> impl Iterator<Item = (Likeness, MomentIx)> + 'a {
        let from = timeline.first_at(key.at - SAME_WORDS);
        let to = timeline.first_at(key.at + SAME_WORDS + Offset::from_centis(1));
        let free = (from..to).filter(|ix| !self.keys.contains_key(ix));
        free.filter_map(|ix| Some((key.likeness(timeline, ix, said(timeline, ix))?, ix)))
    }

    fn bind(&mut self, key: &MomentKey, ix: MomentIx) {
        self.moments.insert(key.clone(), ix);
        self.keys.insert(ix, key.clone());
    }

    /// Takes over what came of a change, without placing everything again where that can be helped;
    /// `notes` has taken it over already.
    pub fn take(&mut self, applied: &Applied, notes: &Notes, timeline: &Timeline) {
        let changed: &[&Note] = match applied {
            Applied::Nothing => return,
            Applied::Written(note) | Applied::Stays(note) => &[note],
            Applied::Both { mine, other } => &[mine, other],
            Applied::Deleted(note) => {
                self.lift(note.id);
                &[]
            }
            Applied::Labelled(label) => {
                if !self.finds(&label.moment, timeline) {
                    *self = Self::of(notes, timeline);
                    return;
                }
                self.put_label(label, timeline);
                &[]
            }
        };
        for note in changed {
            let found = match &note.anchor {
                Anchor::Moment(key) => self.finds(key, timeline),
                Anchor::Call | Anchor::At(_) => true,
            };
            if !found {
                *self = Self::of(notes, timeline);
                return;
            }
            self.lift(note.id);
            self.put(note);
        }
        self.unbind(applied, notes);
    }

    /// Whether a key has its moment, or the moment that is the same is free.
    fn finds(&mut self, key: &MomentKey, timeline: &Timeline) -> bool {
        if self.moments.contains_key(key) {
            return true;
        }
        let free = key.exact(timeline).filter(|ix| !self.keys.contains_key(ix));
        free.inspect(|&ix| self.bind(key, ix)).is_some()
    }

    /// A moment whose last note and label are gone is free for others.
    fn unbind(&mut self, applied: &Applied, notes: &Notes) {
        let (Applied::Deleted(Note { anchor: Anchor::Moment(key), .. })
        | Applied::Labelled(Label { moment: key, .. })) = applied
        else {
            return;
        };
        let Some(&ix) = self.moments.get(key) else { return };
        if !self.notes.contains_key(&ix) && notes.label(key).is_none() {
            self.moments.remove(key);
            self.keys.remove(&ix);
        }
    }

    fn put(&mut self, note: &Note) {
        if let Some(ix) = self.moment_of(&note.anchor) {
            self.notes.entry(ix).or_default().insert(note.id);
            self.set_noted(ix, true);
        }
    }

    fn lift(&mut self, id: NoteId) {
        let at = self.notes.iter().find(|(_, ids)| ids.contains(&id)).map(|(&ix, _)| ix);
        let Some(ix) = at else { return };
        let Some(ids) = self.notes.get_mut(&ix) else { return };
        ids.remove(&id);
        if ids.is_empty() {
            self.notes.remove(&ix);
            self.set_noted(ix, false);
        }
    }

    fn set_noted(&mut self, ix: MomentIx, noted: bool) {
        let before = self.noted[ix] || self.tagged[ix];
        self.noted.set(ix, noted);
        self.count(ix, before);
    }

    /// Counts a moment that has a note or a tag now, or has none any more.
    fn count(&mut self, ix: MomentIx, before: bool) {
        match (before, self.noted[ix] || self.tagged[ix]) {
            (false, true) => self.noted_count += 1,
            (true, false) => self.noted_count -= 1,
            _ => {}
        }
    }

    fn put_label(&mut self, label: &Label, timeline: &Timeline) {
        let Some(&ix) = self.moments.get(&label.moment) else { return };
        let before = self.noted[ix] || self.tagged[ix];
        self.tagged.set(ix, !label.tags.is_empty());
        self.count(ix, before);
        let precision = &mut self.precision[timeline.moment(ix).category.get()];
        precision.confirmed -= usize::from(self.confirmed[ix]);
        precision.dismissed -= usize::from(self.dismissed[ix]);
        self.confirmed.set(ix, label.verdict == Some(Verdict::Confirmed));
        self.dismissed.set(ix, label.verdict == Some(Verdict::Dismissed));
        precision.confirmed += usize::from(self.confirmed[ix]);
        precision.dismissed += usize::from(self.dismissed[ix]);
    }

    /// The moment of an anchor, if it has one here.
    #[must_use]
    pub fn moment_of(&self, anchor: &Anchor) -> Option<MomentIx> {
        match anchor {
            Anchor::Moment(key) => self.moments.get(key).copied(),
            Anchor::Call | Anchor::At(_) => None,
        }
    }

    /// The key under which something is noted of a moment already, or a new one.
    #[must_use]
    pub fn key_of(&self, timeline: &Timeline, ix: MomentIx) -> MomentKey {
        self.keys.get(&ix).cloned().unwrap_or_else(|| MomentKey::of(timeline, ix))
    }

    /// The notes on a moment, the oldest first.
    #[must_use]
    pub fn notes_on<'a>(&self, notes: &'a Notes, ix: MomentIx) -> Vec<&'a Note> {
        let ids = self.notes.get(&ix).into_iter().flatten();
        let mut found: Vec<_> = ids.filter_map(|&id| notes.note(id)).collect();
        found.sort_by_key(|note| (note.created, note.id));
        found
    }

    /// The tags and the verdict of a moment.
    #[must_use]
    pub fn label_on<'a>(&self, notes: &'a Notes, ix: MomentIx) -> Option<&'a Label> {
        notes.label(self.keys.get(&ix)?)
    }

    /// Moments with a note.
    #[must_use]
    pub fn noted(&self) -> &FixedBitSet {
        &self.noted
    }

    /// Moments with a tag.
    #[must_use]
    pub fn tagged(&self) -> &FixedBitSet {
        &self.tagged
    }

    /// Moments that were said to be right.
    #[must_use]
    pub fn confirmed(&self) -> &FixedBitSet {
        &self.confirmed
    }

    /// Moments that were said to be wrong.
    #[must_use]
    pub fn dismissed(&self) -> &FixedBitSet {
        &self.dismissed
    }

    /// How many moments have a note or a tag.
    #[must_use]
    pub fn noted_count(&self) -> usize {
        self.noted_count
    }

    /// How many moments were said to be wrong.
    #[must_use]
    pub fn dismissed_count(&self) -> usize {
        self.precision.iter().map(|precision| precision.dismissed).sum()
    }

    /// How many insights of a category are right, as far as they were judged.
    #[must_use]
    pub fn precision(&self, category: CategoryIx) -> Precision {
        self.precision.get(category.get()).copied().unwrap_or_default()
    }

    /// Where a note is now: at the time of its moment, or where it was written.
    #[must_use]
    pub fn time_of(&self, anchor: &Anchor, timeline: &Timeline) -> Option<Offset> {
        let moment = self.moment_of(anchor).map(|ix| timeline.moment(ix).at);
        moment.or_else(|| anchor.at())
    }

    /// All notes in the order of time, those about the whole call first.
    #[must_use]
    pub fn listed<'a>(
        &self,
        notes: &'a Notes,
        timeline: &Timeline,
    ) -> Vec<(Option<Offset>, &'a Note)> {
        let timed = notes.iter().map(|note| (self.time_of(&note.anchor, timeline), note));
        let mut listed: Vec<_> = timed.collect();
        listed.sort_by_key(|(at, note)| (*at, note.created, note.id));
        listed
    }

    /// Every text that was written, with where it is: notes, then tags.
    pub fn texts<'a>(
        &self,
        notes: &'a Notes,
        timeline: &Timeline,
    ) -> impl Iterator<Item = (Option<Offset>, Clean<&'a str>)> {
        let at = |key: &MomentKey| {
            let moment = self.moments.get(key).map(|&ix| timeline.moment(ix).at);
            Some(moment.unwrap_or(key.at))
        };
        let written = self.listed(notes, timeline).into_iter();
        let written = written.map(|(at, note)| (at, note.text.borrowed()));
        let tags = notes.labels().flat_map(move |label| {
            let at = at(&label.moment);
            label.tags.iter().map(move |tag: &Tag| (at, tag.clean()))
        });
        written.chain(tags.collect::<Vec<_>>())
    }
}
