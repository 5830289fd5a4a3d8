//! The one loop.

use std::collections::VecDeque;
use std::mem;
use std::pin::pin;
use std::time::Duration;

use crossterm::event::Event;
use futures::{FutureExt, Stream, StreamExt};
use ratatui::layout::Size;
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::clipboard::osc52;
use super::frame::{MOUSE_OFF, MOUSE_ON, Painter};
use super::record::Recording;
use super::tasks::Tasks;
use crate::call::Problem;
use crate::tui::{App, Effect, Msg, view};

/// What comes in from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Keys, pastes, sizes.
    Terminal(Event),
    /// The process was asked to suspend.
    Suspend,
    /// The process runs again, on a terminal of this size.
    Continued(Size),
    /// The user's own editor was left, with this text in it, or could not be opened.
    Edited(Result<String, Problem>),
    /// Something that the user should know of.
    Remark(Problem),
    /// The session is to end.
    Stop(Stop),
}

/// Why a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The user quit.
    Quit,
    /// The terminal or the connection is gone.
    Gone,
    /// A signal of that number asked for it.
    Signal(i32),
}

/// How a session ended.
#[derive(Debug)]
pub struct Ended {
    /// The app as it was left.
    pub app: App,
    /// Why it ended.
    pub stop: Stop,
    /// What is to be said of what was made last and is not kept. The screen is gone by then.
    pub lost: Option<Problem>,
}

/// What goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// The bytes of one whole frame.
    Frame(Vec<u8>),
    /// Bytes that ask the terminal to put a text into its clipboard.
    Copy(Vec<u8>),
    /// Give the terminal back and stop the process.
    Suspend,
    /// Give the terminal to the user's own editor, with this text in it; what becomes of it comes
    /// back as [`Input::Edited`]. Sent only in a session whose app was given one.
    Edit(String),
    /// Take the terminal again.
    Resume,
}

/// Inputs that are taken in before a frame is due, so that a flood cannot starve the screen.
const BATCH: usize = 256;

/// How long a text on its way to the clipboard may take once the user quits.
const LAST: Duration = Duration::from_secs(1);

/// Runs a session until it stops.
///
/// Waits for one thing, takes in everything else that is ready, then sends at most one frame, and
/// only when something changed and `output` has room: a slow terminal gets fewer frames, never
/// older ones. Give `output` a capacity of one.
///
/// # Panics
///
/// Passes on panics of the app.
pub fn run(
    app: App,
    input: impl Stream<Item = Input>,
    output: mpsc::Sender<Output>,
    tasks: Tasks,
) -> impl Future<Output = Ended> {
    recorded(app, input, output, tasks, None)
}

/// The same, with a recording of what it shows. It shows calls redacted; where the user wants to
/// see them as they are, the recording stands still meanwhile.
///
/// # Panics
///
/// Passes on panics of the app.
pub async fn recorded(
    mut app: App,
    input: impl Stream<Item = Input>,
    output: mpsc::Sender<Output>,
    mut tasks: Tasks,
    mut recording: Option<Recording>,
) -> Ended {
    let mut input = pin!(input);
    if recording.is_some() {
        app = app.redacted(true);
    }
    let mut session = Session::new(app.size());
    tasks.open();
    let effects = app.start();
    session.perform(effects, &app, &mut tasks);
    let stop = loop {
        if let Some(stop) = session.stop {
            break stop;
        }
        tokio::select! {
            biased;
            room = output.reserve(), if session.has_output() => {
                let Ok(room) = room else { break Stop::Gone };
                if let Some(control) = session.control.pop_front() {
                    room.send(control);
                    continue;
                }
                session.changed = false;
                let frame = session.painter.paint(|buffer| view(&app, buffer));
                if !frame.is_empty() {
                    room.send(Output::Frame(frame));
                }
                if let Some(recording) = recording.as_mut().filter(|_| app.is_redacted()) {
                    recording.paint(app.size(), |buffer| view(&app, buffer));
                }
            }
            first = input.next() => {
                let mut next = Some(first);
                for _ in 0..BATCH {
                    match next.take() {
                        Some(Some(input)) => session.take(input, &mut app, &mut tasks),
                        Some(None) => session.stop = Some(Stop::Gone),
                        None => break,
                    }
                    if session.stop.is_none() {
                        next = input.next().now_or_never();
                    }
                }
                if let Some(Some(input)) = next {
                    session.take(input, &mut app, &mut tasks);
                }
            }
            msg = tasks.next() => session.update(msg, &mut app, &mut tasks),
        }
    };
    let at_end = app.end();
    session.perform(at_end, &app, &mut tasks);
    if let Some(recording) = recording {
        recording.finish(u8::from(stop != Stop::Quit));
    }
    let is_copy = |control: &Output| matches!(control, Output::Copy(_));
    if let Some(copy) = session.control.into_iter().find(is_copy).filter(|_| stop == Stop::Quit) {
        // A terminal that does not read is not waited for.
        let _ = timeout(LAST, output.send(copy)).await;
    }
    let lost = tasks.settle().await;
    Ended { app, stop, lost }
}

