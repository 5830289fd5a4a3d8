//! Handing on: what is copied, exported and shown to others.

use super::Desk;
use crate::call::export::{Format, Noted, Quote, Report, Styling, opening, write};
use crate::call::redact::{RedactedCall, Redaction};
use crate::call::text::{Clean, clean};
use crate::call::{Link, MomentIx, Offset};
use crate::tui::action::{Action, Key};
use crate::tui::msg::{CallRef, Effect};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::bare::{Bare, Looked};
use crate::tui::overlay::export::{ExportBox, Exported};
use crate::tui::overlay::yank::{Form, Piece, YankBox, Yanked, showing};
use crate::tui::pressed::Pressed;
use crate::tui::review::Review;
use crate::tui::sharing::{Clipboard, Sharing};

const NO_MOMENT: &str = "there is no moment here; go to one first";
const NO_ENTRY: &str = "no transcript entry is known at this time";
const NO_LINK: &str = "a call from standard input has no link";
const NO_PLACE: &str = "the redacted view does not say where the call is saved";
const TEXTS: &str = "Redacted: texts are withheld until it is known who took part.";
const NO_NAMES: &str = "Redacted: addresses, telephone numbers and money are left out. Nobody's name \
    is known, so names that are said stay.";
const NO_NAMES_YET: &str = "It is not known yet whose names to leave out: the transcript is on its \
    way. Export again in a moment.";
const NOTHING: &str = "There is nothing to export yet.";

impl Desk {
    /// The same, which hands texts on like that.
    pub(in crate::tui) fn sharing(mut self, sharing: Sharing) -> Self {
        self.sharing = sharing;
        self
    }

    /// Opens the box of what there is to copy.
    pub(super) fn yank(&mut self) {
        let pieces = YankBox::new(|form| self.piece(form));
        self.overlay = Overlay::Yank(Box::new(pieces));
    }

    /// Opens the box of forms to export in.
    pub(super) fn choose_export(&mut self) {
        if self.review.conversation.ready().is_none() {
            self.say(NOTHING);
            return;
        }
        let choice = ExportBox::new(self.review.is_redacted(), self.sharing.files);
        self.overlay = Overlay::Export(choice);
    }

    pub(super) fn pressed_in_yank(&mut self, key: Key) -> Pressed {
        let Overlay::Yank(yank) = &mut self.overlay else { return Pressed::nothing() };
        match yank.press(key) {
            Yanked::Nothing => Pressed::nothing(),
            Yanked::Changed => Pressed::changed(),
            Yanked::Copy(form, text) => {
                self.overlay = Overlay::None;
                let again = format!("{} {}", self.keys.key_of(Action::Yank), showing(form));
                self.copy(form.name(), Some(&again), text)
            }
            Yanked::Show(text) => self.show(text),
            Yanked::Refused(why) => {
                self.say(&format!("Nothing was copied: {why}."));
                self.close()
            }
            Yanked::Closed => self.close(),
        }
    }

    pub(super) fn pressed_in_export(&mut self, key: Key) -> Pressed {
        let Overlay::Export(choice) = &mut self.overlay else { return Pressed::nothing() };
        match choice.press(key) {
            Exported::Nothing => Pressed::nothing(),
            Exported::Changed => Pressed::changed(),
            Exported::Write(format, redacts) => {
                self.overlay = Overlay::None;
                self.export(format, redacts)
            }
            Exported::Closed => self.close(),
        }
    }

    pub(super) fn pressed_in_bare(&mut self, key: Key) -> Pressed {
        let Overlay::Bare(bare) = &mut self.overlay else { return Pressed::nothing() };
        match bare.press(key) {
            Looked::Nothing => Pressed::nothing(),
            Looked::Moved => Pressed::changed(),
            Looked::Closed => self.close(),
        }
    }

    fn show(&mut self, text: Clean) -> Pressed {
        self.overlay = Overlay::Bare(Box::new(Bare::new(text)));
        Pressed::changed()
    }

    /// Sends a text to the clipboard of whoever is at the terminal, or shows it where that cannot
    /// be. `again` are the keys that show it: a terminal does not say whether it took it.
    pub(super) fn copy(&mut self, what: &str, again: Option<&str>, text: Clean) -> Pressed {
        let hint = match self.sharing.clipboard {
            Clipboard::None => return self.show(text),
            Clipboard::Osc52 => "",
            Clipboard::Multiplexed => " tmux passes it on if its set-clipboard is on.",
        };
        // Visitors have the host's commands.
        let print = if self.sharing.files { "earmark show" } else { "ssh HOST show CALL" };
        if text.len() > Clipboard::LONGEST {
            self.say(&format!(
                "The {what} is too long for the clipboard of a terminal: {} bytes of at most {}. \
                 `{print}` prints a call in every form.",
                text.len(),
                Clipboard::LONGEST
            ));
            return Pressed::changed();
        }
        let length = text.chars().count();
        let again = again.map(|keys| format!(" If it did not arrive: {keys}.")).unwrap_or_default();
        self.say(&format!("Copied the {what}, {length} characters.{again}{hint}"));
        Pressed { effects: vec![Effect::Copy(text)], ..Pressed::changed() }
    }

