//! All that was found, a line each.

use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::find::told;
use super::step::{page, step};
use crate::call::search::{Index, Spot};
use crate::tui::action::Key;
use crate::tui::pane::timeline::first_name;
use crate::tui::pane::{Scene, put, put_cut, say};
use crate::tui::review::Review;
use crate::tui::wrap::fit;

/// Keeps which row is chosen.
#[derive(Debug, Default)]
pub(in crate::tui) struct HitsBox {
    row: usize,
}

/// What a key in the box came to.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::tui) enum Listed {
    /// Nothing.
    Nothing,
    /// Another row is chosen.
    Moved,
    /// To go to a hit.
    GoTo(Spot),
    /// It is to be closed.
    Closed,
}

const HINT: &str = "Enter goes there, Esc closes";
/// Columns for what a hit is, and for who says it.
const KIND: u16 = 10;
const WHO: u16 = 10;

impl HitsBox {
    /// A list on the hit of that number.
    pub(in crate::tui) fn at(row: usize) -> Self {
        Self { row }
    }

    /// Takes a key.
    pub(in crate::tui) fn press(&mut self, key: Key, review: &Review, screen: Rect) -> Listed {
        let Some((hits, index)) = review.find.hits() else { return Listed::Closed };
        match key {
            Key::Named(KeyCode::Esc) | Key::Char('q') => Listed::Closed,
            Key::Named(KeyCode::Enter) => {
                hits.get(index, self.row).map_or(Listed::Nothing, Listed::GoTo)
            }
            key => match step(key, self.row, hits.len(), page(screen, 4)) {
                Some(row) => {
                    self.row = row;
                    Listed::Moved
                }
                None => Listed::Nothing,
            },
        }
    }

    pub(in crate::tui) fn draw(&self, scene: Scene<'_>, screen: Rect, buffer: &mut Buffer) {
        let (review, theme) = (scene.review, scene.theme);
        let Some((hits, index)) = review.find.hits() else { return };
        let typed = fit(review.find.typed().trim(), 30).0;
        let title = format!("{typed}: {}", told(scene));
        let height = u16::try_from(hits.len().max(1)).unwrap_or(u16::MAX).saturating_add(4);
        let inner = super::frame(theme, &title, (screen.width, height), screen, buffer);
        let list = Rect { height: inner.height.saturating_sub(2), ..inner };
        if hits.is_empty() {
            say(buffer, list, "Nothing was found.", theme.dim);
        }
        let row = self.row.min(hits.len().saturating_sub(1));
        let height = usize::from(list.height).max(1);
        let lowest = hits.len().saturating_sub(height);
        let top = row.saturating_sub(height / 2).min(lowest);
        for (number, y) in (top..hits.len()).zip(list.y..list.bottom()) {
            let Some(spot) = hits.get(index, number) else { break };
            let area = Rect { y, height: 1, ..list };
            draw_row(scene, (index, spot), number == row, area, buffer);
        }
        let hint = inner.bottom().saturating_sub(1);
        put_cut(buffer, inner, hint, HINT, (theme.dim, theme.glyphs.more));
    }
}

fn draw_row(
    scene: Scene<'_>,
    (index, spot): (&Index, Spot),
    chosen: bool,
    area: Rect,
    buffer: &mut Buffer,
) {
    let (review, theme) = (scene.review, scene.theme);
    let timeline = review.timeline();
    let width = timeline.end().to_string().len().max(6);
    let at = index.at(spot).map(|at| at.to_string()).unwrap_or_default();
    let at = format!("{at:>width$}");
    let sign = if chosen { theme.glyphs.cursor } else { " " };
    let time = if chosen { theme.cursor } else { theme.text };
    let x = put(
        buffer,
        area,
        area.y,
        &[(sign, theme.strong), (" ", theme.text), (&at, time), ("  ", theme.text)],
    );
    let column = |x: u16, width: u16| Rect { x, width, ..area }.intersection(area);
    let (kind, style) = match spot {
        Spot::Moment(ix) => {
            let category = timeline.moment(ix).category;
            (timeline.category(category).label.as_str(), scene.colours[category.get()])
        }
        Spot::Person(_) => ("Person", theme.dim),
        Spot::Summary(_) => ("Summary", theme.dim),
        Spot::Insight(_) => ("Insight", theme.dim),
        Spot::Entry(_) => ("Transcript", theme.dim),
        Spot::Extra(extra) => (review.find.kind(extra), theme.dim),
    };
    put_cut(buffer, column(x, KIND), area.y, kind, (style, theme.glyphs.more));
    let x = x + KIND + 2;
    put(buffer, column(x, WHO), area.y, &[(fit(who(review, spot), WHO).0, theme.text)]);
    let x = x + WHO + 2;
    let rest = column(x, area.right().saturating_sub(x));
    let text = text(review, spot);
    let style = match chosen {
        true => theme.text.add_modifier(Modifier::BOLD),
        false => theme.text,
    };
    put(buffer, rest, area.y, &scene.found(from_hit(scene, &text, rest.width), style));
}

/// Who says it.
fn who(review: &Review, spot: Spot) -> &str {
    match spot {
        Spot::Moment(ix) => first_name(review.name(review.timeline().moment(ix).speaker)),
        Spot::Entry(entry) => {
            let entry = review.transcript.ready().and_then(|it| it.entries.get(entry));
            let voice = entry.and_then(|entry| review.spoken.people.voice(&entry.speaker));
            voice.map_or("", |voice| first_name(&voice.name))
        }
        Spot::Person(_) | Spot::Summary(_) | Spot::Insight(_) | Spot::Extra(_) => "",
    }
}

/// The texts of a place on one line: those with a hit first.
fn text(review: &Review, spot: Spot) -> String {
    let (mut with, mut without) = (String::new(), String::new());
    let query = review.find.query();
    review.texts_at(spot, |text| {
        let has = query.is_some_and(|query| !query.spans(text).is_empty());
        let line = if has { &mut with } else { &mut without };
        if !line.is_empty() {
            line.push_str("  ");
        }
        line.push_str(&text.replace('\n', " "));
    });
    match (with.is_empty(), without.is_empty()) {
        (false, false) => format!("{with}  {without}"),
        (true, _) => without,
        _ => with,
    }
}

/// From where the first hit is in sight.
fn from_hit<'a>(scene: Scene<'_>, text: &'a str, width: u16) -> &'a str {
    let spans = scene.review.find.query().map(|query| query.spans(text)).unwrap_or_default();
    let Some(first) = spans.first() else { return text };
    if text[..first.end].width() <= usize::from(width) {
        return text;
    }
    // A few words before it, from the start of one.
    let before = text[..first.start].split_word_bound_indices().rev();
    let start = before.take(12).last().map_or(first.start, |(at, _)| at);
    &text[start..]
}
