//! What comes back of noting: what is kept, from here or from elsewhere, and what is not.

use super::Desk;
use crate::call::{Applied, Problem, Verdict};
use crate::tui::action::Action;
use crate::tui::msg::CallRef;
use crate::tui::overlay::Overlay;

const ELSEWHERE: &str = "This note was changed elsewhere meanwhile. Both texts are kept: yours is a note of its own now.";
const NOT_DELETED: &str = "This note was changed elsewhere meanwhile, so it was not deleted.";

impl Desk {
    /// Takes in what came of a change; says whether anything looks different.
    pub(in crate::tui) fn noted(
        &mut self,
        call: &CallRef,
        kept: Result<Box<Applied>, Problem>,
    ) -> bool {
        let applied = match kept {
            Ok(applied) => *applied,
            Err(problem) => {
                self.not_noted(call, &problem);
                return true;
            }
        };
        if let Applied::Deleted(note) = &applied {
            self.notekeeping.deleted = Some((call.clone(), note.clone()));
            self.say(&format!(
                "Note deleted. {} brings it back.",
                self.keys.key_of(Action::RestoreNote)
            ));
        }
        let is_back = self.is_back(call, &applied);
        if is_back {
            self.notekeeping.deleted = None;
            self.say("The note is back.");
        }
        if *call != self.review.call {
            return is_back || matches!(applied, Applied::Deleted(_));
        }
        self.follow_note(&applied);
        self.review.take_noted(&applied);
        if let Applied::Labelled(label) = &applied {
            self.say_verdict(label.verdict);
        }
        true
    }

    /// Whether it is the note that was deleted last.
    fn is_back(&self, call: &CallRef, applied: &Applied) -> bool {
        let deleted = self.notekeeping.deleted.as_ref();
        matches!(applied, Applied::Written(note) if deleted.is_some_and(|(of, deleted)| {
            // Ids come again where a call is opened again, and times of making do not.
            of == call && deleted.created == note.created
        }))
    }

    fn say_verdict(&mut self, verdict: Option<Verdict>) {
        if matches!(self.overlay, Overlay::None) {
            let key = self.keys.key_of(Action::Judge);
            self.say(&match verdict {
                Some(Verdict::Confirmed) => format!("Confirmed; {key} dismisses it."),
                Some(Verdict::Dismissed) => format!("Dismissed; {key} takes that back."),
                None => "No verdict.".to_owned(),
            });
        }
    }

    /// The box goes on with what is kept.
    fn follow_note(&mut self, applied: &Applied) {
        let open = match &mut self.overlay {
            Overlay::Note(note) => Some(note),
            _ => None,
        };
        let spare = self.review.noted.new_id();
        let left = self.notekeeping.left.iter_mut().map(|(_, left)| left);
        let mut ours: Vec<_> = open.into_iter().chain(left).collect();
        let notice = match applied {
            Applied::Written(note) => {
                for it in &mut ours {
                    it.kept(note);
                }
                None
            }
            Applied::Both { mine, other } => {
                ours.iter_mut().filter(|it| it.id() == other.id).for_each(|it| {
                    it.becomes(mine, spare);
                });
                Some(ELSEWHERE)
            }
            Applied::Stays(_) => Some(NOT_DELETED),
            Applied::Nothing | Applied::Deleted(_) | Applied::Labelled(_) => None,
        };
        if let Some(notice) = notice {
            self.say(notice);
        }
        _ = self.notekeeping.left.take_if(|(_, left)| !left.is_unsaved());
    }

    /// Nothing that was typed is lost: what could not be kept is open again.
    fn not_noted(&mut self, call: &CallRef, problem: &Problem) {
        self.say(&problem.to_string());
        if let (Overlay::Note(note), true) = (&mut self.overlay, *call == self.review.call) {
            note.failed();
            return;
        }
        let Some((of, mut left)) = self.notekeeping.left.take_if(|(of, _)| of == call) else {
            return;
        };
        left.failed();
        let (is_here, is_redacted) = (of == self.review.call, self.review.is_redacted());
        match (&self.overlay, is_here) {
            (Overlay::None, true) if !is_redacted => self.overlay = Overlay::Note(left),
            _ => self.notekeeping.left = Some((of, left)),
        }
        if is_here && is_redacted {
            let redact = self.keys.key_of(Action::Redact);
            let note = self.keys.key_of(Action::NoteOnCall);
            self.say(&format!("{problem} The note waits: {redact}, then {note} opens it."));
        }
    }

    /// What is kept of the open note may be newer than what it shows.
    pub(super) fn follow_kept(&mut self) {
        let Overlay::Note(open) = &mut self.overlay else { return };
        if let Some(kept) = self.review.noted.notes().note(open.id())
            && open.follow(kept)
        {
            self.say("This note was changed elsewhere; it is as it is there now.");
        }
    }
}
