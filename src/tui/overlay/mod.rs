//! What opens over the panes: one at a time, closed by `Esc`.

pub(super) mod filter;
pub(super) mod goto;
pub(super) mod help;
pub(super) mod line;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, BorderType, Clear, Widget};

use super::theme::{GlyphSet, Theme};

/// What is open.
#[derive(Debug, Default)]
pub(super) enum Overlay {
    /// Nothing.
    #[default]
    None,
    /// The filter.
    Filter(filter::FilterBox),
    /// A prompt for a place.
    GoTo(Box<goto::GoTo>),
}

/// A framed region in the middle of the screen, `width` × `height` or as much as there is.
fn frame(
    theme: &Theme,
    title: &str,
    (width, height): (u16, u16),
    area: Rect,
    buffer: &mut Buffer,
) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    let x = area.x + (area.width - width) / 2;
    let y = area.y + (area.height - height) / 2;
    let place = Rect::new(x, y, width, height);
    Clear.render(place, buffer);
    let mut block = Block::bordered().border_style(theme.focus).title(format!(" {title} "));
    if theme.glyph_set() == GlyphSet::Ascii {
        block = block.border_set(ASCII_BORDER);
    } else {
        block = block.border_type(BorderType::Plain);
    }
    let inner = block.inner(place);
    block.render(place, buffer);
    Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner }
}

const ASCII_BORDER: ratatui::symbols::border::Set<'static> = ratatui::symbols::border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};
