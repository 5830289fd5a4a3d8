//! What opens over the panes: one at a time, closed by `Esc`.

pub(super) mod answer;
pub(super) mod bare;
pub(super) mod command;
pub(super) mod export;
pub(super) mod filter;
pub(super) mod find;
pub(super) mod help;
pub(super) mod hits;
pub(super) mod line;
pub(super) mod note;
pub(super) mod notes;
pub(super) mod offer;
pub(super) mod people;
mod step;
pub(super) mod tags;
pub(super) mod talk;
pub(super) mod tasks;
pub(super) mod which;
pub(super) mod yank;

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};
use ratatui::widgets::{Block, BorderType, Clear, Widget};

use super::pane::{Scene, put};
use super::theme::{GlyphSet, Theme};

/// What is open.
#[derive(Debug, Default)]
pub(super) enum Overlay {
    /// Nothing.
    #[default]
    None,
    /// The filter.
    Filter(filter::FilterBox),
    /// Who is who.
    People(Box<people::PeopleBox>),
    /// How talk was shared out.
    Talk(talk::TalkBox),
    /// Next steps as tasks.
    Tasks(Box<tasks::TasksBox>),
    /// The command line.
    Command(Box<command::CommandLine>),
    /// A filter that answers a question.
    Offer(Box<offer::OfferBox>),
    /// What to find.
    Find(Box<find::FindLine>),
    /// What was found.
    Hits(hits::HitsBox),
    /// What the org said to a question.
    Answer(Box<answer::AnswerBox>),
    /// A note being written.
    Note(Box<note::NoteBox>),
    /// All notes.
    Notes(notes::NotesBox),
    /// The tags of a moment.
    Tags(Box<tags::TagBox>),
    /// What there is to copy.
    Yank(Box<yank::YankBox>),
    /// In which form to export.
    Export(export::ExportBox),
    /// A text to be selected by hand.
    Bare(Box<bare::Bare>),
}

impl Overlay {
    /// Whether it lies over the panes, rather than in the bottom row.
    pub(super) fn is_box(&self) -> bool {
        !matches!(self, Self::None | Self::Command(_) | Self::Find(_))
    }
}

/// A key and what it does, on a row of a box.
fn put_key(scene: Scene<'_>, (key, what): (char, &str), area: Rect, buffer: &mut Buffer) {
    let theme = scene.theme;
    let key = key.to_string();
    put(buffer, area, area.y, &[(&key, theme.strong), ("  ", theme.text), (what, theme.text)]);
}

/// A framed region in the middle of the screen, `width` × `height` or as much as there is.
fn frame(theme: &Theme, title: &str, size: (u16, u16), area: Rect, buffer: &mut Buffer) -> Rect {
    let place = centred(size, area);
    Clear.render(place, buffer);
    let mut block = Block::bordered().border_style(theme.focus).title(format!(" {title} "));
    if theme.glyph_set() == GlyphSet::Ascii {
        block = block.border_set(ASCII_BORDER);
    } else {
        block = block.border_type(BorderType::Plain);
    }
    block.render(place, buffer);
    inside(place)
}

fn centred((width, height): (u16, u16), area: Rect) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    let x = area.x + (area.width - width) / 2;
    let y = area.y + (area.height - height) / 2;
    Rect::new(x, y, width, height)
}

/// What a frame leaves for what it is around.
fn inside(place: Rect) -> Rect {
    place.inner(Margin::new(2, 1))
}

const ASCII_BORDER: ratatui::symbols::border::Set<'static> = ratatui::symbols::border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};
