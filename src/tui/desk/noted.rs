//! Noting: notes, tags, verdicts.

use std::collections::BTreeSet;

use crossterm::event::{KeyCode, KeyEvent};

use super::Desk;
use crate::call::{Anchor, Change, Draft, MomentIx, Note, NoteId, Problem, Tag};
use crate::tui::action::{Action, Key, Screen};
use crate::tui::msg::{CallRef, Effect, Timer};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::note::{NoteBox, REST};
use crate::tui::overlay::notes::{Listed, NotesBox};
use crate::tui::overlay::tags::{TagBox, Tagged};
use crate::tui::pane::moment::ways_to_moments;
use crate::tui::pressed::Pressed;
use crate::tui::remote::Ticket;

/// What outlives the box that a note is written in.
#[derive(Debug, Default)]
pub(super) struct Notekeeping {
    /// Whether this session can open another editor.
    outside: bool,
    /// What is to be opened once the notes are there.
    pub(super) wanted: Option<Action>,
    /// A note that was left and is not known to be kept yet.
    pub(super) left: Option<(CallRef, Box<NoteBox>)>,
    /// The note that was deleted last, and of which call, until it is known to be back.
    pub(super) deleted: Option<(CallRef, Note)>,
}

const NO_PLACE: &str = "Nothing can be noted about a call from standard input: save the response in a file and open that.";

impl Desk {
    /// Does what is about noting; hands back what is not.
    pub(super) fn act_on_notes(&mut self, action: Action) -> Option<Pressed> {
        let is_about = matches!(
            action,
            Action::Note
                | Action::NoteOnCall
                | Action::Notes
                | Action::Tag
                | Action::Judge
                | Action::RestoreNote
        );
        if !is_about {
            return None;
        }
        if action == Action::Notes {
            self.overlay = Overlay::Notes(NotesBox::new(&self.review));
            return Some(Pressed::changed());
        }
        if !self.review.call.has_place() {
            self.say(NO_PLACE);
            return Some(Pressed::changed());
        }
        if self.review.is_redacted() {
            self.say_redacted();
            return Some(Pressed::changed());
        }
        if let Some(why) = self.review.noted.why_not() {
            self.notekeeping.wanted = (action != Action::Judge).then_some(action);
            self.say(&why);
            return Some(Pressed::changed());
        }
        Some(match (action, self.review.playhead.on) {
            (Action::NoteOnCall, _) => self.write_about(Anchor::Call),
            (Action::Note, Some(ix)) => {
                let key = self.review.noted.key_of(self.review.timeline(), ix);
                self.write_about(Anchor::Moment(key))
            }
            (Action::Note, None) if self.review.conversation.ready().is_none() => {
                self.say("The call is loading.");
                Pressed::changed()
            }
            (Action::Note, None) => self.write_about(Anchor::At(self.review.playhead.at)),
            (Action::RestoreNote, _) => self.restore(),
            (Action::Tag, Some(ix)) => {
                let moment = self.review.noted.key_of(self.review.timeline(), ix);
                self.overlay = Overlay::Tags(Box::new(TagBox::new(moment)));
                Pressed::changed()
            }
            (Action::Judge, Some(ix)) => {
                let moment = self.review.noted.key_of(self.review.timeline(), ix);
                self.change(Change::Judge { moment })
            }
            _ => {
                let ways = ways_to_moments(&self.keys);
                self.say(&format!("There is no moment here; {ways}."));
                Pressed::changed()
            }
        })
    }

    /// The notes are there, or why they are not: opens what waits for them.
    pub(super) fn open_wanted(&mut self) -> bool {
        let wanted = self.notekeeping.wanted.take();
        let Some(action) = wanted.filter(|_| matches!(self.overlay, Overlay::None)) else {
            return false;
        };
        self.notice = None;
        self.act_on_notes(action).is_some()
    }

    fn change(&self, change: Change) -> Pressed {
        let effects = vec![Effect::Note { call: self.review.call.clone(), change }];
        Pressed { effects, ..Pressed::changed() }
    }

    /// Opens an editor on the reviewer's own note about something, or on a new one.
    fn write_about(&mut self, anchor: Anchor) -> Pressed {
        let call = &self.review.call;
        let left = self.notekeeping.left.take_if(|(of, left)| of == call && left.is_unsaved());
        if let Some((_, left)) = left {
            self.overlay = Overlay::Note(left);
            return Pressed::changed();
        }
        let own = self.review.noted.own(&anchor).cloned();
        self.open_note(anchor, own.as_ref());
        Pressed::changed()
    }

