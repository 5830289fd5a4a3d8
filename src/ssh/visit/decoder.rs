//! Stands in until bytes are decoded in full.

use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

use crate::session::Input;

#[derive(Debug, Default)]
pub(super) struct Decoder;

impl Decoder {
    #[expect(clippy::unused_self, reason = "it stands in")]
    pub(super) fn feed(&mut self, bytes: &[u8]) -> impl Iterator<Item = Input> {
        let key = |byte: &u8| {
            let (code, modifiers) = match byte {
                b'\r' => (KeyCode::Enter, KeyModifiers::NONE),
                0x1b => (KeyCode::Esc, KeyModifiers::NONE),
                b'\t' => (KeyCode::Tab, KeyModifiers::NONE),
                0..0x20 => (KeyCode::Char(char::from(byte + 0x60)), KeyModifiers::CONTROL),
                _ => (KeyCode::Char(char::from(*byte)), KeyModifiers::NONE),
            };
            Input::Terminal(Event::Key(KeyEvent::new(code, modifiers)))
        };
        bytes.iter().map(key).collect::<Vec<_>>().into_iter()
    }

    #[expect(clippy::unused_self, reason = "it stands in")]
    pub(super) fn patience(&self) -> Option<Duration> {
        None
    }

    #[expect(clippy::unused_self, reason = "it stands in")]
    pub(super) fn flush(&mut self) -> impl Iterator<Item = Input> {
        std::iter::empty()
    }
}
