//! What a session is set up with: defaults ⊕ files ⊕ environment ⊕ flags, as a pure merge.
//!
//! # Options
//!
//! [`OPTIONS`] has a row for each, `assets/config.toml` its default and what it does; both are
//! compiled in. [`Layer`]s lie over each other in the order above, and [`Config`] is all of them
//! together: read an option with [`Config::text`], [`Config::number`] or [`Config::truth`], by its
//! name. Nothing in a user's file keeps earmark from starting: what cannot be used is a
//! [`Remark`] with file, line and the nearest valid name, and the default holds instead.
//!
//! # Which org is asked
//!
//! The first of these that is there:
//!
//! 1. `--org` or `SF_TARGET_ORG`: the Salesforce CLI, `sf`, gives the token for that org. A flag
//!    `--instance-url` goes before the variable.
//! 2. `--instance-url` or `SF_ORG_INSTANCE_URL`, with the token in `SF_ACCESS_TOKEN`.
//! 3. The sign-in that `earmark login` kept: through `sf`, or in the browser.
//! 4. The default org of `sf`, if it is on the `PATH`.
//!
//! Nothing of it asks anybody: [`way`] only says what will be asked when a call is wanted.

mod folder;
mod hosting;
mod layer;
mod look;
mod option;
mod org;
mod settings;

use std::ffi::OsString;
use std::fmt::Write;

use jiff::tz::TimeZone;
use termprofile::EnvVarSource;

pub use folder::{Files, Folder};
pub use hosting::{Hosting, MOST, SLOWEST, size, time};
pub use layer::{Layer, Origin, Setting};
pub use look::depth;
pub use option::{Kind, OPTIONS, Opt};
pub use org::{keyring, opener, sf, target_org, version, way};
pub use settings::Settings;

use crate::call::LaneKind;
use crate::call::replay::Speed;
use crate::call::text::Clean;
use crate::store::Bounds;
use crate::tui::sheet::{Remark, Value};
use crate::tui::{Clipboard, Taste};

/// The options' defaults, and the reference for them.
pub const DEFAULT: &str = include_str!("../../assets/config.toml");

/// The org's URL.
pub const INSTANCE_URL: &str = "SF_ORG_INSTANCE_URL";
/// The access token. There is no flag for it: other users can read a process's arguments.
pub const ACCESS_TOKEN: &str = "SF_ACCESS_TOKEN";
/// An org that `sf` knows, by alias or username.
pub const TARGET_ORG: &str = "SF_TARGET_ORG";
/// The API version.
pub const API_VERSION: &str = "SF_ORG_API_VERSION";

/// Whether to ask nobody: `1` or `true`, `0` or `false`, or nothing.
pub const OFFLINE: &str = "EARMARK_OFFLINE";
/// For how many days what is fetched is kept.
pub const CACHE_DAYS: &str = "EARMARK_CACHE_DAYS";

/// Whose name stands beside what is noted.
pub const AUTHOR: &str = "EARMARK_AUTHOR";
/// The program that plays recordings, and its arguments.
pub const PLAYER: &str = "EARMARK_PLAYER";

/// What the command line says, where it says something.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// `--org`.
    pub org: Option<String>,
    /// `--instance-url`.
    pub instance_url: Option<String>,
    /// `--api-version`.
    pub api_version: Option<String>,
    /// `--offline`.
    pub offline: bool,
    /// `--theme`.
    pub theme: Option<String>,
    /// `--ascii`.
    pub ascii: bool,
    /// `--media`.
    pub media: Option<String>,
    /// `--redact`.
    pub redact: bool,
    /// `--plain`.
    pub face: Face,
}

/// How a session meets whoever is at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Face {
    /// On a screen.
    #[default]
    Screen,
    /// In lines, one after the other.
    Lines,
}

/// A setting that cannot be used; the sentence names it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadSetting(String);

/// Everything that is set, from wherever.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    layer: Layer,
}

impl Default for Config {
    /// The defaults alone.
    fn default() -> Self {
        Self { layer: Layer::defaults() }
    }
}

impl Config {
    /// Flags over the environment over a user's file over the defaults.
    ///
    /// # Errors
    ///
    /// [`BadSetting`] when a flag or a variable does not suit its option.
    pub fn of(flags: &Flags, env: &impl EnvVarSource, file: Layer) -> Result<Self, BadSetting> {
        let said = Layer::flags(flags)?.over(Layer::environment(env)?);
        Ok(Self { layer: said.over(file).over(Layer::defaults()) })
    }

