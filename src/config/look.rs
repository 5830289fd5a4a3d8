//! How screens look on a terminal, from what is set and what the environment tells of it.

use termprofile::{DetectorSettings, EnvVarSource, IsTerminal, TermProfile, TermVars};

use super::{Config, set};
use crate::tui::{Clipboard, Depth, GlyphSet, Ground, Scheme, Theme};

impl Config {
    /// The theme for a terminal and the environment of the person at it, of those that come along.
    #[must_use]
    pub fn theme(&self, env: &impl EnvVarSource, out: &impl IsTerminal) -> Theme {
        let scheme = Scheme::built_in(self.text("theme")).unwrap_or_default();
        self.theme_of(&scheme, env, out)
    }

    /// That theme, for a terminal and the environment of the person at it.
    #[must_use]
    pub fn theme_of(
        &self,
        scheme: &Scheme,
        env: &impl EnvVarSource,
        out: &impl IsTerminal,
    ) -> Theme {
        let ground = match self.text("ground") {
            "light" => Ground::Light,
            "dark" => Ground::Dark,
            _ => ground(env),
        };
        let glyphs = match self.text("glyphs") {
            "ascii" => GlyphSet::Ascii,
            "unicode" => GlyphSet::Unicode,
            _ if speaks_utf8(env) => GlyphSet::Unicode,
            _ => GlyphSet::Ascii,
        };
        Theme::of(scheme, ground, depth(env, out), glyphs)
    }
}

/// How many colours to use: fewer when the environment asks for none.
#[must_use]
pub fn depth(env: &impl EnvVarSource, out: &impl IsTerminal) -> Depth {
    // No queries and no helper processes: a terminal may not answer.
    let settings = DetectorSettings::new().enable_tmux_info(false);
    match TermProfile::detect_with_vars(TermVars::from_source(env, out, settings)) {
        TermProfile::NoTty | TermProfile::NoColor => Depth::None,
        TermProfile::Ansi16 => Depth::Ansi16,
        TermProfile::Ansi256 => Depth::Ansi256,
        TermProfile::TrueColor => Depth::True,
    }
}

/// `COLORFGBG` is `foreground;background` in ANSI numbers, set by some terminals: 7 and 15 are
/// light. A terminal is never asked.
fn ground(env: &impl EnvVarSource) -> Ground {
    let background = env.var("COLORFGBG").and_then(|value| value.rsplit(';').next()?.parse().ok());
    match background {
        Some(7 | 15) => Ground::Light,
        _ => Ground::Dark,
    }
}

/// How texts reach the clipboard of a terminal. None is asked: what is known of it is its name.
#[must_use]
pub(super) fn clipboard(env: &impl EnvVarSource) -> Clipboard {
    let term = set(env, "TERM").unwrap_or_default();
    let starts = |names: &[&str]| names.iter().any(|name| term.starts_with(name));
    let is_deaf = starts(&["linux", "dumb", "vt1", "vt2", "ansi", "cons25", "cygwin"])
        || env.var("TERM_PROGRAM").is_some_and(|name| name == "Apple_Terminal");
    match is_deaf {
        true => Clipboard::None,
        false if set(env, "TMUX").is_some() || starts(&["tmux", "screen"]) => {
            Clipboard::Multiplexed
        }
        false => Clipboard::Osc52,
    }
}

/// The locale, as POSIX finds it; Unicode where nothing is said.
fn speaks_utf8(env: &impl EnvVarSource) -> bool {
    let set = |name| env.var(name).filter(|value: &String| !value.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
    locale.is_none_or(|locale| locale.to_lowercase().replace('-', "").contains("utf8"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    fn env(vars: &[(&'static str, &'static str)]) -> HashMap<&'static str, &'static str> {
        vars.iter().copied().collect()
    }

    #[test]
    fn grounds_and_locales_come_from_the_environment() {
        assert_eq!(ground(&env(&[("COLORFGBG", "0;15")])), Ground::Light);
        assert_eq!(ground(&env(&[("COLORFGBG", "15;default;0")])), Ground::Dark);
        assert!(speaks_utf8(&env(&[("LANG", "en_GB.UTF-8")])));
        assert!(!speaks_utf8(&env(&[("LC_ALL", "C"), ("LANG", "en_GB.UTF-8")])));
    }

    #[test]
    fn clipboards_are_those_of_terminals_that_have_one() {
        let of = |vars: &[_]| clipboard(&env(vars));
        assert_eq!(of(&[("TERM", "xterm-256color")]), Clipboard::Osc52);
        assert_eq!(of(&[("TERM", "tmux-256color")]), Clipboard::Multiplexed);
        assert_eq!(of(&[("TERM", "xterm"), ("TMUX", "/tmp/x")]), Clipboard::Multiplexed);
        assert_eq!(of(&[("TERM", "linux")]), Clipboard::None);
        assert_eq!(of(&[("TERM", "xterm"), ("TERM_PROGRAM", "Apple_Terminal")]), Clipboard::None);
    }

    #[test]
    fn colours_fit_the_terminal() {
        struct Tty;
        impl termprofile::IsTerminal for Tty {
            fn is_terminal(&self) -> bool {
                true
            }
        }
        let depth = |vars: &[_]| {
            let settings = DetectorSettings::new().enable_tmux_info(false);
            TermProfile::detect_with_vars(TermVars::from_source(&env(vars), &Tty, settings))
        };
        assert_eq!(depth(&[("TERM", "xterm-256color")]), TermProfile::Ansi256);
        assert_eq!(depth(&[("TERM", "xterm"), ("COLORTERM", "truecolor")]), TermProfile::TrueColor);
        assert_eq!(depth(&[("TERM", "xterm-256color"), ("NO_COLOR", "1")]), TermProfile::NoColor);
    }
}
