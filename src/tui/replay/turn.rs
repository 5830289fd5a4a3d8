//! What the reader does with a replay.

use super::{Repeat, Replay, State};
use crate::call::Offset;
use crate::call::replay::heard;
use crate::tui::review::Review;

const NOTHING: &str = "There is nothing to play yet.";
const NO_MOMENTS: &str = "There is no moment to play; the filter may hide them.";
const NO_TIMES: &str = "Silence cannot be told: no entry of a transcript says when it ends.";

impl Replay {
    /// Plays, or pauses; says what is in the way.
    pub(in crate::tui) fn toggle(&mut self, review: &mut Review, arrivals: u64) -> Option<String> {
        if self.state == State::Playing {
            self.pause();
            return None;
        }
        self.plot(review, arrivals);
        if self.course.is_empty() {
            let why = if review.timeline().is_empty() || !self.only_moments {
                NOTHING
            } else {
                NO_MOMENTS
            };
            return Some(why.to_owned());
        }
        // From where there is something to play, or from the start once it is over.
        let is_over = self.ended.take() == Some(review.playhead.at);
        let next = self.course.next_from(review.playhead.at).filter(|_| !is_over);
        let next = next.or_else(|| self.course.next_from(Offset::ZERO));
        if let Some(next) = next.filter(|next| next.start != review.playhead.at) {
            review.playhead = heard(review.timeline(), &review.shown, next.start);
        }
        self.state = State::Playing;
        self.seat.try_again();
        None
    }

    /// Stops where it is, for as long as the reader likes.
    pub(in crate::tui) fn pause(&mut self) {
        if self.state == State::Playing {
            self.state = State::Paused;
        }
    }

    pub(in crate::tui) fn faster(&mut self) -> Option<String> {
        match self.taste.speed.faster() {
            Some(speed) => self.taste.speed = speed,
            None => return Some(format!("Speed {} is the fastest.", self.taste.speed)),
        }
        self.say_speed()
    }

    pub(in crate::tui) fn slower(&mut self) -> Option<String> {
        match self.taste.speed.slower() {
            Some(speed) => self.taste.speed = speed,
            None => return Some(format!("Speed {} is the slowest.", self.taste.speed)),
        }
        self.say_speed()
    }

    /// While it is on, the status row says it anyway.
    fn say_speed(&self) -> Option<String> {
        (!self.is_on()).then(|| format!("Plays at speed {}.", self.taste.speed))
    }

    /// Shortens silences, or plays them whole; says how long the call plays then.
    pub(in crate::tui) fn shorten(&mut self, review: &Review, arrivals: u64) -> String {
        self.taste.shortens = !self.taste.shortens;
        self.plot(review, arrivals);
        if self.taste.shortens && !review.tells_silence() {
            self.taste.shortens = false;
            return NO_TIMES.to_owned();
        }
        let how = if self.taste.shortens { "Silences play as 2 s" } else { "Silences play whole" };
        format!("{how}: {}.", self.duration())
    }

    /// Plays moments only, or all of the call; says how long that is.
    pub(in crate::tui) fn only_moments(&mut self, review: &Review, arrivals: u64) -> String {
        self.only_moments = !self.only_moments;
        self.plot(review, arrivals);
        match self.only_moments {
            true if self.course.is_empty() => NO_MOMENTS.to_owned(),
            true => format!("Plays {} moments only: {}.", review.shown.len(), self.duration()),
            false => format!("Plays all of the call: {}.", self.duration()),
        }
    }

    fn duration(&self) -> String {
        let length = u64::from(self.course.length().centis()) * 100;
        let length = length / u64::from(self.taste.speed.percent());
        let length = Offset::from_centis(u32::try_from(length).unwrap_or(u32::MAX)).clock();
        format!("{length} at speed {}", self.taste.speed)
    }

    /// Sets the start of what is repeated, then its end, then repeats nothing.
    pub(in crate::tui) fn repeat(&mut self, review: &Review) -> String {
        let at = review.playhead.at;
        let (repeat, said) = match self.repeat {
            Repeat::Nothing => {
                (Repeat::From(at), format!("Repeats from {at}, to where this is pressed next."))
            }
            Repeat::From(from) if at == from => {
                (Repeat::Nothing, "Repeats nothing: it would be empty.".to_owned())
            }
            Repeat::From(from) => {
                let (from, to) = (from.min(at), from.max(at));
                (Repeat::Between(from, to), format!("Repeats {from} to {to}."))
            }
            Repeat::Between(..) => (Repeat::Nothing, "Repeats nothing.".to_owned()),
        };
        self.repeat = repeat;
        said
    }
}
