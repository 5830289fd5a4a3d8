//! The app in lines, for whoever hears it or reads it in a pipe: no screen, no boxes, no colour.

mod list;
mod review;

use ratatui::buffer::Buffer;
use ratatui::layout::Size;
use unicode_width::UnicodeWidthStr;

use super::action::{Binding, Keymap, Screen, rows};
use super::app::App;

/// The screen that boxes are drawn on before they are read out: wide enough for their text, and so
/// high that little of them has to be scrolled.
pub const PAPER: Size = Size { width: 100, height: 60 };

/// How many moments, entries or calls are told at a time.
pub(super) const PAGE: usize = 20;

/// What one line of input may ask to be told, beside what keys do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tell {
    /// Everything, from the top.
    All,
    /// What was written about the call.
    Summary,
    /// Whole-call insights, categories and speakers.
    Insights,
    /// The moments, or the calls, from that row on; from the playhead without.
    Rows(Option<usize>),
    /// What was said, from the playhead on.
    Entries,
    /// Where the playhead is.
    Place,
    /// What can be typed.
    Keys,
}

/// What a listener should be told about when it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    call: String,
    filter: String,
    /// Which of how many hits the listener is at.
    search: String,
    place: String,
    overlay: Vec<String>,
    notice: Option<String>,
}

impl App {
    /// Whether what is in front has not arrived yet.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        match (self.front, &self.desk, self.queue.list()) {
            (Screen::Review, Some(desk), _) => desk.review.is_waiting(),
            (Screen::Calls, _, Some(list)) => list.is_waiting(),
            _ => false,
        }
    }

    /// Whether a line of text is being typed.
    #[must_use]
    pub fn is_typing(&self) -> bool {
        super::view(self, &mut self.paper()).is_some()
    }

    /// What was asked to be told.
    #[must_use]
    pub fn told(&self, what: Tell) -> Vec<String> {
        if what == Tell::Keys {
            return self.keys_told();
        }
        match (self.front, &self.desk, self.queue.list()) {
            (Screen::Review, Some(desk), _) => review::told(&desk.review, &self.keys, what),
            (Screen::Calls, _, Some(list)) => list::told(list, what),
            _ => Vec::new(),
        }
    }

    /// What there is to hear now.
    #[must_use]
    pub fn heard(&self) -> Heard {
        let mut search = String::new();
        let (call, filter, place) = match (self.front, &self.desk, self.queue.list()) {
            (Screen::Review, Some(desk), _) => {
                let review = &desk.review;
                search = review::search(review);
                let place = match desk.is_playing() {
                    true => review::played(review),
                    false => review::place(review),
                };
                (review::title(review), review::filter(review), place)
            }
            (Screen::Calls, _, Some(list)) => list::heard(list),
            _ => Default::default(),
        };
        let (overlay, notice) = (self.overlay_told(), self.notice());
        Heard { call, filter, search, place, overlay, notice }
    }

    fn notice(&self) -> Option<String> {
        match (self.front, &self.desk, self.queue.list()) {
            (Screen::Review, Some(desk), _) => desk.notice().map(str::to_owned),
            (Screen::Calls, _, Some(list)) => list.notice().map(str::to_owned),
            _ => None,
        }
    }

    /// What is open over the panes, in lines.
    fn overlay_told(&self) -> Vec<String> {
        let mut paper = self.paper();
        if let Some(help) = &self.help {
            let area = paper.area;
            help.draw((&self.theme, &self.keys), area, &mut paper);
        } else if let (Screen::Review, Some(desk)) = (self.front, &self.desk) {
            desk.draw_overlay(&mut paper);
        }
        lines(&paper)
    }

    fn paper(&self) -> Buffer {
        Buffer::empty(self.area())
    }

    /// The keys of this session.
    #[must_use]
    pub fn keys(&self) -> &Keymap {
        &self.keys
    }

    /// What is in front.
    #[must_use]
    pub fn screen(&self) -> Screen {
        self.front
    }

    /// Every key and what it does.
    fn keys_told(&self) -> Vec<String> {
        let mut told = vec![
            "Type a number to go to that row, keys such as ] or 3] or cq, the name of an action, or \
             a time such as :1:23. Each line ends with Enter; an empty one says where you are."
                .to_owned(),
            "all, summary, insights, moments, entries and where tell that part; moments 40 tells \
             from there, and more goes on. Esc leaves a box; q goes back, then quits."
                .to_owned(),
        ];
        let row =
            |row: &Binding| format!("{}: {} ({})", self.keys.keys_text(row), row.help, row.name);
        told.extend(rows(self.front).map(row));
        told
    }
}

impl Heard {
    /// How many rows are told at a time.
    pub const PAGE: usize = PAGE;

    /// What to tell of this, to somebody who heard `before`.
    #[must_use]
    pub fn since(&self, before: &Self) -> Vec<String> {
        let mut told = Vec::new();
        if self.overlay != before.overlay {
            told.extend(self.overlay.iter().cloned());
            if self.overlay.is_empty() && self.notice.is_none() {
                told.push(self.place.clone());
            }
        }
        told.extend(self.notice.clone());
        if self.filter != before.filter {
            told.push(self.filter.clone());
        }
        if self.search != before.search && !self.search.is_empty() {
            told.push(self.search.clone());
        }
        if self.place != before.place && !told.contains(&self.place) {
            told.push(self.place.clone());
        }
        told
    }

    /// Whether another call, or the list, is in front.
    #[must_use]
    pub fn is_elsewhere(&self, before: &Self) -> bool {
        self.call != before.call
    }
}

/// What is on a buffer, without frames and empty rows.
fn lines(paper: &Buffer) -> Vec<String> {
    let mut lines = Vec::new();
    for y in 0..paper.area.height {
        let mut row = String::new();
        let mut x = 0;
        while x < paper.area.width {
            let symbol = paper[(x, y)].symbol();
            row.push_str(symbol);
            // A wide one covers the cell behind it.
            x += u16::try_from(symbol.width()).unwrap_or(1).max(1);
        }
        let squeezed = unframed(row.trim()).split_whitespace().collect::<Vec<_>>().join(" ");
        if !squeezed.is_empty() {
            lines.push(squeezed);
        }
    }
    lines
}

/// A row without the frame of a box around it.
fn unframed(row: &str) -> &str {
    match row.strip_prefix('+') {
        Some(border) => border.trim_end_matches('+').trim_matches('-'),
        None => row.strip_prefix('|').unwrap_or(row).trim_end_matches('|'),
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn wide_text_is_read_as_it_is_written() {
        let mut paper = Buffer::empty(Rect::new(0, 0, 20, 2));
        paper.set_string(0, 0, "| 田中 says  no |", Style::new());
        assert_eq!(lines(&paper), ["田中 says no"]);
    }
}
