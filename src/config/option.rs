//! The options there are.
//!
//! A new option is a row here and a line in `assets/config.toml`, with a comment on what it does;
//! a test says what is missing. It is read with [`Config`](super::Config)'s methods.

use std::net::SocketAddr;
use std::path::Path;

use super::hosting;
use crate::call::text::Clean;
use crate::tui::sheet::{Value, hint};

/// An option.
#[derive(Debug)]
pub struct Opt {
    /// What it is called, with the table that it is in.
    pub name: &'static str,
    /// What it can be.
    pub kind: Kind,
    /// The variable that sets it too.
    pub variable: Option<&'static str>,
}

/// What an option can be.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// One of these words.
    Word(&'static [&'static str]),
    /// Any text.
    Text,
    /// Texts.
    Texts,
    /// A number between two.
    Number(f64, f64),
    /// A whole number between two.
    Whole(u32, u32),
    /// Yes or no.
    Truth,
    /// A time with its unit; it is read with [`hosting::time`].
    Time,
    /// An address and a port, or nothing.
    Address,
    /// Columns and rows.
    Size,
    /// The whole path of a file or folder, or nothing: a file of settings is read in any folder.
    Path,
}

const fn option(name: &'static str, kind: Kind) -> Opt {
    Opt { name, kind, variable: None }
}

/// Of visitors, their sessions and their rooms.
const COUNT: Kind = Kind::Whole(1, hosting::MOST);

/// All options, as in `assets/config.toml`.
pub const OPTIONS: &[Opt] = &[
    option("theme", Kind::Text),
    option("ground", Kind::Word(&["auto", "dark", "light"])),
    option("glyphs", Kind::Word(&["auto", "unicode", "ascii"])),
    option("lanes", Kind::Word(&["speaker", "category", "merged"])),
    option("keys", Kind::Word(&["default", "emacs", "arrows"])),
    option("mouse", Kind::Truth),
    option("clipboard", Kind::Word(&["auto", "osc52", "off"])),
    option("time-zone", Kind::Text),
    option("redact-words", Kind::Texts),
    Opt { name: "author", kind: Kind::Text, variable: Some(super::AUTHOR) },
    Opt { name: "offline", kind: Kind::Truth, variable: Some(super::OFFLINE) },
    Opt { name: "cache.days", kind: Kind::Whole(0, 65_535), variable: Some(super::CACHE_DAYS) },
    option("replay.speed", Kind::Number(0.5, 8.0)),
    option("replay.shorten-silence", Kind::Truth),
    Opt { name: "replay.player", kind: Kind::Text, variable: Some(super::PLAYER) },
    option("ssh.listen", Kind::Address),
    option("ssh.authorized-keys", Kind::Path),
    option("ssh.host-key", Kind::Path),
    option("ssh.post-quantum", Kind::Truth),
    option("ssh.follow", Kind::Truth),
    option("ssh.rooms", COUNT),
    option("ssh.room-members", COUNT),
    option("ssh.record", Kind::Path),
    option("ssh.metrics", Kind::Address),
    option("ssh.sessions", COUNT),
    option("ssh.sessions-per-address", COUNT),
    option("ssh.sign-ins", COUNT),
    option("ssh.sign-ins-per-address", COUNT),
    option("ssh.attempts", COUNT),
    option("ssh.sign-in-time", Kind::Time),
    option("ssh.idle-time", Kind::Time),
    option("ssh.session-time", Kind::Time),
    option("ssh.input-rate", Kind::Whole(hosting::SLOWEST, u32::MAX)),
    option("ssh.largest-screen", Kind::Size),
    option("ssh.keep-alive", Kind::Time),
    option("ssh.stall-time", Kind::Time),
    option("ssh.stop-time", Kind::Time),
];

