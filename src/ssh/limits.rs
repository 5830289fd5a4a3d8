//! What visitors cannot exceed.

use std::time::Duration;

use ratatui::layout::Size;

/// The largest screen that is drawn for any visitor, in columns and rows.
pub const LARGEST: Size = Size::new(500, 200);

/// What one visitor, or all of them, cannot exceed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Sessions at a time. Whoever comes then is told so.
    pub sessions: usize,
    /// Of them, from one address: an IPv4 address, or the first 64 bits of an IPv6 address.
    pub sessions_per_address: usize,
    /// Connections that have not come to a session yet. The next ones wait in the system's queue.
    pub signing_in: usize,
    /// Of them, from one address. More are closed at once.
    pub signing_in_per_address: usize,
    /// Refused keys and methods of one connection.
    pub attempts: usize,
    /// From connecting to a session.
    pub sign_in: Duration,
    /// Without a key, a paste or another size.
    pub idle: Duration,
    /// From the first frame to the last.
    pub session: Duration,
    /// Bytes a second that are read from one visitor; twice as much may come at once.
    pub input: u32,
    /// The largest screen that is drawn, in columns and rows.
    pub largest: Size,
    /// Between signs of life that are asked for; after three without an answer the visitor is gone.
    /// Each wakes the host, also for those who only look.
    pub keep_alive: Duration,
    /// For a visitor to take in something of what is sent.
    pub write: Duration,
    /// From the news that the host stops to its end.
    pub farewell: Duration,
}

/// For a demo on a small machine.
impl Default for Limits {
    fn default() -> Self {
        Self {
            sessions: 100,
            sessions_per_address: 10,
            signing_in: 64,
            signing_in_per_address: 16,
            attempts: 6,
            sign_in: Duration::from_secs(30),
            idle: Duration::from_mins(30),
            session: Duration::from_hours(4),
            input: 64 << 10,
            largest: LARGEST,
            keep_alive: Duration::from_secs(30),
            write: Duration::from_mins(1),
            farewell: Duration::from_secs(10),
        }
    }
}
