//! Something that is fetched.

use super::msg::{Age, Origin};
use crate::call::Problem;

/// Names one request, so that a late answer to an older one is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Ticket(u64);

impl Ticket {
    /// The next ticket.
    #[must_use]
    pub(super) fn next(&mut self) -> Self {
        self.0 += 1;
        *self
    }
}

/// A value that arrives from elsewhere. What was there stays while a newer one is on its way.
#[derive(Debug, Clone)]
pub(super) struct Remote<T> {
    value: Option<Result<T, Problem>>,
    loading: Option<Ticket>,
    age: Option<Age>,
}

impl<T> Default for Remote<T> {
    fn default() -> Self {
        Self { value: None, loading: None, age: None }
    }
}

/// How a request ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Arrival {
    /// It was not the current request: nothing changed.
    Stale,
    /// The value is there.
    Ready,
    /// There is a problem and nothing to show.
    Failed,
    /// There is a problem, but the value from before is still shown.
    Kept(Problem),
}

impl<T> Remote<T> {
    /// A request has gone out.
    pub(super) fn ask(&mut self, ticket: Ticket) {
        self.loading = Some(ticket);
    }

    /// An answer came in.
    pub(super) fn settle(
        &mut self,
        ticket: Ticket,
        answer: Result<T, Problem>,
        origin: Origin,
    ) -> Arrival {
        if self.loading != Some(ticket) {
            return Arrival::Stale;
        }
        let age = match origin {
            Origin::Fresh => None,
            Origin::Kept(age) | Origin::Offline(age) => Some(age),
        };
        if !matches!(origin, Origin::Kept(_)) {
            self.loading = None;
        }
        if answer.is_ok() {
            self.age = age;
        }
        match answer {
            Err(problem) if matches!(self.value, Some(Ok(_))) => Arrival::Kept(problem),
            answer => {
                let failed = answer.is_err();
                self.value = Some(answer);
                if failed { Arrival::Failed } else { Arrival::Ready }
            }
        }
    }

    /// The value, if there is one.
    pub(super) fn ready(&self) -> Option<&T> {
        self.value.as_ref()?.as_ref().ok()
    }

    /// The same, to be changed.
    pub(super) fn ready_mut(&mut self) -> Option<&mut T> {
        self.value.as_mut()?.as_mut().ok()
    }

    /// Why there is none; not while it is asked for again.
    pub(super) fn problem(&self) -> Option<&Problem> {
        let settled = self.loading.is_none();
        self.value.as_ref()?.as_ref().err().filter(|_| settled)
    }

    /// How old the value was when it was shown, if it is not fresh.
    #[expect(dead_code, reason = "shown once answers are kept")]
    pub(super) fn age(&self) -> Option<Age> {
        self.age
    }

    /// Whether an answer to this request is waited for.
    pub(super) fn awaits(&self, ticket: Ticket) -> bool {
        self.loading == Some(ticket)
    }

    /// Whether a request is on its way.
    pub(super) fn is_loading(&self) -> bool {
        self.loading.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::ProblemKind;

    #[test]
    fn a_late_answer_never_replaces_a_newer_choice() {
        let mut ticket = Ticket::default();
        let (first, second) = (ticket.next(), ticket.next());
        let mut remote = Remote::default();
        remote.ask(first);
        remote.ask(second);
        assert_eq!(remote.settle(first, Ok(1), Origin::Fresh), Arrival::Stale);
        assert_eq!(remote.settle(second, Ok(2), Origin::Fresh), Arrival::Ready);
        assert_eq!(remote.settle(second, Ok(3), Origin::Fresh), Arrival::Stale);
        assert_eq!(remote.ready(), Some(&2));
    }

    #[test]
    fn a_failed_reload_keeps_what_was_there() {
        let problem = Problem::new(ProblemKind::Busy, "Busy.", "Wait.");
        let mut ticket = Ticket::default();
        let mut remote = Remote::default();
        let asked = ticket.next();
        remote.ask(asked);
        assert_eq!(remote.settle(asked, Err(problem.clone()), Origin::Fresh), Arrival::Failed);
        assert_eq!(remote.problem(), Some(&problem));
        let asked = ticket.next();
        remote.ask(asked);
        assert_eq!(remote.problem(), None);
        remote.settle(asked, Ok(1), Origin::Fresh);
        let asked = ticket.next();
        remote.ask(asked);
        assert_eq!(
            remote.settle(asked, Err(problem.clone()), Origin::Fresh),
            Arrival::Kept(problem)
        );
        assert_eq!(remote.ready(), Some(&1));
    }
}
