//! The line in which something to find is typed; it is found as it is typed.

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::line::Line;
use crate::call::Playhead;
use crate::tui::pane::{Scene, put, put_cut};
use crate::tui::standpoint::Standpoint;

/// What is being typed, and where the reader was before.
#[derive(Debug)]
pub(in crate::tui) struct FindLine {
    line: Line,
    /// How the call was looked at; nothing where it was not there.
    pub(in crate::tui) origin: Option<Standpoint>,
    /// Where the playhead was.
    pub(in crate::tui) from: Playhead,
    /// What was looked for before, if that was shown.
    pub(in crate::tui) before: Option<String>,
}

const HINT: &str = " all words, or \"a phrase\"; Enter keeps, Down lists, Esc goes back";

impl FindLine {
    /// An empty line.
    pub(in crate::tui) fn new(
        origin: Option<Standpoint>,
        from: Playhead,
        before: Option<String>,
    ) -> Self {
        Self { line: Line::default(), origin, from, before }
    }

    /// Edits the line; says whether it changed.
    pub(in crate::tui) fn press(&mut self, event: KeyEvent) -> bool {
        self.line.press(event)
    }

    /// Pastes into the line.
    pub(in crate::tui) fn paste(&mut self, text: &str) {
        self.line.paste(text);
    }

    /// What is typed.
    pub(in crate::tui) fn text(&self) -> String {
        self.line.text()
    }

    /// Draws the line over a row; returns where the cursor belongs.
    pub(in crate::tui) fn draw(
        &self,
        scene: Scene<'_>,
        area: Rect,
        buffer: &mut Buffer,
    ) -> Position {
        let theme = scene.theme;
        buffer.set_style(area, Style::reset());
        put(buffer, area, area.y, &[(&" ".repeat(area.width.into()), theme.text)]);
        let x = put(buffer, area, area.y, &[(" /", theme.strong)]);
        let left = area.right().saturating_sub(x);
        let typed = self.text();
        let (told, style) = match typed.trim().is_empty() {
            true => (HINT.to_owned(), theme.dim),
            false => (format!(" {} ", told(scene)), theme.notice),
        };
        // The line keeps a third at least.
        let right = u16::try_from(told.width()).unwrap_or(u16::MAX).min(left - left / 3);
        let room = Rect { x, width: left - right, ..area };
        let rest = Rect { x: room.right(), width: right, ..area };
        put_cut(buffer, rest, area.y, &told, (style, theme.glyphs.more));
        self.line.draw(room, buffer)
    }
}

/// `3/17`, and what the filter hides of it.
pub(in crate::tui) fn told(scene: Scene<'_>) -> String {
    let review = scene.review;
    let Some((hits, _)) = review.find.hits() else { return String::new() };
    let all = hits.len();
    let count = match review.hit() {
        Some(hit) => format!("{}/{all}", hit + 1),
        None if all == 1 => "1 hit".to_owned(),
        None if all == 0 => "no hit".to_owned(),
        None => format!("{all} hits"),
    };
    let more = if review.find.is_looking() { scene.theme.glyphs.more } else { "" };
    let hidden = match hits.hidden() {
        0 => String::new(),
        n => format!(", {n} more hidden by the filter"),
    };
    format!("{count}{more}{hidden}")
}
