//! An app over a list of invented calls, and the org that answers it, page by page.

use std::collections::VecDeque;

use earmark::call::text::clean_line;
use earmark::call::{Cursor, Listed, Offset, Page, Problem, ProblemKind, Progress, Scope};
use earmark::tui::{
    Answer, App, Banner, CallRef, Depth, Effect, GlyphSet, Ground, Msg, Origin, Outcome, Theme,
    What,
};
use jiff::{SignedDuration, Timestamp};
use ratatui::layout::Size;

use super::stage::{Stage, conversation};

/// Titles in turn, so that one call in five has the same.
const TITLES: [&str; 5] =
    ["Renewal", "First meeting", "Price review", "Delivery dates", "Second year"];
const ACCOUNTS: [&str; 3] = ["Corran Bay Oysters", "Fennimore Kitchens", "Bellweather"];

/// A call by its number; the highest is the newest.
pub(crate) fn listed(n: u32) -> Listed {
    let newest: Timestamp = "2026-11-20T14:30:00Z".parse().unwrap();
    let clean = |text: &str| clean_line(text).boxed();
    let kind = if n % 4 == 3 { "0LQ" } else { "6qr" };
    Listed {
        id: format!("{kind}Ws00000{n:05}").parse().unwrap(),
        title: (n % 7 != 6).then(|| clean(TITLES[n as usize % 5])),
        start: Some(newest - SignedDuration::from_hours(29 * (1_000 - i64::from(n)))),
        duration: Some(Offset::from_centis(n % 90 * 6_000 + 4_500)),
        account: Some(clean(ACCOUNTS[n as usize % 3])),
        people: vec![clean("Ada Marchetti"), clean(&format!("Guest {n}"))],
        owner: Some(clean("Ada Marchetti")),
        progress: [Progress::Ready, Progress::Processing, Progress::NoSummary, Progress::Unknown]
            [(n / 3) as usize % 4],
    }
}

/// A list under test.
pub(crate) struct Listing {
    pub(crate) stage: Stage,
    /// The numbers of the org's calls, newest first.
    pub(crate) calls: Vec<u32>,
    per_page: usize,
    /// What was asked and not answered.
    pub(crate) pending: VecDeque<Effect>,
    /// Every effect so far.
    pub(crate) effects: Vec<Effect>,
}

impl Listing {
    /// A list of so many calls, of which nothing has arrived.
    pub(crate) fn new(calls: u32, per_page: usize, (width, height): (u16, u16)) -> Self {
        let theme = Theme::new(Ground::Dark, Depth::None, GlyphSet::Unicode);
        let banner = Banner { org: clean_line("acme.my.salesforce.com").boxed(), note: None };
        let app = App::listing(theme, Size::new(width, height), Scope::Mine, banner);
        Self::of(app, calls, per_page)
    }

    pub(crate) fn of(mut app: App, calls: u32, per_page: usize) -> Self {
        let started = app.start();
        let calls = (0..calls).map(|n| 999 - n).collect();
        let mut listing = Self {
            stage: Stage { app, started: started.clone() },
            calls,
            per_page,
            pending: VecDeque::new(),
            effects: Vec::new(),
        };
        listing.note(&started);
        listing
    }

    /// A list of which everything that was asked for has arrived.
    pub(crate) fn served(calls: u32, per_page: usize, size: (u16, u16)) -> Self {
        let mut listing = Self::new(calls, per_page, size);
        listing.serve();
        listing
    }

    fn note(&mut self, effects: &[Effect]) {
        self.effects.extend_from_slice(effects);
        for effect in effects {
            match effect {
                Effect::Load { .. } | Effect::List { .. } => self.pending.push_back(effect.clone()),
                Effect::Forget(call) => self
                    .pending
                    .retain(|asked| !matches!(asked, Effect::Load { call: of, .. } if of == call)),
                _ => {}
            }
        }
    }

    /// Requests for pages that were not answered.
    pub(crate) fn lists(&self) -> impl Iterator<Item = &Effect> {
        self.pending.iter().filter(|effect| matches!(effect, Effect::List { .. }))
    }

