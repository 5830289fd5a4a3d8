//! What can follow a key, told to whoever hesitates behind it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use crate::tui::action::{Binding, Then};
use crate::tui::msg::{Effect, Timer};
use crate::tui::pane::{Scene, put, put_cut};
use crate::tui::remote::Ticket;

/// How long somebody hesitates, in milliseconds.
const AFTER: u64 = 600;

/// Knows whether a box is waited for, and whether it is open.
#[derive(Debug, Default)]
pub(in crate::tui) struct WhichKey {
    waits: Option<Ticket>,
    open: bool,
}

impl WhichKey {
    /// Brings the timer in line with whether a key waits for another.
    pub(in crate::tui) fn wait(&mut self, pending: bool, tickets: &mut Ticket) -> Option<Effect> {
        match (pending, self.waits, self.open) {
            (true, None, false) => {
                let ticket = tickets.next();
                self.waits = Some(ticket);
                Some(Effect::Later { ticket, timer: Timer::Which, millis: AFTER })
            }
            (false, waits, _) => {
                *self = Self::default();
                waits.map(|_| Effect::Never(Timer::Which))
            }
            _ => None,
        }
    }

    /// Opens the box, if its time is what came.
    pub(in crate::tui) fn is_due(&mut self, ticket: Ticket) -> bool {
        let is_it = self.waits.take_if(|waits| *waits == ticket).is_some();
        self.open |= is_it;
        is_it
    }

    /// Draws the box over the rows above one.
    pub(in crate::tui) fn draw(
        &self,
        row: &Binding,
        scene: Scene<'_>,
        line: Rect,
        buffer: &mut Buffer,
    ) {
        const COLUMN: u16 = 28;
        if !self.open {
            return;
        }
        let all = follows(row.then, scene);
        let columns = usize::from((line.width.saturating_sub(4) / COLUMN).max(1)).min(3);
        let rows = all.len().max(1).div_ceil(columns);
        let height = u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(2).min(line.y);
        let width = COLUMN * u16::try_from(columns).unwrap_or(1) + 4;
        let above = Rect { y: line.y - height, height, ..line };
        let title = format!("{}: {}", scene.keys.key_of(row.action), row.help);
        let inner = super::frame(scene.theme, &title, (width, height), above, buffer);
        if all.is_empty() {
            let none = "Nothing can follow here; Esc leaves it.";
            put_cut(buffer, inner, inner.y, none, (scene.theme.dim, scene.theme.glyphs.more));
        }
        for (i, (key, name)) in all.iter().enumerate() {
            let (x, y) = (i / rows, i % rows);
            let y = inner.y + u16::try_from(y).unwrap_or(u16::MAX).min(inner.height);
            let x = inner.x + COLUMN * u16::try_from(x).unwrap_or(0);
            if y >= inner.bottom() {
                continue;
            }
            let cell = Rect { x, y, width: COLUMN - 2, height: 1 }.intersection(inner);
            let key = key.to_string();
            let x = put(buffer, cell, y, &[(&key, scene.theme.strong), ("  ", scene.theme.text)]);
            let rest = Rect { x, width: cell.right().saturating_sub(x), ..cell };
            debug_assert!(key.width() <= 2);
            put_cut(buffer, rest, y, name, (scene.theme.text, scene.theme.glyphs.more));
        }
    }
}

/// The keys that can follow, and what they stand for.
fn follows(then: Then, scene: Scene<'_>) -> Vec<(char, String)> {
    let timeline = scene.review.timeline();
    match then {
        Then::Nothing => Vec::new(),
        Then::Mark => scene.review.marks_told(),
        Then::Letter => {
            let lettered = timeline.categories().iter();
            lettered.filter_map(|it| Some((it.letter?, it.label.to_string()))).collect()
        }
        Then::Digit => {
            let people = ('1'..='9').zip(timeline.speaker_ixs());
            people.map(|(digit, ix)| (digit, scene.review.name(ix).to_string())).collect()
        }
    }
}
