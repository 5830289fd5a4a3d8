//! What a source tells of a call, asked for at once.

use futures::future::OptionFuture;

use crate::call::{Conversation, Corrections, Problem, Record, Spoken, Transcript};
use crate::session::Source;
use crate::tui::CallRef;

/// A call, as far as its parts could be had.
pub(super) struct Known {
    pub(super) conversation: Conversation,
    pub(super) record: Option<Record>,
    pub(super) transcript: Option<Transcript>,
    pub(super) names: Corrections,
    pub(super) spoken: Spoken,
    /// Why something is missing.
    pub(super) problems: Vec<Problem>,
    /// Why it is not known who took part, though the org or the journal may know.
    pub(super) nameless: Option<Problem>,
}

impl Known {
    /// Asks for all of it.
    ///
    /// # Errors
    ///
    /// A [`Problem`] where there are no insights.
    pub(super) async fn of(source: &Source, call: &CallRef) -> Result<Self, Problem> {
        let id = call.id();
        let (conversation, transcript, record, names) = tokio::join!(
            source.conversation(call),
            OptionFuture::from(id.map(|id| source.transcript(id))),
            OptionFuture::from(id.map(|id| source.record(id))),
            OptionFuture::from(id.map(|id| source.names(id))),
        );
        let mut conversation = conversation?;
        let unnamed = transcript.as_ref().and_then(|it| it.as_ref().err());
        let nameless = unnamed.or(names.as_ref().and_then(|it| it.as_ref().err())).cloned();
        let mut problems = Vec::new();
        let transcript =
            transcript.and_then(|it| it.map_err(|problem| problems.push(problem)).ok());
        let record = record.and_then(|it| it.map_err(|problem| problems.push(problem)).ok());
        let names = names.and_then(|it| it.map_err(|problem| problems.push(problem)).ok());
        let names = names.unwrap_or_default();
        let spoken = conversation.spoken(transcript.as_ref(), record.as_ref(), &names);
        Ok(Self { conversation, record, transcript, names, spoken, problems, nameless })
    }
}
