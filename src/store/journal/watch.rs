//! Hearing of what other sessions change, in this process and in others, without asking.
//!
//! The system tells when a file of the journal changes. `SQLite` writes its log before others can
//! read what is in it, so whoever has changed something touches the lock file afterwards as well:
//! that is heard last.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use notify::event::ModifyKind;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::watch;

use super::{Filed, Journal, Place, held};
use crate::call::{Problem, ProblemKind};
use crate::store::file;

/// Ends when it is dropped.
pub(super) type Ear = RecommendedWatcher;

impl Journal {
    /// Tells of every change from now on, also of those that are made through this journal. What
    /// changed has to be looked up.
    ///
    /// # Errors
    ///
    /// A [`Problem`] when the system does not tell; nothing else depends on it.
    pub async fn changes(&self) -> Result<watch::Receiver<u64>, Problem> {
        match &self.place {
            Place::Memory(memory) => Ok(held(memory).changes.subscribe()),
            Place::File(file) => {
                file.ear.get_or_try_init(|| listen(file)).await?;
                Ok(file.changes.subscribe())
            }
        }
    }

    /// Tells everybody that something changed.
    pub(super) async fn tell(&self) {
        match &self.place {
            Place::Memory(memory) => count(&held(memory).changes),
            Place::File(file) => {
                count(&file.changes);
                let path = file.path.clone();
                // Nobody else hears of it then until the next change.
                let _ = tokio::task::spawn_blocking(move || file::touch(&path)).await;
            }
        }
    }
}

fn count(changes: &watch::Sender<u64>) {
    changes.send_modify(|n| *n = n.wrapping_add(1));
}

async fn listen(filed: &Filed) -> Result<Ear, Problem> {
    let (path, changes) = (filed.path.clone(), filed.changes.clone());
    let begun = tokio::task::spawn_blocking(move || begin(&path, changes)).await;
    match begun.map_err(|error| error.to_string()) {
        Ok(Ok(ear)) => Ok(ear),
        Ok(Err(why)) | Err(why) => Err(deaf(&why)),
    }
}

fn begin(path: &Path, changes: watch::Sender<u64>) -> Result<Ear, String> {
    let Some(folder) = file::folder(path).map_err(|error| error.to_string())? else {
        return Err("it has no folder".to_owned());
    };
    let name = path.to_owned();
    let heard = move |event: notify::Result<Event>| {
        if event.is_ok_and(|event| is_change(&event, &name)) {
            count(&changes);
        }
    };
    let mut ear = notify::recommended_watcher(heard).map_err(|error| error.to_string())?;
    let begun = ear.watch(&folder, RecursiveMode::NonRecursive);
    begun.map(|()| ear).map_err(|error| error.to_string())
}

/// Whether an event is about what the journal holds, rather than about who reads it.
fn is_change(event: &Event, journal: &Path) -> bool {
    let kinds = matches!(
        event.kind,
        EventKind::Any
            | EventKind::Create(_)
            | EventKind::Remove(_)
            | EventKind::Modify(ModifyKind::Any | ModifyKind::Data(_) | ModifyKind::Name(_))
    );
    let Some(name) = journal.file_name().map(OsStr::as_encoded_bytes) else { return false };
    let is_it = |path: &PathBuf| {
        let file = path.file_name().map(OsStr::as_encoded_bytes).unwrap_or_default();
        file.starts_with(name) && !file.ends_with(b"-shm")
    };
    kinds && event.paths.iter().any(is_it)
}

fn deaf(why: &str) -> Problem {
    let what = format!("What other sessions note is not heard of: {why}.");
    Problem::new(ProblemKind::Failed, &what, "It is shown when the call is opened again.")
}
