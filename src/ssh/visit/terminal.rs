//! A visitor's terminal, as their client tells of it.

use ratatui::layout::Size;
use termprofile::{EnvVarSource, IsTerminal};

/// What is heard of a visitor's environment: what says how to draw.
const HEARD: &[&str] = &[
    "COLORFGBG",
    "COLORTERM",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "NO_COLOR",
    "TERM_PROGRAM",
    "TERM_PROGRAM_VERSION",
];
/// The longest value, in bytes.
const LONGEST: usize = 256;
/// Where a client does not say.
const USUAL: Size = Size::new(80, 24);

/// A terminal, and what its owner's environment says about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terminal {
    /// In columns and rows.
    pub size: Size,
    vars: Vec<(&'static str, String)>,
}

impl Terminal {
    /// A terminal of some kind, such as `xterm-256color`.
    #[must_use]
    pub fn new(size: Size, term: &str) -> Self {
        let mut terminal = Self { size, vars: Vec::new() };
        terminal.set("TERM", term);
        terminal
    }

    /// Takes in a variable, if it is one of those that are heard.
    pub(super) fn hear(&mut self, name: &str, value: &str) {
        if let Some(name) = heard(name) {
            self.set(name, value);
        }
    }

    /// The same variables on another terminal.
    pub(super) fn at(mut self, size: Size, term: &str) -> Self {
        self.set("TERM", term);
        Self { size, ..self }
    }

    fn set(&mut self, name: &'static str, value: &str) {
        if value.len() > LONGEST {
            return;
        }
        self.vars.retain(|(known, _)| *known != name);
        self.vars.push((name, value.to_owned()));
    }
}

impl EnvVarSource for Terminal {
    fn var(&self, key: &str) -> Option<String> {
        self.vars.iter().find(|(name, _)| *name == key).map(|(_, value)| value.clone())
    }
}

impl IsTerminal for Terminal {
    fn is_terminal(&self) -> bool {
        true
    }
}

/// Its name in the table, if a variable is heard.
pub(in crate::ssh) fn heard(name: &str) -> Option<&'static str> {
    HEARD.iter().copied().find(|known| *known == name)
}

/// The size that a client tells, unless it is larger than can be drawn.
pub(in crate::ssh) fn size(columns: u32, rows: u32, largest: Size) -> Option<Size> {
    if columns == 0 || rows == 0 {
        return Some(USUAL);
    }
    let size = Size::new(u16::try_from(columns).ok()?, u16::try_from(rows).ok()?);
    (size.width <= largest.width && size.height <= largest.height).then_some(size)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ssh::LARGEST;

    #[test]
    fn sizes_are_bounded_and_nothing_said_is_the_usual_one() {
        let size = |columns, rows| size(columns, rows, LARGEST);
        assert_eq!(size(0, 0), Some(USUAL));
        assert_eq!(size(1, 1), Some(Size::new(1, 1)));
        assert_eq!(size(500, 200), Some(LARGEST));
        for (columns, rows) in [(501, 200), (500, 201), (65_536, 24), (u32::MAX, u32::MAX)] {
            assert_eq!(size(columns, rows), None, "{columns}x{rows}");
        }
    }

    #[test]
    fn only_what_says_how_to_draw_is_heard_and_the_last_word_counts() {
        let mut terminal = Terminal::default();
        terminal.hear("LANG", "C");
        terminal.hear("LANG", "C.UTF-8");
        terminal.hear("LD_PRELOAD", "/tmp/x.so");
        terminal.hear("NO_COLOR", &"1".repeat(LONGEST + 1));
        let terminal = terminal.at(USUAL, "xterm");
        let said = |name: &str| terminal.var(name);
        assert_eq!(said("LANG").as_deref(), Some("C.UTF-8"));
        assert_eq!(said("TERM").as_deref(), Some("xterm"));
        assert_eq!((said("LD_PRELOAD"), said("NO_COLOR")), (None, None));
    }
}
