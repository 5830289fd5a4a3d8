//! Keys, and how they are written.

use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key, alone or with one other held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A character as it is typed: `G` is Shift and g.
    Char(char),
    /// With Ctrl held.
    Ctrl(char),
    /// With Alt held; or Esc before it, which is how terminals send that.
    Alt(char),
    /// A key that types nothing.
    Named(KeyCode),
    /// A key that types nothing, with another held.
    Held(Hold, KeyCode),
}

/// What is held while a key that types nothing is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hold {
    /// Shift.
    Shift,
    /// Ctrl.
    Ctrl,
    /// Alt.
    Alt,
}

/// A text that names no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    /// Nothing is called that.
    #[error("no key is called {0:?}")]
    Unknown(String),
    /// Terminals cannot tell it from another.
    #[error("terminals send {0} as {1}")]
    Taken(&'static str, &'static str),
}

/// What keys that type nothing are called.
const NAMES: [(&str, KeyCode); 14] = [
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("PgUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("Ins", KeyCode::Insert),
    ("Del", KeyCode::Delete),
    ("Tab", KeyCode::Tab),
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Backspace", KeyCode::Backspace),
];

/// What is sent as another key, in every terminal that does not speak a newer protocol.
const TAKEN: [(char, &str, &str); 5] = [
    ('i', "Ctrl-I", "Tab"),
    ('m', "Ctrl-M", "Enter"),
    ('[', "Ctrl-[", "Esc"),
    ('h', "Ctrl-H", "Backspace"),
    ('j', "Ctrl-J", "Enter"),
];

impl Key {
    /// The key that was pressed; nothing for combinations that no table uses.
    #[must_use]
    pub fn of(event: KeyEvent) -> Option<Self> {
        let held = |modifier| event.modifiers.contains(modifier);
        let (ctrl, alt) = (held(KeyModifiers::CONTROL), held(KeyModifiers::ALT));
        match event.code {
            KeyCode::Char(_) if ctrl && alt => None,
            KeyCode::Char(c) if ctrl => Some(Self::Ctrl(c.to_ascii_lowercase())),
            KeyCode::Char(c) if alt => Some(Self::Alt(c)),
            KeyCode::Char(c) => Some(Self::Char(c)),
            code if can_be_held(code) => Some(match (ctrl, alt, held(KeyModifiers::SHIFT)) {
                (true, ..) => Self::Held(Hold::Ctrl, code),
                (_, true, _) => Self::Held(Hold::Alt, code),
                (_, _, true) => Self::Held(Hold::Shift, code),
                _ => Self::Named(code),
            }),
            _ if alt => None,
            code => Some(Self::Named(code)),
        }
    }

    /// The event of pressing it.
    #[must_use]
    pub fn event(self) -> KeyEvent {
        let (code, held) = match self {
            Self::Char(c) => (KeyCode::Char(c), KeyModifiers::NONE),
            Self::Ctrl(c) => (KeyCode::Char(c), KeyModifiers::CONTROL),
            Self::Alt(c) => (KeyCode::Char(c), KeyModifiers::ALT),
            Self::Named(code) => (code, KeyModifiers::NONE),
            Self::Held(Hold::Shift, code) => (code, KeyModifiers::SHIFT),
            Self::Held(Hold::Ctrl, code) => (code, KeyModifiers::CONTROL),
            Self::Held(Hold::Alt, code) => (code, KeyModifiers::ALT),
        };
        KeyEvent::new(code, held)
    }

    /// The same key with nothing held, where that types nothing.
    #[must_use]
    pub fn alone(self) -> Option<Self> {
        match self {
            Self::Held(_, code) => Some(Self::Named(code)),
            _ => None,
        }
    }

    /// Whether it is part of a count.
    #[must_use]
    pub fn is_digit(self) -> bool {
        matches!(self, Self::Char('0'..='9'))
    }
}

/// Keys that terminals send differently when another is held.
fn can_be_held(code: KeyCode) -> bool {
    !matches!(
        code,
        KeyCode::Tab | KeyCode::BackTab | KeyCode::Enter | KeyCode::Esc | KeyCode::Backspace
    ) && (NAMES.iter().any(|(_, named)| *named == code) || matches!(code, KeyCode::F(1..=12)))
}

fn name(code: KeyCode) -> String {
    match code {
        KeyCode::BackTab => "Shift-Tab".to_owned(),
        KeyCode::F(n) => format!("F{n}"),
        code => {
            let known = NAMES.iter().find(|(_, named)| *named == code);
            known.map_or("?", |(name, _)| name).to_owned()
        }
    }
}

fn named(text: &str) -> Option<KeyCode> {
    let known = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
    let function = || text.strip_prefix(['F', 'f'])?.parse().ok();
    known
        .map(|(_, code)| *code)
        .or_else(|| function().filter(|n| (1..=12).contains(n)).map(KeyCode::F))
}

/// The character that a text is; `Space` is one.
fn typed(text: &str) -> Option<char> {
    let mut chars = text.chars();
    let one = chars.next().filter(|_| chars.next().is_none());
    match one {
        None if text.eq_ignore_ascii_case("Space") => Some(' '),
        one => one.filter(|c| !c.is_control() && !c.is_whitespace()),
    }
}

/// `x`, `Space`, `PgDn`, `F5`, `Ctrl-L`, `Alt-x`, `Shift-Up`: names as they are shown, whatever
/// their case; a single letter is as it is typed.
impl FromStr for Key {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        let unknown = || BadKey::Unknown(text.chars().take(24).collect());
        if let Some(c) = typed(text) {
            return Ok(Self::Char(c));
        }
        if text.eq_ignore_ascii_case("Shift-Tab") {
            return Ok(Self::Named(KeyCode::BackTab));
        }
        if let Some(code) = named(text) {
            return Ok(Self::Named(code));
        }
        let (hold, rest) = text.split_once('-').ok_or_else(unknown)?;
        let hold = match hold.to_ascii_lowercase().as_str() {
            "shift" => Hold::Shift,
            "ctrl" => Hold::Ctrl,
            "alt" => Hold::Alt,
            _ => return Err(unknown()),
        };
        match (hold, typed(rest)) {
            (Hold::Ctrl, Some(c)) => {
                let c = c.to_ascii_lowercase();
                match TAKEN.iter().find(|(taken, ..)| *taken == c) {
                    Some((_, key, by)) => Err(BadKey::Taken(key, by)),
                    None => Ok(Self::Ctrl(c)),
                }
            }
            (Hold::Alt, Some(c)) => Ok(Self::Alt(c)),
            (Hold::Shift, Some(_)) => Err(unknown()),
            (hold, None) => {
                let code = named(rest).filter(|code| can_be_held(*code)).ok_or_else(unknown)?;
                Ok(Self::Held(hold, code))
            }
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let typed = |c: char| if c == ' ' { "Space".to_owned() } else { c.to_string() };
        match *self {
            Self::Char(c) => f.write_str(&typed(c)),
            Self::Ctrl(c) => write!(f, "Ctrl-{}", typed(c.to_ascii_uppercase())),
            Self::Alt(c) => write!(f, "Alt-{}", typed(c)),
            Self::Named(code) => f.write_str(&name(code)),
            Self::Held(hold, code) => write!(f, "{hold:?}-{}", name(code)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_are_read_as_they_are_shown() {
        for text in [
            "x",
            "G",
            "?",
            "-",
            "Space",
            "PgDn",
            "F5",
            "Ctrl-L",
            "Ctrl-Space",
            "Alt-x",
            "Alt-<",
            "Shift-Tab",
            "Shift-Up",
            "Ctrl-Right",
            "Alt-F1",
            "é",
        ] {
            assert_eq!(text.parse::<Key>().map(|key| key.to_string()).as_deref(), Ok(text));
        }
        assert_eq!("ctrl-l".parse(), Ok(Key::Ctrl('l')));
        assert_eq!("pgdn".parse(), Ok(Key::Named(KeyCode::PageDown)));
    }

    #[test]
    fn what_no_terminal_sends_is_no_key() {
        for text in
            ["", "xx", "Ctrl-", "Ctrl-Tab", "Shift-x", "F13", "F0", "Hyper-x", "\t", "\u{1b}"]
        {
            assert_eq!(text.parse::<Key>(), Err(BadKey::Unknown(text.to_owned())), "{text:?}");
        }
        for text in ["Ctrl-i", "Ctrl-M", "Ctrl-[", "ctrl-h", "Ctrl-J"] {
            assert!(matches!(text.parse::<Key>(), Err(BadKey::Taken(..))), "{text}");
        }
    }

    #[test]
    fn what_is_held_counts_where_terminals_tell() {
        let of = |code, modifiers| Key::of(KeyEvent::new(code, modifiers));
        let up = KeyCode::Up;
        assert_eq!(of(up, KeyModifiers::SHIFT), Some(Key::Held(Hold::Shift, up)));
        assert_eq!(of(KeyCode::BackTab, KeyModifiers::SHIFT), "Shift-Tab".parse().ok());
        assert_eq!(of(KeyCode::Char('x'), KeyModifiers::ALT), Some(Key::Alt('x')));
        assert_eq!(of(KeyCode::Char('G'), KeyModifiers::SHIFT), Some(Key::Char('G')));
        let both = KeyModifiers::ALT | KeyModifiers::CONTROL;
        assert_eq!(of(KeyCode::Char('x'), both), None);
        assert_eq!(Key::Held(Hold::Ctrl, up).alone(), Some(Key::Named(up)));
    }

    proptest! {
        #[test]
        fn any_text_is_a_key_that_reads_back_or_none(text in "\\PC{0,9}|(Ctrl|Alt|Shift)-\\PC{1,4}") {
            if let Ok(key) = text.parse::<Key>() {
                prop_assert_eq!(key.to_string().parse(), Ok(key));
            }
        }
    }
}
