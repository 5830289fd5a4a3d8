//! What is open goes on with a call of which something else has arrived.

use super::Desk;
use crate::tui::overlay::Overlay;

const NO_OFFER: &str = "The call has changed, and no filter answers that any more: ask again.";

impl Desk {
    /// Numbers of moments, categories and speakers are those of the answer before: what is open
    /// and knows some gets them again.
    pub(super) fn follow_arrival(&mut self) {
        match &mut self.overlay {
            Overlay::Find(line) => line.from = self.review.timeline().playhead_at(line.from.at),
            Overlay::Note(_) => self.follow_kept(),
            Overlay::Offer(offered) => match self.review.offer(&offered.question) {
                Some(offer) => offered.offer = offer,
                None => {
                    self.overlay = Overlay::None;
                    self.say(NO_OFFER);
                }
            },
            _ => {}
        }
    }
}
