//! Rooms: sessions of one process that look at the same.
//!
//! [`Rooms`] has them all, and each session that may use them has a [`Seat`]. What a room is like
//! travels through a channel that keeps the newest alone, so a session that is slow misses what
//! was in between and holds up nobody.

mod code;
mod seat;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use self::code::Code;
pub use self::seat::Seat;
use crate::call::text::Clean;
use crate::call::{Problem, ProblemKind};
use crate::store::Journal;
use crate::tui::{Present, View};

/// The rooms of a host. A room lives as long as somebody is in it.
#[derive(Debug, Clone)]
pub struct Rooms {
    open: Arc<Mutex<HashMap<Code, Arc<Room>>>>,
    limits: Limits,
}

/// How much there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Rooms at a time.
    pub rooms: usize,
    /// Members of one.
    pub members: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { rooms: 256, members: 32 }
    }
}

/// Which calls a session may see, as a name for that. Sessions of the same grant see the same
/// calls, and only they meet in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant(Arc<[u8]>);

impl Grant {
    /// The grant of that name.
    #[must_use]
    pub fn new(name: &[u8]) -> Self {
        Self(name.into())
    }
}

#[derive(Debug)]
struct Room {
    code: Code,
    grant: Grant,
    /// Where all in the room note things: the journal of whoever opened it.
    journal: Option<Journal>,
    state: watch::Sender<State>,
}

/// A member, as no other was or will be in a room.
type MemberId = u64;

#[derive(Debug, Default)]
struct State {
    members: Vec<(MemberId, Clean)>,
    came: MemberId,
    holder: Option<MemberId>,
    asking: Option<MemberId>,
    view: Option<Arc<View>>,
}

/// A session's being in a room; dropping it leaves.
#[derive(Debug)]
struct Member {
    id: MemberId,
    room: Arc<Room>,
    rooms: Rooms,
    news: watch::Receiver<State>,
}

impl Default for Rooms {
    fn default() -> Self {
        Self::new(Limits::default())
    }
}

impl Rooms {
    /// No room yet.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self { open: Arc::default(), limits }
    }

    /// How many rooms there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Nothing that is done under the lock can leave the map half changed.
    fn lock(&self) -> MutexGuard<'_, HashMap<Code, Arc<Room>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens a room, whose keys its first member has.
    fn open(
        &self,
        grant: &Grant,
        name: &Clean,
        journal: Option<Journal>,
    ) -> Result<Member, Problem> {
        let mut open = self.lock();
        if open.len() >= self.limits.rooms {
            return Err(refused(
                "All rooms of this host are taken.",
                "Try again when one of them has ended.",
            ));
        }
        let code = loop {
            let code = Code::random().ok_or_else(no_code)?;
            if !open.contains_key(&code) {
                break code;
            }
        };
        let (state, _) = watch::channel(State::default());
        let room = Arc::new(Room { code, grant: grant.clone(), journal, state });
        open.insert(code, Arc::clone(&room));
        Ok(self.enter(room, name))
    }

    /// Joins a room; nothing where there is none of this code for this grant.
    fn join(
        &self,
        code: Option<Code>,
        grant: &Grant,
        name: &Clean,
    ) -> Option<Result<Member, Problem>> {
        let open = self.lock();
        let room = open.get(&code?).filter(|room| room.grant == *grant)?;
        if room.state.borrow().members.len() >= self.limits.members {
            return Some(Err(refused("The room is full.", "Join when somebody has left.")));
        }
        Some(Ok(self.enter(Arc::clone(room), name)))
    }

    fn enter(&self, room: Arc<Room>, name: &Clean) -> Member {
        let mut id = 0;
        room.state.send_modify(|state| {
            id = state.came;
            state.came += 1;
            let name = state.free_name(name, None);
            state.members.push((id, name));
            if state.members.len() == 1 {
                state.holder = Some(id);
            }
        });
        let mut news = room.state.subscribe();
        news.mark_changed();
        Member { id, room, rooms: self.clone(), news }
    }
}

