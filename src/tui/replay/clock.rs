//! When a replay moves next, and how far it has come by then.

use crate::call::Offset;
use crate::call::replay::Speed;
use crate::tui::msg::Tick;
use crate::tui::remote::Ticket;

/// The least time between two frames, in milliseconds: four a second.
pub(super) const FRAME: u64 = 250;
/// How much later than planned a step may be and still count whole, in milliseconds. What is more
/// is time in which the machine slept or the process stood still.
const LATE: u64 = 1_000;

/// Counts the steps of a replay: the world is asked for one at a time.
#[derive(Debug, Default)]
pub(super) struct Clock {
    step: Option<Step>,
    /// When the last step was, unless something else moved the playhead since.
    last: Option<Tick>,
    /// Hundred-thousandths of a second that are played and not moved yet.
    rest: u64,
}

/// A step that is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    ticket: Ticket,
    millis: u64,
    from: Offset,
    speed: Speed,
}

impl Clock {
    /// Whether a step from there, at that speed, is waited for already.
    pub(super) fn waits(&self, from: Offset, speed: Speed) -> bool {
        self.step.is_some_and(|step| step.from == from && step.speed == speed)
    }

    /// Plans a step: when `until` is reached, but not before the next frame may be drawn. Says how
    /// long that is.
    pub(super) fn plan(
        &mut self,
        ticket: Ticket,
        from: Offset,
        until: Offset,
        speed: Speed,
    ) -> u64 {
        if self.step.is_some() {
            // Something else moved the playhead, or changed the speed.
            (self.last, self.rest) = (None, 0);
        }
        let left = (u64::from((until - from).centis()) * 1_000).saturating_sub(self.rest);
        let millis = left.div_ceil(u64::from(speed.percent())).max(FRAME);
        self.step = Some(Step { ticket, millis, from, speed });
        millis
    }

    /// How much is played by a step that is due; nothing if it is not waited for.
    pub(super) fn due(&mut self, ticket: Ticket, at: Tick) -> Option<Offset> {
        let step = self.step.take_if(|step| step.ticket == ticket)?;
        let since = self.last.replace(at);
        let millis = since.map_or(step.millis, |last| at.millis.saturating_sub(last.millis));
        let played = millis.min(step.millis + LATE) * u64::from(step.speed.percent()) + self.rest;
        self.rest = played % 1_000;
        Some(Offset::from_centis(u32::try_from(played / 1_000).unwrap_or(u32::MAX)))
    }

    /// Stops; says whether a step was waited for.
    pub(super) fn stop(&mut self) -> bool {
        std::mem::take(self).step.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(centis: u32) -> Offset {
        Offset::from_centis(centis)
    }

    #[test]
    fn steps_are_planned_for_what_changes_and_never_faster_than_frames() {
        let (mut clock, mut tickets) = (Clock::default(), Ticket::default());
        assert_eq!(clock.plan(tickets.next(), at(0), at(100), Speed::NORMAL), 1_000);
        let double = Speed::ALL[5];
        assert!(clock.waits(at(0), Speed::NORMAL) && !clock.waits(at(0), double));
        assert_eq!(clock.plan(tickets.next(), at(0), at(100), double), 500);
        assert_eq!(clock.plan(tickets.next(), at(0), at(100), Speed::ALL[7]), FRAME);
        assert_eq!(clock.plan(tickets.next(), at(0), at(0), Speed::NORMAL), FRAME);
        assert!(clock.stop() && !clock.stop());
    }

    #[test]
    fn what_is_played_is_the_time_that_passed_to_the_hundredth() {
        let (mut clock, mut tickets) = (Clock::default(), Ticket::default());
        let half = Speed::ALL[0];
        let (mut now, mut place) = (Tick::default(), at(0));
        for _ in 0..40 {
            let ticket = tickets.next();
            let millis = clock.plan(ticket, place, place + at(13), half);
            now.millis += millis + 3;
            assert_eq!(clock.due(Ticket::default(), now), None);
            place = place + clock.due(ticket, now).unwrap();
        }
        // The first step has no beginning that is known, so its three milliseconds are lost.
        assert_eq!(u64::from(place.centis()), (now.millis - 3) / 20);
    }

    #[test]
    fn a_machine_that_slept_goes_on_where_it_was() {
        let (mut clock, mut tickets) = (Clock::default(), Ticket::default());
        let mut due = |millis| {
            let ticket = tickets.next();
            clock.plan(ticket, at(0), at(100), Speed::NORMAL);
            clock.due(ticket, Tick { millis }).unwrap()
        };
        assert_eq!(due(77_000), at(100), "as planned");
        assert_eq!(due(78_200), at(120));
        assert_eq!(due(9_000_000), at(200));
    }
}
