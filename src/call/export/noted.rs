//! What the reviewer noted, beside what the org found out.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::Report;
use super::markdown::escaped;
use crate::call::moment::MomentIx;
use crate::call::notes::{Anchor, Note, Notes, Placed, Tag};
use crate::call::offset::Offset;

/// Notes, tags and verdicts, and where they belong.
#[derive(Debug, Clone, Copy)]
pub struct Noted<'a> {
    /// What was noted.
    pub notes: &'a Notes,
    /// At which moments.
    pub placed: &'a Placed,
}

impl<'a> Noted<'a> {
    /// Tags and verdict of a moment, as words.
    pub(super) fn words(self, ix: MomentIx) -> Vec<String> {
        let Some(label) = self.placed.label_on(self.notes, ix) else { return Vec::new() };
        let verdict = label.verdict.map(|verdict| verdict.word().to_owned());
        verdict.into_iter().chain(label.tags.iter().map(|tag| format!("#{tag}"))).collect()
    }

    /// The tags of a moment.
    pub(super) fn tags(self, ix: MomentIx) -> Vec<&'a str> {
        let label = self.placed.label_on(self.notes, ix);
        label.into_iter().flat_map(|label| label.tags.iter().map(Tag::as_str)).collect()
    }

    /// The verdict on a moment.
    pub(super) fn verdict(self, ix: MomentIx) -> Option<&'static str> {
        Some(self.placed.label_on(self.notes, ix)?.verdict?.word())
    }

    /// The notes on a moment, one after the other.
    pub(super) fn text(self, ix: MomentIx) -> String {
        let notes = self.placed.notes_on(self.notes, ix);
        notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

/// Those about the whole call first, then in the order of time.
fn listed<'a>(report: &Report<'a>) -> Vec<(Option<Offset>, &'a Note)> {
    match (report.noted, report.timeline()) {
        (Some(noted), Some(timeline)) => noted.placed.listed(noted.notes, timeline),
        (Some(noted), None) => noted.notes.iter().map(|note| (note.anchor.at(), note)).collect(),
        (None, _) => Vec::new(),
    }
}

pub(super) fn markdown(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let notes = listed(report);
    if notes.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Notes\n")?;
    for (at, note) in notes {
        let place = at.map_or_else(|| "the whole call".to_owned(), |at| at.to_string());
        let text: Vec<_> = note.text.lines().map(escaped).collect();
        writeln!(out, "- {place}: {} ({})", text.join("\n  "), escaped(&note.author))?;
    }
    writeln!(out)
}

pub(super) fn text(report: &Report<'_>, heading: &str, out: &mut dyn Write) -> io::Result<()> {
    let notes = listed(report);
    if notes.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{heading}")?;
    for (at, note) in notes {
        let place = at.map_or_else(|| "the whole call".to_owned(), |at| at.to_string());
        let text = note.text.replace('\n', &format!("\n{:13}", ""));
        writeln!(out, "  {place:>9}  {text} ({})", note.author)?;
    }
    Ok(())
}

pub(super) fn json(report: &Report<'_>) -> Vec<Value> {
    let note = |(at, note): (Option<Offset>, &Note)| {
        json!({
            "id": note.id.to_string(),
            "offset": at.map(Offset::seconds),
            "onMoment": matches!(note.anchor, Anchor::Moment(_)),
            "text": note.text.as_str(),
            "author": note.author.as_str(),
            "created": note.created.to_string(),
            "updated": note.updated.to_string(),
        })
    };
    listed(report).into_iter().map(note).collect()
}
