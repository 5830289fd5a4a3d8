//! From an effect to the messages that answer it.

mod fetch;
mod play;

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::time::Duration;

use futures::FutureExt;
use tokio::sync::{mpsc, watch};
use tokio::task::AbortHandle;
use tokio::time::Instant;

use crate::call::text::Clean;
use crate::call::{CallId, Change, Corrections, Problem, ProblemKind};
use crate::session::export::{no_files, write_new};
use crate::session::player::Player;
use crate::session::room::Seat;
use crate::session::source::{Source, Version, broken};
use crate::session::telling::{News, Shows, Teller};
use crate::session::writer::{Since, Writer, listen};
use crate::tui::{Answer, CallRef, Msg, Tick, Ticket, Timer, Wanted, What, Wish};

/// Tasks under way: at most one for each thing that is fetched, of which the newest wins.
#[derive(Debug)]
pub struct Tasks {
    pub(super) source: Source,
    began: Instant,
    newest: HashMap<Slot, Newest>,
    writer: Writer,
    /// A number that no other session has.
    own: u64,
    /// Hears of what other sessions note.
    listening: Option<AbortHandle>,
    /// Where exports are written; nowhere without.
    exports: Option<PathBuf>,
    done: mpsc::Sender<News>,
    inbox: mpsc::Receiver<News>,
    player: Player,
    /// What the player that is at work is to do.
    wanted: Option<watch::Sender<Wanted>>,
    seat: Seat,
    /// The source as it is outside the room.
    outside: Option<Source>,
}

/// What only one task at a time works on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Slot {
    Call(CallRef, What),
    Later(Timer),
    List,
    SaveNames(CallId),
    SaveStandpoint(CallRef),
    Reviewed,
    SaveReviewed(CallId),
    Glance(CallId),
    TaskTerms,
    MakeTasks(Ticket),
    Export(String),
    Question,
    Player,
}

impl Slot {
    /// Whether it keeps what the reviewer made.
    fn is_made(&self) -> bool {
        matches!(
            self,
            Self::SaveNames(_) | Self::SaveReviewed(_) | Self::MakeTasks(_) | Self::Export(_)
        )
    }

    /// Whether the end of a session waits for it.
    fn is_saving(&self) -> bool {
        self.is_made() || matches!(self, Self::SaveStandpoint(_) | Self::Player)
    }
}

/// The newest task of a slot.
#[derive(Debug)]
struct Newest {
    ticket: Ticket,
    task: AbortHandle,
    /// Which answer the app has, if it has one.
    shown: Option<Version>,
}

/// Messages that wait to be taken in; a task waits for room.
const INBOX: usize = 4;
/// How long the end of a session waits for what is being saved.
/// A database that another session writes to is waited for less long than that.
const SAVING: Duration = Duration::from_secs(6);
const STEP: Duration = Duration::from_millis(5);

impl Tasks {
    /// No task yet.
    #[must_use]
    pub fn new(source: Source) -> Self {
        let (done, inbox) = mpsc::channel(INBOX);
        Self {
            source,
            began: Instant::now(),
            newest: HashMap::new(),
            writer: Writer::default(),
            own: getrandom::u64().unwrap_or_else(|_| RandomState::new().hash_one(INBOX)),
            listening: None,
            exports: None,
            done,
            inbox,
            player: Player::default(),
            wanted: None,
            seat: Seat::default(),
            outside: None,
        }
    }

    /// The same, which writes exports into a folder.
    #[must_use]
    pub fn exporting_to(mut self, folder: PathBuf) -> Self {
        self.exports = Some(folder);
        self
    }

    /// The same, with recordings played like that.
    #[must_use]
    pub fn hearing(mut self, player: Player) -> Self {
        self.player = player;
        self
    }

    /// The same, of a session that may use rooms.
    #[must_use]
    pub fn with_seat(mut self, seat: Seat) -> Self {
        self.seat = seat;
        self
    }

    /// Tells the room, or whoever has the rooms.
    pub(super) fn room(&mut self, wish: Wish) {
        self.seat.wish(wish, self.source.journal());
        let journal = self.seat.journal().cloned();
        match (journal, self.outside.take()) {
            (Some(journal), None) => {
                self.outside = Some(self.source.clone());
                self.source = self.source.clone().with_journal(Some(journal));
                self.listen(Since::Now);
            }
            (None, Some(outside)) => {
                self.source = outside;
                self.listen(Since::Now);
            }
            (_, outside) => self.outside = outside,
        }
    }

