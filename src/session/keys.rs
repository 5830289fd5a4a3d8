//! The terminal's events, which can be left to another program for a while.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::event::{Event, EventStream};
use futures::{Stream, StreamExt, stream};
use tokio::sync::{mpsc, oneshot};

use super::local::size;
use super::outside::Request;
use super::run::{Input, Stop};
use crate::call::{Problem, ProblemKind};

/// What becomes of the terminal's events.
pub(super) enum Gate {
    /// They are another program's; told once nothing is read any more.
    Close(oneshot::Sender<()>),
    /// They are ours again, and this is what the other program made of a text.
    Open(Result<String, Problem>),
}

/// The terminal's events.
pub(super) struct Keys {
    events: Option<EventStream>,
    gate: mpsc::Receiver<Gate>,
    ready: VecDeque<Input>,
}

impl Keys {
    pub(super) fn new(gate: mpsc::Receiver<Gate>) -> Self {
        Self { events: Some(EventStream::new()), gate, ready: VecDeque::new() }
    }

    /// All of them; at the end, that the terminal is gone.
    pub(super) fn stream(self) -> impl Stream<Item = Input> + Send {
        stream::unfold(self, |mut keys| async {
            let next = keys.next().await;
            next.map(|input| (input, keys))
        })
    }

    async fn next(&mut self) -> Option<Input> {
        loop {
            if let Some(input) = self.ready.pop_front() {
                return Some(input);
            }
            let Self { events, gate, .. } = self;
            let event = async {
                match events {
                    Some(events) => events.next().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                biased;
                Some(gate) = gate.recv() => self.pass(gate),
                event = event => return Some(match event {
                    Some(Ok(event)) => Input::Terminal(event),
                    Some(Err(_)) | None => Input::Stop(Stop::Gone),
                }),
            }
        }
    }

    fn pass(&mut self, gate: Gate) {
        match gate {
            Gate::Close(done) => {
                // Dropping it ends the thread that reads.
                self.events = None;
                let _ = done.send(());
            }
            Gate::Open(text) => {
                self.events = Some(EventStream::new());
                let size = size();
                self.ready.push_back(Input::Terminal(Event::Resize(size.width, size.height)));
                self.ready.push_back(Input::Edited(text));
            }
        }
    }
}

/// The way in which the terminal is left to an editor, from the thread that writes to it.
pub(super) struct Away {
    /// Whether another program has the terminal.
    pub(super) flag: Arc<AtomicBool>,
    pub(super) gate: mpsc::Sender<Gate>,
    pub(super) requests: mpsc::Sender<Request>,
}

impl Away {
    /// Nothing is read from the terminal any more when this returns.
    pub(super) fn leave(&self) {
        self.flag.store(true, Ordering::Relaxed);
        let (done, closed) = oneshot::channel();
        if self.gate.blocking_send(Gate::Close(done)).is_ok() {
            let _ = closed.blocking_recv();
        }
    }

    /// Waits until the editor is left.
    pub(super) fn edit(&self, text: String) -> Result<String, Problem> {
        let (done, edited) = oneshot::channel();
        let sent = self.requests.blocking_send((text, done)).is_ok();
        let edited = if sent { edited.blocking_recv().ok() } else { None };
        edited.unwrap_or_else(|| {
            let what = "The session ended while the editor was open.";
            Err(Problem::new(ProblemKind::Failed, what, "The note is as it was before."))
        })
    }

    pub(super) fn come_back(&self, text: Result<String, Problem>) {
        self.flag.store(false, Ordering::Relaxed);
        let _ = self.gate.blocking_send(Gate::Open(text));
    }
}
