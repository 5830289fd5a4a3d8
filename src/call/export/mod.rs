//! A call, or a list of calls, as text for people, documents, programs and spreadsheets.
//!
//! Writers stream: a call of a hundred thousand moments needs no second copy. They print only
//! [clean](super::text::Clean) text and text of their own.

mod csv;
mod json;
mod list;
mod markdown;
mod name;
mod noted;
mod quote;
mod reply;
mod talk;
mod tasks;
mod text;
mod vtt;

use std::io;

pub use list::{ListFormat, write_list};

use super::conversation::{Conversation, Part, Record};
use super::id::CallId;
use super::moment::{Flags, Moment, MomentIx, Speaker};
use super::problem::Problem;
use super::redact::{RedactedCall, Redaction};
use super::selection::Selection;
use super::spoken::Spoken;
use super::text::Clean;
use super::timeline::Timeline;
use super::transcript::Transcript;

pub use name::file_name;
pub use noted::Noted;
pub use quote::{Quote, opening};
pub use reply::{write_reply, write_reply_json};
pub use tasks::{particulars, write_tasks};
pub use text::summary_lines;

/// Forms a call can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For reading in a terminal.
    Text,
    /// For documents and chats.
    Markdown,
    /// For programs; the shape is in [`write()`].
    Json,
    /// For spreadsheets: one row a moment.
    Csv,
    /// For players of the recording: `WebVTT` chapters.
    Vtt,
}

impl Format {
    /// All there are.
    pub const ALL: [Self; 5] = [Self::Text, Self::Markdown, Self::Json, Self::Csv, Self::Vtt];

    /// What it is called where it is chosen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Vtt => "vtt",
        }
    }

    /// The form that is called so.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Whether it has a place for [remarks](Report::remarks); who writes a form without one has to
    /// tell them elsewhere.
    #[must_use]
    pub fn has_remarks(self) -> bool {
        !matches!(self, Self::Csv | Self::Vtt)
    }

    /// What the name of a file of this form ends in.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Markdown => "md",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Vtt => "vtt",
        }
    }
}

/// Whether the reader is a terminal that shows bold text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Styling {
    /// Bold headings.
    Bold,
    /// No escape sequences at all.
    Plain,
}

/// What is known about a call, from as many sources as answered.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The call's id, if it has one.
    pub id: Option<CallId>,
    /// Where it was read from: its title where nothing better is known.
    pub source: Clean<&'a str>,
    /// What the org found out.
    pub conversation: &'a Conversation,
    /// Title, start and length.
    pub record: Option<&'a Record>,
    /// Who took part.
    pub transcript: Option<&'a Transcript>,
    /// Who speaks, and how talk was shared out.
    pub spoken: &'a Spoken,
    /// What could not be fetched, so that its absence is not taken for an answer.
    pub problems: &'a [Problem],
    /// The moments to write; all of them without.
    pub shown: Option<&'a Selection>,
    /// What the reviewer noted, if anything is known of it.
    pub noted: Option<Noted<'a>>,
    /// What all of this is without, where it was [redacted](super::redact).
    pub redaction: Option<Redaction>,
}

impl<'a> Report<'a> {
    /// The same of the redacted call.
    #[must_use]
    pub fn redacted(self, call: &'a RedactedCall) -> Self {
        Self {
            // The name of a file says what it likes.
            source: Clean::ours("Call"),
            conversation: &call.conversation,
            record: call.record.as_ref(),
            transcript: call.transcript.as_ref(),
            spoken: &call.spoken,
            noted: self.noted.map(|noted| Noted { notes: &call.notes, ..noted }),
            redaction: Some(call.redaction),
            ..self
        }
    }

    /// The moments to write, in time order.
    fn moments(&self) -> impl Iterator<Item = (MomentIx, &Moment)> {
        let all = self.timeline().into_iter().flat_map(Timeline::moments);
        all.filter(|(ix, _)| self.shown.is_none_or(|shown| shown.contains(*ix)))
    }

    /// How many moments are left out.
    fn left_out(&self) -> usize {
        let all = self.timeline().map_or(0, Timeline::len);
        self.shown.map_or(0, |shown| all.saturating_sub(shown.len()))
    }

    /// The name of the call.
    #[must_use]
    pub fn title(&self) -> String {
        let name = self.record.and_then(|record| record.name.as_ref()).map(ToString::to_string);
        name.or_else(|| self.id.map(|id| id.to_string())).unwrap_or_else(|| self.source.to_string())
    }

    fn timeline(&self) -> Option<&Timeline> {
        self.conversation.timeline.ready()
    }

    fn name<'s>(&'s self, speaker: &'s Speaker) -> &'s Clean {
        self.spoken.people.voice(&speaker.id).map_or(&speaker.id, |voice| &voice.name)
    }

    fn role<'s>(&'s self, speaker: &'s Speaker) -> Option<&'s Clean> {
        let voice = self.spoken.people.voice(&speaker.id);
        speaker.role.as_ref().or_else(|| voice.and_then(|voice| voice.role.as_ref()))
    }

