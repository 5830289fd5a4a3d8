//! What was said, entry by entry, with the moments that fall on it.

mod entry;
mod place;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use self::entry::Look;
use self::place::{Pages, Place};
use super::bar::Bar;
use super::{More, Scene, say, say_problem};
use crate::call::{Offset, Playhead};
use crate::tui::action::Action;
use crate::tui::heading::Remark;
use crate::tui::msg::CallRef;
use crate::tui::review::Review;
use crate::tui::standpoint::Anchor;

/// Keeps which entry it is about, and what is at the top: an entry and a row of it, so that no
/// height but those on the screen has to be known.
#[derive(Debug, Default)]
pub(in crate::tui) struct TranscriptPane {
    cursor: usize,
    top: Place,
    /// The reader has scrolled: nothing moves until asked to follow again.
    scrolled: bool,
    /// The playhead when the pane last looked.
    seen: Option<Playhead>,
    /// Where to go back to once it has arrived.
    wanted: Option<Anchor>,
    bar: Bar,
}

const NONE: &str = "The org has no transcript of this call. A transcript takes a while after the \
    call has ended";
const SAVED: &str = "A saved response has no transcript. Open the call by its id to read it.";

/// How far a moment may be from the start of its entry to be meant with it.
const NEAR: Offset = Offset::from_centis(50);

impl TranscriptPane {
    /// Goes along with the playhead, unless the reader has scrolled.
    pub(in crate::tui) fn follow(&mut self, review: &Review, area: Rect) {
        if let Some(anchor) = self.wanted.take_if(|_| review.transcript.ready().is_some()) {
            self.show(anchor, review);
        }
        let pages = Pages::new(review, area);
        if self.seen.replace(review.playhead) != Some(review.playhead) {
            self.cursor = entry_at(review).unwrap_or(self.cursor);
        }
        self.cursor = self.cursor.min(pages.len().saturating_sub(1));
        self.top = pages.settled(self.top);
        if !self.scrolled && !pages.shows(self.top, self.cursor) {
            let above = pages.back(Place::of(self.cursor), usize::from(area.height) / 2);
            self.top = pages.settled(above);
            if !pages.shows(self.top, self.cursor) {
                self.top = pages.settled(Place::of(self.cursor));
            }
        }
    }

    /// Goes to the entry on a row of the screen.
    pub(in crate::tui) fn click(
        &mut self,
        row: u16,
        review: &Review,
        area: Rect,
    ) -> Option<Playhead> {
        let pages = Pages::new(review, area);
        let place = pages.forward(self.top, row.into());
        let is_there = place.entry < pages.len();
        is_there.then(|| self.go_to(place.entry, review))
    }

    /// Looks where hits are among all entries, if any of it changed.
    pub(in crate::tui) fn refit(&mut self, review: &Review, arrivals: u64, height: u16) {
        let revisions = (arrivals, review.find.revision());
        self.bar.refit(revisions, count(review), height, |from, to| {
            review.find.hits().is_some_and(|(hits, _)| hits.has_entries(from, to))
        });
    }

    /// What is at the top.
    pub(in crate::tui) fn anchor(&self, review: &Review) -> Option<Anchor> {
        // It is gone back to once the pane is on the screen.
        if self.wanted.is_some() {
            return self.wanted;
        }
        let transcript = review.transcript.ready()?;
        let Place { entry, row } = self.top;
        let sequence = match transcript.entries.get(entry) {
            Some(entry) => entry.sequence,
            None => u32::try_from(entry).ok().filter(|_| transcript.entries.is_empty())?,
        };
        Some(Anchor { sequence, row, scrolled: self.scrolled })
    }

    /// Goes back to what was at the top, once it is there.
    pub(in crate::tui) fn go_back(&mut self, anchor: Option<Anchor>) {
        self.wanted = anchor;
        (self.scrolled, self.seen) = (false, None);
    }

    fn show(&mut self, anchor: Anchor, review: &Review) {
        let Some(transcript) = review.transcript.ready() else { return };
        let entry = match transcript.entries.is_empty() {
            true => usize::try_from(anchor.sequence).ok(),
            false => transcript.entries.iter().position(|entry| entry.sequence == anchor.sequence),
        };
        let Some(entry) = entry else { return };
        self.top = Place { entry, row: anchor.row };
        self.scrolled = anchor.scrolled;
    }

    /// Something arrived: the playhead's entry may be another.
    pub(in crate::tui) fn look_again(&mut self) {
        self.seen = None;
    }

    /// Goes along with the playhead again.
    pub(in crate::tui) fn follow_again(&mut self) {
        self.wanted = None;
        (self.scrolled, self.seen) = (false, None);
    }

    /// Scrolls by rows, which leaves the playhead alone.
    pub(in crate::tui) fn scroll_by(&mut self, rows: isize, review: &Review, area: Rect) {
        let pages = Pages::new(review, area);
        let by = rows.unsigned_abs().min(pages.len().saturating_mul(usize::from(area.height)));
        let top = match rows {
            0.. => pages.forward(self.top, by),
            _ => pages.back(self.top, by),
        };
        let top = pages.settled(top);
        self.scrolled |= top != self.top;
        self.top = top;
    }

