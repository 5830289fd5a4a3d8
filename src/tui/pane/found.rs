//! Texts with what was found in them made to stand out.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Scene, put};
use crate::tui::wrap::{Piece, fit};

impl Scene<'_> {
    /// A text in pieces, those that were found in a style of their own.
    pub(in crate::tui) fn found<'t>(&self, text: &'t str, style: Style) -> Vec<Piece<'t>> {
        let Some(query) = self.review.find.query() else { return vec![(text, style)] };
        let mut pieces = Vec::new();
        let mut at = 0;
        for span in query.spans(text) {
            if at < span.start {
                pieces.push((&text[at..span.start], style));
            }
            at = span.end;
            pieces.push((&text[span], self.theme.found(style)));
        }
        if at < text.len() || pieces.is_empty() {
            pieces.push((&text[at..], style));
        }
        pieces
    }

    /// Writes as much of a text as fits, with a sign for what does not, and with what was found;
    /// returns the column after the last.
    pub(in crate::tui) fn put_found(
        &self,
        text: &str,
        style: Style,
        area: Rect,
        buffer: &mut Buffer,
    ) -> u16 {
        let (part, more) = match fit(text, area.width) {
            (all, true) => (all, ""),
            _ => (fit(text, area.width.saturating_sub(1)).0, self.theme.glyphs.more),
        };
        let mut pieces = self.found(part, style);
        pieces.push((more, style));
        put(buffer, area, area.y, &pieces)
    }
}
