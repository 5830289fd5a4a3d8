//! Where calls were left, and when that is to be kept.

use super::desk::Desk;
use super::msg::{CallRef, Effect, Timer};
use super::remote::Ticket;
use super::standpoint::Standpoint;

/// Remembers calls that were left, and which place of the open one is kept already.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// The latest last.
    left: Vec<(CallRef, Standpoint)>,
    /// Where the open call was when it was last kept, or when nobody had moved yet.
    known: Option<(CallRef, Standpoint)>,
    /// Runs from the first key that changed something until that is kept.
    timer: Option<Ticket>,
    /// Keeping failed, which was said once.
    fails: bool,
}

/// How many calls of a session are remembered.
const LEFT: usize = 100;
/// Milliseconds from a change until it is kept.
const REST: u64 = 2_000;

impl Places {
    /// Where a call was left in this session.
    pub(super) fn of(&self, call: &CallRef) -> Option<&Standpoint> {
        self.left.iter().find(|(left, _)| left == call).map(|(_, place)| place)
    }

    /// Something happened, by the reader's hand or not: starts the timer where the reader moved.
    pub(super) fn look(
        &mut self,
        desk: &Desk,
        by_hand: bool,
        tickets: &mut Ticket,
    ) -> Option<Effect> {
        let is_ready = self.timer.is_none() && desk.review.knows_place();
        let now = desk.standpoint().filter(|_| is_ready)?;
        let call = &desk.review.call;
        let known = self.known.as_ref().filter(|(of, _)| of == call);
        if known.is_some_and(|(_, known)| *known == now) {
            return None;
        }
        if !by_hand || known.is_none() {
            self.known = Some((call.clone(), now));
            return None;
        }
        if self.fails || !call.has_place() {
            return None;
        }
        let ticket = tickets.next();
        self.timer = Some(ticket);
        Some(Effect::Later { ticket, timer: Timer::Rest, millis: REST })
    }

    /// Whether this is the end of the timer.
    pub(super) fn is_due(&mut self, ticket: Ticket) -> bool {
        self.timer.take_if(|timer| *timer == ticket).is_some()
    }

    /// Keeps where the reader is, if that is not kept.
    pub(super) fn keep(&mut self, desk: &Desk) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.timer.take().is_some() {
            effects.push(Effect::Never(Timer::Rest));
        }
        let call = &desk.review.call;
        let now = desk.standpoint().filter(|_| desk.review.knows_place());
        let Some(now) = now else { return effects };
        match &self.known {
            Some((of, known)) if of == call && *known == now => return effects,
            _ => self.known = Some((call.clone(), now.clone())),
        }
        if !self.fails && call.has_place() {
            let (call, standpoint) = (call.clone(), Box::new(now));
            effects.push(Effect::SaveStandpoint { call, standpoint });
        }
        effects
    }

    /// The reader leaves a call for another.
    pub(super) fn leave(&mut self, desk: &Desk) -> Vec<Effect> {
        let effects = self.keep(desk);
        self.known = None;
        if let Some(place) = desk.standpoint() {
            let call = desk.review.call.clone();
            self.left.retain(|(left, _)| *left != call);
            self.left.push((call, place));
            let spare = self.left.len().saturating_sub(LEFT);
            self.left.drain(..spare);
        }
        effects
    }

    /// Nothing can be kept; says whether that is news.
    pub(super) fn give_up(&mut self) -> bool {
        !std::mem::replace(&mut self.fails, true)
    }
}
