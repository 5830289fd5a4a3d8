//! What a call is: its moments, who speaks in them, and how a reviewer moves among them.
//!
//! Everything here is plain data and pure functions: no IO, no clock, no terminal. Numbers are
//! small types ([`Offset`] for hundredths of a second, [`CallId`] for a record) and every text
//! from outside is [`Clean`](text::Clean).

mod account;
mod build;
mod conversation;
pub mod export;
mod filter;
mod glance;
mod id;
mod jumps;
mod lanes;
mod letters;
mod link;
mod listed;
mod marks;
mod merged;
mod moment;
mod motion;
mod next_step;
pub mod notes;
mod offset;
mod page;
mod people;
mod place;
mod placement;
mod problem;
mod question;
pub mod redact;
mod relevance;
pub mod replay;
mod reply;
pub mod search;
mod selection;
mod spoken;
mod summary;
mod talk;
pub mod task;
pub mod text;
mod timeline;
mod transcript;
mod words;

pub use account::Account;
pub use build::{Described, Filling, KINDS, Mention, NOBODY, OTHERS, TimelineBuilder};
pub use conversation::{CallInsight, Conversation, Part, Record, Skipped, Unreadable};
pub use filter::{Choice, Filter};
pub use glance::{Glance, STRETCHES, Stretch};
pub use id::{BadId, CallId, CallKind, UserId};
pub use jumps::Jumps;
pub use lanes::{Cell, Cover, Lane, LaneKind, Mark, Span, Subject, lanes};
pub use link::{BadName, CallName, Link};
pub use listed::{Cursor, Listed, Page, Progress, Scope};
pub use marks::Marks;
pub use moment::{Category, CategoryIx, Fact, Flags, Moment, MomentIx, Speaker, SpeakerIx};
pub use motion::{Direction, Playhead, Target};
pub use next_step::{follows_next_steps, is_next_step};
pub use notes::{
    Anchor, Applied, BadNoteId, BadNotesFile, CallKey, Change, Draft, FiledNotes, Label, Merged,
    MomentKey, NOTES_VERSION, Note, NoteId, Notes, Placed, Precision, Stamp, Tag, Verdict,
    author_of, read_notes, write_notes,
};
pub use offset::{Clock, Offset, Window};
pub use page::Batch;
pub use people::{Correction, Corrections, Evidence, People, Voice};
pub use place::{BadPlace, Place};
pub use placement::{Basis, Placement};
pub use problem::{Problem, ProblemKind};
pub use question::{LONGEST_QUESTION, Offer, named_speakers, names_category, offer, without_name};
pub use relevance::Relevance;
pub use reply::Reply;
pub use selection::Selection;
pub use spoken::Spoken;
pub use summary::{Block, BlockKind, Marker, Run, Summary};
pub use talk::{
    FORMULAS, Monologue, NOT_FOR_JUDGEMENT, Questions, QuestionsFrom, Share, Side, Talk, Untold,
};
pub use timeline::Timeline;
pub use transcript::{Entry, Participant, Transcript};
pub use words::MONTHS;
