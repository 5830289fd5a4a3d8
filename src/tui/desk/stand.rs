//! How the call is looked at, as a value: said, and taken up again.

use super::Desk;
use crate::call::Offset;
use crate::tui::layout::{Column, Pane};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::notes::NotesBox;
use crate::tui::overlay::talk::TalkBox;
use crate::tui::pane::Scene;
use crate::tui::room::Opened;
use crate::tui::standpoint::{Standpoint, Tops};

impl Desk {
    /// How the call is looked at; nothing while it is not there.
    pub(in crate::tui) fn standpoint(&self) -> Option<Standpoint> {
        let review = &self.review;
        review.conversation.ready()?;
        let tops = Tops {
            summary: self.summary.top(),
            insights: self.insights.place(),
            timeline: self.timeline.top(review),
            transcript: self.transcript.anchor(review),
            moment: self.moment.top(),
        };
        Some(Standpoint {
            pane: self.focus,
            transcript: self.column.map(|column| column == Column::Shared),
            ruler: self.ruler.stretch(),
            tops,
            search: review.find.sought().to_owned(),
            marks: review.marks.all(Offset::LONGEST).collect(),
            ..Standpoint::of(review.timeline(), review.playhead, &review.filter)
        })
    }

    /// Looks at the call like that, at once or when it is there.
    pub(in crate::tui) fn stand_at(&mut self, standpoint: Standpoint) {
        self.review.stay();
        self.review.wanted = Some(Box::new(standpoint));
        self.go_back();
    }

    /// What is open over the call and shows more of it.
    pub(in crate::tui) fn opened(&self) -> Option<Opened> {
        match &self.overlay {
            Overlay::Talk(_) => Some(Opened::Talk),
            Overlay::Notes(notes) => Some(Opened::Notes(notes.chosen(&self.review))),
            _ => None,
        }
    }

    /// Opens the same, or closes it, unless the reader is at something of their own.
    pub(in crate::tui) fn open_along(&mut self, opened: Option<Opened>) {
        match (&self.overlay, opened) {
            (Overlay::None | Overlay::Notes(_), Some(Opened::Talk)) => {
                self.overlay = Overlay::Talk(TalkBox::default());
            }
            (Overlay::None | Overlay::Talk(_) | Overlay::Notes(_), Some(Opened::Notes(note))) => {
                self.overlay = Overlay::Notes(NotesBox::at(note, &self.review));
            }
            (Overlay::Talk(_) | Overlay::Notes(_), None) => self.overlay = Overlay::None,
            _ => {}
        }
    }

    /// Takes up the standpoint that is wanted, once the call is there.
    pub(super) fn go_back(&mut self) {
        if self.review.conversation.ready().is_none() {
            return;
        }
        let Some(wanted) = self.review.wanted.take() else { return };
        let review = &mut self.review;
        let filter = wanted.filter(review.timeline());
        let playhead = wanted.playhead(review.timeline(), review.length());
        review.playhead = playhead;
        if review.filter != filter {
            review.filter = filter;
            review.refilter();
        }
        let shape = |shared| if shared { Column::Shared } else { Column::Alone };
        self.column = wanted.transcript.map(shape);
        self.focus = wanted.pane;
        self.ruler.show(wanted.ruler, &self.review);
        let tops = wanted.tops;
        self.summary.read_from(tops.summary);
        self.insights.go_back(tops.insights, &self.review);
        self.timeline.show_from(tops.timeline, &self.review);
        self.transcript.go_back(tops.transcript);
        self.moment.read_from(playhead.on, tops.moment);
        if let Some(area) = self.areas().and_then(|areas| areas.body(Pane::Moment)) {
            let scene = Scene {
                review: &self.review,
                theme: &self.theme,
                keys: &self.keys,
                colours: &self.colours,
                replay: &self.replay,
            };
            self.moment.scroll_by(0, scene, area);
        }
    }
}
