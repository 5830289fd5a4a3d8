//! The call at a glance: an axis of time and a lane for each speaker or category.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::timeline::first_name;
use super::{Scene, put};
use crate::call::{Cover, Lane, LaneKind, Offset, Span, Subject, lanes};
use crate::tui::review::Review;
use crate::tui::standpoint::Stretch;
use crate::tui::wrap::fit;

/// Keeps the zoom, and the lanes as long as nothing that they show has changed.
#[derive(Debug, Default)]
pub(in crate::tui) struct Ruler {
    pub(in crate::tui) kind: LaneKind,
    /// Each step halves what is shown.
    zoom: u32,
    from: Offset,
    lanes: Vec<Lane>,
    drawn_up: Option<(u64, LaneKind, Span, u16, Range<usize>)>,
    /// The columns with hits.
    hits: Vec<u16>,
    hits_of: Option<(u64, Span, u16)>,
}

/// Columns for a lane's label, with the gap behind it.
const LABEL: u16 = 11;
/// The shortest stretch that is zoomed to.
const SHORTEST: u32 = 5_00;

impl Ruler {
    /// How many lanes there are to show.
    pub(in crate::tui) fn wanted(&self, review: &Review) -> usize {
        let timeline = review.timeline();
        match self.kind {
            LaneKind::Speaker => timeline.speakers().len(),
            LaneKind::Category => timeline.categories().len(),
            LaneKind::Merged => 1,
        }
        .max(1)
    }

    /// The same lanes, of another call.
    pub(in crate::tui) fn for_another_call(&self) -> Self {
        Self { kind: self.kind, ..Self::default() }
    }

    /// What it shows, by times.
    pub(in crate::tui) fn stretch(&self) -> Stretch {
        Stretch { lanes: self.kind, zoom: self.zoom, from: self.from }
    }

    /// Shows a stretch, as far as the call has it.
    pub(in crate::tui) fn show(&mut self, stretch: Stretch, review: &Review) {
        let Stretch { lanes, zoom, from } = stretch;
        self.kind = lanes;
        self.zoom = zoom.min(Self::deepest(review));
        let length = Offset::from_centis(review.length().centis() >> self.zoom);
        self.from = from.min(review.length() - length);
    }

    /// How often the ruler can be halved.
    fn deepest(review: &Review) -> u32 {
        (review.length().centis() / SHORTEST).max(1).ilog2()
    }

    pub(in crate::tui) fn cycle(&mut self) {
        self.kind = match self.kind {
            LaneKind::Speaker => LaneKind::Category,
            LaneKind::Category => LaneKind::Merged,
            LaneKind::Merged => LaneKind::Speaker,
        };
    }

    /// Zooms around the playhead; says whether anything changed.
    pub(in crate::tui) fn zoom(&mut self, steps: i32, review: &Review) -> bool {
        let zoom = self.zoom.saturating_add_signed(steps).min(Self::deepest(review));
        let changed = zoom != self.zoom;
        self.zoom = zoom;
        self.centre(review);
        changed
    }

    fn centre(&mut self, review: &Review) {
        let length = Offset::from_centis(review.length().centis() >> self.zoom);
        let half = Offset::from_centis(length.centis() / 2);
        self.from = (review.playhead.at - half).min(review.length() - length);
    }

    /// The stretch that is shown: the end is a little past the call's, so that it has a column.
    fn span(&self, review: &Review) -> Span {
        let length = Offset::from_centis((review.length().centis() >> self.zoom) + 1);
        Span { from: self.from, to: self.from + length }
    }

    /// Keeps the playhead on the ruler, and draws the lanes up again where they changed.
    pub(in crate::tui) fn refit(&mut self, review: &Review, area: Rect) {
        if self.span(review).column(review.playhead.at, 1).is_none() || self.zoom == 0 {
            self.centre(review);
        }
        let span = self.span(review);
        let columns = area.width.saturating_sub(LABEL);
        let rows = self.rows(review, usize::from(area.height.saturating_sub(1)));
        let key = (review.revision, self.kind, span, columns, rows.clone());
        if self.drawn_up.as_ref() != Some(&key) {
            self.lanes = lanes(review.timeline(), &review.shown, self.kind, span, columns, rows);
            self.drawn_up = Some(key);
        }
        let key = (review.find.revision(), span, columns);
        if self.hits_of.replace(key) != Some(key) {
            self.hits = hits(review, span, columns);
        }
    }

