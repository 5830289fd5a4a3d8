//! A player at work: told what is wanted, and listened to.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::process::Child;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until, timeout};

use super::line::{Line, Lines};
use super::trouble::Trouble;
use super::{Patience, Player, Tell, start};
use crate::call::Offset;
use crate::call::replay::Media;
use crate::call::text::clean_line;
use crate::tui::{Played, Wanted};

/// Places are told at most four times a second; mpv says them at every turn.
const APART: Duration = Duration::from_millis(250);

/// A player with a recording in it.
pub(super) struct Deck {
    /// Dropping it ends it.
    _child: Child,
    lines: Lines<OwnedReadHalf>,
    out: OwnedWriteHalf,
    patience: Patience,
    requests: u64,
    /// The oldest request without a reply, and until when it may come.
    unanswered: Option<(u64, Instant)>,
    state: State,
    /// What it has been told.
    done: Option<Wanted>,
    at: Option<Offset>,
    /// A place that is not told yet, and when one may be.
    news: Option<Offset>,
    told: Option<Instant>,
    listened: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Until then; `true` once there is a file.
    Loading(Instant, bool),
    /// On its way to a place; the number of the request, and whether it has been answered.
    Seeking(u64, bool),
    Running,
}

impl Deck {
    /// Starts a player, and gives it the recording.
    pub(super) async fn open(player: &Player, media: &Media) -> Result<Self, Trouble> {
        let name = start::name(media).await?;
        let (child, stream) = start::start(player)?;
        let (read, out) = stream.into_split();
        let now = Instant::now();
        let mut deck = Self {
            _child: child,
            lines: Lines::new(read),
            out,
            patience: player.patience,
            requests: 0,
            unanswered: None,
            state: State::Loading(now + player.patience.load, false),
            done: None,
            at: None,
            news: None,
            told: None,
            listened: now,
        };
        deck.say(json!(["observe_property", 1, "time-pos"])).await?;
        deck.say(json!(["observe_property", 2, "eof-reached"])).await?;
        deck.say(json!(["loadfile", name])).await?;
        Ok(deck)
    }

    /// Plays as is wanted until something comes between.
    pub(super) async fn play(
        mut self,
        mut wanted: watch::Receiver<Wanted>,
        tell: &Tell,
    ) -> Trouble {
        loop {
            let turn = self.turn(&mut wanted, tell).await;
            if let Err(trouble) = turn {
                return trouble;
            }
        }
    }

    async fn turn(
        &mut self,
        wanted: &mut watch::Receiver<Wanted>,
        tell: &Tell,
    ) -> Result<(), Trouble> {
        let is_loaded = !matches!(self.state, State::Loading(..));
        let limit = self.limit();
        let place = self.news.map(|_| self.told.map_or_else(Instant::now, |told| told + APART));
        tokio::select! {
            line = self.lines.next() => self.listen(line?, tell).await?,
            changed = wanted.changed(), if is_loaded => {
                changed.map_err(|_| Trouble::Gone)?;
                let wanted = *wanted.borrow_and_update();
                self.steer(wanted).await?;
            }
            () = sleep_until(place.unwrap_or(limit)), if place.is_some() => self.tell_place(tell).await,
            () = sleep_until(limit) => self.wonder().await?,
        }
        if !is_loaded && self.state == State::Running {
            tell.tell(Played::Loaded).await;
            let wanted = *wanted.borrow_and_update();
            self.steer(wanted).await?;
        }
        Ok(())
    }

    /// When to wonder what has become of it.
    fn limit(&self) -> Instant {
        let reply = self.unanswered.map(|(_, until)| until);
        let load = match self.state {
            State::Loading(until, _) => Some(until),
            State::Seeking(..) | State::Running => None,
        };
        let is_quiet = self.done.is_none_or(|done| done.paused);
        // A player that stands still has nothing to say, and nobody is to wake up for it.
        let word = (!is_quiet).then_some(self.listened + self.patience.reply);
        let never = Instant::now() + Duration::from_hours(24);
        [reply, load, word].into_iter().flatten().min().unwrap_or(never)
    }

    /// Nothing was heard for long: too long, or time to ask.
    async fn wonder(&mut self) -> Result<(), Trouble> {
        let now = Instant::now();
        if self.unanswered.is_some_and(|(_, until)| until <= now) {
            return Err(Trouble::Silent);
        }
        if matches!(self.state, State::Loading(until, _) if until <= now) {
            return Err(Trouble::Slow);
        }
        if self.listened + self.patience.reply <= now {
            self.listened = now;
            self.say(json!(["get_property", "pause"])).await?;
        }
        Ok(())
    }

    /// Asks for something; its reply is waited for.
    async fn say(&mut self, command: Value) -> Result<u64, Trouble> {
        self.requests += 1;
        let id = self.requests;
        let mut line = json!({ "command": command, "request_id": id }).to_string();
        line.push('\n');
        let written = timeout(self.patience.reply, self.out.write_all(line.as_bytes())).await;
        written.map_err(|_| Trouble::Silent)?.map_err(|_| Trouble::Gone)?;
        self.unanswered.get_or_insert((id, Instant::now() + self.patience.reply));
        Ok(id)
    }

