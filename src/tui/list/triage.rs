//! Going through the list: what calls are like, and which are still to be reviewed.

use std::collections::HashSet;

use super::CallList;
use crate::call::{CallId, Direction, Glance, Problem};
use crate::tui::msg::{CallRef, Effect};
use crate::tui::queue::Step;
use crate::tui::remote::Ticket;

impl CallList {
    /// Asks for glances at calls on the screen: the chosen one, then from the top.
    pub(in crate::tui) fn peek(&mut self, tickets: &mut Ticket) -> Vec<Effect> {
        let rows = self.top..self.top + usize::from(self.rows());
        let rows = std::iter::once(self.row()).chain(rows);
        let calls = self.pages.calls();
        let seen = rows.filter_map(|row| calls.get(self.finder.call(row)?));
        self.glances.ask(seen, tickets)
    }

    /// Takes in a glance; says whether it was waited for.
    pub(in crate::tui) fn glimpse(
        &mut self,
        ticket: Ticket,
        glance: Result<Option<Box<Glance>>, Problem>,
    ) -> bool {
        self.glances.settle(ticket, glance, &self.theme)
    }

    /// Looks at a call that is there.
    pub(in crate::tui) fn see(&mut self, call: CallId, glance: &Glance) {
        self.glances.see(call, glance, &self.theme);
    }

    /// Other calls are reviewed than before.
    pub(in crate::tui) fn set_reviewed(&mut self, reviewed: &HashSet<CallId>) {
        self.finder.review(self.pages.calls(), 0, reviewed);
    }

    /// Goes to the next call that is not reviewed; nothing where there is none.
    pub(in crate::tui) fn step_to_new(&mut self) -> Option<Step> {
        let below = self.finder.rank(self.cursor);
        let found = self.finder.new_from(below);
        let is_above = found.is_none_or(|call| call < self.cursor);
        if is_above && (!self.pages.is_complete() || self.wanted.is_some()) {
            self.pages.retry();
            return Some(Step::Later);
        }
        let call = self.pages.calls().get(found?)?.id;
        self.cursor = found?;
        Some(Step::To(CallRef::Record(call)))
    }

    /// The row beside the chosen call, and the call there.
    fn beside(&self, way: Direction) -> Option<usize> {
        let rank = self.finder.rank(self.cursor);
        let on_it = self.finder.call(rank) == Some(self.cursor);
        let row = match way {
            Direction::Next => rank + usize::from(on_it),
            Direction::Previous => rank.checked_sub(1)?,
        };
        self.finder.call(row)
    }

    /// The call after the one that was opened.
    pub(in crate::tui) fn next(&self) -> Option<CallRef> {
        let call = self.pages.calls().get(self.beside(Direction::Next)?)?;
        self.wanted.is_none().then_some(CallRef::Record(call.id))
    }

    /// Goes to the call beside the one that was opened; nothing where there is none.
    pub(in crate::tui) fn step(&mut self, way: Direction) -> Option<Step> {
        let more = !self.pages.is_complete();
        let beside = self.beside(way).filter(|_| self.wanted.is_none());
        let call = beside.and_then(|ix| Some((ix, self.pages.calls().get(ix)?.id)));
        match call {
            Some((ix, call)) => {
                self.cursor = ix;
                Some(Step::To(CallRef::Record(call)))
            }
            None if more && (way == Direction::Next || self.wanted.is_some()) => {
                self.pages.retry();
                Some(Step::Later)
            }
            None => None,
        }
    }
}
