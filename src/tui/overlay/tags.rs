//! The tags of a moment: typed, completed from all there are, given and taken.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::line::Line;
use crate::call::{MomentKey, Tag};
use crate::tui::action::Key;
use crate::tui::pane::{Scene, put, put_cut};
use crate::tui::review::Review;

/// A tag being typed.
#[derive(Debug)]
pub(in crate::tui) struct TagBox {
    line: Line,
    /// Its number may be another's once the call is asked for again.
    moment: MomentKey,
    /// Which of the tags that match is chosen, if one is.
    row: Option<usize>,
}

/// What a key in the box came to.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::tui) enum Tagged {
    /// Nothing.
    Nothing,
    /// The box looks different.
    Changed,
    /// The moment gets this tag, or loses it if it has it.
    Toggled(Tag),
    /// What was typed is no tag.
    NoTag,
    /// It is to be closed.
    Closed,
}

const HINT: &str = "Enter gives or takes it, Up and Down choose, Tab completes";
/// The most tags that are offered.
const OFFERED: usize = 8;

impl TagBox {
    pub(in crate::tui) fn new(moment: MomentKey) -> Self {
        Self { line: Line::default(), moment, row: None }
    }

    /// The moment that it is about.
    pub(in crate::tui) fn moment(&self) -> &MomentKey {
        &self.moment
    }

    /// Takes a key.
    pub(in crate::tui) fn press(&mut self, event: KeyEvent, key: Key, review: &Review) -> Tagged {
        let offered = self.offered(review);
        let last = offered.len().checked_sub(1);
        match key {
            Key::Named(KeyCode::Esc) => return Tagged::Closed,
            Key::Named(KeyCode::Down) => {
                self.row = last.map(|last| self.row.map_or(0, |row| (row + 1).min(last)));
            }
            Key::Named(KeyCode::Up) => self.row = self.row.and_then(|row| row.checked_sub(1)),
            Key::Named(KeyCode::Tab) => {
                let Some(tag) = self.row.or(last.map(|_| 0)).and_then(|row| offered.get(row))
                else {
                    return Tagged::Nothing;
                };
                let text = tag.to_string();
                self.line = Line::default();
                self.line.paste(&text);
                self.row = None;
            }
            Key::Named(KeyCode::Enter) => {
                let typed = self.line.text();
                let chosen = self.row.and_then(|row| offered.get(row).map(|tag| (*tag).clone()));
                if chosen.is_none() && typed.trim().is_empty() {
                    return Tagged::Closed;
                }
                let Some(tag) = chosen.or_else(|| Tag::read(&typed)) else { return Tagged::NoTag };
                self.line = Line::default();
                self.row = None;
                return Tagged::Toggled(tag);
            }
            _ => {
                let before = self.line.text();
                if !self.line.press(event) {
                    return Tagged::Nothing;
                }
                if self.line.text() != before {
                    self.row = None;
                }
            }
        }
        Tagged::Changed
    }

    pub(in crate::tui) fn paste(&mut self, text: &str) {
        self.line.paste(text);
        self.row = None;
    }

    /// The tags that go on as what was typed, then those that have it inside.
    fn offered<'a>(&self, review: &'a Review) -> Vec<&'a Tag> {
        let typed = Tag::read(&self.line.text());
        let typed = typed.as_ref().map_or("", Tag::as_str);
        let all = || review.noted.tags().iter();
        let starts = all().filter(|tag| tag.as_str().starts_with(typed));
        let holds =
            all().filter(|tag| !tag.as_str().starts_with(typed) && tag.as_str().contains(typed));
        starts.chain(holds).take(OFFERED).collect()
    }

    /// Draws the box; returns where the cursor belongs.
    pub(in crate::tui) fn draw(
        &self,
        scene: Scene<'_>,
        area: Rect,
        buffer: &mut Buffer,
    ) -> Position {
        let (theme, review) = (scene.theme, scene.review);
        let offered = self.offered(review);
        let has = review.noted.notes().label(&self.moment).map(|label| &label.tags);
        let rows = u16::try_from(offered.len()).unwrap_or(0);
        let title = format!("Tags of the moment at {}", self.moment.at);
        let inner = super::frame(theme, &title, (72, rows + 6), area, buffer);
        let words: Vec<String> = has.into_iter().flatten().map(|tag| format!("#{tag}")).collect();
        let now = if words.is_empty() { "None yet".to_owned() } else { words.join(" ") };
        put_cut(buffer, inner, inner.y, &now, (theme.text, theme.glyphs.more));
        let line = inner.y + 1;
        let x = put(buffer, inner, line, &[("# ", theme.strong)]);
        let room = Rect::new(x, line, inner.right().saturating_sub(x), 1);
        let cursor = match line < inner.bottom() {
            true => self.line.draw(room, buffer),
            false => Position::new(inner.x, inner.y),
        };
        let list = inner.y + 3..inner.bottom().saturating_sub(1);
        let top = self.row.map_or(0, |row| (row + 1).saturating_sub(list.len()));
        for ((i, tag), y) in offered.iter().enumerate().skip(top).zip(list) {
            let is_chosen = self.row == Some(i);
            let sign = if is_chosen { theme.glyphs.cursor } else { " " };
            let style = if is_chosen { theme.cursor } else { theme.text };
            let given = if has.is_some_and(|tags| tags.contains(*tag)) { " (given)" } else { "" };
            put(
                buffer,
                inner,
                y,
                &[
                    (sign, theme.strong),
                    (" ", theme.text),
                    (tag.as_str(), style),
                    (given, theme.dim),
                ],
            );
        }
        let hint = inner.bottom().saturating_sub(1);
        put_cut(buffer, inner, hint, HINT, (theme.dim, theme.glyphs.more));
        cursor
    }
}
