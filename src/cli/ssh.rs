//! Options of hosting visitors.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use jiff::SignedDuration;

use crate::ssh::Limits;

/// Options of `earmark ssh`.
#[derive(Debug, Clone, Args)]
pub struct HostFlags {
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:2222")]
    pub listen: SocketAddr,
    /// Who may come in, in the form of OpenSSH's `authorized_keys`
    #[arg(long, value_name = "FILE")]
    pub authorized_keys: Option<PathBuf>,
    /// Let anyone in, to see the demo's calls
    #[arg(long)]
    pub open: bool,
    /// The host's key, made when missing; in `$XDG_STATE_HOME/earmark` unless given
    #[arg(long, value_name = "FILE")]
    pub host_key: Option<PathBuf>,
    /// Turn away clients that a quantum computer could read later: OpenSSH before 9.9
    #[arg(long)]
    pub post_quantum: bool,
    /// Let visitors show calls to each other, in rooms
    #[arg(long)]
    pub follow: bool,
    /// Rooms at a time, 256 unless said
    #[arg(long, value_name = "N", value_parser = count, requires = "follow")]
    pub rooms: Option<usize>,
    /// Visitors in one room, 32 unless said
    #[arg(long, value_name = "N", value_parser = count, requires = "follow")]
    pub room_members: Option<usize>,
    /// Record what visitors see, redacted, as asciicasts in this folder
    #[arg(long, value_name = "DIR")]
    pub record: Option<PathBuf>,
    /// Where to tell numbers, for Prometheus; nowhere unless given
    #[arg(long, value_name = "ADDR")]
    pub metrics: Option<SocketAddr>,
    /// What visitors cannot exceed
    #[command(flatten)]
    pub limits: LimitFlags,
}

/// What visitors cannot exceed.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Limits")]
pub struct LimitFlags {
    /// Sessions at a time, 100 unless said
    #[arg(long, value_name = "N", value_parser = count)]
    pub sessions: Option<usize>,
    /// Sessions at a time from one address, 10 unless said
    #[arg(long, value_name = "N", value_parser = count)]
    pub sessions_per_address: Option<usize>,
    /// Connections at a time that are signing in, 64 unless said
    #[arg(long, value_name = "N", value_parser = count)]
    pub sign_ins: Option<usize>,
    /// Of them, from one address, 16 unless said
    #[arg(long, value_name = "N", value_parser = count)]
    pub sign_ins_per_address: Option<usize>,
    /// Refused keys of one connection, 6 unless said
    #[arg(long, value_name = "N", value_parser = count)]
    pub attempts: Option<usize>,
    /// From connecting to a session, 30s unless said
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub sign_in_time: Option<Duration>,
    /// Without a key, 30m unless said
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub idle_time: Option<Duration>,
    /// From the first frame to the last, 4h unless said
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub session_time: Option<Duration>,
    /// Bytes a second from one visitor, 65536 unless said
    #[arg(long, value_name = "BYTES", value_parser = clap::value_parser!(u32).range(64..))]
    pub input_rate: Option<u32>,
    /// Between signs of life that are asked for, 15s unless said; three may be missed
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub keep_alive: Option<Duration>,
}

pub(super) const KEYS: &str = "\
Who may come in:
  Nobody, until --authorized-keys names a file or --open lets anyone in. A line of the file is
    [OPTIONS] ssh-ed25519 AAAA… [COMMENT]
  with these options before the key, separated by commas:
    user=\"ada\"      the key is for `ssh ada@HOST`, and nobody else comes in by that name
    library=\"DIR\"   that name sees the calls of this folder instead of the demo's
  A key without options, and with --open any name that is nobody's, sees the demo's calls.

What visitors can do:
  The review screen, on a terminal; and `ssh HOST show CALL [--format json]`. There is no shell,
  no file transfer and no forwarding. What they make is forgotten when they leave.

With --follow, visitors of the same library show calls to each other: :room open says a code, and
  others join with :room join CODE. All see what the one who has the keys looks at, each at their
  own size; :room give NAME hands the keys over, :room take asks for them, :room leave leaves.

Times are written as 30s, 10m or 4h. Log lines are JSON on standard error. SIGTERM tells every
visitor, waits ten seconds, and ends.";

impl LimitFlags {
    /// The usual limits, but for what is said here.
    #[must_use]
    pub fn limits(&self) -> Limits {
        let usual = Limits::default();
        Limits {
            sessions: self.sessions.unwrap_or(usual.sessions),
            sessions_per_address: self.sessions_per_address.unwrap_or(usual.sessions_per_address),
            signing_in: self.sign_ins.unwrap_or(usual.signing_in),
            signing_in_per_address: self
                .sign_ins_per_address
                .unwrap_or(usual.signing_in_per_address),
            attempts: self.attempts.unwrap_or(usual.attempts),
            sign_in: self.sign_in_time.unwrap_or(usual.sign_in),
            idle: self.idle_time.unwrap_or(usual.idle),
            session: self.session_time.unwrap_or(usual.session),
            input: self.input_rate.unwrap_or(usual.input),
            keep_alive: self.keep_alive.unwrap_or(usual.keep_alive),
            ..usual
        }
    }
}

fn count(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(count @ 1..=100_000) => Ok(count),
        _ => Err("it is a number from 1 to 100000".to_owned()),
    }
}

/// The longest time that is waited for here.
const LONGEST: Duration = Duration::from_hours(24 * 30);

fn time(text: &str) -> Result<Duration, String> {
    let read = text.parse::<SignedDuration>().ok();
    let time = read.and_then(|time| Duration::try_from(time).ok());
    let time = time.filter(|time| (Duration::from_secs(1)..=LONGEST).contains(time));
    time.ok_or_else(|| "it is a time such as 30s, 10m or 4h, at most 30 days".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_with_their_unit_and_bounded() {
        assert_eq!(time("30s"), Ok(Duration::from_secs(30)));
        assert_eq!(time("4h"), Ok(Duration::from_hours(4)));
        for wrong in ["", "30", "-30s", "0s", "1h garbage", "99999h", "🕐"] {
            assert!(time(wrong).is_err(), "{wrong}");
        }
    }
}
