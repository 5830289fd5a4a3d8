//! Who is who: every speaker of the insights and the transcript, why they have their name, and
//! corrections by hand.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use unicode_width::UnicodeWidthStr;

use super::line::Line;
use super::step::{page, step};
use crate::call::text::Clean;
use crate::call::{Corrections, Voice};
use crate::tui::action::Key;
use crate::tui::pane::{Scene, put, put_cut, say};
use crate::tui::review::Review;

/// Keeps who is chosen, and what is being done with whom: rows move when something arrives.
#[derive(Debug, Default)]
pub(in crate::tui) struct PeopleBox {
    row: usize,
    /// The id of whoever was chosen; nobody yet where nothing was pressed.
    chosen: Option<Clean>,
    doing: Doing,
}

#[derive(Debug, Default)]
enum Doing {
    /// Choosing.
    #[default]
    Nothing,
    /// Typing a name for the one of that id.
    Naming(Clean, Box<Line>),
    /// Choosing who is the same person as the one of that id.
    Merging(Clean),
}

/// What a key in the box came to.
#[derive(Debug)]
pub(in crate::tui) enum Decided {
    /// Nothing.
    Nothing,
    /// The box looks different.
    Changed,
    /// People are corrected.
    Names(Corrections),
    /// There is nothing to do, and why.
    Say(&'static str),
    /// It is to be closed.
    Closed,
}

const HINT: &str = "Enter names, m merges into another, u as the org says, Esc closes";
const MERGING: &str = "j and k choose the same person, Enter merges, Esc does not";
const GONE: &str = "Whom this was about is no longer in the call: nothing was corrected.";
/// Columns for ids.
const ID: usize = 20;
/// Rows below the list: why, twice, and the hint.
const BELOW: u16 = 4;

impl PeopleBox {
    /// Takes a key.
    pub(in crate::tui) fn press(
        &mut self,
        event: KeyEvent,
        key: Key,
        review: &Review,
        screen: Rect,
    ) -> Decided {
        let voices = review.spoken.people.voices();
        self.row = self.row(voices);
        if let Doing::Naming(id, line) = &mut self.doing {
            return match key {
                Key::Named(KeyCode::Esc) => self.done(Decided::Changed),
                Key::Named(KeyCode::Enter) => {
                    let (id, name) = (id.clone(), line.text());
                    self.corrected(review, &id, |names| names.rename(&id, &name))
                }
                _ if line.press(event) => Decided::Changed,
                _ => Decided::Nothing,
            };
        }
        let moved = step(key, self.row, voices.len(), page(screen, BELOW + 2));
        match key {
            _ if moved.is_some() => self.row = moved.unwrap_or(self.row),
            Key::Named(KeyCode::Esc) if matches!(self.doing, Doing::Merging(_)) => {
                self.doing = Doing::Nothing;
            }
            Key::Named(KeyCode::Esc) | Key::Char('q' | 'p') => return Decided::Closed,
            Key::Named(KeyCode::Enter) if matches!(self.doing, Doing::Merging(_)) => {
                return self.merge(review);
            }
            _ if voices.is_empty() => return Decided::Nothing,
            _ if matches!(self.doing, Doing::Merging(_)) => return Decided::Nothing,
            Key::Named(KeyCode::Enter) | Key::Char('r') => {
                let voice = &voices[self.row];
                let known = if voice.name == voice.id { "" } else { voice.name.as_str() };
                let mut line = Line::default();
                line.paste(known);
                self.doing = Doing::Naming(voice.id.clone(), Box::new(line));
            }
            Key::Char('m') => self.doing = Doing::Merging(voices[self.row].id.clone()),
            Key::Char('u') if !voices[self.row].by_hand => {
                return Decided::Say("Nothing was corrected here; it is as the org says.");
            }
            Key::Char('u') => {
                let id = voices[self.row].id.clone();
                return self.corrected(review, &id, |names| _ = names.undo(&id));
            }
            _ => return Decided::Nothing,
        }
        self.chosen = voices.get(self.row).map(|voice| voice.id.clone());
        Decided::Changed
    }

    /// The row of whoever is chosen.
    fn row(&self, voices: &[Voice]) -> usize {
        let chosen = |voice: &Voice| Some(&voice.id) == self.chosen.as_ref();
        let row = voices.iter().position(chosen).unwrap_or(self.row);
        row.min(voices.len().saturating_sub(1))
    }

    /// Pastes into a name; says whether one is being typed.
    pub(in crate::tui) fn paste(&mut self, text: &str) -> bool {
        match &mut self.doing {
            Doing::Naming(_, line) => {
                line.paste(text);
                true
            }
            Doing::Nothing | Doing::Merging(_) => false,
        }
    }

    fn done(&mut self, decided: Decided) -> Decided {
        self.doing = Doing::Nothing;
        decided
    }

    fn corrected(
        &mut self,
        review: &Review,
        id: &Clean,
        how: impl Fn(&mut Corrections),
    ) -> Decided {
        let mut names = review.corrections().clone();
        how(&mut names);
        let is_known = review.spoken.people.voice(id).is_some();
        self.done(match names == *review.corrections() {
            _ if !is_known => Decided::Say(GONE),
            true => Decided::Changed,
            false => Decided::Names(names),
        })
    }