    /// Goes on or back by entries, from what is on the screen; the playhead follows.
    pub(in crate::tui) fn step(&mut self, entries: isize, review: &Review, area: Rect) -> Playhead {
        let pages = Pages::new(review, area);
        let to = match pages.shows(self.top, self.cursor) {
            true => self.cursor.saturating_add_signed(entries),
            false => pages.first_of(self.top, entries),
        };
        self.go_to(to, review)
    }

    /// Goes to an entry; the playhead follows.
    pub(in crate::tui) fn go_to(&mut self, entry: usize, review: &Review) -> Playhead {
        self.cursor = entry.min(count(review).saturating_sub(1));
        self.scrolled = false;
        let playhead = playhead_on(self.cursor, review);
        self.seen = Some(playhead);
        playhead
    }

    /// What the heading adds: how times came about, or how to go along with the playhead again.
    pub(in crate::tui) fn remark(&self, scene: Scene<'_>) -> Option<Remark> {
        let transcript = scene.review.transcript.ready()?;
        if self.scrolled {
            return Some(Remark::Notice(format!(
                "{} follows again",
                scene.keys.key_of(Action::Follow)
            )));
        }
        match (transcript.entries.is_empty(), transcript.plain.is_empty()) {
            (true, true) => None,
            (true, false) => Some(Remark::Calm("text without structure".to_owned())),
            (false, _) => {
                Some(Remark::Calm(format!("times {}", scene.review.spoken.placement.basis())))
            }
        }
    }

    pub(in crate::tui) fn draw(&self, scene: Scene<'_>, area: Rect, buffer: &mut Buffer) -> More {
        let (review, theme) = (scene.review, scene.theme);
        match (review.transcript.ready(), review.transcript.problem()) {
            (Some(transcript), _) if transcript.is_empty() => {
                let again = scene.keys.key_of(Action::Reload);
                say(buffer, area, &format!("{NONE}; {again} asks again."), theme.dim);
            }
            (Some(_), _) => return self.draw_entries(scene, area, buffer),
            (None, Some(problem)) => _ = say_problem(buffer, area, problem, (theme, scene.keys)),
            (None, None) => {
                let text = match review.call {
                    CallRef::Record(_) => "Loading",
                    CallRef::File(_) | CallRef::Stdin => SAVED,
                };
                say(buffer, area, text, theme.dim);
            }
        }
        More::default()
    }

    fn draw_entries(&self, scene: Scene<'_>, area: Rect, buffer: &mut Buffer) -> More {
        let rows = beside_bar(area);
        let look = Look::of(scene.review, rows.width);
        let pages = Pages::new(scene.review, area);
        let Place { mut entry, row: mut skip } = self.top;
        let mut y = area.y;
        while y < area.bottom() && entry < pages.len() {
            let rest = Rect { y, height: area.bottom() - y, ..rows };
            y = look.draw(scene, (entry, self.cursor), skip, rest, buffer);
            (entry, skip) = (entry + 1, 0);
        }
        let after = pages.forward(self.top, area.height.into());
        let seen = self.top.entry..after.entry + usize::from(after.row > 0);
        self.bar.draw(scene, seen, pages.len(), area, buffer);
        More { above: self.top != Place::default(), below: after.entry < pages.len() }
    }
}

/// A region without its last column, in which the bar is.
fn beside_bar(area: Rect) -> Rect {
    Rect { width: area.width.saturating_sub(1), ..area }
}

/// How many entries or lines there are to read.
fn count(review: &Review) -> usize {
    let Some(transcript) = review.transcript.ready() else { return 0 };
    match transcript.entries.len() {
        0 => transcript.plain.len(),
        entries => entries,
    }
}

/// The entry of the playhead: its moment's, or the last that has begun.
fn entry_at(review: &Review) -> Option<usize> {
    let placement = &review.spoken.placement;
    let of_moment = |moment| placement.entry_of(moment);
    // A moment that is played goes on after its entry.
    let is_at = |ix: &usize| review.timeline().moment(*ix).at == review.playhead.at;
    let own = review.playhead.on.filter(is_at).and_then(of_moment);
    let by_time = || placement.entry_at(review.playhead.at);
    own.or_else(by_time).or_else(|| review.current().and_then(of_moment))
}

/// The playhead at an entry's start, on the moment that starts with it if one does. An entry whose
/// time is not known moves the playhead only to its own moment.
fn playhead_on(entry: usize, review: &Review) -> Playhead {
    let timeline = review.timeline();
    let starts = |&moment: &usize| review.spoken.placement.entry_of(moment) == Some(entry);
    let mut moments = review.spoken.placement.moments_on(entry).filter(starts);
    let Some(span) = review.spoken.placement.span(entry) else {
        return moments.next().map_or(review.playhead, |moment| timeline.playhead_on(moment));
    };
    let is_near = |&moment: &usize| {
        let at = timeline.moment(moment).at;
        at - span.start <= NEAR && span.start - at <= NEAR
    };
    match moments.find(is_near) {
        Some(moment) => timeline.playhead_on(moment),
        None => timeline.playhead_at(span.start),
    }
}
