//! All that a session is set up with, put together.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;
use termprofile::{EnvVarSource, IsTerminal};

use super::{BadSetting, Config, Files, Flags, Origin};
use crate::tui::action::{ARROWS, DEFAULT, EMACS, KeySet, Keymap};
use crate::tui::sheet::{Remark, hint};
use crate::tui::{App, Scheme, Theme};

/// What holds, and what is wrong with what was to hold.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The options.
    pub config: Config,
    /// The keys.
    pub keys: Arc<Keymap>,
    /// The theme.
    pub scheme: Scheme,
    /// The zone of dates and times.
    pub zone: TimeZone,
    /// What cannot be used of the user's files.
    pub remarks: Vec<Remark>,
}

impl Settings {
    /// What flags, environment and files come to.
    ///
    /// # Errors
    ///
    /// [`BadSetting`] when a flag or a variable does not suit its option; files never fail.
    pub fn of(flags: &Flags, env: &impl EnvVarSource, files: Files) -> Result<Self, BadSetting> {
        let mut remarks = files.remarks;
        let config = Config::of(flags, env, files.config)?;
        let chosen = match config.text("keys") {
            "emacs" => KeySet::read("emacs.toml", EMACS).0,
            "arrows" => KeySet::read("arrows.toml", ARROWS).0,
            _ => KeySet::default(),
        };
        let sets = [KeySet::read("keys.toml", DEFAULT).0, chosen, files.keys];
        let (keys, lost) = Keymap::of(&sets);
        remarks.extend(lost);
        let (zone, unknown) = config.zone();
        remarks.extend(unknown);
        let (scheme, unknown) = scheme(&config, files.themes)?;
        remarks.extend(unknown);
        remarks.sort();
        Ok(Self { config, keys: Arc::new(keys), scheme, zone, remarks })
    }

    /// The theme for a terminal and the environment of the person at it.
    #[must_use]
    pub fn theme(&self, env: &impl EnvVarSource, out: &impl IsTerminal) -> Theme {
        self.config.theme_of(&self.scheme, env, out)
    }

    /// An app that is set up so.
    #[must_use]
    pub fn apply(&self, app: App) -> App {
        app.with_keys(Arc::clone(&self.keys))
            .playing(self.config.taste())
            .with_mouse(self.config.truth("mouse"))
            .with_lanes(self.config.lanes())
            .in_zone(self.zone.clone())
            .banning(self.config.texts("redact-words"))
            .remarking(&self.remarks)
    }
}

/// The theme of that name: a file of the user's over one that comes along, or either alone.
fn scheme(
    config: &Config,
    mut own: BTreeMap<String, Scheme>,
) -> Result<(Scheme, Option<Remark>), BadSetting> {
    let name = config.text("theme");
    match (own.remove(name), Scheme::built_in(name)) {
        (Some(own), built_in) => return Ok((own.over(built_in.unwrap_or_default()), None)),
        (None, Some(built_in)) => return Ok((built_in, None)),
        (None, None) => {}
    }
    let mut all: Vec<&str> = Scheme::names().chain(["auto"]).collect();
    all.extend(own.keys().map(String::as_str));
    let text = format!("there is no theme {name:?}{}.", hint(name, all));
    match config.origin("theme") {
        Some(Origin::Flag(flag)) => Err(BadSetting(format!("{flag}: {text}"))),
        _ => Ok((Scheme::default(), config.remark("theme", text))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Layer;
    use std::collections::HashMap;

    fn settings(file: &str, theme: Option<&str>) -> Result<Settings, BadSetting> {
        let flags = Flags { theme: theme.map(str::to_owned), ..Flags::default() };
        let config = Layer::file("config.toml", file).0;
        let mut files = Files { config, ..Files::default() };
        files.themes.insert("mine".to_owned(), Scheme::read("mine", "dim = \"74\"").0);
        Settings::of(&flags, &HashMap::<&str, &str>::new(), files)
    }

    #[test]
    fn a_theme_is_the_users_or_one_that_comes_along() {
        assert_eq!(settings("", Some("light")).unwrap().scheme, Scheme::built_in("light").unwrap());
        let mine = settings("theme = \"mine\"", None).unwrap();
        assert_eq!(mine.scheme, Scheme::read("mine", "dim = \"74\"").0);
        let unknown = settings("\ntheme = \"lihgt\"", None).unwrap().remarks;
        let told: Vec<String> = unknown.iter().map(ToString::to_string).collect();
        let text = "config.toml, line 2: there is no theme \"lihgt\"; the nearest is \"light\".";
        assert_eq!(told, [text]);
        let error = settings("", Some("mime")).unwrap_err().to_string();
        assert_eq!(error, "--theme: there is no theme \"mime\"; the nearest is \"mine\".");
    }

    #[test]
    fn the_keys_of_a_set_lie_below_the_users() {
        let settings = settings("keys = \"emacs\"", None).unwrap();
        let next = settings.keys.key_of(crate::tui::action::Action::RowDown);
        assert_eq!(next, "Ctrl-N");
    }
}
