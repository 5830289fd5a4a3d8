//! How the list is drawn; only the rows on the screen are built.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::CallList;
use super::row::{Columns, Rows};
use crate::call::Scope;
use crate::tui::action::Action;
use crate::tui::pane::status::{self, hints};
use crate::tui::pane::{More, put, put_cut, say, say_problem};
use crate::tui::room::Presence;
use crate::tui::wrap::Wrap;

/// The regions of the screen.
struct Areas {
    title: Rect,
    note: Rect,
    heading: Rect,
    rows: Rect,
    remarks: Rect,
    status: Rect,
}

impl CallList {
    /// How many rows are on the screen.
    pub(super) fn rows(&self) -> u16 {
        self.rows_area().height
    }

    /// Where they are.
    pub(super) fn rows_area(&self) -> Rect {
        self.areas().rows
    }

    fn areas(&self) -> Areas {
        let (width, height) = (self.size.width, self.size.height);
        let fit = |texts: &[String], most: u16| {
            let rows = texts.iter().map(|text| wrapped(text, width).len()).sum::<usize>();
            u16::try_from(rows).unwrap_or(most).min(most)
        };
        let note = self.banner.note.as_ref().map(ToString::to_string);
        let note = fit(note.as_slice(), (height / 4).min(3));
        let remarks = fit(&self.remarks(), height / 4);
        let mut y = 0;
        let mut next = |rows: u16| {
            let area = Rect::new(0, y.min(height), width, rows.min(height.saturating_sub(y)));
            y += rows;
            area
        };
        Areas {
            title: next(1),
            note: next(note),
            heading: next(1),
            rows: next(height.saturating_sub(3 + note + remarks)),
            remarks: next(remarks),
            status: next(1),
        }
    }

    /// What is missing, and what went wrong while the calls before are still shown.
    fn remarks(&self) -> Vec<String> {
        let mut remarks: Vec<_> = self.pages.missing().iter().map(ToString::to_string).collect();
        let again = self.keys.key_of(Action::Reload);
        let failed = self.pages.problem().filter(|_| !self.pages.calls().is_empty());
        remarks.extend(failed.map(|problem| format!("{problem} {again} tries again.")));
        remarks
    }

    /// Draws the screen, with who looks on; returns where the cursor is, if it shows.
    pub(in crate::tui) fn draw(
        &self,
        presence: Option<&Presence>,
        buffer: &mut Buffer,
    ) -> Option<Position> {
        let areas = self.areas();
        self.title(areas.title, buffer);
        if let Some(note) = &self.banner.note {
            self.paragraph(note, self.theme.notice, areas.note, buffer);
        }
        if self.finder.len() == 0 {
            let body = Rect { x: 2, width: areas.rows.width.saturating_sub(3), ..areas.rows };
            self.instead(body, buffer);
        } else {
            self.table(&areas, buffer);
        }
        let mut rest = areas.remarks;
        for remark in self.remarks() {
            let y = self.paragraph(&remark, self.theme.problem, rest, buffer);
            rest = Rect { y, height: rest.bottom().saturating_sub(y), ..rest };
        }
        let row = areas.status;
        let row = presence.map_or(row, |presence| presence.draw(&self.theme, row, buffer));
        self.status(row, buffer)
    }

    fn title(&self, area: Rect, buffer: &mut Buffer) {
        let theme = &self.theme;
        let counts = self.counts();
        let width = u16::try_from(counts.width()).unwrap_or(area.width).min(area.width);
        let right = Rect { x: area.right() - width, width, ..area };
        put(buffer, right, area.y, &[(&counts, theme.dim)]);
        let left = Rect { width: area.width.saturating_sub(width + 1), ..area };
        let rest = |x: u16| Rect { x, width: left.right().saturating_sub(x), ..left };
        let scope = match self.scope {
            Scope::Mine => "My calls",
            Scope::All => "All calls",
        };
        let x = put(buffer, left, area.y, &[(" earmark  ", theme.focus), (scope, theme.strong)]);
        if !self.banner.org.is_blank() {
            let org = format!("{}{}", theme.glyphs.between, self.banner.org);
            put_cut(buffer, rest(x), area.y, &org, (theme.dim, theme.glyphs.more));
        }
    }

    /// How many calls there are, how far the list is with them, and how old they are.
    fn counts(&self) -> String {
        let (all, shown) = (self.pages.calls().len(), self.finder.len());
        let calls = if all == 1 { "call" } else { "calls" };
        let count = match self.finder.is_on() {
            true => format!("{shown} of {all} {calls}"),
            false => format!("{all} {calls}"),
        };
        let between = self.theme.glyphs.between;
        let count = match self.finder.to_review() {
            0 if all > 0 => format!("all reviewed{between}{count}"),
            new => format!("{new} to review{between}{count}"),
        };
        let more = match (self.pages.is_complete(), self.pages.is_loading()) {
            _ if self.pages.is_new() => return String::new(),
            (true, false) => "",
            _ if self.pages.is_reloading() => ", asking again",
            (_, true) => ", more are loading",
            (false, false) => " so far",
        };
        let age = self.pages.age().map(|age| format!(", {age}"));
        format!("{count}{more}{} ", age.unwrap_or_default())
    }

