//! What comes from a visitor, and when it ends.

use std::collections::VecDeque;
use std::future;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use crossterm::event::Event;
use futures::{FutureExt, Stream, stream};
use ratatui::layout::Size;
use russh::{ChannelMsg, ChannelReadHalf, Sig};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until};

use super::ending::Ending;
use super::meter::Meter;
use super::terminal;
use crate::call::{Problem, ProblemKind};
use crate::session::{Decoder, Input};
use crate::ssh::Limits;
use crate::ssh::host::stopped;

/// Bytes that are decoded at a time: what they come to waits in memory.
const PIECE: usize = 256;
/// What a message costs beside its bytes.
const MESSAGE: usize = 32;
/// What another size costs, which has the whole screen drawn.
const RESIZED: usize = 1_024;

/// Reads what a visitor's client sends, no faster than is allowed, until the visit is to end.
pub(super) struct Keyboard {
    read: ChannelReadHalf,
    /// A message that was read ahead.
    ahead: Option<ChannelMsg>,
    decoder: Decoder,
    /// Bytes that are not decoded yet, from `done` on.
    left: Vec<u8>,
    done: usize,
    ready: VecDeque<Input>,
    meter: Meter,
    /// Until when nothing more is read.
    resting: Option<Instant>,
    idle: Duration,
    idle_at: Instant,
    end_at: Instant,
    largest: Size,
    farewell: Duration,
    stopping: watch::Receiver<bool>,
    is_stopping: bool,
    ending: Arc<OnceLock<Ending>>,
}

impl Keyboard {
    pub(super) fn new(
        read: ChannelReadHalf,
        limits: &Limits,
        stopping: watch::Receiver<bool>,
    ) -> Self {
        let now = Instant::now();
        Self {
            read,
            ahead: None,
            decoder: Decoder::default(),
            left: Vec::new(),
            done: 0,
            ready: VecDeque::new(),
            meter: Meter::new(limits.input, now),
            resting: None,
            idle: limits.idle,
            idle_at: now + limits.idle,
            end_at: now + limits.session,
            largest: limits.largest,
            farewell: limits.farewell,
            stopping,
            is_stopping: false,
            ending: Arc::default(),
        }
    }

    /// Why there is no more, once there is no more.
    pub(super) fn ending(&self) -> Arc<OnceLock<Ending>> {
        Arc::clone(&self.ending)
    }

    /// Everything that comes.
    pub(super) fn inputs(self) -> impl Stream<Item = Input> {
        stream::unfold(self, |mut keyboard| async {
            let next = keyboard.next().await?;
            Some((next, keyboard))
        })
    }

    async fn next(&mut self) -> Option<Input> {
        loop {
            if let Some(input) = self.ready.pop_front() {
                return Some(input);
            }
            if self.done < self.left.len() {
                let end = self.left.len().min(self.done + PIECE);
                self.ready.extend(self.decoder.feed(&self.left[self.done..end]));
                self.done = end;
                continue;
            }
            self.left = Vec::new();
            if self.ending.get().is_some() {
                return None;
            }
            self.wait().await;
        }
    }

    /// Waits for one thing.
    async fn wait(&mut self) {
        let patience = self.decoder.patience();
        let resting = self.resting;
        tokio::select! {
            biased;
            () = stopped(&mut self.stopping), if !self.is_stopping => self.stop(),
            () = sleep_until(self.end_at) => self.end(match self.is_stopping {
                true => Ending::Stopped,
                false => Ending::Long,
            }),
            () = sleep_until(self.idle_at) => self.end(Ending::Idle),
            () = sleep_until(resting.unwrap_or(self.end_at)), if resting.is_some() => {
                self.resting = None;
            }
            msg = next(&mut self.ahead, &mut self.read), if resting.is_none() => match msg {
                Some(msg) => self.take(msg),
                None => self.end(Ending::Gone),
            },
            () = sleep(patience.unwrap_or_default()), if patience.is_some() => {
                self.ready.extend(self.decoder.flush());
            }
        }
    }

    fn take(&mut self, msg: ChannelMsg) {
        match msg {
            ChannelMsg::Data { data } => {
                self.count(data.len());
                (self.left, self.done) = (data.to_vec(), 0);
            }
            ChannelMsg::WindowChange { .. } => self.resized(msg),
            ChannelMsg::Eof | ChannelMsg::Close => self.end(Ending::Gone),
            ChannelMsg::Signal { signal: Sig::HUP | Sig::INT | Sig::TERM | Sig::KILL } => {
                self.end(Ending::Gone);
            }
            // Extended data has no meaning on the way in; requests were answered. Nobody has to be
            // there for that: a client says by itself that there is room for more to be shown.
            ChannelMsg::ExtendedData { data, .. } => self.weigh(data.len()),
            _ => self.weigh(0),
        }
    }

    /// Only the last of many sizes is drawn.
    fn resized(&mut self, first: ChannelMsg) {
        let mut last = first;
        loop {
            let ChannelMsg::WindowChange { col_width, row_height, .. } = last else {
                self.ahead = Some(last);
                return;
            };
            self.count(RESIZED);
            let input = match terminal::size(col_width, row_height, self.largest) {
                Some(size) => Input::Terminal(Event::Resize(size.width, size.height)),
                None => Input::Remark(too_large(self.largest)),
            };
            self.ready.clear();
            self.ready.push_back(input);
            match self.read.wait().now_or_never() {
                Some(Some(next)) if self.resting.is_none() => last = next,
                Some(next) => {
                    self.ahead = next;
                    return;
                }
                None => return,
            }
        }
    }

    /// Somebody is there, and has sent so much.
    fn count(&mut self, bytes: usize) {
        self.idle_at = Instant::now() + self.idle;
        self.weigh(bytes);
    }

    /// So much was sent, by somebody or by their client alone.
    fn weigh(&mut self, bytes: usize) {
        self.resting = self.meter.take(bytes + MESSAGE, Instant::now());
    }

    fn stop(&mut self) {
        self.is_stopping = true;
        self.end_at = self.end_at.min(Instant::now() + self.farewell);
        let what = format!("This host stops in {} seconds.", self.farewell.as_secs());
        let next = "Connect again in a while.";
        self.ready.push_back(Input::Remark(Problem::new(ProblemKind::Busy, &what, next)));
    }

    fn end(&mut self, ending: Ending) {
        let _ = self.ending.set(ending);
    }
}

async fn next(ahead: &mut Option<ChannelMsg>, read: &mut ChannelReadHalf) -> Option<ChannelMsg> {
    match ahead.take() {
        Some(msg) => future::ready(Some(msg)).await,
        None => read.wait().await,
    }
}

fn too_large(largest: Size) -> Problem {
    let what = format!(
        "Your terminal is larger than {}x{}, the most that is drawn here.",
        largest.width, largest.height
    );
    Problem::new(ProblemKind::Failed, &what, "The screen stays as it was; make the window smaller.")
}
