//! The command line: a place in the call, or a word that does something.

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::line::Line;
use crate::call::Place;
use crate::call::text::{Clean, clean_line};
use crate::tui::pane::{Scene, put};
use crate::tui::room::{BadWish, Wish};

/// A command being typed.
#[derive(Debug, Default)]
pub(in crate::tui) struct CommandLine {
    line: Line,
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
}

/// A line that asks for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(in crate::tui) enum BadCommand {
    /// It is no place, and starts with no word that does something.
    #[error(
        "Type a time such as 1:23, 83 (seconds), 50%, +30 or -30; or ask and a question about the \
         call."
    )]
    Unknown,
    /// It is nothing that can be done with a room.
    #[error(transparent)]
    Room(#[from] BadWish),
}

const ASK: &str = "ask";
const ROOM: &str = "room";
const HINT: &str = " 1:23, 83, 50%, +30, -30, or ask …; Enter does it, Esc closes";

impl CommandLine {
    /// A line that waits for a question.
    pub(in crate::tui) fn asking() -> Self {
        let mut line = Self::default();
        line.paste(&format!("{ASK} "));
        line
    }

    /// Edits the line; says whether it changed.
    pub(in crate::tui) fn press(&mut self, event: KeyEvent) -> bool {
        self.line.press(event)
    }

    /// Pastes into the line.
    pub(in crate::tui) fn paste(&mut self, text: &str) {
        self.line.paste(text);
    }

    /// What the line asks for.
    pub(in crate::tui) fn command(&self) -> Result<Command, BadCommand> {
        let text = self.line.text();
        let (word, rest) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
        if word == ASK {
            let question = clean_line(rest.trim()).boxed();
            return Ok(Command::Ask((!question.is_blank()).then_some(question)));
        }
        if word == ROOM {
            return Ok(Command::Room(Wish::read(rest)?));
        }
        text.parse().map(Command::Go).map_err(|_| BadCommand::Unknown)
    }

    /// Draws the line over a row; returns where the cursor belongs.
    pub(in crate::tui) fn draw(
        &self,
        scene: Scene<'_>,
        area: Rect,
        buffer: &mut Buffer,
    ) -> Position {
        buffer.set_style(area, Style::reset());
        put(buffer, area, area.y, &[(&" ".repeat(area.width.into()), scene.theme.text)]);
        let x = put(buffer, area, area.y, &[(" :", scene.theme.strong)]);
        let left = area.right().saturating_sub(x);
        // What can be typed is shown until it needs the room.
        let hint = u16::try_from(HINT.width()).unwrap_or(u16::MAX);
        let typed = u16::try_from(self.line.text().width()).unwrap_or(u16::MAX);
        let has_room = typed.saturating_add(hint).saturating_add(2) <= left;
        let width = if has_room { left - hint } else { left };
        let room = Rect { x, width, ..area };
        let cursor = self.line.draw(room, buffer);
        let rest = Rect { x: room.right(), width: area.right() - room.right(), ..area };
        put(buffer, rest, area.y, &[(HINT, scene.theme.dim)]);
        cursor
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::Offset;

    fn typed(text: &str) -> Result<Command, BadCommand> {
        let mut line = CommandLine::default();
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
        for bad in ["", "asking", "soon", "Ask me"] {
            assert_eq!(typed(bad), Err(BadCommand::Unknown), "{bad}");
        }
    }
}
