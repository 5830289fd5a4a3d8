//! What is asked of the source.

use super::{Slot, Tasks, caught};
use crate::call::text::Clean;
use crate::call::{CallId, Cursor, Scope};
use crate::org::Asked;
use crate::session::source::{Source, Told, Version, broken};
use crate::session::telling::Telling;
use crate::tui::{Answer, CallRef, Ticket, What};

impl Tasks {
    /// Starts to fetch; ends what was fetching the same thing.
    pub(in crate::session) fn load(&mut self, ticket: Ticket, call: CallRef, what: What) {
        let (source, alone, own) = (self.source.clone(), self.alone().clone(), self.own);
        let slot = Slot::Call(call.clone(), what);
        self.start(slot, ticket, async move |known, teller| match what {
            What::Conversation => {
                let told = Telling { teller, wrap: Answer::Conversation };
                match call {
                    CallRef::Record(id) => each(&source, id, known, &told).await,
                    CallRef::File(_) | CallRef::Stdin => {
                        let read = caught(source.conversation(&call)).await;
                        told.tell(Told::fresh(read.unwrap_or_else(Err))).await;
                    }
                }
            }
            What::Transcript => {
                more(&source, &call, known, Telling { teller, wrap: Answer::Transcript }).await;
            }
            What::Record => {
                more(&source, &call, known, Telling { teller, wrap: Answer::Record }).await;
            }
            What::Standpoint => {
                let left = caught(alone.standpoint(&call)).await.unwrap_or_else(Err);
                teller.answer(Answer::Standpoint(left.map(|left| left.map(Box::new)))).await;
            }
            What::Names => {
                let kept =
                    caught(async { source.names(call.id().ok_or_else(broken)?).await }).await;
                teller.answer(Answer::Names(kept.unwrap_or_else(Err).map(Box::new))).await;
            }
            What::Notes => {
                let kept = caught(source.noted(&call, own)).await;
                teller.answer(Answer::Notes(kept.unwrap_or_else(Err).map(Box::new))).await;
            }
        });
    }

    /// Starts to fetch a page of the list.
    pub(in crate::session) fn list(&mut self, ticket: Ticket, scope: Scope, after: Option<Cursor>) {
        let source = self.source.clone();
        self.start(Slot::List, ticket, async move |_, teller| {
            let told = Telling { teller, wrap: Answer::Calls };
            if let Err(problem) = caught(source.each_page(scope, after, &told)).await {
                told.tell(Told::fresh(Err(problem))).await;
            }
            told.remark(&source).await;
        });
    }

    /// Asks the org about a call; ends the question before.
    pub(in crate::session) fn ask(&mut self, ticket: Ticket, call: CallId, question: Clean) {
        let source = self.source.clone();
        self.start(Slot::Question, ticket, async move |_, teller| {
            let reply = caught(source.explore(call, &question)).await.unwrap_or_else(Err);
            teller.answer(Answer::Reply(reply.map(Box::new))).await;
        });
    }

    /// Ends the question that is being asked.
    pub(in crate::session) fn stop_asking(&mut self) {
        self.end(&Slot::Question);
    }
}

/// Tells everything a source says about a call.
async fn each<T: Asked>(source: &Source, call: CallId, known: Option<Version>, told: &Telling<T>) {
    if let Err(problem) = caught(source.each(call, known, told)).await {
        told.tell(Told::fresh(Err(problem))).await;
    }
    told.remark(source).await;
}

/// The app asks only records for more than their conversation.
async fn more<T: Asked>(source: &Source, call: &CallRef, known: Option<Version>, told: Telling<T>) {
    match call.id() {
        Some(id) => each(source, id, known, &told).await,
        None => told.tell(Told::fresh(Err(broken()))).await,
    }
}
