//! All that a session is set up with, put together.

use std::sync::Arc;

use jiff::tz::TimeZone;
use termprofile::EnvVarSource;

use super::{BadSetting, Config, Files, Flags};
use crate::tui::App;
use crate::tui::action::{ARROWS, DEFAULT, EMACS, KeySet, Keymap};
use crate::tui::sheet::Remark;

/// What holds, and what is wrong with what was to hold.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The options.
    pub config: Config,
    /// The keys.
    pub keys: Arc<Keymap>,
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
        Ok(Self { config, keys: Arc::new(keys), zone, remarks })
    }

    /// An app that is set up so.
    #[must_use]
    pub fn apply(&self, app: App) -> App {
        app.with_keys(Arc::clone(&self.keys))
            .playing(self.config.taste())
            .with_lanes(self.config.lanes())
            .in_zone(self.zone.clone())
            .remarking(&self.remarks)
    }
}
