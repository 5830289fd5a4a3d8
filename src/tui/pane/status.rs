//! The bottom row: where the playhead is, and the keys that matter now.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::{Clear, Widget};
use unicode_width::UnicodeWidthStr;

use super::{Scene, put, put_cut};
use crate::tui::action::{Action, Keymap};
use crate::tui::layout::Pane;
use crate::tui::overlay::find::told;
use crate::tui::theme::Theme;
use crate::tui::wrap::{Wrap, fit};

/// What the right side of the row tells.
pub(in crate::tui) enum Hint<'a> {
    /// What the last key came to.
    Notice(&'a str),
    /// Keys typed so far that want another.
    Pending(String),
    /// Keys worth knowing in a pane.
    Keys(Pane),
}

/// Draws the status row.
pub(in crate::tui) fn draw(scene: Scene<'_>, hint: &Hint<'_>, area: Rect, buffer: &mut Buffer) {
    let theme = scene.theme;
    let place: Vec<_> = place(scene);
    let place: Vec<_> = place.iter().map(|(text, style)| (text.as_str(), *style)).collect();
    let taken: usize = place.iter().map(|(text, _)| text.width()).sum();
    let room = usize::from(area.width).saturating_sub(taken + 2);
    if let Hint::Notice(text) = hint
        && text.width() > room
    {
        // It matters more than where the playhead is, which has not moved.
        notice(text, theme, area, buffer);
        return;
    }
    let x = put(buffer, area, area.y, &place) + 2;
    let room = Rect { x, width: area.right().saturating_sub(x), ..area };
    match hint {
        Hint::Notice(text) => _ = put(buffer, room, area.y, &[(text, theme.notice)]),
        Hint::Pending(keys) => {
            put_cut(buffer, room, area.y, keys, (theme.strong, theme.glyphs.more));
        }
        Hint::Keys(pane) => keys(*pane, scene, room, buffer),
    }
}

/// Draws a notice over the last rows of the screen until the next key: what to do next is at its
/// end.
pub(in crate::tui) fn notice(text: &str, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let rows: Vec<String> = Wrap::text(text, theme.notice, area.width.saturating_sub(2))
        .map(|row| row.iter().map(|(text, _)| *text).collect())
        .collect();
    let most = usize::from(buffer.area.height / 4).max(1);
    let height = u16::try_from(rows.len().min(most)).unwrap_or(1);
    let over = Rect { y: area.bottom().saturating_sub(height), height, ..area };
    Clear.render(over, buffer);
    for ((i, row), y) in (1..).zip(&rows).zip(over.y..over.bottom()) {
        let is_cut = i == most && i < rows.len();
        let more = if is_cut { theme.glyphs.more } else { "" };
        put(
            buffer,
            over,
            y,
            &[(" ", theme.text), (row.trim_end(), theme.notice), (more, theme.notice)],
        );
    }
}

/// The widest that a category's name may be.
const LABEL: u16 = 24;

/// The widest that what is looked for may be.
const TYPED: u16 = 16;

/// The playhead's rank, time, category and speaker.
fn place(scene: Scene<'_>) -> Vec<(String, Style)> {
    let (review, theme) = (scene.review, scene.theme);
    let timeline = review.timeline();
    if timeline.is_empty() {
        return vec![(" ".to_owned(), theme.text)];
    }
    let shown = &review.shown;
    let redacted = review.is_redacted().then(|| (" redacted".to_owned(), theme.notice));
    let on = review.playhead.on.filter(|&ix| shown.contains(ix));
    let count = match on {
        Some(ix) => format!(" {}/{}", shown.rank(ix) + 1, shown.len()),
        None => format!(" {} moments", shown.len()),
    };
    let mut parts = vec![(count, theme.strong)];
    if !review.filter.is_empty() {
        parts.push((format!(" of {}, filtered", timeline.len()), theme.notice));
    }
    parts.extend(redacted);
    if review.find.is_on() {
        let typed = fit(review.find.typed().trim(), TYPED).0;
        parts.push((format!("  /{typed} {}", told(scene)), theme.notice));
    }
    match scene.replay.sign(review.playhead.at, theme.glyph_set()) {
        Some(sign) => parts.push((format!("  {sign}"), theme.strong)),
        None => parts.push((format!("  {}", review.playhead.at), theme.text)),
    }
    if let Some(moment) = review.playhead.on.map(|ix| timeline.moment(ix)) {
        let (category, _) = fit(&timeline.category(moment.category).label, LABEL);
        let speaker = super::timeline::first_name(review.name(moment.speaker));
        // In plain style: it is said in colour above, and a colour is half of what this row sends.
        parts.push((format!(" {category}, {speaker}"), theme.text));
    }
    parts
}

