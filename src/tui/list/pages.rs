//! The calls that have arrived, and the request for more of them.

use std::collections::HashSet;

use crate::call::{CallId, Cursor, Listed, Page, Problem};
use crate::tui::msg::{Age, Origin};
use crate::tui::remote::Ticket;

/// A list that arrives page by page. What is shown stays while it is asked for again.
#[derive(Debug, Default)]
pub(super) struct Pages {
    shown: Run,
    /// What is read in place of the calls that are shown, as many of them, while they are not to
    /// be seen as they are.
    covered: Option<Vec<Listed>>,
    /// What a reload has brought so far; it takes the place of what is shown as a whole, so that
    /// nothing jumps.
    again: Option<Run>,
    asked: Option<Asked>,
    failed: Option<Problem>,
    age: Option<Age>,
}

/// Calls from the newest on.
#[derive(Debug, Default)]
struct Run {
    calls: Vec<Listed>,
    ids: HashSet<CallId>,
    next: Next,
    missing: Vec<Problem>,
}

/// Where the next page starts.
#[derive(Debug, Default, PartialEq)]
enum Next {
    /// At the newest call.
    #[default]
    Start,
    After(Cursor),
    /// Nowhere: all is there.
    End,
}

/// The one request under way.
#[derive(Debug)]
struct Asked {
    ticket: Ticket,
    /// How many calls there were before its first answer.
    from: usize,
}

/// What an answer came to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Arrival {
    /// It was not the current request: nothing changed.
    Stale,
    /// It was taken in, and the same calls are shown.
    Quiet,
    /// The calls from this one on are others.
    Changed(usize),
    /// There is a problem; the calls from before stay.
    Failed,
}

impl Run {
    /// Takes in a page from call number `from` on.
    fn extend(&mut self, page: Page, from: usize) {
        for call in self.calls.drain(from..) {
            self.ids.remove(&call.id);
        }
        let before = self.calls.len();
        let new = page.calls.into_iter().filter(|call| self.ids.insert(call.id));
        self.calls.extend(new);
        let nothing_new = self.calls.len() == before;
        let next = page.next.map_or(Next::End, Next::After);
        // A place that leads to itself would be asked for without end.
        self.next = if nothing_new && next == self.next { Next::End } else { next };
        let known = &mut self.missing;
        page.missing.into_iter().for_each(|problem| {
            if !known.contains(&problem) {
                known.push(problem);
            }
        });
    }
}

impl Pages {
    pub(super) fn calls(&self) -> &[Listed] {
        self.covered.as_ref().unwrap_or(&self.shown.calls)
    }

    /// Puts other rows in place of the calls from number `from` on, or shows all as they are.
    pub(super) fn cover(&mut self, from: usize, row: Option<impl Fn(&Listed) -> Listed>) {
        let Some(row) = row else {
            self.covered = None;
            return;
        };
        let mut covered = self.covered.take().unwrap_or_default();
        covered.truncate(from);
        covered.extend(self.shown.calls[covered.len()..].iter().map(row));
        self.covered = Some(covered);
    }

    /// What is missing of the list, beside calls that are still to come.
    pub(super) fn missing(&self) -> &[Problem] {
        &self.shown.missing
    }

    /// Why the last request brought nothing; not while it is asked again.
    pub(super) fn problem(&self) -> Option<&Problem> {
        self.failed.as_ref()
    }

    /// How old the calls were when they were shown, if they are not fresh.
    pub(super) fn age(&self) -> Option<Age> {
        self.age
    }

    /// Whether nothing has been answered yet.
    pub(super) fn is_new(&self) -> bool {
        self.shown.next == Next::Start
    }

    /// Whether every call is there.
    pub(super) fn is_complete(&self) -> bool {
        self.shown.next == Next::End
    }

    pub(super) fn is_loading(&self) -> bool {
        self.asked.is_some()
    }

    /// Whether the list is being asked for from the top again.
    pub(super) fn is_reloading(&self) -> bool {
        self.again.is_some()
    }

    /// Whether a page could be asked for now.
    pub(super) fn can_ask(&self) -> bool {
        let run = self.again.as_ref().unwrap_or(&self.shown);
        run.next != Next::End && self.asked.is_none() && self.failed.is_none()
    }

    /// A request goes out; returns where its page starts.
    pub(super) fn ask(&mut self, ticket: Ticket) -> Option<Cursor> {
        let run = self.again.as_ref().unwrap_or(&self.shown);
        self.failed = None;
        self.asked = Some(Asked { ticket, from: run.calls.len() });
        match &run.next {
            Next::After(cursor) => Some(cursor.clone()),
            Next::Start | Next::End => None,
        }
    }

    /// Forgets a failure, so that its page can be asked for again; says whether there was one.
    pub(super) fn retry(&mut self) -> bool {
        self.failed.take().is_some() && self.can_ask()
    }

    /// Starts again from the top.
    pub(super) fn reload(&mut self) {
        self.failed = None;
        self.asked = None;
        self.again = (!self.is_new()).then(Run::default);
    }

    /// Takes in an answer. A reload ends once it has `keep`, or has come past its place.
    pub(super) fn settle(
        &mut self,
        ticket: Ticket,
        answer: Result<Page, Problem>,
        origin: Origin,
        keep: Option<CallId>,
    ) -> Arrival {
        let Some(asked) = self.asked.take_if(|asked| asked.ticket == ticket) else {
            return Arrival::Stale;
        };
        let from = asked.from;
        let age = match origin {
            Origin::Fresh => None,
            Origin::Kept(age) | Origin::Offline(age) => Some(age),
        };
        if let Origin::Kept(_) = origin {
            self.asked = Some(asked);
            if self.again.is_some() || answer.is_err() {
                // What is shown is no older, and the fresh answer follows.
                return Arrival::Quiet;
            }
        }
        let page = match answer {
            Ok(page) => page,
            Err(problem) => {
                self.failed = Some(problem);
                return Arrival::Failed;
            }
        };
        let Some(mut again) = self.again.take() else {
            self.age = if from == 0 { age } else { age.or(self.age) };
            self.shown.extend(page, from);
            return Arrival::Changed(from);
        };
        again.extend(page, from);
        let kept = self.shown.calls.iter().find(|call| Some(call.id) == keep);
        let last = again.calls.last().and_then(|call| call.start);
        let passed = kept.is_none_or(|call| again.ids.contains(&call.id) || last < call.start);
        if passed || again.next == Next::End {
            self.age = age;
            self.shown = again;
            return Arrival::Changed(0);
        }
        self.again = Some(again);
        Arrival::Quiet
    }
}