    /// Which lanes are shown where not all fit: the playhead's is always among them.
    fn rows(&self, review: &Review, most: usize) -> Range<usize> {
        let on = review.current().map(|ix| review.timeline().moment(ix));
        let own = on.map_or(0, |moment| match self.kind {
            LaneKind::Speaker => moment.speaker.get(),
            LaneKind::Category => moment.category.get(),
            LaneKind::Merged => 0,
        });
        let last = self.wanted(review).saturating_sub(most);
        let was = self.drawn_up.as_ref().map_or(0, |(.., rows)| rows.start).min(last);
        let first = if own < was { own } else { was.max((own + 1).saturating_sub(most)) };
        first..first + most
    }

    pub(in crate::tui) fn draw(&self, scene: Scene<'_>, area: Rect, buffer: &mut Buffer) {
        if area.height == 0 || scene.review.timeline().is_empty() {
            return;
        }
        let track = Rect { x: area.x + LABEL, width: area.width.saturating_sub(LABEL), ..area };
        self.draw_axis(scene, track, buffer);
        let hidden = self.wanted(scene.review).saturating_sub(self.lanes.len());
        let what = match (self.kind, hidden) {
            (_, 1..) => format!("{hidden} more"),
            (LaneKind::Speaker, _) => "speakers".to_owned(),
            (LaneKind::Category, _) => "categories".to_owned(),
            (LaneKind::Merged, _) => "all".to_owned(),
        };
        put(buffer, Rect { width: LABEL - 1, ..area }, area.y, &[(&what, scene.theme.dim)]);
        for (lane, y) in self.lanes.iter().zip(area.y + 1..area.bottom()) {
            self.draw_lane(scene, lane, Rect { y, height: 1, ..area }, buffer);
        }
    }

    fn draw_axis(&self, scene: Scene<'_>, track: Rect, buffer: &mut Buffer) {
        let (review, theme) = (scene.review, scene.theme);
        let span = self.span(review);
        let step = step(span, track.width);
        let mut at = Offset::from_centis(span.from.centis().div_ceil(step) * step);
        let playhead = span.column(review.playhead.at, track.width);
        // What has been played is filled.
        let filled = self.played(scene, track.width).unwrap_or(0);
        for column in 0..filled.min(track.width) {
            buffer[(track.x + column, track.y)]
                .set_symbol(theme.glyphs.focus_rule)
                .set_style(theme.rule);
        }
        let marks: Vec<(char, u16)> = (review.marks.all(review.length()))
            .filter_map(|(name, at)| Some((name, span.column(at, track.width)?)))
            .collect();
        let is_free = |from: u16, end: u16| {
            let is_there = |at: u16| (from..=end).contains(&at);
            !playhead.is_some_and(is_there) && !marks.iter().any(|(_, at)| is_there(*at))
        };
        while at < span.to {
            if let Some(column) = span.column(at, track.width) {
                let label = at.clock().to_string();
                let room = track.width - column;
                let end = column + u16::try_from(label.len()).unwrap_or(0);
                if end < track.width && is_free(column, end) {
                    let place = Rect { x: track.x + column, width: room, ..track };
                    put(
                        buffer,
                        place,
                        track.y,
                        &[(theme.glyphs.tick, theme.rule), (&label, theme.dim)],
                    );
                }
            }
            at = at + Offset::from_centis(step);
        }
        for (bound, sign) in scene.replay.bounds().into_iter().zip(["[", "]"]) {
            if let Some(column) = bound.and_then(|at| span.column(at, track.width)) {
                let place = Rect { x: track.x + column, width: 1, ..track };
                put(buffer, place, track.y, &[(sign, theme.notice)]);
            }
        }
        let mut letter = [0; 4];
        for &(name, column) in &marks {
            let place = Rect { x: track.x + column, width: 1, ..track };
            put(buffer, place, track.y, &[(&*name.encode_utf8(&mut letter), theme.dim)]);
        }
        for &column in &self.hits {
            let cell = &mut buffer[(track.x + column, track.y)];
            match cell.symbol() {
                " " => cell.set_symbol(theme.glyphs.found).set_style(theme.notice),
                _ => cell.set_style(theme.found(theme.dim)),
            };
        }
        if let Some(column) = playhead {
            let place = Rect { x: track.x + column, width: 1, ..track };
            put(buffer, place, track.y, &[(theme.glyphs.playhead, theme.strong)]);
        }
    }

