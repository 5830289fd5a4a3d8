//! How long to wait, and how much to take.

use std::time::Duration;

use backon::ExponentialBuilder;

/// The bounds of one question to the org.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// From the name of the host to an open connection, encryption included.
    pub connect: Duration,
    /// Between the request and its answer, and between two pieces of the answer.
    pub idle: Duration,
    /// From the question to the whole answer, with every repetition and pause.
    pub total: Duration,
    /// Of a list, for what it shows of its calls that is not in their own records.
    pub details: Duration,
    /// The same two where a language model writes the answer, which says nothing until it is done.
    pub reply: Duration,
    /// The largest answer in bytes, after decompression.
    pub body: usize,
    /// How often a request is sent at most, from 1.
    pub tries: usize,
    /// Before the second try. It doubles each time, and chance adds up to as much again, so that
    /// programs that failed together do not come back together.
    pub pause: Duration,
}

/// 10 s to connect, 30 s idle, 60 s in total, 5 s for details, 60 s for a language model, 64 MiB,
/// 3 tries, 250 ms before the second.
impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            idle: Duration::from_secs(30),
            total: Duration::from_mins(1),
            details: Duration::from_secs(5),
            reply: Duration::from_mins(1),
            body: 64 << 20,
            tries: 3,
            pause: Duration::from_millis(250),
        }
    }
}

impl Limits {
    /// Those of a question that a language model answers. It is sent once: an answer costs the
    /// org, also one that arrives too late.
    pub(super) fn of_reply(self) -> Self {
        Self { idle: self.reply, total: self.reply, tries: 1, ..self }
    }

    pub(super) fn backoff(&self) -> ExponentialBuilder {
        ExponentialBuilder::new()
            .with_min_delay(self.pause)
            .with_max_times(self.tries.saturating_sub(1))
            .with_jitter()
    }
}
