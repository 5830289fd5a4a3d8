//! When a call without a summary is asked for again.

use super::remote::Ticket;

/// The first wait, in seconds; each further one is twice as long.
const FIRST: u64 = 15;
/// The longest wait.
const LONGEST: u64 = 5 * 60;
/// How often it is asked: two hours from the first time. A call takes an hour at most, and what
/// has not come by then may never.
const TIMES: u32 = 28;

/// Counts how often it was asked, and knows what it waits for.
#[derive(Debug, Default)]
pub(super) struct Again {
    times: u32,
    timer: Option<Ticket>,
}

impl Again {
    /// Starts to wait, unless it waits already or has asked often enough; says for how many
    /// seconds.
    pub(super) fn wait(&mut self, tickets: &mut Ticket) -> Option<(Ticket, u64)> {
        if self.timer.is_some() || self.times >= TIMES {
            return None;
        }
        let seconds = seconds(self.times);
        self.times += 1;
        let ticket = tickets.next();
        self.timer = Some(ticket);
        Some((ticket, seconds))
    }

    /// The wait is over; false if this is not what is waited for.
    pub(super) fn is_due(&mut self, ticket: Ticket) -> bool {
        self.timer.take_if(|timer| *timer == ticket).is_some()
    }

    /// Whether it waits or has waited.
    pub(super) fn has_begun(&self) -> bool {
        self.times > 0
    }

    /// How long after the last time it is asked next; nothing once that is over.
    pub(super) fn interval(&self) -> Option<u64> {
        let last = self.times.checked_sub(1)?;
        let waits = self.timer.is_some() || self.times < TIMES;
        waits.then(|| seconds(last))
    }
}

fn seconds(times: u32) -> u64 {
    FIRST.checked_shl(times).map_or(LONGEST, |seconds| seconds.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end_after_two_hours() {
        let (mut again, mut tickets) = (Again::default(), Ticket::default());
        let mut waits = Vec::new();
        while let Some((ticket, seconds)) = again.wait(&mut tickets) {
            assert_eq!(again.wait(&mut tickets), None, "one at a time");
            assert!(!again.is_due(Ticket::default()));
            assert!(again.is_due(ticket) && !again.is_due(ticket), "once");
            waits.push(seconds);
        }
        assert_eq!(waits[..6], [15, 30, 60, 120, 240, 300]);
        assert!(waits[5..].iter().all(|wait| *wait == 300));
        let total: u64 = waits.iter().sum();
        assert!((7_000..=7_500).contains(&total), "{total} seconds");
        assert_eq!(again.interval(), None);
    }
}
