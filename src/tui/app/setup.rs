//! How an app is set up before its session begins.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::App;
use crate::call::{LaneKind, Offset};
use crate::tui::action::{Keymap, Screen};
use crate::tui::msg::CallRef;
use crate::tui::sheet::Remark;
use crate::tui::standpoint::Standpoint;

impl App {
    /// The same, with this call open first, at its first moment or at another place.
    #[must_use]
    pub fn opening(mut self, call: CallRef, at: Option<Offset>) -> Self {
        self.queue.choose(&call);
        let review = self.review(call).starting_at(at);
        self.desk = Some(self.new_desk(review));
        self.front = Screen::Review;
        self
    }

    /// The same, with these keys, instead of those that earmark comes with.
    #[must_use]
    pub fn with_keys(mut self, keys: Arc<Keymap>) -> Self {
        if let Some(desk) = &mut self.desk {
            desk.keys = Arc::clone(&keys);
        }
        if let Some(list) = self.queue.list_mut() {
            list.keys = Arc::clone(&keys);
        }
        self.keys = keys;
        self
    }

    /// The same, with the open call looked at like that, once it is there.
    #[must_use]
    pub fn standing_at(mut self, standpoint: Standpoint) -> Self {
        if let Some(desk) = &mut self.desk {
            desk.stand_at(standpoint);
        }
        self
    }

    /// The open call and how it is looked at; nothing while it is not there.
    #[must_use]
    pub fn standpoint(&self) -> Option<(&CallRef, Standpoint)> {
        let desk = self.desk.as_ref()?;
        Some((&desk.review.call, desk.standpoint()?))
    }

    /// The same, with these lanes on the ruler of the first call that is opened.
    #[must_use]
    pub fn with_lanes(mut self, lanes: LaneKind) -> Self {
        if let Some(desk) = &mut self.desk {
            desk.set_lanes(lanes);
        }
        self.lanes = lanes;
        self
    }

    /// The same, in which the mouse does something.
    #[must_use]
    pub fn with_mouse(self, mouse: bool) -> Self {
        Self { mouse, ..self }
    }

    /// Whether the mouse does something.
    #[must_use]
    pub fn has_mouse(&self) -> bool {
        self.mouse
    }

    /// The same, which begins with what is wrong in the user's files.
    #[must_use]
    pub fn remarking(mut self, remarks: &[Remark]) -> Self {
        let more = match remarks.len() {
            0 => return self,
            1 => String::new(),
            n => format!(" (and {} more: `earmark config check`)", n - 1),
        };
        self.first = Some(format!("{}{more}", remarks[0]));
        self
    }

    /// The same, with dates and times as they are in that zone, instead of in UTC.
    #[must_use]
    pub fn in_zone(mut self, zone: TimeZone) -> Self {
        if let Some(desk) = &mut self.desk {
            desk.review.zone = zone.clone();
        }
        if let Some(list) = self.queue.list_mut() {
            list.set_zone(zone.clone());
        }
        self.zone = zone;
        self
    }
}
