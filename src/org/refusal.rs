//! What the org means when it says no.

use std::time::Duration;

use serde_json::Value;

use super::error::{OrgError, Said};
use super::tasks::TaskRefusal;
use super::token::Token;
use super::usage::Usage;
use super::version::ApiVersion;
use crate::call::text::Clean;
use crate::call::{CallId, CallKind};
use crate::wire::action::{Action, ActionError, RestError};

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) subject: Subject,
    pub(super) version: ApiVersion,
}

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Action(Action, CallId),
    Record(CallId),
    /// The calls of a kind.
    List(CallKind),
    /// What other objects know of the calls in a list.
    Details,
    /// Who asks.
    User,
    /// A task, or what it takes to make one.
    Task,
}

/// A refusal as it came.
#[derive(Debug, Default)]
pub(super) struct Refusal {
    /// Of the whole request; none if it is about the input alone.
    pub(super) status: Option<u16>,
    pub(super) said: Option<Said>,
    pub(super) is_web_page: bool,
    pub(super) after: Option<Duration>,
    pub(super) usage: Option<Usage>,
}

impl Said {
    pub(super) fn rest(error: &RestError, token: &Token) -> Self {
        let RestError { error_code, message, .. } = error;
        Self { code: token.quote(error_code), message: token.quote(message) }
    }

    pub(super) fn input(error: &ActionError, token: &Token) -> Self {
        let ActionError { status_code, message, .. } = error;
        Self { code: token.quote(status_code), message: token.quote(message) }
    }

    /// The first error in a body: an array of errors, one error, or action results with errors in
    /// them, as a failed batch has. A message without a code, or plain text, is better than nothing.
    pub(super) fn in_body(body: &[u8], token: &Token) -> Option<Self> {
        let Ok(body) = serde_json::from_slice::<Value>(body) else {
            let message = token.quote(&String::from_utf8_lossy(body));
            let is_text = !super::body::is_web_page(body) && !message.is_blank();
            return is_text.then(|| Self { code: Clean::default(), message });
        };
        let elements = body.as_array().map_or(std::slice::from_ref(&body), Vec::as_slice);
        elements.iter().find_map(|element| {
            if let Some(error) = RestError::read(element) {
                return Some(Self::rest(&error, token));
            }
            let errors = element.get("errors").and_then(Value::as_array);
            if let Some(error) = errors.and_then(|errors| errors.first()) {
                return Some(Self::input(&ActionError::read(error), token));
            }
            let message = token.quote(element.get("message")?.as_str()?);
            Some(Self { code: Clean::default(), message })
        })
    }

    fn says(&self, text: &str) -> bool {
        self.message.to_ascii_lowercase().contains(&text.to_ascii_lowercase())
    }
}

impl Question {
    /// What a refusal means: first by its code, which is exact, then by its status.
    pub(super) fn refused(self, host: Clean, refusal: Refusal) -> OrgError {
        let Refusal { status, said, is_web_page, after, usage } = refusal;
        let said = match said.map(|said| self.by_code(status, said)) {
            Some(Ok(error)) => return error,
            Some(Err(said)) => Some(said),
            None => None,
        };
        let code = said.as_ref().map(|said| said.code.as_str()).unwrap_or_default();
        let status = match (code, status) {
            ("SERVER_UNAVAILABLE", None) => Some(503),
            ("UNKNOWN_EXCEPTION", None) => Some(500),
            _ => status,
        };
        match (code, status) {
            ("REQUEST_LIMIT_EXCEEDED", _) | (_, Some(429)) => {
                OrgError::LimitReached { said, usage, after }
            }
            (_, Some(403)) if after.is_some() => OrgError::LimitReached { said, usage, after },
            (_, Some(401)) => OrgError::SessionExpired(said),
            (_, Some(410)) => OrgError::VersionRetired(self.version),
            (_, Some(status @ (420 | 502 | 503 | 504))) => {
                OrgError::Unavailable { status, said, after }
            }
            (_, Some(500)) => OrgError::ServerError(said),
            (_, Some(status)) if is_web_page => OrgError::WebPage { host, status },
            (_, status) => OrgError::Refused { status, said },
        }
    }

