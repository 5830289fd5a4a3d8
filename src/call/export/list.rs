//! Calls of a list as text for people, programs and spreadsheets.

use std::io::{self, Write};

use jiff::Timestamp;
use serde_json::json;
use unicode_width::UnicodeWidthStr;

use super::csv::{flat, inert};
use crate::call::listed::{Listed, Progress};
use crate::call::text::Clean;

/// Forms a list of calls can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListFormat {
    /// Aligned columns for reading in a terminal.
    Text,
    /// For programs; the shape is in [`write_list()`].
    Json,
    /// For spreadsheets: one row a call.
    Csv,
}

/// Writes calls in their order.
///
/// `text` has no heading and may change: id, start in UTC, length, kind, title, account, people;
/// each line is cut to `width` columns where that is given. `csv` has the header
/// `id,kind,start,duration,title,account,owner,people,progress`, people separated by `; `. `json`
/// is an array of objects, whose keys stay:
///
/// ```json
/// [{"id": "6qr…", "kind": "video", "start": "2026-11-20T14:00:00Z", "duration": 299.47,
///   "title": "…", "account": "…", "owner": "…", "people": ["…"], "progress": "ready"}]
/// ```
///
/// `duration` is in seconds; `progress` is `ready` (there is a summary), `processing` or
/// `noSummary`; what is unknown is null, or an empty cell.
///
/// # Errors
///
/// Only what `out` returns.
pub fn write_list(
    calls: &[Listed],
    format: ListFormat,
    width: Option<usize>,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        ListFormat::Text => text(calls, width.unwrap_or(usize::MAX), out),
        ListFormat::Json => json(calls, out),
        ListFormat::Csv => flat(csv(calls, out)),
    }
}

/// Columns that the longest title and account get.
const TITLE: usize = 60;
const ACCOUNT: usize = 28;
/// What the other columns and the gaps take.
const FIXED: usize = 60;

fn text(calls: &[Listed], width: usize, out: &mut dyn Write) -> io::Result<()> {
    let longest = |of: fn(&Listed) -> Option<&Clean>, most: usize| {
        let widths = calls.iter().filter_map(of).map(|text| text.width());
        widths.max().unwrap_or_default().min(most)
    };
    // Title and account leave people a third of what a narrow line has left.
    let left = width.saturating_sub(FIXED);
    let title = longest(|call| call.title.as_ref(), TITLE.min(left / 5 * 2).max(16));
    let account = longest(|call| call.account.as_ref(), ACCOUNT.min(left / 4).max(8));
    for call in calls {
        let start = call.start.map(|start| start.strftime("%Y-%m-%d %H:%M").to_string());
        let length = call.duration.map(|duration| duration.clock().to_string());
        let line = format!(
            "{}  {:16}  {:>7}  {:5}  {}  {}  {}",
            call.id,
            start.unwrap_or_default(),
            length.unwrap_or_default(),
            kind(call).unwrap_or_default(),
            cell(call.title.as_deref().unwrap_or_default(), title),
            cell(call.account.as_deref().unwrap_or_default(), account),
            people(call, ", "),
        );
        writeln!(out, "{}", cut(line.trim_end(), width))?;
    }
    Ok(())
}

/// A text in a column of that width.
fn cell(text: &str, width: usize) -> String {
    let text = cut(text, width);
    let pad = width.saturating_sub(text.width());
    format!("{text}{:pad$}", "")
}

/// As much of a text as fits, with a sign if that is not all.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let next = at + c.len_utf8();
        if text[..next].width() >= width {
            break;
        }
        end = next;
    }
    format!("{}…", &text[..end])
}

fn json(calls: &[Listed], out: &mut dyn Write) -> io::Result<()> {
    write!(out, "[")?;
    for (i, call) in calls.iter().enumerate() {
        let text = |text: &Option<Clean>| text.as_ref().map(ToString::to_string);
        let call = json!({
            "id": call.id.as_str(),
            "kind": kind(call),
            "start": call.start.map(|start| start.to_string()),
            "duration": call.duration.map(crate::call::Offset::seconds),
            "title": text(&call.title),
            "account": text(&call.account),
            "owner": text(&call.owner),
            "people": call.people.iter().map(Clean::as_str).collect::<Vec<_>>(),
            "progress": progress(call),
        });
        write!(out, "{}{call}", if i > 0 { ",\n" } else { "\n" })?;
    }
    writeln!(out, "{}]", if calls.is_empty() { "" } else { "\n" })
}

fn csv(calls: &[Listed], out: &mut dyn Write) -> ::csv::Result<()> {
    let mut table = ::csv::Writer::from_writer(out);
    table.write_record([
        "id", "kind", "start", "duration", "title", "account", "owner", "people", "progress",
    ])?;
    for call in calls {
        let text = |text: &Option<Clean>| inert(text.as_deref().unwrap_or_default());
        table.write_record([
            call.id.to_string(),
            kind(call).unwrap_or_default().to_owned(),
            call.start.as_ref().map(Timestamp::to_string).unwrap_or_default(),
            call.duration.map(|d| format!("{:.2}", d.seconds())).unwrap_or_default(),
            text(&call.title),
            text(&call.account),
            text(&call.owner),
            inert(&people(call, "; ")),
            progress(call).unwrap_or_default().to_owned(),
        ])?;
    }
    Ok(table.flush()?)
}

fn kind(call: &Listed) -> Option<&'static str> {
    call.id.kind().map(crate::call::CallKind::word)
}

fn people(call: &Listed, between: &str) -> String {
    call.people.iter().map(Clean::as_str).collect::<Vec<_>>().join(between)
}

fn progress(call: &Listed) -> Option<&'static str> {
    match call.progress {
        Progress::Unknown => None,
        Progress::Processing => Some("processing"),
        Progress::NoSummary => Some("noSummary"),
        Progress::Ready => Some("ready"),
    }
}
