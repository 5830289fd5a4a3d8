//! A note being written.

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget;
use tui_textarea::{CursorMove, TextArea, WrapMode};

use crate::call::text::{Clean, clean};
use crate::call::{Anchor, Draft, Note, NoteId};
use crate::tui::action::Action;
use crate::tui::pane::{Scene, put_cut};
use crate::tui::remote::Ticket;

/// An editor for one note. What is typed is kept while it is typed.
#[derive(Debug)]
pub(in crate::tui) struct NoteBox {
    area: TextArea<'static>,
    title: String,
    id: NoteId,
    spare: NoteId,
    anchor: Anchor,
    /// The revision that the text began with.
    base: u32,
    /// The text as it was last sent to be kept; none when that failed.
    sent: Option<Clean>,
    /// Waits to keep what was typed since.
    pub(in crate::tui) timer: Option<Ticket>,
}

/// How long what is typed may wait to be kept, in milliseconds: with the time that writing takes,
/// less than half a second.
pub(in crate::tui) const REST: u64 = 400;
/// Columns of the box.
const WIDTH: u16 = 72;

impl NoteBox {
    /// Goes on with a note, or begins one.
    pub(in crate::tui) fn new(
        title: String,
        anchor: Anchor,
        own: Option<&Note>,
        ids: (NoteId, NoteId),
    ) -> Self {
        let text = own.map_or("", |note| note.text.as_str());
        let mut area = TextArea::new(text.split('\n').map(str::to_owned).collect());
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        area.set_cursor_line_style(Style::new());
        // The terminal's own cursor stands there instead.
        area.set_cursor_style(Style::new());
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self {
            area,
            title,
            id: own.map_or(ids.0, |note| note.id),
            spare: ids.1,
            anchor: own.map_or(anchor, |note| note.anchor.clone()),
            base: own.map_or(0, |note| note.revision),
            sent: Some(Note::text_of(text)),
            timer: None,
        }
    }

    /// Edits the text; says whether anything looks different, or why it cannot be.
    pub(in crate::tui) fn press(&mut self, event: KeyEvent) -> Result<bool, &'static str> {
        let before = self.area.cursor();
        let modified = self.area.input(event);
        if modified && self.is_too_long() {
            self.area.undo();
            return Err(TOO_LONG);
        }
        Ok(modified || self.area.cursor() != before || self.area.is_selecting())
    }

    /// Pastes into the text, in as many lines as there are.
    pub(in crate::tui) fn paste(&mut self, text: &str) -> Result<(), &'static str> {
        if text.len() > 4 * Note::LONGEST {
            return Err(TOO_LONG);
        }
        self.area.insert_str(clean(text).as_str());
        if self.is_too_long() {
            self.area.undo();
            return Err(TOO_LONG);
        }
        Ok(())
    }

    /// Takes back what was typed last, or brings it back.
    pub(in crate::tui) fn undo(&mut self) -> bool {
        self.area.undo()
    }

    pub(in crate::tui) fn redo(&mut self) -> bool {
        self.area.redo()
    }

    /// Puts another text in its place, as one change that can be undone.
    pub(in crate::tui) fn replace(&mut self, text: &str) {
        self.area.select_all();
        self.area.cut();
        self.area.insert_str(Note::text_of(text).as_str());
    }

    fn is_too_long(&self) -> bool {
        let lines = self.area.lines();
        let bytes: usize = lines.iter().map(|line| line.len() + 1).sum();
        bytes > Note::LONGEST
            && lines.iter().map(|line| line.chars().count() + 1).sum::<usize>() > Note::LONGEST
    }

    pub(in crate::tui) fn id(&self) -> NoteId {
        self.id
    }

    /// The text as it would be kept.
    pub(in crate::tui) fn text(&self) -> Clean {
        Note::text_of(&self.area.lines().join("\n"))
    }

    /// Whether something is not kept yet.
    pub(in crate::tui) fn is_unsaved(&self) -> bool {
        self.sent.as_ref() != Some(&self.text())
    }

    /// What is to be kept now, if anything; an empty note is deleted only when it is left.
    pub(in crate::tui) fn draft(&mut self, leaving: bool) -> Option<Draft> {
        self.timer = None;
        let text = self.text();
        if self.sent.as_ref() == Some(&text) || (text.is_blank() && !leaving) {
            return None;
        }
        self.sent = Some(text.clone());
        let (id, anchor, base, spare) = (self.id, self.anchor.clone(), self.base, self.spare);
        Some(Draft { id, anchor, text, base, spare })
    }

    /// The text is kept under this revision.
    pub(in crate::tui) fn kept(&mut self, note: &Note) {
        if note.id == self.id {
            self.base = note.revision;
        }
    }

    /// It goes on as another note: the one that it was is somebody else's now.
    pub(in crate::tui) fn becomes(&mut self, mine: &Note, spare: NoteId) {
        (self.id, self.base, self.spare) = (mine.id, mine.revision, spare);
    }

    /// It could not be kept.
    pub(in crate::tui) fn failed(&mut self) {
        self.sent = None;
    }

    /// Takes over what somebody else wrote, where nothing was typed here since.
    pub(in crate::tui) fn follow(&mut self, note: &Note) -> bool {
        if self.is_unsaved() || note.revision == self.base || note.text == self.text() {
            return false;
        }
        self.replace(&note.text);
        (self.base, self.sent) = (note.revision, Some(note.text.clone()));
        true
    }

    /// Draws the box; returns where the cursor belongs.
    pub(in crate::tui) fn draw(
        &self,
        scene: Scene<'_>,
        outside: bool,
        area: Rect,
        buffer: &mut Buffer,
    ) -> Position {
        let theme = scene.theme;
        let height = (area.height * 3 / 5).clamp(8, 24);
        let inner = super::frame(theme, &self.title, (WIDTH, height), area, buffer);
        let text = Rect { height: inner.height.saturating_sub(1), ..inner };
        self.area.render(text, buffer);
        let hint = inner.bottom().saturating_sub(1);
        put_cut(buffer, inner, hint, &hints(scene, outside), (theme.dim, theme.glyphs.more));
        let (top, _) = self.area.scroll_offset();
        let cursor = self.area.screen_cursor();
        let cell = |place: usize, scrolled: u16, room: u16| {
            let place = u16::try_from(place).unwrap_or(u16::MAX);
            place.saturating_sub(scrolled).min(room.saturating_sub(1))
        };
        Position::new(
            text.x + cell(cursor.col, 0, text.width),
            text.y + cell(cursor.row, top, text.height),
        )
    }
}

const TOO_LONG: &str = "A note has at most 20,000 characters: begin another for the rest.";

/// The keys of the box.
fn hints(scene: Scene<'_>, outside: bool) -> String {
    let mut all = vec![
        (Action::LeaveNote, "keeps and leaves"),
        (Action::UndoTyping, "undo"),
        (Action::RedoTyping, "redo"),
    ];
    if outside {
        all.push((Action::NoteOutside, "your editor"));
    }
    let all = all.iter().map(|(action, what)| format!("{} {what}", scene.keys.key_of(*action)));
    all.collect::<Vec<_>>().join("  ")
}
