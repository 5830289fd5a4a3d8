//! What happens to the app, and what it asks for in turn.

use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::path::PathBuf;

use crossterm::event::{KeyEvent, MouseEvent};
use ratatui::layout::Size;

use super::remote::Ticket;
use super::replay::{Played, Wanted};
use super::room::{News, Wish};
use super::standpoint::Standpoint;
use crate::call::replay::Media;
use crate::call::task::{Made, Task, TaskKey, Terms};
use crate::call::text::Clean;
use crate::call::{
    Applied, CallId, Change, Conversation, Corrections, Cursor, Glance, Notes, Offset, Page,
    Problem, Record, Reply, Scope, Tag, Transcript,
};

/// Something happened.
#[derive(Debug)]
pub enum Msg {
    /// A key went down.
    Pressed(KeyEvent),
    /// The mouse was moved in some way.
    Pointed(MouseEvent),
    /// Text was pasted.
    Pasted(String),
    /// The screen has another size.
    Resized(Size),
    /// What was asked for arrived, or did not.
    Loaded {
        /// The request it answers.
        ticket: Ticket,
        /// The answer.
        answer: Answer,
        /// Where the answer comes from.
        origin: Origin,
    },
    /// What was asked for is as it is shown already.
    Confirmed {
        /// The request it answers.
        ticket: Ticket,
    },
    /// The time of an [`Effect::Later`] has come.
    Due {
        /// Its ticket.
        ticket: Ticket,
        /// When that is.
        at: Tick,
    },
    /// A player has something to say.
    Player {
        /// The ticket of its [`Effect::Play`].
        ticket: Ticket,
        /// What.
        said: Played,
    },
    /// Something went wrong beside what was asked for.
    Remarked(Problem),
    /// What came of an [`Effect::Note`].
    Noted {
        /// Which call it is about.
        call: CallRef,
        /// What is kept now, or why it is not.
        kept: Result<Box<Applied>, Problem>,
    },
    /// The user's own editor was left, with this text in it, or could not be opened.
    Edited(Result<String, Problem>),
    /// What the reviewer made is not as it was: in this session or in another.
    JournalChanged,
    /// Something happened in the room that the session is in, or is to be in.
    Room(News),
}

/// A reading of the session's clock, which never goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Tick {
    /// Milliseconds since the session began.
    pub millis: u64,
}

/// What time is waited for. Each runs on its own, only while something depends on it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Timer {
    /// To ask for a call again that has no summary yet.
    Again(CallRef),
    /// To tell what can follow a key.
    Which,
    /// To keep what was typed into a note.
    Note,
    /// To keep where the reader is.
    Rest,
    /// To go on with a replay.
    Replay,
    /// To go on looking through a long call.
    Find,
}

/// Where an answer comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin {
    /// From where it was asked for, just now.
    #[default]
    Fresh,
    /// Kept from an earlier time; a fresh answer to the same request follows.
    Kept(Age),
    /// Kept from an earlier time, and nothing follows.
    Offline(Age),
}

/// How long ago something was fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Age {
    /// In seconds.
    pub seconds: u64,
}

/// `3 h old`, rounded down to its largest unit.
impl fmt::Display for Age {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MINUTE: u64 = 60;
        const HOUR: u64 = 60 * MINUTE;
        const DAY: u64 = 24 * HOUR;
        match self.seconds {
            0..MINUTE => f.write_str("under 1 min old"),
            seconds @ MINUTE..HOUR => write!(f, "{} min old", seconds / MINUTE),
            seconds if seconds < 2 * DAY => write!(f, "{} h old", seconds / HOUR),
            seconds => write!(f, "{} d old", seconds / DAY),
        }
    }
}

/// The answer to a request.
#[derive(Debug)]
pub enum Answer {
    /// To [`What::Conversation`].
    Conversation(Result<Box<Conversation>, Problem>),
    /// To [`What::Transcript`].
    Transcript(Result<Box<Transcript>, Problem>),
    /// To [`What::Record`].
    Record(Result<Box<Record>, Problem>),
    /// To [`What::Names`].
    Names(Result<Box<Corrections>, Problem>),
    /// To [`What::Notes`].
    Notes(Result<Box<Noted>, Problem>),
    /// To [`Effect::SaveNames`].
    NamesSaved(Result<(), Problem>),
    /// To [`What::Standpoint`]; nothing where the call was never left.
    Standpoint(Result<Option<Box<Standpoint>>, Problem>),
    /// To [`Effect::Glance`]; nothing where nothing is kept and nobody may be asked.
    Glance(Result<Option<Box<Glance>>, Problem>),
    /// To [`Effect::TaskTerms`].
    TaskTerms(Result<Terms, Problem>),
    /// To [`Effect::MakeTasks`], one for each.
    TaskMade(TaskKey, Result<Made, Problem>),
    /// To [`Effect::SaveStandpoint`].
    StandpointSaved(Result<(), Problem>),
    /// To [`Effect::LoadReviewed`].
    Reviewed(Result<HashSet<CallId>, Problem>),
    /// To [`Effect::SaveReviewed`].
    ReviewedSaved(Result<(), Problem>),
    /// To [`Effect::List`].
    Calls(Result<Box<Page>, Problem>),
    /// To [`Effect::Ask`].
    Reply(Result<Box<Reply>, Problem>),
    /// To [`Effect::Export`]: where it was written.
    Exported(Result<Clean, Problem>),
}

/// What is noted about a call, and who is here to note more.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Noted {
    /// Notes, tags and verdicts.
    pub notes: Notes,
    /// Every tag that was given in any call.
    pub tags: BTreeSet<Tag>,
    /// Whose name stands beside what is noted now.
    pub author: Clean,
    /// A number that no other session has.
    pub session: u64,
}

