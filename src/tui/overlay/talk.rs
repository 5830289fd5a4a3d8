//! How talk was shared out, with the formulas.

use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::step::{page, rows_by};
use crate::call::{FORMULAS, NOT_FOR_JUDGEMENT, Offset, Side, Talk};
use crate::tui::action::Key;
use crate::tui::pane::{Scene, Scroll, put};
use crate::tui::review::Review;
use crate::tui::wrap::Wrap;

/// Keeps how far it is scrolled.
#[derive(Debug, Default)]
pub(in crate::tui) struct TalkBox {
    scroll: Scroll,
}

/// What a key in the box came to.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::tui) enum Talked {
    /// Nothing.
    Nothing,
    /// The box looks different.
    Changed,
    /// To a time.
    GoTo(Offset),
    /// It is to be closed.
    Closed,
}

/// Columns of the box.
const WIDTH: u16 = 76;
/// Columns for what is measured.
const LABEL: usize = 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tone {
    Heading,
    Plain,
    Quiet,
}

impl TalkBox {
    /// Takes a key.
    pub(in crate::tui) fn press(&mut self, key: Key, review: &Review, area: Rect) -> Talked {
        let by = match key {
            Key::Named(KeyCode::Esc) | Key::Char('q' | 'i') => return Talked::Closed,
            Key::Named(KeyCode::Enter) => {
                let monologue = review.spoken.talk.as_ref().ok().map(|talk| &talk.monologue);
                let at = monologue.and_then(|monologue| monologue.at);
                return at.map_or(Talked::Nothing, Talked::GoTo);
            }
            key => match rows_by(key, page(area, 3)) {
                Some(by) => by,
                None => return Talked::Nothing,
            },
        };
        let rows = rows(review, inside(area)).len();
        let height = area.height.saturating_sub(2);
        let before = self.scroll;
        self.scroll.by(by, rows, height);
        if self.scroll == before { Talked::Nothing } else { Talked::Changed }
    }

    pub(in crate::tui) fn draw(&self, scene: Scene<'_>, area: Rect, buffer: &mut Buffer) {
        let theme = scene.theme;
        let rows = rows(scene.review, inside(area));
        let height = u16::try_from(rows.len()).unwrap_or(u16::MAX).saturating_add(2);
        let fits = height <= area.height;
        let title = match (fits, scene.review.spoken.talk.is_ok()) {
            (true, true) => "Talk (Enter goes to the longest monologue, Esc closes)",
            (true, false) => "Talk (Esc closes)",
            (false, _) => "Talk (j and k scroll, Enter to the monologue, Esc closes)",
        };
        let inner = super::frame(theme, title, (WIDTH, height), area, buffer);
        for ((text, tone), y) in rows.iter().skip(self.scroll.0).zip(inner.y..inner.bottom()) {
            let style = match tone {
                Tone::Heading => theme.focus,
                Tone::Plain => theme.text,
                Tone::Quiet => theme.dim,
            };
            put(buffer, inner, y, &[(text, style)]);
        }
    }
}

/// Columns for text in a box on a screen.
fn inside(area: Rect) -> u16 {
    WIDTH.min(area.width).saturating_sub(4)
}

type Row = (String, Tone);

fn rows(review: &Review, width: u16) -> Vec<Row> {
    let mut rows = Vec::new();
    match &review.spoken.talk {
        Ok(talk) => figures(talk, width, &mut rows),
        Err(untold) => {
            let why = match review.transcript.problem() {
                Some(problem) => format!("Not available: {problem}"),
                None => format!("Not available: {untold}."),
            };
            wrapped(&mut rows, &why, Tone::Plain, (0, width));
        }
    }
    rows.push((String::new(), Tone::Plain));
    rows.push(("Formulas".to_owned(), Tone::Heading));
    for (name, formula) in FORMULAS {
        wrapped(&mut rows, &format!("{name}: {formula}."), Tone::Quiet, (0, width));
    }
    rows.push((String::new(), Tone::Plain));
    wrapped(&mut rows, NOT_FOR_JUDGEMENT, Tone::Plain, (0, width));
    rows
}

fn figures(talk: &Talk, width: u16, rows: &mut Vec<Row>) {
    let mut row = |label: &str, value: String| {
        let pad = " ".repeat(LABEL.saturating_sub(label.width()).max(1));
        let indent = u16::try_from(LABEL).unwrap_or(0);
        let text = format!("{label}{pad}{value}");
        wrapped(rows, &text, Tone::Plain, (indent, width));
    };
    let share = |ratio: f64, time: Offset| format!("{:>3.0} %  {}", ratio * 100.0, time.clock());
    let sides = talk.sides.iter().map(|it| (it.of.word().to_owned(), it.ratio, it.time));
    for (i, (of, ratio, time)) in sides.enumerate() {
        row(if i == 0 { "Talk ratio" } else { "" }, format!("{}  {of}", share(ratio, time)));
    }
    for (i, it) in talk.people.iter().enumerate() {
        let value = format!("{}  {}", share(it.ratio, it.time), it.of);
        row(if i == 0 { "By person" } else { "" }, value);
    }
    let monologue = &talk.monologue;
    let at = monologue.at.map(|at| format!(", at {}", at.clock())).unwrap_or_default();
    row("Longest monologue", format!("{} by {}{at}", monologue.length.clock(), monologue.name));
    let patience = talk.patience.map_or_else(
        || "not available: no agent answers after a silence".to_owned(),
        |patience| format!("{:.1} s before the agent speaks", patience.seconds()),
    );
    row("Patience", patience);
    let changes =
        talk.interactivity.map(|changes| format!("{changes:.1} speaker changes a minute"));
    row(
        "Interactivity",
        changes.unwrap_or_else(|| "not available: the call is too short".to_owned()),
    );
    let side = |&(side, asked): &(Side, usize)| format!("{} {asked}", side.word());
    let by_side: Vec<_> = talk.questions.by_side.iter().map(side).collect();
    let from = talk.questions.from.words();
    row("Questions", format!("{} ({from})", by_side.join(", ")));
}

/// Adds a text in rows, later ones indented.
fn wrapped(rows: &mut Vec<Row>, text: &str, tone: Tone, (indent, width): (u16, u16)) {
    let room = width.saturating_sub(indent);
    let mut lines = Wrap::text(text, Style::new(), width);
    if indent == 0 || text.width() <= usize::from(width) {
        rows.extend(lines.map(|row| (joined(&row), tone)));
        return;
    }
    let Some(first) = lines.next().map(|row| joined(&row)) else { return };
    let rest = text[first.len().min(text.len())..].trim_start().to_owned();
    rows.push((first, tone));
    for row in Wrap::text(&rest, Style::new(), room) {
        rows.push((format!("{:indent$}{}", "", joined(&row), indent = usize::from(indent)), tone));
    }
}

fn joined(row: &[(&str, Style)]) -> String {
    row.iter().map(|(text, _)| *text).collect()
}
