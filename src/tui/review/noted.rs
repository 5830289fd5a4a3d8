//! What is noted about the call, and where in it.

use std::collections::BTreeSet;

use crate::call::text::Clean;
use crate::call::{
    Anchor, Applied, Label, MomentIx, MomentKey, Note, NoteId, Notes, Offset, Placed, Problem,
    ProblemKind, Tag, Timeline,
};
use crate::tui::msg::Noted as Told;
use crate::tui::remote::{Arrival, Ticket};

/// Notes, tags and verdicts, as far as they are known.
#[derive(Debug, Default)]
pub(in crate::tui) struct Noted {
    notes: Notes,
    placed: Placed,
    /// In the order of time, those about the whole call first.
    order: Vec<(Option<Offset>, NoteId)>,
    tags: BTreeSet<Tag>,
    /// Whoever writes here, and a number that is this session's own; none until it is told.
    me: Option<(Clean, u64)>,
    problem: Option<Problem>,
    asked: Option<Ticket>,
    /// How many ids were given out.
    made: u64,
    /// Counts changes, for what is kept of them in rows.
    revision: u64,
}

impl Noted {
    pub(super) fn ask(&mut self, ticket: Ticket) {
        self.asked = Some(ticket);
    }

    pub(super) fn awaits(&self, ticket: Ticket) -> bool {
        self.asked == Some(ticket)
    }

    /// Takes in what is kept.
    pub(super) fn settle(
        &mut self,
        ticket: Ticket,
        told: Result<Box<Told>, Problem>,
        timeline: &Timeline,
    ) -> Arrival {
        if self.asked.take_if(|asked| *asked == ticket).is_none() {
            return Arrival::Stale;
        }
        let told = match told {
            Ok(told) => *told,
            Err(problem) => {
                self.problem = Some(problem.clone());
                // Where there is no place for notes, whoever wants one will hear.
                let is_quiet = problem.kind == ProblemKind::NotOffered;
                return if is_quiet { Arrival::Stale } else { Arrival::Kept(problem) };
            }
        };
        self.problem = None;
        self.tags = told.tags;
        self.me = Some((told.author, told.session));
        if self.notes == told.notes {
            return Arrival::Stale;
        }
        self.notes = told.notes;
        self.place(timeline);
        Arrival::Ready
    }

    /// Finds the moments of everything again.
    pub(super) fn place(&mut self, timeline: &Timeline) {
        self.placed = Placed::of(&self.notes, timeline);
        self.revision += 1;
        self.sort(timeline);
    }

    /// Takes over what came of a change.
    pub(super) fn take(&mut self, applied: &Applied, timeline: &Timeline) {
        self.notes.take(applied);
        self.placed.take(applied, &self.notes, timeline);
        self.revision += 1;
        match applied {
            Applied::Labelled(label) => self.tags.extend(label.tags.iter().cloned()),
            Applied::Nothing => {}
            _ => self.sort(timeline),
        }
    }

    /// Whether a change is one of words that can be found: a verdict is not.
    pub(super) fn is_word(&self, applied: &Applied) -> bool {
        let Applied::Labelled(label) = applied else { return true };
        let before = self.notes.label(&label.moment).map(|before| &before.tags);
        before.map_or(!label.tags.is_empty(), |before| *before != label.tags)
    }

    fn sort(&mut self, timeline: &Timeline) {
        let listed = self.placed.listed(&self.notes, timeline);
        self.order = listed.into_iter().map(|(at, note)| (at, note.id)).collect();
    }

    /// Why nothing can be noted now; nothing where it can.
    pub(in crate::tui) fn why_not(&self) -> Option<String> {
        match (&self.me, &self.problem) {
            (_, Some(problem)) => Some(problem.to_string()),
            (None, None) => Some("The notes of this call are loading.".to_owned()),
            (Some(_), None) => None,
        }
    }

    /// An id for another note.
    pub(in crate::tui) fn new_id(&mut self) -> NoteId {
        let session = self.me.as_ref().map_or(0, |(_, session)| *session);
        loop {
            self.made += 1;
            let id = NoteId::new(session, self.made);
            // A call that is opened again counts from the start.
            if self.notes.note(id).is_none() {
                return id;
            }
        }
    }

    /// The note that whoever writes here goes on with: their newest about the same.
    pub(in crate::tui) fn own(&self, anchor: &Anchor) -> Option<&Note> {
        let (me, _) = self.me.as_ref()?;
        let is_own = |note: &&Note| {
            let about = match (anchor, &note.anchor) {
                (Anchor::Moment(_), Anchor::Moment(_)) => {
                    let moment = self.placed.moment_of(anchor);
                    moment.is_some() && moment == self.placed.moment_of(&note.anchor)
                }
                (one, other) => one == other,
            };
            about && note.author.split(", ").any(|author| author == me.as_str())
        };
        self.notes.iter().filter(is_own).max_by_key(|note| (note.created, note.id))
    }

    /// Puts notes of the same ids and places before the reader; returns those that were there.
    pub(super) fn exchange(&mut self, notes: Notes) -> Notes {
        self.revision += 1;
        std::mem::replace(&mut self.notes, notes)
    }

    pub(in crate::tui) fn notes(&self) -> &Notes {
        &self.notes
    }

    pub(in crate::tui) fn placed(&self) -> &Placed {
        &self.placed
    }

    pub(in crate::tui) fn revision(&self) -> u64 {
        self.revision
    }

    /// All tags there are anywhere.
    pub(in crate::tui) fn tags(&self) -> &BTreeSet<Tag> {
        &self.tags
    }

    /// All notes, in the order of time.
    pub(in crate::tui) fn order(&self) -> &[(Option<Offset>, NoteId)] {
        &self.order
    }

    pub(in crate::tui) fn key_of(&self, timeline: &Timeline, ix: MomentIx) -> MomentKey {
        self.placed.key_of(timeline, ix)
    }

    pub(in crate::tui) fn on(&self, ix: MomentIx) -> Vec<&Note> {
        self.placed.notes_on(&self.notes, ix)
    }

    pub(in crate::tui) fn label(&self, ix: MomentIx) -> Option<&Label> {
        self.placed.label_on(&self.notes, ix)
    }
}
