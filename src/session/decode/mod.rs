//! From the bytes that a terminal sends to what they mean.
//!
//! Only for terminals that are not this process's own; that one is read by crossterm. [`Decoder`]
//! cuts the bytes into sequences, whose bounds are its business; [`name`] says what one means.

mod name;
mod paste;

use std::collections::VecDeque;
use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

use self::name::name;
use self::paste::Paste;
use super::run::Input;

/// Reads a terminal's bytes, in pieces of any size.
///
/// Any bytes at all are fine: what means nothing is dropped, and what is kept is bounded. There is
/// no clock in here. When nothing has come for as long as [`Decoder::patience`] says, the caller
/// gives up on what has begun, with [`Decoder::flush`].
///
/// The grammar is that of ECMA-48 and of xterm's `ctlseqs`, in their forms of seven bits: a C1
/// control of eight bits is no UTF-8.
#[derive(Debug, Default)]
pub struct Decoder {
    state: State,
    /// The sequence so far.
    bytes: Vec<u8>,
    paste: Paste,
    /// What one byte, or the end of waiting, has come to beyond the first.
    ready: VecDeque<Input>,
}

/// Between which bytes of what the next one is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    Ground,
    /// After an Esc, or after two.
    Escape {
        twice: bool,
    },
    /// In a control sequence, `ESC [`, perhaps after one more Esc, which is Alt.
    Control {
        alt: bool,
    },
    /// After `ESC O`.
    Shift {
        alt: bool,
    },
    /// So many bytes before the end of a sequence, whatever they are.
    Counted {
        left: u8,
    },
    /// In a character that wants so many bytes more.
    Character {
        left: u8,
    },
    /// In a string of control, which means nothing here, perhaps after an Esc in it.
    Aside {
        escaped: bool,
    },
    Paste,
}

const ESC: u8 = 0x1b;
/// A sequence that is longer means nothing.
const LONGEST: usize = 128;
/// How long an Esc may be the beginning of something. A terminal sends a sequence in one piece.
const ALONE: Duration = Duration::from_millis(50);
/// How long the rest of a sequence may take, over a line that stalls.
const BEGUN: Duration = Duration::from_millis(500);

impl Decoder {
    /// What these bytes come to, read as the iterator is. Bytes that it has not come to when it is
    /// dropped are lost.
    pub fn feed<'a>(&'a mut self, bytes: &'a [u8]) -> impl Iterator<Item = Input> + 'a {
        let mut bytes = bytes.iter();
        std::iter::from_fn(move || {
            while self.ready.is_empty() {
                self.take(*bytes.next()?);
            }
            self.ready.pop_front()
        })
    }

    /// How long to wait for more before [`Decoder::flush`]; nothing where nothing has begun.
    #[must_use]
    pub fn patience(&self) -> Option<Duration> {
        match self.state {
            // What follows in a paste must never be taken for keys, however late it is.
            State::Ground | State::Paste => None,
            State::Escape { .. } | State::Aside { escaped: true } => Some(ALONE),
            _ if self.is_introduced() => Some(ALONE),
            _ => Some(BEGUN),
        }
    }