    /// What is shown of notes is not what they say: nobody writes on from there.
    fn say_redacted(&mut self) {
        let key = self.keys.key_of(Action::Redact);
        self.say(&format!("Notes are changed in the view that is not redacted; {key} goes there."));
    }

    fn open_note(&mut self, anchor: Anchor, own: Option<&Note>) {
        if self.review.is_redacted() {
            self.say_redacted();
            return;
        }
        let title = self.title_of(&anchor);
        let ids = (self.review.noted.new_id(), self.review.noted.new_id());
        self.overlay = Overlay::Note(Box::new(NoteBox::new(title, anchor, own, ids)));
    }

    fn title_of(&self, anchor: &Anchor) -> String {
        let timeline = self.review.timeline();
        match (self.review.noted.placed().moment_of(anchor), anchor) {
            (_, Anchor::Call) => "Note on the whole call".to_owned(),
            (Some(ix), _) => self.moment_title(ix),
            (None, Anchor::Moment(_)) if self.review.playhead.on.is_some() => {
                self.review.playhead.on.map_or_else(String::new, |ix| self.moment_title(ix))
            }
            (None, Anchor::At(at) | Anchor::Moment(crate::call::MomentKey { at, .. })) => {
                format!("Note at {}", timeline.playhead_at(*at).at)
            }
        }
    }

    fn moment_title(&self, ix: MomentIx) -> String {
        let moment = self.review.timeline().moment(ix);
        let category = &self.review.timeline().category(moment.category).label;
        let (category, _) = crate::tui::wrap::fit(category, 32);
        format!("Note on {category} at {}", moment.at)
    }

    pub(super) fn press_note(&mut self, event: KeyEvent, key: Key) -> Pressed {
        let Overlay::Note(note) = &mut self.overlay else { return Pressed::nothing() };
        let action = match key {
            // Whatever is bound, there is a way out.
            Key::Named(KeyCode::Esc) => Some(Action::LeaveNote),
            key => self.keys.row(Screen::Note, key).map(|row| row.action),
        };
        let done = match action {
            Some(Action::LeaveNote) => {
                let effects = self.leave_note();
                return Pressed { effects, ..self.close() };
            }
            Some(Action::UndoTyping) => Ok(note.undo()),
            Some(Action::RedoTyping) => Ok(note.redo()),
            Some(Action::NoteOutside) if self.notekeeping.outside => {
                let text = note.text().to_string();
                let effects = vec![Effect::EditOutside(text)];
                return Pressed { effects, ..Pressed::changed() };
            }
            Some(Action::NoteOutside) => Err(NO_EDITOR),
            _ => note.press(event),
        };
        match done {
            Ok(true) => Pressed::changed(),
            Ok(false) => Pressed::nothing(),
            Err(why) => {
                self.say(why);
                Pressed::changed()
            }
        }
    }

    /// Keeps what is being written, which is left; it comes back if that fails.
    pub(in crate::tui) fn leave_note(&mut self) -> Vec<Effect> {
        if !matches!(self.overlay, Overlay::Note(_)) {
            return Vec::new();
        }
        let Overlay::Note(mut note) = std::mem::take(&mut self.overlay) else { return Vec::new() };
        let waits = note.timer.is_some();
        let draft = note.draft(true);
        let mut effects = Vec::new();
        effects.extend(waits.then_some(Effect::Never(Timer::Note)));
        effects.extend(draft.map(|draft| self.write(draft)));
        self.notekeeping.left = Some((self.review.call.clone(), note));
        effects
    }

    fn write(&self, draft: Draft) -> Effect {
        Effect::Note { call: self.review.call.clone(), change: Change::Write(draft) }
    }

    /// Waits to keep what was typed, unless it waits already: however long somebody types, no
    /// more than that waits.
    pub(in crate::tui) fn wait_for_note(&mut self, tickets: &mut Ticket) -> Option<Effect> {
        let Overlay::Note(note) = &mut self.overlay else { return None };
        if note.timer.is_some() || !note.is_unsaved() {
            return None;
        }
        let ticket = tickets.next();
        note.timer = Some(ticket);
        Some(Effect::Later { ticket, timer: Timer::Note, millis: REST })
    }