    fn table(&self, areas: &Areas, buffer: &mut Buffer) {
        let theme = &self.theme;
        let columns = Columns::of(self.told, self.size.width);
        columns.heading(theme.dim, areas.heading, buffer);
        let (zone, finder) = (&self.zone, &self.finder);
        let glances = &self.glances;
        let rows = Rows { theme, columns: &columns, zone, finder, glances };
        let cursor = self.row();
        let calls = self.pages.calls();
        for (row, y) in (self.top..).zip(areas.rows.y..areas.rows.bottom()) {
            let Some(call) = self.finder.call(row).and_then(|call| calls.get(call)) else { break };
            let area = Rect { y, height: 1, ..areas.rows };
            let is_reviewed = self.finder.call(row).is_some_and(|ix| self.finder.is_reviewed(ix));
            rows.draw(call, (row == cursor, is_reviewed), area, buffer);
        }
        let more = More::of(self.top, self.finder.len(), areas.rows.height);
        let arrows = [(more.above, theme.glyphs.above), (more.below, theme.glyphs.below)];
        let signs: String = arrows.iter().filter_map(|(is, sign)| is.then_some(*sign)).collect();
        let x = areas.heading.right().saturating_sub(3);
        put(
            buffer,
            Rect { x, width: 2, ..areas.heading },
            areas.heading.y,
            &[(&signs, theme.strong)],
        );
    }

    /// What stands there when there is no row to draw.
    fn instead(&self, area: Rect, buffer: &mut Buffer) {
        let theme = &self.theme;
        let again = self.keys.key_of(Action::Reload);
        let text = match (self.pages.problem(), self.scope) {
            _ if self.finder.is_on() && !self.pages.calls().is_empty() => {
                match self.pages.is_loading() {
                    true => "No call matches yet; more are loading.".to_owned(),
                    false => {
                        let clears = self.keys.key_of(Action::LeaveFilter);
                        format!("No call matches. {clears} clears the filter.")
                    }
                }
            }
            (Some(problem), _) => {
                say_problem(buffer, area, problem, (theme, &self.keys));
                return;
            }
            _ if self.pages.is_loading() || self.pages.is_new() => "Loading".to_owned(),
            (None, Scope::Mine) => format!(
                "No call that you own or host can be listed. {} lists all that you may see, \
                 {again} asks again.",
                self.keys.key_of(Action::SwitchScope)
            ),
            (None, Scope::All) => format!(
                "There is no call that you may see. If there should be one, ask who administers \
                 the org for access to its calls; {again} asks again."
            ),
        };
        say(buffer, area, &text, theme.dim);
    }

    /// Where the cursor is, the filter, and the keys that matter now.
    fn status(&self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let theme = &self.theme;
        let look = (theme.dim, theme.glyphs.more);
        let rest = |x: u16| Rect { x, width: area.right().saturating_sub(x), ..area };
        if let Some(line) = &self.command {
            return Some(line.draw((theme, &self.keys), area, buffer));
        }
        if self.typing {
            let x = put(buffer, area, area.y, &[(" Filter: ", theme.strong)]);
            let room = Rect { width: (area.width / 3).max(16), ..rest(x) }.intersection(area);
            let cursor = self.line.draw(room, buffer);
            let hint = match self.finder.len() {
                0 => "Esc clears",
                _ => "Enter opens, Tab keeps it, Esc clears it",
            };
            put_cut(buffer, rest(room.right() + 2), area.y, hint, look);
            return Some(cursor);
        }
        if let Some(notice) = &self.notice {
            status::notice(notice, theme, area, buffer);
            return None;
        }
        let row = if self.finder.len() == 0 { 0 } else { self.row() + 1 };
        let place = format!(" {row}/{}", self.finder.len());
        let mut x = put(buffer, area, area.y, &[(&place, theme.strong)]);
        if self.finder.is_on() {
            let text = format!("  Filter: {}", self.line.text());
            let room = Rect { width: area.width / 2, ..rest(x) }.intersection(area);
            x = put_cut(buffer, room, area.y, &text, (theme.notice, theme.glyphs.more));
        }
        if let Some(count) = self.count.get() {
            put(buffer, rest(x), area.y, &[("  ", theme.text), (&count.to_string(), theme.strong)]);
            return None;
        }
        let filter = match self.finder.is_on() {
            true => (Action::LeaveFilter, "clear"),
            false => (Action::FilterCalls, "filter"),
        };
        let scope = match self.scope {
            Scope::Mine => (Action::SwitchScope, "all calls"),
            Scope::All => (Action::SwitchScope, "my calls"),
        };
        let list = [
            (Action::OpenCall, "open"),
            filter,
            scope,
            (Action::Reload, "ask again"),
            (Action::Close, "quit"),
        ];
        // Nothing to open or to filter leaves the others.
        let skip = if self.finder.len() == 0 && !self.finder.is_on() { 2 } else { 0 };
        hints(&list[skip..], (theme, &self.keys), rest(x + 2), buffer);
        None
    }

    /// Wrapped text, with a sign where it does not fit; returns the row after it.
    fn paragraph(&self, text: &str, style: Style, area: Rect, buffer: &mut Buffer) -> u16 {
        let rows = wrapped(text, area.width);
        for ((i, row), y) in (1..).zip(&rows).zip(area.y..area.bottom()) {
            let is_cut = y + 1 == area.bottom() && i < rows.len();
            let text =
                if is_cut { format!("{row}{}", self.theme.glyphs.more) } else { row.clone() };
            put(buffer, area, y, &[(" ", style), (&text, style)]);
        }
        area.bottom().min(area.y + u16::try_from(rows.len()).unwrap_or(u16::MAX))
    }
}

/// The rows of a text, with a column free on either side.
fn wrapped(text: &str, width: u16) -> Vec<String> {
    let rows = Wrap::text(text, Style::new(), width.saturating_sub(2));
    rows.map(|row| row.iter().map(|(text, _)| *text).collect::<String>().trim_end().to_owned())
        .collect()
}
