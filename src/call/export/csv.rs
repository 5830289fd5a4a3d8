//! For spreadsheets.

use std::io::{self, Write};

use super::Report;

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    flat(table(report, out))
}

/// The writer's own error, which tells a closed pipe from a full disk.
pub(super) fn flat(written: csv::Result<()>) -> io::Result<()> {
    written.map_err(|error| match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    })
}

fn table(report: &Report<'_>, out: &mut dyn Write) -> csv::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record([
        "offset",
        "start",
        "end",
        "category",
        "keyword",
        "speaker",
        "role",
        "needsAttention",
        "isFollowup",
        "action",
        "text",
        "verdict",
        "tags",
        "notes",
    ])?;
    let Some(timeline) = report.timeline() else { return Ok(table.flush()?) };
    for (ix, moment) in report.moments() {
        let speaker = timeline.speaker(moment.speaker);
        let facts = timeline.facts(ix);
        let action = facts.iter().find(|fact| fact.name.as_str() == "action");
        table.write_record([
            format!("{:.2}", moment.at.seconds()),
            format!("{:.2}", moment.window.start.seconds()),
            format!("{:.2}", moment.window.end.seconds()),
            inert(&timeline.category(moment.category).label),
            inert(timeline.keyword(moment)),
            inert(report.name(speaker)),
            inert(report.role(speaker).map_or("", |role| role)),
            moment.flags.needs_attention.to_string(),
            moment.flags.follow_up.to_string(),
            inert(action.map_or("", |action| &action.value)),
            inert(&timeline.text(moment)),
            report.noted.and_then(|noted| noted.verdict(ix)).unwrap_or_default().to_owned(),
            inert(&report.noted.map(|noted| noted.tags(ix).join(" ")).unwrap_or_default()),
            inert(&report.noted.map(|noted| noted.text(ix)).unwrap_or_default()),
        ])?;
    }
    Ok(table.flush()?)
}

/// A cell that no spreadsheet takes for a formula.
pub(super) fn inert(text: &str) -> String {
    match text.trim_start().chars().next() {
        // Also as East Asian keyboards type them.
        Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠') => format!("'{text}"),
        _ => text.to_owned(),
    }
}
