//! Which calls have a recording, and how they are played.

use super::App;
use crate::call::replay::Media;
use crate::tui::msg::CallRef;
use crate::tui::replay::Taste;

impl App {
    /// The same, with recordings of some of the calls.
    #[must_use]
    pub fn hearing(mut self, recordings: Vec<(CallRef, Media)>) -> Self {
        self.recordings = recordings;
        self.desk = self.desk.take().map(|desk| {
            let media = self.recording(&desk.review.call);
            desk.hearing(media)
        });
        self
    }

    /// The same, with calls played that way until the reader chooses otherwise.
    #[must_use]
    pub fn playing(mut self, taste: Taste) -> Self {
        self.taste = taste;
        self.desk = self.desk.take().map(|desk| {
            let media = self.recording(&desk.review.call);
            desk.playing(taste).hearing(media)
        });
        self
    }

    pub(super) fn recording(&self, call: &CallRef) -> Option<Media> {
        let is_of = |(of, _): &&(CallRef, Media)| of == call;
        self.recordings.iter().find(is_of).map(|(_, media)| media.clone())
    }

    /// Nobody looks at the call.
    pub(super) fn pause(&mut self) {
        if let Some(desk) = &mut self.desk {
            desk.pause();
        }
    }
}
