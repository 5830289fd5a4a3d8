//! The screen, drawn from the state and nothing else.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::action::{Action, Screen};
use super::app::App;
use super::layout::SMALLEST;
use super::pane::say;
use super::room::Room;

/// Draws the app into a buffer of its size; returns where the cursor is, if it shows.
#[must_use]
pub fn view(app: &App, buffer: &mut Buffer) -> Option<Position> {
    let Rect { width, height, .. } = buffer.area;
    if width < SMALLEST.width || height < SMALLEST.height {
        let text = format!(
            "earmark needs {}x{}; this is {width}x{height}. Make the window larger, or {} quits.",
            SMALLEST.width,
            SMALLEST.height,
            app.keys.key_of(Action::Close)
        );
        say(buffer, buffer.area, &text, app.theme.text);
        return None;
    }
    let presence = app.room.as_ref().map(Room::presence);
    let cursor = match (app.front, &app.desk, app.queue.list()) {
        (Screen::Review, Some(desk), _) => desk.draw(&app.place(), presence, buffer),
        (_, _, Some(list)) => list.draw(presence, buffer),
        _ => None,
    };
    match &app.help {
        Some(help) => {
            help.draw((&app.theme, &app.keys), app.area(), buffer);
            None
        }
        None => cursor,
    }
}
