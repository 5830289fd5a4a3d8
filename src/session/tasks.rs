//! From an effect to the messages that answer it.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::time::Duration;

use futures::FutureExt;
use tokio::sync::{mpsc, watch};
use tokio::task::AbortHandle;
use tokio::time::Instant;

use super::export::{no_files, write_new};
use super::player::Player;
use super::room::Seat;
use super::source::{Source, Told, Version, broken};
use super::telling::{News, Shows, Teller, Telling};
use crate::call::replay::Media;
use crate::call::text::Clean;
use crate::call::{CallId, Corrections, Cursor, Problem, Scope};
use crate::org::Asked;
use crate::tui::{Answer, CallRef, Msg, Tick, Ticket, Timer, Wanted, What, Wish};

/// Tasks under way: at most one for each thing that is fetched, of which the newest wins.
#[derive(Debug)]
pub struct Tasks {
    source: Source,
    began: Instant,
    newest: HashMap<Slot, Newest>,
    /// Where exports are written; nowhere without.
    exports: Option<PathBuf>,
    done: mpsc::Sender<News>,
    inbox: mpsc::Receiver<News>,
    player: Player,
    /// What the player that is at work is to do.
    wanted: Option<watch::Sender<Wanted>>,
    seat: Seat,
}

/// What only one task at a time works on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Slot {
    Call(CallRef, What),
    Later(Timer),
    List,
    SaveNames(CallId),
    Export(String),
    Question,
    Player,
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
const SAVING: Duration = Duration::from_secs(3);
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
            exports: None,
            done,
            inbox,
            player: Player::default(),
            wanted: None,
            seat: Seat::default(),
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
        self.seat.wish(wish);
    }

    /// Opens what the source keeps, off the first frame's path.
    pub(super) fn open(&self) {
        let source = self.source.clone();
        tokio::spawn(async move { source.open().await });
    }

    /// Starts to fetch; ends what was fetching the same thing.
    pub(super) fn load(&mut self, ticket: Ticket, call: CallRef, what: What) {
        let source = self.source.clone();
        let slot = Slot::Call(call.clone(), what);
        self.start(slot, ticket, async move |known, teller| match what {
            What::Conversation => {
                let told = Telling { teller, wrap: Answer::Conversation };
                match call {
                    CallRef::Record(id) => each(&source, id, known, &told).await,
                    CallRef::File(_) | CallRef::Stdin => {
                        let read = caught(source.conversation(&call)).await;
                        told.tell(Told::fresh(read.unwrap_or_else(Err))).await;
                    }
                }
            }
            What::Transcript => {
                more(&source, &call, known, Telling { teller, wrap: Answer::Transcript }).await;
            }
            What::Record => {
                more(&source, &call, known, Telling { teller, wrap: Answer::Record }).await;
            }
            What::Names => {
                let kept =
                    caught(async { source.names(call.id().ok_or_else(broken)?).await }).await;
                teller.answer(Answer::Names(kept.unwrap_or_else(Err).map(Box::new))).await;
            }
        });
    }

    /// Starts to fetch a page of the list.
    pub(super) fn list(&mut self, ticket: Ticket, scope: Scope, after: Option<Cursor>) {
        let source = self.source.clone();
        self.start(Slot::List, ticket, async move |_, teller| {
            let told = Telling { teller, wrap: Answer::Calls };
            if let Err(problem) = caught(source.each_page(scope, after, &told)).await {
                told.tell(Told::fresh(Err(problem))).await;
            }
            told.remark(&source).await;
        });
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

    /// Asks the org about a call; ends the question before.
    pub(super) fn ask(&mut self, ticket: Ticket, call: CallId, question: Clean) {
        let source = self.source.clone();
        self.start(Slot::Question, ticket, async move |_, teller| {
            let reply = caught(source.explore(call, &question)).await.unwrap_or_else(Err);
            teller.answer(Answer::Reply(reply.map(Box::new))).await;
        });
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

    /// Ends the question that is being asked.
    pub(super) fn stop_asking(&mut self) {
        self.end(&Slot::Question);
    }

    /// Starts a player; ends the one before.
    pub(super) fn play(&mut self, ticket: Ticket, media: Media, wanted: Wanted) {
        let (wants, wanted) = watch::channel(wanted);
        self.wanted = Some(wants);
        let player = self.player.clone();
        self.start(Slot::Player, ticket, async move |_, teller| {
            player.play(media, wanted, teller).await;
        });
    }

    /// Tells the player what to do from now on.
    pub(super) fn steer(&mut self, wanted: Wanted) {
        if let Some(wants) = &self.wanted {
            // A player that has just failed listens no more, and has said so.
            wants.send_replace(wanted);
        }
    }

    /// Ends the player.
    pub(super) fn stop_player(&mut self) {
        self.wanted = None;
        self.end(&Slot::Player);
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

    fn start<F: Future<Output = ()> + Send + 'static>(
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
    pub(super) async fn settle(&mut self) {
        if let Some(player) = self.newest.get(&Slot::Player) {
            player.task.abort();
        }
        let saving = |all: &HashMap<Slot, Newest>| {
            let unsaved = |(slot, newest): (&Slot, &Newest)| {
                let counts = matches!(slot, Slot::SaveNames(_) | Slot::Export(_) | Slot::Player);
                counts && !newest.task.is_finished()
            };
            all.iter().any(unsaved)
        };
        for _ in 0..SAVING.as_millis() / STEP.as_millis() {
            // A task that has done its work waits for room here.
            while self.inbox.try_recv().is_ok() {}
            if !saving(&self.newest) {
                return;
            }
            tokio::time::sleep(STEP).await;
        }
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
                // Unreachable while `done` is held here.
                None => std::future::pending().await,
            }
        }
    }
}

impl Drop for Tasks {
    fn drop(&mut self) {
        self.newest.values().for_each(|newest| newest.task.abort());
    }
}

/// Tells everything a source says about a call.
async fn each<T: Asked>(source: &Source, call: CallId, known: Option<Version>, told: &Telling<T>) {
    if let Err(problem) = caught(source.each(call, known, told)).await {
        told.tell(Told::fresh(Err(problem))).await;
    }
    told.remark(source).await;
}

/// The app asks only records for more than their conversation.
async fn more<T: Asked>(source: &Source, call: &CallRef, known: Option<Version>, told: Telling<T>) {
    match call.id() {
        Some(id) => each(source, id, known, &told).await,
        None => told.tell(Told::fresh(Err(broken()))).await,
    }
}

/// A panic while reading an answer costs that answer, not the session.
async fn caught<T>(task: impl Future<Output = T>) -> Result<T, Problem> {
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