    /// What the code or its text tells for sure, or it back.
    fn by_code(self, status: Option<u16>, said: Said) -> Result<OrgError, Said> {
        Ok(match said.code.as_str() {
            // Texts that jsforce knows: a new session of the same kind would be refused again.
            "INVALID_SESSION_ID"
                if said.says("not valid for use with the REST API")
                    || said.says("Connected app is not attached to Agent") =>
            {
                OrgError::NotForRest(said)
            }
            "INVALID_SESSION_ID" | "INVALID_AUTH_HEADER" => OrgError::SessionExpired(Some(said)),
            // Sessions of other kinds are valid too, but nothing says there whose they are.
            _ if said.says("Bad_OAuth_Token") && self.subject != Subject::User => {
                OrgError::SessionExpired(Some(said))
            }
            "API_DISABLED_FOR_ORG" | "API_CURRENTLY_DISABLED" => OrgError::ApiDisabled(said),
            "UNSUPPORTED_API_VERSION" => OrgError::VersionRetired(self.version),
            code => match self.subject {
                Subject::Action(action, _) if is_missing_action(code, status, &said) => {
                    OrgError::NotOffered { action, version: self.version }
                }
                // The guide says only that the transcript must exist, not how its absence is told.
                Subject::Action(Action::Transcript | Action::Explore, _)
                    if said.says("transcript") && is_final(status) =>
                {
                    OrgError::NoTranscript(said)
                }
                Subject::Action(Action::Explore, call)
                    if code.starts_with("INSUFFICIENT_ACCESS") =>
                {
                    OrgError::MayNotAsk { call, said }
                }
                Subject::Action(_, call) | Subject::Record(call) if is_missing_call(code) => {
                    OrgError::NoSuchCall { call, said }
                }
                Subject::Task => match TaskRefusal::of(said) {
                    Ok(refusal) => OrgError::Task(refusal),
                    Err(said) => return Err(said),
                },
                Subject::List(kind) if is_missing_object(code) => {
                    OrgError::NotListed { kind: Some(kind), said }
                }
                _ => return Err(said),
            },
        })
    }
}

/// `Invalid Action Type: …` is how an org names an action that it does not have. An action's own
/// URL that does not exist is the same; an input that is not found comes with a result.
fn is_missing_action(code: &str, status: Option<u16>, said: &Said) -> bool {
    said.says("Invalid Action Type")
        || code == "FUNCTIONALITY_NOT_ENABLED"
        || (status == Some(404) && said.says("The requested resource does not exist"))
}

fn is_missing_call(code: &str) -> bool {
    code.starts_with("INSUFFICIENT_ACCESS")
        || matches!(
            code,
            "NOT_FOUND" | "MALFORMED_ID" | "ENTITY_IS_DELETED" | "INVALID_CROSS_REFERENCE_KEY"
        )
}

/// An object that the user may not read at all is unknown to a query.
fn is_missing_object(code: &str) -> bool {
    code.starts_with("INSUFFICIENT_ACCESS")
        || matches!(code, "INVALID_TYPE" | "FUNCTIONALITY_NOT_ENABLED")
}

