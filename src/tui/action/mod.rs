//! What a user can want, and the one table of keys for it.
//!
//! Dispatcher, hints, help and the README's table all read [`TABLE`], so they cannot disagree.

mod key;
mod table;

pub use key::Key;
pub use table::{Binding, Group, TABLE};

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
    MarkReviewed,
    NextCall,
    PreviousCall,
    Reload,
    Help,
    Repaint,
    Suspend,
    Quit,
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
