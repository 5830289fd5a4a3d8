//! How a replay goes on by itself.

use super::clock::Clock;
use super::{Repeat, Replay, State};
use crate::call::Offset;
use crate::call::replay::heard;
use crate::tui::msg::{Effect, Tick, Timer};
use crate::tui::remote::Ticket;
use crate::tui::review::Review;

/// What a step came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tui) enum Step {
    /// It was not waited for.
    Nothing,
    Moved,
    /// There is nothing more to play.
    Over,
}

impl Replay {
    /// Asks for the next step, and for none where none is needed. `column` is when the playhead
    /// reaches the ruler's next column.
    pub(in crate::tui) fn follow_up(
        &mut self,
        review: &Review,
        (arrivals, column): (u64, Option<Offset>),
        tickets: &mut Ticket,
    ) -> Vec<Effect> {
        if self.state == State::Playing || self.seat.is_taken() {
            self.plot(review, arrivals);
        }
        let until = self.changes_at(review, column);
        let steered = self.steer(review, until, tickets);
        if self.state != State::Playing || steered.is_some() {
            let mut effects = steered.unwrap_or_default();
            effects.extend(self.clock.stop().then_some(Effect::Never(Timer::Replay)));
            return effects;
        }
        let speed = self.taste.speed;
        let at = review.playhead.at;
        if self.clock.waits(at, speed) {
            return Vec::new();
        }
        let ticket = tickets.next();
        let millis = self.clock.plan(ticket, at, until, speed);
        vec![Effect::Later { ticket, timer: Timer::Replay, millis }]
    }

    /// When something that is shown changes next: the second, the ruler's column, the moment or
    /// the entry that is heard, or what is played at all.
    fn changes_at(&self, review: &Review, column: Option<Offset>) -> Offset {
        let at = review.playhead.at;
        let second = Offset::from_centis((at.centis() / 100).saturating_add(1).saturating_mul(100));
        let timeline = review.timeline();
        let begun = timeline.first_at(at + Offset::from_centis(1));
        let moment = review.shown.next_with(None, begun).map(|ix| timeline.moment(ix).at);
        let window = review.playhead.on.map(|ix| timeline.moment(ix).window.end);
        let spans = review.spoken.placement.spans();
        let entry = spans.get(spans.partition_point(|span| span.start <= at));
        let stretch = self.course.next_from(at);
        // Out of a place that is not played, at once.
        let stretch = stretch.map_or(at, |next| if next.start > at { at } else { next.end });
        let loops = match self.repeat {
            Repeat::Between(_, to) => Some(to),
            Repeat::Nothing | Repeat::From(_) => None,
        };
        let changes = [column, moment, window, entry.map(|span| span.start), loops];
        let later = changes.into_iter().flatten().filter(|&change| change > at);
        later.fold(second.min(stretch), Offset::min)
    }

    /// Takes the step that is due.
    pub(in crate::tui) fn due(&mut self, ticket: Ticket, at: Tick, review: &mut Review) -> Step {
        let Some(by) = self.clock.due(ticket, at) else { return Step::Nothing };
        let from = review.playhead.at;
        let mut to = self.course.place_after(self.course.played_by(from) + by);
        if let Repeat::Between(start, end) = self.repeat
            && from < end
            && (to >= end || self.course.next_from(to).is_none())
        {
            to = start;
        } else if self.course.next_from(to).is_none() {
            review.playhead = heard(review.timeline(), &review.shown, to);
            (self.state, self.ended) = (State::Off, Some(to));
            self.clock = Clock::default();
            return Step::Over;
        }
        review.playhead = heard(review.timeline(), &review.shown, to);
        Step::Moved
    }
}
