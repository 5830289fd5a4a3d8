//! Something that is fetched.

use super::msg::Origin;
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
    origin: Origin,
}

impl<T> Default for Remote<T> {
    fn default() -> Self {
        Self { value: None, loading: None, origin: Origin::Fresh }
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
        if !self.awaits(ticket) {
            return Arrival::Stale;
        }
        if !matches!(origin, Origin::Kept(_)) {
            self.loading = None;
        }
        if answer.is_ok() {
            self.origin = origin;
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

    /// The value is the newest there is; says whether that was the current request.
    pub(super) fn confirm(&mut self, ticket: Ticket) -> bool {
        let is_current = self.awaits(ticket);
        if is_current {
            self.loading = None;
            self.origin = Origin::Fresh;
        }
        is_current
    }

    /// Drops the value: nobody may see it any more.
    pub(super) fn drop_value(&mut self) {
        self.value = None;
    }

    /// Puts another value in the place of the one that is there; returns that one.
    pub(super) fn exchange(&mut self, other: Option<T>) -> Option<T> {
        match (self.ready_mut(), other) {
            (Some(value), Some(other)) => Some(std::mem::replace(value, other)),
            _ => None,
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

    /// Where the value comes from.
    pub(super) fn origin(&self) -> Origin {
        self.origin
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
    use crate::tui::msg::Age;

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
    fn a_kept_value_is_shown_until_the_fresh_one_replaces_or_confirms_it() {
        let mut ticket = Ticket::default();
        let asked = ticket.next();
        let mut remote = Remote::default();
        remote.ask(asked);
        let kept = Origin::Kept(Age { seconds: 60 });
        assert_eq!(remote.settle(asked, Ok(1), kept), Arrival::Ready);
        assert_eq!((remote.ready(), remote.origin(), remote.is_loading()), (Some(&1), kept, true));
        assert!(!remote.confirm(ticket.next()));
        assert!(remote.confirm(asked));
        assert_eq!((remote.origin(), remote.is_loading()), (Origin::Fresh, false));

        let asked = ticket.next();
        remote.ask(asked);
        remote.settle(asked, Ok(2), kept);
        let problem = Problem::new(ProblemKind::Unreachable, "Gone.", "Wait.");
        let arrival = remote.settle(asked, Err(problem.clone()), Origin::Fresh);
        assert_eq!(arrival, Arrival::Kept(problem));
        assert_eq!((remote.ready(), remote.origin(), remote.is_loading()), (Some(&2), kept, false));
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
