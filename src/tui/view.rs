//! The screen, drawn from the state and nothing else.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::app::App;
use super::heading;
use super::layout::{Areas, Pane, SMALLEST};
use super::overlay::Overlay;
use super::pane::status::Hint;
use super::pane::{Scene, say, status, title};

/// Draws the app into a buffer of its size; returns where the cursor is, if it shows.
#[must_use]
pub fn view(app: &App, buffer: &mut Buffer) -> Option<Position> {
    let scene = app.scene();
    let Some(areas) = app.areas() else {
        let Rect { width, height, .. } = buffer.area;
        let text = format!(
            "earmark needs {}×{}; this is {width}×{height}. Make the window larger, or q quits.",
            SMALLEST.width, SMALLEST.height
        );
        say(buffer, buffer.area, &text, scene.theme.text);
        return None;
    };
    title::draw(scene, (app.call + 1, app.calls.len()), areas.title, buffer);
    app.ruler.draw(scene, areas.ruler, buffer);
    for pane in Pane::ALL {
        draw_pane(app, scene, &areas, pane, buffer);
    }
    status::draw(scene, &hint(app), areas.status, buffer);
    match &app.overlay {
        Overlay::None => None,
        Overlay::Help(help) => {
            help.draw(scene, app.screen(), buffer);
            None
        }
        Overlay::Filter(filter) => {
            filter.draw(scene, app.screen(), buffer);
            None
        }
        Overlay::GoTo(prompt) => Some(prompt.draw(scene, areas.status, buffer)),
    }
}

fn draw_pane(app: &App, scene: Scene<'_>, areas: &Areas, pane: Pane, buffer: &mut Buffer) {
    let (Some(area), Some(body)) = (areas.pane(pane), areas.body(pane)) else { return };
    let more = match pane {
        Pane::Summary => app.summary.draw(scene, body, buffer),
        Pane::Insights => app.insights.draw(scene, body, app.focus == pane, buffer),
        Pane::Timeline => app.timeline.draw(scene, body, buffer),
        Pane::Moment => app.moment.draw(scene, body, buffer),
    };
    if body.y > area.y {
        heading::draw(scene, (pane, app.focus), more, area, buffer);
    } else if let Some(tabs) = areas.tabs {
        heading::draw_tabs(scene, (pane, app.focus), more, tabs, buffer);
    }
}

fn hint(app: &App) -> Hint<'_> {
    if let Some(notice) = &app.notice {
        return Hint::Notice(notice);
    }
    if !matches!(app.overlay, Overlay::None) {
        return Hint::Pending("Esc closes".to_owned());
    }
    match (&app.typed.prefix, app.typed.count) {
        (Some((key, row)), count) => {
            let count = count.map(|n| n.to_string()).unwrap_or_default();
            let what = match row.then {
                super::action::Then::Letter => "a category's letter",
                _ => "a speaker's digit",
            };
            Hint::Pending(format!("{count}{key} and {what}: {}", row.help))
        }
        (None, Some(count)) => Hint::Pending(count.to_string()),
        (None, None) => Hint::Keys(app.focus),
    }
}
