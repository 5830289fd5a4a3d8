//! The screen, drawn from the state and nothing else.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::app::App;
use super::layout::{Areas, Pane, SMALLEST};
use super::overlay::Overlay;
use super::pane::status::Hint;
use super::pane::{Scene, put, say, status, title};

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
    if let Some(tabs) = areas.tabs {
        draw_tabs(app, scene, tabs, buffer);
    }
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
    let focused = app.focus == pane;
    if body.y > area.y {
        draw_heading(app, scene, pane, area, buffer);
    }
    match pane {
        Pane::Summary => app.summary.draw(scene, body, buffer),
        Pane::Insights => app.insights.draw(scene, body, focused, buffer),
        Pane::Timeline => app.timeline.draw(scene, body, buffer),
        Pane::Moment => app.moment.draw(scene, body, buffer),
    }
}

/// A pane's name on a rule, heavier where the focus is.
fn draw_heading(app: &App, scene: Scene<'_>, pane: Pane, area: Rect, buffer: &mut Buffer) {
    let theme = scene.theme;
    let focused = app.focus == pane;
    let (rule, style) = if focused {
        (theme.glyphs.focus_rule, theme.focus)
    } else {
        (theme.glyphs.rule, theme.rule)
    };
    let name = if focused { theme.focus } else { theme.strong };
    let x = put(
        buffer,
        area,
        area.y,
        &[(rule, style), (" ", style), (pane.title(), name), (" ", style)],
    );
    let x = match remark(scene, pane) {
        Some(text) => {
            let room = Rect { x, width: area.right().saturating_sub(x), ..area };
            put(buffer, room, area.y, &[(&text, theme.notice), (" ", style)])
        }
        None => x,
    };
    for x in x..area.right() {
        buffer.set_stringn(x, area.y, rule, 1, style);
    }
}

/// What a heading adds: what is left out, so that nobody takes the rest for all.
fn remark(scene: Scene<'_>, pane: Pane) -> Option<String> {
    let skipped = scene.review.conversation.ready()?.skipped.count;
    (pane == Pane::Timeline && skipped > 0).then(|| format!("{skipped} unreadable left out"))
}

fn draw_tabs(app: &App, scene: Scene<'_>, area: Rect, buffer: &mut Buffer) {
    let theme = scene.theme;
    let mut x = area.x;
    for pane in [Pane::Summary, Pane::Insights, Pane::Timeline] {
        let on_screen = app.focus == pane || (pane == Pane::Timeline && app.focus == Pane::Moment);
        let (rule, style) = if on_screen {
            (theme.glyphs.focus_rule, theme.focus)
        } else {
            (theme.glyphs.rule, theme.rule)
        };
        let name = if on_screen { theme.focus } else { theme.dim };
        let room = Rect { x, width: area.right().saturating_sub(x), ..area };
        x = put(
            buffer,
            room,
            area.y,
            &[(rule, style), (" ", style), (pane.title(), name), (" ", style)],
        );
    }
    if let Some(text) = remark(scene, Pane::Timeline) {
        let room = Rect { x, width: area.right().saturating_sub(x), ..area };
        x = put(buffer, room, area.y, &[(&text, theme.notice), (" ", theme.rule)]);
    }
    for x in x..area.right() {
        buffer.set_stringn(x, area.y, theme.glyphs.rule, 1, theme.rule);
    }
}

fn hint(app: &App) -> Hint<'_> {
    if let Some(notice) = &app.notice {
        return Hint::Notice(notice);
    }
    match (&app.typed.prefix, app.typed.count) {
        (Some((key, row)), count) => {
            let count = count.map(|n| n.to_string()).unwrap_or_default();
            let what = match row.then {
                super::action::Then::Letter => "a category's letter",
                _ => "a speaker's digit",
            };
            Hint::Pending(format!("{count}{key} … {what}: {}", row.help))
        }
        (None, Some(count)) => Hint::Pending(count.to_string()),
        (None, None) => Hint::Keys(app.focus),
    }
}
