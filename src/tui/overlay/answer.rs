//! What the org said to a question, and the moments that bear on it.

use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::step::rows_by;
use crate::call::MomentIx;
use crate::tui::action::Key;
use crate::tui::pane::summary::{Row, draw_rows, rows};
use crate::tui::pane::timeline::first_name;
use crate::tui::pane::{Scene, Scroll, put, put_cut};
use crate::tui::questions::Asked;
use crate::tui::wrap::Wrap;

/// Keeps the wrapped rows, the moments, and where the reader is: in the text, then among the
/// moments below it.
#[derive(Debug, Default)]
pub(in crate::tui) struct AnswerBox {
    rows: Vec<Row>,
    moments: Vec<MomentIx>,
    scroll: Scroll,
    cursor: Option<usize>,
    hint: &'static str,
    fitted: Option<((u64, u64), Rect)>,
    area: Rect,
}

/// What a key over an answer came to.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::tui) enum Answered {
    /// Nothing.
    Nothing,
    /// Another part of it is looked at.
    Moved,
    /// To a moment.
    Jump(MomentIx),
    /// The same is to be asked again.
    Again,
    /// It is to be closed.
    Closed,
}

const WIDTH: u16 = 100;
const HEADING: &str = "Moments that bear on it";
const WAITING: &str = "Asking the org. An answer may take a minute.";
const NO_ANSWER: &str = "The org gave no answer. Ask in other words, or about something else.";

impl AnswerBox {
    /// Wraps the answer again, and looks for its moments, if either or the screen is another;
    /// `revision` counts the arrivals of calls and of answers.
    pub(in crate::tui) fn refit(
        &mut self,
        scene: Scene<'_>,
        asked: Asked<'_>,
        revision: (u64, u64),
        area: Rect,
    ) {
        let before = self.fitted.replace((revision, area));
        if before == Some((revision, area)) {
            return;
        }
        let theme = scene.theme;
        let width = WIDTH.min(area.width).saturating_sub(4);
        self.area = area;
        self.rows = wrapped(asked.question, theme.strong, width);
        self.rows.push(Row::new());
        self.hint = "Esc closes";
        match asked.reply {
            None => {
                self.rows.extend(wrapped(WAITING, theme.dim, width));
                self.hint = "Esc cancels";
            }
            Some(Err(problem)) => {
                self.rows.extend(wrapped(&problem.what, theme.problem, width));
                self.rows.extend(wrapped(&problem.next, theme.text, width));
                self.hint = "r asks again, Esc closes";
            }
            Some(Ok(reply)) if reply.answer.is_empty() => {
                self.rows.extend(wrapped(NO_ANSWER, theme.dim, width));
            }
            Some(Ok(reply)) => self
                .rows
                .extend(rows(&reply.answer, width, theme, |text, style| vec![(text, style)]).0),
        }
        if before.map(|(revision, _)| revision) != Some(revision) {
            let reply = asked.reply.and_then(Result::ok);
            let evidence = |reply: &crate::call::Reply| {
                reply.evidence(asked.question, scene.review.timeline())
            };
            self.moments = reply.map(evidence).unwrap_or_default();
            self.cursor = None;
        }
        if !self.moments.is_empty() {
            self.hint = "j k read and choose, digit or Enter goes there, Esc closes";
        }
        self.scroll.by(0, self.rows.len(), self.room());
    }

    /// Rows for the text; the moments below it are always in sight where there is room for both.
    fn room(&self) -> u16 {
        let inner = super::inside(super::centred(self.size(), self.area));
        inner.height.saturating_sub(self.below())
    }

    /// Rows for the moments with their heading, and for the hint.
    fn below(&self) -> u16 {
        match self.listed() {
            0 => 2,
            moments => u16::try_from(moments + 4).unwrap_or(u16::MAX),
        }
    }

    /// How many moments have a row: not more than leave half the screen to the text.
    fn listed(&self) -> usize {
        self.moments.len().min(usize::from(self.area.height / 2).saturating_sub(4))
    }

    fn size(&self) -> (u16, u16) {
        let rows = u16::try_from(self.rows.len()).unwrap_or(u16::MAX);
        (WIDTH, rows.saturating_add(self.below()).saturating_add(2))
    }

