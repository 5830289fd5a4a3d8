//! For reading in a terminal.

use std::io::{self, Write};

use super::{Report, Styling, flag_words};
use crate::call::moment::MomentIx;
use crate::call::summary::{BlockKind, Marker, Summary};
use crate::call::timeline::Timeline;

pub(super) fn write(report: &Report<'_>, styling: Styling, out: &mut dyn Write) -> io::Result<()> {
    let bold = |text: &str| match styling {
        Styling::Bold => format!("\u{1b}[1m{text}\u{1b}[22m"),
        Styling::Plain => text.to_owned(),
    };
    writeln!(out, "{}", bold(&report.title()))?;
    if let Some(line) = facts(report) {
        writeln!(out, "{line}")?;
    }
    if let Some(summary) = report.conversation.summary.ready() {
        writeln!(out, "\n{}", bold("Summary"))?;
        match summary {
            Some(summary) => blocks(summary, out)?,
            None => writeln!(out, "  No summary yet.")?,
        }
    }
    let insights = report.conversation.insights.ready().map_or(&[][..], Vec::as_slice);
    if !insights.is_empty() {
        writeln!(out, "\n{}", bold("Whole call"))?;
    }
    for insight in insights {
        writeln!(out, "  {}: {}", insight.name, indented(&insight.text, 4))?;
    }
    if let Some(timeline) = report.timeline() {
        writeln!(out, "\n{}", bold("Moments"))?;
        if timeline.is_empty() {
            writeln!(out, "  No moments were found.")?;
        }
        for (ix, _) in report.moments() {
            moment(report, timeline, ix, out)?;
        }
    }
    super::noted::text(report, &bold("Notes"), out)?;
    if report.transcript.is_some() {
        writeln!(out, "\n{}", bold("Talk"))?;
        for (label, value) in super::talk::lines(report) {
            writeln!(out, "  {label:<18}  {}", indented(&value, 22))?;
        }
    }
    for remark in report.remarks() {
        writeln!(out, "\n{remark}")?;
    }
    Ok(())
}

fn facts(report: &Report<'_>) -> Option<String> {
    let mut facts = Vec::new();
    if let Some(transcript) = report.transcript {
        facts.extend(transcript.participants.iter().map(|person| person.name.to_string()));
    }
    let start = report.record.and_then(|record| record.start);
    facts.extend(start.map(|start| start.strftime("%-d %b %Y %H:%M UTC").to_string()));
    let duration = report.record.and_then(|record| record.duration);
    facts.extend(duration.map(|duration| duration.clock().to_string()));
    facts.extend(report.id.and_then(|id| id.kind()).map(|kind| kind.word().to_owned()));
    (!facts.is_empty()).then(|| facts.join(" · "))
}

/// A summary in lines, without the indents of its parts.
#[must_use]
pub fn summary_lines(summary: &Summary) -> Vec<String> {
    let mut out = Vec::new();
    // Writing to memory cannot fail.
    let _ = blocks(summary, &mut out);
    let text = String::from_utf8_lossy(&out);
    text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

pub(super) fn blocks(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    for block in &summary.blocks {
        let text = block.text();
        match block.kind {
            BlockKind::Heading => writeln!(out, "  {text}")?,
            BlockKind::Paragraph => writeln!(out, "    {}", indented(&text, 4))?,
            BlockKind::Item { depth, marker } => {
                let indent = 4 + 2 * usize::from(depth);
                let marker = match marker {
                    Marker::Bullet => "-".to_owned(),
                    Marker::Number(n) => format!("{n}."),
                };
                writeln!(out, "{:indent$}{marker} {}", "", indented(&text, indent + 3))?;
            }
        }
    }
    Ok(())
}

fn moment(
    report: &Report<'_>,
    timeline: &Timeline,
    ix: MomentIx,
    out: &mut dyn Write,
) -> io::Result<()> {
    let moment = timeline.moment(ix);
    let category = &timeline.category(moment.category).label;
    let speaker = report.name(timeline.speaker(moment.speaker));
    write!(out, "  {:>9}  {category}", moment.at)?;
    if let Some(keyword) = timeline.own_keyword(moment) {
        write!(out, " ({keyword})")?;
    }
    write!(out, " · {speaker}")?;
    for flag in flag_words(moment.flags) {
        write!(out, " · {flag}")?;
    }
    for word in report.noted.map(|noted| noted.words(ix)).unwrap_or_default() {
        write!(out, " · {word}")?;
    }
    writeln!(out, "\n             {}", indented(&timeline.text(moment), 13))
}

/// Later lines of a text under its first.
fn indented(text: &str, indent: usize) -> String {
    text.replace('\n', &format!("\n{:indent$}", ""))
}
