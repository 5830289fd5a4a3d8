//! Places in a recording.

use std::fmt;
use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// A place in a recording: hundredths of a second from its start.
///
/// The action sends single-precision seconds widened to doubles (32.72 arrives as
/// 32.720001220703125), so they are rounded to what was meant as they come in.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Offset(u32);

impl Offset {
    /// The start of the recording.
    pub const ZERO: Self = Self(0);

    /// The longest recording that is believed: 31 days.
    pub const LONGEST: Self = Self(31 * 86_400 * 100);

    /// From hundredths of a second.
    #[must_use]
    pub const fn from_centis(centis: u32) -> Self {
        Self(centis)
    }

    /// Hundredths of a second.
    #[must_use]
    pub const fn centis(self) -> u32 {
        self.0
    }

    /// From seconds; nothing when they are negative, not finite, or more than 31 days.
    #[must_use]
    pub fn from_seconds(seconds: f64) -> Option<Self> {
        let inside = (0.0..=Self::LONGEST.seconds()).contains(&seconds);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range")]
        inside.then(|| Self((seconds * 100.0).round() as u32))
    }

    /// Seconds, to the hundredth.
    #[must_use]
    pub fn seconds(self) -> f64 {
        f64::from(self.0) / 100.0
    }

    /// Tenths of a second, rounded: as exact as times are shown.
    #[must_use]
    pub const fn tenths(self) -> u32 {
        self.0.saturating_add(5) / 10
    }

    /// `1:02:03`, without the fraction of a second.
    #[must_use]
    pub fn clock(self) -> Clock {
        Clock(self)
    }
}

impl Add for Offset {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

/// Stops at the start of the recording.
impl Sub for Offset {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

/// `0:32.7`: to the tenth, as people read a player.
impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = self.tenths();
        let text = format!("{}.{}", Clock(Self(tenths * 10)), tenths % 10);
        f.pad(&text)
    }
}

/// An offset to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock(Offset);

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.0 / 100;
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let text = if hours > 0 {
            format!("{hours}:{minutes:02}:{seconds:02}")
        } else {
            format!("{minutes}:{seconds:02}")
        };
        f.pad(&text)
    }
}

/// What the org suggests to play for a moment: from a little before it to a little after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Where to start playing; usually five seconds before the moment.
    pub start: Offset,
    /// Where to stop.
    pub end: Offset,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn widened_singles_become_what_was_meant() {
        assert_eq!(Offset::from_seconds(32.720_001_220_703_125), Some(Offset(3272)));
        assert_eq!(Offset::from_seconds(27.719_999_313_354_492), Some(Offset(2772)));
        for bad in [-0.01, f64::NAN, f64::INFINITY, 1e300] {
            assert_eq!(Offset::from_seconds(bad), None, "{bad}");
        }
    }

    #[test]
    fn times_read_as_on_a_player() {
        let at = |seconds| Offset::from_seconds(seconds).unwrap();
        assert_eq!(at(32.72).to_string(), "0:32.7");
        assert_eq!(at(59.99).to_string(), "1:00.0");
        assert_eq!(at(3723.4).to_string(), "1:02:03.4");
        assert_eq!(at(299.47).clock().to_string(), "4:59");
        assert_eq!(format!("{:>8}", at(1.0)), "  0:01.0");
    }

    proptest! {
        #[test]
        fn centiseconds_survive_single_precision(centis in 0u32..4_000_000) {
            #[expect(clippy::cast_possible_truncation, reason = "what the org does")]
            let widened = f64::from(Offset(centis).seconds() as f32);
            prop_assert_eq!(Offset::from_seconds(widened), Some(Offset(centis)));
        }
    }
}