    /// The time to keep what was typed has come, if `ticket` says so.
    pub(in crate::tui) fn note_due(&mut self, ticket: Ticket) -> Option<Effect> {
        let Overlay::Note(note) = &mut self.overlay else { return None };
        note.timer.take_if(|timer| *timer == ticket)?;
        let draft = note.draft(false)?;
        Some(self.write(draft))
    }

    /// Brings back the note that was deleted last.
    fn restore(&mut self) -> Pressed {
        let Some((call, note)) = self.notekeeping.deleted.clone() else {
            self.say("No note was deleted in this session.");
            return Pressed::changed();
        };
        let spare = self.review.noted.new_id();
        let effects = vec![Effect::Note { call, change: Change::Restore { note, spare } }];
        Pressed { effects, ..Pressed::changed() }
    }

    pub(super) fn press_tags(&mut self, event: KeyEvent, key: Key) -> Pressed {
        let Overlay::Tags(tags) = &mut self.overlay else { return Pressed::nothing() };
        match tags.press(event, key, &self.review) {
            Tagged::Nothing => Pressed::nothing(),
            Tagged::Changed => Pressed::changed(),
            Tagged::Closed => self.close(),
            Tagged::NoTag => {
                self.say("A tag has at least one letter or digit.");
                Pressed::changed()
            }
            Tagged::Toggled(tag) => {
                let moment = tags.moment().clone();
                let label = self.review.noted.notes().label(&moment);
                let has = label.is_some_and(|label| label.tags.contains(&tag));
                let (one, none) = (BTreeSet::from([tag]), BTreeSet::<Tag>::new());
                let (with, without) = if has { (none, one) } else { (one, none) };
                self.change(Change::Tag { moment, with, without })
            }
        }
    }

    pub(super) fn press_notes(&mut self, key: Key) -> Pressed {
        let screen = self.screen();
        let Overlay::Notes(notes) = &mut self.overlay else { return Pressed::nothing() };
        match notes.press(key, &self.review, screen) {
            Listed::Nothing => Pressed::nothing(),
            Listed::Moved => Pressed::changed(),
            Listed::Closed => self.close(),
            Listed::GoTo(id) => self.go_to_note(id),
            Listed::Edit(id) => {
                let note = self.review.noted.notes().note(id).cloned();
                if let Some(note) = note {
                    self.open_note(note.anchor.clone(), Some(&note));
                }
                Pressed::changed()
            }
            Listed::Delete(_) if self.review.is_redacted() => {
                self.say_redacted();
                Pressed::changed()
            }
            Listed::Delete(id) => {
                let Some(note) = self.review.noted.notes().note(id).cloned() else {
                    return Pressed::nothing();
                };
                let spare = self.review.noted.new_id();
                let text = Note::text_of("");
                let Note { anchor, revision: base, .. } = note;
                self.change(Change::Write(Draft { id, anchor, text, base, spare }))
            }
        }
    }

    fn go_to_note(&mut self, id: NoteId) -> Pressed {
        let (review, timeline) = (&self.review, self.review.timeline());
        let Some(note) = review.noted.notes().note(id) else { return self.close() };
        let placed = review.noted.placed();
        let playhead = match placed.moment_of(&note.anchor) {
            Some(ix) => Some(timeline.playhead_on(ix)),
            None => note.anchor.at().map(|at| timeline.playhead_at(at.min(review.length()))),
        };
        match playhead {
            Some(playhead) => self.review.playhead = playhead,
            None => self.say("This note is about the whole call."),
        }
        self.transcript.follow_again();
        self.close()
    }

    /// Puts what another editor made of a note in its place.
    pub(in crate::tui) fn edited(&mut self, text: Result<String, Problem>) -> bool {
        let Overlay::Note(note) = &mut self.overlay else { return false };
        match text {
            Ok(text) => note.replace(&text),
            Err(problem) => self.say(&problem.to_string()),
        }
        true
    }

    /// Whether this session can open the editor that its user likes.
    pub(in crate::tui) fn offer_editor(&mut self, offered: bool) {
        self.notekeeping.outside = offered;
    }

    pub(super) fn has_editor(&self) -> bool {
        self.notekeeping.outside
    }

    pub(super) fn take_notekeeping(&mut self) -> Notekeeping {
        let deleted = self.notekeeping.deleted.take();
        let left = self.notekeeping.left.take();
        Notekeeping { outside: self.notekeeping.outside, wanted: None, left, deleted }
    }
}

const NO_EDITOR: &str =
    "No other editor can be opened here; set VISUAL or EDITOR, or write on here.";
