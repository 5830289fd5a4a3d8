//! Playing a call: as text in real time, or along with its recording.
//!
//! The playhead is the review's own, so a motion of the reader moves what is played, and playing
//! goes on from there.

mod clock;
mod hear;
mod marks;
mod next;
mod player;
mod turn;

use self::clock::Clock;
use self::hear::Seat;
pub(super) use self::next::Step;
pub use self::player::{Leap, Played, Seek, Wanted};
use crate::call::Offset;
use crate::call::replay::{Course, Media, Speed};
use crate::tui::review::Review;

/// How calls are played until the reader chooses otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taste {
    /// How fast.
    pub speed: Speed,
    /// Whether long silences are shortened.
    pub shortens: bool,
}

/// The replay of one call.
#[derive(Debug, Default)]
pub(super) struct Replay {
    state: State,
    taste: Taste,
    /// Whether only the windows of the moments that are shown are played.
    only_moments: bool,
    repeat: Repeat,
    course: Course,
    /// What the course was made of.
    made_of: Option<Made>,
    /// Where it was over.
    ended: Option<Offset>,
    clock: Clock,
    seat: Seat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    /// Not begun, or over.
    #[default]
    Off,
    Paused,
    Playing,
}

/// What is played again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Repeat {
    #[default]
    Nothing,
    /// From here, once it is known how far.
    From(Offset),
    /// From the one to the other, which is later.
    Between(Offset, Offset),
}

/// What changes a course: the moments and which of them are shown, what arrived, the length, and
/// what is left out.
type Made = (u64, u64, Offset, bool, bool);

impl Replay {
    pub(super) fn new(taste: Taste) -> Self {
        Self { taste, ..Self::default() }
    }

    /// The same, heard along with a recording, if there is one.
    pub(super) fn hearing(self, media: Option<Media>) -> Self {
        Self { seat: Seat::of(media), ..self }
    }

    /// What another call starts with.
    pub(super) fn for_another_call(&self) -> Self {
        Self { only_moments: self.only_moments, ..Self::new(self.taste) }
    }

    /// Whether it has begun and is not over: playing, or paused.
    pub(super) fn is_on(&self) -> bool {
        self.state != State::Off
    }

    pub(super) fn is_playing(&self) -> bool {
        self.state == State::Playing
    }

    /// Makes the course anew where something that it is made of has changed.
    fn plot(&mut self, review: &Review, arrivals: u64) {
        let end = review.length();
        let made = (review.revision, arrivals, end, self.only_moments, self.taste.shortens);
        if self.made_of == Some(made) {
            return;
        }
        self.made_of = Some(made);
        let course = match self.only_moments {
            true => Course::of_moments(review.timeline(), &review.shown, end),
            false => Course::whole(end),
        };
        self.course = match self.taste.shortens {
            true => course.without(&review.silences()),
            false => course,
        };
    }
}