impl State {
    /// The name, or what makes it another than those of the others.
    fn free_name(&self, name: &Clean, me: Option<MemberId>) -> Clean {
        let is_taken = |name: &str| {
            let others = self.members.iter().filter(|(id, _)| Some(*id) != me);
            others.into_iter().any(|(_, other)| other.to_lowercase() == name.to_lowercase())
        };
        let mut numbered = name.to_string();
        let mut n = 1_usize;
        while is_taken(&numbered) {
            n += 1;
            numbered = format!("{name} {n}");
        }
        crate::call::text::clean_line(&numbered).boxed()
    }

    /// The member that a name means: it alone has that name, or starts with it.
    fn named(&self, name: &str) -> Option<MemberId> {
        let name = name.to_lowercase();
        let whole = |(_, other): &&(MemberId, Clean)| other.to_lowercase() == name;
        if let Some((id, _)) = self.members.iter().find(whole) {
            return Some(*id);
        }
        let start = |(_, other): &&(MemberId, Clean)| other.to_lowercase().starts_with(&name);
        let mut found = self.members.iter().filter(start);
        let first = found.next();
        first.filter(|_| found.next().is_none()).map(|(id, _)| *id)
    }

    fn place(&self, member: Option<MemberId>) -> Option<usize> {
        self.members.iter().position(|(id, _)| Some(*id) == member)
    }
}

impl Member {
    /// How the room is now, as this member sees it.
    fn present(&mut self) -> Present {
        let state = self.news.borrow_and_update();
        Present {
            code: self.room.code.text(),
            names: state.members.iter().map(|(_, name)| name.clone()).collect(),
            me: state.place(Some(self.id)).unwrap_or_default(),
            holder: state.place(state.holder),
            asking: state.place(state.asking),
            view: state.view.clone(),
        }
    }

    /// Waits until the room is not as it was.
    async fn changed(&mut self) {
        if self.news.changed().await.is_err() {
            // Unreachable while the room is held here.
            std::future::pending::<()>().await;
        }
    }

    fn show(&self, view: View) {
        self.room.state.send_if_modified(|state| {
            let may = state.holder == Some(self.id);
            if may {
                state.view = Some(Arc::new(view));
            }
            may
        });
    }

    fn rename(&self, name: &Clean) {
        self.room.state.send_modify(|state| {
            let name = state.free_name(name, Some(self.id));
            if let Some((_, own)) = state.members.iter_mut().find(|(id, _)| *id == self.id) {
                *own = name;
            }
        });
    }

    fn give(&self, name: &Clean) -> Result<(), Problem> {
        let mut given = Ok(());
        self.room.state.send_if_modified(|state| {
            given = match state.named(name) {
                _ if state.holder != Some(self.id) => Err(refused(
                    "You do not have the keys of the room.",
                    "Ask for them with :room take",
                )),
                None => Err(refused(
                    &format!("There is nobody, or more than one, called {name} here."),
                    ":room says who is here.",
                )),
                Some(to) => {
                    (state.holder, state.asking) = (Some(to), None);
                    Ok(())
                }
            };
            given.is_ok()
        });
        given
    }

    /// Takes the keys that nobody has, or asks whoever has them.
    fn take(&self) {
        self.room.state.send_if_modified(|state| match state.holder {
            Some(holder) if holder == self.id => false,
            Some(_) => {
                state.asking = Some(self.id);
                true
            }
            None => {
                (state.holder, state.asking) = (Some(self.id), None);
                true
            }
        });
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        let mut open = self.rooms.lock();
        self.room.state.send_modify(|state| {
            state.members.retain(|(id, _)| *id != self.id);
            state.holder = state.holder.filter(|id| *id != self.id);
            state.asking = state.asking.filter(|id| *id != self.id);
        });
        if self.room.state.borrow().members.is_empty() {
            open.remove(&self.room.code);
        }
    }
}

fn refused(what: &str, next: &str) -> Problem {
    Problem::new(ProblemKind::Failed, what, next)
}

fn no_code() -> Problem {
    refused("This machine has no random numbers for a code.", "Tell whoever runs the host.")
}