impl Opt {
    /// The option of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        OPTIONS.iter().find(|option| option.name == name)
    }

    /// The value, if it suits; else what would.
    ///
    /// # Errors
    ///
    /// A sentence.
    pub fn check(&self, value: Value) -> Result<Value, String> {
        let Self { name, kind, .. } = self;
        match (kind, &value) {
            (Kind::Word(words), Value::Text(text)) if words.contains(&text.as_str()) => Ok(value),
            (Kind::Word(words), Value::Text(text)) => {
                let hint = hint(text, words.iter().copied());
                Err(format!("{name} is {}, not {text:?}{hint}.", listed(words)))
            }
            (Kind::Word(words), _) => Err(format!("{name} is {}.", listed(words))),
            (Kind::Text, Value::Text(_))
            | (Kind::Truth, Value::Truth(_))
            | (Kind::Texts, Value::Texts(_)) => Ok(value),
            (Kind::Text, _) => Err(format!("{name} is a text between quotes.")),
            (Kind::Texts, _) => {
                Err(format!("{name} is texts between brackets, as in [\"a\", \"b\"]."))
            }
            (Kind::Truth, value) => Err(format!("{name} is true or false{}.", not(value))),
            (Kind::Number(least, most), Value::Number(number))
                if (*least..=*most).contains(number) =>
            {
                Ok(value)
            }
            (Kind::Number(least, most), value) => {
                Err(format!("{name} is a number from {least} to {most}{}.", not(value)))
            }
            (Kind::Whole(least, most), Value::Number(number))
                if number.fract() == 0.0
                    && (f64::from(*least)..=f64::from(*most)).contains(number) =>
            {
                Ok(value)
            }
            (Kind::Whole(least, most), value) => {
                Err(format!("{name} is a whole number from {least} to {most}{}.", not(value)))
            }
            (Kind::Time | Kind::Address | Kind::Size | Kind::Path, Value::Text(text)) => {
                match self.kind.reads(text) {
                    Ok(()) => Ok(value),
                    Err(what) => Err(format!("{name}: {what}, not {text:?}.")),
                }
            }
            (Kind::Time | Kind::Address | Kind::Size | Kind::Path, _) => {
                Err(format!("{name} is a text between quotes."))
            }
        }
    }

    /// The value that a variable's text is.
    ///
    /// # Errors
    ///
    /// A sentence, as [`Self::check`].
    pub fn parse(&self, text: Clean) -> Result<Value, String> {
        let value = match self.kind {
            Kind::Word(_)
            | Kind::Text
            | Kind::Texts
            | Kind::Time
            | Kind::Address
            | Kind::Size
            | Kind::Path => Value::Text(text),
            Kind::Truth => match text.as_str() {
                "1" | "true" => Value::Truth(true),
                "0" | "false" => Value::Truth(false),
                _ => Value::Text(text),
            },
            Kind::Number(..) | Kind::Whole(..) => {
                text.parse().map_or(Value::Text(text), Value::Number)
            }
        };
        self.check(value)
    }
}

impl Kind {
    /// Whether a text is one of those that stand for something else; if not, what would be.
    fn reads(self, text: &str) -> Result<(), String> {
        match self {
            Self::Time => hosting::time(text).map(drop),
            Self::Size => hosting::size(text).map(drop),
            Self::Address if text.is_empty() || text.parse::<SocketAddr>().is_ok() => Ok(()),
            Self::Address => Err("it is an address with a port, as in 127.0.0.1:2222".to_owned()),
            Self::Path if text.is_empty() || Path::new(text).is_absolute() => Ok(()),
            Self::Path => Err("it is a whole path, which begins with /".to_owned()),
            _ => Ok(()),
        }
    }
}

fn not(value: &Value) -> String {
    match value {
        Value::Number(number) => format!(", not {number}"),
        Value::Text(text) => format!(", not {text:?}"),
        _ => String::new(),
    }
}

/// `"a", "b" or "c"`.
fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("{word:?}")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, DEFAULT, Layer};

    #[test]
    fn the_reference_has_every_option_once_with_a_comment() {
        let (layer, remarks) = Layer::file("assets/config.toml", DEFAULT);
        assert_eq!(remarks, []);
        for option in OPTIONS {
            assert!(layer.get(option.name).is_some(), "assets/config.toml lacks {}", option.name);
        }
        let mut before = "";
        for line in DEFAULT.lines() {
            let is_set = line.contains(" = ") && !line.starts_with('#');
            assert!(!is_set || before.starts_with('#'), "no comment over: {line}");
            before = line;
        }
        let _ = Config::default();
    }
}
