//! One call as a row: its columns, which drop as the screen gets narrower.

use jiff::tz::TimeZone;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::filter::Finder;
use super::glances::{self, Glances};
use crate::call::text::Clean;
use crate::call::{CallKind, Listed, Progress, STRETCHES};
use crate::tui::pane::{put, put_cut};
use crate::tui::theme::Theme;
use crate::tui::wrap::fit;

/// The word for the kind of a call.
pub(super) fn kind(call: &Listed) -> &'static str {
    call.id.kind().map_or("", CallKind::word)
}

/// The word for how far the org is with a call.
pub(super) fn state(progress: Progress) -> &'static str {
    match progress {
        Progress::Unknown => "unknown",
        Progress::Processing => "processing",
        Progress::NoSummary => "no summary",
        Progress::Ready => "ready",
    }
}

/// Which columns have anything to show in a list.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Told {
    account: bool,
    people: bool,
}

impl Told {
    /// Takes in more calls.
    pub(super) fn and(self, calls: &[Listed]) -> Self {
        Self {
            account: self.account || calls.iter().any(|call| call.account.is_some()),
            people: self.people || calls.iter().any(|call| !call.people.is_empty()),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    When,
    Length,
    Kind,
    Moments,
    Signs,
    Title,
    Account,
    People,
}

/// Columns with their widths, from the left.
#[derive(Debug)]
pub(super) struct Columns(Vec<(Column, u16)>);

/// Between columns.
const GAP: u16 = 2;
/// In front of the first: the cursor's sign.
const SIGN: u16 = 2;

impl Columns {
    /// As many columns as leave a title its room.
    pub(super) fn of(told: Told, width: u16) -> Self {
        use Column::{Account, Kind, Length, Moments, People, Signs, Title, When};
        // Each column, its width, and the least that is left for titles.
        let wanted = [
            (Length, 7, 15, true),
            (Moments, STRIP, 20, true),
            (Signs, 5, 20, true),
            (When, 6, 24, true),
            (Account, 14, 30, told.account),
            (People, 16, 30, told.people),
            (Kind, 5, 40, true),
        ];
        let mut left = width.saturating_sub(SIGN + DAY + GAP + 1);
        let mut widths = vec![(When, DAY)];
        for (column, own, title, _) in wanted.into_iter().filter(|(.., told)| *told) {
            let cost = if column == When { own } else { own + GAP };
            if left < cost + title {
                continue;
            }
            left -= cost;
            match column {
                When => widths[0].1 += own,
                _ => widths.push((column, own)),
            }
        }
        // Signs are words where a title loses nothing by it.
        let spare = glances::LONG - 5;
        if let Some((_, width)) = widths.iter_mut().find(|(column, _)| *column == Signs)
            && left >= 60 + spare
        {
            *width += spare;
            left -= spare;
        }
        widths.push((Title, left));
        share(&mut widths);
        widths.sort_by_key(|(column, _)| *column as u8);
        Self(widths)
    }

    /// Draws the names of the columns.
    pub(super) fn heading(&self, style: Style, area: Rect, buffer: &mut Buffer) {
        self.places(area).for_each(|(column, place)| {
            let name = match column {
                Column::When => "  When",
                Column::Length => " Length",
                Column::Kind => "Kind",
                Column::Moments => "Moments",
                Column::Signs => "Signs",
                Column::Title => "Title",
                Column::Account => "Account",
                Column::People => "People",
            };
            put(buffer, place, place.y, &[(name, style)]);
        });
    }

    /// Where each column is on a row. A date has the gap in front of it for its own.
    fn places(&self, area: Rect) -> impl Iterator<Item = (Column, Rect)> {
        let mut x = area.x;
        self.0.iter().map(move |&(column, width)| {
            let width = if column == Column::When { width + SIGN } else { width };
            let place = Rect { x, width, ..area }.intersection(area);
            x += width + GAP;
            (column, place)
        })
    }
}

/// A line of moments, or why there is none.
#[expect(clippy::cast_possible_truncation, reason = "a few columns")]
const STRIP: u16 = STRETCHES as u16;
/// `20 Nov 2026`; with ` 14:30` where there is room.
const DAY: u16 = 11;
/// The widest that a title may be while others want the room.
const TITLE: u16 = 72;

/// Shares what is left for titles with the other columns of text.
fn share(widths: &mut [(Column, u16)]) {
    let parts = |column| match column {
        Column::Title => 8,
        Column::Account => 5,
        Column::People => 7,
        _ => 0,
    };
    let all: u16 = widths.iter().map(|(column, _)| parts(*column)).sum();
    let room: u16 =
        widths.iter().filter(|(column, _)| parts(*column) > 0).map(|(_, width)| width).sum();
    let mut left = room;
    let mut last = None;
    for (column, width) in widths.iter_mut().filter(|(column, _)| parts(*column) > 0) {
        *width = (u32::from(room) * u32::from(parts(*column)) / u32::from(all))
            .try_into()
            .unwrap_or(room);
        if all > 8 && *column == Column::Title {
            *width = (*width).min(TITLE);
        }
        left -= *width;
        last = last.max(Some(*column as u8));
    }
    if let Some((_, width)) = widths.iter_mut().find(|(column, _)| Some(*column as u8) == last) {
        *width += left;
    }
}

/// What all rows share.
pub(super) struct Rows<'a> {
    pub(super) theme: &'a Theme,
    pub(super) columns: &'a Columns,
    pub(super) zone: &'a TimeZone,
    pub(super) finder: &'a Finder,
    pub(super) glances: &'a Glances,
}

impl Rows<'_> {
    pub(super) fn draw(
        &self,
        call: &Listed,
        (under_cursor, is_reviewed): (bool, bool),
        area: Rect,
        buffer: &mut Buffer,
    ) {
        let theme = self.theme;
        let columns = self.columns;
        // Done with: what is left to do stands out.
        let plain = if is_reviewed { theme.dim } else { theme.text };
        for (column, place) in columns.places(area) {
            let (text, style) = match column {
                Column::When => (self.when(call, place.width), plain),
                // Nobody looks for it, so nothing in it is marked.
                Column::Length => {
                    put(buffer, place, place.y, &[(&length(call), plain)]);
                    continue;
                }
                Column::Kind => (kind(call).to_owned(), theme.dim),
                Column::Moments if self.glances.draw(call.id, theme, place, buffer) => continue,
                Column::Moments => match self.glances.instead(call.id) {
                    Some(why) => (why.to_owned(), theme.dim),
                    None => (state(call.progress).to_owned(), self.state_style(call.progress)),
                },
                Column::Signs => {
                    self.glances.signs(call.id, theme, place, buffer);
                    continue;
                }
                Column::Title => match &call.title {
                    Some(title) => (title.to_string(), plain),
                    None => (call.id.to_string(), theme.dim),
                },
                Column::Account => (call.account.as_deref().unwrap_or("").to_owned(), plain),
                Column::People => (people(call), theme.dim),
            };
            self.put(&text, style, place, buffer);
            if column == Column::When && under_cursor {
                let sign = Rect { width: 1.min(place.width), ..place };
                put(buffer, sign, sign.y, &[(theme.glyphs.cursor, theme.strong)]);
                let date = Rect { x: place.x + SIGN, width: place.width - SIGN, ..place };
                buffer.set_style(date.intersection(area), theme.cursor);
            }
        }
    }

