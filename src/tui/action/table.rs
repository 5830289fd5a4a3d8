//! The table itself.
//!
//! A new action is a row here and a line in `assets/keys.toml`; tests say what is missing.

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

/// One row of the table. Which keys it has is said by a [`Keymap`](super::Keymap).
#[derive(Debug, PartialEq, Eq)]
pub struct Binding {
    /// What it does.
    pub action: Action,
    /// What it is called in files of keys, and on the command line.
    pub name: &'static str,
    /// What has to follow its key.
    pub then: Then,
    /// What it does, in a few words.
    pub help: &'static str,
}

const fn row(action: Action, name: &'static str, help: &'static str) -> Binding {
    Binding { action, name, then: Then::Nothing, help }
}

const fn prefix(action: Action, name: &'static str, then: Then, help: &'static str) -> Binding {
    Binding { action, name, then, help }
}

const CALLS: &[Screen] = &[Screen::Calls];
const REVIEW: &[Screen] = &[Screen::Review];
const NOTE: &[Screen] = &[Screen::Note];
const BOTH: &[Screen] = &[Screen::Calls, Screen::Review];

/// Every action, in groups.
#[rustfmt::skip]
pub const TABLE: &[Group] = &[
    Group {
        name: "Moments",
        on: REVIEW,
        rows: &[
            row(Action::NextMoment, "next-moment", "next moment"),
            row(Action::PreviousMoment, "previous-moment", "previous moment"),
            row(Action::NextSameCategory, "next-same-category", "next of the same category"),
            row(Action::PreviousSameCategory, "previous-same-category", "previous of the same category"),
            row(Action::NextSameSpeaker, "next-same-speaker", "next by the same speaker"),
            row(Action::PreviousSameSpeaker, "previous-same-speaker", "previous by the same speaker"),
            prefix(Action::NextOfCategory, "next-of-category", Then::Letter, "next of that category"),
            prefix(Action::PreviousOfCategory, "previous-of-category", Then::Letter, "previous of that category"),
            prefix(Action::NextBySpeaker, "next-by-speaker", Then::Digit, "next by that speaker"),
            prefix(Action::PreviousBySpeaker, "previous-by-speaker", Then::Digit, "previous by that speaker"),
            row(Action::NextFlagged, "next-flagged", "next flagged: attention or follow-up"),
            row(Action::RepeatMotion, "repeat-motion", "repeat the last motion"),
            row(Action::Ask, "ask", "ask about this call"),
        ],
    },
    Group {
        name: "Find and go",
        on: REVIEW,
        rows: &[
            row(Action::Find, "find", "find in summary, moments, transcript, names"),
            row(Action::NextHit, "next-hit", "next hit"),
            row(Action::PreviousHit, "previous-hit", "previous hit"),
            row(Action::SameKeyword, "find-keyword", "find the keyword of the moment"),
            row(Action::ListHits, "hits", "list of all hits"),
            row(Action::JumpBack, "jump-back", "back to before the last jump"),
            row(Action::JumpForward, "jump-forward", "forward again"),
            prefix(Action::SetMark, "set-mark", Then::Mark, "mark this place with the letter"),
            prefix(Action::GoToMark, "go-to-mark", Then::Mark, "go to the mark"),
        ],
    },
    Group {
        name: "Rows",
        on: BOTH,
        rows: &[
            row(Action::RowDown, "row-down", "down"),
            row(Action::RowUp, "row-up", "up"),
            row(Action::PageDown, "page-down", "a page down"),
            row(Action::PageUp, "page-up", "a page up"),
            row(Action::First, "first-row", "first row, or the row of the count"),
            row(Action::Last, "last-row", "last row"),
        ],
    },
    Group {
        name: "List of calls",
        on: CALLS,
        rows: &[
            row(Action::OpenCall, "open-call", "open the call"),
            row(Action::FilterCalls, "filter-calls", "filter by words or a date as typed"),
            row(Action::LeaveFilter, "leave-filter", "out of a box, out of the filter"),
            row(Action::SwitchScope, "switch-scope", "all calls, or only mine"),
        ],
    },
    Group {
        name: "Panes and view",
        on: REVIEW,
        rows: &[
            row(Action::Open, "open", "filter by the row, or timeline, then moment"),
            row(Action::Back, "back", "out of boxes and hits, to timeline, to list"),
            row(Action::NextPane, "next-pane", "next pane"),
            row(Action::PreviousPane, "previous-pane", "previous pane"),
            row(Action::Filter, "filter", "filter by category, speaker and flags"),
            row(Action::ClearFilter, "clear-filter", "clear the filter"),
            row(Action::ZoomIn, "zoom-in", "zoom the ruler in"),
            row(Action::ZoomOut, "zoom-out", "zoom the ruler out"),
            row(Action::CycleLanes, "cycle-lanes", "lanes by speaker, by category, merged"),
            row(Action::ShowTranscript, "transcript", "transcript below the timeline, or not"),
            row(Action::Follow, "follow", "transcript follows the playhead again"),
            row(Action::People, "people", "people: who is who, names, merging"),
            row(Action::Talk, "talk", "talk: ratio, monologue, patience, questions"),
            row(Action::Tasks, "tasks", "tasks: next steps, to be made in the org"),
        ],
    },
    Group {
        name: "Notes",
        on: REVIEW,
        rows: &[
            row(Action::Note, "note", "note on the moment, or at the time"),
            row(Action::NoteOnCall, "note-on-call", "note on the whole call"),
            row(Action::Notes, "notes", "all notes of the call"),
            row(Action::Tag, "tag", "tags of the moment"),
            row(Action::Judge, "judge", "confirm the insight, dismiss it, neither"),
            row(Action::RestoreNote, "restore-note", "bring the deleted note back"),
        ],
    },
    Group {
        name: "A note being written",
        on: NOTE,
        rows: &[
            row(Action::LeaveNote, "leave-note", "keep the note and leave it, as Esc always does"),
            row(Action::UndoTyping, "undo-typing", "undo what was typed"),
            row(Action::RedoTyping, "redo-typing", "type it again"),
            row(Action::NoteOutside, "note-outside", "write in the editor of VISUAL or EDITOR"),
        ],
    },
    Group {
        name: "Sharing",
        on: REVIEW,
        rows: &[
            row(Action::Yank, "copy", "copy: quote, link, Markdown, entry"),
            row(Action::Export, "export", "export: Markdown, JSON, CSV, WebVTT"),
            row(Action::Redact, "redact", "redacted view, for others to see, or not"),
        ],
    },
    Group {
        name: "Replay",
        on: REVIEW,
        rows: &[
            row(Action::Play, "play", "play from the playhead, or pause"),
            row(Action::Slower, "slower", "slower, down to half"),
            row(Action::Faster, "faster", "faster, up to eight times"),
            row(Action::SkipBack, "skip-back", "5 s back, or as many as the count"),
            row(Action::SkipOn, "skip-on", "5 s on, or as many as the count"),
            row(Action::Repeat, "repeat", "repeat from here, to here, nothing"),
            row(Action::OnlyMoments, "only-moments", "play only the moments shown, or all"),
            row(Action::ShortenSilence, "shorten-silence", "play silences as 2 s, or whole"),
        ],
    },
    Group {
        name: "Session",
        on: BOTH,
        rows: &[
            row(Action::GoTo, "command", "anything by its name; go to 1:23, 50%, +30"),
            row(Action::MarkReviewed, "mark-reviewed", "reviewed, and on to the next new call"),
            row(Action::NextCall, "next-call", "next call"),
            row(Action::PreviousCall, "previous-call", "previous call"),
            row(Action::Reload, "reload", "ask the org again"),
            row(Action::Close, "close", "back as Esc goes, then quit"),
            row(Action::Room, "room", "room: who is here, who has the keys"),
            row(Action::Help, "help", "all keys"),
            row(Action::Repaint, "repaint", "draw the screen again"),
            row(Action::Mouse, "mouse", "mouse: on, or off"),
            row(Action::Suspend, "suspend", "suspend"),
            row(Action::Quit, "quit", "quit"),
        ],
    },
];
