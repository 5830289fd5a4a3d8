//! The table itself.

use crossterm::event::KeyCode;

use super::key::Key;
use super::{Action, Screen, Then};

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
            row(
                Action::MarkReviewed,
                &[Char('u')],
                "mark as reviewed, and on to the next that is not",
            ),
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
