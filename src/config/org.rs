//! Which org is asked, and how to come to a token for it.

use secrecy::SecretString;
use termprofile::EnvVarSource;

use super::{ACCESS_TOKEN, API_VERSION, BadSetting, Flags, INSTANCE_URL, TARGET_ORG, set};
use crate::org::login::{Keep, Keyring, LoginError, Sf, SfError, Via, Way};
use crate::org::{ApiVersion, Client, Instance};

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
}