/// Whether it is about the request, and not about the server's state.
fn is_final(status: Option<u16>) -> bool {
    status.is_none_or(|status| matches!(status, 200 | 400 | 404))
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;

    use super::*;
    use crate::call::ProblemKind;

    fn refused(action: Option<Action>, status: Option<u16>, body: &str) -> OrgError {
        let token = Token::new(&SecretString::from("t0k3n")).unwrap();
        let call = "6qrAAC000000BGPYB2".parse().unwrap();
        let subject = action.map_or(Subject::Record(call), |action| Subject::Action(action, call));
        let question = Question { subject, version: ApiVersion::default() };
        let said = Said::in_body(body.as_bytes(), &token);
        let is_web_page = crate::org::body::is_web_page(body.as_bytes());
        question
            .refused(Clean::default(), Refusal { status, said, is_web_page, ..Refusal::default() })
    }

    fn rest(status: u16, code: &str, message: &str) -> OrgError {
        let body = serde_json::json!([{ "errorCode": code, "message": message }]);
        refused(Some(Action::Intelligence), Some(status), &body.to_string())
    }

    fn input(action: Action, code: &str, message: &str) -> OrgError {
        let errors = serde_json::json!([{ "statusCode": code, "message": message, "fields": [] }]);
        let body = serde_json::json!([{ "isSuccess": false, "errors": errors }]);
        refused(Some(action), None, &body.to_string())
    }

    #[test]
    fn sessions_that_signing_in_again_helps_are_told_from_those_it_does_not() {
        let expired = rest(401, "INVALID_SESSION_ID", "Session expired or invalid");
        assert!(matches!(expired, OrgError::SessionExpired(Some(_))));
        let text = "This session is not valid for use with the REST API";
        assert!(matches!(rest(401, "INVALID_SESSION_ID", text), OrgError::NotForRest(_)));
        let text = "Connected app is not attached to Agent";
        assert!(matches!(rest(401, "INVALID_SESSION_ID", text), OrgError::NotForRest(_)));
        let bare = refused(None, Some(401), "");
        assert_eq!(bare, OrgError::SessionExpired(None));
        let plain = refused(None, Some(403), "Bad_OAuth_Token");
        assert!(matches!(plain, OrgError::SessionExpired(Some(_))));
        assert_eq!(expired.problem().kind, ProblemKind::NotSignedIn);
    }

    #[test]
    fn a_call_that_cannot_be_seen_is_one_error_however_it_is_told() {
        for code in [
            "INSUFFICIENT_ACCESS",
            "INSUFFICIENT_ACCESS_OR_READONLY",
            "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
            "NOT_FOUND",
            "MALFORMED_ID",
            "ENTITY_IS_DELETED",
        ] {
            for error in [
                rest(400, code, "no"),
                rest(403, code, "no"),
                input(Action::Transcript, code, "no"),
            ] {
                assert!(matches!(error, OrgError::NoSuchCall { .. }), "{code}: {error:?}");
                assert_eq!(error.problem().kind, ProblemKind::NotFound);
            }
        }
        let record =
            r#"[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]"#;
        assert!(matches!(refused(None, Some(404), record), OrgError::NoSuchCall { .. }));
    }

    #[test]
    fn an_action_that_is_not_there_says_what_is_missing() {
        let text = "Invalid Action Type: getConversationIntelligence";
        for error in [
            rest(404, "NOT_FOUND", text),
            rest(404, "NOT_FOUND", "The requested resource does not exist"),
            refused(Some(Action::Intelligence), Some(404), &format!(r#"[{{"message":"{text}"}}]"#)),
            refused(Some(Action::Intelligence), Some(404), text),
        ] {
            assert!(matches!(error, OrgError::NotOffered { .. }), "{error:?}");
            assert!(error.problem().next.contains("Einstein Conversation Insights"));
        }
        let version = ApiVersion::parse("64").unwrap();
        let old = OrgError::NotOffered { action: Action::Intelligence, version };
        assert_eq!(old.problem().next.as_str(), "Ask for API version 65.0 or later.");
    }

    #[test]
    fn a_status_tells_what_a_code_does_not() {
        let of = |status, body| refused(Some(Action::Transcript), Some(status), body);
        assert_eq!(of(410, ""), OrgError::VersionRetired(ApiVersion::default()));
        for status in [420, 502, 503, 504] {
            let gone = OrgError::Unavailable { status, said: None, after: None };
            assert_eq!(of(status, "<html>Maintenance</html>"), gone);
            assert!(gone.is_passing());
        }
        assert!(matches!(of(500, "<html>"), OrgError::ServerError(None)));
        assert!(matches!(of(404, "<html>"), OrgError::WebPage { status: 404, .. }));
        assert!(matches!(of(429, ""), OrgError::LimitReached { .. }));
        assert!(matches!(of(204, ""), OrgError::Refused { status: Some(204), said: None }));
        assert!(matches!(of(400, "{}"), OrgError::Refused { status: Some(400), said: None }));
        let wide = input(Action::Transcript, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests");
        assert!(matches!(wide, OrgError::LimitReached { .. }) && !wide.is_passing());
    }

    #[test]
    fn what_the_org_said_is_quoted() {
        let text = "An unexpected error occurred. Please include this ErrorId if you contact \
                    support: 1234-5678 (9)";
        let error = input(Action::Intelligence, "UNKNOWN_EXCEPTION", text);
        assert!(error.to_string().contains("1234-5678 (9)” (UNKNOWN_EXCEPTION)"), "{error}");
        let missing = input(Action::Transcript, "INVALID_INPUT", "Transcript is not available");
        assert!(matches!(missing, OrgError::NoTranscript(_)));
        let disabled = rest(403, "API_DISABLED_FOR_ORG", "The REST API is not enabled");
        assert_eq!(disabled.problem().kind, ProblemKind::NotOffered);
    }
}
