//! All keys, from the table that the dispatcher reads.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use crate::tui::action::{Action, Binding, Keymap, Screen, TABLE};
use crate::tui::pane::{Scroll, put};
use crate::tui::theme::{Glyphs, Theme};

/// Keeps how far it is scrolled.
#[derive(Debug)]
pub(in crate::tui) struct Help {
    on: Screen,
    scroll: Scroll,
}

/// Columns for the keys.
const KEYS: usize = 13;
/// Columns for one column of rows.
const COLUMN: u16 = 58;

/// Keys and what they do; a group's name where there are no keys; nothing between groups.
type Row = (String, String);

fn groups(on: Screen, (keys, glyphs): (&Keymap, &Glyphs)) -> Vec<Vec<Row>> {
    let named = |name: &str, rows: Vec<Row>| {
        let mut group = vec![(String::new(), name.to_owned())];
        group.extend(rows);
        group.push(Row::default());
        group
    };
    let here = TABLE.iter().filter(|group| group.on.contains(&on));
    let row = |row: &Binding| (keys.keys_text(row), row.help.to_owned());
    let mut groups: Vec<_> =
        here.map(|group| named(group.name, group.rows.iter().map(row).collect())).collect();
    if on == Screen::Calls {
        return groups;
    }
    let signs = [
        ("3 ]", "a count repeats a motion"),
        ("! + *", "on a row: needs attention, follow-up, action"),
        ("4/1", "of them by speaker 1, by speaker 2"),
        (glyphs.note, "on a row: a note; # is a tag"),
        (glyphs.confirmed, "on a row: confirmed"),
        (glyphs.dismissed, "on a row: dismissed"),
        (glyphs.cover, "on a lane: where a moment's window plays"),
        (glyphs.covers, "on a lane: windows overlap"),
        ("&", "on a lane: several categories in one column"),
        (glyphs.hidden, "on a lane: hidden by the filter"),
    ];
    groups.push(named("Signs", signs.map(|(s, means)| (s.to_owned(), means.to_owned())).into()));
    groups
}

/// The rows in as many columns as fit; a group is not broken.
fn columns(on: Screen, look: (&Keymap, &Glyphs), area: Rect) -> Vec<Vec<Row>> {
    let groups = groups(on, look);
    let count = usize::from((area.width.saturating_sub(4) / COLUMN).clamp(1, 3));
    let each = groups.iter().map(Vec::len).sum::<usize>() / count;
    let mut columns = vec![Vec::new(); count];
    let mut at = 0;
    for group in groups {
        // A group goes where most of it fits.
        if at + 1 < count && columns[at].len() + group.len() / 2 > each {
            at += 1;
        }
        columns[at].extend(group);
    }
    columns
}

impl Help {
    /// The keys of a screen.
    pub(in crate::tui) fn new(on: Screen) -> Self {
        Self { on, scroll: Scroll::default() }
    }

    /// Scrolls; nothing else is left to do here.
    pub(in crate::tui) fn act(&mut self, action: Action, look: (&Keymap, &Glyphs), area: Rect) {
        let rows = match action {
            Action::RowDown => 1,
            Action::RowUp => -1,
            Action::PageDown => 10,
            Action::PageUp => -10,
            Action::First => isize::MIN,
            Action::Last => isize::MAX,
            _ => return,
        };
        let longest = columns(self.on, look, area).iter().map(Vec::len).max().unwrap_or(0);
        self.scroll.by(rows, longest, area.height.saturating_sub(2));
    }

    pub(in crate::tui) fn draw(
        &self,
        (theme, keys): (&Theme, &Keymap),
        area: Rect,
        buffer: &mut Buffer,
    ) {
        let columns = columns(self.on, (keys, &theme.glyphs), area);
        let longest = columns.iter().map(Vec::len).max().unwrap_or(0);
        let longest = u16::try_from(longest).unwrap_or(u16::MAX);
        let width = COLUMN * u16::try_from(columns.len()).unwrap_or(1) + 4;
        let fits = longest <= area.height.saturating_sub(2);
        let title = if fits { "Keys (Esc closes)" } else { "Keys (j and k scroll, Esc closes)" };
        let inner = super::frame(theme, title, (width, longest.saturating_add(1)), area, buffer);
        for (rows, x) in columns.iter().zip((inner.x..).step_by(COLUMN.into())) {
            let column = Rect { x, width: COLUMN.min(inner.right().saturating_sub(x)), ..inner };
            let visible = rows.iter().skip(self.scroll.0);
            for ((keys, help), y) in visible.zip(inner.y..inner.bottom()) {
                let pad = " ".repeat(KEYS.saturating_sub(keys.width()).max(1));
                let pieces: &[_] = match keys.is_empty() {
                    true => &[(help.as_str(), theme.focus)],
                    false => &[(keys, theme.strong), (&*pad, theme.text), (help, theme.text)],
                };
                put(buffer, column, y, pieces);
            }
        }
    }
}
