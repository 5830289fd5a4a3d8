//! What the reviewer made, by call: it belongs to the call whoever is signed in.
//!
//! A journal is a database in a file, or it is forgotten with the session. Each kind of thing that
//! is kept has a file here with both ways of keeping it, its statements beside its map.

mod names;
mod notes;
mod positions;
mod rows;
mod text;
mod watch;

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sqlx::SqlitePool;
use sqlx::migrate::Migrator;
use tokio::sync::{OnceCell, watch as channel};

use super::open::{Holds, open};
use crate::call::{CallId, CallKey, Corrections, Notes, Problem};

static MIGRATOR: Migrator = sqlx::migrate!("src/store/migrations/journal");

/// The reviewer's own database. It is opened when it is first needed; copies share it.
#[derive(Debug, Clone)]
pub struct Journal {
    place: Place,
}

#[derive(Debug, Clone)]
enum Place {
    File(Arc<Filed>),
    /// A demo has a thousand visitors with one each: a map costs next to nothing.
    Memory(Arc<Mutex<Memory>>),
}

/// A journal in a file.
#[derive(Debug)]
struct Filed {
    path: PathBuf,
    pool: OnceCell<SqlitePool>,
    /// Counts what changes.
    changes: channel::Sender<u64>,
    /// Hears of what other processes change, once somebody wants to know.
    ear: OnceCell<watch::Ear>,
}

/// A journal that has no file.
#[derive(Debug, Default)]
struct Memory {
    names: HashMap<CallId, Corrections>,
    notes: HashMap<CallKey, Notes>,
    changes: channel::Sender<u64>,
    positions: HashMap<CallKey, String>,
    reviewed: HashSet<CallId>,
}

impl Journal {
    /// The journal in a file, which is made when there is something to write.
    #[must_use]
    pub fn at(file: PathBuf) -> Self {
        let filed = Filed {
            path: file,
            pool: OnceCell::new(),
            changes: channel::Sender::default(),
            ear: OnceCell::new(),
        };
        Self { place: Place::File(Arc::new(filed)) }
    }

    /// A journal that is forgotten with the session.
    #[must_use]
    pub fn in_memory() -> Self {
        Self { place: Place::Memory(Arc::default()) }
    }
}

impl Filed {
    /// The database to write to.
    async fn pool(&self) -> Result<&SqlitePool, Problem> {
        let open = || async { Ok(open(&self.path, &MIGRATOR, Holds::Made).await?.pool) };
        self.pool.get_or_try_init(open).await
    }

    /// The database to read from; none where nothing was ever written: looking up makes no file.
    async fn reading(&self) -> Result<Option<&SqlitePool>, Problem> {
        if self.pool.get().is_none() && !self.path.exists() {
            return Ok(None);
        }
        self.pool().await.map(Some)
    }
}

/// What a panic elsewhere left is whole: each change is one assignment.
fn held(memory: &Mutex<Memory>) -> MutexGuard<'_, Memory> {
    memory.lock().unwrap_or_else(PoisonError::into_inner)
}
