//! What a session is set up with: defaults ⊕ environment ⊕ flags, as a pure merge.
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

use secrecy::SecretString;
use termprofile::{DetectorSettings, EnvVarSource, IsTerminal, TermProfile, TermVars};

use crate::call::text::clean_line;
use crate::org::login::{Keep, Keyring, LoginError, Sf, SfError, Via, Way};
use crate::org::{ApiVersion, Client, Instance};
use crate::store::Bounds;
use crate::tui::{Clipboard, Depth, GlyphSet, Ground, Theme};

/// The org's URL.
pub const INSTANCE_URL: &str = "SF_ORG_INSTANCE_URL";
/// The access token. There is no flag for it: other users can read a process's arguments.
pub const ACCESS_TOKEN: &str = "SF_ACCESS_TOKEN";
/// An org that `sf` knows, by alias or username.
pub const TARGET_ORG: &str = "SF_TARGET_ORG";
/// The API version.
pub const API_VERSION: &str = "SF_ORG_API_VERSION";

/// Whether to ask nobody: `1`, or nothing.
pub const OFFLINE: &str = "EARMARK_OFFLINE";
/// For how many days what is fetched is kept.
pub const CACHE_DAYS: &str = "EARMARK_CACHE_DAYS";

/// Whose name stands beside what is noted.
pub const AUTHOR: &str = "EARMARK_AUTHOR";

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
    pub ground: Option<Ground>,
    /// `--ascii`.
    pub ascii: bool,
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

/// How to come to a token, of everything that may say so; `kept` is where a sign-in may rest.
///
/// What is said for this one process goes first: an org of `sf` by name, then an org with a token.
/// Then comes what `earmark login` remembered, and last the default org of `sf`, which takes a
/// second to ask for and which nobody may have meant.
///
/// # Errors
///
/// [`BadSetting`] when a flag or a variable is there and cannot be used, or its other half is
/// missing.
pub fn way(flags: &Flags, env: &impl EnvVarSource, kept: Option<&Keep>) -> Result<Way, BadSetting> {
    if let Some(org) = target_org(flags, env) {
        return Ok(Way::Sf(sf(env).map(|sf| sf.about(Some(org)))));
    }
    let kept = kept.map(|keep| (keep, keep.read()));
    let signed_in = kept.as_ref().and_then(|(_, login)| login.as_ref().ok()?.as_ref());
    if let Some(client) = org(flags, env, signed_in.map(|login| &login.instance))? {
        return Ok(Way::Ready(client));
    }
    let found = sf(env);
    Ok(match kept {
        Some((_, Err(why))) => Way::None(why),
        Some((_, Ok(Some(login)))) if login.via == Via::Sf && found.is_none() => {
            Way::None(SfError::Missing.into())
        }
        Some((keep, Ok(Some(login)))) => {
            Way::Kept { keep: keep.clone(), login: Box::new(login), sf: found }
        }
        None | Some((_, Ok(None))) => match found {
            Some(sf) => Way::Sf(Some(sf)),
            None => Way::None(LoginError::NotSignedIn),
        },
    })
}

/// The org that `sf` is to be asked about, where one is named.
#[must_use]
pub fn target_org(flags: &Flags, env: &impl EnvVarSource) -> Option<String> {
    let named = || set(env, TARGET_ORG).filter(|_| flags.instance_url.is_none());
    flags.org.clone().or_else(named)
}

/// The Salesforce CLI, if it is on the `PATH`.
#[must_use]
pub fn sf(env: &impl EnvVarSource) -> Option<Sf> {
    Sf::find(set(env, "PATH")?.as_ref())
}

/// The API version that is asked for, where one is named.
///
/// # Errors
///
/// [`BadSetting`] when it is no version.
pub fn version(flags: &Flags, env: &impl EnvVarSource) -> Result<Option<ApiVersion>, BadSetting> {
    let flag = flags.api_version.clone().map(|text| (text, "--api-version"));
    let named = flag.or_else(|| set(env, API_VERSION).map(|text| (text, API_VERSION)));
    let read = named.map(|(text, from)| {
        let version = ApiVersion::parse(text.trim());
        version.map_err(|error| BadSetting(format!("{from}: {error}")))
    });
    read.transpose()
}

/// Whether the system's keyring may be asked: over D-Bus, which a login over SSH often lacks.
#[must_use]
pub fn keyring(env: &impl EnvVarSource) -> Keyring {
    let there_is = if cfg!(target_os = "macos") {
        set(env, "SSH_CONNECTION").is_none()
    } else {
        set(env, "DBUS_SESSION_BUS_ADDRESS").is_some()
    };
    if there_is { Keyring::Ask } else { Keyring::Leave }
}

/// The program that opens a page in a browser that the person can see.
#[must_use]
pub fn opener(env: &impl EnvVarSource) -> Option<&'static str> {
    if set(env, "SSH_CONNECTION").is_some() {
        return None;
    }
    if cfg!(target_os = "macos") {
        return Some("open");
    }
    let display = set(env, "WAYLAND_DISPLAY").or_else(|| set(env, "DISPLAY"));
    display.map(|_| "xdg-open")
}

