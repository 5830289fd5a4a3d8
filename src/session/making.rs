//! Making tasks in the org, one after another.

use super::tasks::{Slot, Tasks, caught};
use crate::call::task::Task;
use crate::call::{CallId, Problem, ProblemKind};
use crate::tui::{Answer, Ticket};

impl Tasks {
    /// Starts to ask for what has to be known before tasks can be made.
    pub(super) fn task_terms(&mut self, ticket: Ticket, call: CallId) {
        let source = self.source.clone();
        self.start(Slot::TaskTerms, ticket, async move |_, teller| {
            let terms = caught(source.task_terms(call)).await.unwrap_or_else(Err);
            teller.answer(Answer::TaskTerms(terms)).await;
        });
    }

    /// Starts to make tasks, beside those that are being made. Once nobody answers, the others are
    /// not sent.
    pub(super) fn make_tasks(&mut self, ticket: Ticket, tasks: Vec<Task>) {
        let source = self.source.clone();
        self.start(Slot::MakeTasks(ticket), ticket, async move |_, teller| {
            let mut ended: Option<Problem> = None;
            for task in tasks {
                let made = match &ended {
                    Some(problem) => Err(problem.clone()),
                    None => caught(source.make_task(&task)).await.unwrap_or_else(Err),
                };
                if let Err(problem) = &made
                    && ends_all(problem.kind)
                {
                    ended = Some(problem.clone());
                }
                teller.answer(Answer::TaskMade(task.key, made)).await;
            }
        });
    }
}

/// Whether the next task would fail in the same way.
fn ends_all(kind: ProblemKind) -> bool {
    matches!(kind, ProblemKind::NotSignedIn | ProblemKind::Unreachable | ProblemKind::Busy)
}
