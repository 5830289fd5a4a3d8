//! How fast a visitor may send.

use std::time::Duration;

use tokio::time::Instant;

/// Lets through so many bytes a second, and twice as many at once.
#[derive(Debug)]
pub(super) struct Meter {
    /// Bytes a second.
    rate: f64,
    /// Bytes that may come now; below 0 they were let through ahead of their time.
    left: f64,
    at: Instant,
}

impl Meter {
    pub(super) fn new(rate: u32, now: Instant) -> Self {
        let rate = f64::from(rate.max(1));
        Self { rate, left: 2.0 * rate, at: now }
    }

    /// Counts bytes that have come; until when nothing more may, if that is later than now.
    pub(super) fn take(&mut self, bytes: usize, now: Instant) -> Option<Instant> {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.left = (self.left + passed * self.rate).min(2.0 * self.rate);
        self.at = now;
        self.left -= f64::from(u32::try_from(bytes).unwrap_or(u32::MAX));
        (self.left < 0.0).then(|| now + Duration::from_secs_f64(-self.left / self.rate))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_and_a_flood_waits() {
        let start = Instant::now();
        let mut meter = Meter::new(1_000, start);
        assert_eq!(meter.take(2_000, start), None);
        let until = meter.take(500, start).unwrap();
        assert_eq!((until - start).as_millis(), 500);
        assert_eq!(meter.take(0, until), None);
        assert_eq!(meter.take(2_000, until + Duration::from_mins(1)), None);
    }
}
