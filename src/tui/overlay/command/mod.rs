//! The command line: a place in the call, a word that does something, or an action by its name.

mod palette;
mod word;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use self::palette::{Item, Palette};
use super::line::Line;
use crate::call::Place;
use crate::call::text::Clean;
use crate::tui::action::{Binding, Key, Keymap, Screen};
use crate::tui::pane::put;
use crate::tui::room::Wish;
use crate::tui::theme::Theme;

/// A command being typed, and the actions that it may mean.
#[derive(Debug)]
pub(in crate::tui) struct CommandLine {
    on: Screen,
    line: Line,
    palette: Palette,
    /// Whether one of them was chosen, rather than the best taken.
    chose: bool,
}

/// What a line asks for.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::tui) enum Command {
    /// To go to a place.
    Go(Place),
    /// To ask about the call; without a question, to see the last answer.
    Ask(Option<Clean>),
    /// To do something with the room; without a wish, to see how it is.
    Room(Option<Wish>),
    /// To do what a key does.
    Do(&'static Binding),
}

/// A line that asks for nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(in crate::tui) struct BadCommand(pub(in crate::tui) String);

/// How a line is drawn.
pub(in crate::tui) type Look<'a> = (&'a Theme, &'a Keymap);

const UNKNOWN: &str = "Nothing is called that. Type the name of an action, a time such as 1:23, \
                       83 (seconds), 50%, +30 or -30, or ask and a question.";
const UNKNOWN_ON_LIST: &str = "Nothing here is called that. Type the name of an action, or room.";
const HINT: &str = " an action, 1:23, 83, 50%, +30, -30, or ask QUESTION";
const HINT_ON_LIST: &str = " an action, or room WORD";

impl CommandLine {
    /// An empty line on a screen.
    pub(in crate::tui) fn new(on: Screen) -> Self {
        Self { on, line: Line::default(), palette: Palette::all(on), chose: false }
    }

    /// A line that waits for a question about a call.
    pub(in crate::tui) fn asking() -> Self {
        let mut line = Self::new(Screen::Review);
        line.paste("ask ");
        line
    }

    /// Edits the line, or chooses; says whether anything changed.
    pub(in crate::tui) fn press(&mut self, event: KeyEvent, key: Key) -> bool {
        let by = match key {
            Key::Named(KeyCode::Down | KeyCode::Tab) => 1,
            Key::Named(KeyCode::Up | KeyCode::BackTab) => -1,
            _ if self.line.press(event) => {
                self.look();
                return true;
            }
            _ => return false,
        };
        // The first step from an empty line chooses what is shown as chosen already.
        if self.chose || by < 0 || !self.line.text().trim().is_empty() {
            self.palette.step(by);
        }
        self.chose = true;
        true
    }

    /// Pastes into the line.
    pub(in crate::tui) fn paste(&mut self, text: &str) {
        self.line.paste(text);
        self.look();
    }

    fn look(&mut self) {
        self.palette = Palette::matching(self.on, &self.line.text());
        self.chose = false;
    }

    /// Whether the text says what it asks for by itself.
    fn is_plain(&self) -> bool {
        let text = self.line.text();
        self.place().is_some() || word::word(self.on, &text).is_some()
    }

    /// The place in a call that the text says.
    fn place(&self) -> Option<Place> {
        self.line.text().parse().ok().filter(|_| self.on == Screen::Review)
    }

    /// What the line asks for.
    pub(in crate::tui) fn command(&self) -> Result<Command, BadCommand> {
        let text = self.line.text();
        if !self.chose {
            if let Some((word, rest)) = word::word(self.on, &text) {
                return (word.read)(rest);
            }
            if let Some(place) = self.place() {
                return Ok(Command::Go(place));
            }
        }
        let is_blank = text.trim().is_empty() && !self.chose;
        match self.palette.chosen().filter(|_| !is_blank) {
            Some(Item::Action(row)) => Ok(Command::Do(row)),
            Some(Item::Word(word)) => (word.read)(""),
            None if self.on == Screen::Calls => Err(BadCommand(UNKNOWN_ON_LIST.to_owned())),
            None => Err(BadCommand(UNKNOWN.to_owned())),
        }
    }

    /// Draws the line over a row; returns where the cursor belongs.
    pub(in crate::tui) fn draw(&self, look: Look<'_>, area: Rect, buffer: &mut Buffer) -> Position {
        let (theme, _) = look;
        let hint = if self.on == Screen::Calls { HINT_ON_LIST } else { HINT };
        buffer.set_style(area, Style::reset());
        put(buffer, area, area.y, &[(&" ".repeat(area.width.into()), theme.text)]);
        let x = put(buffer, area, area.y, &[(" :", theme.strong)]);
        let left = area.right().saturating_sub(x);
        // What can be typed is shown until it needs the room.
        let wide = u16::try_from(hint.width()).unwrap_or(u16::MAX);
        let typed = u16::try_from(self.line.text().width()).unwrap_or(u16::MAX);
        let has_room = typed.saturating_add(wide).saturating_add(2) <= left;
        let width = if has_room { left - wide } else { left };
        let room = Rect { x, width, ..area };
        if self.chose || !self.is_plain() {
            self.palette.draw(look, area, buffer);
        }
        let cursor = self.line.draw(room, buffer);
        let rest = Rect { x: room.right(), width: area.right() - room.right(), ..area };
        put(buffer, rest, area.y, &[(hint, theme.dim)]);
        cursor
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::Offset;
    use crate::call::text::clean_line;

    fn typed(text: &str) -> Result<Command, BadCommand> {
        let mut line = CommandLine::new(Screen::Review);
        line.paste(text);
        line.command()
    }

    #[test]
    fn places_and_words_are_told_apart() {
        assert_eq!(typed(" 1:23 "), Ok(Command::Go(Place::At(Offset::from_centis(8_300)))));
        let question = |text: &'static str| Command::Ask(Some(clean_line(text).boxed()));
        assert_eq!(typed("ask  who asked? "), Ok(question("who asked?")));
        assert_eq!(typed("ask"), Ok(Command::Ask(None)));
        assert_eq!(typed("ask  "), Ok(Command::Ask(None)));
        for bad in ["", " ", "qqqq", "1:99:99"] {
            assert_eq!(typed(bad), Err(BadCommand(UNKNOWN.to_owned())), "{bad}");
        }
    }

    #[test]
    fn an_action_is_done_by_its_name_and_the_chosen_one_before_it() {
        let name = |line: &CommandLine| match line.command() {
            Ok(Command::Do(row)) => row.name,
            other => panic!("{other:?}"),
        };
        let mut line = CommandLine::new(Screen::Review);
        let press = |line: &mut CommandLine, code: KeyCode| {
            assert!(line.press(code.into(), Key::Named(code)));
        };
        press(&mut line, KeyCode::Tab);
        assert_eq!(name(&line), "next-moment");
        press(&mut line, KeyCode::Down);
        assert_eq!(name(&line), "previous-moment");
        line.paste("zoom");
        assert_eq!(name(&line), "zoom-in");
        press(&mut line, KeyCode::Down);
        assert_eq!(name(&line), "zoom-out");
    }
}
