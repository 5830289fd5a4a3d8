//! Where calls come from.

mod kept;
mod left;
mod noted;
mod saved;
mod tasks;
mod told;

use self::kept::Keep;
pub use self::noted::key_of_file;
pub(super) use self::told::{Told, Version};
use crate::call::text::Clean;
use crate::call::{
    Account, CallId, Conversation, Corrections, Cursor, Page, Problem, ProblemKind, Record, Reply,
    Scope, Transcript,
};
use crate::org::login::{Door, LoginError, Way};
use crate::org::{Client, KeyField};
use crate::store::{Cache, Journal};
use crate::tui::CallRef;

/// Where calls come from: an org, what is kept of its answers, or files alone.
#[derive(Debug, Clone, Default)]
pub struct Source {
    org: Option<Door>,
    keep: Option<Keep>,
    offline: bool,
    journal: Option<Journal>,
    /// Whose name stands beside what is noted.
    author: Option<Clean>,
    key_field: Option<KeyField>,
    reads_only: bool,
}

impl Source {
    /// Saved responses alone.
    #[must_use]
    pub fn files() -> Self {
        Self::default()
    }

    /// An org, and saved responses.
    #[must_use]
    pub fn org(org: Client) -> Self {
        Self::behind(Door::new(Way::Ready(org), None))
    }

    /// An org that is signed in to when a call of it is first wanted, and saved responses.
    #[must_use]
    pub fn behind(door: Door) -> Self {
        Self { org: Some(door), ..Self::default() }
    }

    /// The same, which keeps the org's answers, and shows them before newer ones have come. They
    /// are kept for whoever asks, as soon as that is known.
    #[must_use]
    pub fn keeping(self, cache: Cache) -> Self {
        Self { keep: Some(Keep { cache, account: None }), ..self }
    }

    /// The same, for one account whoever asks.
    #[must_use]
    pub fn keeping_for(self, cache: Cache, account: Account) -> Self {
        Self { keep: Some(Keep { cache, account: Some(account) }), ..self }
    }

    /// The same, which sends no request: of an org there is what was kept.
    #[must_use]
    pub fn offline(self) -> Self {
        Self { offline: true, ..self }
    }

    /// The same, with a place for what the reviewer makes.
    #[must_use]
    pub fn with_journal(self, journal: Option<Journal>) -> Self {
        Self { journal, ..self }
    }

    /// Summary, insights and moments, from wherever the call is.
    ///
    /// # Errors
    ///
    /// A [`Problem`] for the user.
    pub async fn conversation(&self, call: &CallRef) -> Result<Conversation, Problem> {
        match call {
            CallRef::Record(id) => self.one(*id).await,
            CallRef::File(path) => saved::conversation(Some(path.clone())).await,
            CallRef::Stdin => saved::conversation(None).await,
        }
    }

    /// Participants and entries of a call of the org.
    ///
    /// # Errors
    ///
    /// A [`Problem`] for the user.
    pub async fn transcript(&self, call: CallId) -> Result<Transcript, Problem> {
        self.one(call).await
    }

    /// Title, start and length of a call of the org.
    ///
    /// # Errors
    ///
    /// A [`Problem`] for the user.
    pub async fn record(&self, call: CallId) -> Result<Record, Problem> {
        self.one(call).await
    }

    /// What the org says to a question about one of its calls.
    ///
    /// # Errors
    ///
    /// A [`Problem`] for the user.
    pub async fn explore(&self, call: CallId, question: &str) -> Result<Reply, Problem> {
        if self.offline {
            let what = "earmark is offline, and the question is for the org.";
            let next = "Start without --offline to ask it.";
            return Err(Problem::new(ProblemKind::Unreachable, what, next));
        }
        self.client().await?.explore(call, question).await.map_err(|error| error.problem())
    }

    /// What the reviewer corrected about the people of a call; nothing where nothing is kept.
    ///
    /// # Errors
    ///
    /// A [`Problem`] for the user.
    pub async fn names(&self, call: CallId) -> Result<Corrections, Problem> {
        match &self.journal {
            Some(journal) => journal.names(call).await,
            None => Ok(Corrections::default()),
        }
    }

    /// Keeps what the reviewer corrected about the people of a call.
    ///
    /// # Errors
    ///
    /// A [`Problem`] for the user.
    pub async fn keep_names(&self, call: CallId, names: &Corrections) -> Result<(), Problem> {
        let Some(journal) = &self.journal else {
            let next = "They hold for this session; set HOME or XDG_DATA_HOME to keep them.";
            return Err(Problem::new(ProblemKind::Failed, "The names have no place.", next));
        };
        journal.keep_names(call, names).await
    }

    /// A page of the list of calls.
    ///
    /// # Errors
    ///
    /// A [`Problem`] for the user.
    pub async fn calls(&self, scope: Scope, after: Option<Cursor>) -> Result<Page, Problem> {
        self.one_page(scope, after).await
    }

    async fn client(&self) -> Result<Client, Problem> {
        let door = self.org.as_ref().ok_or(LoginError::NotSignedIn)?;
        door.client().await.map_err(Problem::from)
    }
}

/// What a panic while reading an answer comes to.
pub(super) fn broken() -> Problem {
    let what = "earmark failed while it read the answer.";
    Problem::new(ProblemKind::Failed, what, "This is a defect of earmark; please report it.")
}