    /// How many columns have been played, while a replay is on: those before the playhead.
    fn played(&self, scene: Scene<'_>, columns: u16) -> Option<u16> {
        let (at, span) = (scene.review.playhead.at, self.span(scene.review));
        let column = || if at < span.from { 0 } else { columns };
        scene.replay.is_on().then(|| span.column(at, columns).unwrap_or_else(column))
    }

    /// When the playhead reaches the next column; nothing where the ruler has none.
    pub(in crate::tui) fn next_column(&self, review: &Review) -> Option<Offset> {
        let &(.., span, columns, _) = self.drawn_up.as_ref()?;
        let column = span.column(review.playhead.at, columns)?;
        Some(span.start_of(column + 1, columns))
    }

    fn draw_lane(&self, scene: Scene<'_>, lane: &Lane, area: Rect, buffer: &mut Buffer) {
        let (review, theme) = (scene.review, scene.theme);
        let timeline = review.timeline();
        let (label, style) = match lane.subject {
            Subject::All => ("moments", theme.dim),
            Subject::Speaker(ix) => (first_name(review.name(ix)), theme.text),
            Subject::Category(ix) => {
                (timeline.category(ix).label.as_str(), scene.colours[ix.get()])
            }
        };
        let (label, _) = fit(label, LABEL - 1);
        put(buffer, Rect { width: LABEL - 1, ..area }, area.y, &[(label, style)]);
        let current = review.playhead.on.map(|ix| timeline.moment(ix));
        let here = current.filter(|moment| match lane.subject {
            Subject::All => true,
            Subject::Speaker(ix) => moment.speaker == ix,
            Subject::Category(ix) => moment.category == ix,
        });
        let columns = area.width.saturating_sub(LABEL);
        let here = here.and_then(|moment| self.span(review).column(moment.at, columns));
        let played = self.played(scene, columns);
        let mut letter = [0; 4];
        for (cell, column) in lane.cells.iter().zip(0..columns) {
            let (text, style): (&str, Style) = match (cell.mark, cell.cover) {
                (Some(mark), _) if mark.shown => {
                    let category = timeline.moment(mark.moment).category;
                    // Where the playhead stands, its own moment hides its neighbours.
                    let category = if here == Some(column) {
                        current.map_or(category, |m| m.category)
                    } else {
                        category
                    };
                    let own = timeline.category(category).mark();
                    let sign = if mark.mixed && here != Some(column) { '&' } else { own };
                    let style =
                        if mark.mixed { theme.strong } else { scene.colours[category.get()] };
                    (sign.encode_utf8(&mut letter), style)
                }
                (Some(_), _) => (theme.glyphs.hidden, theme.dim),
                (None, Cover::One) => (theme.glyphs.cover, theme.rule),
                (None, Cover::Several) => (theme.glyphs.covers, theme.rule),
                (None, Cover::None) => continue,
            };
            let style = match played {
                // What is still to be played is dim, what has been is filled.
                Some(played) if column > played => theme.dim,
                Some(_) if cell.mark.is_none() => theme.text,
                _ => style,
            };
            // The letter tells the category; its colour would cost the bytes of a word.
            let style = if here == Some(column) { theme.cursor } else { style };
            buffer[(area.x + LABEL + column, area.y)].set_symbol(text).set_style(style);
        }
    }
}

/// The columns of a span in which there are hits.
fn hits(review: &Review, span: Span, columns: u16) -> Vec<u16> {
    let Some((hits, index)) = review.find.hits().filter(|(hits, _)| !hits.is_empty()) else {
        return Vec::new();
    };
    let mut before = hits.before(index, span.from);
    let mut with = Vec::new();
    for column in 0..columns {
        let up_to = hits.before(index, span.start_of(column + 1, columns));
        if up_to > before {
            with.push(column);
        }
        before = up_to;
    }
    with
}

/// A step between ticks, in hundredths, that leaves room for their labels.
fn step(span: Span, columns: u16) -> u32 {
    const STEPS: [u32; 17] =
        [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 86_400];
    let label = span.to.clock().to_string().width() + 4;
    let most = (usize::from(columns) / label).max(1);
    let fits = |step: &&u32| span.length() as usize / (**step as usize * 100) < most;
    let step = STEPS.iter().find(fits).copied();
    step.unwrap_or(span.length() / 100 / u32::try_from(most).unwrap_or(1)).max(1) * 100
}
