//! The command line of the list: any action by its name, and rooms.

use crossterm::event::{KeyCode, KeyEvent};

use super::CallList;
use crate::tui::action::{Action, Key};
use crate::tui::msg::Effect;
use crate::tui::overlay::command::Command;
use crate::tui::pressed::Pressed;

impl CallList {
    pub(super) fn pressed_in_command(&mut self, event: KeyEvent, key: Key) -> Pressed {
        let Some(line) = &mut self.command else { return Pressed::nothing() };
        match key {
            Key::Named(KeyCode::Esc) => {
                self.command = None;
                Pressed::changed()
            }
            Key::Named(KeyCode::Enter) => self.command(),
            _ if line.press(event, key) => Pressed::changed(),
            _ => Pressed::nothing(),
        }
    }

    /// Does what the line says, and puts it away.
    fn command(&mut self) -> Pressed {
        let said = self.command.take().map(|line| line.command());
        let mut pressed = Pressed::changed();
        match said {
            Some(Ok(Command::Do(row))) => {
                let wanted = self.act(row.action, None);
                pressed.effects.extend(wanted.effects);
                pressed.wants = wanted.wants;
            }
            Some(Ok(Command::Room(None))) => return Pressed::wants(Action::Room),
            Some(Ok(Command::Room(Some(wish)))) => pressed.effects.push(Effect::Room(wish)),
            Some(Err(error)) => self.say(&error.to_string()),
            // Places and questions are those of a call.
            Some(Ok(Command::Go(_) | Command::Ask(_))) | None => {}
        }
        pressed
    }
}
