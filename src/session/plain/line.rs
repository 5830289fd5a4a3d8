//! What a line of input asks for.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::tui::action::{Key, Screen, TABLE};
use crate::tui::{App, Msg, Tell};

/// A line, understood.
#[derive(Debug)]
pub(super) enum Line {
    /// To be told something; `Rows(Some(0))` is the page after the last.
    Tell(Tell),
    /// To happen to the app.
    Input(Vec<Msg>),
    /// Nothing, and this is why.
    Unknown(String),
}

/// Reads a line. While a text is being typed it is that text; else a word of this form of the app,
/// a row's number, the name of an action, or keys.
pub(super) fn read(text: &str, app: &App) -> Line {
    let text = text.trim();
    if app.is_typing() {
        return typed(text);
    }
    if let Some(what) = word(text) {
        return Line::Tell(what);
    }
    if let Ok(row) = text.parse::<usize>() {
        return going_to(row, app);
    }
    if let Some(rest) = text.strip_prefix(':').filter(|rest| !rest.is_empty()) {
        return Line::Input(with_text(':', rest));
    }
    if let Some(rest) = text.strip_prefix('/').filter(|rest| !rest.is_empty()) {
        return Line::Input(with_text('/', rest));
    }
    let named = TABLE.iter().flat_map(|group| group.rows).find(|row| row.name == text);
    if let Some(row) = named {
        return match app.keys().keys(row.action) {
            [key, ..] => Line::Input(vec![pressed(*key)]),
            [] => Line::Input(with_text(':', text)),
        };
    }
    if let Ok(key) = text.parse::<Key>() {
        return Line::Input(vec![pressed(key)]);
    }
    keys(text)
}

fn word(text: &str) -> Option<Tell> {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    Some(match (word, rest.trim().parse::<usize>()) {
        ("" | "where", _) => Tell::Place,
        ("all", _) => Tell::All,
        ("summary", _) => Tell::Summary,
        ("insights", _) => Tell::Insights,
        ("moments" | "calls", Ok(from)) => Tell::Rows(Some(from.max(1))),
        ("moments" | "calls", Err(_)) => Tell::Rows(None),
        ("more", _) => Tell::Rows(Some(0)),
        ("entries", _) => Tell::Entries,
        ("?" | "help", _) => Tell::Keys,
        _ => return None,
    })
}

/// A text for the line that is being typed; a lone `Esc` leaves it.
fn typed(text: &str) -> Line {
    let end = |code| Msg::Pressed(KeyEvent::new(code, KeyModifiers::NONE));
    if text.eq_ignore_ascii_case("esc") {
        return Line::Input(vec![end(KeyCode::Esc)]);
    }
    Line::Input(vec![Msg::Pasted(text.to_owned()), end(KeyCode::Enter)])
}

fn with_text(key: char, text: &str) -> Vec<Msg> {
    let enter = Msg::Pressed(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE));
    vec![pressed(Key::Char(key)), Msg::Pasted(text.to_owned()), enter]
}

/// To a row: a count and the key of the first row; on the list of calls, the call is opened too.
fn going_to(row: usize, app: &App) -> Line {
    use crate::tui::action::Action::{First, OpenCall};
    let [first, ..] = app.keys().keys(First) else {
        return Line::Unknown("No key goes to a row.".to_owned());
    };
    let mut msgs: Vec<Msg> =
        row.to_string().chars().map(|digit| pressed(Key::Char(digit))).collect();
    msgs.push(pressed(*first));
    if app.screen() == Screen::Calls
        && let [open, ..] = app.keys().keys(OpenCall)
    {
        msgs.push(pressed(*open));
    }
    Line::Input(msgs)
}

/// Each character is a key.
fn keys(text: &str) -> Line {
    /// More is a sentence, not keys.
    const MOST: usize = 12;
    if text.chars().count() > MOST || text.contains(' ') {
        let start: String = text.chars().take(40).collect();
        let start = crate::call::text::clean_line(&start).to_string();
        return Line::Unknown(format!(
            "{start:?} is no word, action or key here; ? tells them all."
        ));
    }
    Line::Input(text.chars().map(|c| pressed(Key::Char(c))).collect())
}

fn pressed(key: Key) -> Msg {
    Msg::Pressed(key.event())
}
