//! What a user can want, and the one table of keys for it.
//!
//! Dispatcher, hints, help and the README's table all read [`TABLE`], so they cannot disagree.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// What the user wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each has its sentence in TABLE")]
pub enum Action {
    NextMoment,
    PreviousMoment,
    NextSameCategory,
    PreviousSameCategory,
    NextSameSpeaker,
    PreviousSameSpeaker,
    NextOfCategory,
    PreviousOfCategory,
    NextBySpeaker,
    PreviousBySpeaker,
    NextFlagged,
    RepeatMotion,
    GoTo,
    Ask,
    RowDown,
    RowUp,
    PageDown,
    PageUp,
    First,
    Last,
    NextPane,
    PreviousPane,
    Open,
    Back,
    Close,
    Filter,
    ClearFilter,
    ZoomIn,
    ZoomOut,
    CycleLanes,
    ShowTranscript,
    Follow,
    People,
    Talk,
    OpenCall,
    FilterCalls,
    LeaveFilter,
    SwitchScope,
    NextCall,
    PreviousCall,
    Reload,
    Help,
    Repaint,
    Suspend,
    Quit,
}

/// A key, with or without Ctrl.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A character as it is typed: `G` is Shift and g.
    Char(char),
    /// With Ctrl held.
    Ctrl(char),
    /// A key that types nothing.
    Named(KeyCode),
}

impl Key {
    /// The key that was pressed; nothing for combinations that no table uses.
    #[must_use]
    pub fn of(event: KeyEvent) -> Option<Self> {
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        if event.modifiers.contains(KeyModifiers::ALT) {
            return None;
        }
        match event.code {
            KeyCode::Char(c) if ctrl => Some(Self::Ctrl(c.to_ascii_lowercase())),
            KeyCode::Char(c) => Some(Self::Char(c)),
            code => Some(Self::Named(code)),
        }
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Char(' ') => f.write_str("Space"),
            Self::Char(c) => write!(f, "{c}"),
            Self::Ctrl(c) => write!(f, "Ctrl-{}", c.to_ascii_uppercase()),
            Self::Named(code) => f.write_str(match code {
                KeyCode::Up => "Up",
                KeyCode::Down => "Down",
                KeyCode::PageUp => "PgUp",
                KeyCode::PageDown => "PgDn",
                KeyCode::Home => "Home",
                KeyCode::End => "End",
                KeyCode::Tab => "Tab",
                KeyCode::BackTab => "Shift-Tab",
                KeyCode::Enter => "Enter",
                KeyCode::Esc => "Esc",
                _ => "?",
            }),
        }
    }
}

/// What has to follow a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Nothing.
    Nothing,
    /// A category's letter.
    Letter,
    /// A speaker's digit.
    Digit,
}

/// What the screen is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// The list of calls.
    Calls,
    /// One call.
    Review,
}

/// Rows of the table that belong together.
#[derive(Debug)]
pub struct Group {
    /// What they have in common.
    pub name: &'static str,
    /// Where their keys do something.
    pub on: &'static [Screen],
    /// The rows.
    pub rows: &'static [Binding],
}

/// One row of the table.
#[derive(Debug)]
pub struct Binding {
    /// What it does.
    pub action: Action,
    /// The keys that do it.
    pub keys: &'static [Key],
    /// What has to follow.
    pub then: Then,
    /// What it does, in a few words.
    pub help: &'static str,
}

const fn row(action: Action, keys: &'static [Key], help: &'static str) -> Binding {
    Binding { action, keys, then: Then::Nothing, help }
}

const fn prefix(action: Action, keys: &'static [Key], then: Then, help: &'static str) -> Binding {
    Binding { action, keys, then, help }
}

use Key::{Char, Ctrl, Named};

const CALLS: &[Screen] = &[Screen::Calls];
const REVIEW: &[Screen] = &[Screen::Review];
const BOTH: &[Screen] = &[Screen::Calls, Screen::Review];

