//! Everything that can be done, by name: the best match first.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::widgets::{Clear, Widget};
use unicode_width::UnicodeWidthStr;

use super::Look;
use super::word::{Word, words};
use crate::tui::action::{Action, Binding, Keymap, Screen, rows};
use crate::tui::pane::{put, put_cut};

/// Something to choose.
#[derive(Debug, Clone, Copy)]
pub(in crate::tui) enum Item {
    /// An action.
    Action(&'static Binding),
    /// A word that wants something to follow.
    Word(&'static Word),
}

impl Item {
    fn name(self) -> &'static str {
        match self {
            Self::Action(row) => row.name,
            Self::Word(word) => word.name,
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::Action(row) => row.help,
            Self::Word(word) => word.help,
        }
    }

    fn is_same(self, other: Self) -> bool {
        self.name() == other.name()
    }
}

/// What matches what was typed, and which of it is chosen.
#[derive(Debug, Default)]
pub(in crate::tui) struct Palette {
    items: Vec<Item>,
    chosen: usize,
    top: usize,
}

/// The most rows that are shown.
const ROWS: u16 = 12;
/// Columns for the keys, and for the names.
const KEY: u16 = 14;
const NAME: u16 = 26;

impl Palette {
    /// Everything that there is on a screen, in the order of the table.
    pub(super) fn all(on: Screen) -> Self {
        // An action of the same name comes to the same.
        let named = |row: &Binding| words(on).any(|word| word.name == row.name);
        let actions = rows(on).filter(|row| row.action != Action::GoTo && !named(row));
        Self {
            items: actions.map(Item::Action).chain(words(on).map(Item::Word)).collect(),
            chosen: 0,
            top: 0,
        }
    }

    /// What matches a text: the letters of its words in their order in a name, or its words in a
    /// sentence, where scattered letters would match too much.
    pub(super) fn matching(on: Screen, text: &str) -> Self {
        let all = Self::all(on);
        if text.trim().is_empty() {
            return all;
        }
        let mut matcher = Matcher::new(Config::DEFAULT);
        let pattern = |kind| Pattern::new(text, CaseMatching::Ignore, Normalization::Smart, kind);
        let (scattered, whole) = (pattern(AtomKind::Fuzzy), pattern(AtomKind::Substring));
        let mut letters = Vec::new();
        let mut score = |pattern: &Pattern, text: &str| {
            pattern.score(Utf32Str::new(text, &mut letters), &mut matcher)
        };
        let mut found: Vec<(u32, Item)> = Vec::new();
        for item in all.items {
            // A match in the name is one that was meant.
            let by_name = score(&scattered, item.name()).map(|score| score.saturating_mul(2));
            let best = by_name.max(score(&whole, item.help()));
            found.extend(best.map(|score| (score, item)));
        }
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        Self { items: found.into_iter().map(|(_, item)| item).collect(), chosen: 0, top: 0 }
    }

    /// The item that is chosen.
    pub(super) fn chosen(&self) -> Option<Item> {
        self.items.get(self.chosen).copied()
    }

    /// Chooses another, around the ends.
    pub(super) fn step(&mut self, by: isize) {
        let Some(count) = isize::try_from(self.items.len()).ok().filter(|count| *count > 0) else {
            return;
        };
        let at = isize::try_from(self.chosen).unwrap_or(0) + by;
        self.chosen = usize::try_from(at.rem_euclid(count)).unwrap_or(0);
        let rows = usize::from(ROWS);
        self.top = self.top.clamp((self.chosen + 1).saturating_sub(rows), self.chosen);
    }

    /// Draws the items on the rows above one.
    pub(super) fn draw(&self, (theme, keys): Look<'_>, line: Rect, buffer: &mut Buffer) {
        let count = u16::try_from(self.items.len()).unwrap_or(ROWS).min(ROWS);
        let height = count.min(line.y.saturating_sub(1));
        let width = line.width.min(84);
        let area = Rect { y: line.y - height, height, width, ..line };
        Clear.render(area, buffer);
        let top = self.top.max((self.chosen + 1).saturating_sub(height.into()));
        for ((i, item), y) in self.items.iter().enumerate().skip(top).zip(area.y..area.bottom()) {
            let chosen = self.chosen().is_some_and(|chosen| chosen.is_same(*item));
            let held = |style: Style| match chosen {
                true => style.add_modifier(Modifier::REVERSED),
                false => style,
            };
            debug_assert_eq!(chosen, i == self.chosen, "names are unique");
            let (key, name) = match item {
                Item::Action(row) => (shown_keys(keys, row), row.name.to_owned()),
                Item::Word(word) => (String::new(), format!("{} {}", word.name, word.takes)),
            };
            put(buffer, area, y, &[(&" ".repeat(width.into()), held(theme.text))]);
            let column = |x: u16, columns: u16| {
                Rect { x: area.x + x, width: columns, ..area }.intersection(area)
            };
            let more = |style| (held(style), theme.glyphs.more);
            put_cut(buffer, column(1, KEY - 1), y, &key, more(theme.strong));
            put_cut(buffer, column(KEY + 1, NAME - 1), y, &name, more(theme.text));
            put_cut(buffer, column(KEY + NAME + 1, width), y, item.help(), more(theme.dim));
        }
    }
}

/// The keys of an action, as many as fit whole; none for one that has none.
fn shown_keys(keys: &Keymap, row: &Binding) -> String {
    let mut text = String::new();
    for key in keys.keys(row.action) {
        let more = format!("{}{key}", if text.is_empty() { "" } else { " " });
        if text.width() + more.width() >= usize::from(KEY) {
            break;
        }
        text.push_str(&more);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(text: &str) -> Option<&'static str> {
        Palette::matching(Screen::Review, text).chosen().map(Item::name)
    }

    #[test]
    fn actions_are_found_by_parts_of_their_names_and_sentences() {
        assert_eq!(best("zoom-out"), Some("zoom-out"));
        assert_eq!(best("nxtsamcat"), Some("next-same-category"));
        assert_eq!(best("monologue"), Some("talk"));
        assert_eq!(best("suspend"), Some("suspend"));
        assert_eq!((best("qqqq"), best("asap")), (None, None));
        let all = Palette::all(Screen::Review).items;
        let names: std::collections::HashSet<_> = all.iter().map(|item| item.name()).collect();
        assert_eq!(names.len(), all.len());
        let on_list = |text| Palette::matching(Screen::Calls, text).chosen().map(Item::name);
        assert_eq!((on_list("scope"), on_list("zoom-in")), (Some("switch-scope"), None));
    }

    #[test]
    fn choosing_goes_around_the_ends() {
        let mut palette = Palette::all(Screen::Review);
        palette.step(-1);
        let last = palette.chosen().map(Item::name);
        assert_eq!(last, Palette::all(Screen::Review).items.last().map(|item| item.name()));
        palette.step(1);
        assert_eq!(
            palette.chosen().map(Item::name),
            Palette::all(Screen::Review).chosen().map(Item::name)
        );
        let mut none = Palette::matching(Screen::Review, "qqqq");
        none.step(1);
        assert!(none.chosen().is_none());
    }
}
