//! All notes of the call, in the order of time.

use std::fmt::Write as _;

use crossterm::event::KeyCode;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::step::step;
use crate::call::{Anchor, Note, NoteId};
use crate::tui::action::Key;
use crate::tui::pane::{Scene, put, put_cut, say};
use crate::tui::review::Review;

/// Keeps which note is chosen.
#[derive(Debug, Default)]
pub(in crate::tui) struct NotesBox {
    row: usize,
    /// The one that another reader has chosen, whether or not it is known here yet.
    wanted: Option<NoteId>,
}

/// What a key in the box came to.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::tui) enum Listed {
    /// Nothing.
    Nothing,
    /// Another note is chosen.
    Moved,
    /// To where a note is.
    GoTo(NoteId),
    /// To write on in a note.
    Edit(NoteId),
    /// To delete a note.
    Delete(NoteId),
    /// It is to be closed.
    Closed,
}

const HINT: &str = "Enter goes there, e writes on, d deletes, Esc closes";
const NONE: &str = "Nothing was noted about this call yet.";
/// Columns of the box.
const WIDTH: u16 = 84;

impl NotesBox {
    /// With the first note at or after a place in the call chosen.
    pub(in crate::tui) fn new(review: &Review) -> Self {
        let at = review.playhead.at;
        let order = review.noted.order();
        let row = order.iter().position(|(time, _)| time.is_some_and(|time| time >= at));
        Self { row: row.unwrap_or(order.len().saturating_sub(1)), wanted: None }
    }

    /// With that note chosen.
    pub(in crate::tui) fn at(note: Option<NoteId>, review: &Review) -> Self {
        Self { wanted: note, ..Self::new(review) }
    }

    /// The chosen note.
    pub(in crate::tui) fn chosen(&self, review: &Review) -> Option<NoteId> {
        review.noted.order().get(self.row(review)).map(|(_, id)| *id)
    }

    fn row(&self, review: &Review) -> usize {
        let order = review.noted.order();
        let wanted = order.iter().position(|(_, id)| Some(*id) == self.wanted);
        wanted.unwrap_or(self.row).min(order.len().saturating_sub(1))
    }

    /// Takes a key.
    pub(in crate::tui) fn press(&mut self, key: Key, review: &Review, screen: Rect) -> Listed {
        let len = review.noted.order().len();
        let chosen = self.chosen(review);
        (self.row, self.wanted) = (self.row(review), None);
        if let Some(row) =
            step(key, self.row, len, listed(height(len, screen).saturating_sub(2), len).into())
        {
            self.row = row;
            return Listed::Moved;
        }
        match key {
            Key::Named(KeyCode::Esc) | Key::Char('q') => Listed::Closed,
            Key::Named(KeyCode::Enter) => chosen.map_or(Listed::Nothing, Listed::GoTo),
            Key::Char('e' | 'a') => chosen.map_or(Listed::Nothing, Listed::Edit),
            Key::Char('d') => chosen.map_or(Listed::Nothing, Listed::Delete),
            _ => Listed::Nothing,
        }
    }

    pub(in crate::tui) fn draw(&self, scene: Scene<'_>, area: Rect, buffer: &mut Buffer) {
        let (theme, noted) = (scene.theme, &scene.review.noted);
        let order = noted.order();
        let title = match order.len() {
            1 => "1 note".to_owned(),
            n => format!("{n} notes"),
        };
        let height = height(order.len(), area);
        let inner = super::frame(theme, &title, (WIDTH, height), area, buffer);
        let hint = inner.bottom().saturating_sub(1);
        let cut = (theme.dim, theme.glyphs.more);
        put_cut(buffer, inner, hint, HINT, cut);
        if order.is_empty() {
            let why = noted.why_not();
            say(buffer, inner, why.as_deref().unwrap_or(NONE), theme.dim);
            return;
        }
        let list = Rect { height: listed(inner.height, order.len()), ..inner };
        let row = self.row(scene.review);
        let top = (row + 1).saturating_sub(list.height.into());
        for ((i, (at, id)), y) in order.iter().enumerate().skip(top).zip(list.y..list.bottom()) {
            let Some(note) = noted.notes().note(*id) else { continue };
            let time = at.map_or_else(|| "call".to_owned(), |at| at.to_string());
            let sign = if i == row { theme.glyphs.cursor } else { " " };
            let style = if i == row { theme.cursor } else { theme.text };
            let x = put(
                buffer,
                list,
                y,
                &[
                    (sign, theme.strong),
                    (" ", theme.text),
                    (&format!("{time:>9}"), theme.strong),
                    ("  ", theme.text),
                ],
            );
            let rest = Rect { x, width: list.right().saturating_sub(x), ..list };
            put_cut(buffer, rest, y, note.first_line(), (style, theme.glyphs.more));
        }
        let Some(note) = noted.notes().note(order[row].1) else { return };
        let y = list.bottom() + 1;
        let below = Rect { y, height: hint.saturating_sub(y), ..inner };
        put_cut(buffer, below, y, &about(scene.review, note), cut);
        let text = Rect { y: y + 1, height: below.height.saturating_sub(1), ..below };
        say(buffer, text, &note.text, theme.text);
    }
}

/// Rows of the box.
fn height(notes: usize, screen: Rect) -> u16 {
    let rows = u16::try_from(notes).unwrap_or(u16::MAX);
    rows.saturating_add(12).min(screen.height.saturating_sub(2))
}

/// How many notes have a row in it; the chosen one is read below them.
fn listed(inside: u16, notes: usize) -> u16 {
    let rows = u16::try_from(notes).unwrap_or(u16::MAX);
    (inside.saturating_sub(2) / 2).clamp(1, rows.max(1))
}

/// Who wrote a note and when, and whether its moment is still there.
pub(in crate::tui) fn about(review: &Review, note: &Note) -> String {
    let begun = date(note.created, &review.zone);
    let mut text = format!("{}, {begun}", note.author);
    let changed = date(note.updated, &review.zone);
    if changed != begun {
        let _ = write!(text, ", changed {changed}");
    }
    let is_lost = matches!(note.anchor, Anchor::Moment(_))
        && review.conversation.ready().is_some()
        && review.noted.placed().moment_of(&note.anchor).is_none();
    if is_lost {
        text.push_str("; its moment is not there any more, so it stays at its time");
    }
    text
}

/// `20 Nov 2026, 15:04`.
fn date(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%-d %b %Y, %H:%M").to_string()
}
