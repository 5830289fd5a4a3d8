//! From a path to what it names.

use super::errors::Refusal;
use super::oauth::Endpoint;
use super::object::Object;
use super::version::Version;
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
    /// More than one slash at the start is as good as one: some tools put theirs behind an address
    /// that ends with one.
    pub(super) fn of(path: &'a str) -> Self {
        let slashes = path.bytes().take_while(|byte| *byte == b'/').count();
        let path = &path[slashes.saturating_sub(1)..];
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
    /// The version itself.
    Root(Version),
    /// `limits`.
    Limits,
    /// `query` and `queryAll`, which are one: nothing here is ever deleted.
    Query(Version),
    /// `query/<cursor>`.
    More(Version, &'a str),
    /// `sobjects`.
    Objects(Version),
    /// `sobjects/<object>/describe`.
    Describe(Version, Object),
    /// `actions`.
    Actions(Version),
    /// `actions/standard`.
    StandardActions(Version),
    /// `actions/standard/<name>`.
    Action(Version, Action),
    /// `sobjects/Task`.
    Make,
    /// `sobjects/Task/<field>/<key>`.
    Upsert(&'a str, &'a str),
    /// `sobjects/<object>/<id>`.
    Record(Version, Object, &'a str),
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
            [""] => Ok(Self::Root(version)),
            ["limits"] => Ok(Self::Limits),
            ["query" | "queryAll"] => Ok(Self::Query(version)),
            ["query" | "queryAll", cursor] => Ok(Self::More(version, cursor)),
            ["sobjects"] => Ok(Self::Objects(version)),
            ["sobjects", "Task"] => Ok(Self::Make),
            ["sobjects", "Task", field, key] => Ok(Self::Upsert(field, key)),
            ["sobjects", object, rest] => {
                let object = Object::ALL.into_iter().find(|known| known.name() == object);
                let object = object.ok_or_else(Refusal::not_found)?;
                match rest {
                    "describe" => Ok(Self::Describe(version, object)),
                    id => Ok(Self::Record(version, object, id)),
                }
            }
            _ => Err(Refusal::not_found()),
        }
    }

    /// What it allows, as the org writes it.
    pub(super) fn methods(self) -> &'static str {
        match self {
            Self::Action(..) => INVOKE,
            Self::Make => "POST",
            Self::Upsert(..) => "PATCH",
            _ => READ,
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
        assert_eq!(Place::of("//services/data/v65.0/limits"), Place::Rest("v65.0/limits"));
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
            ("v67.0/sobjects/VoiceCall/0LQ", Resource::Record(newest, Object::VoiceCall, "0LQ")),
            ("v67.0/sobjects/User/describe", Resource::Describe(newest, Object::User)),
            ("v67.0/sobjects", Resource::Objects(newest)),
            ("v67.0/query", Resource::Query(newest)),
            ("v67.0/queryAll/abc", Resource::More(newest, "abc")),
            ("v67.0/", Resource::Root(newest)),
        ] {
            assert_eq!(Resource::find(path).unwrap(), resource, "{path}");
        }
    }

    #[test]
    fn the_rest_is_not_found() {
        let message = |path| Resource::find(path).unwrap_err().error.message;
        for path in
            ["v67.0//actions", "v67.0/queries", "v67.0/sobjects/Lead/1", "v67.0/query/a/b", ""]
        {
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
