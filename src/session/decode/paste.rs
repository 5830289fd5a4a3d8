//! Text that is pasted, between its brackets.

use crate::call::{Problem, ProblemKind};

/// A paste as it comes in.
#[derive(Debug, Default)]
pub(super) struct Paste {
    bytes: Vec<u8>,
    /// How many bytes of [`END`] came last.
    ending: usize,
    cut: bool,
}

const END: &[u8] = b"\x1b[201~";
/// What is kept of a paste; more is dropped.
const LONGEST: usize = 256 * 1024;

impl Paste {
    /// Takes one byte; answers with the whole text at its end, and with a word on what was
    /// dropped. Bytes that are no UTF-8 become U+FFFD.
    pub(super) fn take(&mut self, byte: u8) -> Option<(String, Option<Problem>)> {
        if END[self.ending] == byte {
            self.ending += 1;
            return (self.ending == END.len()).then(|| self.end());
        }
        // Only its first byte is an Esc, so no other end can have begun within this one.
        END[..self.ending].iter().for_each(|byte| self.keep(*byte));
        self.ending = usize::from(byte == END[0]);
        if self.ending == 0 {
            self.keep(byte);
        }
        None
    }

    fn keep(&mut self, byte: u8) {
        if self.bytes.len() < LONGEST {
            self.bytes.push(byte);
        } else {
            self.cut = true;
        }
    }

    fn end(&mut self) -> (String, Option<Problem>) {
        let Self { mut bytes, cut, .. } = std::mem::take(self);
        if cut {
            whole(&mut bytes);
        }
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(broken) => String::from_utf8_lossy(broken.as_bytes()).into_owned(),
        };
        (text, cut.then(too_long))
    }
}

/// Takes away a character that the end of the bytes has cut through.
fn whole(bytes: &mut Vec<u8>) {
    let is_first = |byte: &u8| byte & 0b1100_0000 != 0b1000_0000;
    let last = bytes.iter().rev().take(4).position(is_first);
    let Some(length) = last.map(|before_end| before_end + 1) else { return };
    let from = bytes.len() - length;
    if str::from_utf8(&bytes[from..]).is_err_and(|error| error.error_len().is_none()) {
        bytes.truncate(from);
    }
}

fn too_long() -> Problem {
    Problem::new(
        ProblemKind::Failed,
        "Only the first 256 KiB of what you pasted arrived.",
        "Paste it in parts.",
    )
}
