//! How fast a call is played.

use std::fmt;
use std::str::FromStr;

/// One of the speeds that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Speed(u16);

impl Speed {
    /// As it was said.
    pub const NORMAL: Self = Self(100);
    /// All of them, slowest first.
    pub const ALL: [Self; 8] =
        [Self(50), Self(75), Self(100), Self(125), Self(150), Self(200), Self(400), Self(800)];

    /// In hundredths of how fast it was said.
    #[must_use]
    pub fn percent(self) -> u16 {
        self.0
    }

    /// As a factor.
    #[must_use]
    pub fn factor(self) -> f64 {
        f64::from(self.0) / 100.0
    }

    /// The next faster one, if there is one.
    #[must_use]
    pub fn faster(self) -> Option<Self> {
        Self::ALL.into_iter().find(|&speed| speed > self)
    }

    /// The next slower one, if there is one.
    #[must_use]
    pub fn slower(self) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|&speed| speed < self)
    }
}

impl Default for Speed {
    fn default() -> Self {
        Self::NORMAL
    }
}

/// `0.5`, `1.25`, `2`.
impl fmt::Display for Speed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.factor())
    }
}

/// The text names no speed that there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a speed is one of 0.5, 0.75, 1, 1.25, 1.5, 2, 4, 8")]
pub struct BadSpeed;

impl FromStr for Speed {
    type Err = BadSpeed;

    fn from_str(text: &str) -> Result<Self, BadSpeed> {
        let text = text.trim();
        Self::ALL.into_iter().find(|speed| speed.to_string() == text).ok_or(BadSpeed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_follow_one_another_and_read_as_they_are_written() {
        let mut speed = Speed::ALL[0];
        let mut all = vec![speed];
        while let Some(faster) = speed.faster() {
            assert_eq!(faster.slower(), Some(speed));
            speed = faster;
            all.push(speed);
        }
        assert_eq!(all, Speed::ALL);
        assert!(all.iter().all(|speed| speed.to_string().parse() == Ok(*speed)));
        assert_eq!(Speed::ALL.map(|speed| speed.to_string())[..4], ["0.5", "0.75", "1", "1.25"]);
        let words = all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        assert!(BadSpeed.to_string().ends_with(&words));
    }
}
