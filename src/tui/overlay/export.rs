//! In which form a call is exported.

use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::call::export::Format;
use crate::call::redact::Redaction;
use crate::tui::action::Key;
use crate::tui::pane::{Scene, put_cut};

const FORMATS: [(char, Format, &str); 5] = [
    ('m', Format::Markdown, "Markdown: summary, next steps, moments"),
    ('j', Format::Json, "JSON, for programs"),
    ('c', Format::Csv, "CSV, a row a moment"),
    ('v', Format::Vtt, "WebVTT chapters, for players of the recording"),
    ('t', Format::Text, "text"),
];
/// Redacts, or not.
const REDACT: char = 'r';

/// Keeps whether the export is redacted.
#[derive(Debug)]
pub(in crate::tui) struct ExportBox {
    redacts: bool,
    /// The screen is redacted: an export is too.
    always: bool,
    /// Whether it becomes a file.
    files: bool,
}

/// What a key in the box came to.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::tui) enum Exported {
    /// Nothing.
    Nothing,
    /// The box looks different.
    Changed,
    /// The call is to be written in this form, redacted or not.
    Write(Format, bool),
    /// It is to be closed.
    Closed,
}

const WIDTH: u16 = 64;

impl ExportBox {
    pub(in crate::tui) fn new(always_redacted: bool, files: bool) -> Self {
        Self { redacts: always_redacted, always: always_redacted, files }
    }

    /// Takes a key.
    pub(in crate::tui) fn press(&mut self, key: Key) -> Exported {
        match key {
            Key::Named(KeyCode::Esc) | Key::Char('q') => Exported::Closed,
            Key::Char(REDACT) if self.always => Exported::Nothing,
            Key::Char(REDACT) => {
                self.redacts = !self.redacts;
                Exported::Changed
            }
            Key::Char(letter) => {
                let format = FORMATS.iter().find(|(key, ..)| *key == letter);
                format.map_or(Exported::Nothing, |(_, format, _)| {
                    Exported::Write(*format, self.redacts)
                })
            }
            _ => Exported::Nothing,
        }
    }

    pub(in crate::tui) fn draw(&self, scene: Scene<'_>, area: Rect, buffer: &mut Buffer) {
        let theme = scene.theme;
        let rows = u16::try_from(FORMATS.len()).unwrap_or(u16::MAX) + 8;
        let inner = super::frame(theme, "Export (Esc closes)", (WIDTH, rows), area, buffer);
        let review = scene.review;
        let (shown, all) = (review.shown.len(), review.timeline().len());
        let moments = match review.filter.is_empty() {
            true => format!("All {all} moments."),
            false => format!("{shown} of {all} moments, as filtered."),
        };
        // On a low screen first the space goes, then what is no key.
        let keys = u16::try_from(FORMATS.len()).unwrap_or(u16::MAX) + 1;
        let gap = u16::from(inner.height >= keys + 5);
        let mut y = inner.y;
        if inner.height >= keys + 2 {
            put_cut(buffer, inner, y, &moments, (theme.dim, theme.glyphs.more));
            y += 1 + gap;
        }
        for ((key, _, what), y) in FORMATS.iter().zip(y..inner.bottom()) {
            super::put_key(scene, (*key, what), Rect { y, ..inner }, buffer);
        }
        let below = (y + keys - 1 + gap).min(inner.bottom().saturating_sub(1)).max(inner.y);
        let review = scene.review;
        let without = review.redaction().unwrap_or_else(|| review.redactor().redaction());
        let redacts = match (self.always, self.redacts) {
            (true, _) | (_, true) if without == Redaction::NoNames => {
                "redacted, but names stay: nobody's is known"
            }
            (true, _) => "redacted, as the screen is",
            (false, true) => "redacted: yes",
            (false, false) => "redacted: no",
        };
        super::put_key(scene, (REDACT, redacts), Rect { y: below, ..inner }, buffer);
        let place = match self.files {
            true => "It becomes a file in the folder that earmark was started in.",
            false => "It is copied: this session writes no files.",
        };
        put_cut(buffer, inner, below + 1 + gap, place, (theme.dim, theme.glyphs.more));
    }
}
