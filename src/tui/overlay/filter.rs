//! The filter: category × speaker × flags, applied as it is changed.

use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::step::{page, step};
use crate::call::Choice;
use crate::tui::action::Key;
use crate::tui::pane::choice::{Item, NOTED_KEYS, Tally, choices};
use crate::tui::pane::{Scene, put_cut};
use crate::tui::review::Review;

/// Keeps which row is chosen.
#[derive(Debug, Default)]
pub(in crate::tui) struct FilterBox {
    row: usize,
}

/// What a key in the filter came to.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::tui) enum Filtered {
    /// Nothing.
    Nothing,
    /// Another row is chosen.
    Moved,
    /// The filter is another.
    Changed,
    /// It is to be closed.
    Closed,
}

const HINT: &str = "letter, digit, sign or Space chooses, F clears, Esc closes";

impl FilterBox {
    /// Takes a key: letters and digits choose directly, as in the motions.
    pub(in crate::tui) fn press(
        &mut self,
        key: Key,
        review: &mut Review,
        screen: Rect,
    ) -> Filtered {
        let all: Vec<Choice> = choices(review).collect();
        // No category has j or k; g may be one's letter.
        let is_letter = matches!(key, Key::Char('g' | 'G'));
        let moved = step(key, self.row, all.len(), page(screen, 4));
        if let Some(row) = moved.filter(|_| !is_letter) {
            self.row = row;
            return Filtered::Moved;
        }
        let choice = match key {
            Key::Named(KeyCode::Esc) => return Filtered::Closed,
            Key::Char('F') => {
                review.filter = crate::call::Filter::default();
                return Filtered::Changed;
            }
            Key::Char(' ') | Key::Named(KeyCode::Enter) => all.get(self.row).copied(),
            Key::Char('!') => Some(Choice::Flagged),
            Key::Char(sign) if NOTED_KEYS.iter().any(|(key, _)| *key == sign) => {
                NOTED_KEYS.iter().find(|(key, _)| *key == sign).map(|(_, choice)| *choice)
            }
            Key::Char(digit @ '1'..='9') => {
                review.timeline().speaker_by_digit(digit).map(Choice::Speaker)
            }
            Key::Char(letter) => review.timeline().category_by_letter(letter).map(Choice::Category),
            _ => None,
        };
        let Some(choice) = choice.filter(|choice| all.contains(choice)) else {
            return Filtered::Nothing;
        };
        self.row = all.iter().position(|&other| other == choice).unwrap_or(self.row);
        review.filter.toggle(choice);
        Filtered::Changed
    }

    pub(in crate::tui) fn draw(&self, scene: Scene<'_>, area: Rect, buffer: &mut Buffer) {
        let all: Vec<Choice> = choices(scene.review).collect();
        let rows = u16::try_from(all.len()).unwrap_or(u16::MAX);
        let title =
            format!("Filter: {} of {}", scene.review.shown.len(), scene.review.timeline().len());
        let inner = super::frame(scene.theme, &title, (64, rows.saturating_add(4)), area, buffer);
        let list = Rect { height: inner.height.saturating_sub(2), ..inner };
        let top = (self.row + 1).saturating_sub(list.height.into());
        let tally = Tally::of(scene.review, list.width);
        for ((row, &choice), y) in all.iter().enumerate().skip(top).zip(list.y..list.bottom()) {
            let item = Item { choice, under_cursor: row == self.row, tally };
            item.draw(scene, Rect { y, height: 1, ..list }, buffer);
        }
        let hint = inner.bottom().saturating_sub(1);
        put_cut(buffer, inner, hint, HINT, (scene.theme.dim, scene.theme.glyphs.more));
    }
}
