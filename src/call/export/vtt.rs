//! Chapters for players of the recording.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Report;
use crate::call::moment::{Moment, MomentIx};
use crate::call::offset::Offset;
use crate::call::timeline::Timeline;

/// The longest title, in characters: a player shows chapters in a menu.
const TITLE: usize = 120;

/// Chapters as [`write()`](super::write()) describes them.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    // Text behind the signature belongs to no cue; an arrow there would be taken for one.
    writeln!(out, "WEBVTT {}", report.title().replace("-->", "->"))?;
    let Some(timeline) = report.timeline() else { return Ok(()) };
    let mut moments = report.moments().peekable();
    let mut number = 0;
    while let Some((ix, moment)) = moments.next() {
        let mut title = title(report, timeline, ix);
        while let Some((ix, _)) = moments.next_if(|(_, next)| next.at == moment.at) {
            let _ = write!(title, " / {}", self::title(report, timeline, ix));
        }
        let end = end(moment, moments.peek().map(|(_, next)| next.at));
        number += 1;
        writeln!(out, "\n{number}\n{} --> {}", Stamp(moment.at), Stamp(end))?;
        writeln!(out, "{}", escaped(&cut(&title)))?;
    }
    Ok(())
}

/// A chapter ends with its moment's window, or where the next begins if that is sooner.
fn end(moment: &Moment, next: Option<Offset>) -> Offset {
    let shortest = moment.at + Offset::from_centis(1);
    let end = moment.window.end.max(shortest);
    next.map_or(end, |next| next.min(end))
}

fn title(report: &Report<'_>, timeline: &Timeline, ix: MomentIx) -> String {
    let moment = timeline.moment(ix);
    let category = &timeline.category(moment.category).label;
    let name = report.name(timeline.speaker(moment.speaker));
    let text = timeline.text(moment).split_whitespace().collect::<Vec<_>>().join(" ");
    match text.is_empty() {
        true => format!("{category}, {name}"),
        false => format!("{category}, {name}: {text}"),
    }
}

fn cut(title: &str) -> String {
    let mut chars = title.chars();
    let mut cut: String = chars.by_ref().take(TITLE).collect();
    if chars.next().is_some() {
        cut.pop();
        cut.push('…');
    }
    cut
}

/// Text that a player takes for text.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// `00:01:23.450`; hours may have more digits.
struct Stamp(Offset);

impl std::fmt::Display for Stamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let centis = self.0.centis();
        let (seconds, centis) = (centis / 100, centis % 100);
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        write!(f, "{hours:02}:{minutes:02}:{seconds:02}.{centis:02}0")
    }
}
