//! What is known of the moments of calls, and the few requests for more of it.

use std::collections::HashMap;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::call::{
    CallId, Category, Glance, KINDS, Listed, Problem, ProblemKind, Progress, Stretch,
};
use crate::tui::msg::Effect;
use crate::tui::pane::put;
use crate::tui::remote::Ticket;
use crate::tui::theme::Theme;

/// Glances at calls. Two at most are asked for at a time, for rows that are on the screen then.
#[derive(Debug, Default)]
pub(super) struct Glances {
    known: HashMap<CallId, Known>,
    asked: Vec<(Ticket, CallId)>,
    /// Categories of all calls, with their styles.
    categories: Vec<Category>,
    styles: Vec<Style>,
    /// The org wants to be left alone, or is not there.
    pauses: bool,
}

#[derive(Debug)]
enum Known {
    Seen(Box<Seen>),
    /// Why there is none.
    Not(&'static str),
}

/// A glance as it is drawn.
#[derive(Debug)]
struct Seen {
    /// For each stretch, the place of its category and whether there are several moments.
    cells: Vec<Option<(usize, bool)>>,
    moments: usize,
    attention: usize,
    follow_ups: usize,
    has_next_step: bool,
}

/// Requests under way.
const AT_ONCE: usize = 2;
/// More than this is not remembered.
const MOST: usize = 5_000;

impl Glances {
    /// Asks for calls that are on the screen, the first of them first.
    pub(super) fn ask<'a>(
        &mut self,
        seen: impl Iterator<Item = &'a Listed>,
        tickets: &mut Ticket,
    ) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.pauses || self.asked.len() >= AT_ONCE {
            return effects;
        }
        for call in seen {
            let is_asked = self.asked.iter().any(|(_, id)| *id == call.id);
            // What the org still works on has nothing to look at.
            if is_asked
                || self.known.contains_key(&call.id)
                || call.progress == Progress::Processing
            {
                continue;
            }
            let ticket = tickets.next();
            self.asked.push((ticket, call.id));
            effects.push(Effect::Glance { ticket, call: call.id, length: call.duration });
            if self.asked.len() >= AT_ONCE {
                break;
            }
        }
        effects
    }

    /// Takes in an answer; says whether it was waited for.
    pub(super) fn settle(
        &mut self,
        ticket: Ticket,
        answer: Result<Option<Box<Glance>>, Problem>,
        theme: &Theme,
    ) -> bool {
        let Some(at) = self.asked.iter().position(|(asked, _)| *asked == ticket) else {
            return false;
        };
        let (_, call) = self.asked.swap_remove(at);
        let known = match answer {
            Ok(Some(glance)) => return self.see(call, &glance, theme),
            Ok(None) => "not fetched",
            Err(problem) => {
                use ProblemKind::{Busy, NotFound, NotOffered, NotSignedIn, Unreachable};
                self.pauses |= matches!(problem.kind, Busy | NotSignedIn | Unreachable);
                match problem.kind {
                    NotFound => "no access",
                    NotOffered => "not offered",
                    NotSignedIn => "not signed in",
                    Busy => "org is busy",
                    Unreachable => "no answer",
                    ProblemKind::Unreadable | ProblemKind::Failed => "cannot be read",
                }
            }
        };
        self.known.insert(call, Known::Not(known));
        true
    }

    /// Looks at a call that is there.
    pub(super) fn see(&mut self, call: CallId, glance: &Glance, theme: &Theme) -> bool {
        if self.known.len() >= MOST {
            self.known.clear();
        }
        let before = self.categories.len();
        let places: Vec<usize> = glance.categories.iter().map(|it| self.place(it)).collect();
        if self.categories.len() > before {
            self.styles = theme.categories(&self.categories);
        }
        let drawn = |stretch: &Option<Stretch>| {
            stretch.map(|stretch| (places[stretch.category], stretch.moments > 1))
        };
        let seen = Seen {
            cells: glance.stretches.iter().map(drawn).collect(),
            moments: glance.moments,
            attention: glance.attention,
            follow_ups: glance.follow_ups,
            has_next_step: glance.has_next_step,
        };
        self.known.insert(call, Known::Seen(Box::new(seen)));
        true
    }

    /// The place of a category among those of all calls; beyond the known kinds, all are one.
    fn place(&mut self, category: &Category) -> usize {
        let known = |it: &Category| it.id == category.id && it.letter == category.letter;
        if let Some(place) = self.categories.iter().position(known) {
            return place;
        }
        if self.categories.len() < KINDS {
            self.categories.push(category.clone());
        }
        self.categories.len() - 1
    }

    /// Looks again where there was nothing to see.
    pub(super) fn retry(&mut self) {
        self.known.retain(|_, known| matches!(known, Known::Seen(_)));
        self.pauses = false;
    }

    /// Why a call shows nothing, if there is more to say than its state.
    pub(super) fn instead(&self, call: CallId) -> Option<&'static str> {
        match self.known.get(&call) {
            Some(Known::Seen(seen)) if seen.moments == 0 => Some("no moments"),
            Some(Known::Not(why)) => Some(why),
            Some(Known::Seen(_)) => None,
            None => self.asked.iter().any(|(_, id)| *id == call).then_some("loading"),
        }
    }

    /// Draws a call's moments as a line; says whether there are any.
    pub(super) fn draw(
        &self,
        call: CallId,
        theme: &Theme,
        area: Rect,
        buffer: &mut Buffer,
    ) -> bool {
        let Some(Known::Seen(seen)) = self.known.get(&call).filter(|_| area.height > 0) else {
            return false;
        };
        if seen.moments == 0 {
            return false;
        }
        let mut letter = [0; 4];
        for (cell, x) in seen.cells.iter().zip(area.x..area.right()) {
            let (text, style): (&str, Style) = match *cell {
                None => (theme.glyphs.hidden, theme.rule),
                Some((category, several)) => {
                    let mark = self.categories[category].mark();
                    let style = self.styles[category];
                    match several {
                        true => (mark.encode_utf8(&mut letter), style.add_modifier(Modifier::BOLD)),
                        false => (mark.to_ascii_lowercase().encode_utf8(&mut letter), style),
                    }
                }
            };
            buffer[(x, area.y)].set_symbol(text).set_style(style);
        }
        true
    }

    /// Draws what a reviewer looks for first: attention, follow-ups, and that nothing was agreed
    /// to be done next.
    pub(super) fn signs(&self, call: CallId, theme: &Theme, area: Rect, buffer: &mut Buffer) {
        let Some(Known::Seen(seen)) = self.known.get(&call) else { return };
        let sign = |is: usize, sign: &'static str| if is > 0 { sign } else { " " };
        let lacks = match (seen.has_next_step, area.width) {
            (true, _) => "",
            (false, LONG..) => " no next step",
            (false, _) => " -N",
        };
        let signs = [sign(seen.attention, "!"), sign(seen.follow_ups, "+"), lacks];
        put(buffer, area, area.y, &[(&signs.concat(), theme.notice)]);
    }
}

/// From this width on, the signs are words.
pub(super) const LONG: u16 = 15;
