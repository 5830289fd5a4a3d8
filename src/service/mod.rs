//! Answers the conversation actions over HTTP from a library of calls.
//!
//! It owns the form of a library's files, who may see which call, and the resources of the REST
//! API that a reviewer needs: the versions, the actions' descriptions, the actions, queries, and
//! the records of calls and of what belongs to them. It knows no org and no terminal.
//!
//! A request passes `router` (compression, panics), `answer` (bounds, token, limit), then
//! `resource` finds what its path names and `invoke`, `query`, `object` or `describe` answers.
//! Everything that is sent about a call is written once, when the service starts (`prepared`).
//!
//! Unlike an org, it does not know:
//!
//! - `_HttpMethod`, the override of the method by a parameter: it is ignored, as is every
//!   parameter but `fields` and `q`;
//! - other formats of a request's body than JSON, and other encodings than gzip;
//! - `If-Modified-Since`, custom actions, any other object than those of `object`, and what `query`
//!   says of SOQL;
//! - signing in: its tokens come from a file ([`Access::from_file`]).
//!
//! What the guide leaves open is marked "invented" where it is decided, mostly in `errors`.

mod access;
mod answer;
mod body;
mod call_file;
mod demo;
mod describe;
mod errors;
mod escape;
mod format;
mod input;
mod intelligence;
mod invoke;
mod library;
mod object;
mod prepared;
mod query;
mod resolve;
mod resource;
mod router;
mod syntax;
mod token_file;
mod transcript;
mod usage;
mod user;
mod version;
mod xml;

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

pub use access::Access;
pub use call_file::Fault;
pub use escape::Escaping;
pub use library::{Library, LibraryError};
pub use resolve::Misfit;
pub use token_file::{AccessError, TokenFault};

use crate::call::CallId;
use access::Holder;
use call_file::CallFile;
use object::Records;
use prepared::Prepared;
use usage::Usage;
use user::{Directory, User};

/// How long open requests may take to finish once the service is to stop.
const PATIENCE: Duration = Duration::from_secs(5);

/// A library that is ready to answer; a copy answers from the same library and counts towards the
/// same limit.
#[derive(Debug, Clone)]
pub struct Service(Arc<Inside>);

#[derive(Debug)]
struct Inside {
    calls: HashMap<CallId, Prepared>,
    directory: Directory,
    records: Records,
    access: Access,
    usage: Usage,
}

/// What can be chosen about a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// How structured strings are sent.
    pub escaping: Escaping,
    /// How many requests a day are answered, by all tokens together.
    pub requests_a_day: u32,
}

/// Escaped strings, and the 15,000 requests a day of a small org.
impl Default for Settings {
    fn default() -> Self {
        Self { escaping: Escaping::default(), requests_a_day: 15_000 }
    }
}

impl Service {
    /// A service with the default settings.
    #[must_use]
    pub fn new(library: &Library, access: Access) -> Self {
        Self::with(library, access, Settings::default())
    }

    /// A service with other settings.
    #[must_use]
    pub fn with(library: &Library, access: Access, settings: Settings) -> Self {
        let prepare = |file: &CallFile| (file.record_id, Prepared::new(file, settings.escaping));
        let directory = Directory::of(&library.calls);
        Self(Arc::new(Inside {
            calls: library.calls.iter().map(prepare).collect(),
            records: Records::of(&library.calls, &directory),
            directory,
            access,
            usage: Usage::new(settings.requests_a_day),
        }))
    }

    fn call(&self, id: CallId) -> Option<&Prepared> {
        self.0.calls.get(&id)
    }

    fn access(&self) -> &Access {
        &self.0.access
    }

    /// All that can be queried.
    fn records(&self) -> &Records {
        &self.0.records
    }

    /// The org's people.
    fn directory(&self) -> &Directory {
        &self.0.directory
    }

    /// As whom a token's holder acts.
    fn acting(&self, holder: &Holder) -> &User {
        self.directory().acting(holder.user)
    }

    fn usage(&self) -> &Usage {
        &self.0.usage
    }
}

/// Answers requests until `shutdown` is ready and those under way are done, or five seconds have
/// passed since.
///
/// # Errors
///
/// As [`axum::serve()`], which retries rather than fail.
pub async fn serve<F>(listener: TcpListener, service: Service, shutdown: F) -> io::Result<()>
where
    F: Future<Output = ()> + Send + 'static,
{
    let (stopping, heard) = oneshot::channel();
    let signal = async move {
        shutdown.await;
        // Nobody listens once the server has ended.
        let _ = stopping.send(());
    };
    let patience = async {
        // A sender that is gone means that the server ended; then the other branch is ready.
        if heard.await.is_ok() {
            tokio::time::sleep(PATIENCE).await;
        }
    };
    // Answers are written whole, so waiting to fill a packet only delays them.
    let listener = listener.tap_io(|connection| {
        let _ = connection.set_nodelay(true);
    });
    let answering = axum::serve(listener, router::router(service)).with_graceful_shutdown(signal);
    tokio::select! {
        biased;
        ended = answering.into_future() => ended,
        () = patience => Ok(()),
    }
}
