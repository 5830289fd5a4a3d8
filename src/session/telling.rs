//! A task's way to the loop.

use tokio::sync::mpsc;

use super::source::{Source, Told, Version};
use super::tasks::Slot;
use crate::call::Problem;
use crate::tui::{Answer, Msg, Origin, Ticket};

/// What a task came to, so far.
#[derive(Debug)]
pub(super) enum News {
    /// To be taken in if the task is still the newest of its slot.
    Of(Slot, Ticket, Shows, Msg),
    /// To be taken in whatever else happened.
    Remark(Problem),
    /// The same.
    Plain(Msg),
}

impl News {
    /// What is to be said where nobody takes it in any more: that something the reviewer made is
    /// not kept.
    pub(super) fn lost(self) -> Option<Problem> {
        match self {
            Self::Of(.., Msg::Loaded { answer, .. }) => lost(answer),
            Self::Plain(Msg::Noted { kept, .. }) => kept.err(),
            _ => None,
        }
    }
}

/// Why an answer that nobody takes in would have to be told all the same.
fn lost(answer: Answer) -> Option<Problem> {
    match answer {
        Answer::NamesSaved(saved) | Answer::ReviewedSaved(saved) => saved.err(),
        Answer::TaskMade(_, made) => made.err(),
        Answer::Exported(written) => written.err(),
        _ => None,
    }
}

/// What a message does to the answer that the app has.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shows {
    /// It stays.
    Same,
    /// This is in its place; it may have no name.
    Other(Option<Version>),
}

/// Sends what one task has to say.
#[derive(Debug)]
pub(super) struct Teller {
    pub(super) slot: Slot,
    pub(super) ticket: Ticket,
    pub(super) done: mpsc::Sender<News>,
}

impl Teller {
    /// An answer that is told once, and has no name.
    pub(super) async fn answer(&self, answer: Answer) {
        let (ticket, origin) = (self.ticket, Origin::Fresh);
        self.send(Shows::Other(None), Msg::Loaded { ticket, answer, origin }).await;
    }

    pub(super) async fn send(&self, shows: Shows, msg: Msg) {
        // The session may have ended meanwhile; then nobody waits for the answer.
        let _ = self.done.send(News::Of(self.slot.clone(), self.ticket, shows, msg)).await;
    }
}

/// The same, for answers of one type.
#[derive(Debug)]
pub(super) struct Telling<T> {
    pub(super) teller: Teller,
    pub(super) wrap: fn(Result<Box<T>, Problem>) -> Answer,
}

impl<T> Telling<T> {
    pub(super) async fn tell(&self, told: Told<T>) {
        let ticket = self.teller.ticket;
        match told {
            Told::Answer { answer, origin, version } => {
                let answer = (self.wrap)(answer.map(Box::new));
                let msg = Msg::Loaded { ticket, answer, origin };
                self.teller.send(Shows::Other(version), msg).await;
            }
            Told::Same => self.teller.send(Shows::Same, Msg::Confirmed { ticket }).await,
        }
    }

    /// Tells what went wrong with keeping, if something did.
    pub(super) async fn remark(&self, source: &Source) {
        if let Some(problem) = source.remark() {
            let _ = self.teller.done.send(News::Remark(problem)).await;
        }
    }
}
