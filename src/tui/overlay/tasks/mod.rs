//! Next steps as drafts of tasks: chosen, put right, and made in the org once that is confirmed.

mod draw;

use crossterm::event::{KeyCode, KeyEvent};
use jiff::civil::Date;
use ratatui::layout::Rect;

use super::line::Line;
use super::step::step;
use crate::call::Problem;
use crate::call::export::{Format, write_tasks};
use crate::call::task::{Draft, Evidence, Made, Origin, Task, TaskKey, Terms, subject};
use crate::call::text::{Clean, clean, clean_line};
use crate::tui::action::Key;
use crate::tui::remote::Ticket;

/// Keeps the drafts, which of them are chosen, and what became of them.
#[derive(Debug, Default)]
pub(in crate::tui) struct TasksBox {
    items: Vec<Item>,
    row: usize,
    doing: Doing,
    /// What the org needs to know besides, once it was asked.
    terms: Option<Terms>,
    asked: Option<Ticket>,
}

#[derive(Debug)]
struct Item {
    draft: Draft,
    chosen: bool,
    state: State,
}

#[derive(Debug, PartialEq, Eq)]
enum State {
    Draft,
    Sent,
    Made(Made),
    Failed(Problem),
}

#[derive(Debug, Default)]
enum Doing {
    #[default]
    Choosing,
    Subject(Box<Line>),
    Due(Box<Line>),
    /// Reading what would be sent, from a row on: these tasks and no others.
    Confirming {
        tasks: Vec<Task>,
        lines: Vec<String>,
        top: usize,
    },
}

/// What a key in the box came to.
#[derive(Debug)]
pub(in crate::tui) enum Tasked {
    /// Nothing.
    Nothing,
    /// The box looks different.
    Changed,
    /// To where the call says so.
    GoTo(Evidence),
    /// What would be sent is to be shown: the org is asked for its terms first.
    Ask,
    /// These tasks are confirmed.
    Make(Vec<Task>),
    /// The tasks as a list in Markdown, to be copied.
    Copy(Clean),
    /// The same, to be written to a file.
    Write(Clean),
    /// There is nothing to do, and why.
    Say(&'static str),
    /// It is to be closed.
    Closed,
}

const NO_DATE: &str = "Type a date such as 2026-12-03, or nothing.";
const NONE_CHOSEN: &str = "Nothing is chosen: Space chooses a task.";

impl TasksBox {
    /// A box of drafts, of which none is chosen.
    pub(in crate::tui) fn new(drafts: Vec<Draft>) -> Self {
        let item = |draft| Item { draft, chosen: false, state: State::Draft };
        Self { items: drafts.into_iter().map(item).collect(), ..Self::default() }
    }

    /// Takes a key.
    pub(in crate::tui) fn press(&mut self, event: KeyEvent, key: Key, screen: Rect) -> Tasked {
        match &mut self.doing {
            Doing::Choosing => self.choose(key, screen),
            Doing::Confirming { lines, top, .. } => match key {
                Key::Named(KeyCode::Enter) => self.confirm(),
                Key::Named(KeyCode::Esc) | Key::Char('q') => self.back(),
                key => match step(key, *top, lines.len(), draw::read_at_once(screen)) {
                    Some(row) => {
                        *top = row;
                        Tasked::Changed
                    }
                    None => Tasked::Nothing,
                },
            },
            Doing::Subject(line) | Doing::Due(line) => match key {
                Key::Named(KeyCode::Esc) => self.back(),
                Key::Named(KeyCode::Enter) => self.put_right(),
                _ if line.press(event) => Tasked::Changed,
                _ => Tasked::Nothing,
            },
        }
    }

    fn choose(&mut self, key: Key, screen: Rect) -> Tasked {
        if let Some(row) = step(key, self.row, self.items.len(), draw::listed(screen)) {
            self.row = row;
            return Tasked::Changed;
        }
        match key {
            Key::Named(KeyCode::Esc) | Key::Char('q') => Tasked::Closed,
            Key::Char('c') if self.chosen().next().is_none() => Tasked::Say(NONE_CHOSEN),
            Key::Char('c') => Tasked::Ask,
            Key::Char('y' | 'w') if self.items.is_empty() => Tasked::Nothing,
            Key::Char('y') => Tasked::Copy(self.listed()),
            Key::Char('w') => Tasked::Write(self.listed()),
            _ => match self.items.get_mut(self.row) {
                Some(item) => item.press(key, &mut self.doing),
                None => Tasked::Nothing,
            },
        }
    }

    fn back(&mut self) -> Tasked {
        self.doing = Doing::Choosing;
        self.asked = None;
        Tasked::Changed
    }

    /// Takes what was typed into the chosen draft.
    fn put_right(&mut self) -> Tasked {
        let Some(item) = self.items.get_mut(self.row) else { return Tasked::Nothing };
        match &self.doing {
            Doing::Subject(line) => {
                let text = subject(&line.text());
                if text.is_blank() {
                    return Tasked::Say("A task needs a subject.");
                }
                item.draft.subject = text;
            }
            Doing::Due(line) => {
                let text = line.text();
                let date = text.trim().parse::<Date>().ok();
                if date.is_none() && !text.trim().is_empty() {
                    return Tasked::Say(NO_DATE);
                }
                item.draft.due = date;
            }
            Doing::Choosing | Doing::Confirming { .. } => {}
        }
        self.back()
    }

