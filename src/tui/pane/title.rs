//! The top row: which call this is.

use jiff::Timestamp;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::{Scene, put, put_cut};
use crate::tui::msg::{CallRef, Origin};
use crate::tui::review::Review;

/// From here on there is room for more than the name.
const WIDE: u16 = 100;

/// Draws the title row; `place` says which of several calls it is.
pub(in crate::tui) fn draw(scene: Scene<'_>, place: &str, area: Rect, buffer: &mut Buffer) {
    let theme = scene.theme;
    let between = theme.glyphs.between;
    let place = place.trim_end();
    let place = match (age(scene, area.width), place) {
        (None, "") => String::new(),
        (None, place) => format!("{place} "),
        (Some(age), "") => format!("{age} "),
        (Some(age), place) => format!("{age}{between}{place} "),
    };
    let width = u16::try_from(place.width()).unwrap_or_default();
    let right =
        Rect { x: area.right().saturating_sub(width), width: width.min(area.width), ..area };
    put(buffer, right, area.y, &[(&place, theme.dim)]);
    let left = Rect { width: area.width.saturating_sub(width + 2), ..area };
    let x = put(buffer, left, area.y, &[(" earmark  ", theme.focus)]);
    let rest = |x: u16| Rect { x, width: left.right().saturating_sub(x), ..left };
    let x = put_cut(buffer, rest(x), area.y, &name(scene), (theme.strong, theme.glyphs.more));
    let facts = facts(scene);
    let facts: String = facts.iter().map(|fact| format!("{between}{fact}")).collect();
    put_cut(buffer, rest(x), area.y, &facts, (theme.dim, theme.glyphs.more));
}

fn name(scene: Scene<'_>) -> String {
    let record = scene.review.record.ready();
    match (record.and_then(|record| record.name.as_ref()), &scene.review.call) {
        (Some(name), _) => name.to_string(),
        (None, CallRef::Record(id)) => id.to_string(),
        (None, CallRef::File(_)) if scene.review.is_redacted() => "a saved call".to_owned(),
        (None, CallRef::File(path)) => {
            let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
            crate::call::text::clean_line(&name).to_string()
        }
        (None, CallRef::Stdin) => "standard input".to_owned(),
    }
}

/// How old a copy is that is shown; shorter where there is little room.
fn age(scene: Scene<'_>, width: u16) -> Option<String> {
    let review = scene.review;
    review.conversation.ready()?;
    Some(match review.conversation.origin() {
        Origin::Fresh => return None,
        Origin::Offline(age) => format!("offline, {age}"),
        Origin::Kept(age) if width < WIDE => age.to_string(),
        Origin::Kept(age) => format!("kept copy, {age}"),
    })
}

/// The day on which the call started, where the reader is.
fn day(start: Timestamp, review: &Review) -> String {
    start.to_zoned(review.zone.clone()).strftime("%-d %b %Y").to_string()
}

fn facts(scene: Scene<'_>) -> Vec<String> {
    let review = scene.review;
    let mut facts = Vec::new();
    let start = review.record.ready().and_then(|record| record.start);
    facts.extend(start.map(|start| day(start, review)));
    let duration = review.record.ready().and_then(|record| record.duration);
    facts.extend(duration.map(|duration| duration.clock().to_string()));
    facts.extend(review.call.id().and_then(|id| id.kind()).map(|kind| kind.word().to_owned()));
    let reloading = review.conversation.is_loading() && review.conversation.ready().is_some();
    facts.extend(reloading.then(|| "asking again".to_owned()));
    // Last, because names may be many and what does not fit is cut.
    if let Some(transcript) = review.transcript.ready() {
        let names: Vec<_> = transcript.participants.iter().map(|p| p.name.to_string()).collect();
        facts.extend((!names.is_empty()).then(|| names.join(", ")));
    }
    facts
}
