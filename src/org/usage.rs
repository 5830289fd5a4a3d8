//! How much of the org's allowance is used.

use std::fmt;

use crate::call::text::{Clean, clean_line};

/// API requests of the last 24 hours, as `Sforce-Limit-Info` told last. The header is described
/// in the REST API Developer Guide, "Limit Info Header".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage {
    /// Used by the whole org.
    pub used: u64,
    /// What the org may use.
    pub allowed: u64,
    /// The same for the connected app that the token belongs to, if it has an allowance.
    pub app: Option<AppUsage>,
}

/// A connected app's share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppUsage {
    /// The app's name.
    pub name: Clean,
    /// Used by this app.
    pub used: u64,
    /// What this app may use.
    pub allowed: u64,
}

impl Usage {
    /// Reads `api-usage=18/5000; per-app-api-usage=17/250(appName=earmark)`.
    pub(super) fn read(header: &str) -> Option<Self> {
        let (org, app) = match header.split_once("per-app-api-usage=") {
            Some((org, app)) => (org, app_usage(app)),
            None => (header, None),
        };
        let (used, allowed) =
            org.split(';').find_map(|part| part.trim().strip_prefix("api-usage=").and_then(of))?;
        Some(Self { used, allowed, app })
    }
}

fn app_usage(text: &str) -> Option<AppUsage> {
    let (numbers, rest) = text.split_once("(appName=")?;
    let (used, allowed) = of(numbers)?;
    // The name is free text: it ends at the last bracket, not at the first.
    let (name, _) = rest.rsplit_once(')')?;
    Some(AppUsage { name: clean_line(name).boxed(), used, allowed })
}

fn of(text: &str) -> Option<(u64, u64)> {
    let (used, allowed) = text.trim().split_once('/')?;
    Some((used.parse().ok()?, allowed.parse().ok()?))
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} API requests used in 24 hours", self.used, self.allowed)?;
        match &self.app {
            Some(app) => write!(f, ", {} of {} by {}", app.used, app.allowed, app.name),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_read_with_and_without_an_app() {
        let usage = Usage::read("api-usage=18/5000").unwrap();
        assert_eq!((usage.used, usage.allowed, usage.app), (18, 5000, None));
        let usage = Usage::read("api-usage=18/5000; per-app-api-usage=17/250(appName=a (b; c))");
        let app = usage.as_ref().unwrap().app.clone().unwrap();
        assert_eq!((app.used, app.allowed, app.name.as_str()), (17, 250, "a (b; c)"));
        assert_eq!(
            usage.unwrap().to_string(),
            "18 of 5000 API requests used in 24 hours, 17 of 250 by a (b; c)"
        );
    }

    #[test]
    fn anything_else_is_nothing() {
        for text in ["", "api-usage=", "api-usage=a/b", "api-usage=1", "api-usage=-1/2", "x=1/2"] {
            assert_eq!(Usage::read(text), None, "{text}");
        }
        let usage = Usage::read("api-usage=1/2; per-app-api-usage=nonsense").unwrap();
        assert_eq!(usage.app, None);
    }
}
