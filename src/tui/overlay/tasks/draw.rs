//! How the box of tasks is drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

use super::{Doing, Item, State, TasksBox};
use crate::call::export::particulars;
use crate::tui::overlay::line::Line;
use crate::tui::pane::{Scene, put, put_cut, say};
use crate::tui::wrap::Wrap;

const HINT: &str = "Space chooses, e subject, d date, Enter goes, y copies, w writes, c creates";
const CONFIRM: &str = "Enter sends this to the org, j and k scroll, Esc goes back";
const NONE: &str = "Nothing here says what is to be done next: no moment of a next step, and no \
    heading of next steps in the summary.";
/// Rows below the list: what it says there, or what went wrong, and the hint.
const BELOW: u16 = 5;
const SIZE: (u16, u16) = (104, 32);

impl TasksBox {
    /// Draws the box; returns where the cursor is, if something is being typed.
    pub(in crate::tui) fn draw(
        &self,
        scene: Scene<'_>,
        area: Rect,
        buffer: &mut Buffer,
    ) -> Option<Position> {
        let theme = scene.theme;
        if let Doing::Confirming { tasks, lines, top } = &self.doing {
            let sent = if self.asked.is_some() { self.chosen().count() } else { tasks.len() };
            let title = format!("To be sent to the org: {}", count(sent));
            let inner = super::super::frame(theme, &title, SIZE, area, buffer);
            self.draw_lines(scene, (lines, *top), inner, buffer);
            return None;
        }
        let title = format!("Next steps: {} (Esc closes)", count(self.items.len()));
        let inner = super::super::frame(theme, &title, SIZE, area, buffer);
        let list = Rect { height: inner.height.saturating_sub(BELOW), ..inner };
        if self.items.is_empty() {
            say(buffer, list, NONE, theme.dim);
        }
        let shown = listed(area);
        let top = (self.row + 1).saturating_sub(shown);
        let rows = self.items.iter().enumerate().skip(top).take(shown);
        for ((i, item), y) in rows.zip((list.y..list.bottom()).step_by(2)) {
            let room = Rect { y, height: 2.min(list.bottom() - y), ..list };
            draw_item(scene, item, i == self.row, room, buffer);
        }
        let below = Rect {
            y: list.bottom() + 1,
            height: inner.bottom().saturating_sub(list.bottom() + 2),
            ..inner
        };
        match self.items.get(self.row) {
            Some(Item { state: State::Failed(problem), .. }) => {
                say(buffer, below, &problem.to_string(), theme.problem);
            }
            Some(item) => _ = say(buffer, below, &format!("\"{}\"", item.draft.text), theme.dim),
            None => {}
        }
        let bottom = inner.bottom().saturating_sub(1);
        match &self.doing {
            Doing::Subject(line) => Some(typed("Subject: ", line, scene, (inner, bottom), buffer)),
            Doing::Due(line) => {
                let label = "Due, such as 2026-12-03: ";
                Some(typed(label, line, scene, (inner, bottom), buffer))
            }
            Doing::Choosing | Doing::Confirming { .. } => {
                put_cut(buffer, inner, bottom, HINT, (theme.dim, theme.glyphs.more));
                None
            }
        }
    }

    fn draw_lines(
        &self,
        scene: Scene<'_>,
        (lines, top): (&[String], usize),
        inner: Rect,
        buffer: &mut Buffer,
    ) {
        let theme = scene.theme;
        let bottom = inner.bottom().saturating_sub(1);
        let body = Rect { height: inner.height.saturating_sub(2), ..inner };
        if self.asked.is_some() {
            say(buffer, body, "Asking the org what the call is about.", theme.dim);
            return;
        }
        let rows = lines.iter().skip(top).flat_map(|line| {
            let rows: Vec<_> = Wrap::text(line, theme.text, body.width).collect();
            // An empty line is a row too.
            if rows.is_empty() { vec![Vec::new()] } else { rows }
        });
        for (row, y) in rows.zip(body.y..body.bottom()) {
            put(buffer, body, y, &row);
        }
        put_cut(buffer, inner, bottom, CONFIRM, (theme.strong, theme.glyphs.more));
    }
}

/// How many drafts are on the screen at once.
pub(super) fn listed(screen: Rect) -> usize {
    usize::from(inside(screen).saturating_sub(BELOW) / 2).max(1)
}

/// How many lines are of what would be sent.
pub(super) fn read_at_once(screen: Rect) -> usize {
    usize::from(inside(screen).saturating_sub(2)).max(1)
}

fn inside(screen: Rect) -> u16 {
    SIZE.1.min(screen.height).saturating_sub(2)
}

fn count(tasks: usize) -> String {
    format!("{tasks} {}", if tasks == 1 { "task" } else { "tasks" })
}

fn typed(
    label: &str,
    line: &Line,
    scene: Scene<'_>,
    (inner, y): (Rect, u16),
    buffer: &mut Buffer,
) -> Position {
    let x = put(buffer, inner, y, &[(label, scene.theme.strong)]);
    let room = Rect::new(x, y, inner.right().saturating_sub(x), 1);
    line.draw(room, buffer)
}

fn draw_item(scene: Scene<'_>, item: &Item, chosen: bool, area: Rect, buffer: &mut Buffer) {
    let theme = scene.theme;
    let look = (theme.dim, theme.glyphs.more);
    let sign = if chosen { theme.glyphs.cursor } else { " " };
    let mark = match (&item.state, item.chosen) {
        (_, true) => "[x] ",
        (State::Made(_), false) => "[=] ",
        (State::Sent, false) => "[>] ",
        (State::Draft | State::Failed(_), false) => "[ ] ",
    };
    let text = match chosen {
        true => theme.text.add_modifier(Modifier::REVERSED),
        false => theme.text,
    };
    let x =
        put(buffer, area, area.y, &[(sign, theme.strong), (" ", theme.text), (mark, theme.strong)]);
    let rest = Rect { x, width: area.right().saturating_sub(x), ..area };
    put_cut(buffer, rest, area.y, &item.draft.subject, (text, theme.glyphs.more));
    if area.height < 2 {
        return;
    }
    let state = match &item.state {
        State::Draft => String::new(),
        State::Sent => "being sent; ".to_owned(),
        State::Made(made) => format!("{made}; "),
        State::Failed(_) => "not made; ".to_owned(),
    };
    let x = put(buffer, rest, area.y + 1, &[(&state, theme.notice)]);
    let rest = Rect { x, width: rest.right().saturating_sub(x), ..rest };
    put_cut(buffer, rest, area.y + 1, &particulars(&item.draft), look);
}