    fn merge(&mut self, review: &Review) -> Decided {
        let Doing::Merging(from) = &self.doing else { return Decided::Nothing };
        let people = &review.spoken.people;
        let mut names = review.corrections().clone();
        let into = people.voices().get(self.row).filter(|_| people.voice(from).is_some());
        let merged = into.map(|into| names.merge(from, &into.id));
        self.done(match merged {
            Some(true) => Decided::Names(names),
            Some(false) => Decided::Say("They are one person already."),
            None => Decided::Say(GONE),
        })
    }

    /// Draws the box; returns where the cursor is, if a name is being typed.
    pub(in crate::tui) fn draw(
        &self,
        scene: Scene<'_>,
        area: Rect,
        buffer: &mut Buffer,
    ) -> Option<Position> {
        let theme = scene.theme;
        let voices = scene.review.spoken.people.voices();
        let title = match &self.doing {
            Doing::Merging(from) => {
                let voice = scene.review.spoken.people.voice(from);
                format!("{} is the same person as", voice.map_or(from, |voice| &voice.name))
            }
            Doing::Nothing | Doing::Naming(..) => "People".to_owned(),
        };
        let rows = u16::try_from(voices.len().max(1)).unwrap_or(u16::MAX);
        let size = (78, rows.saturating_add(BELOW + 2));
        let inner = super::frame(theme, &title, size, area, buffer);
        let list = Rect { height: inner.height.saturating_sub(BELOW), ..inner };
        if voices.is_empty() {
            say(buffer, list, "Nobody has been heard yet.", theme.dim);
        }
        let row = self.row(voices);
        let top = (row + 1).saturating_sub(list.height.into());
        for ((i, voice), y) in voices.iter().enumerate().skip(top).zip(list.y..list.bottom()) {
            draw_row(scene, voice, i == row, Rect { y, height: 1, ..list }, buffer);
        }
        let below = Rect {
            y: list.bottom() + 1,
            height: inner.bottom().saturating_sub(list.bottom() + 2),
            ..inner
        };
        let bottom = inner.bottom().saturating_sub(1);
        let cut = (theme.dim, theme.glyphs.more);
        if let Some(voice) = voices.get(row) {
            say(buffer, below, &why(voice), theme.text);
        }
        match &self.doing {
            Doing::Nothing => _ = put_cut(buffer, inner, bottom, HINT, cut),
            Doing::Merging(_) => _ = put_cut(buffer, inner, bottom, MERGING, cut),
            Doing::Naming(_, line) => {
                let x = put(buffer, inner, bottom, &[("Name: ", theme.strong)]);
                let room = Rect::new(x, bottom, inner.right().saturating_sub(x), 1);
                return Some(line.draw(room, buffer));
            }
        }
        None
    }
}

fn draw_row(scene: Scene<'_>, voice: &Voice, chosen: bool, area: Rect, buffer: &mut Buffer) {
    let theme = scene.theme;
    let numbers = format!("{} moments, {} entries", voice.moments, voice.entries);
    let width = u16::try_from(numbers.len()).unwrap_or(u16::MAX).min(area.width);
    let left = Rect { width: area.width.saturating_sub(width + 1), ..area };
    let right = Rect { x: area.right() - width, width, ..area };
    put(buffer, right, area.y, &[(&numbers, theme.dim)]);
    let sign = if chosen { theme.glyphs.cursor } else { " " };
    let id = Rect { width: left.width.min(u16::try_from(ID).unwrap_or(20) + 2), ..left };
    let x = put(buffer, id, area.y, &[(sign, theme.strong), (" ", theme.text)]);
    let rest = Rect { x, width: id.right().saturating_sub(x), ..id };
    put_cut(buffer, rest, area.y, &voice.id, (theme.dim, theme.glyphs.more));
    let hand = if voice.by_hand { " (by hand)" } else { "" };
    let role = voice.role.as_ref().map(|role| format!(" ({role})")).unwrap_or_default();
    let both = format!("{}{role}{hand}", voice.name);
    let text = if both.width() <= usize::from(left.right().saturating_sub(id.right() + 1)) {
        both
    } else {
        format!("{}{hand}", voice.name)
    };
    let style = match chosen {
        true => theme.text.add_modifier(Modifier::REVERSED),
        false => theme.text,
    };
    let name =
        Rect { x: id.right() + 1, width: left.right().saturating_sub(id.right() + 1), ..left };
    put_cut(buffer, name, area.y, &text, (style, theme.glyphs.more));
}

/// Why somebody has their name.
fn why(voice: &Voice) -> String {
    match &voice.evidence {
        _ if voice.by_hand => "Corrected by hand; u brings back what the org says.".to_owned(),
        Some(evidence) if evidence.is_clear() => format!("{evidence}."),
        Some(evidence) => format!("{evidence}: no majority, so the label stays."),
        None if voice.moments > 0 && voice.name == voice.id => {
            "No moment of this label falls on a participant's entries: nobody knows who it is."
                .to_owned()
        }
        None => "Named by the transcript.".to_owned(),
    }
}
