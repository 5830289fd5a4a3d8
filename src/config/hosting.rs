//! What `earmark ssh` is set to, and how times and sizes are written there.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use jiff::SignedDuration;
use ratatui::layout::Size;

use super::Config;
use crate::session;
use crate::ssh::{LARGEST, Limits};

/// The most visitors, sessions or rooms that can be set.
pub const MOST: u32 = 100_000;
/// The fewest bytes a second that a visitor may send.
pub const SLOWEST: u32 = 64;
/// The longest time that is waited for here.
const LONGEST: Duration = Duration::from_hours(24 * 30);
/// The smallest bound of a screen: what a client is taken for that tells no size.
const SMALLEST: Size = Size::new(80, 24);

/// How visitors are hosted, but for whether anyone may come in: that is said each time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hosting {
    /// What visitors cannot exceed.
    pub limits: Limits,
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where numbers are told.
    pub metrics: Option<SocketAddr>,
    /// Whether there are rooms.
    pub follow: bool,
    /// How many rooms there may be, and how large.
    pub rooms: session::Limits,
    /// Whether clients that a quantum computer could read later are turned away.
    pub post_quantum: bool,
    /// The host's key; one in the usual place where it is not said.
    pub host_key: Option<PathBuf>,
    /// Who may come in.
    pub authorized_keys: Option<PathBuf>,
    /// Where sessions are recorded.
    pub record: Option<PathBuf>,
}

impl Config {
    /// How visitors are hosted.
    #[must_use]
    pub fn hosting(&self) -> Hosting {
        let address = |name| self.text(name).parse().ok();
        Hosting {
            listen: address("ssh.listen").unwrap_or(SocketAddr::from(([127, 0, 0, 1], 2222))),
            authorized_keys: self.path("ssh.authorized-keys"),
            host_key: self.path("ssh.host-key"),
            post_quantum: self.truth("ssh.post-quantum"),
            follow: self.truth("ssh.follow"),
            rooms: session::Limits {
                rooms: self.count("ssh.rooms"),
                members: self.count("ssh.room-members"),
            },
            record: self.path("ssh.record"),
            metrics: address("ssh.metrics"),
            limits: Limits {
                sessions: self.count("ssh.sessions"),
                sessions_per_address: self.count("ssh.sessions-per-address"),
                signing_in: self.count("ssh.sign-ins"),
                signing_in_per_address: self.count("ssh.sign-ins-per-address"),
                attempts: self.count("ssh.attempts"),
                sign_in: self.time("ssh.sign-in-time"),
                idle: self.time("ssh.idle-time"),
                session: self.time("ssh.session-time"),
                input: self.whole("ssh.input-rate"),
                largest: size(self.text("ssh.largest-screen")).unwrap_or(LARGEST),
                keep_alive: self.time("ssh.keep-alive"),
                write: self.time("ssh.stall-time"),
                farewell: self.time("ssh.stop-time"),
            },
        }
    }

    fn path(&self, name: &str) -> Option<PathBuf> {
        let path = self.text(name);
        (!path.is_empty()).then(|| path.into())
    }

    // An option that is no whole number of that size is not taken in.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
    fn whole(&self, name: &str) -> u32 {
        self.number(name) as u32
    }

    fn count(&self, name: &str) -> usize {
        usize::try_from(self.whole(name)).unwrap_or(usize::MAX)
    }

    /// An option that is a time.
    fn time(&self, name: &str) -> Duration {
        // Unreachable without one: it was checked when it was taken in.
        time(self.text(name)).unwrap_or(LONGEST)
    }
}

/// A time such as `30s`.
///
/// # Errors
///
/// What one would be.
pub fn time(text: &str) -> Result<Duration, String> {
    let read = text.parse::<SignedDuration>().ok();
    let time = read.and_then(|time| Duration::try_from(time).ok());
    let time = time.filter(|time| (Duration::from_secs(1)..=LONGEST).contains(time));
    time.ok_or_else(|| "it is a time such as 30s, 10m or 4h, at most 30 days".to_owned())
}

/// Columns and rows, such as `200x60`.
///
/// # Errors
///
/// What a size would be.
pub fn size(text: &str) -> Result<Size, String> {
    let read = text.split_once('x').and_then(|(columns, rows)| {
        let side = |text: &str, least, most| {
            text.parse().ok().filter(|side: &u16| (least..=most).contains(side))
        };
        let width = side(columns, SMALLEST.width, LARGEST.width)?;
        Some(Size::new(width, side(rows, SMALLEST.height, LARGEST.height)?))
    });
    read.ok_or_else(|| {
        format!(
            "it is columns and rows, from {}x{} to {}x{}",
            SMALLEST.width, SMALLEST.height, LARGEST.width, LARGEST.height
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Layer;

    #[test]
    fn the_defaults_are_those_of_the_parts() {
        let hosting = Config::default().hosting();
        assert_eq!(hosting.limits, Limits::default());
        assert_eq!(hosting.rooms, session::Limits::default());
        assert_eq!(hosting.listen.to_string(), "127.0.0.1:2222");
        assert_eq!((hosting.record, hosting.metrics, hosting.authorized_keys), (None, None, None));
        assert!(!hosting.follow && !hosting.post_quantum && hosting.host_key.is_none());
    }

    #[test]
    fn times_are_written_with_their_unit_and_bounded() {
        assert_eq!(time("30s"), Ok(Duration::from_secs(30)));
        assert_eq!(time("4h"), Ok(Duration::from_hours(4)));
        for wrong in ["", "30", "-30s", "0s", "1h garbage", "99999h", "🕐"] {
            assert!(time(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn sizes_are_columns_and_rows_and_bounded() {
        assert_eq!(size("200x60"), Ok(Size::new(200, 60)));
        for wrong in ["", "200", "x", "79x24", "80x23", "501x60", "200x201", "200x60x1", "-1x60"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_cannot_be_used_is_told_and_the_default_holds() {
        let text = "[ssh]\nlisten = \"2222\"\nidle-time = \"soon\"\nrecord = \"x\"\n\
            sessions = 0\nlargest-screen = \"9x9\"\nfollow = \"yes\"\nstop-time = 9\nopen = true\n";
        let (layer, remarks) = Layer::file("config.toml", text);
        let told: String = remarks.iter().map(|remark| format!("{}\n", remark.text)).collect();
        let wanted = "\
            ssh.listen: it is an address with a port, as in 127.0.0.1:2222, not \"2222\".\n\
            ssh.idle-time: it is a time such as 30s, 10m or 4h, at most 30 days, not \"soon\".\n\
            ssh.record: it is a whole path, which begins with /, not \"x\".\n\
            ssh.sessions is a whole number from 1 to 100000, not 0.\n\
            ssh.largest-screen: it is columns and rows, from 80x24 to 500x200, not \"9x9\".\n\
            ssh.follow is true or false, not \"yes\".\n\
            ssh.stop-time is a text between quotes.\n\
            there is no option \"ssh.open\"; the nearest is \"ssh.listen\".\n";
        assert_eq!(told, wanted);
        assert_eq!(layer, Layer::default());
    }
}