/// The keys that matter in a pane.
fn keys(pane: Pane, scene: Scene<'_>, area: Rect, buffer: &mut Buffer) {
    const TIMELINE: &[(Action, &str)] = &[
        (Action::NextMoment, "next"),
        (Action::NextSameCategory, "same category"),
        (Action::NextSameSpeaker, "same speaker"),
        (Action::Filter, "filter"),
        (Action::NextPane, "pane"),
        (Action::CycleLanes, "lanes"),
    ];
    const RECORD: &[(Action, &str)] = &[
        (Action::NextMoment, "next"),
        (Action::NextSameCategory, "same category"),
        (Action::NextSameSpeaker, "same speaker"),
        (Action::Filter, "filter"),
        (Action::ShowTranscript, "transcript"),
    ];
    const NARROW: &[(Action, &str)] = &[(Action::NextPane, "pane"), (Action::NextMoment, "next")];
    const INSIGHTS: &[(Action, &str)] = &[
        (Action::Open, "filter by it"),
        (Action::NextPane, "pane"),
        (Action::RowDown, "down"),
        (Action::ClearFilter, "clear"),
    ];
    const TRANSCRIPT: &[(Action, &str)] = &[
        (Action::RowDown, "next entry"),
        (Action::NextMoment, "next moment"),
        (Action::PageDown, "page"),
        (Action::NextPane, "pane"),
        (Action::People, "people"),
        (Action::Talk, "talk"),
    ];
    const READING: &[(Action, &str)] = &[
        (Action::NextPane, "pane"),
        (Action::RowDown, "down"),
        (Action::PageDown, "page"),
        (Action::NextMoment, "next moment"),
    ];
    const EMPTY: &[(Action, &str)] = &[(Action::Reload, "ask again"), (Action::Close, "leave")];
    let list = match pane {
        _ if scene.review.timeline().is_empty() => EMPTY,
        Pane::Timeline if area.width < 50 => NARROW,
        Pane::Timeline if scene.review.call.id().is_some() => RECORD,
        Pane::Timeline => TIMELINE,
        Pane::Insights => INSIGHTS,
        Pane::Transcript => TRANSCRIPT,
        Pane::Summary | Pane::Moment => READING,
    };
    hints(list, (scene.theme, scene.keys), area, buffer);
}

/// As many keys as fit whole, from the right edge; the way to all of them is always among them.
pub(in crate::tui) fn hints(
    list: &[(Action, &str)],
    (theme, keys): (&Theme, &Keymap),
    area: Rect,
    buffer: &mut Buffer,
) {
    let help = (Action::Help, "keys");
    let width = |(action, word): &(Action, &str)| keys.key_of(*action).width() + word.width() + 3;
    let mut left = usize::from(area.width).saturating_sub(width(&help));
    let mut shown: Vec<(Action, &str)> = Vec::new();
    for item in list {
        if width(item) > left {
            break;
        }
        left -= width(item);
        shown.push(*item);
    }
    shown.push(help);
    let total: usize = shown.iter().map(width).sum();
    let mut x = area.right().saturating_sub(u16::try_from(total).unwrap_or(u16::MAX)).max(area.x);
    for (action, word) in shown {
        let room = Rect { x, width: area.right().saturating_sub(x), ..area };
        let key = keys.key_of(action);
        x = put(
            buffer,
            room,
            area.y,
            &[(&key, theme.strong), (" ", theme.text), (word, theme.dim), ("  ", theme.text)],
        );
    }
}
