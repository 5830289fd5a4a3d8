//! One line a moment; only the rows on the screen are built.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::bar::Bar;
use super::{More, Scene, put, say, say_problem};
use crate::call::{Flags, MomentIx, Offset, Part};
use crate::tui::action::Action;
use crate::tui::msg::CallRef;
use crate::tui::review::Review;
use crate::tui::wrap::fit;

/// Keeps which row is at the top.
#[derive(Debug, Default)]
pub(in crate::tui) struct TimelinePane {
    top: usize,
    bar: Bar,
}

const NO_MOMENTS: &str = "No insights were found in this call. If no call has any, insights may \
    be switched off in the org.";
const PROCESSING: &str = "Nothing yet: the call is probably still being processed.";

/// The widest that a speaker's name may be.
const NAME: u16 = 10;

impl TimelinePane {
    /// Brings the playhead's row into view, by half a view at a time: a list that moves a line
    /// with every key sends ten times the bytes over a long walk.
    pub(in crate::tui) fn follow(&mut self, review: &Review, height: u16) {
        let (row, height) = (review.row(), usize::from(height).max(1));
        if row < self.top || row >= self.top + height {
            self.top = row.saturating_sub(height / 2);
        }
        self.top = self.top.min(review.shown.len().saturating_sub(height));
    }

    /// The moment on a row of the screen.
    pub(in crate::tui) fn moment_at(&self, row: u16, review: &Review) -> Option<MomentIx> {
        review.shown.select(self.top + usize::from(row))
    }

    /// Looks where hits are among all rows, if any of it changed.
    pub(in crate::tui) fn refit(&mut self, review: &Review, height: u16) {
        let revisions = (review.revision, review.find.revision());
        let shown = &review.shown;
        let moment = |row| shown.select(row).unwrap_or(review.timeline().len());
        self.bar.refit(revisions, shown.len(), height, |from, to| {
            let hits = review.find.hits();
            hits.is_some_and(|(hits, _)| hits.has_moments(moment(from), moment(to)))
        });
    }

    /// The time of the first moment that is seen.
    pub(in crate::tui) fn top(&self, review: &Review) -> Offset {
        let first = review.shown.select(self.top);
        first.map_or(Offset::ZERO, |ix| review.timeline().moment(ix).at)
    }

    /// Has the first moment from a time on at the top, while the playhead's is in view.
    pub(in crate::tui) fn show_from(&mut self, at: Offset, review: &Review) {
        self.top = review.shown.rank(review.timeline().first_at(at));
    }

    pub(in crate::tui) fn draw(&self, scene: Scene<'_>, area: Rect, buffer: &mut Buffer) -> More {
        let (review, theme) = (scene.review, scene.theme);
        let timeline = review.timeline();
        if let Some(text) = Self::instead(scene, area, buffer) {
            say(buffer, area, &text, theme.dim);
            return More::default();
        }
        let near = timeline.nearest(&review.shown, review.playhead);
        let columns = Columns::of(review);
        let rows = Rect { width: area.width.saturating_sub(1), ..area };
        let mut next = review.shown.select(self.top);
        for y in area.y..area.bottom() {
            let Some(ix) = next else { break };
            next = review.shown.next_with(None, ix + 1);
            let mark = match near {
                Some(near) if near == ix && review.playhead.on == Some(ix) => Mark::Cursor,
                Some(near) if near == ix => Mark::Near,
                _ => Mark::None,
            };
            let named = named(review, ix, next);
            row(scene, columns, (ix, mark, named), Rect { y, height: 1, ..rows }, buffer);
        }
        let seen = self.top..self.top + usize::from(area.height);
        self.bar.draw(scene, seen, review.shown.len(), area, buffer);
        More::of(self.top, review.shown.len(), area.height)
    }