    /// Tells it what is other than before.
    async fn steer(&mut self, wanted: Wanted) -> Result<(), Trouble> {
        let before = self.done.replace(wanted);
        let is_other = |same: fn(&Wanted, &Wanted) -> bool| {
            before.is_none_or(|before| !same(&before, &wanted))
        };
        if is_other(|a, b| a.speed == b.speed) {
            self.say(json!(["set_property", "speed", wanted.speed.factor()])).await?;
        }
        if is_other(|a, b| a.repeat == b.repeat) {
            let bound = |at: Option<Offset>| at.map_or(json!("no"), |at| json!(at.seconds()));
            let (start, end) = (wanted.repeat.map(|it| it.start), wanted.repeat.map(|it| it.end));
            self.say(json!(["set_property", "ab-loop-a", bound(start)])).await?;
            self.say(json!(["set_property", "ab-loop-b", bound(end)])).await?;
        }
        if is_other(|a, b| a.seek == b.seek) {
            self.seek(wanted.seek.to).await?;
        }
        if is_other(|a, b| a.paused == b.paused) {
            self.listened = Instant::now();
            self.say(json!(["set_property", "pause", wanted.paused])).await?;
        }
        Ok(())
    }

    async fn seek(&mut self, to: Offset) -> Result<(), Trouble> {
        let id = self.say(json!(["seek", to.seconds(), "absolute+exact"])).await?;
        self.state = State::Seeking(id, false);
        (self.at, self.news) = (Some(to), None);
        Ok(())
    }

    async fn listen(&mut self, line: Line, tell: &Tell) -> Result<(), Trouble> {
        self.listened = Instant::now();
        if let Some(id) = line.request_id {
            return self.answered(id, line.error.as_deref() == Some("success"));
        }
        match (line.event.as_deref(), self.state) {
            (Some("file-loaded"), State::Loading(until, _)) => {
                self.state = State::Loading(until, true);
            }
            (Some("playback-restart"), State::Loading(_, true) | State::Seeking(_, true)) => {
                self.state = State::Running;
            }
            (Some("end-file"), _) if line.reason.as_deref() == Some("error") => {
                let why = line.file_error.unwrap_or_else(|| "no reason given".to_owned());
                let why: String = why.chars().take(80).collect();
                return Err(Trouble::Unplayable(clean_line(&why).to_string()));
            }
            (Some("property-change"), State::Running) => return self.changed(&line, tell).await,
            _ => {}
        }
        Ok(())
    }

    fn answered(&mut self, id: u64, well: bool) -> Result<(), Trouble> {
        // Replies come in the order of requests.
        if self.unanswered.is_some_and(|(oldest, _)| oldest <= id) {
            let more = id < self.requests;
            self.unanswered = more.then(|| (id + 1, Instant::now() + self.patience.reply));
        }
        match self.state {
            State::Seeking(seek, _) if seek == id => {
                // A place that cannot be gone to leaves it where it was.
                self.state = if well { State::Seeking(seek, true) } else { State::Running };
            }
            State::Loading(..) if !well => {
                return Err(Trouble::Unplayable("it does not take the file".to_owned()));
            }
            _ => {}
        }
        Ok(())
    }

    async fn changed(&mut self, line: &Line, tell: &Tell) -> Result<(), Trouble> {
        match line.name.as_deref() {
            Some("time-pos") => {
                let at = line.data.as_f64().and_then(|at| Offset::from_seconds(at.max(0.0)));
                let Some(at) = at else { return Ok(()) };
                let before = self.at.replace(at);
                self.news = Some(at);
                let leap = self.done.and_then(|done| done.leap);
                let leap =
                    leap.filter(|leap| before.is_some_and(|it| it < leap.at) && at >= leap.at);
                match leap.map(|leap| leap.to) {
                    Some(Some(to)) => self.seek(to).await?,
                    Some(None) => self.over(tell).await?,
                    None => {}
                }
            }
            Some("eof-reached") if line.data == true => self.over(tell).await?,
            _ => {}
        }
        Ok(())
    }

    /// There is nothing more to play; it stands still until something else is wanted.
    async fn over(&mut self, tell: &Tell) -> Result<(), Trouble> {
        self.say(json!(["set_property", "pause", true])).await?;
        if let Some(done) = &mut self.done {
            done.paused = true;
        }
        self.tell_place(tell).await;
        tell.tell(Played::Over).await;
        Ok(())
    }

    async fn tell_place(&mut self, tell: &Tell) {
        if let (Some(at), Some(done)) = (self.news.take(), self.done) {
            self.told = Some(Instant::now());
            tell.tell(Played::At { seek: done.seek.number, at }).await;
        }
    }
}
