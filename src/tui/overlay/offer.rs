//! A question that a filter answers: what it shows, before the org is asked.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::call::Offer;
use crate::call::text::Clean;
use crate::tui::pane::{Scene, say};
use crate::tui::wrap::Wrap;

/// A question and the filter for it.
#[derive(Debug)]
pub(in crate::tui) struct OfferBox {
    pub(in crate::tui) question: Clean,
    pub(in crate::tui) offer: Offer,
    /// Whether there is an org to ask instead.
    pub(in crate::tui) has_org: bool,
}

const WIDTH: u16 = 76;

impl OfferBox {
    fn text(&self) -> String {
        let Offer { name, moments, .. } = &self.offer;
        let moments = match moments {
            1 => "1 moment".to_owned(),
            n => format!("{n} moments"),
        };
        let ask = if self.has_org { ", a asks the org anyway" } else { "" };
        format!("The filter \"{name}\" shows {moments}: Enter filters{ask}, Esc closes.")
    }

    pub(in crate::tui) fn draw(&self, scene: Scene<'_>, area: Rect, buffer: &mut Buffer) {
        let theme = scene.theme;
        let text = self.text();
        let width = WIDTH.min(area.width).saturating_sub(4);
        let rows = |text: &str| Wrap::text(text, theme.text, width).count();
        let height = u16::try_from(rows(&self.question) + rows(&text) + 3).unwrap_or(u16::MAX);
        let inner = super::frame(theme, "Ask", (WIDTH, height), area, buffer);
        let y = say(buffer, inner, &self.question, theme.strong) + 1;
        let rest = Rect { y, height: inner.bottom().saturating_sub(y), ..inner };
        say(buffer, rest, &text, theme.text);
    }
}
