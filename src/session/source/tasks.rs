//! Tasks that the reader has confirmed, on their way to the org.

use super::Source;
use crate::call::task::{Made, Task, Terms};
use crate::call::text::clean_line;
use crate::call::{CallId, Problem, ProblemKind};
use crate::org::KeyField;

impl Source {
    /// The same, with the field of Task that holds keys, where the org has one.
    #[must_use]
    pub fn with_key_field(self, key_field: Option<KeyField>) -> Self {
        Self { key_field, ..self }
    }

    /// What has to be known before tasks of a call can be made.
    ///
    /// # Errors
    ///
    /// A [`Problem`] for the user.
    pub async fn task_terms(&self, call: CallId) -> Result<Terms, Problem> {
        self.writes()?;
        let record = self.client().await?.related_to(call).await;
        let key_field = self.key_field.as_ref().map(|field| clean_line(field.as_str()).boxed());
        Ok(Terms { record: record.map_err(|error| error.problem())?, key_field })
    }

    /// Has a task in the org, once, however often it is asked for.
    ///
    /// # Errors
    ///
    /// A [`Problem`] for the user.
    pub async fn make_task(&self, task: &Task) -> Result<Made, Problem> {
        self.writes()?;
        let made = self.client().await?.make_task(task, self.key_field.as_ref()).await;
        made.map_err(|error| error.problem())
    }

    /// The same, which makes nothing in the org.
    #[must_use]
    pub fn reading_only(self) -> Self {
        Self { reads_only: true, ..self }
    }

    fn writes(&self) -> Result<(), Problem> {
        if self.reads_only {
            let what = "This session makes no tasks.";
            let next = "Copy the drafts instead.";
            return Err(Problem::new(ProblemKind::Failed, what, next));
        }
        if self.offline {
            let what = "earmark is offline, and tasks are made in the org.";
            let next = "Start without --offline to make them; `earmark tasks` prints them.";
            return Err(Problem::new(ProblemKind::Unreachable, what, next));
        }
        Ok(())
    }
}
