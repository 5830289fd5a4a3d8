//! Places in a call as people type them.

use std::str::FromStr;

use super::offset::Offset;

/// A place to go to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Place {
    /// A time, such as `1:23`, `1:02:03`, `83` or `83.5`.
    At(Offset),
    /// A part of the call, such as `50%`.
    Percent(f64),
    /// Later than now, such as `+30`.
    Later(Offset),
    /// Earlier than now, such as `-1:30`.
    Earlier(Offset),
}

/// The text names no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Type a time such as 1:23, 83 (seconds), 50%, +30 or -30.")]
pub struct BadPlace;

impl Place {
    /// The time it means, in a call of length `end`, when the playhead is at `now`.
    #[must_use]
    pub fn resolve(self, now: Offset, end: Offset) -> Offset {
        let at = match self {
            Self::At(at) => at,
            Self::Later(by) => now + by,
            Self::Earlier(by) => now - by,
            Self::Percent(percent) => {
                Offset::from_seconds(end.seconds() * percent / 100.0).unwrap_or_default()
            }
        };
        at.min(end)
    }
}

impl FromStr for Place {
    type Err = BadPlace;

    fn from_str(text: &str) -> Result<Self, BadPlace> {
        let text = text.trim();
        if let Some(percent) = text.strip_suffix('%') {
            let percent = percent.trim().parse().ok().filter(|p| (0.0..=100.0).contains(p));
            return percent.map(Self::Percent).ok_or(BadPlace);
        }
        if let Some(later) = text.strip_prefix('+') {
            return clock(later).map(Self::Later);
        }
        if let Some(earlier) = text.strip_prefix('-') {
            return clock(earlier).map(Self::Earlier);
        }
        clock(text).map(Self::At)
    }
}

/// `1:02:03.5` and its shorter forms.
fn clock(text: &str) -> Result<Offset, BadPlace> {
    let mut seconds = 0.0;
    let mut parts = text.split(':').peekable();
    let mut count = 0;
    while let Some(part) = parts.next() {
        count += 1;
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let (whole, fraction) = part.split_once('.').unwrap_or((part, "0"));
        let is_last = parts.peek().is_none();
        let well = digits(whole) && digits(fraction) && (is_last || !part.contains('.'));
        let value: f64 = part.parse().map_err(|_| BadPlace)?;
        if !well || count > 3 || (count > 1 && value >= 60.0) {
            return Err(BadPlace);
        }
        seconds = seconds * 60.0 + value;
    }
    Offset::from_seconds(seconds).ok_or(BadPlace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_parts_and_steps_are_understood() {
        let at = |text: &str| {
            let (now, end) = (Offset::from_centis(10_000), Offset::from_centis(30_000));
            text.parse::<Place>().map(|place| place.resolve(now, end).centis())
        };
        assert_eq!(at("1:23"), Ok(8_300));
        assert_eq!(at(" 83.5 "), Ok(8_350));
        assert_eq!(at("0:01:02.25"), Ok(6_225));
        assert_eq!(at("50%"), Ok(15_000));
        assert_eq!(at("+30"), Ok(13_000));
        assert_eq!(at("-1:30"), Ok(1_000));
        assert_eq!(at("-10:00"), Ok(0));
        assert_eq!(at("9:59:59"), Ok(30_000));
        for bad in ["", "x", "1:", ":1", "1:60", "1:2:3:4", "120%", "nan", "+", "1.5:00", "-%"] {
            assert_eq!(at(bad), Err(BadPlace), "{bad}");
        }
    }
}
