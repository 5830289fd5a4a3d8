//! What arrives, and whose it is.

use super::App;
use super::triage::Waits;
use crate::tui::action::Screen;
use crate::tui::msg::{Answer, Origin, Outcome, Tick};
use crate::tui::remote::Ticket;

impl App {
    pub(super) fn loaded(&mut self, ticket: Ticket, answer: Answer, origin: Origin) -> Outcome {
        if let Answer::Calls(page) = answer {
            let Some(list) = self.queue.list_mut() else { return Outcome::unchanged() };
            let taken = list.settle(ticket, page, origin, &self.reviewed);
            let waited = if taken { std::mem::take(&mut self.waits) } else { Waits::No };
            return if waited == Waits::No { Outcome::of(taken) } else { self.go_on(waited) };
        }
        let answer = match answer {
            Answer::StandpointSaved(Err(problem)) => return self.unkept(&problem),
            Answer::ReviewedSaved(Err(problem)) => {
                self.say(&problem.to_string());
                return Outcome::changed();
            }
            Answer::Reviewed(calls) => return self.know_reviewed(calls),
            Answer::Glance(glance) => {
                let list = self.queue.list_mut();
                let taken = list.is_some_and(|list| list.glimpse(ticket, glance));
                return Outcome::of(taken && self.front == Screen::Calls);
            }
            answer => answer,
        };
        // These name no request about the call itself.
        let any = matches!(
            answer,
            Answer::Reply(_)
                | Answer::NamesSaved(_)
                | Answer::Exported(_)
                | Answer::TaskTerms(_)
                | Answer::TaskMade(..)
        );
        if let Some(desk) = self.desk.as_mut().filter(|desk| any || desk.review.awaits(ticket)) {
            let is_conversation = matches!(answer, Answer::Conversation(_));
            let taken = desk.loaded(ticket, answer, origin);
            if is_conversation {
                self.glimpse();
            }
            return Outcome::of(taken);
        }
        if let Some(ahead) = self.ahead.as_mut().filter(|ahead| ahead.awaits(ticket)) {
            // Nobody sees it yet.
            ahead.settle(ticket, answer, origin);
        }
        Outcome::unchanged()
    }

    /// What is there is the newest; says whether anybody sees it.
    pub(super) fn confirmed(&mut self, ticket: Ticket) -> bool {
        if let Some(ahead) = &mut self.ahead {
            ahead.confirm(ticket);
        }
        self.desk.as_mut().is_some_and(|desk| desk.review.confirm(ticket))
    }

    pub(super) fn due(&mut self, ticket: Ticket, at: Tick) -> Outcome {
        if let Some(outcome) = self.rested(ticket) {
            return outcome;
        }
        let Some(desk) = &mut self.desk else { return Outcome::unchanged() };
        if let Some(note) = desk.note_due(ticket) {
            return Outcome { changed: false, effects: vec![note] };
        }
        if desk.tell_next(ticket) || desk.look_on(ticket) {
            return Outcome::changed();
        }
        match desk.review.due(ticket, &mut self.tickets) {
            Some(load) => Outcome::with(vec![load]),
            None => Outcome::of(desk.due(ticket, at)),
        }
    }
}
