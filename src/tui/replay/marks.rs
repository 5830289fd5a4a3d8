//! What the screen shows of a replay.

use super::{Repeat, Replay, State};
use crate::call::Offset;
use crate::tui::theme::GlyphSet;

impl Replay {
    /// The playhead's time and how it is played, such as `▶ 1:23 ×2`; nothing while it is off.
    pub(in crate::tui) fn sign(&self, at: Offset, glyphs: GlyphSet) -> Option<String> {
        let (playing, paused, times) = match glyphs {
            GlyphSet::Unicode => ("▶", "‖", "×"),
            GlyphSet::Ascii => (">", "||", "x"),
        };
        let (sign, time) = match self.state {
            State::Off => return None,
            State::Paused => (paused, at.to_string()),
            State::Playing => (playing, at.clock().to_string()),
        };
        let mut text = format!("{sign} {time} {times}{}", self.taste.speed);
        let more = [
            (self.seat.is_loading(), " loading"),
            (self.only_moments, " moments only"),
            (self.taste.shortens, " silence short"),
            (matches!(self.repeat, Repeat::Between(..)), " A-B"),
        ];
        more.iter().filter(|(is_so, _)| *is_so).for_each(|(_, word)| text.push_str(word));
        Some(text)
    }

    /// Where what is repeated starts, and where it ends.
    pub(in crate::tui) fn bounds(&self) -> [Option<Offset>; 2] {
        match self.repeat {
            Repeat::Nothing => [None, None],
            Repeat::From(from) => [Some(from), None],
            Repeat::Between(from, to) => [Some(from), Some(to)],
        }
    }
}