    /// What a form comes to at the playhead.
    fn piece(&self, form: Form) -> Piece {
        let review = &self.review;
        if form == Form::Entry {
            return self.entry().ok_or(NO_ENTRY);
        }
        let on = review.playhead.on;
        if form == Form::Link {
            return self.link(on);
        }
        let ix = on.ok_or(NO_MOMENT)?;
        let timeline = review.timeline();
        let moment = timeline.moment(ix);
        let quote = Quote {
            text: timeline.text(moment),
            speaker: review.name(moment.speaker).borrowed(),
            category: Some(timeline.category(moment.category).label.borrowed()),
            at: moment.at,
        };
        Ok(match form {
            Form::Markdown => {
                quote.markdown(self.link(on).ok().filter(|it| it.contains("://")).as_deref())
            }
            Form::Said => quote.said(),
            Form::Quote | Form::Link | Form::Entry => quote.text.boxed(),
        })
    }

    /// What opens the call at the playhead: a link, or a command for a saved call.
    fn link(&self, on: Option<MomentIx>) -> Piece {
        let review = &self.review;
        let at: Offset = on.map_or(review.playhead.at, |ix| review.timeline().moment(ix).at);
        match &review.call {
            CallRef::Record(call) => {
                Ok(clean(&Link { call: *call, at: Some(at) }.to_string()).boxed())
            }
            CallRef::File(_) if review.is_redacted() => Err(NO_PLACE),
            CallRef::File(path) => path.to_str().and_then(|path| opening(path, at)).ok_or(NO_LINK),
            CallRef::Stdin => Err(NO_LINK),
        }
    }

    /// The transcript's entry at the playhead.
    fn entry(&self) -> Option<Clean> {
        let review = &self.review;
        let transcript = review.transcript.ready()?;
        let at = review.spoken.placement.entry_at(review.playhead.at)?;
        let entry = transcript.entries.get(at)?;
        let voice = review.spoken.people.voice(&entry.speaker);
        let quote = Quote {
            text: entry.text.borrowed(),
            speaker: voice.map_or(&entry.speaker, |voice| &voice.name).borrowed(),
            category: None,
            at: review.spoken.placement.span(at).map_or(review.playhead.at, |span| span.start),
        };
        Some(quote.said())
    }

    /// What arrived may have shown that nobody's name is known: said once, when texts appear.
    pub(super) fn say_redaction(&mut self, before: Option<Redaction>) {
        let now = self.review.redaction();
        if now != before && now == Some(Redaction::NoNames) {
            self.say(NO_NAMES);
        }
    }

    /// Writes the call, as it is filtered, to a file or to the clipboard.
    fn export(&mut self, format: Format, redacts: bool) -> Pressed {
        if redacts && !self.review.is_redacted() && self.review.waits_for_names() {
            self.say(NO_NAMES_YET);
            return Pressed::changed();
        }
        let Some((name, text)) = self.written(format, redacts) else {
            self.say(NOTHING);
            return Pressed::changed();
        };
        self.hand_out("export", name, text)
    }

    /// Writes a text to a file of that name, or copies it where files are not written.
    pub(super) fn hand_out(&mut self, what: &str, name: String, text: Clean) -> Pressed {
        if self.sharing.files {
            let effects = vec![Effect::Export { name, text }];
            return Pressed { effects, ..Pressed::changed() };
        }
        self.copy(what, None, text)
    }

    /// Shows the call redacted, or as it is; returns what the world should do.
    pub(in crate::tui) fn redact(&mut self, redacts: bool) -> Vec<Effect> {
        self.review.redact(redacts);
        self.arrived();
        self.say(match self.review.redaction() {
            None if !redacts => "No longer redacted.",
            None | Some(Redaction::Texts) => TEXTS,
            Some(Redaction::Names) => {
                "Redacted: addresses, telephone numbers, money and names are left out."
            }
            Some(Redaction::NoNames) => NO_NAMES,
        });
        // An answer from before would show what it says.
        if self.questions.forget() { vec![Effect::StopAsking] } else { Vec::new() }
    }

    /// The call as text, with a name for its file.
    fn written(&self, format: Format, redacts: bool) -> Option<(String, Clean)> {
        let review = &self.review;
        let problems = [review.transcript.problem(), review.record.problem()];
        let problems: Vec<_> = problems.into_iter().flatten().cloned().collect();
        let source = source(review);
        let report = Report {
            id: review.call.id(),
            source: source.borrowed(),
            conversation: review.conversation.ready()?,
            record: review.record.ready().map(Box::as_ref),
            transcript: review.transcript.ready().map(Box::as_ref),
            spoken: &review.spoken,
            problems: &problems,
            shown: (!review.filter.is_empty()).then_some(&review.shown),
            noted: Some(Noted { notes: review.noted.notes(), placed: review.noted.placed() }),
            redaction: review.redaction(),
        };
        let redacted = (redacts && !review.is_redacted()).then(|| {
            RedactedCall::of(
                &review.redactor(),
                report.conversation,
                report.transcript,
                report.record,
                (review.corrections(), review.noted.notes()),
            )
        });
        let report = match &redacted {
            Some(call) => report.redacted(call),
            None => report,
        };
        let mut text = Vec::new();
        write(&report, format, Styling::Plain, &mut text).ok()?;
        Some((report.file_name(format), clean(&String::from_utf8_lossy(&text)).boxed()))
    }
}

/// What a call is called where nothing else is known; a file may be named after people.
pub(super) fn source(review: &Review) -> Clean {
    match &review.call {
        CallRef::File(path) if !review.is_redacted() => {
            let name = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy();
            clean(&name).boxed()
        }
        CallRef::File(_) | CallRef::Record(_) | CallRef::Stdin => Clean::ours("Call").boxed(),
    }
}
