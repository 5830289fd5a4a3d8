//! The thread that writes a recording.

use std::io::{self, BufWriter, Write};
use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::Duration;

use super::cast::{Event, line};
use crate::session::frame::LEAVE;

/// The longest recording, in bytes.
const LONGEST: usize = 64 * 1024 * 1024;

/// Writes what comes until nothing can come any more, and then how the session ended; or as much as
/// there is room for.
pub(super) fn write(
    to: impl Write,
    header: &str,
    events: &Receiver<(Duration, Event)>,
    has_room: impl Fn(usize) -> bool,
    ended: impl Fn() -> (Duration, u8),
) -> io::Result<()> {
    let mut to = BufWriter::new(to);
    to.write_all(header.as_bytes())?;
    let (mut before, mut length) = (Duration::ZERO, header.len());
    loop {
        let next = match events.try_recv() {
            Err(TryRecvError::Empty) => {
                // A reader can follow a recording that goes on.
                to.flush()?;
                events.recv().ok()
            }
            next => next.ok(),
        };
        let Some((now, event)) = next else { break };
        let line = line(&event, before, now);
        if length.saturating_add(line.len()) > LONGEST {
            to.write_all(b"# The session went on; the recording is as long as one may be.\n")?;
            return to.flush();
        }
        if !has_room(line.len()) {
            to.write_all(b"# The session went on; there is no more room for recordings.\n")?;
            to.flush()?;
            return Err(io::Error::new(io::ErrorKind::QuotaExceeded, "its folder is full"));
        }
        to.write_all(line.as_bytes())?;
        (before, length) = (now, length + line.len());
    }
    let (now, status) = ended();
    to.write_all(line(&Event::Output(LEAVE.to_vec()), before, now).as_bytes())?;
    to.write_all(line(&Event::Exit(status), now, now).as_bytes())?;
    to.flush()
}