    /// What has begun comes to this, as no more has followed: an Esc that stands alone, a key with
    /// Alt that could have begun a sequence, or nothing.
    pub fn flush(&mut self) -> impl Iterator<Item = Input> + '_ {
        let introduced = self.is_introduced();
        match self.state {
            State::Paste => {}
            state => {
                self.state = State::Ground;
                match state {
                    State::Escape { twice } => (0..=u8::from(twice)).for_each(|_| self.escaped()),
                    State::Aside { escaped: true } => self.escaped(),
                    State::Control { alt } | State::Shift { alt } if introduced => {
                        (0..u8::from(alt)).for_each(|_| self.escaped());
                        self.with_alt();
                    }
                    State::Aside { .. } if introduced => self.with_alt(),
                    _ => {}
                }
            }
        }
        self.ready.drain(..)
    }

    /// Whether there is an Esc and the character that makes it a sequence, and no more.
    fn is_introduced(&self) -> bool {
        let is_sequence = matches!(
            self.state,
            State::Control { .. } | State::Shift { .. } | State::Aside { escaped: false }
        );
        is_sequence && self.bytes.len() == 2
    }

    fn take(&mut self, byte: u8) {
        match self.state {
            State::Ground => self.begin(byte),
            State::Escape { twice } => self.after_escape(byte, twice),
            State::Control { alt } => self.in_control(byte, alt),
            State::Shift { alt } => match byte {
                b' '..=b'~' => self.end(byte, alt),
                _ => self.begin(byte),
            },
            State::Counted { left: 1 } => self.end(byte, false),
            State::Counted { left } => self.go_on(byte, State::Counted { left: left - 1 }),
            State::Character { left } => match (byte, left) {
                (0x80..=0xbf, 1) => self.end(byte, false),
                (0x80..=0xbf, _) => self.go_on(byte, State::Character { left: left - 1 }),
                _ => self.begin(byte),
            },
            State::Aside { escaped } => self.in_aside(byte, escaped),
            State::Paste => {
                if let Some((text, cut)) = self.paste.take(byte) {
                    self.state = State::Ground;
                    self.ready.push_back(Input::Terminal(Event::Paste(text)));
                    self.ready.extend(cut.map(Input::Remark));
                }
            }
        }
    }

    /// A byte with nothing before it.
    fn begin(&mut self, byte: u8) {
        self.bytes.clear();
        match byte {
            ESC => self.go_on(byte, State::Escape { twice: false }),
            _ => self.character(byte),
        }
    }

    /// The first byte of a character.
    fn character(&mut self, byte: u8) {
        match byte {
            0xc2..=0xdf => self.go_on(byte, State::Character { left: 1 }),
            0xe0..=0xef => self.go_on(byte, State::Character { left: 2 }),
            0xf0..=0xf4 => self.go_on(byte, State::Character { left: 3 }),
            0..=0x7f => self.end(byte, false),
            _ => self.state = State::Ground,
        }
    }

    fn after_escape(&mut self, byte: u8, twice: bool) {
        match byte {
            b'[' => self.go_on(byte, State::Control { alt: twice }),
            b'O' => self.go_on(byte, State::Shift { alt: twice }),
            _ => {
                if twice {
                    self.escaped();
                }
                match byte {
                    ESC => self.state = State::Escape { twice: true },
                    b'P' | b'X' | b']' | b'^' | b'_' => {
                        self.go_on(byte, State::Aside { escaped: false });
                    }
                    _ => self.character(byte),
                }
            }
        }
    }

    fn in_control(&mut self, byte: u8, alt: bool) {
        let state = self.state;
        match byte {
            b' '..=b'?' => self.go_on(byte, state),
            // The console of Linux has these for its first function keys.
            b'[' if self.bytes == b"\x1b[" => self.go_on(byte, State::Counted { left: 1 }),
            // xterm's first way to tell of the mouse: the button, the column and the row.
            b'M' if self.bytes == b"\x1b[" => self.go_on(byte, State::Counted { left: 3 }),
            b'~' if self.bytes == b"\x1b[200" => self.state = State::Paste,
            b'@'..=b'~' => self.end(byte, alt),
            _ => self.begin(byte),
        }
    }

    fn in_aside(&mut self, byte: u8, escaped: bool) {
        const BELL: u8 = 0x07;
        const CANCEL: u8 = 0x18;
        const SUBSTITUTE: u8 = 0x1a;
        match byte {
            b'\\' if escaped => self.state = State::Ground,
            _ if escaped => {
                self.begin(ESC);
                self.take(byte);
            }
            ESC => self.state = State::Aside { escaped: true },
            BELL | CANCEL | SUBSTITUTE => self.state = State::Ground,
            _ => self.go_on(byte, self.state),
        }
    }

    fn go_on(&mut self, byte: u8, state: State) {
        self.state = state;
        if self.bytes.len() <= LONGEST {
            self.bytes.push(byte);
        }
    }

    /// The last byte of a sequence.
    fn end(&mut self, byte: u8, alt: bool) {
        self.go_on(byte, State::Ground);
        if self.bytes.len() <= LONGEST {
            self.ready.extend(name(&self.bytes, alt).map(Input::Terminal));
        }
    }

    fn escaped(&mut self) {
        self.key(KeyCode::Esc, KeyModifiers::NONE);
    }

    /// The character that makes an Esc a sequence is a key, after all.
    fn with_alt(&mut self) {
        self.key(KeyCode::Char(char::from(self.bytes[1])), KeyModifiers::ALT);
    }

    fn key(&mut self, code: KeyCode, modifiers: KeyModifiers) {
        self.ready.push_back(Input::Terminal(Event::Key(KeyEvent::new(code, modifiers))));
    }
}
