//! A redacted view of a call: what is shown is a copy without what others are not to see, and the
//! original waits behind it.

use std::sync::Arc;

use super::Review;
use crate::call::redact::{RedactedCall, Redaction, Redactor};
use crate::call::text::Clean;
use crate::call::{Conversation, Corrections, Notes, Record, Reply, Spoken, Transcript};
use crate::tui::msg::CallRef;

/// What is behind a redacted view.
#[derive(Debug)]
pub(super) struct Behind {
    conversation: Option<Box<Conversation>>,
    transcript: Option<Box<Transcript>>,
    record: Option<Box<Record>>,
    corrections: Corrections,
    spoken: Spoken,
    notes: Notes,
    redactor: Redactor,
}

impl Review {
    /// The same, redacted from the first thing that is seen of it.
    pub(in crate::tui) fn redacted(mut self, redacts: bool, banned: &Arc<[Clean]>) -> Self {
        self.redacts = redacts;
        self.banned = Arc::clone(banned);
        self
    }

    /// Words to leave out besides, from now on.
    pub(in crate::tui) fn ban(&mut self, banned: &Arc<[Clean]>) {
        self.uncover();
        self.banned = Arc::clone(banned);
        self.cover();
    }

    /// What takes out of the call what others are not to see.
    pub(in crate::tui) fn redactor(&self) -> Redactor {
        let transcript = self.transcript.ready().map(Box::as_ref);
        Redactor::of(&self.spoken.people, transcript).without_words(&self.banned)
    }

    /// Whether what is shown is redacted.
    pub(in crate::tui) fn is_redacted(&self) -> bool {
        self.redacts
    }

    /// What is left out of what is shown, if anything is.
    pub(in crate::tui) fn redaction(&self) -> Option<Redaction> {
        self.behind.as_ref().map(|behind| behind.redactor.redaction())
    }

    /// Shows the call redacted, or as it is. Moments, categories and speakers keep their numbers,
    /// so the filter and the playhead stay.
    pub(in crate::tui) fn redact(&mut self, redacts: bool) {
        self.uncover();
        if redacts && !self.redacts {
            self.forget_search();
        }
        self.redacts = redacts;
        match redacts {
            true => self.cover(),
            false => self.look_again(),
        }
        // Before anything has arrived there is nothing to draw again.
        if self.conversation.ready().is_some() {
            self.revision += 1;
        }
    }

    /// A reply as it may be shown.
    pub(in crate::tui) fn shown_reply(&self, reply: Reply) -> Reply {
        match &self.behind {
            Some(behind) => Reply { answer: behind.redactor.summary(&reply.answer), ..reply },
            None => reply,
        }
    }

    /// Puts a redacted copy in front of what there is, if it is to be redacted.
    pub(super) fn cover(&mut self) {
        if !self.redacts || self.behind.is_some() {
            return;
        }
        let redactor = match self.waits_for_names() {
            true => Redactor::withholding(),
            false => self.redactor(),
        };
        let nothing = Conversation::default();
        let call = RedactedCall::of(
            &redactor,
            self.conversation.ready().map_or(&nothing, Box::as_ref),
            self.transcript.ready().map(Box::as_ref),
            self.record.ready().map(Box::as_ref),
            (&self.corrections, self.noted.notes()),
        );
        let RedactedCall { conversation, transcript, record, corrections, spoken, notes, .. } =
            call;
        self.behind = Some(Box::new(Behind {
            conversation: self.conversation.exchange(Some(Box::new(conversation))),
            transcript: self.transcript.exchange(transcript.map(Box::new)),
            record: self.record.exchange(record.map(Box::new)),
            corrections: std::mem::replace(&mut self.corrections, corrections),
            spoken: std::mem::replace(&mut self.spoken, spoken),
            notes: self.noted.exchange(notes),
            redactor,
        }));
        // What is found is in what is shown.
        self.look_again();
    }

    /// Brings back what is behind a redacted copy.
    pub(super) fn uncover(&mut self) {
        let Some(behind) = self.behind.take() else { return };
        self.conversation.exchange(behind.conversation);
        self.transcript.exchange(behind.transcript);
        self.record.exchange(behind.record);
        self.corrections = behind.corrections;
        self.spoken = behind.spoken;
        self.noted.exchange(behind.notes);
    }

    /// Whether it is not known yet whose names are to be taken out.
    pub(in crate::tui) fn waits_for_names(&self) -> bool {
        let is_asked = matches!(self.call, CallRef::Record(_));
        is_asked && self.transcript.ready().is_none() && self.transcript.problem().is_none()
    }
}