    /// The source as it is without a room: where a call was left is one's own.
    pub(super) fn alone(&self) -> &Source {
        self.outside.as_ref().unwrap_or(&self.source)
    }

    /// Listens to what changes in the journal.
    fn listen(&mut self, since: Since) {
        self.listening.take().iter().for_each(AbortHandle::abort);
        let (source, done) = (self.source.clone(), self.done.clone());
        let listening = tokio::spawn(async move { listen(&source, since, &done).await });
        self.listening = Some(listening.abort_handle());
    }

    /// Opens what the source keeps, off the first frame's path, and listens to what others change.
    pub(super) fn open(&mut self) {
        let source = self.source.clone();
        tokio::spawn(async move { source.open().await });
        self.listen(Since::Start);
    }

    /// Starts to wait. A machine that slept meanwhile has not counted those seconds, and what is
    /// due is due once.
    pub(super) fn later(&mut self, ticket: Ticket, timer: Timer, millis: u64) {
        let began = self.began;
        self.start(Slot::Later(timer), ticket, async move |_, teller| {
            tokio::time::sleep(Duration::from_millis(millis)).await;
            let millis = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
            teller.send(Shows::Same, Msg::Due { ticket, at: Tick { millis } }).await;
        });
    }

    /// Ends a timer.
    pub(super) fn never(&mut self, timer: Timer) {
        self.end(&Slot::Later(timer));
    }

    /// Starts to keep names.
    pub(super) fn save_names(&mut self, call: CallId, names: Corrections) {
        let source = self.source.clone();
        self.start(Slot::SaveNames(call), Ticket::default(), async move |_, teller| {
            let saved = caught(source.keep_names(call, &names)).await;
            teller.answer(Answer::NamesSaved(saved.unwrap_or_else(Err))).await;
        });
    }

    /// Changes what is noted about a call, after what was changed before.
    pub(super) fn note(&mut self, call: CallRef, change: Change) {
        self.writer.push(call, change, &self.source, &self.done);
    }

    /// Writes an export.
    pub(super) fn export(&mut self, name: String, text: Clean) {
        let folder = self.exports.clone();
        self.start(Slot::Export(name.clone()), Ticket::default(), async move |_, teller| {
            let written = tokio::task::spawn_blocking(move || match folder {
                Some(folder) => write_new(&folder, &name, &text),
                None => Err(no_files()),
            });
            let written = written.await.unwrap_or_else(|_| Err(broken()));
            teller.answer(Answer::Exported(written)).await;
        });
    }

    /// Ends what is being fetched about a call, and what waits for it.
    pub(super) fn forget(&mut self, call: &CallRef) {
        self.newest.retain(|slot, newest| {
            let other =
                !matches!(slot, Slot::Call(of, _) | Slot::Later(Timer::Again(of)) if of == call);
            if !other {
                newest.task.abort();
            }
            other
        });
    }

    fn end(&mut self, slot: &Slot) {
        if let Some(newest) = self.newest.remove(slot) {
            newest.task.abort();
        }
    }

    pub(super) fn start<F: Future<Output = ()> + Send + 'static>(
        &mut self,
        slot: Slot,
        ticket: Ticket,
        work: impl FnOnce(Option<Version>, Teller) -> F,
    ) {
        let older = self.newest.remove(&slot);
        let shown = older.as_ref().and_then(|older| older.shown);
        let teller = Teller { slot: slot.clone(), ticket, done: self.done.clone() };
        let task = tokio::spawn(work(shown, teller)).abort_handle();
        self.newest.insert(slot, Newest { ticket, task, shown });
        if let Some(older) = older {
            older.task.abort();
        }
    }

    /// Waits until what the reviewer made is kept and the player has ended, but not for ever.
    /// Returns what is to be said of what is not kept.
    pub(super) async fn settle(&mut self) -> Option<Problem> {
        if let Some(player) = self.newest.get(&Slot::Player) {
            player.task.abort();
        }
        let mut lost = None;
        for _ in 0..SAVING.as_millis() / STEP.as_millis() {
            let is_settled = !self.is_at_work(Slot::is_saving) && !self.writer.is_busy();
            // A task that has done its work waits for room here.
            while let Ok(news) = self.inbox.try_recv() {
                lost = lost.or_else(|| news.lost());
            }
            if is_settled {
                return lost;
            }
            tokio::time::sleep(STEP).await;
        }
        let is_late = self.is_at_work(Slot::is_made) || self.writer.is_busy();
        lost.or_else(|| is_late.then(late))
    }

    fn is_at_work(&self, on: impl Fn(&Slot) -> bool) -> bool {
        self.newest.iter().any(|(slot, newest)| on(slot) && !newest.task.is_finished())
    }

    /// The next message; waits for ever when there is none.
    pub(super) async fn next(&mut self) -> Msg {
        loop {
            let news = tokio::select! {
                news = self.inbox.recv() => news,
                news = self.seat.next() => return Msg::Room(news),
            };
            match news {
                Some(News::Of(slot, ticket, shows, msg)) => {
                    let newest = self.newest.get_mut(&slot);
                    let Some(newest) = newest.filter(|newest| newest.ticket == ticket) else {
                        continue;
                    };
                    if let Shows::Other(version) = shows {
                        newest.shown = version;
                    }
                    return msg;
                }
                Some(News::Remark(problem)) => return Msg::Remarked(problem),
                Some(News::Plain(msg)) => return msg,
                // Unreachable while `done` is held here.
                None => std::future::pending().await,
            }
        }
    }
}

