//! Playing the call that is open.

use super::Desk;
use crate::call::Offset;
use crate::tui::action::Action;
use crate::tui::msg::{Effect, Tick, Timer};
use crate::tui::pressed::Pressed;
use crate::tui::remote::Ticket;
use crate::tui::replay::{Played, Step};

/// How far a skip goes unless a count says, in seconds.
const SKIP: usize = 5;

impl Desk {
    /// Does what a key wants of the replay; what is not about this call is handed back.
    pub(super) fn play(&mut self, action: Action, count: Option<usize>) -> Pressed {
        let notice = match action {
            Action::Play => self.replay.toggle(&mut self.review, self.arrivals),
            Action::Slower => self.replay.slower(),
            Action::Faster => self.replay.faster(),
            Action::Repeat => Some(self.replay.repeat(&self.review)),
            Action::OnlyMoments => Some(self.replay.only_moments(&self.review, self.arrivals)),
            Action::ShortenSilence => Some(self.replay.shorten(&self.review, self.arrivals)),
            Action::SkipBack | Action::SkipOn => {
                self.skip(action == Action::SkipOn, count.unwrap_or(SKIP));
                None
            }
            action => return Pressed::wants(action),
        };
        if notice.is_some() {
            self.notice = notice;
        }
        Pressed::changed()
    }

    fn skip(&mut self, is_on: bool, seconds: usize) {
        let by = u32::try_from(seconds).unwrap_or(u32::MAX).saturating_mul(100);
        let (by, at) = (Offset::from_centis(by), self.review.playhead.at);
        let to = if is_on { (at + by).min(self.review.length()) } else { at - by };
        self.review.playhead = self.review.timeline().playhead_at(to);
    }

    pub(in crate::tui) fn is_playing(&self) -> bool {
        self.replay.is_playing()
    }

    /// Stops the replay where it is, for as long as nobody looks at the call.
    pub(in crate::tui) fn pause(&mut self) {
        self.replay.pause();
    }

    /// What has to end with the call.
    pub(in crate::tui) fn leave(&mut self) -> Vec<Effect> {
        let was_playing = self.replay.is_playing();
        self.replay.pause();
        let mut effects = Vec::from_iter(was_playing.then_some(Effect::Never(Timer::Replay)));
        effects.extend(self.replay.fall_silent().then_some(Effect::StopPlayer));
        effects
    }

    /// What follows from how things are, once they are brought up to date.
    pub(in crate::tui) fn go_on(&mut self, tickets: &mut Ticket) -> Vec<Effect> {
        let column = self.ruler.next_column(&self.review);
        self.replay.follow_up(&self.review, (self.arrivals, column), tickets)
    }

    /// The time for a step has come; says whether the screen may look different now.
    pub(in crate::tui) fn due(&mut self, ticket: Ticket, at: Tick) -> bool {
        let step = self.replay.due(ticket, at, &mut self.review);
        self.stepped(step)
    }

    /// Takes in what a player says; says whether the screen may look different now.
    pub(in crate::tui) fn hear(&mut self, ticket: Ticket, said: &Played) -> bool {
        let step = self.replay.hear(ticket, said, &mut self.review);
        if let (Step::Moved, Played::Failed(problem)) = (step, said) {
            self.say(&problem.to_string());
        }
        self.stepped(step)
    }

    fn stepped(&mut self, step: Step) -> bool {
        match step {
            Step::Nothing => return false,
            Step::Moved => {}
            Step::Over => {
                self.say(&format!("Played to the end, {}.", self.review.playhead.at.clock()));
            }
        }
        true
    }
}