/// The org and the token that flags and environment name; none when neither names one, or they
/// name the org that is signed in to, without a token.
fn org(
    flags: &Flags,
    env: &impl EnvVarSource,
    signed_in: Option<&Instance>,
) -> Result<Option<Client>, BadSetting> {
    let flag = flags.instance_url.clone().map(|url| (url, "--instance-url"));
    let token = set(env, ACCESS_TOKEN);
    let Some((url, from)) = flag.or_else(|| set(env, INSTANCE_URL).map(|url| (url, INSTANCE_URL)))
    else {
        return match token {
            Some(_) => Err(BadSetting(format!(
                "{ACCESS_TOKEN} is set, but not where to send it: set {INSTANCE_URL} or give --instance-url."
            ))),
            None => Ok(None),
        };
    };
    let instance =
        Instance::parse(url.trim()).map_err(|error| BadSetting(format!("{from}: {error}")))?;
    let version = version(flags, env)?.unwrap_or_default();
    let Some(token) = token else {
        if signed_in == Some(&instance) {
            return Ok(None);
        }
        return Err(BadSetting(format!(
            "{from} names an org that is not the one you are signed in to, and {ACCESS_TOKEN} is \
             not set: put an access token there, or sign in with `earmark login --login-url`."
        )));
    };
    let client = Client::new(instance, version, SecretString::from(token));
    client.map(Some).map_err(|error| BadSetting(format!("{ACCESS_TOKEN}: {}", error.problem())))
}

/// Whether nobody is to be asked.
#[must_use]
pub fn is_offline(flags: &Flags, env: &impl EnvVarSource) -> bool {
    flags.offline || env.var(OFFLINE).is_some_and(|value| !matches!(value.trim(), "" | "0"))
}

/// How much is kept of what is fetched; none where nothing is to be kept.
///
/// # Errors
///
/// [`BadSetting`] when the number of days is none.
pub fn bounds(env: &impl EnvVarSource) -> Result<Option<Bounds>, BadSetting> {
    let Some(days) = env.var(CACHE_DAYS).filter(|days| !days.trim().is_empty()) else {
        return Ok(Some(Bounds::default()));
    };
    let days = days.trim().parse().map_err(|_| {
        let days = clean_line(&days);
        BadSetting(format!("{CACHE_DAYS} is a number of days from 0 to 65535, not {days:?}."))
    })?;
    Ok((days > 0).then(|| Bounds { days, ..Bounds::default() }))
}

/// Whose name stands beside what is noted: as it is set, or that of the login.
#[must_use]
pub fn author(env: &impl EnvVarSource) -> String {
    [AUTHOR, "USER", "LOGNAME"].into_iter().find_map(|name| set(env, name)).unwrap_or_default()
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

/// The theme that suits a terminal and the environment of the person at it.
#[must_use]
pub fn theme(flags: &Flags, env: &impl EnvVarSource, out: &impl IsTerminal) -> Theme {
    let ground = flags.ground.unwrap_or_else(|| ground(env));
    let glyphs = if flags.ascii || !speaks_utf8(env) { GlyphSet::Ascii } else { GlyphSet::Unicode };
    Theme::new(ground, depth(env, out), glyphs)
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
pub fn clipboard(env: &impl EnvVarSource) -> Clipboard {
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

    fn flags(url: Option<&str>) -> Flags {
        Flags { instance_url: url.map(str::to_owned), ..Flags::default() }
    }

    #[test]
    fn a_flag_goes_before_the_environment() {
        let vars = env(&[(INSTANCE_URL, "https://env.example.com"), (ACCESS_TOKEN, "00Dx!abc")]);
        let host = |flags| org(&flags, &vars, None).unwrap().unwrap().instance().host().to_owned();
        assert_eq!(host(flags(None)), "env.example.com");
        assert_eq!(host(flags(Some("https://flag.example.com"))), "flag.example.com");
    }

    #[test]
    fn half_an_org_is_an_error_that_names_the_other_half() {
        let none = env(&[]);
        assert!(org(&flags(None), &none, None).unwrap().is_none());
        let here = Instance::parse("https://a.example.com").unwrap();
        assert!(org(&flags(Some("https://a.example.com/")), &none, Some(&here)).unwrap().is_none());
        assert!(org(&flags(Some("https://b.example.com")), &none, Some(&here)).is_err());
        let message = |vars: &[_], url| org(&flags(url), &env(vars), None).unwrap_err().to_string();
        assert!(message(&[(ACCESS_TOKEN, "00Dx!abc")], None).contains(INSTANCE_URL));
        assert!(message(&[], Some("https://a.example.com")).contains(ACCESS_TOKEN));
        let insecure = message(&[(ACCESS_TOKEN, "00Dx!abc")], Some("http://a.example.com"));
        assert!(insecure.contains("--instance-url") && insecure.contains("https"), "{insecure}");
        let version = message(
            &[(ACCESS_TOKEN, "x"), (INSTANCE_URL, "https://a.example.com"), (API_VERSION, "new")],
            None,
        );
        assert!(version.contains(API_VERSION), "{version}");
    }

    #[test]
    fn a_token_that_cannot_be_sent_is_not_shown() {
        let vars = env(&[(ACCESS_TOKEN, "secret\ntoken"), (INSTANCE_URL, "https://a.example.com")]);
        let message = org(&flags(None), &vars, None).unwrap_err().to_string();
        assert!(message.contains(ACCESS_TOKEN) && !message.contains("secret"), "{message}");
    }

    #[test]
    fn what_is_kept_is_a_setting() {
        let none = Flags::default();
        let offline = |value| is_offline(&none, &env(&[(OFFLINE, value)]));
        assert!(offline("1") && !offline("0") && !offline("") && !is_offline(&none, &env(&[])));
        assert!(is_offline(&Flags { offline: true, ..Flags::default() }, &env(&[])));
        let days = |value| bounds(&env(&[(CACHE_DAYS, value)]));
        assert_eq!(days("7").unwrap().unwrap().days, 7);
        assert_eq!(days(" ").unwrap().unwrap().days, 30);
        assert_eq!(days("0").unwrap(), None);
        assert!(days("soon").unwrap_err().to_string().contains(CACHE_DAYS));
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