    /// What stands there when there is no row to draw.
    fn instead(scene: Scene<'_>, area: Rect, buffer: &mut Buffer) -> Option<Cow<'static, str>> {
        let (review, theme) = (scene.review, scene.theme);
        let key = |action| scene.keys.key_of(action);
        let Some(conversation) = review.conversation.ready() else {
            let Some(problem) = review.conversation.problem() else {
                return Some("Loading".into());
            };
            say_problem(buffer, area, problem, (theme, scene.keys));
            return Some("".into());
        };
        match &conversation.timeline {
            Part::Unreadable(why) => {
                let again = key(Action::Reload);
                let text = format!("The moments cannot be read ({why}). {again} asks again.");
                say(buffer, area, &text, theme.problem);
                Some("".into())
            }
            Part::Ready(line) if line.is_empty() && review.is_processing() => {
                Some(format!("{PROCESSING} {} asks again.", key(Action::Reload)).into())
            }
            Part::Ready(line) if line.is_empty() => match review.call {
                CallRef::Record(_) => Some(NO_MOMENTS.into()),
                CallRef::File(_) | CallRef::Stdin => Some("The response has no moments.".into()),
            },
            Part::Ready(_) if review.shown.is_empty() => {
                let (clears, changes) = (key(Action::ClearFilter), key(Action::Filter));
                let text = "No moment passes the filter.";
                Some(format!("{text} {clears} clears it, {changes} changes it.").into())
            }
            Part::Ready(_) => None,
        }
    }
}

/// Widths that all rows share.
#[derive(Clone, Copy)]
struct Columns {
    time: usize,
    name: usize,
    /// Whether there are signs for what is noted.
    noted: bool,
}

impl Columns {
    fn of(review: &Review) -> Self {
        let names = review.timeline().speaker_ixs().map(|ix| first_name(review.name(ix)).width());
        Self {
            time: review.timeline().end().to_string().len().max(6),
            name: names.max().unwrap_or(0).min(NAME.into()),
            noted: !review.noted.notes().is_empty(),
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    None,
    /// The playhead is on the moment.
    Cursor,
    /// The playhead is after it, or before it where it is the first.
    Near,
}

/// The mark that was set on a row: at its moment, or between it and the next.
fn named(review: &Review, ix: MomentIx, next: Option<MomentIx>) -> Option<char> {
    if review.marks.is_empty() {
        return None;
    }
    let at = |ix| review.timeline().moment(ix).at;
    let end = review.length();
    let to = next.map_or(end + Offset::from_centis(1), at);
    review.marks.between(at(ix), to, end)
}

fn row(
    scene: Scene<'_>,
    columns: Columns,
    (ix, mark, named): (MomentIx, Mark, Option<char>),
    area: Rect,
    buffer: &mut Buffer,
) {
    let (review, theme) = (scene.review, scene.theme);
    let timeline = review.timeline();
    let moment = timeline.moment(ix);
    let colour = scene.colours[moment.category.get()];
    let (sign, time) = match mark {
        Mark::None => (" ", theme.text),
        Mark::Cursor => (theme.glyphs.cursor, theme.cursor),
        Mark::Near => (theme.glyphs.near, theme.text),
    };
    let at = format!("{:>width$}", moment.at.to_string(), width = columns.time);
    let letter = timeline.category(moment.category).mark().to_string();
    let flags = signs(moment.flags);
    let name = first_name(review.name(moment.speaker));
    let (name, _) = fit(name, NAME);
    let pad = " ".repeat(columns.name.saturating_sub(name.width()));
    let y = area.y;
    let noted = columns.noted.then(|| NotedSigns::of(scene, ix));
    let style = match noted {
        Some(NotedSigns { dismissed: true, .. }) => theme.dim,
        _ => theme.text,
    };
    let signs_width = if noted.is_some() { 7 } else { 4 };
    let area = Rect { width: area.width.saturating_sub(signs_width), ..area };
    let mut letter_of_mark = [0; 4];
    let named = named.map_or(" ", |name| name.encode_utf8(&mut letter_of_mark));
    let head = [
        (sign, theme.strong),
        (named, theme.dim),
        (&*at, time),
        ("  ", theme.text),
        (&*letter, colour),
        (" ", theme.text),
        (name, style),
        (&*pad, style),
        ("  ", theme.text),
    ];
    let x = put(buffer, area, y, &head);
    let mut rest = Rect { x, width: area.right().saturating_sub(x), ..area };
    if let Some(keyword) = timeline.own_keyword(moment) {
        let half = Rect { width: rest.width / 2, ..rest };
        let x = scene.put_found(keyword, colour, half, buffer);
        let behind = Rect { x, width: rest.right().saturating_sub(x), ..rest };
        let x = put(buffer, behind, y, &[(": ", colour)]);
        rest = Rect { x, width: area.right().saturating_sub(x), ..rest };
    }
    text((scene, style), &timeline.text(moment), rest, buffer);
    put(buffer, Rect::new(area.right() + 1, y, 3, 1), y, &[(flags, theme.notice)]);
    if let Some(NotedSigns { note, verdict, .. }) = noted {
        let behind = Rect::new(area.right() + 4, y, 3, 1);
        put(buffer, behind, y, &[(" ", theme.text), (note, theme.focus), (verdict, theme.strong)]);
    }
}

/// What is noted of a moment, as signs.
#[derive(Clone, Copy)]
struct NotedSigns {
    note: &'static str,
    verdict: &'static str,
    dismissed: bool,
}

impl NotedSigns {
    fn of(scene: Scene<'_>, ix: MomentIx) -> Self {
        let (placed, glyphs) = (scene.review.noted.placed(), scene.theme.glyphs);
        let dismissed = placed.dismissed().contains(ix);
        Self {
            note: match (placed.noted().contains(ix), placed.tagged().contains(ix)) {
                (true, _) => glyphs.note,
                (false, true) => "#",
                (false, false) => " ",
            },
            verdict: match (placed.confirmed().contains(ix), dismissed) {
                (true, _) => glyphs.confirmed,
                (false, true) => glyphs.dismissed,
                (false, false) => " ",
            },
            dismissed,
        }
    }
}

/// A text of several entries on one row.
fn text((scene, style): (Scene<'_>, Style), text: &str, area: Rect, buffer: &mut Buffer) {
    let more = scene.theme.glyphs.more;
    let mut rest = area;
    let mut whole = true;
    for line in text.lines() {
        let (part, all) = fit(line, rest.width);
        let mut pieces = scene.found(part, style);
        pieces.push((" ", style));
        let x = put(buffer, rest, area.y, &pieces);
        rest = Rect { x, width: area.right().saturating_sub(x), ..rest };
        whole &= all;
    }
    if !whole && area.width > 0 {
        put(buffer, Rect { x: area.right() - 1, width: 1, ..area }, area.y, &[(more, style)]);
    }
}

/// Needs attention, follow-up, action: a sign each, in columns of their own.
fn signs(flags: Flags) -> &'static str {
    match (flags.needs_attention, flags.follow_up, flags.action) {
        (false, false, false) => "   ",
        (true, false, false) => "!  ",
        (false, true, false) => " + ",
        (false, false, true) => "  *",
        (true, true, false) => "!+ ",
        (true, false, true) => "! *",
        (false, true, true) => " +*",
        (true, true, true) => "!+*",
    }
}

/// The first word of a name, or of an id all of it.
pub(in crate::tui) fn first_name(name: &str) -> &str {
    match name.split_once(' ') {
        // "Speaker 2" says nothing without its number.
        Some((_, rest)) if rest.chars().all(|c| c.is_ascii_digit()) => name,
        Some(("Speaker", letters)) if letters.len() <= 2 => name,
        Some((first, _)) => first,
        None => name,
    }
}
