//! Digits before a key: how often, or which row.

use super::action::Key;

/// The count that is typed, if one is.
#[derive(Debug, Default)]
pub(super) struct Count(Option<usize>);

/// The highest count that is typed; more rows than any call or list has.
const MOST: usize = 99_999_999;

impl Count {
    /// Takes a digit; says whether the key was one. A zero counts only behind another digit.
    pub(super) fn digit(&mut self, key: Key) -> bool {
        let Key::Char(digit @ '0'..='9') = key else { return false };
        if digit == '0' && self.0.is_none() {
            return false;
        }
        let digit = digit.to_digit(10).unwrap_or_default() as usize;
        self.0 = Some((self.0.unwrap_or(0) * 10 + digit).min(MOST));
        true
    }

    /// The count so far.
    pub(super) fn get(&self) -> Option<usize> {
        self.0
    }

    /// The count, which is then used up.
    pub(super) fn take(&mut self) -> Option<usize> {
        self.0.take()
    }
}
