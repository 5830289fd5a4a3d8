//! Tasks for what the reviewer leaves behind.

use super::tasks::{Slot, Tasks, caught};
use crate::call::{CallId, Offset};
use crate::tui::{Answer, CallRef, Standpoint, Ticket};

impl Tasks {
    /// Starts to keep where the reviewer is in a call.
    pub(super) fn save_standpoint(&mut self, call: CallRef, standpoint: Standpoint) {
        let source = self.alone().clone();
        self.start(
            Slot::SaveStandpoint(call.clone()),
            Ticket::default(),
            async move |_, teller| {
                let saved = caught(source.keep_standpoint(&call, &standpoint)).await;
                teller.answer(Answer::StandpointSaved(saved.unwrap_or_else(Err))).await;
            },
        );
    }

    /// Starts to look at a call from afar.
    pub(super) fn glance(&mut self, ticket: Ticket, call: CallId, length: Option<Offset>) {
        let source = self.source.clone();
        self.start(Slot::Glance(call), ticket, async move |_, teller| {
            let glance = caught(source.glance(call, length)).await.unwrap_or_else(Err);
            teller.answer(Answer::Glance(glance.map(|glance| glance.map(Box::new)))).await;
        });
    }

    /// Starts to look up which calls are reviewed.
    pub(super) fn load_reviewed(&mut self, ticket: Ticket) {
        let source = self.source.clone();
        self.start(Slot::Reviewed, ticket, async move |_, teller| {
            let calls = caught(source.reviewed()).await.unwrap_or_else(Err);
            teller.answer(Answer::Reviewed(calls)).await;
        });
    }

    /// Starts to keep whether a call is reviewed.
    pub(super) fn save_reviewed(&mut self, call: CallId, reviewed: bool) {
        let source = self.source.clone();
        self.start(Slot::SaveReviewed(call), Ticket::default(), async move |_, teller| {
            let saved = caught(source.keep_reviewed(call, reviewed)).await;
            teller.answer(Answer::ReviewedSaved(saved.unwrap_or_else(Err))).await;
        });
    }
}
