//! A session's way to the rooms.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;
use unicode_width::UnicodeWidthChar;

use super::code::Code;
use super::{Grant, Member, Rooms, refused};
use crate::call::text::{Clean, clean_line};
use crate::call::{Problem, ProblemKind};
use crate::store::Journal;
use crate::tui::{News, Wish};

/// What a session may do with rooms, and the one that it is in.
#[derive(Debug)]
pub struct Seat {
    /// Where the host has them.
    rooms: Option<Rooms>,
    grant: Grant,
    name: Clean,
    member: Option<Member>,
    ready: VecDeque<News>,
    wrong: u32,
    /// The answer to a code that is wrong, which takes its time.
    late: Option<(Instant, Problem)>,
}

/// The widest name, in columns.
const NAME: usize = 16;
/// How long a wrong code takes to be one.
const PAUSE: Duration = Duration::from_secs(1);
/// So many wrong codes are the last of a session.
const WRONG: u32 = 10;

impl Default for Seat {
    /// Where there are no rooms.
    fn default() -> Self {
        Self {
            rooms: None,
            grant: Grant::new(b""),
            name: Clean::default(),
            member: None,
            ready: VecDeque::new(),
            wrong: 0,
            late: None,
        }
    }
}

impl Seat {
    /// Among the rooms of a host, for a session that may see that much, of a user of that name.
    #[must_use]
    pub fn among(rooms: Rooms, grant: Grant, name: &str) -> Self {
        Self { rooms: Some(rooms), grant, name: short(name), ..Self::default() }
    }

    /// Where what is made in the room is kept, for all who are in it.
    pub(in crate::session) fn journal(&self) -> Option<&Journal> {
        self.member.as_ref()?.room.journal.as_ref()
    }

    /// Does what the app wishes. What comes of it comes from [`Seat::next`]. A room that it opens
    /// has this journal.
    pub(in crate::session) fn wish(&mut self, wish: Wish, journal: Option<&Journal>) {
        let Some(rooms) = self.rooms.clone() else {
            return self.answer(News::Refused(refused(
                "There are no rooms in this session.",
                "A host that runs `earmark ssh --follow` has them.",
            )));
        };
        if let Wish::Open | Wish::Join(_) = wish
            && self.member.is_some()
        {
            return self.answer(News::Refused(refused(
                "You are in a room already.",
                ":room leave leaves it.",
            )));
        }
        match wish {
            Wish::Open => self.enter(rooms.open(&self.grant, &self.name, journal.cloned())),
            Wish::Join(code) => self.join(&rooms, &code),
            Wish::Name(name) => self.rename(&name),
            wish => self.in_room(wish),
        }
    }

    fn in_room(&mut self, wish: Wish) {
        let Some(member) = &self.member else {
            // What was shown last of a room that has been left.
            if !matches!(wish, Wish::Show(_)) {
                self.answer(News::Refused(refused(
                    "You are in no room.",
                    ":room open opens one, :room join and a code joins one.",
                )));
            }
            return;
        };
        match wish {
            Wish::Show(view) => member.show(*view),
            Wish::Take => member.take(),
            Wish::Give(name) => {
                if let Err(problem) = member.give(&name) {
                    self.answer(News::Refused(problem));
                }
            }
            Wish::Leave => {
                self.member = None;
                self.answer(News::Left);
            }
            Wish::Open | Wish::Join(_) | Wish::Name(_) => {}
        }
    }

    fn enter(&mut self, entered: Result<Member, Problem>) {
        match entered {
            Ok(member) => self.member = Some(member),
            Err(problem) => self.answer(News::Refused(problem)),
        }
    }

    /// Joins a room. A code that is wrong is said to be so late, and only so often, and a code of
    /// a room that others may see is as wrong as any.
    fn join(&mut self, rooms: &Rooms, typed: &Clean) {
        if self.wrong >= WRONG {
            return self.answer(News::Refused(refused(
                "Too many codes were wrong.",
                "Connect again to try others.",
            )));
        }
        if self.late.is_some() {
            return self.answer(News::Refused(refused(
                "The last code is still being looked for.",
                "Try this one after it.",
            )));
        }
        match rooms.join(Code::read(typed), &self.grant, &self.name) {
            Some(entered) => {
                self.wrong = 0;
                self.enter(entered);
            }
            None => {
                self.wrong += 1;
                let what = format!("There is no room {} for you.", short(typed));
                let next = "Look at the code again; a room ends when all have left.";
                let problem = Problem::new(ProblemKind::NotFound, &what, next);
                self.late = Some((Instant::now() + PAUSE, problem));
            }
        }
    }

    fn rename(&mut self, name: &Clean) {
        self.name = short(name);
        match &self.member {
            Some(member) => member.rename(&self.name),
            None => self.answer(News::Named(self.name.clone())),
        }
    }

    fn answer(&mut self, news: News) {
        self.ready.push_back(news);
    }

    /// What happens next; waits for ever in no room. Nothing is lost when it is dropped.
    pub(in crate::session) async fn next(&mut self) -> News {
        if let Some(news) = self.ready.pop_front() {
            return news;
        }
        let late = self.late.as_ref().map(|(at, _)| *at);
        tokio::select! {
            () = until(late) => {}
            news = changed(&mut self.member) => return news,
        }
        match self.late.take() {
            Some((_, problem)) => News::Refused(problem),
            // Unreachable: without one, the time never comes.
            None => std::future::pending().await,
        }
    }
}

async fn until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}

async fn changed(member: &mut Option<Member>) -> News {
    match member {
        Some(member) => {
            member.changed().await;
            News::Here(member.present())
        }
        None => std::future::pending().await,
    }
}

/// A name that leaves room for others, and is one.
fn short(name: &str) -> Clean {
    let mut room = NAME;
    let fits = |c: &char| {
        let width = c.width().unwrap_or(0);
        room.checked_sub(width).inspect(|left| room = *left).is_some()
    };
    let name: String = clean_line(name.trim()).chars().take(2 * NAME).take_while(fits).collect();
    let name = clean_line(name.trim()).boxed();
    if name.is_blank() { Clean::ours("guest").boxed() } else { name }
}
