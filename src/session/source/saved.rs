//! Saved responses: files, and standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use super::broken;
use crate::call::{Conversation, Problem, ProblemKind};
use crate::wire::{self, ReadError};

/// Reads a saved response; without a path, it comes on standard input.
pub(super) async fn conversation(path: Option<PathBuf>) -> Result<Conversation, Problem> {
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