    /// Two spaces and the start; a call without one says so.
    fn when(&self, call: &Listed, width: u16) -> String {
        let Some(start) = call.start else { return "  no date".to_owned() };
        let form = if width > DAY + SIGN { "  %e %b %Y %H:%M" } else { "  %e %b %Y" };
        start.to_zoned(self.zone.clone()).strftime(form).to_string()
    }

    fn state_style(&self, progress: Progress) -> Style {
        match progress {
            Progress::Ready => self.theme.text,
            Progress::Processing => self.theme.notice,
            Progress::NoSummary | Progress::Unknown => self.theme.dim,
        }
    }

    /// Writes a text with a sign for what does not fit, and what was typed made to stand out.
    fn put(&self, text: &str, style: Style, area: Rect, buffer: &mut Buffer) {
        let theme = self.theme;
        put_cut(buffer, area, area.y, text, (style, theme.glyphs.more));
        if !self.finder.is_on() {
            return;
        }
        let marks = self.finder.marks(text);
        let shown = match fit(text, area.width) {
            (all, true) => all,
            _ => fit(text, area.width.saturating_sub(1)).0,
        };
        let (mut x, mut at) = (area.x, 0);
        for cluster in shown.graphemes(true) {
            let width = u16::try_from(cluster.width()).unwrap_or(0);
            if cluster != " " && marks.iter().any(|mark| mark.contains(&at)) {
                let place = Rect { x, width, ..area }.intersection(area);
                buffer.set_style(place, theme.focus);
            }
            x += width;
            at += cluster.chars().count();
        }
    }
}

fn people(call: &Listed) -> String {
    let names: Vec<&str> = call.people.iter().map(Clean::as_str).collect();
    names.join(", ")
}

fn length(call: &Listed) -> String {
    let length = call.duration.map(|duration| duration.clock().to_string());
    format!("{:>7}", length.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(width: u16) -> Vec<Column> {
        let told = Told { account: true, people: true };
        Columns::of(told, width).0.into_iter().map(|(column, _)| column).collect()
    }

    #[test]
    fn columns_drop_as_the_screen_gets_narrower() {
        use Column::{Account, Kind, Length, Moments, People, Signs, Title, When};
        assert_eq!(names(160), [When, Length, Kind, Moments, Signs, Title, Account, People]);
        assert_eq!(names(120), [When, Length, Moments, Signs, Title, Account, People]);
        assert_eq!(names(80), [When, Length, Moments, Signs, Title]);
        assert_eq!(names(60), [When, Length, Signs, Title]);
        assert_eq!(names(40), [When, Length, Title]);
    }

    proptest! {
        #[test]
        fn columns_stay_on_the_screen_and_apart(
            width in 40u16..400, account in any::<bool>(), people in any::<bool>(),
        ) {
            let columns = Columns::of(Told { account, people }, width);
            let places: Vec<_> = columns.places(Rect::new(0, 0, width, 1)).collect();
            for pair in places.windows(2) {
                prop_assert!(pair[0].1.right() + GAP <= pair[1].1.x, "{places:?}");
            }
            let last = places.last().unwrap().1;
            prop_assert!(last.right() < width && width - last.right() <= 2, "{places:?}");
            let title = places.iter().find(|(column, _)| *column == Column::Title).unwrap().1;
            prop_assert!(title.width >= 15, "{places:?}");
        }
    }
}
