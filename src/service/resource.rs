//! From a path to what it names.

use super::errors::Refusal;
use super::oauth::Endpoint;
use super::version::Version;
use crate::call::CallKind;
use crate::wire::action::Action;

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place<'a> {
    /// `/services/data`: open to everyone.
    Versions,
    /// Below it, for those with a token: the rest of the path.
    Rest(&'a str),
    /// Signing in, and who one is: each with a check of its own.
    SignIn(Endpoint<'a>),
    /// None of these.
    Elsewhere,
}

impl<'a> Place<'a> {
    pub(super) fn of(path: &'a str) -> Self {
        match path.strip_prefix("/services/data") {
            Some("" | "/") => Self::Versions,
            Some(rest) if rest.starts_with('/') => Self::Rest(&rest[1..]),
            _ => Endpoint::of(path).map_or(Self::Elsewhere, Self::SignIn),
        }
    }
}

/// A resource that needs a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resource<'a> {
    /// `actions`.
    Actions(Version),
    /// `actions/standard`.
    StandardActions(Version),
    /// `actions/standard/<name>`.
    Action(Version, Action),
    /// `sobjects/<object>/<id>`.
    Record(Version, CallKind, &'a str),
}

/// The methods of the version list, and of every resource but an action.
pub(super) const READ: &str = "GET,HEAD";
const INVOKE: &str = "GET,HEAD,POST";

impl<'a> Resource<'a> {
    /// Finds what the path after `/services/data/` names; a slash at its end does not matter.
    pub(super) fn find(path: &'a str) -> Result<Self, Refusal> {
        let path = path.strip_suffix('/').unwrap_or(path);
        let (version, rest) = path.split_once('/').unwrap_or((path, ""));
        let version = Version::find(version)?;
        let segments: Vec<_> = rest.split('/').collect();
        match segments[..] {
            ["actions"] => Ok(Self::Actions(version)),
            ["actions", "standard"] => Ok(Self::StandardActions(version)),
            ["actions", "standard", name] => {
                let offered = |action: &Action| action.name() == name && version.has(*action);
                let found = Action::ALL.into_iter().find(offered);
                found
                    .map(|action| Self::Action(version, action))
                    .ok_or_else(|| Refusal::action(name))
            }
            ["sobjects", object, id] => {
                let kinds = [CallKind::Video, CallKind::Voice];
                let kind = kinds.into_iter().find(|kind| kind.object() == object);
                kind.map(|kind| Self::Record(version, kind, id)).ok_or_else(Refusal::not_found)
            }
            _ => Err(Refusal::not_found()),
        }
    }

    /// What it allows, as the org writes it.
    pub(super) fn methods(self) -> &'static str {
        match self {
            Self::Action(..) => INVOKE,
            Self::Actions(_) | Self::StandardActions(_) | Self::Record(..) => READ,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_apart() {
        assert_eq!(Place::of("/services/data"), Place::Versions);
        assert_eq!(Place::of("/services/data/"), Place::Versions);
        assert_eq!(Place::of("/services/data/v65.0/actions"), Place::Rest("v65.0/actions"));
        assert_eq!(Place::of("/services/oauth2/token"), Place::SignIn(Endpoint::Token));
        assert_eq!(Place::of("/id/a/b"), Place::SignIn(Endpoint::Identity("a/b")));
        for path in ["/", "", "/services", "/services/database", "/services/oauth2"] {
            assert_eq!(Place::of(path), Place::Elsewhere, "{path}");
        }
    }

    #[test]
    fn resources_are_found_by_their_path() {
        let newest = Version::NEWEST;
        for (path, resource) in [
            ("v67.0/actions", Resource::Actions(newest)),
            ("v67.0/actions/standard/", Resource::StandardActions(newest)),
            (
                "v67.0/actions/standard/getConversationTranscript",
                Resource::Action(newest, Action::Transcript),
            ),
            ("v67.0/sobjects/VoiceCall/0LQ", Resource::Record(newest, CallKind::Voice, "0LQ")),
        ] {
            assert_eq!(Resource::find(path).unwrap(), resource, "{path}");
        }
    }

    #[test]
    fn the_rest_is_not_found() {
        let message = |path| Resource::find(path).unwrap_err().error.message;
        for path in ["v67.0", "v67.0//actions", "v67.0/query", "v67.0/sobjects/Account/1", ""] {
            assert_eq!(message(path), "The requested resource does not exist", "{path}");
        }
        assert_eq!(
            message("v64.0/actions/standard/getConversationIntelligence"),
            "Invalid Action Type: getConversationIntelligence"
        );
        assert_eq!(
            message("v67.0/actions/standard/chatterPost"),
            "Invalid Action Type: chatterPost"
        );
    }
}
