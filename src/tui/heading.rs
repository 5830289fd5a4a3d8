//! The rows above panes: names on a rule, heavier where the focus is.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::layout::Pane;
use super::pane::{More, Scene, put};

/// What a heading adds to its pane's name.
#[derive(Debug)]
pub(super) enum Remark {
    /// What is good to know.
    Calm(String),
    /// What must not be missed.
    Notice(String),
}

impl Remark {
    /// What is left out of the timeline, so that nobody takes the rest for all.
    pub(super) fn left_out(scene: Scene<'_>) -> Option<Self> {
        let skipped = scene.review.conversation.ready()?.skipped.count;
        (skipped > 0).then(|| Self::Notice(format!("{skipped} unreadable left out")))
    }
}

/// One pane's name.
pub(super) fn draw(
    scene: Scene<'_>,
    (pane, focus): (Pane, Pane),
    (more, remark): (More, Option<Remark>),
    area: Rect,
    buffer: &mut Buffer,
) {
    let theme = scene.theme;
    let name = if pane == focus { theme.focus } else { theme.strong };
    let x = title(scene, (pane, focus), name, area, buffer);
    let rest = Rect { x, width: area.right().saturating_sub(x), ..area };
    finish(scene, remark, (more, look(scene, pane == focus)), rest, buffer);
}

/// The names of panes that take turns, of which `shown` is on the screen.
pub(super) fn draw_tabs(
    scene: Scene<'_>,
    (shown, focus): (Pane, Pane),
    (more, remark): (More, Option<Remark>),
    area: Rect,
    buffer: &mut Buffer,
) {
    let theme = scene.theme;
    let mut rest = area;
    for pane in [Pane::Summary, Pane::Insights, Pane::Timeline, Pane::Transcript] {
        let name = match (pane == focus, pane == shown) {
            (true, _) => theme.focus,
            (false, true) => theme.strong,
            (false, false) => theme.dim,
        };
        let x = title(scene, (pane, focus), name, rest, buffer);
        rest = Rect { x, width: area.right().saturating_sub(x), ..area };
    }
    finish(scene, remark, (more, look(scene, false)), rest, buffer);
}

fn look(scene: Scene<'_>, focused: bool) -> (&'static str, Style) {
    let theme = scene.theme;
    match focused {
        true => (theme.glyphs.focus_rule, theme.focus),
        false => (theme.glyphs.rule, theme.rule),
    }
}

fn title(
    scene: Scene<'_>,
    (pane, focus): (Pane, Pane),
    name: Style,
    area: Rect,
    buffer: &mut Buffer,
) -> u16 {
    let (rule, style) = look(scene, pane == focus);
    put(buffer, area, area.y, &[(rule, style), (" ", style), (pane.title(), name), (" ", style)])
}

/// The rest of the row: a remark, the rule, and which ways there is more to read.
fn finish(
    scene: Scene<'_>,
    remark: Option<Remark>,
    (more, (rule, style)): (More, (&str, Style)),
    area: Rect,
    buffer: &mut Buffer,
) {
    let theme = scene.theme;
    let x = match remark {
        Some(Remark::Calm(text)) => put(buffer, area, area.y, &[(&text, theme.dim), (" ", style)]),
        Some(Remark::Notice(text)) => {
            put(buffer, area, area.y, &[(&text, theme.notice), (" ", style)])
        }
        None => area.x,
    };
    for x in x..area.right() {
        buffer[(x, area.y)].set_symbol(rule).set_style(style);
    }
    let arrows = [(more.above, theme.glyphs.above), (more.below, theme.glyphs.below)];
    let signs: String = arrows.into_iter().filter_map(|(is, sign)| is.then_some(sign)).collect();
    let width = u16::from(more.above) + u16::from(more.below);
    if width > 0 && area.right() > x + width + 3 {
        let place = Rect { x: area.right() - width - 3, width: width + 2, ..area };
        put(buffer, place, area.y, &[(" ", style), (&signs, theme.strong), (" ", style)]);
    }
}