    /// An option that is a text or a word; empty for any other.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        match self.layer.get(name).map(|setting| &setting.value) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    /// An option that is a number; zero for any other.
    #[must_use]
    pub fn number(&self, name: &str) -> f64 {
        match self.layer.get(name).map(|setting| &setting.value) {
            Some(Value::Number(number)) => *number,
            _ => 0.0,
        }
    }

    /// An option that is true or false; false for any other.
    #[must_use]
    pub fn truth(&self, name: &str) -> bool {
        matches!(self.layer.get(name).map(|setting| &setting.value), Some(Value::Truth(true)))
    }

    /// An option that is several texts; none for any other.
    #[must_use]
    pub fn texts(&self, name: &str) -> Vec<Clean> {
        match self.layer.get(name).map(|setting| &setting.value) {
            Some(Value::Texts(texts)) => texts.iter().map(|(text, _)| text.clone()).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether nobody is to be asked.
    #[must_use]
    pub fn is_offline(&self) -> bool {
        self.truth("offline")
    }

    /// How much is kept of what is fetched; none where nothing is to be kept.
    #[must_use]
    pub fn bounds(&self) -> Option<Bounds> {
        // The option is a whole number of that size.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
        let days = self.number("cache.days") as u16;
        (days > 0).then(|| Bounds { days, ..Bounds::default() })
    }

    /// Whose name stands beside what is noted: as it is set, or that of the login.
    #[must_use]
    pub fn author(&self, env: &impl EnvVarSource) -> String {
        let said = Some(self.text("author").to_owned()).filter(|name| !name.trim().is_empty());
        let login = || ["USER", "LOGNAME"].into_iter().find_map(|name| set(env, name));
        said.or_else(login).unwrap_or_default()
    }

    /// The program that plays recordings and arguments that go before those of earmark, where they
    /// are named.
    #[must_use]
    pub fn player(&self) -> Option<Vec<OsString>> {
        let words: Vec<_> =
            self.text("replay.player").split_whitespace().map(OsString::from).collect();
        (!words.is_empty()).then_some(words)
    }

    /// The lanes of the ruler at first.
    #[must_use]
    pub fn lanes(&self) -> LaneKind {
        match self.text("lanes") {
            "category" => LaneKind::Category,
            "merged" => LaneKind::Merged,
            _ => LaneKind::Speaker,
        }
    }

    /// How texts reach the clipboard of a terminal with this environment.
    #[must_use]
    pub fn clipboard(&self, env: &impl EnvVarSource) -> Clipboard {
        match (self.text("clipboard"), look::clipboard(env)) {
            ("off", _) => Clipboard::None,
            ("osc52", Clipboard::None) => Clipboard::Osc52,
            (_, known) => known,
        }
    }

    /// How calls are played at first.
    #[must_use]
    pub fn taste(&self) -> Taste {
        let wanted = self.number("replay.speed");
        let far = |speed: &Speed| (speed.factor() - wanted).abs();
        let speed = Speed::ALL.into_iter().min_by(|a, b| far(a).total_cmp(&far(b)));
        Taste { speed: speed.unwrap_or_default(), shortens: self.truth("replay.shorten-silence") }
    }

    /// The zone of dates and times; the system's with a remark, where none is called that.
    #[must_use]
    pub fn zone(&self) -> (TimeZone, Option<Remark>) {
        let name = self.text("time-zone");
        if name.is_empty() {
            return (TimeZone::system(), None);
        }
        match TimeZone::get(name) {
            Ok(zone) => (zone, None),
            Err(_) => {
                let text = format!("there is no time zone {name:?}; Europe/Zurich is one.");
                (TimeZone::system(), self.remark("time-zone", text))
            }
        }
    }

    /// Where an option is set.
    fn origin(&self, name: &str) -> Option<&Origin> {
        self.layer.get(name).map(|setting| &setting.origin)
    }

    /// A remark on the value of an option, where a file gives it.
    fn remark(&self, name: &str, text: String) -> Option<Remark> {
        match &self.layer.get(name)?.origin {
            Origin::File(file, line) => Some(Remark { file: file.clone(), line: *line, text }),
            Origin::Default | Origin::Variable(_) | Origin::Flag(_) => None,
        }
    }

    /// All of it as TOML, each value with where it stands.
    #[must_use]
    pub fn print(&self) -> String {
        let mut text = String::new();
        let mut within = "";
        for option in OPTIONS {
            let Some(setting) = self.layer.get(option.name) else { continue };
            let (table, name) = option.name.rsplit_once('.').unwrap_or(("", option.name));
            if table != within {
                let _ = writeln!(text, "\n[{table}]");
                within = table;
            }
            let set = format!("{name} = {}", setting.value);
            let _ = writeln!(text, "{set:<30} # {}", setting.origin);
        }
        text
    }
}

/// The command line of the editor that the user likes, if one is set.
#[must_use]
pub fn editor(env: &impl EnvVarSource) -> Option<String> {
    ["VISUAL", "EDITOR"].into_iter().find_map(|name| set(env, name))
}

/// A variable that says something.
fn set(env: &impl EnvVarSource, name: &str) -> Option<String> {
    env.var(name).filter(|value| !value.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    fn config(file: &str, vars: &[(&'static str, &'static str)], flags: &Flags) -> Config {
        let env: HashMap<_, _> = vars.iter().copied().collect();
        Config::of(flags, &env, Layer::file("config.toml", file).0).unwrap()
    }

    #[test]
    fn flags_go_before_the_environment_and_that_before_files() {
        let none = Flags::default();
        let days = |file, vars: &[_]| config(file, vars, &none).bounds().map(|it| it.days);
        assert_eq!(days("", &[]), Some(30));
        assert_eq!(days("cache.days = 9", &[]), Some(9));
        assert_eq!(days("cache.days = 9", &[(CACHE_DAYS, "7")]), Some(7));
        assert_eq!(days("cache.days = 9", &[(CACHE_DAYS, " ")]), Some(9));
        assert_eq!(days("", &[(CACHE_DAYS, "0")]), None);
        let offline = |value| config("", &[(OFFLINE, value)], &none).is_offline();
        assert!(offline("1") && offline("true") && !offline("0") && !offline("false"));
        assert!(!offline("") && !offline(" "));
        let flags = Flags { offline: true, ..none };
        assert!(config("offline = false", &[(OFFLINE, "0")], &flags).is_offline());
    }

    #[test]
    fn the_clipboard_is_as_the_user_says_and_else_as_the_terminal_is() {
        let of = |file: &str, term: &'static str| {
            let env = HashMap::from([("TERM", term)]);
            config(file, &[], &Flags::default()).clipboard(&env)
        };
        assert_eq!(of("", "xterm"), Clipboard::Osc52);
        assert_eq!(of("", "linux"), Clipboard::None);
        assert_eq!(of("clipboard = \"osc52\"", "linux"), Clipboard::Osc52);
        assert_eq!(of("clipboard = \"osc52\"", "tmux"), Clipboard::Multiplexed);
        assert_eq!(of("clipboard = \"off\"", "xterm"), Clipboard::None);
    }

    #[test]
    fn a_variable_that_does_not_suit_is_an_error_that_names_it() {
        for (name, value) in [(CACHE_DAYS, "soon"), (OFFLINE, "no")] {
            let env: HashMap<_, _> = [(name, value)].into();
            let error = Config::of(&Flags::default(), &env, Layer::default()).unwrap_err();
            let error = error.to_string();
            assert!(error.contains(name) && error.contains(&format!("{value:?}")), "{error}");
        }
    }

    #[test]
    fn what_is_printed_reads_back_and_says_where_it_stands() {
        let config = config(
            "mouse = true\nauthor = \"A \\\"B\\\" C\"",
            &[(CACHE_DAYS, "7")],
            &Flags::default(),
        );
        let printed = config.print();
        assert!(
            printed.contains("mouse = true                   # config.toml, line 1\n"),
            "{printed}"
        );
        assert!(
            printed.contains("days = 7                       # EARMARK_CACHE_DAYS\n"),
            "{printed}"
        );
        let (again, remarks) = Layer::file("printed", &printed);
        assert_eq!(remarks, []);
        for option in OPTIONS {
            let value = |layer: &Layer| layer.get(option.name).map(|it| it.value.clone());
            assert_eq!(value(&again), value(&config.layer));
        }
    }

    #[test]
    fn a_zone_that_there_is_not_is_told() {
        let (_, remark) = config("time-zone = \"Mars/Olympus\"", &[], &Flags::default()).zone();
        let told = remark.unwrap().to_string();
        assert!(told.starts_with("config.toml, line 1: there is no time zone"), "{told}");
    }
}