/// Bytes that have a terminal tell of the mouse, or no longer.
fn mouse(on: bool) -> Output {
    Output::Frame(if on { MOUSE_ON } else { MOUSE_OFF }.to_vec())
}

pub(super) struct Session {
    painter: Painter,
    changed: bool,
    pub(super) stop: Option<Stop>,
    /// What must go out before the next frame.
    pub(super) control: VecDeque<Output>,
    /// The user's own editor is open, or will be.
    is_editing: bool,
}

impl Session {
    pub(super) fn new(size: Size) -> Self {
        let control = VecDeque::new();
        Self { painter: Painter::new(size), changed: true, stop: None, control, is_editing: false }
    }

    fn has_output(&self) -> bool {
        self.changed || !self.control.is_empty()
    }

    /// Sends something before the next frame. What is asked for again while it waits for a terminal
    /// that does not read goes out once, as it was asked for last.
    fn send(&mut self, control: Output) {
        let kind = mem::discriminant(&control);
        self.control.retain(|waiting| mem::discriminant(waiting) != kind);
        self.control.push_back(control);
    }

    fn take(&mut self, input: Input, app: &mut App, tasks: &mut Tasks) {
        match input {
            Input::Terminal(Event::Key(key)) => self.update(Msg::Pressed(key), app, tasks),
            Input::Terminal(Event::Paste(text)) => self.update(Msg::Pasted(text), app, tasks),
            Input::Terminal(Event::Resize(width, height)) => {
                self.update(Msg::Resized(Size::new(width, height)), app, tasks);
            }
            Input::Terminal(Event::Mouse(event)) => self.update(Msg::Pointed(event), app, tasks),
            Input::Terminal(_) => {}
            Input::Suspend => self.send(Output::Suspend),
            Input::Continued(size) => {
                self.send(Output::Resume);
                self.ask_for_mouse(app);
                self.update(Msg::Resized(size), app, tasks);
                self.painter.forget(size);
                self.changed = true;
            }
            Input::Edited(text) => {
                self.is_editing = false;
                self.ask_for_mouse(app);
                self.painter.forget(app.size());
                self.update(Msg::Edited(text), app, tasks);
                self.changed = true;
            }
            Input::Remark(problem) => self.update(Msg::Remarked(problem), app, tasks),
            Input::Stop(stop) => self.stop = Some(stop),
        }
    }

    /// Another program had the terminal, which tells of no mouse any more.
    fn ask_for_mouse(&mut self, app: &App) {
        if app.has_mouse() {
            self.send(mouse(true));
        }
    }

    pub(super) fn update(&mut self, msg: Msg, app: &mut App, tasks: &mut Tasks) {
        let outcome = app.update(msg);
        self.changed |= outcome.changed;
        self.perform(outcome.effects, app, tasks);
    }

    pub(super) fn perform(&mut self, effects: Vec<Effect>, app: &App, tasks: &mut Tasks) {
        for effect in effects {
            match effect {
                Effect::Load { ticket, call, what } => tasks.load(ticket, call, what),
                Effect::List { ticket, scope, after } => tasks.list(ticket, scope, after),
                Effect::Later { ticket, timer, millis } => tasks.later(ticket, timer, millis),
                Effect::Never(timer) => tasks.never(timer),
                Effect::SaveNames { call, names } => tasks.save_names(call, names),
                Effect::Note { call, change } => tasks.note(call, change),
                Effect::SaveStandpoint { call, standpoint } => {
                    tasks.save_standpoint(call, *standpoint);
                }
                Effect::TaskTerms { ticket, call } => tasks.task_terms(ticket, call),
                Effect::MakeTasks { ticket, tasks: made } => tasks.make_tasks(ticket, made),
                Effect::Glance { ticket, call, length } => tasks.glance(ticket, call, length),
                Effect::LoadReviewed { ticket } => tasks.load_reviewed(ticket),
                Effect::SaveReviewed { call, reviewed } => tasks.save_reviewed(call, reviewed),
                Effect::Ask { ticket, call, question } => tasks.ask(ticket, call, question),
                Effect::StopAsking => tasks.stop_asking(),
                Effect::Play { ticket, media, wanted } => tasks.play(ticket, media, wanted),
                Effect::Steer(wanted) => tasks.steer(wanted),
                Effect::StopPlayer => tasks.stop_player(),
                Effect::Forget(call) => tasks.forget(&call),
                Effect::Mouse(on) => self.send(mouse(on)),
                Effect::Copy(text) => self.send(Output::Copy(osc52(&text))),
                Effect::Export { name, text } => tasks.export(name, text),
                Effect::Room(wish) => tasks.room(wish),
                Effect::Repaint => self.painter.forget(app.size()),
                // What follows a key that was pressed twice would open it again on the older text.
                Effect::EditOutside(_) if self.is_editing => {}
                Effect::EditOutside(text) => {
                    self.is_editing = true;
                    self.send(Output::Edit(text));
                }
                Effect::Suspend => self.send(Output::Suspend),
                Effect::Quit => self.stop = Some(Stop::Quit),
            }
        }
    }
}