/// Every key, in groups.
pub const TABLE: &[Group] = &[
    Group {
        name: "Moments",
        on: REVIEW,
        rows: &[
            row(Action::NextMoment, &[Char(']')], "next moment"),
            row(Action::PreviousMoment, &[Char('[')], "previous moment"),
            row(Action::NextSameCategory, &[Char('}')], "next of the same category"),
            row(Action::PreviousSameCategory, &[Char('{')], "previous of the same category"),
            row(Action::NextSameSpeaker, &[Char(')')], "next by the same speaker"),
            row(Action::PreviousSameSpeaker, &[Char('(')], "previous by the same speaker"),
            prefix(Action::NextOfCategory, &[Char('c')], Then::Letter, "next of that category"),
            prefix(
                Action::PreviousOfCategory,
                &[Char('C')],
                Then::Letter,
                "previous of that category",
            ),
            prefix(Action::NextBySpeaker, &[Char('s')], Then::Digit, "next by that speaker"),
            prefix(
                Action::PreviousBySpeaker,
                &[Char('S')],
                Then::Digit,
                "previous by that speaker",
            ),
            row(Action::NextFlagged, &[Char('!')], "next flagged: attention or follow-up"),
            row(Action::RepeatMotion, &[Char('.')], "repeat the last motion"),
            row(Action::GoTo, &[Char(':')], "go to 1:23, 83, 50%, +30 or -30, or ask …"),
            row(Action::Ask, &[Char('A')], "ask about this call"),
        ],
    },
    Group {
        name: "Rows",
        on: BOTH,
        rows: &[
            row(Action::RowDown, &[Char('j'), Named(KeyCode::Down)], "down"),
            row(Action::RowUp, &[Char('k'), Named(KeyCode::Up)], "up"),
            row(Action::PageDown, &[Named(KeyCode::PageDown)], "a page down"),
            row(Action::PageUp, &[Named(KeyCode::PageUp)], "a page up"),
            row(
                Action::First,
                &[Char('g'), Named(KeyCode::Home)],
                "first row, or the row of the count",
            ),
            row(Action::Last, &[Char('G'), Named(KeyCode::End)], "last row"),
        ],
    },
    Group {
        name: "List of calls",
        on: CALLS,
        rows: &[
            row(Action::OpenCall, &[Named(KeyCode::Enter)], "open the call"),
            row(Action::FilterCalls, &[Char('/'), Char('f')], "filter by words or a date as typed"),
            row(Action::LeaveFilter, &[Named(KeyCode::Esc)], "out of a box, out of the filter"),
            row(Action::SwitchScope, &[Char('A')], "all calls, or only mine"),
        ],
    },
    Group {
        name: "Panes and view",
        on: REVIEW,
        rows: &[
            row(Action::Open, &[Named(KeyCode::Enter)], "filter by the row, or go to the timeline"),
            row(Action::Back, &[Named(KeyCode::Esc)], "out of a box, to the timeline, to the list"),
            row(Action::NextPane, &[Named(KeyCode::Tab)], "next pane"),
            row(Action::PreviousPane, &[Named(KeyCode::BackTab)], "previous pane"),
            row(Action::Filter, &[Char('f')], "filter by category, speaker and flags"),
            row(Action::ClearFilter, &[Char('F')], "clear the filter"),
            row(Action::ZoomIn, &[Char('z')], "zoom the ruler in"),
            row(Action::ZoomOut, &[Char('Z')], "zoom the ruler out"),
            row(Action::CycleLanes, &[Char('v')], "lanes by speaker, by category, merged"),
            row(Action::ShowTranscript, &[Char('T')], "transcript below the timeline, or not"),
            row(Action::Follow, &[Ctrl('f')], "transcript follows the playhead again"),
            row(Action::People, &[Char('p')], "people: who is who, names, merging"),
            row(Action::Talk, &[Char('i')], "talk: ratio, monologue, patience, questions"),
        ],
    },
    Group {
        name: "Session",
        on: BOTH,
        rows: &[
            row(Action::NextCall, &[Ctrl('n')], "next call"),
            row(Action::PreviousCall, &[Ctrl('p')], "previous call"),
            row(Action::Reload, &[Char('r')], "ask the org again"),
            row(Action::Close, &[Char('q')], "back as Esc goes, then quit"),
            row(Action::Help, &[Char('?')], "all keys"),
            row(Action::Repaint, &[Ctrl('l')], "draw the screen again"),
            row(Action::Suspend, &[Ctrl('z')], "suspend"),
            row(Action::Quit, &[Ctrl('c')], "quit"),
        ],
    },
];

/// The rows of a screen.
pub fn rows(on: Screen) -> impl Iterator<Item = &'static Binding> {
    TABLE.iter().filter(move |group| group.on.contains(&on)).flat_map(|group| group.rows)
}

/// The row of a key on a screen.
#[must_use]
pub fn binding(on: Screen, key: Key) -> Option<&'static Binding> {
    rows(on).find(|row| row.keys.contains(&key))
}

/// The first key of an action, for hints.
#[must_use]
pub fn key_of(action: Action) -> Key {
    let row = TABLE.iter().flat_map(|group| group.rows).find(|row| row.action == action);
    row.map_or(Key::Char('?'), |row| row.keys[0])
}

/// How a row's keys are written: `c letter`, `j Down`.
#[must_use]
pub fn keys_text(binding: &Binding) -> String {
    let keys: Vec<_> = binding.keys.iter().map(ToString::to_string).collect();
    let then = match binding.then {
        Then::Nothing => "",
        Then::Letter => " letter",
        Then::Digit => " digit",
    };
    format!("{}{then}", keys.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_key_has_two_meanings() {
        for screen in [Screen::Calls, Screen::Review] {
            let mut seen = HashSet::new();
            for key in rows(screen).flat_map(|row| row.keys) {
                assert!(seen.insert(*key), "{key} is bound twice on {screen:?}");
            }
        }
    }

    #[test]
    fn no_key_that_terminals_take_for_another() {
        for row in TABLE.iter().flat_map(|group| group.rows) {
            for key in row.keys {
                assert!(!matches!(key, Key::Ctrl('i' | 'm' | '[' | 'h' | 'j')), "{key}");
                assert!(!matches!(key, Key::Char('0'..='9')), "{key} is a count");
                assert_ne!(key.to_string(), if matches!(key, Key::Char('?')) { "" } else { "?" });
            }
        }
    }

    #[test]
    fn every_action_has_a_row_and_a_sentence() {
        let rows: Vec<_> = TABLE.iter().flat_map(|group| group.rows).collect();
        let actions: HashSet<_> = rows.iter().map(|row| row.action).collect();
        assert_eq!(actions.len(), rows.len());
        assert_eq!(actions.len(), Action::Quit as usize + 1);
        assert!(rows.iter().all(|row| !row.help.is_empty() && !row.keys.is_empty()));
    }
}
