//! What is said over the connection, line by line.

use serde::Deserialize;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};

use super::trouble::Trouble;

/// The longest line that is read; mpv's are a few hundred bytes.
const LONGEST: usize = 64 * 1_024;
/// Lines that mean nothing, after which nobody listens any more.
const NONSENSE: usize = 16;

/// A line of mpv: an event, a change of a property, or the reply to a request.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Line {
    #[serde(default)]
    pub(super) event: Option<String>,
    #[serde(default)]
    pub(super) name: Option<String>,
    #[serde(default)]
    pub(super) data: Value,
    #[serde(default)]
    pub(super) request_id: Option<u64>,
    #[serde(default)]
    pub(super) error: Option<String>,
    #[serde(default)]
    pub(super) reason: Option<String>,
    #[serde(default)]
    pub(super) file_error: Option<String>,
}

/// Cuts what comes into lines. Nothing is lost when waiting for the next one is given up.
pub(super) struct Lines<R> {
    read: BufReader<R>,
    begun: Vec<u8>,
    nonsense: usize,
}

impl<R: AsyncRead + Unpin> Lines<R> {
    pub(super) fn new(read: R) -> Self {
        Self { read: BufReader::new(read), begun: Vec::new(), nonsense: 0 }
    }

    /// The next line that means something.
    pub(super) async fn next(&mut self) -> Result<Line, Trouble> {
        loop {
            let there = self.read.fill_buf().await.map_err(|_| Trouble::Gone)?;
            if there.is_empty() {
                return Err(Trouble::Gone);
            }
            let end = memchr::memchr(b'\n', there);
            let taken = end.map_or(there.len(), |end| end + 1);
            self.begun.extend_from_slice(&there[..taken]);
            self.read.consume(taken);
            if self.begun.len() > LONGEST {
                return Err(Trouble::Garbled);
            }
            if end.is_none() {
                continue;
            }
            let line = serde_json::from_slice(&self.begun);
            self.begun.clear();
            match line {
                Ok(line) => return Ok(line),
                Err(_) => self.nonsense += 1,
            }
            if self.nonsense > NONSENSE {
                return Err(Trouble::Garbled);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn lines_are_cut_wherever_they_are_split_and_nonsense_is_bounded() {
        let said = b"{\"event\":\"idle\"}\n\xff\n{\"request_id\":7,\"error\":\"success\"}\nrest";
        let (first, second) = said.split_at(20);
        let mut lines = Lines::new(tokio::io::AsyncReadExt::chain(first, second));
        assert_eq!(lines.next().await.unwrap().event.as_deref(), Some("idle"));
        assert_eq!(lines.next().await.unwrap().request_id, Some(7));
        assert!(matches!(lines.next().await, Err(Trouble::Gone)));
        let mut noise = Lines::new(&b"x\n".repeat(100)[..]).next().await.map(|_| ());
        assert!(matches!(noise, Err(Trouble::Garbled)));
        noise = Lines::new(&b"x".repeat(LONGEST + 2)[..]).next().await.map(|_| ());
        assert!(matches!(noise, Err(Trouble::Garbled)));
    }
}