fn late() -> Problem {
    let what = "What was made last may not be kept: it took too long.";
    Problem::new(ProblemKind::Failed, what, "Open the call again to see what is.")
}

impl Drop for Tasks {
    fn drop(&mut self) {
        self.newest.values().for_each(|newest| newest.task.abort());
        self.listening.iter().for_each(AbortHandle::abort);
    }
}

/// A panic while reading an answer costs that answer, not the session.
pub(super) async fn caught<T>(task: impl Future<Output = T>) -> Result<T, Problem> {
    AssertUnwindSafe(task).catch_unwind().await.map_err(|_| broken())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::timeout;

    const LONG: Duration = Duration::from_hours(24);

    fn tickets(app: &mut crate::tui::App) -> Vec<(Ticket, CallRef)> {
        let load = |effect| match effect {
            crate::tui::Effect::Load { ticket, call, .. } => Some((ticket, call)),
            _ => None,
        };
        app.start().into_iter().filter_map(load).collect()
    }

    fn app() -> crate::tui::App {
        use crate::tui::{App, Depth, GlyphSet, Ground, Theme};
        let theme = Theme::new(Ground::Dark, Depth::None, GlyphSet::Unicode);
        let call = CallRef::Record("6qrAAC000000BGPYB2".parse().unwrap());
        App::new(vec![call], theme, ratatui::layout::Size::new(80, 24))
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_due_later_comes_then_and_once() {
        let mut tasks = Tasks::new(Source::files());
        let start = Instant::now();
        let (ticket, call) = tickets(&mut app()).remove(0);
        tasks.later(ticket, Timer::Again(call), 300_000);
        assert!(matches!(tasks.next().await, Msg::Due { ticket: due, .. } if due == ticket));
        assert_eq!(start.elapsed().as_secs(), 300);
        assert!(timeout(LONG, tasks.next()).await.is_err(), "only once");
    }

    #[tokio::test(start_paused = true)]
    async fn a_newer_wait_replaces_an_older_one_and_forgetting_ends_both() {
        let mut tasks = Tasks::new(Source::files());
        let all = tickets(&mut app());
        let ((first, call), (second, _)) = (all[0].clone(), all[1].clone());
        tasks.later(first, Timer::Again(call.clone()), 10_000);
        tasks.later(second, Timer::Again(call.clone()), 20_000);
        assert!(matches!(tasks.next().await, Msg::Due { ticket, .. } if ticket == second));
        tasks.later(first, Timer::Again(call.clone()), 10_000);
        tasks.forget(&call);
        assert!(timeout(LONG, tasks.next()).await.is_err());
    }

    #[tokio::test]
    async fn an_answer_that_nobody_waits_for_is_dropped() {
        let mut tasks = Tasks::new(Source::files());
        let all = tickets(&mut app());
        let ((first, call), (second, _)) = (all[0].clone(), all[1].clone());
        tasks.load(first, call.clone(), What::Record);
        // The first answer is there, and waits to be taken in.
        while tasks.inbox.is_empty() {
            tokio::task::yield_now().await;
        }
        tasks.load(second, call, What::Record);
        assert!(matches!(tasks.next().await, Msg::Loaded { ticket, .. } if ticket == second));
    }
}
