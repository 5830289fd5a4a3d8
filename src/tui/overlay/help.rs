//! All keys, from the table that the dispatcher reads.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::tui::action::{Action, TABLE, keys_text};
use crate::tui::pane::{Scene, Scroll, put};

/// Keeps how far it is scrolled.
#[derive(Debug, Default)]
pub(in crate::tui) struct Help {
    scroll: Scroll,
}

/// Columns for the keys.
const KEYS: usize = 13;
/// Columns for one column of rows.
const COLUMN: u16 = 58;

type Row = (String, String);

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for (group, bindings) in TABLE {
        if !rows.is_empty() {
            rows.push(Row::default());
        }
        rows.push((String::new(), (*group).to_owned()));
        rows.extend(bindings.iter().map(|b| (keys_text(b), b.help.to_owned())));
    }
    let signs = [
        ("3 ]", "a count repeats a motion"),
        ("! + *", "beside a row: needs attention, follow-up, has an action"),
        ("+", "on a lane: several categories in one column"),
    ];
    rows.extend([Row::default(), (String::new(), "Signs".to_owned())]);
    rows.extend(signs.map(|(sign, means)| (sign.to_owned(), means.to_owned())));
    rows
}

impl Help {
    /// Scrolls; nothing else is left to do here.
    pub(in crate::tui) fn act(&mut self, action: Action, area: Rect) {
        let rows = match action {
            Action::RowDown => 1,
            Action::RowUp => -1,
            Action::PageDown => 10,
            Action::PageUp => -10,
            Action::First => isize::MIN,
            Action::Last => isize::MAX,
            _ => return,
        };
        let (columns, height) = shape(area);
        let total = self::rows().len().div_ceil(columns);
        self.scroll.by(rows, total, height);
    }

    pub(in crate::tui) fn draw(&self, scene: Scene<'_>, area: Rect, buffer: &mut Buffer) {
        let rows = rows();
        let (columns, height) = shape(area);
        let per_column = rows.len().div_ceil(columns);
        let width = COLUMN * u16::try_from(columns).unwrap_or(1) + 4;
        let most = u16::try_from(per_column).unwrap_or(u16::MAX);
        let title =
            if most > height { "Keys (j and k scroll, Esc closes)" } else { "Keys (Esc closes)" };
        let inner = super::frame(scene, title, (width, most.saturating_add(2)), area, buffer);
        for (i, chunk) in rows.chunks(per_column).enumerate() {
            let x = inner.x + COLUMN * u16::try_from(i).unwrap_or_default();
            let column = Rect { x, width: COLUMN.min(inner.right().saturating_sub(x)), ..inner };
            let visible = chunk.iter().skip(self.scroll.0).take(inner.height.into());
            for ((keys, help), y) in visible.zip(inner.y..) {
                let style = if keys.is_empty() { scene.theme.focus } else { Style::new() };
                let pad = " ".repeat(KEYS.saturating_sub(keys.width()));
                let lead = if keys.is_empty() { "" } else { &*pad };
                put(buffer, column, y, &[(keys, scene.theme.strong), (lead, style), (help, style)]);
            }
        }
    }
}

/// Columns that fit, and rows inside the frame.
fn shape(area: Rect) -> (usize, u16) {
    let columns = if area.width >= COLUMN * 2 + 4 { 2 } else { 1 };
    (columns, area.height.saturating_sub(2))
}