    /// Presses keys; returns the effects of the last one.
    pub(crate) fn press(&mut self, keys: &str) -> Vec<Effect> {
        let mut last = Vec::new();
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let length = match rest.strip_prefix('<').and_then(|rest| rest.find('>')) {
                Some(end) => end + 2,
                None => first.len_utf8(),
            };
            let outcome = self.stage.press(&rest[..length]);
            self.note(&outcome.effects);
            last = outcome.effects;
            rest = &rest[length..];
        }
        last
    }

    pub(crate) fn update(&mut self, msg: Msg) -> Outcome {
        let outcome = self.stage.app.update(msg);
        self.note(&outcome.effects);
        outcome
    }

    /// The page that a request asks for.
    pub(crate) fn page(&self, after: Option<&Cursor>) -> Page {
        let seen = after.and_then(|cursor| cursor.seen.first());
        let from = seen.map_or(0, |id| {
            1 + self.calls.iter().position(|&n| listed(n).id == *id).expect("a call of the org")
        });
        let to = (from + self.per_page).min(self.calls.len());
        let calls: Vec<_> = self.calls[from..to].iter().map(|&n| listed(n)).collect();
        let next = calls.last().filter(|_| to < self.calls.len());
        let next = next.map(|last| Cursor { before: last.start, seen: vec![last.id] });
        Page { calls, next, missing: Vec::new() }
    }

    /// Answers a request.
    pub(crate) fn answer(&mut self, effect: &Effect) -> Outcome {
        let (ticket, answer) = match effect {
            Effect::List { ticket, after, .. } => {
                (*ticket, Answer::Calls(Ok(Box::new(self.page(after.as_ref())))))
            }
            Effect::Load { ticket, what: What::Conversation, .. } => {
                (*ticket, Answer::Conversation(Ok(conversation(12, 2, 2))))
            }
            Effect::Load { ticket, what: What::Transcript, .. } => {
                (*ticket, Answer::Transcript(Err(problem())))
            }
            Effect::Load { ticket, what: What::Record, .. } => {
                (*ticket, Answer::Record(Err(problem())))
            }
            Effect::Load { ticket, what: What::Names, .. } => {
                (*ticket, Answer::Names(Ok(Box::default())))
            }
            Effect::Load { ticket, what: What::Notes, .. } => {
                (*ticket, Answer::Notes(Ok(Box::default())))
            }
            Effect::Load { ticket, what: What::Standpoint, .. } => {
                (*ticket, Answer::Standpoint(Ok(None)))
            }
            other => panic!("{other:?} has no answer"),
        };
        self.update(Msg::Loaded { ticket, answer, origin: Origin::Fresh })
    }

    /// Refuses a request.
    pub(crate) fn refuse(&mut self, effect: &Effect) -> Outcome {
        let (ticket, answer) = match effect {
            Effect::List { ticket, .. } => (*ticket, Answer::Calls(Err(problem()))),
            Effect::Load { ticket, what: What::Conversation, .. } => {
                (*ticket, Answer::Conversation(Err(problem())))
            }
            Effect::Load { ticket, .. } => (*ticket, Answer::Record(Err(problem()))),
            other => panic!("{other:?} has no answer"),
        };
        self.update(Msg::Loaded { ticket, answer, origin: Origin::Fresh })
    }

    /// Answers everything that was asked, and what is asked because of it.
    pub(crate) fn serve(&mut self) {
        while let Some(effect) = self.pending.pop_front() {
            self.answer(&effect);
        }
    }

    /// Takes the request for a page out of those that wait.
    pub(crate) fn take_list(&mut self) -> Effect {
        let at = self.pending.iter().position(|it| matches!(it, Effect::List { .. }));
        self.pending.remove(at.expect("a page was asked for")).unwrap()
    }

    pub(crate) fn screen(&self) -> String {
        self.stage.screen()
    }

    /// The row that the cursor is on.
    pub(crate) fn selected(&self) -> String {
        let screen = self.screen();
        let mut rows = screen.lines().filter(|row| row.starts_with('▸'));
        let row = rows.next().unwrap_or_else(|| panic!("no cursor:\n{screen}")).to_owned();
        assert_eq!(rows.next(), None, "one cursor:\n{screen}");
        row
    }

    /// The status row.
    pub(crate) fn status(&self) -> String {
        self.screen().lines().last().unwrap_or_default().to_owned()
    }

    /// Whether the list is in front.
    pub(crate) fn shows_list(&self) -> bool {
        self.screen().lines().next().unwrap_or_default().contains(" calls ·")
    }
}

pub(crate) fn problem() -> Problem {
    Problem::new(ProblemKind::Unreachable, "The org cannot be reached.", "Check the network.")
}

/// The call by its number.
pub(crate) fn call(n: u32) -> CallRef {
    CallRef::Record(listed(n).id)
}

/// The calls whose conversations were asked for.
pub(crate) fn opened(effects: &[Effect]) -> Vec<CallRef> {
    let call = |effect: &Effect| match effect {
        Effect::Load { call, what: What::Conversation, .. } => Some(call.clone()),
        _ => None,
    };
    effects.iter().filter_map(call).collect()
}