    pub(in crate::tui) fn press(&mut self, key: Key) -> Answered {
        match key {
            Key::Named(KeyCode::Esc) | Key::Char('q') => Answered::Closed,
            Key::Char('r') => Answered::Again,
            Key::Named(KeyCode::Enter) => self.jump(self.cursor.unwrap_or(0)),
            Key::Char(digit @ '1'..='9') => self.jump(digit.to_digit(10).unwrap_or(1) as usize - 1),
            key => match rows_by(key, self.room().saturating_sub(1).into()) {
                Some(1) => self.down(),
                Some(-1) => self.up(),
                Some(isize::MIN) => {
                    self.cursor = None;
                    self.scroll = Scroll::default();
                    Answered::Moved
                }
                Some(by) => self.scroll_by(by),
                None => Answered::Nothing,
            },
        }
    }

    fn jump(&self, row: usize) -> Answered {
        self.moments.get(row).map_or(Answered::Nothing, |&ix| Answered::Jump(ix))
    }

    /// Through the text to its end, then through the moments.
    fn down(&mut self) -> Answered {
        let before = self.scroll;
        if self.cursor.is_none() {
            self.scroll_by(1);
        }
        if self.scroll == before && !self.moments.is_empty() {
            let next = self.cursor.map_or(0, |row| row + 1);
            self.cursor = Some(next.min(self.moments.len() - 1));
        }
        Answered::Moved
    }

    fn up(&mut self) -> Answered {
        match self.cursor {
            None => self.scroll_by(-1),
            Some(row) => {
                self.cursor = row.checked_sub(1);
                Answered::Moved
            }
        }
    }

    fn scroll_by(&mut self, rows: isize) -> Answered {
        self.scroll.by(rows, self.rows.len(), self.room());
        Answered::Moved
    }

    pub(in crate::tui) fn draw(&self, scene: Scene<'_>, area: Rect, buffer: &mut Buffer) {
        let theme = scene.theme;
        let shown = Scroll(self.scroll.0 + usize::from(self.room()));
        let title = if shown.0 < self.rows.len() { "Ask (more below)" } else { "Ask" };
        let inner = super::frame(theme, title, self.size(), area, buffer);
        let text = Rect { height: self.room().min(inner.height), ..inner };
        draw_rows(&self.rows, self.scroll, text, buffer);
        let hint = inner.bottom().saturating_sub(1);
        put_cut(buffer, inner, hint, self.hint, (theme.dim, theme.glyphs.more));
        let room = self.listed();
        if room == 0 {
            return;
        }
        let y = text.bottom() + 1;
        put_cut(buffer, inner, y, HEADING, (theme.strong, theme.glyphs.more));
        let top = self.cursor.map_or(0, |row| (row + 1).saturating_sub(room));
        let rows = self.moments.iter().enumerate().skip(top).take(room);
        for ((row, &ix), y) in rows.zip(y + 1..) {
            let line = Rect { y, height: 1, ..inner };
            draw_moment(scene, (row, ix), line, buffer);
            if self.cursor == Some(row) {
                buffer.set_style(line, theme.cursor);
            }
        }
    }
}

fn draw_moment(scene: Scene<'_>, (row, ix): (usize, MomentIx), area: Rect, buffer: &mut Buffer) {
    let (review, theme) = (scene.review, scene.theme);
    let timeline = review.timeline();
    let moment = timeline.moment(ix);
    let mark = timeline.category(moment.category).mark().to_string();
    let name = first_name(review.name(moment.speaker));
    let digit = format!("{} ", row + 1);
    let at = format!("{:>9} ", moment.at);
    let colour = scene.colours.get(moment.category.get()).copied().unwrap_or(theme.text);
    let pieces = [
        (digit.as_str(), theme.strong),
        (&at, theme.text),
        (&mark, colour),
        (" ", theme.text),
        (name, theme.strong),
        ("  ", theme.text),
    ];
    let x = put(buffer, area, area.y, &pieces);
    let rest = Rect { x, width: area.right().saturating_sub(x), ..area };
    let text = timeline.text(moment).text();
    let line = text.lines().next().unwrap_or_default();
    put_cut(buffer, rest, area.y, line, (theme.text, theme.glyphs.more));
}

fn wrapped(text: &str, style: ratatui::style::Style, width: u16) -> Vec<Row> {
    let own = |row: Vec<(&str, _)>| row.into_iter().map(|(text, s)| (text.to_owned(), s)).collect();
    Wrap::text(text, style, width).map(own).collect()
}
