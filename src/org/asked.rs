//! What can be asked about a call.

use std::io::Read;

use crate::call::{CallId, Conversation, Record, Transcript};
use crate::wire::action::Action;
use crate::wire::{self, ReadError};

/// An answer about a call: the type asked for says what is asked, and how the bytes are read.
/// So an answer that was kept is read as the one that has just come.
pub trait Asked: Sized + Send + 'static {
    /// Names the question, in every version of this program.
    const NAME: &'static str;
    /// The action that answers it; without one, the fields of the call's record do.
    const ACTION: Option<Action>;

    /// Reads the answer.
    ///
    /// # Errors
    ///
    /// [`ReadError`] when there is nothing to show.
    fn read(call: CallId, body: impl Read) -> Result<Self, ReadError>;
}

/// An answer and what it was read from.
#[derive(Debug, Clone)]
pub struct Answered<T> {
    /// As read.
    pub value: T,
    /// As it came, decompressed.
    pub body: Vec<u8>,
}

/// From API 65.0.
impl Asked for Conversation {
    const NAME: &'static str = "conversation";
    const ACTION: Option<Action> = Some(Action::Intelligence);

    fn read(_: CallId, body: impl Read) -> Result<Self, ReadError> {
        wire::intelligence(body)
    }
}

/// From API 63.0. An org that answers without a transcript gives one without entries.
impl Asked for Transcript {
    const NAME: &'static str = "transcript";
    const ACTION: Option<Action> = Some(Action::Transcript);

    fn read(_: CallId, body: impl Read) -> Result<Self, ReadError> {
        wire::transcript(body)
    }
}

/// [`OrgError::NotACall`](super::OrgError::NotACall) for an id of another kind, which is not sent.
impl Asked for Record {
    const NAME: &'static str = "record";
    const ACTION: Option<Action> = None;

    fn read(call: CallId, body: impl Read) -> Result<Self, ReadError> {
        wire::record(call, body)
    }
}
