//! One entry: its moments' signs, its time, who speaks, and the text in rows.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::super::timeline::first_name;
use super::super::{Scene, put};
use crate::tui::review::Review;
use crate::tui::wrap::{Wrap, fit};

/// Where the parts of entries stand: the same for all of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    time: u16,
    name: u16,
    /// Columns before the text.
    indent: u16,
    /// Columns of the text.
    width: u16,
    shape: Shape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Time and name before the text.
    Beside,
    /// Time and name on a row above the text.
    Above,
    /// Text alone: the org sent no structure.
    Plain,
}

/// The widest that a speaker's name may be beside the text.
const NAME: u16 = 10;
/// The most people whose names are measured.
const PEOPLE: usize = 32;
/// The narrowest that text beside times and names may be.
const BESIDE: u16 = 30;

impl Look {
    pub(super) fn of(review: &Review, width: u16) -> Self {
        let Some(transcript) = review.transcript.ready() else { return Self::plain(width) };
        let Some(last) = transcript.entries.len().checked_sub(1) else {
            return Self::plain(width);
        };
        let time = match review.spoken.placement.span(last) {
            Some(span) => span.start.to_string().len(),
            None => transcript.entries[last].sequence.to_string().len() + 1,
        };
        let time = u16::try_from(time).unwrap_or(u16::MAX).max(6);
        let names =
            review.spoken.people.voices().iter().filter(|voice| voice.entries > 0).take(PEOPLE);
        let name = names.map(|voice| first_name(&voice.name).width()).max().unwrap_or(0);
        let name = u16::try_from(name).unwrap_or(u16::MAX).min(NAME);
        // The cursor, the time, the moment's letter and flag.
        let indent = 2 + time + 1 + 2 + 1 + name + 2;
        match width >= indent + BESIDE {
            true => Self { time, name, indent, width: width - indent, shape: Shape::Beside },
            false => {
                Self { time, name, indent: 2, width: width.saturating_sub(2), shape: Shape::Above }
            }
        }
    }

    fn plain(width: u16) -> Self {
        Self { time: 0, name: 0, indent: 2, width: width.saturating_sub(2), shape: Shape::Plain }
    }

    /// How many rows an entry has.
    pub(super) fn height(self, review: &Review, entry: usize) -> usize {
        let rows = Wrap::text(text(review, entry), Style::new(), self.width).count();
        rows.max(1) + usize::from(self.shape == Shape::Above)
    }

    /// Draws an entry's rows after the first `skip`; returns the row below.
    pub(super) fn draw(
        self,
        scene: Scene<'_>,
        (entry, cursor): (usize, usize),
        skip: usize,
        area: Rect,
        buffer: &mut Buffer,
    ) -> u16 {
        let theme = scene.theme;
        let mut y = area.y;
        if skip == 0 {
            self.head(scene, (entry, cursor), area, buffer);
            y += u16::from(self.shape == Shape::Above);
        }
        let skip = skip.saturating_sub(usize::from(self.shape == Shape::Above));
        let body = Rect { x: area.x + self.indent.min(area.width), width: self.width, ..area };
        let mut is_empty = true;
        let said = scene.found(text(scene.review, entry), theme.text);
        for row in Wrap::new(said, self.width).skip(skip) {
            if y >= area.bottom() {
                break;
            }
            put(buffer, body, y, &row);
            y += 1;
            is_empty = false;
        }
        if is_empty { y.max(area.y + 1) } else { y }
    }

    fn head(
        self,
        scene: Scene<'_>,
        (entry, cursor): (usize, usize),
        area: Rect,
        buffer: &mut Buffer,
    ) {
        let (review, theme) = (scene.review, scene.theme);
        let sign = if entry == cursor { theme.glyphs.cursor } else { " " };
        let transcript = review.transcript.ready();
        let Some(said) = transcript.and_then(|it| it.entries.get(entry)) else {
            put(buffer, area, area.y, &[(sign, theme.strong)]);
            return;
        };
        let time = match review.spoken.placement.span(entry) {
            Some(span) => span.start.to_string(),
            None => format!("#{}", said.sequence),
        };
        let mut moments = review.spoken.placement.moments_on(entry);
        let is_lit = entry == cursor || moments.clone().any(|ix| review.playhead.on == Some(ix));
        let lit = if is_lit { theme.cursor } else { theme.dim };
        let pad = " ".repeat(usize::from(self.time).saturating_sub(time.len()));
        let voice = review.spoken.people.voice(&said.speaker);
        let name = voice.map_or(said.speaker.as_str(), |voice| voice.name.as_str());
        let (name, _) = match self.shape {
            Shape::Above => fit(name, self.width),
            Shape::Beside | Shape::Plain => fit(first_name(name), self.name),
        };
        let person = review.spoken.people.person(&said.speaker).unwrap_or(0);
        let (letter, colour, flag) = signs(scene, &mut moments);
        let pieces = [
            (sign, theme.strong),
            (" ", theme.text),
            (&*pad, theme.text),
            (&*time, lit),
            (" ", theme.text),
            (&*letter, colour),
            (flag, theme.notice),
            (" ", theme.text),
            (name, theme.voice(person)),
        ];
        put(buffer, area, area.y, &pieces);
    }
}

/// The letter and the colour of an entry's moments, `&` for several categories; and the gravest of
/// their flags.
fn signs(
    scene: Scene<'_>,
    moments: &mut (impl Iterator<Item = usize> + Clone),
) -> (String, Style, &'static str) {
    let timeline = scene.review.timeline();
    let Some(first) = moments.next() else { return (" ".to_owned(), scene.theme.text, " ") };
    let category = timeline.moment(first).category;
    let mut flags = timeline.moment(first).flags;
    let mut is_mixed = false;
    for moment in moments.map(|ix| timeline.moment(ix)) {
        is_mixed |= moment.category != category;
        flags.needs_attention |= moment.flags.needs_attention;
        flags.follow_up |= moment.flags.follow_up;
        flags.action |= moment.flags.action;
    }
    let flag = match (flags.needs_attention, flags.follow_up, flags.action) {
        (true, ..) => "!",
        (_, true, _) => "+",
        (.., true) => "*",
        _ => " ",
    };
    match is_mixed {
        true => ("&".to_owned(), scene.theme.strong, flag),
        false => {
            let letter = timeline.category(category).mark().to_string();
            (letter, scene.colours[category.get()], flag)
        }
    }
}

/// What was said: an entry's text, or a line of a text without structure.
fn text(review: &Review, entry: usize) -> &str {
    let Some(transcript) = review.transcript.ready() else { return "" };
    let said = transcript.entries.get(entry).map(|entry| &entry.text);
    let said =
        said.or_else(|| transcript.plain.get(entry).filter(|_| transcript.entries.is_empty()));
    said.map_or("", |text| text.as_str())
}
