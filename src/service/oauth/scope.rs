//! What an app asks to be allowed.

use std::fmt;

/// What is granted when nothing is asked for by name.
const USUAL: &str = "api refresh_token";

/// What whoever has a token can do, unless its line in the token file takes it away.
const CALLS: &str = "read the calls you may see (records, insights and transcripts), ask questions \
                     about them, and make and change your tasks";

/// The scopes that are known, each with what it means here.
const KNOWN: [(&str, &str); 9] = [
    ("api", CALLS),
    ("full", CALLS),
    ("refresh_token", "stay signed in until you sign out"),
    ("offline_access", "stay signed in until you sign out"),
    ("id", "know your name and address"),
    ("openid", "know your name and address"),
    ("profile", "know your name and address"),
    ("email", "know your name and address"),
    ("web", "open pages of the org, of which this service has none"),
];

/// Scopes that open the calls, at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scopes(Vec<&'static str>);

impl Scopes {
    /// Nothing for a scope that is not known, and without `api` or `full`: there is nothing else
    /// to open here.
    pub(super) fn parse(text: Option<&str>) -> Option<Self> {
        let mut scopes = Vec::new();
        for word in text.unwrap_or(USUAL).split_ascii_whitespace() {
            let (name, _) = KNOWN.iter().find(|(name, _)| *name == word)?;
            if !scopes.contains(name) {
                scopes.push(name);
            }
        }
        let opens = scopes.iter().any(|name| matches!(*name, "api" | "full"));
        opens.then_some(Self(scopes))
    }

    /// Whether a refresh token belongs to them.
    pub(super) fn stay(&self) -> bool {
        self.0.iter().any(|name| matches!(*name, "refresh_token" | "offline_access"))
    }

    /// What they mean, for the person who is asked.
    pub(super) fn meanings(&self) -> Vec<&'static str> {
        let meaning = |name: &&str| KNOWN.iter().find(|(known, _)| known == name).map(|(_, m)| *m);
        let mut meanings: Vec<_> = self.0.iter().filter_map(meaning).collect();
        meanings.dedup();
        meanings
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_those_that_are_known_and_open_something() {
        let text = |text| Scopes::parse(text).map(|scopes| scopes.to_string());
        assert_eq!(text(None).as_deref(), Some("api refresh_token"));
        assert_eq!(
            text(Some("refresh_token api  web api")).as_deref(),
            Some("refresh_token api web")
        );
        assert_eq!(text(Some("openid")), None);
        assert_eq!(text(Some("api everything")), None);
        assert!(
            Scopes::parse(None).unwrap().stay() && !Scopes::parse(Some("full")).unwrap().stay()
        );
        assert_eq!(Scopes::parse(Some("api full")).unwrap().meanings().len(), 1);
    }
}
