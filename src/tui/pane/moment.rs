//! One moment in full: its window, its text, what the org suggests.

use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{More, Scene, Scroll, put, put_cut, say};
use crate::call::{MomentIx, Verdict};
use crate::tui::action::{Action, Keymap};
use crate::tui::overlay::notes::about;
use crate::tui::wrap::{Wrap, fit};

/// Keeps how far the text is scrolled, and of which moment.
#[derive(Debug, Default)]
pub(in crate::tui) struct MomentPane {
    scroll: Scroll,
    of: Option<MomentIx>,
}

/// How to go on where there is no moment.
pub(in crate::tui) fn ways_to_moments(keys: &Keymap) -> String {
    let key = |action| keys.key_of(action);
    let (next, previous) = (key(Action::NextMoment), key(Action::PreviousMoment));
    format!("{next} and {previous} go to the next and the previous")
}

/// The widest that a category's or a speaker's name may be.
const LABEL: u16 = 32;

impl MomentPane {
    /// Another moment is read from its start.
    pub(in crate::tui) fn follow(&mut self, on: Option<MomentIx>) {
        if self.of != on {
            *self = Self { scroll: Scroll::default(), of: on };
        }
    }

    /// Rows above the first that is seen.
    pub(in crate::tui) fn top(&self) -> usize {
        self.scroll.0
    }

    /// Reads a moment from a row on.
    pub(in crate::tui) fn read_from(&mut self, on: Option<MomentIx>, row: usize) {
        *self = Self { scroll: Scroll(row), of: on };
    }

    pub(in crate::tui) fn scroll_by(&mut self, rows: isize, scene: Scene<'_>, area: Rect) {
        let Some(ix) = self.of else { return };
        let rows_of =
            |(line, style): &(String, Style)| Wrap::text(line, *style, area.width).count();
        let total = lines(scene, ix).iter().map(rows_of).sum();
        self.scroll.by(rows, total, area.height.saturating_sub(1));
    }

    pub(in crate::tui) fn draw(&self, scene: Scene<'_>, area: Rect, buffer: &mut Buffer) -> More {
        let (review, theme) = (scene.review, scene.theme);
        let timeline = review.timeline();
        if timeline.is_empty() {
            return More::default();
        }
        let Some(ix) = self.of else {
            let ways = ways_to_moments(scene.keys);
            let text = format!("No moment at {}; {ways}.", review.playhead.at);
            say(buffer, area, &text, theme.dim);
            return More::default();
        };
        let moment = timeline.moment(ix);
        let category = timeline.category(moment.category);
        let name = review.name(moment.speaker);
        let (label, _) = fit(&category.label, LABEL);
        let x = put(
            buffer,
            area,
            area.y,
            &[
                (label, scene.colours[moment.category.get()]),
                (theme.glyphs.between, theme.text),
                (fit(name, LABEL).0, theme.strong),
                (&flag_words(scene, ix), theme.notice),
            ],
        );
        let rest = Rect { x, width: area.right().saturating_sub(x), ..area };
        put_cut(buffer, rest, area.y, &particulars(scene, ix), (theme.text, theme.glyphs.more));
        let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        let lines = lines(scene, ix);
        let rows =
            lines.iter().flat_map(|(line, style)| Wrap::new(scene.found(line, *style), body.width));
        let mut rows = rows.skip(self.scroll.0);
        for y in body.y..body.bottom() {
            let Some(row) = rows.next() else { break };
            put(buffer, body, y, &row);
        }
        More { above: self.scroll.0 > 0, below: rows.next().is_some() }
    }
}

/// The window, the entries' numbers and the keyword.
fn particulars(scene: Scene<'_>, ix: MomentIx) -> String {
    let timeline = scene.review.timeline();
    let moment = timeline.moment(ix);
    let between = scene.theme.glyphs.between;
    let mut text = String::new();
    if let Some(keyword) = timeline.own_keyword(moment) {
        let _ = write!(text, "{between}{keyword}");
    }
    let label = &timeline.labels()[timeline.label_of(ix).get()].id;
    if let Some(voice) = scene.review.spoken.people.voice(label)
        && voice.evidence.is_some()
        && voice.name != *label
    {
        let _ = write!(text, "{between}{label}");
    }
    let window = moment.window;
    let _ = write!(text, "{between}plays {} to {}", window.start, window.end);
    match timeline.sequences(moment) {
        [] => {}
        [one] => {
            let _ = write!(text, "{between}entry {one}");
        }
        [first, .., last] => {
            let _ = write!(text, "{between}entries {first} to {last}");
        }
    }
    text
}

fn flag_words(scene: Scene<'_>, ix: MomentIx) -> String {
    let flags = scene.review.timeline().moment(ix).flags;
    let between = scene.theme.glyphs.between;
    let words = [(flags.needs_attention, "! needs attention"), (flags.follow_up, "+ follow-up")];
    words.into_iter().filter(|(set, _)| *set).map(|(_, word)| format!("{between}{word}")).collect()
}

/// The text, what is noted, then the action and unknown fields.
fn lines(scene: Scene<'_>, ix: MomentIx) -> Vec<(String, Style)> {
    let (timeline, theme) = (scene.review.timeline(), scene.theme);
    let moment = timeline.moment(ix);
    let said = timeline.text(moment).text().lines().map(|line| (line.to_owned(), theme.text));
    let mut lines: Vec<_> = said.collect();
    noted(scene, ix, &mut lines);
    for fact in timeline.facts(ix) {
        let line = format!("{}: {}", fact.name, fact.value.replace('\n', " "));
        lines.push((line, theme.dim));
    }
    lines
}

/// The verdict and the tags on a row, then the notes, each under who wrote it and when.
fn noted(scene: Scene<'_>, ix: MomentIx, lines: &mut Vec<(String, Style)>) {
    let (review, theme) = (scene.review, scene.theme);
    if let Some(label) = review.noted.label(ix) {
        let mut words = Vec::new();
        if let Some(verdict) = label.verdict {
            let sign = match verdict {
                Verdict::Confirmed => theme.glyphs.confirmed,
                Verdict::Dismissed => theme.glyphs.dismissed,
            };
            words.push(format!("{sign} {} by {}", verdict.word(), label.author));
        }
        words.extend(label.tags.iter().map(|tag| format!("#{tag}")));
        lines.push((words.join("  "), theme.notice));
    }
    for note in review.noted.on(ix) {
        lines.push((format!("{} {}", theme.glyphs.note, about(review, note)), theme.focus));
        lines.extend(note.text.lines().map(|line| (line.to_owned(), theme.text)));
    }
}