/// What the world should do for the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Fetch something about a call and send it back as [`Msg::Loaded`]. A newer request for the
    /// same thing replaces an older one.
    Load {
        /// To be returned with the answer.
        ticket: Ticket,
        /// Which call.
        call: CallRef,
        /// What about it.
        what: What,
    },
    /// Fetch a page of the list of calls and send it back as [`Msg::Loaded`]. A newer request
    /// replaces an older one.
    List {
        /// To be returned with the answer.
        ticket: Ticket,
        /// Whose calls.
        scope: Scope,
        /// Where the page starts; at the newest call without.
        after: Option<Cursor>,
    },
    /// Keep what was corrected about the people of a call, and send back how that went. A newer
    /// request for the same call replaces an older one; leaving the call does not end it.
    SaveNames {
        /// Which call.
        call: CallId,
        /// All corrections there are.
        names: Corrections,
    },
    /// Change what is noted about a call, after what was changed before, and send [`Msg::Noted`].
    /// Nothing ends it.
    Note {
        /// Which call.
        call: CallRef,
        /// How.
        change: Change,
    },
    /// Give the terminal to the user's own editor, with this text in it, and send back
    /// [`Msg::Edited`].
    EditOutside(String),
    /// Look at a call's moments from afar and send that back as [`Msg::Loaded`]: what is kept of
    /// it, else what the org says, if it may be asked.
    Glance {
        /// To be returned with the answer.
        ticket: Ticket,
        /// Which call.
        call: CallId,
        /// How long it is, where that is known.
        length: Option<Offset>,
    },
    /// Ask the org for what has to be known before tasks of a call are made, and send that back as
    /// [`Msg::Loaded`].
    TaskTerms {
        /// To be returned with the answer.
        ticket: Ticket,
        /// Which call.
        call: CallId,
    },
    /// Make tasks in the org that the reader has confirmed, and send back what became of each.
    /// Leaving the call does not end it.
    MakeTasks {
        /// To be returned with the answers.
        ticket: Ticket,
        /// The tasks.
        tasks: Vec<Task>,
    },
    /// Keep how a call is looked at, for when it is opened again, and send back how that went.
    SaveStandpoint {
        /// Which call.
        call: CallRef,
        /// How it is looked at.
        standpoint: Box<Standpoint>,
    },
    /// Look up which calls are reviewed and send them back as [`Msg::Loaded`].
    LoadReviewed {
        /// To be returned with the answer.
        ticket: Ticket,
    },
    /// Keep whether a call is reviewed, and send back how that went.
    SaveReviewed {
        /// Which call.
        call: CallId,
        /// Whether it is.
        reviewed: bool,
    },
    /// Ask the org about a call and send its reply back as [`Msg::Loaded`]. A newer question
    /// replaces an older one.
    Ask {
        /// To be returned with the reply.
        ticket: Ticket,
        /// Which call.
        call: CallId,
        /// What about it.
        question: Clean,
    },
    /// End the question that is being asked.
    StopAsking,
    /// Send [`Msg::Due`] once so much time has passed. A newer one of the same timer replaces an
    /// older one.
    Later {
        /// To be returned.
        ticket: Ticket,
        /// What it is for.
        timer: Timer,
        /// How long from now.
        millis: u64,
    },
    /// End a timer.
    Never(Timer),
    /// Start a player, and send back what it says. It ends the one before.
    Play {
        /// To be returned.
        ticket: Ticket,
        /// What to play.
        media: Media,
        /// How.
        wanted: Wanted,
    },
    /// What the player is to do from now on.
    Steer(Wanted),
    /// End the player.
    StopPlayer,
    /// End what is being fetched about a call, and what waits: nobody looks at it any more.
    Forget(CallRef),
    /// Have the terminal tell of the mouse, or no longer.
    Mouse(bool),
    /// Put a text into the clipboard of whoever is at the terminal.
    Copy(Clean),
    /// Write a new file, and send back where it is.
    Export {
        /// What to call it.
        name: String,
        /// What it is to hold.
        text: Clean,
    },
    /// Tell the room, or whoever has the rooms. The room answers with [`Msg::Room`].
    Room(Wish),
    /// Paint the whole screen again.
    Repaint,
    /// Give the terminal back until the process is continued.
    Suspend,
    /// End the session.
    Quit,
}

/// What there is to fetch about a call. Each arrives, fails and is asked for again on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    /// Summary, insights and moments.
    Conversation,
    /// Participants and entries.
    Transcript,
    /// Title, start and length.
    Record,
    /// What the reviewer corrected about who speaks.
    Names,
    /// What the reviewer noted.
    Notes,
    /// Where the reviewer left it.
    Standpoint,
}

/// Where a call comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum CallRef {
    /// A record of the org.
    Record(CallId),
    /// A saved response.
    File(PathBuf),
    /// A response on standard input, which can be read once.
    Stdin,
}

impl CallRef {
    /// The record's id, if it is one.
    #[must_use]
    pub fn id(&self) -> Option<CallId> {
        if let Self::Record(id) = self { Some(*id) } else { None }
    }

    /// Whether what is kept about it is found again: standard input has no place.
    pub(in crate::tui) fn has_place(&self) -> bool {
        *self != Self::Stdin
    }
}

/// What an update came to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Whether the screen may look different now.
    pub changed: bool,
    /// What the world should do.
    pub effects: Vec<Effect>,
}

impl Outcome {
    pub(super) fn unchanged() -> Self {
        Self::default()
    }

    pub(super) fn changed() -> Self {
        Self { changed: true, effects: Vec::new() }
    }

    pub(super) fn of(changed: bool) -> Self {
        Self { changed, effects: Vec::new() }
    }

    pub(super) fn with(effects: Vec<Effect>) -> Self {
        Self { changed: true, effects }
    }
}