    /// Sentences about what is missing.
    #[must_use]
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks: Vec<String> = self.problems.iter().map(ToString::to_string).collect();
        match (self.left_out(), self.timeline().map_or(0, Timeline::len)) {
            (0, _) => {}
            (out, all) => remarks.push(format!("A filter left out {out} of {all} moments.")),
        }
        let redaction = self.redaction.map(|redaction| match redaction {
            Redaction::Texts => WITHHELD,
            Redaction::Names => REDACTED,
            Redaction::NoNames => NO_NAMES,
        });
        remarks.extend(redaction.map(str::to_owned));
        let parts = [
            unreadable(&self.conversation.summary),
            unreadable(&self.conversation.insights),
            unreadable(&self.conversation.timeline),
        ];
        remarks.extend(parts.into_iter().flatten());
        let skipped = &self.conversation.skipped;
        if skipped.count > 0 {
            let first: Vec<String> = skipped.first.iter().map(ToString::to_string).collect();
            let more = if skipped.count > first.len() { "; …" } else { "" };
            let noun = if skipped.count == 1 { "insight was" } else { "insights were" };
            let list = first.join("; ");
            remarks.push(format!("{} unreadable {noun} left out ({list}{more}).", skipped.count));
        }
        remarks
    }
}

const REDACTED: &str = "Redacted: e-mail addresses, telephone numbers, amounts of money and the \
                        names of those who took part are left out.";
const WITHHELD: &str = "Redacted: texts are withheld, because it was not known yet who took part.";
const NO_NAMES: &str = "Redacted: e-mail addresses, telephone numbers and amounts of money are left \
                        out. Nobody's name was known, so names that are said stay; redact-words in \
                        config.toml can name them.";

fn unreadable<T>(part: &Part<T>) -> Option<String> {
    match part {
        Part::Ready(_) => None,
        Part::Unreadable(why) => Some(format!("Unreadable: {why}.")),
    }
}

fn flag_words(flags: Flags) -> Vec<&'static str> {
    let words = [
        (flags.needs_attention, "needs attention"),
        (flags.follow_up, "follow-up"),
        (flags.action, "action"),
    ];
    words.into_iter().filter_map(|(set, word)| set.then_some(word)).collect()
}

/// Writes a call.
///
/// `text` and `markdown` are for people and may change. `csv` has the header
/// `offset,start,end,category,keyword,speaker,role,needsAttention,isFollowup,action,text,verdict,
/// tags,notes`, offsets in seconds, tags with spaces between them; a cell that a spreadsheet would
/// take for a formula begins with an apostrophe.
/// `json` is one object, whose keys stay:
///
/// ```json
/// {"id": "6qr…", "name": "…", "start": "2026-11-20T14:00:00Z", "duration": 299.47,
///  "summary": [{"kind": "heading", "text": "Next steps"},
///              {"kind": "item", "depth": 0, "number": 1, "text": "Send a quote"}],
///  "insights": [{"name": "…", "text": "…", "other": {}}],
///  "categories": [{"id": "…", "label": "Question", "moments": 6}],
///  "speakers": [{"id": "Speaker 1", "name": "Kit Buyer", "role": "EndUser", "moments": 6,
///                "evidence": "5 of 6 moments fall on entries by Kit Buyer", "byHand": false}],
///  "talk": {"sides": [{"side": "Agent", "seconds": 150.2, "ratio": 0.54}],
///           "people": [{"name": "Ada Rep", "seconds": 150.2, "ratio": 0.54}],
///           "longestMonologue": {"name": "Ada Rep", "seconds": 21.5, "offset": 83.4},
///           "patience": 0.62, "interactivity": 7.5,
///           "questions": {"from": "moments of the Question category",
///                         "bySide": [{"side": "Agent", "questions": 3}]}},
///  "talkMissing": null,
///  "moments": [{"offset": 32.72, "start": 27.72, "end": 39.18, "category": "Question",
///               "insightTypeId": "…", "keyword": "Question", "speaker": "Speaker 2",
///               "speakerId": "Speaker 2", "needsAttention": false, "isFollowup": false,
///               "sequences": [7], "text": "…", "tags": [], "verdict": null, "other": {}}],
///  "notes": [{"id": "…", "offset": 32.72, "onMoment": true, "text": "…", "author": "Ada",
///             "created": "2026-11-21T09:00:00Z", "updated": "2026-11-21T09:00:00Z"}],
///  "other": {}, "skipped": 0, "leftOut": 0, "redacted": false, "remarks": []}
/// ```
///
/// `notes` are the reviewer's own, in the order of time; `offset` is null for those about the whole
/// call. `verdict` is `confirmed`, `dismissed` or null.
///
/// `moments` are those that a filter shows, where there is one, and `leftOut` is how many others
/// there are; `categories` and `speakers` count all.
///
/// `evidence` is null for speakers that need none. `talk` is null where `talkMissing` says why:
/// without a transcript there is nothing to measure. `side` is the role, null where it is unknown;
/// `seconds` and `patience` are seconds, `ratio` is from 0 to 1, `interactivity` is speaker changes
/// a minute, by the [formulas](super::FORMULAS); `offset`, `patience` and `interactivity` may be
/// null.
///
/// `vtt` is a `WebVTT` file of chapters. A chapter begins when its moment was said, and ends with
/// the moment's window or where the next chapter begins, whichever is sooner: windows may overlap,
/// chapters do not. Moments of one time share a chapter.
///
/// `csv` and `vtt` have no place for [remarks](Report::remarks).
///
/// `summary` is null when there is none; `name`, `start`, `duration` and `id` are null when
/// unknown; offsets and `duration` are seconds; `other` holds `action` and fields this program
/// does not know, as text.
///
/// # Errors
///
/// Only what `out` returns.
pub fn write(
    report: &Report<'_>,
    format: Format,
    styling: Styling,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        Format::Text => text::write(report, styling, out),
        Format::Markdown => markdown::write(report, out),
        Format::Json => json::write(report, out),
        Format::Csv => csv::write(report, out),
        Format::Vtt => vtt::write(report, out),
    }
}
