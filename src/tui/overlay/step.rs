//! Moving within a box: the same keys in all of them.

use crossterm::event::KeyCode;
use ratatui::layout::Rect;

use crate::tui::action::Key;

/// How many rows a key leads down, or up where it is below 0; nothing for a key that does not move.
pub(super) fn rows_by(key: Key, page: usize) -> Option<isize> {
    let page = isize::try_from(page).unwrap_or(isize::MAX).max(1);
    Some(match key {
        Key::Char('j') | Key::Named(KeyCode::Down) => 1,
        Key::Char('k') | Key::Named(KeyCode::Up) => -1,
        Key::Named(KeyCode::PageDown) => page,
        Key::Named(KeyCode::PageUp) => -page,
        Key::Char('g') | Key::Named(KeyCode::Home) => isize::MIN,
        Key::Char('G') | Key::Named(KeyCode::End) => isize::MAX,
        _ => return None,
    })
}

/// The row, of `len`, that a key leads to; nothing for a key that does not move.
pub(super) fn step(key: Key, row: usize, len: usize, page: usize) -> Option<usize> {
    let by = rows_by(key, page)?;
    Some(row.saturating_add_signed(by).min(len.saturating_sub(1)))
}

/// How many rows a list has in a box as high as the screen, which needs some itself.
pub(super) fn page(screen: Rect, itself: u16) -> usize {
    usize::from(screen.height.saturating_sub(itself)).max(1)
}
