//! A replay along with a recording: the player moves the playhead, or the reader the player.

use super::player::{Leap, Played, Seek, Wanted};
use super::{Repeat, Replay, State, Step};
use crate::call::replay::{Media, heard};
use crate::call::{Offset, Window};
use crate::tui::msg::Effect;
use crate::tui::remote::Ticket;
use crate::tui::review::Review;

/// How far from the end a player may be said to be when it has played all.
const CLOSE: Offset = Offset::from_centis(200);

/// Who plays the recording.
#[derive(Debug, Default)]
pub(super) struct Seat {
    media: Option<Media>,
    /// The player that was asked for last.
    taken: Option<Ticket>,
    loaded: bool,
    /// It failed; it is tried once more when the reader plays again.
    failed: bool,
    seek: Seek,
    /// Where the playhead is as the player has it.
    placed: Offset,
    /// Until where nothing that is shown changes.
    until: Offset,
    told: Option<Wanted>,
}

impl Seat {
    pub(super) fn of(media: Option<Media>) -> Self {
        Self { media, ..Self::default() }
    }

    /// Whether a player is at work, or about to be.
    pub(super) fn is_taken(&self) -> bool {
        self.taken.is_some()
    }

    pub(super) fn is_loading(&self) -> bool {
        self.is_taken() && !self.loaded
    }

    /// The reader plays: what failed before is tried once more.
    pub(super) fn try_again(&mut self) {
        self.failed = false;
    }

    fn leave(&mut self) {
        *self = Self::of(self.media.take());
    }
}

impl Replay {
    /// Ends the player; says whether there was one.
    pub(in crate::tui) fn fall_silent(&mut self) -> bool {
        let was_taken = self.seat.is_taken();
        self.seat.leave();
        was_taken
    }

    /// Tells the player what is new, or asks for one; nothing where the call plays as text.
    pub(super) fn steer(
        &mut self,
        review: &Review,
        until: Offset,
        tickets: &mut Ticket,
    ) -> Option<Vec<Effect>> {
        let media = self.seat.media.clone()?;
        let may_begin = self.state == State::Playing && !self.seat.failed;
        if !self.seat.is_taken() && !may_begin {
            return None;
        }
        let at = review.playhead.at;
        if !self.seat.is_taken() || at != self.seat.placed {
            self.seat.seek = Seek { number: self.seat.seek.number.wrapping_add(1), to: at };
            self.seat.placed = at;
        }
        self.seat.until = until;
        let wanted = self.wanted(at);
        if self.seat.told.replace(wanted) == Some(wanted) {
            return Some(Vec::new());
        }
        if self.seat.is_taken() {
            return Some(vec![Effect::Steer(wanted)]);
        }
        let ticket = tickets.next();
        self.seat.taken = Some(ticket);
        Some(vec![Effect::Play { ticket, media, wanted }])
    }

    fn wanted(&self, at: Offset) -> Wanted {
        let repeat = match self.repeat {
            Repeat::Between(start, end) if at < end => Some(Window { start, end }),
            Repeat::Between(..) | Repeat::Nothing | Repeat::From(_) => None,
        };
        let leap = self.course.next_from(at).map(|next| {
            let beyond = self.course.next_from(next.end).map(|beyond| beyond.start);
            Leap { at: next.end, to: beyond }
        });
        // Beyond the end of what is repeated, it starts again.
        let leap = leap.map(|leap| match repeat {
            Some(loops) if leap.to.is_none_or(|to| to >= loops.end) => {
                Leap { to: Some(loops.start), ..leap }
            }
            _ => leap,
        });
        let paused = self.state != State::Playing;
        Wanted { paused, speed: self.taste.speed, seek: self.seat.seek, repeat, leap }
    }

    /// Takes in what the player says. What it says of a failure is for the caller to show.
    pub(in crate::tui) fn hear(
        &mut self,
        ticket: Ticket,
        said: &Played,
        review: &mut Review,
    ) -> Step {
        if self.seat.taken != Some(ticket) {
            return Step::Nothing;
        }
        match *said {
            Played::Loaded => self.seat.loaded = true,
            // The call goes on as text.
            Played::Failed(_) => {
                self.seat.leave();
                self.seat.failed = true;
            }
            Played::Over if self.state == State::Playing => {
                // What a player says last is a little before what it has played.
                let (at, end) = (review.playhead.at, self.course.end());
                if at < end && end - at <= CLOSE {
                    review.playhead = heard(review.timeline(), &review.shown, end);
                    self.seat.placed = end;
                }
                (self.state, self.ended) = (State::Off, Some(review.playhead.at));
                return Step::Over;
            }
            Played::At { seek, at }
                if seek == self.seat.seek.number && self.state == State::Playing =>
            {
                // The reader may have moved it meanwhile, and is told to the player next.
                if review.playhead.at != self.seat.placed {
                    return Step::Nothing;
                }
                let before = std::mem::replace(&mut self.seat.placed, at);
                review.playhead = heard(review.timeline(), &review.shown, at);
                if (before..self.seat.until).contains(&at) {
                    return Step::Nothing;
                }
            }
            Played::Over | Played::At { .. } => return Step::Nothing,
        }
        Step::Moved
    }
}
