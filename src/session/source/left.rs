//! What the reviewer left behind: places in calls, and which calls are reviewed.

use std::collections::HashSet;

use jiff::Timestamp;

use super::Source;
use super::noted::key_of;
use crate::call::{CallId, Problem, ProblemKind};
use crate::tui::{CallRef, Standpoint};

impl Source {
    /// Where the reviewer left a call; nothing where nothing is kept, or what is kept cannot be
    /// made out.
    ///
    /// # Errors
    ///
    /// A [`Problem`] for the user.
    pub async fn standpoint(&self, call: &CallRef) -> Result<Option<Standpoint>, Problem> {
        let Some((journal, key)) = self.journal.as_ref().zip(key_of(call)) else {
            return Ok(None);
        };
        let text = journal.position(&key).await?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Keeps where the reviewer is in a call, if there is a place for it.
    ///
    /// # Errors
    ///
    /// A [`Problem`] for the user.
    pub async fn keep_standpoint(
        &self,
        call: &CallRef,
        standpoint: &Standpoint,
    ) -> Result<(), Problem> {
        let Some((journal, key)) = self.journal.as_ref().zip(key_of(call)) else { return Ok(()) };
        let Ok(text) = serde_json::to_string(standpoint) else { return Ok(()) };
        journal.keep_position(&key, &text, Timestamp::now()).await
    }

    /// The calls that are reviewed.
    ///
    /// # Errors
    ///
    /// A [`Problem`] for the user.
    pub async fn reviewed(&self) -> Result<HashSet<CallId>, Problem> {
        match &self.journal {
            Some(journal) => journal.reviewed().await,
            None => Ok(HashSet::new()),
        }
    }

    /// Keeps that a call is reviewed from now on, or that it is not.
    ///
    /// # Errors
    ///
    /// A [`Problem`] for the user.
    pub async fn keep_reviewed(&self, call: CallId, reviewed: bool) -> Result<(), Problem> {
        let Some(journal) = &self.journal else {
            let what = "That the call is reviewed has no place.";
            let next = "It holds for this session; set HOME or XDG_DATA_HOME to keep it.";
            return Err(Problem::new(ProblemKind::Failed, what, next));
        };
        journal.keep_reviewed(call, reviewed.then(Timestamp::now)).await
    }
}
