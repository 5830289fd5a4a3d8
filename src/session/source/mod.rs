//! Where calls come from.

mod saved;

use crate::call::{
    CallId, Conversation, Cursor, Page, Problem, ProblemKind, Record, Reply, Scope, Transcript,
};
use crate::org::Client;
use crate::tui::CallRef;

/// Where calls come from: an org, or files alone.
#[derive(Debug, Clone, Default)]
pub struct Source {
    org: Option<Client>,
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
        Self { org: Some(org) }
    }

    /// Summary, insights and moments, from wherever the call is.
    ///
    /// # Errors
    ///
    /// A [`Problem`] for the user.
    pub async fn conversation(&self, call: &CallRef) -> Result<Conversation, Problem> {
        match call {
            CallRef::Record(id) => {
                self.client()?.conversation(*id).await.map_err(|error| error.problem())
            }
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
        self.client()?.transcript(call).await.map_err(|error| error.problem())
    }

    /// Title, start and length of a call of the org.
    ///
    /// # Errors
    ///
    /// A [`Problem`] for the user.
    pub async fn record(&self, call: CallId) -> Result<Record, Problem> {
        self.client()?.record(call).await.map_err(|error| error.problem())
    }

    /// What the org says to a question about one of its calls.
    ///
    /// # Errors
    ///
    /// A [`Problem`] for the user.
    pub async fn explore(&self, call: CallId, question: &str) -> Result<Reply, Problem> {
        self.client()?.explore(call, question).await.map_err(|error| error.problem())
    }

    /// A page of the list of calls.
    ///
    /// # Errors
    ///
    /// A [`Problem`] for the user.
    pub async fn calls(&self, scope: Scope, after: Option<Cursor>) -> Result<Page, Problem> {
        // The first is soon there to look at; the others are few, however long the list is.
        let limit = if after.is_none() { 100 } else { 1_000 };
        let page = self.client()?.calls(scope, after.as_ref(), limit).await;
        page.map_err(|error| error.problem())
    }

    fn client(&self) -> Result<&Client, Problem> {
        self.org.as_ref().ok_or_else(|| {
            let next = "Set SF_ORG_INSTANCE_URL and SF_ACCESS_TOKEN, or open a saved response.";
            Problem::new(ProblemKind::NotSignedIn, "There is no org to ask.", next)
        })
    }
}

/// What a panic while reading an answer comes to.
pub(super) fn broken() -> Problem {
    let what = "earmark failed while it read the answer.";
    Problem::new(ProblemKind::Failed, what, "This is a defect of earmark; please report it.")
}
