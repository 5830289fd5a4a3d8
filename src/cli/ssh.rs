//! Options of hosting visitors.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use ratatui::layout::Size;

use crate::config::{Hosting, MOST, SLOWEST, size, time};
use crate::session;
use crate::ssh::Limits;

/// Options of `earmark ssh`. What none of them says is as the user's file has it.
#[derive(Debug, Clone, Args)]
pub struct HostFlags {
    /// Where to listen, 127.0.0.1:2222 unless said; port 0 takes a free one
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
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
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub post_quantum: Option<bool>,
    /// Let visitors show calls to each other, in rooms
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub follow: Option<bool>,
    /// Rooms at a time, 256 unless said
    #[arg(long, value_name = "N", value_parser = count)]
    pub rooms: Option<usize>,
    /// Visitors in one room, 32 unless said
    #[arg(long, value_name = "N", value_parser = count)]
    pub room_members: Option<usize>,
    /// Record what visitors see, redacted, as asciicasts in this folder, up to 4 GiB together
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
    #[arg(long, value_name = "BYTES", value_parser = clap::value_parser!(u32).range(i64::from(SLOWEST)..))]
    pub input_rate: Option<u32>,
    /// The largest screen that is drawn, in columns and rows, 500x200 unless said
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub largest_screen: Option<Size>,
    /// Between signs of life that are asked for, 30s unless said; three may be missed
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub keep_alive: Option<Duration>,
    /// For a visitor to take in something of what is sent to them, 1m unless said
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub stall_time: Option<Duration>,
    /// From the news that the host stops to its end, 10s unless said
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub stop_time: Option<Duration>,
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
visitor, waits --stop-time, and ends.

Each option but --open can stand under [ssh] in config.toml, in the folder that `earmark config
path` prints, with the colours, keys and the like that visitors get; a flag goes before it, and
--follow=false switches off what is on there.";

impl HostFlags {
    /// What is said here, over what is set.
    #[must_use]
    pub fn over(&self, set: Hosting) -> Hosting {
        let rooms = session::Limits {
            rooms: self.rooms.unwrap_or(set.rooms.rooms),
            members: self.room_members.unwrap_or(set.rooms.members),
        };
        Hosting {
            listen: self.listen.unwrap_or(set.listen),
            authorized_keys: self.authorized_keys.clone().or(set.authorized_keys),
            host_key: self.host_key.clone().or(set.host_key),
            post_quantum: self.post_quantum.unwrap_or(set.post_quantum),
            follow: self.follow.unwrap_or(set.follow),
            rooms,
            record: self.record.clone().or(set.record),
            metrics: self.metrics.or(set.metrics),
            limits: self.limits.over(&set.limits),
        }
    }
}

impl LimitFlags {
    /// What is said here, over what is set.
    fn over(&self, set: &Limits) -> Limits {
        Limits {
            sessions: self.sessions.unwrap_or(set.sessions),
            sessions_per_address: self.sessions_per_address.unwrap_or(set.sessions_per_address),
            signing_in: self.sign_ins.unwrap_or(set.signing_in),
            signing_in_per_address: self.sign_ins_per_address.unwrap_or(set.signing_in_per_address),
            attempts: self.attempts.unwrap_or(set.attempts),
            sign_in: self.sign_in_time.unwrap_or(set.sign_in),
            idle: self.idle_time.unwrap_or(set.idle),
            session: self.session_time.unwrap_or(set.session),
            input: self.input_rate.unwrap_or(set.input),
            largest: self.largest_screen.unwrap_or(set.largest),
            keep_alive: self.keep_alive.unwrap_or(set.keep_alive),
            write: self.stall_time.unwrap_or(set.write),
            farewell: self.stop_time.unwrap_or(set.farewell),
        }
    }
}

fn count(text: &str) -> Result<usize, String> {
    let count = text.parse().ok().filter(|count: &u32| (1..=MOST).contains(count));
    let count = count.and_then(|count| usize::try_from(count).ok());
    count.ok_or_else(|| format!("it is a number from 1 to {MOST}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, OPTIONS};
    use clap::{Command, FromArgMatches};

    fn command() -> Command {
        HostFlags::augment_args(Command::new("ssh").no_binary_name(true))
    }

    #[test]
    fn every_flag_but_one_is_an_option_of_the_same_name() {
        let mut flags: Vec<String> = command()
            .get_arguments()
            .map(|flag| flag.get_id().as_str().replace('_', "-"))
            .collect();
        flags.retain(|name| name != "open");
        let mut options: Vec<&str> =
            OPTIONS.iter().filter_map(|option| option.name.strip_prefix("ssh.")).collect();
        flags.sort_unstable();
        options.sort_unstable();
        assert_eq!(flags, options);
    }

    #[test]
    fn flags_go_before_what_is_set() {
        let set = Config::default().hosting();
        let parsed = |line: &str| {
            let matches = command().get_matches_from(line.split_whitespace());
            HostFlags::from_arg_matches(&matches).unwrap()
        };
        let over = |line: &str| parsed(line).over(set.clone());
        assert_eq!(over(""), set);
        let said = over(
            "--listen [::1]:22 --authorized-keys a --host-key b --post-quantum --follow --rooms 1 \
             --room-members 2 --record c --metrics 127.0.0.1:9 --sessions 3 --sessions-per-address 4 \
             --sign-ins 5 --sign-ins-per-address 6 --attempts 7 --sign-in-time 8s --idle-time 9s \
             --session-time 10s --input-rate 64 --largest-screen 80x24 --keep-alive 11s \
             --stall-time 12s --stop-time 13s",
        );
        let seconds = Duration::from_secs;
        let limits = Limits {
            sessions: 3,
            sessions_per_address: 4,
            signing_in: 5,
            signing_in_per_address: 6,
            attempts: 7,
            sign_in: seconds(8),
            idle: seconds(9),
            session: seconds(10),
            input: 64,
            largest: Size::new(80, 24),
            keep_alive: seconds(11),
            write: seconds(12),
            farewell: seconds(13),
        };
        let wanted = Hosting {
            listen: "[::1]:22".parse().unwrap(),
            authorized_keys: Some("a".into()),
            host_key: Some("b".into()),
            post_quantum: true,
            follow: true,
            rooms: session::Limits { rooms: 1, members: 2 },
            record: Some("c".into()),
            metrics: "127.0.0.1:9".parse().ok(),
            limits,
        };
        assert_eq!(said, wanted);
        let on = Hosting { post_quantum: true, follow: true, ..set.clone() };
        let over = |line: &str| parsed(line).over(on.clone());
        assert_eq!(over(""), on);
        assert_eq!(over("--post-quantum=false --follow=false"), set);
    }
}
