//! From an effect to the message that answers it.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;

use crate::call::{Conversation, Problem, ProblemKind};
use crate::org::Client;
use crate::tui::{Answer, CallRef, Msg, Ticket, What};
use crate::wire::{self, ReadError};

/// Where calls come from.
#[derive(Debug, Clone)]
pub struct Source {
    /// The org that records are asked of; none when a session only reads files.
    pub org: Option<Client>,
}

/// Tasks under way: at most one for each [`What`], of which the newest wins.
#[derive(Debug)]
pub struct Tasks {
    source: Arc<Source>,
    running: HashMap<What, AbortHandle>,
    done: mpsc::Sender<Msg>,
    inbox: mpsc::Receiver<Msg>,
}

/// Answers that wait to be taken in; a task waits for room.
const INBOX: usize = 4;

impl Tasks {
    /// No task yet.
    #[must_use]
    pub fn new(source: Source) -> Self {
        let (done, inbox) = mpsc::channel(INBOX);
        Self { source: Arc::new(source), running: HashMap::new(), done, inbox }
    }

    /// Starts to fetch; ends what was fetching the same thing.
    pub(super) fn load(&mut self, ticket: Ticket, call: CallRef, what: What) {
        let (source, done) = (Arc::clone(&self.source), self.done.clone());
        let task = tokio::spawn(async move {
            let answer = answer(&source, &call, what).await;
            // The session may have ended meanwhile; then nobody waits for the answer.
            let _ = done.send(Msg::Loaded { ticket, answer }).await;
        });
        if let Some(older) = self.running.insert(what, task.abort_handle()) {
            older.abort();
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
            let fetched = caught(conversation(source, call)).await;
            Answer::Conversation(fetched.map(Box::new))
        }
        What::Transcript => Answer::Transcript(
            caught(async {
                let (org, id) = record_of(source, call)?;
                org.transcript(id).await.map(Box::new).map_err(|error| error.problem())
            })
            .await,
        ),
        What::Record => Answer::Record(
            caught(async {
                let (org, id) = record_of(source, call)?;
                org.record(id).await.map(Box::new).map_err(|error| error.problem())
            })
            .await,
        ),
    }
}

/// A panic while reading an answer costs that answer, not the session.
async fn caught<T>(task: impl Future<Output = Result<T, Problem>>) -> Result<T, Problem> {
    AssertUnwindSafe(task).catch_unwind().await.unwrap_or_else(|_| Err(broken()))
}

fn broken() -> Problem {
    let what = "earmark failed while it read the answer.";
    Problem::new(ProblemKind::Failed, what, "This is a defect of earmark; please report it.")
}

/// Fetches a conversation from wherever the call is.
///
/// # Errors
///
/// A [`Problem`] for the user.
pub async fn conversation(source: &Source, call: &CallRef) -> Result<Conversation, Problem> {
    let path = match call {
        CallRef::Record(_) => {
            let (org, id) = record_of(source, call)?;
            return org.conversation(id).await.map_err(|error| error.problem());
        }
        CallRef::File(path) => Some(path.clone()),
        CallRef::Stdin => None,
    };
    let name =
        path.as_ref().map_or_else(|| "Standard input".to_owned(), |p| p.display().to_string());
    let read = move || match path {
        Some(path) => wire::intelligence(File::open(path)?),
        None => wire::intelligence(once(io::stdin().lock())?),
    };
    match tokio::task::spawn_blocking(read).await {
        Ok(read) => read.map_err(|error| file_problem(&name, &error)),
        Err(_) => Err(broken()),
    }
}

/// Standard input, unless it was read to its end before.
fn once(mut stdin: impl Read) -> io::Result<impl Read> {
    let mut first = [0];
    match stdin.read(&mut first)? {
        0 => {
            Err(io::Error::other("there is nothing to read, or no more; it can be read only once"))
        }
        n => Ok(io::Cursor::new(first).take(n as u64).chain(stdin)),
    }
}

fn record_of<'a>(
    source: &'a Source,
    call: &CallRef,
) -> Result<(&'a Client, crate::call::CallId), Problem> {
    let org = source.org.as_ref().zip(call.id());
    org.ok_or_else(|| {
        let next = "Set SF_ORG_INSTANCE_URL and SF_ACCESS_TOKEN, or open a saved response.";
        Problem::new(ProblemKind::NotSignedIn, "There is no org to ask.", next)
    })
}

/// Why a file gives nothing to show.
fn file_problem(name: &str, error: &ReadError) -> Problem {
    let (kind, next) = match error {
        ReadError::Io(io) if io.kind() == io::ErrorKind::NotFound => {
            (ProblemKind::NotFound, "Check the name.")
        }
        ReadError::Io(io) if io.kind() == io::ErrorKind::IsADirectory => (
            ProblemKind::Failed,
            "Name a file in it, or give the folder to `earmark serve --library`.",
        ),
        ReadError::Io(_) => (ProblemKind::Failed, "Check the file and its permissions."),
        ReadError::CutShort(_) => {
            (ProblemKind::Unreadable, "It was probably cut off when it was saved; save it again.")
        }
        ReadError::Refused(_) | ReadError::Failed(_) => (
            ProblemKind::Unreadable,
            "The file holds an error instead of a call; save a successful response.",
        ),
        ReadError::Empty | ReadError::Json { .. } | ReadError::Shape(_) => (
            ProblemKind::Unreadable,
            "A saved response of getConversationIntelligence, or its outputValues alone, is what earmark reads.",
        ),
    };
    Problem::new(kind, &format!("{name} cannot be read: {error}."), next)
}
