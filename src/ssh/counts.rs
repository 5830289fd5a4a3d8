//! What has happened so far, in numbers.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use super::visit::ending::Ending;

/// Numbers of a host since it started. They print as Prometheus reads them.
#[derive(Debug, Default)]
pub struct Counts {
    connections: AtomicU64,
    turned_away: AtomicU64,
    signed_in: AtomicU64,
    refused: AtomicU64,
    sessions: AtomicU64,
    open: AtomicU64,
    ended: [AtomicU64; Ending::ALL.len()],
    received: AtomicU64,
    sent: AtomicU64,
}

fn add(count: &AtomicU64, by: u64) {
    count.fetch_add(by, Ordering::Relaxed);
}

impl Counts {
    /// Sessions that are open now.
    #[must_use]
    pub fn open(&self) -> u64 {
        self.open.load(Ordering::Relaxed)
    }

    /// Connections that were closed at once, because too many of their address were signing in.
    #[must_use]
    pub fn turned_away(&self) -> u64 {
        self.turned_away.load(Ordering::Relaxed)
    }

    pub(super) fn connected(&self) {
        add(&self.connections, 1);
    }

    pub(super) fn away(&self) {
        add(&self.turned_away, 1);
    }

    pub(super) fn signed_in(&self) {
        add(&self.signed_in, 1);
    }

    pub(super) fn refused(&self) {
        add(&self.refused, 1);
    }

    pub(super) fn session_began(&self) {
        add(&self.sessions, 1);
        add(&self.open, 1);
    }

    pub(super) fn session_ended(&self) {
        self.open.fetch_sub(1, Ordering::Relaxed);
    }

    pub(super) fn ended(&self, ending: Ending) {
        let at = Ending::ALL.iter().position(|known| *known == ending);
        if let Some(count) = at.and_then(|at| self.ended.get(at)) {
            add(count, 1);
        }
    }

    pub(super) fn received(&self, bytes: u64) {
        add(&self.received, bytes);
    }

    pub(super) fn sent(&self, bytes: u64) {
        add(&self.sent, bytes);
    }
}

/// The text format of Prometheus, version 0.0.4.
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: [(&str, &str, &str, &AtomicU64); 8] = [
            ("connections_total", "counter", "Connections that were accepted.", &self.connections),
            (
                "turned_away_total",
                "counter",
                "Connections closed at once, too many of their address were signing in.",
                &self.turned_away,
            ),
            ("sign_ins_total", "counter", "Connections that signed in.", &self.signed_in),
            (
                "refused_sign_ins_total",
                "counter",
                "Connections that ended without having signed in.",
                &self.refused,
            ),
            ("sessions_total", "counter", "Sessions that began.", &self.sessions),
            ("sessions", "gauge", "Sessions that are open.", &self.open),
            ("received_bytes_total", "counter", "Bytes from visitors.", &self.received),
            ("sent_bytes_total", "counter", "Bytes to visitors.", &self.sent),
        ];
        for (name, kind, help, count) in all {
            let name = format!("earmark_ssh_{name}");
            writeln!(f, "# HELP {name} {help}\n# TYPE {name} {kind}")?;
            writeln!(f, "{name} {}", count.load(Ordering::Relaxed))?;
        }
        let name = "earmark_ssh_endings_total";
        writeln!(f, "# HELP {name} Sessions that ended, by how.\n# TYPE {name} counter")?;
        for (ending, count) in Ending::ALL.iter().zip(&self.ended) {
            let count = count.load(Ordering::Relaxed);
            writeln!(f, "{name}{{ending=\"{}\"}} {count}", ending.word())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_as_prometheus_reads_them() {
        let counts = Counts::default();
        counts.session_began();
        counts.session_began();
        counts.session_ended();
        counts.ended(Ending::Idle);
        let text = counts.to_string();
        assert!(text.contains("# TYPE earmark_ssh_sessions gauge\nearmark_ssh_sessions 1\n"));
        assert!(text.contains("earmark_ssh_endings_total{ending=\"idle\"} 1\n"));
        assert!(text.contains("earmark_ssh_endings_total{ending=\"left\"} 0\n"));
        let samples = text.lines().filter(|line| !line.starts_with('#'));
        assert!(samples.clone().all(|line| line.split(' ').count() == 2));
        assert_eq!(samples.count(), 8 + Ending::ALL.len());
    }
}
