//! For documents and chats.

use std::io::{self, Write};

use super::{Report, flag_words};
use crate::call::moment::{Category, Moment};
use crate::call::question::names_category;
use crate::call::summary::{BlockKind, Marker, Run, Summary};

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}\n", escaped(&report.title()))?;
    if let Some(start) = report.record.and_then(|record| record.start) {
        writeln!(out, "{}\n", start.strftime("%-d %b %Y %H:%M UTC"))?;
    }
    if let Some(transcript) = report.transcript {
        for person in &transcript.participants {
            let role = person.role.as_ref().map(|role| format!(" ({role})")).unwrap_or_default();
            writeln!(out, "- {}{}", escaped(&person.name), escaped(&role))?;
        }
        writeln!(out)?;
    }
    if let Some(summary) = report.conversation.summary.ready() {
        writeln!(out, "## Summary\n")?;
        match summary {
            Some(summary) => blocks(summary, out)?,
            None => writeln!(out, "No summary yet.\n")?,
        }
    }
    let insights = report.conversation.insights.ready().map_or(&[][..], Vec::as_slice);
    if !insights.is_empty() {
        writeln!(out, "## Whole call\n")?;
        for insight in insights {
            writeln!(out, "- **{}**: {}", escaped(&insight.name), escaped(&insight.text))?;
        }
        writeln!(out)?;
    }
    next_steps(report, out)?;
    moments(report, out)?;
    super::noted::markdown(report, out)?;
    if report.transcript.is_some() {
        writeln!(out, "## Talk\n")?;
        for (label, value) in super::talk::lines(report) {
            writeln!(out, "- {label}: {}", escaped(&value))?;
        }
        writeln!(out)?;
    }
    for remark in report.remarks() {
        writeln!(out, "> {}\n", escaped(&remark))?;
    }
    Ok(())
}

fn blocks(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let mut in_list = false;
    // A list that is deeper than its parent by more than one would be taken for code.
    let mut deepest = 0;
    for block in &summary.blocks {
        let text: String = block.runs.iter().map(run).collect();
        let is_item = matches!(block.kind, BlockKind::Item { .. });
        if in_list && !is_item {
            writeln!(out)?;
        }
        in_list = is_item;
        deepest = if is_item { deepest } else { 0 };
        match block.kind {
            BlockKind::Heading => writeln!(out, "### {}\n", escaped(&block.text()))?,
            BlockKind::Paragraph => writeln!(out, "{text}\n")?,
            BlockKind::Item { depth, marker } => {
                let depth = usize::from(depth).min(deepest);
                let indent = depth * 4;
                deepest = depth + 1;
                let marker = match marker {
                    Marker::Bullet => "-".to_owned(),
                    Marker::Number(n) => format!("{n}."),
                };
                writeln!(out, "{:indent$}{marker} {text}", "")?;
            }
        }
    }
    if in_list { writeln!(out) } else { Ok(()) }
}

fn run(run: &Run) -> String {
    let marks = match (run.strong, run.emphasis) {
        _ if run.text.is_blank() => "",
        (true, true) => "***",
        (true, false) => "**",
        (false, true) => "*",
        (false, false) => "",
    };
    // Marks count only right beside a word.
    let word = run.text.trim();
    let before = &run.text[..run.text.len() - run.text.trim_start().len()];
    let after = &run.text[before.len() + word.len()..];
    let styled = format!("{before}{marks}{}{marks}{after}", escaped(word));
    match &run.link {
        Some(link) => {
            let link = link.replace('<', "%3C").replace('>', "%3E").replace('\\', "%5C");
            format!("[{styled}](<{link}>)")
        }
        None => styled,
    }
}

/// What was promised, as the moments of that category say it.
fn next_steps(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Some(timeline) = report.timeline() else { return Ok(()) };
    let names = |category: &Category| names_category("next step", &category.id, &category.label);
    let promises: Vec<bool> = timeline.categories().iter().map(names).collect();
    let is_one = |moment: &Moment| promises[moment.category.get()];
    let mut found = report.moments().filter(|(_, moment)| is_one(moment)).peekable();
    if found.peek().is_none() {
        return Ok(());
    }
    writeln!(out, "## Next steps\n")?;
    for (_, moment) in found {
        let name = report.name(timeline.speaker(moment.speaker));
        let text = escaped(&timeline.text(moment));
        writeln!(out, "- [ ] {text} ({}, {})", escaped(name), moment.at)?;
    }
    writeln!(out)
}

fn moments(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Some(timeline) = report.timeline() else { return Ok(()) };
    writeln!(out, "## Moments\n")?;
    if timeline.is_empty() {
        return writeln!(out, "No moments were found.\n");
    }
    writeln!(out, "| Time | Category | Speaker | Text | Flags |")?;
    writeln!(out, "| --- | --- | --- | --- | --- |")?;
    for (ix, moment) in report.moments() {
        let words = report.noted.map(|noted| noted.words(ix)).unwrap_or_default();
        let flags: Vec<_> =
            flag_words(moment.flags).into_iter().map(str::to_owned).chain(words).collect();
        let keyword = timeline.own_keyword(moment);
        let keyword = keyword.map(|keyword| format!(" ({keyword})")).unwrap_or_default();
        writeln!(
            out,
            "| {} | {}{} | {} | {} | {} |",
            moment.at,
            escaped(&timeline.category(moment.category).label),
            escaped(&keyword),
            escaped(report.name(timeline.speaker(moment.speaker))),
            escaped(&timeline.text(moment)),
            escaped(&flags.join(", ")),
        )?;
    }
    writeln!(out)
}

/// Text that stays text in a Markdown document, on one line.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // At the start of a line these make a list, a rule or a heading of it.
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let starter = text.len() - number.len();
    for (at, c) in text.char_indices() {
        match c {
            '\n' => out.push(' '),
            '-' | '+' | '=' | '.' | ')' if at == starter => {
                out.push('\\');
                out.push(c);
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