    fn chosen(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.chosen)
    }

    /// The chosen drafts as a list of things to do; all of them where none is chosen.
    fn listed(&self) -> Clean {
        let has_chosen = self.chosen().next().is_some();
        let items = self.items.iter().filter(|item| item.chosen || !has_chosen);
        let drafts: Vec<Draft> = items.map(|item| item.draft.clone()).collect();
        let mut list = Vec::new();
        // Writing to memory does not fail.
        let _ = write_tasks(&drafts, Format::Markdown, &mut list);
        clean(&String::from_utf8_lossy(&list)).boxed()
    }

    /// What would be made of the chosen drafts.
    fn tasks(&self, origin: Origin<'_>) -> Vec<Task> {
        let record = self.terms.as_ref().and_then(|terms| terms.record);
        self.chosen().map(|item| item.draft.task(Origin { record, ..origin })).collect()
    }

    /// The org was asked for its terms: what would be sent is shown when they are there.
    pub(in crate::tui) fn ask(&mut self, ticket: Ticket) {
        self.asked = Some(ticket);
        self.doing = Doing::Confirming { tasks: Vec::new(), lines: Vec::new(), top: 0 };
    }

    /// The terms are there; says whether they were waited for.
    pub(in crate::tui) fn agree(
        &mut self,
        ticket: Ticket,
        terms: Result<Terms, Problem>,
        origin: Origin<'_>,
    ) -> Result<bool, Problem> {
        if self.asked != Some(ticket) {
            return Ok(false);
        }
        self.asked = None;
        match terms {
            Ok(terms) => {
                self.terms = Some(terms);
                let tasks = self.tasks(origin);
                let lines = lines(&tasks, self.terms.as_ref());
                self.doing = Doing::Confirming { tasks, lines, top: 0 };
                Ok(true)
            }
            Err(problem) => {
                self.doing = Doing::Choosing;
                Err(problem)
            }
        }
    }

    /// Sends what was read: a task that failed meanwhile is chosen again, and not among it.
    fn confirm(&mut self) -> Tasked {
        if self.asked.is_some() {
            return Tasked::Nothing;
        }
        let Doing::Confirming { tasks, .. } = std::mem::take(&mut self.doing) else {
            return Tasked::Nothing;
        };
        let is_read = |item: &&mut Item| tasks.iter().any(|task| task.key == item.draft.key);
        for item in self.items.iter_mut().filter(is_read) {
            item.state = State::Sent;
            item.chosen = false;
        }
        Tasked::Make(tasks)
    }

    /// What became of a task; says whether it is one of these.
    pub(in crate::tui) fn made(&mut self, key: &TaskKey, made: &Result<Made, Problem>) -> bool {
        let Some(item) = self.items.iter_mut().find(|item| item.draft.key == *key) else {
            return false;
        };
        item.state = match made {
            Ok(made) => State::Made(*made),
            Err(problem) => State::Failed(problem.clone()),
        };
        // What failed is done again with one key.
        item.chosen = made.is_err();
        true
    }

    /// Pastes into a line; says whether one is being typed.
    pub(in crate::tui) fn paste(&mut self, text: &str) -> bool {
        match &mut self.doing {
            Doing::Subject(line) | Doing::Due(line) => {
                line.paste(text);
                true
            }
            Doing::Choosing | Doing::Confirming { .. } => false,
        }
    }
}

impl Item {
    fn press(&mut self, key: Key, doing: &mut Doing) -> Tasked {
        let edit = |text: &str| {
            let mut line = Line::default();
            line.paste(text);
            Box::new(line)
        };
        match key {
            Key::Char(' ') if self.state == State::Sent => return Tasked::Nothing,
            Key::Char(' ') => self.chosen = !self.chosen,
            Key::Named(KeyCode::Enter) => return Tasked::GoTo(self.draft.evidence),
            Key::Char('e') => *doing = Doing::Subject(edit(&self.draft.subject)),
            Key::Char('d') => {
                let due = self.draft.due.map(|due| due.to_string()).unwrap_or_default();
                *doing = Doing::Due(edit(&due));
            }
            _ => return Tasked::Nothing,
        }
        Tasked::Changed
    }
}

/// Everything that would be sent.
fn lines(tasks: &[Task], terms: Option<&Terms>) -> Vec<String> {
    let mut lines = Vec::new();
    for task in tasks {
        lines.push(format!("Subject: {}", task.subject));
        lines.extend(task.due.map(|due| format!("ActivityDate: {due}")));
        lines.extend(task.about.map(|about| format!("About the record: {about}")));
        let description: Vec<&str> = task.description.lines().collect();
        lines.push(format!("Description: {}", description.join(" / ")));
        lines.push(String::new());
    }
    let field: Option<&Clean> = terms.and_then(|terms| terms.key_field.as_ref());
    lines.push(match field {
        Some(field) => {
            format!("Each is upserted by its key in {field}: doing it again changes the same task.")
        }
        None => "Each is looked for by its subject and the key in its description first: doing it \
                 again makes no second one."
            .to_owned(),
    });
    lines.iter().map(|line| clean_line(line).to_string()).collect()
}
