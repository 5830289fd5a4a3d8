//! How many requests were made of those that a day allows.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

const DAY: Duration = Duration::from_hours(24);

/// Counts requests. A day begins with its first request and ends 24 hours later; an org's window
/// slides instead.
#[derive(Debug, Default)]
pub(super) struct Usage {
    day: Mutex<Option<Day>>,
}

#[derive(Debug, Clone, Copy)]
struct Day {
    began: Instant,
    used: u32,
}

/// One request's place among the day's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted {
    used: u32,
    limit: u32,
    pub(super) allowed: bool,
}

impl Usage {
    /// Counts a request, unless the day's are used up.
    pub(super) fn count(&self, limit: u32, now: Instant) -> Counted {
        let mut today = self.day.lock().unwrap_or_else(PoisonError::into_inner);
        let going_on = today.filter(|day| now.saturating_duration_since(day.began) < DAY);
        let mut day = going_on.unwrap_or(Day { began: now, used: 0 });
        let allowed = day.used < limit;
        day.used += u32::from(allowed);
        *today = Some(day);
        Counted { used: day.used, limit, allowed }
    }
}

impl Counted {
    /// The value of `Sforce-Limit-Info`.
    pub(super) fn header(self) -> String {
        format!("api-usage={}/{}", self.used, self.limit)
    }

    /// As `…/limits` has it.
    pub(super) fn limits(self) -> Value {
        json!({"Max": self.limit, "Remaining": self.limit - self.used})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_allows_so_many_and_the_next_as_many_again() {
        let usage = Usage::default();
        let now = Instant::now();
        let count = |at| {
            let counted = usage.count(2, at);
            (counted.header(), counted.allowed)
        };
        assert_eq!(count(now), ("api-usage=1/2".to_owned(), true));
        assert_eq!(count(now), ("api-usage=2/2".to_owned(), true));
        assert_eq!(count(now + DAY / 2), ("api-usage=2/2".to_owned(), false));
        assert_eq!(count(now + DAY), ("api-usage=1/2".to_owned(), true));
    }
}
