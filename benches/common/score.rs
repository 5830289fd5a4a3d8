//! Rows of figures for calls of three lengths, held against what is aimed at.

use std::time::Duration;

use super::times::ms;

/// Medians of a row, the shortest call first.
pub(crate) type Medians = [Duration; 3];

/// The longest that a key and its frame may take in the short call, in milliseconds.
pub(crate) const TARGET: f64 = 0.5;
/// How much longer they may take in a long one.
pub(crate) const GROWTH: f64 = 1.3;

/// Whether the short call fills the screen as the long ones do.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Rows {
    Alike,
    /// What passes the filter there is less than a screen, so that its frames do not compare: the
    /// long calls may take as much longer than the target.
    Fewer,
}

/// Counts what misses its target.
#[derive(Default)]
pub(crate) struct Score {
    pub(crate) rows: usize,
    pub(crate) slow: usize,
    pub(crate) growing: usize,
    pub(crate) worst: f64,
}

impl Score {
    pub(crate) fn row(&mut self, what: &str, medians: Medians, rows: Rows) {
        let [short, long, longest] = medians.map(ms);
        let growth = [long / short, longest / short];
        let slow = short > TARGET;
        let bound = if rows == Rows::Alike { short } else { TARGET } * GROWTH;
        let grows = long.max(longest) > bound;
        let verdict = match (slow, grows) {
            (false, false) => "",
            (true, false) => "  slow",
            (false, true) => "  grows",
            (true, true) => "  slow, grows",
        };
        println!(
            "  {what:<28} {short:>8.3} {long:>8.3} {longest:>8.3}   {:>5.2}× {:>5.2}×{verdict}",
            growth[0], growth[1]
        );
        self.rows += 1;
        self.slow += usize::from(slow);
        self.growing += usize::from(grows);
        if rows == Rows::Alike {
            self.worst = self.worst.max(growth[0]).max(growth[1]);
        }
    }
}
