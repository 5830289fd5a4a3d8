//! What there is to copy of a moment.

use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::call::text::Clean;
use crate::tui::action::Key;
use crate::tui::pane::{Scene, put_cut};

/// A form in which a moment is passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tui) enum Form {
    /// What was said.
    Quote,
    /// With the time and the speaker.
    Said,
    /// What opens the call there.
    Link,
    /// A quotation for a document.
    Markdown,
    /// The transcript's entry.
    Entry,
}

impl Form {
    /// All of them with their keys, in the order of the box.
    pub(in crate::tui) const ALL: [(char, Self); 5] = [
        ('q', Self::Quote),
        ('t', Self::Said),
        ('l', Self::Link),
        ('m', Self::Markdown),
        ('e', Self::Entry),
    ];

    /// What it is called.
    pub(in crate::tui) fn name(self) -> &'static str {
        match self {
            Self::Quote => "quote",
            Self::Said => "quote with time and speaker",
            Self::Link => "link",
            Self::Markdown => "Markdown",
            Self::Entry => "transcript entry",
        }
    }
}

/// Shows instead of copying.
const SHOW: char = 'v';

/// What a form comes to here, or why there is none.
pub(in crate::tui) type Piece = Result<Clean, &'static str>;

/// Keeps the forms as they were when the box was opened.
#[derive(Debug)]
pub(in crate::tui) struct YankBox {
    pieces: [Piece; Form::ALL.len()],
    shows: bool,
}

/// What a key in the box came to.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::tui) enum Yanked {
    /// Nothing.
    Nothing,
    /// The box looks different.
    Changed,
    /// This is to be copied.
    Copy(Form, Clean),
    /// This is to be shown.
    Show(Clean),
    /// There is nothing to copy, and this is why.
    Refused(&'static str),
    /// It is to be closed.
    Closed,
}

const WIDTH: u16 = 90;
/// Columns for keys and names.
const NAMES: u16 = 32;

impl YankBox {
    /// A box with what each form comes to.
    pub(in crate::tui) fn new(piece: impl Fn(Form) -> Piece) -> Self {
        Self { pieces: Form::ALL.map(|(_, form)| piece(form)), shows: false }
    }

    /// Takes a key.
    pub(in crate::tui) fn press(&mut self, key: Key) -> Yanked {
        let Key::Char(letter) = key else {
            let is_esc = key == Key::Named(KeyCode::Esc);
            return if is_esc { Yanked::Closed } else { Yanked::Nothing };
        };
        if letter == SHOW {
            self.shows = !self.shows;
            return Yanked::Changed;
        }
        let Some(at) = Form::ALL.iter().position(|(key, _)| *key == letter) else {
            return Yanked::Nothing;
        };
        match &self.pieces[at] {
            Ok(text) if self.shows => Yanked::Show(text.clone()),
            Ok(text) => Yanked::Copy(Form::ALL[at].1, text.clone()),
            Err(why) => Yanked::Refused(why),
        }
    }

    pub(in crate::tui) fn draw(&self, scene: Scene<'_>, area: Rect, buffer: &mut Buffer) {
        let theme = scene.theme;
        let title = if self.shows { "Show" } else { "Copy" };
        let rows = u16::try_from(Form::ALL.len()).unwrap_or(u16::MAX) + 4;
        let inner =
            super::frame(theme, &format!("{title} (Esc closes)"), (WIDTH, rows), area, buffer);
        let right = Rect {
            x: inner.x + NAMES.min(inner.width),
            width: inner.width.saturating_sub(NAMES),
            ..inner
        };
        let forms = Form::ALL.iter().zip(&self.pieces);
        for (((key, form), piece), y) in forms.zip(inner.y..inner.bottom()) {
            super::put_key(scene, (*key, form.name()), Rect { y, ..inner }, buffer);
            let (text, style) = match piece {
                Ok(text) => (first_line(text), theme.dim),
                Err(why) => (*why, theme.dim),
            };
            put_cut(buffer, right, y, text, (style, theme.glyphs.more));
        }
        let what = if self.shows { "copy it instead" } else { "show it, to select by hand" };
        let last = Rect { y: inner.bottom().saturating_sub(1), ..inner };
        super::put_key(scene, (SHOW, what), last, buffer);
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// The keys that show a form: behind that of the box.
pub(in crate::tui) fn showing(form: Form) -> String {
    let key = Form::ALL.iter().find(|(_, other)| *other == form).map_or('?', |(key, _)| *key);
    format!("{SHOW} {key}")
}
