//! How the review screen is drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::Desk;
use crate::tui::action::Then;
use crate::tui::heading::{self, Remark};
use crate::tui::layout::{Areas, Pane};
use crate::tui::overlay::Overlay;
use crate::tui::pane::status::{self, Hint};
use crate::tui::pane::{Scene, title};
use crate::tui::room::Presence;

impl Desk {
    /// Draws the screen; returns where the cursor is, if it shows. `place` says which of several
    /// calls it is, and `presence` who looks on; nothing is drawn where there is no room.
    pub(in crate::tui) fn draw(
        &self,
        place: &str,
        presence: Option<&Presence>,
        buffer: &mut Buffer,
    ) -> Option<Position> {
        let scene = self.scene();
        let areas = self.areas()?;
        title::draw(scene, place, areas.title, buffer);
        self.ruler.draw(scene, areas.ruler, buffer);
        for pane in Pane::ALL {
            self.draw_pane(&areas, pane, buffer);
        }
        let row = areas.status;
        let row = presence.map_or(row, |presence| presence.draw(scene.theme, row, buffer));
        let hint = self.hint();
        if matches!(hint, Hint::Notice(_)) && self.overlay.is_box() {
            // What a key in it came to is read before the box itself.
            let cursor = self.draw_overlay(buffer);
            status::draw(scene, &hint, row, buffer);
            return cursor;
        }
        status::draw(scene, &hint, row, buffer);
        self.draw_overlay(buffer)
    }

    /// Draws what is open over the panes; returns where the cursor is, if it shows.
    pub(in crate::tui) fn draw_overlay(&self, buffer: &mut Buffer) -> Option<Position> {
        let scene = self.scene();
        let areas = self.areas()?;
        match &self.overlay {
            Overlay::None => {
                if let Some(row) = self.typed.prefix {
                    self.typed.which.draw(row, scene, areas.status, buffer);
                }
                None
            }
            Overlay::Filter(filter) => {
                filter.draw(scene, self.screen(), buffer);
                None
            }
            Overlay::Command(line) => {
                Some(line.draw((&self.theme, &self.keys), areas.status, buffer))
            }
            Overlay::Find(line) => Some(line.draw(scene, areas.status, buffer)),
            Overlay::Hits(list) => {
                list.draw(scene, self.screen(), buffer);
                None
            }
            Overlay::People(people) => people.draw(scene, self.screen(), buffer),
            Overlay::Tasks(tasks) => tasks.draw(scene, self.screen(), buffer),
            Overlay::Talk(talk) => {
                talk.draw(scene, self.screen(), buffer);
                None
            }
            Overlay::Offer(offer) => {
                offer.draw(scene, self.screen(), buffer);
                None
            }
            Overlay::Answer(answer) => {
                answer.draw(scene, self.screen(), buffer);
                None
            }
            Overlay::Note(note) => Some(note.draw(scene, self.has_editor(), self.screen(), buffer)),
            Overlay::Notes(notes) => {
                notes.draw(scene, self.screen(), buffer);
                None
            }
            Overlay::Tags(tags) => Some(tags.draw(scene, self.screen(), buffer)),
            Overlay::Yank(yank) => {
                yank.draw(scene, self.screen(), buffer);
                None
            }
            Overlay::Export(export) => {
                export.draw(scene, self.screen(), buffer);
                None
            }
            Overlay::Bare(bare) => {
                bare.draw(scene, self.screen(), buffer);
                None
            }
        }
    }

    fn draw_pane(&self, areas: &Areas, pane: Pane, buffer: &mut Buffer) {
        let scene: Scene<'_> = self.scene();
        let (Some(area), Some(body)) = (areas.pane(pane), areas.body(pane)) else { return };
        let more = match pane {
            Pane::Summary => self.summary.draw(scene, body, buffer),
            Pane::Insights => self.insights.draw(scene, body, self.focus == pane, buffer),
            Pane::Timeline => self.timeline.draw(scene, body, buffer),
            Pane::Transcript => self.transcript.draw(scene, body, buffer),
            Pane::Moment => self.moment.draw(scene, body, buffer),
        };
        let remark = match pane {
            Pane::Timeline => Remark::left_out(scene),
            Pane::Transcript => self.transcript.remark(scene),
            Pane::Summary | Pane::Insights | Pane::Moment => None,
        };
        if body.y > area.y {
            heading::draw(scene, (pane, self.focus), (more, remark), area, buffer);
        } else if let Some(tabs) = areas.tabs {
            heading::draw_tabs(scene, (pane, self.focus), (more, remark), tabs, buffer);
        }
    }

    fn hint(&self) -> Hint<'_> {
        if let Some(notice) = &self.notice {
            return Hint::Notice(notice);
        }
        if !matches!(self.overlay, Overlay::None) {
            return Hint::Pending("Esc closes".to_owned());
        }
        match (&self.typed.prefix, self.typed.count.get()) {
            (Some(row), count) => {
                let count = count.map(|n| n.to_string()).unwrap_or_default();
                let what = match row.then {
                    Then::Letter => "a category's letter",
                    Then::Mark => "a letter",
                    _ => "a speaker's digit",
                };
                let key = self.keys.key_of(row.action);
                Hint::Pending(format!("{count}{key} and {what}: {}", row.help))
            }
            (None, Some(count)) => Hint::Pending(count.to_string()),
            (None, None) => Hint::Keys(self.focus),
        }
    }
}
