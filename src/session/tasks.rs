//! From an effect to the message that answers it.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;

use super::source::{Source, broken};
use crate::call::text::Clean;
use crate::call::{CallId, Corrections, Cursor, Problem, Scope};
use crate::tui::{Answer, CallRef, Msg, Origin, Ticket, What};

/// Tasks under way: at most one for each [`Slot`], of which the newest wins.
#[derive(Debug)]
pub struct Tasks {
    source: Source,
    running: HashMap<Slot, AbortHandle>,
    done: mpsc::Sender<Msg>,
    inbox: mpsc::Receiver<Msg>,
}

/// What only one task at a time works on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Slot {
    Call(CallRef, What),
    List,
    SaveNames(CallId),
    Question,
}

/// Answers that wait to be taken in; a task waits for room.
const INBOX: usize = 4;
/// How long the end of a session waits for what is being saved.
const SAVING: Duration = Duration::from_secs(3);
const STEP: Duration = Duration::from_millis(5);

impl Tasks {
    /// No task yet.
    #[must_use]
    pub fn new(source: Source) -> Self {
        let (done, inbox) = mpsc::channel(INBOX);
        Self { source, running: HashMap::new(), done, inbox }
    }

    /// Starts to fetch; ends what was fetching the same thing.
    pub(super) fn load(&mut self, ticket: Ticket, call: CallRef, what: What) {
        let source = self.source.clone();
        let slot = Slot::Call(call.clone(), what);
        self.start(slot, ticket, async move { answer(&source, &call, what).await });
    }

    /// Starts to fetch a page of the list.
    pub(super) fn list(&mut self, ticket: Ticket, scope: Scope, after: Option<Cursor>) {
        let source = self.source.clone();
        self.start(Slot::List, ticket, async move {
            let page = caught(source.calls(scope, after)).await;
            Answer::Calls(page.map(Box::new))
        });
    }

    /// Starts to keep names.
    pub(super) fn save_names(&mut self, call: CallId, names: Corrections) {
        let source = self.source.clone();
        self.start(Slot::SaveNames(call), Ticket::default(), async move {
            Answer::NamesSaved(caught(source.keep_names(call, &names)).await)
        });
    }

    /// Asks the org about a call; ends the question before.
    pub(super) fn ask(&mut self, ticket: Ticket, call: CallId, question: Clean) {
        let source = self.source.clone();
        self.start(Slot::Question, ticket, async move {
            let reply = caught(source.explore(call, &question)).await;
            Answer::Reply(reply.map(Box::new))
        });
    }

    /// Ends the question that is being asked.
    pub(super) fn stop_asking(&mut self) {
        if let Some(task) = self.running.remove(&Slot::Question) {
            task.abort();
        }
    }

    /// Ends what is being fetched about a call.
    pub(super) fn forget(&mut self, call: &CallRef) {
        self.running.retain(|slot, task| {
            let other = !matches!(slot, Slot::Call(of, _) if of == call);
            if !other {
                task.abort();
            }
            other
        });
    }

    fn start(
        &mut self,
        slot: Slot,
        ticket: Ticket,
        answer: impl Future<Output = Answer> + Send + 'static,
    ) {
        let done = self.done.clone();
        self.running.retain(|_, task| !task.is_finished());
        let task = tokio::spawn(async move {
            let answer = answer.await;
            // The session may have ended meanwhile; then nobody waits for the answer.
            let _ = done.send(Msg::Loaded { ticket, answer, origin: Origin::Fresh }).await;
        });
        if let Some(older) = self.running.insert(slot, task.abort_handle()) {
            older.abort();
        }
    }

    /// Waits until what the reviewer made is kept, but not for ever.
    pub(super) async fn settle(&mut self) {
        let saving = |running: &HashMap<Slot, AbortHandle>| {
            let unsaved = |(slot, task): (&Slot, &AbortHandle)| {
                matches!(slot, Slot::SaveNames(_)) && !task.is_finished()
            };
            running.iter().any(unsaved)
        };
        for _ in 0..SAVING.as_millis() / STEP.as_millis() {
            // A task that has done its work waits for room here.
            while self.inbox.try_recv().is_ok() {}
            if !saving(&self.running) {
                return;
            }
            tokio::time::sleep(STEP).await;
        }
    }

    /// The next answer; waits for ever when there is none.
    pub(super) async fn next(&mut self) -> Msg {
        match self.inbox.recv().await {
            Some(msg) => msg,
            // Unreachable while `done` is held here.
            None => std::future::pending().await,
        }
    }
}

impl Drop for Tasks {
    fn drop(&mut self) {
        self.running.values().for_each(AbortHandle::abort);
    }
}

async fn answer(source: &Source, call: &CallRef, what: What) -> Answer {
    match what {
        What::Conversation => {
            let fetched = caught(source.conversation(call)).await;
            Answer::Conversation(fetched.map(Box::new))
        }
        What::Transcript => {
            let fetched = caught(async { source.transcript(record(call)?).await }).await;
            Answer::Transcript(fetched.map(Box::new))
        }
        What::Record => {
            let fetched = caught(async { source.record(record(call)?).await }).await;
            Answer::Record(fetched.map(Box::new))
        }
        What::Names => {
            let kept = caught(async { source.names(record(call)?).await }).await;
            Answer::Names(kept.map(Box::new))
        }
    }
}

/// The app asks only records for more than their conversation.
fn record(call: &CallRef) -> Result<CallId, Problem> {
    call.id().ok_or_else(broken)
}

/// A panic while reading an answer costs that answer, not the session.
async fn caught<T>(task: impl Future<Output = Result<T, Problem>>) -> Result<T, Problem> {
    AssertUnwindSafe(task).catch_unwind().await.unwrap_or_else(|_| Err(broken()))
}
