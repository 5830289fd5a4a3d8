//! Answers the conversation actions over HTTP from a library of calls.
//!
//! It owns the form of a library's files, who may see which call, and the resources of the REST
//! API that a reviewer needs: the versions, the actions' descriptions, the actions, queries, and
//! the records of calls and of what belongs to them. It knows no org and no terminal.
//!
//! A request comes in by `server` (connections), passes `router` (compression, panics) and `answer`
//! (bounds, token, limit), then `resource` finds what its path names and `invoke`, `query`, `object`
//! or `describe` answers, and `reply` sends that; `oauth` does where people sign in.
//! Everything that is sent about a call is written once, when the service starts (`prepared`), but
//! for answers to questions (`explore`), which quote the transcript: there is no language model.
//!
//! Unlike an org, it does not know:
//!
//! - `_HttpMethod`, the override of the method by a parameter: it is ignored, as is every
//!   parameter but `fields`, `q` and `columns`;
//! - other formats of a request's body than JSON, and other encodings than gzip;
//! - `If-Modified-Since`, custom actions, any other object than those of `object`, and what `query`
//!   says of SOQL.
//!
//! Tokens come from a file ([`Access::from_file`]), or from signing in (`oauth`).
//!
//! What the guide leaves open is marked "invented" where it is decided, mostly in `errors`.

mod access;
mod answer;
mod body;
mod call_file;
mod demo;
mod describe;
mod digest;
mod errors;
mod escape;
mod explore;
mod format;
mod input;
mod intelligence;
mod invoke;
mod library;
mod oauth;
mod object;
mod prepared;
mod query;
mod reply;
mod resolve;
mod resource;
mod router;
mod server;
mod syntax;
mod tasks;
mod token_file;
mod transcript;
mod usage;
mod user;
mod version;
mod xml;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

pub use access::Access;
pub use call_file::Fault;
pub use escape::Escaping;
pub use library::{Library, LibraryError};
pub use oauth::{Approval, SignIn};
pub use resolve::Misfit;
pub(crate) use server::Patient;
pub use server::serve;
pub use tasks::TasksError;
pub use token_file::{AccessError, TokenFault};

use crate::call::CallId;
use access::Holder;
use call_file::CallFile;
use digest::Digest;
use oauth::Grants;
use object::Records;
use prepared::Prepared;
use tasks::Tasks;
use usage::Counted;
use user::{Directory, User};

/// A library that is ready to answer; a copy answers from the same library, and knows the same
/// tokens.
#[derive(Debug, Clone)]
pub struct Service(Arc<Inside>);

#[derive(Debug)]
struct Inside {
    calls: HashMap<CallId, Prepared>,
    directory: Directory,
    tasks: Tasks,
    access: Access,
    grants: Grants,
    settings: Settings,
}

/// What can be chosen about a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// How structured strings are sent.
    pub escaping: Escaping,
    /// How many requests of one token are answered in a day.
    pub requests_a_day: u32,
    /// How people sign in.
    pub sign_in: SignIn,
    /// Where the service is reached, such as `https://calls.example`, when that is not what
    /// requests say: behind something that adds TLS.
    pub public_url: Option<String>,
}

/// Escaped strings, and the 15,000 requests a day of a small org.
impl Default for Settings {
    fn default() -> Self {
        Self {
            escaping: Escaping::default(),
            requests_a_day: 15_000,
            sign_in: SignIn::default(),
            public_url: None,
        }
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
        let directory = Directory::of(&library.calls);
        let tasks = Tasks::passing(&Records::of(&library.calls, &directory));
        Self::over(library, access, settings, tasks)
    }

    /// The same, which keeps its tasks in a file.
    ///
    /// # Errors
    ///
    /// [`TasksError`] when the file is there and cannot be used.
    pub fn with_tasks(
        library: &Library,
        access: Access,
        settings: Settings,
        file: &Path,
    ) -> Result<Self, TasksError> {
        let directory = Directory::of(&library.calls);
        let tasks = Tasks::in_file(file, &Records::of(&library.calls, &directory))?;
        Ok(Self::over(library, access, settings, tasks))
    }

    fn over(library: &Library, access: Access, settings: Settings, tasks: Tasks) -> Self {
        let prepare = |file: &CallFile| (file.record_id, Prepared::new(file, settings.escaping));
        let directory = Directory::of(&library.calls);
        Self(Arc::new(Inside {
            calls: library.calls.iter().map(prepare).collect(),
            tasks,
            directory,
            access,
            grants: Grants::new(settings.sign_in.lifetime, settings.sign_in.rotate),
            settings,
        }))
    }

    fn call(&self, id: CallId) -> Option<&Prepared> {
        self.0.calls.get(&id)
    }

    /// Who has a token, from the file or from signing in.
    fn holder(&self, token: &str, now: Instant) -> Option<Arc<Holder>> {
        let token = Digest::of(token);
        let from_file = self.0.access.holder(&token).cloned();
        from_file.or_else(|| self.grants().holder(&token, now))
    }

    /// Counts a request of a token's holder.
    fn count(&self, holder: &Holder, now: Instant) -> Counted {
        holder.usage.count(self.0.settings.requests_a_day, now)
    }

    fn grants(&self) -> &Grants {
        &self.0.grants
    }

    fn sign_in(&self) -> &SignIn {
        &self.0.settings.sign_in
    }

    fn public_url(&self) -> Option<&str> {
        self.0.settings.public_url.as_deref()
    }

    /// All that can be queried.
    fn records(&self) -> Arc<Records> {
        self.0.tasks.records()
    }

    /// What may be written.
    fn tasks(&self) -> &Tasks {
        &self.0.tasks
    }

    /// The org's people.
    fn directory(&self) -> &Directory {
        &self.0.directory
    }

    /// As whom a token's holder acts.
    fn acting(&self, holder: &Holder) -> &User {
        self.directory().acting(holder.user)
    }
}
