//! What a user can want, and which keys want it.
//!
//! [`TABLE`] has a row for each action: its name, its sentence, and where it does something. A
//! [`Keymap`] has its keys, from `assets/keys.toml` and what is laid over that. Dispatcher, hints,
//! help, palette and the README's table read these two, so they cannot disagree.

mod key;
mod keymap;
mod table;

pub use key::{BadKey, Hold, Key};
pub use keymap::{ARROWS, DEFAULT, EMACS, KeySet, Keymap};
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
    Find,
    NextHit,
    PreviousHit,
    SameKeyword,
    ListHits,
    JumpBack,
    JumpForward,
    SetMark,
    GoToMark,
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
    Play,
    Slower,
    Faster,
    SkipBack,
    SkipOn,
    Repeat,
    OnlyMoments,
    ShortenSilence,
    People,
    Talk,
    Note,
    NoteOnCall,
    Notes,
    Tag,
    Judge,
    RestoreNote,
    LeaveNote,
    UndoTyping,
    RedoTyping,
    NoteOutside,
    Tasks,
    Yank,
    Export,
    Redact,
    OpenCall,
    FilterCalls,
    LeaveFilter,
    SwitchScope,
    MarkReviewed,
    NextCall,
    PreviousCall,
    Reload,
    Room,
    Help,
    Repaint,
    Mouse,
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
    /// A mark's letter.
    Mark,
}

/// What the screen is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Screen {
    /// The list of calls.
    Calls,
    /// One call.
    Review,
    /// A note being written, over a call.
    Note,
}

impl Screen {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Calls, Self::Review, Self::Note];
}

/// The rows of a screen.
pub fn rows(on: Screen) -> impl Iterator<Item = &'static Binding> {
    TABLE.iter().filter(move |group| group.on.contains(&on)).flat_map(|group| group.rows)
}

/// Whether a row's keys do something on a screen.
fn is_on(row: &Binding, screen: Screen) -> bool {
    let group = TABLE.iter().find(|group| group.rows.iter().any(|it| it.action == row.action));
    group.is_some_and(|group| group.on.contains(&screen))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use std::fmt::Write;

    /// The file of keys as it should be: every row of the table in its group, with the keys it has.
    fn file(keys: &Keymap) -> String {
        let mut text = String::new();
        for group in TABLE {
            let _ = write!(text, "\n# {}\n\n", group.name);
            for row in group.rows {
                let keys: Vec<_> = keys
                    .keys(row.action)
                    .iter()
                    .map(|key| format!("{:?}", key.to_string()))
                    .collect();
                let set = format!("{} = [{}]", row.name, keys.join(", "));
                let _ = writeln!(text, "{set:<44}# {}", row.help);
            }
        }
        text
    }

    #[test]
    fn the_file_of_keys_has_every_action_with_its_sentence() {
        let (set, remarks) = KeySet::read("assets/keys.toml", DEFAULT);
        assert_eq!(remarks, [], "nothing to remark on");
        let (keys, remarks) = Keymap::of(&[set]);
        assert_eq!(remarks, []);
        for row in TABLE.iter().flat_map(|group| group.rows) {
            assert!(
                !keys.keys(row.action).is_empty(),
                "assets/keys.toml has no line for {}",
                row.name
            );
        }
        let rows = DEFAULT.find("\n\n# ").map_or("", |start| &DEFAULT[start + 1..]);
        for (is, should) in rows.lines().zip(file(&keys).lines()) {
            assert_eq!(is, should, "a line of assets/keys.toml");
        }
        assert_eq!(rows, file(&keys));
    }

    #[test]
    fn every_action_has_a_row_a_name_and_a_sentence() {
        let rows: Vec<_> = TABLE.iter().flat_map(|group| group.rows).collect();
        let actions: HashSet<_> = rows.iter().map(|row| row.action).collect();
        let names: HashSet<_> = rows.iter().map(|row| row.name).collect();
        assert_eq!((actions.len(), names.len()), (rows.len(), rows.len()));
        assert_eq!(actions.len(), Action::Quit as usize + 1);
        assert!(rows.iter().all(|row| !row.help.is_empty()));
        let is_plain = |name: &str| name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        assert!(names.iter().all(|name| is_plain(name)));
    }
}
