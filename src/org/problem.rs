//! What to tell the person, and what they can do.

use std::time::Duration;

use super::error::{OrgError, RedirectRefusal, Wait};
use super::tasks::TaskRefusal;
use crate::call::{Problem, ProblemKind};
use crate::wire::action::Action;

impl OrgError {
    /// What happened and what to do next.
    #[must_use]
    pub fn problem(&self) -> Problem {
        Problem::new(self.kind(), &self.to_string(), &self.next())
    }

    fn kind(&self) -> ProblemKind {
        match self {
            Self::NotRenewed(problem) => problem.kind,
            Self::BadToken | Self::SessionExpired(_) | Self::NotForRest(_) => {
                ProblemKind::NotSignedIn
            }
            Self::Task(TaskRefusal::Lost(error)) => error.kind(),
            Self::NoSuchCall { .. }
            | Self::MayNotAsk { .. }
            | Self::NotACall(_)
            | Self::NoTranscript(_) => ProblemKind::NotFound,
            Self::Task(TaskRefusal::NoRight(_))
            | Self::NotOffered { .. }
            | Self::NotListed { .. }
            | Self::FieldsHidden { .. }
            | Self::UnknownUser
            | Self::VersionRetired(_)
            | Self::ApiDisabled(_) => ProblemKind::NotOffered,
            Self::LimitReached { .. } | Self::Unavailable { .. } => ProblemKind::Busy,
            Self::UnknownHost(_)
            | Self::ConnectionRefused(_)
            | Self::Unreachable { .. }
            | Self::Tls { .. }
            | Self::TimedOut { .. }
            | Self::Dropped(_) => ProblemKind::Unreachable,
            Self::CutShort(_)
            | Self::TooLarge { .. }
            | Self::NotHttp { .. }
            | Self::WebPage { .. }
            | Self::Unreadable { .. } => ProblemKind::Unreadable,
            Self::Task(_)
            | Self::ServerError(_)
            | Self::Refused { .. }
            | Self::Redirected { .. }
            | Self::Setup(_) => ProblemKind::Failed,
        }
    }

    fn next(&self) -> String {
        // A time that is over says nothing about the next.
        if let Some(after) = self.retry_after().filter(|after| !after.is_zero()) {
            return format!("Try again in {}.", span(after));
        }
        let text = match self {
            Self::BadToken => "Sign in again, or copy the whole token again.",
            Self::SessionExpired(_) => {
                "Sign in again with `earmark login`; where SF_ACCESS_TOKEN is set, put a new \
                 access token there and start earmark again."
            }
            Self::NotRenewed(problem) => return problem.next.as_str().to_owned(),
            Self::Task(refusal) => refusal.next(),
            Self::NotForRest(_) => {
                "Sign in through a connected app whose scopes include “api”; signing in the same \
                 way again does not help."
            }
            Self::ApiDisabled(_) => {
                "Ask an administrator for the permission “API Enabled”, and whether the org's \
                 edition has the API."
            }
            Self::LimitReached { .. } => {
                "Try again later: requests count for 24 hours. An administrator sees them in \
                 Setup, Company Information."
            }
            Self::NoSuchCall { .. } => {
                "Check the id, and ask the call's owner or an administrator for access to it."
            }
            Self::NotACall(_) => "Copy the id from the call's own page.",
            Self::NotOffered { action, version } if !version.has(action.since()) => {
                return format!("Ask for API version {:.1} or later.", action.since());
            }
            Self::NotOffered { action: Action::Explore, .. } | Self::MayNotAsk { .. } => {
                "Ask an administrator for the permission set “Einstein Sales Call Explorer” and \
                 whether Call Explorer is switched on; the rest of the call stays readable."
            }
            Self::NotOffered { .. } => {
                "If the org has an older API, ask for its version with --api-version; else ask an \
                 administrator whether Einstein Conversation Insights is switched on, and whether \
                 this user has a licence for it."
            }
            Self::NotListed { kind, .. } => {
                let objects = match kind {
                    Some(kind) => format!("object {}", kind.object()),
                    None => "objects VideoCall and VoiceCall".to_owned(),
                };
                return format!(
                    "Ask an administrator for read access to the {objects}, such as through a \
                     permission set of Einstein Conversation Insights."
                );
            }
            Self::FieldsHidden { kind, .. } => {
                return format!(
                    "Ask an administrator for read access to all fields of {}; until then people \
                     and accounts are missing from the list.",
                    kind.object()
                );
            }
            Self::UnknownUser => "List all calls instead, or open a call by its id.",
            Self::VersionRetired(_) => "Ask for a later API version.",
            Self::NoTranscript(_) => {
                "Try again later: a call is transcribed after its recording is uploaded, most \
                 often within the hour."
            }
            Self::Unavailable { .. } => {
                "Try again in a few minutes; status.salesforce.com shows planned maintenance."
            }
            Self::ServerError(_) => {
                "Try again; if it stays, give Salesforce's support the error id."
            }
            Self::Refused { status: Some(404), .. } => {
                "Check the org's address and the API version."
            }
            Self::Refused { .. } => "If the request looks right, ask the org's administrator.",
            Self::WebPage { .. } => {
                "Check that the org's address is its My Domain (….my.salesforce.com), and whether \
                 a proxy or a sign-in page of the network stands between."
            }
            Self::Redirected { to, why: RedirectRefusal::Elsewhere | RedirectRefusal::Post } => {
                return format!("If you know {to} as the org's address, use that one.");
            }
            Self::Redirected { .. } | Self::NotHttp { .. } => "Check the org's address.",
            Self::UnknownHost(_) => "Check the org's address for a mistype, and the network.",
            Self::ConnectionRefused(_) => "Check the org's address and port, or start the service.",
            Self::Unreachable { .. } | Self::TimedOut { wait: Wait::Connect, .. } => {
                "Check the network, and whether a firewall or VPN stands between."
            }
            Self::Tls { .. } => {
                "Check the org's address; if a proxy of the network opens encrypted connections, \
                 its certificate must be trusted on this machine."
            }
            Self::TimedOut { .. } | Self::Dropped(_) | Self::CutShort(_) => {
                "Try again; if it stays, check the network."
            }
            Self::TooLarge { .. } => "Read this call in the org; it is too long for here.",
            Self::Unreadable { .. } => {
                "Check the org's address; if it is right, try another API version."
            }
            Self::Setup(_) => "Check the machine's certificates and its proxy settings.",
        };
        text.to_owned()
    }
}

impl From<&OrgError> for Problem {
    fn from(error: &OrgError) -> Self {
        error.problem()
    }
}

impl From<OrgError> for Problem {
    fn from(error: OrgError) -> Self {
        error.problem()
    }
}

/// A length of time in words, rounded up to its largest unit.
pub(super) fn span(time: Duration) -> String {
    let (count, unit) = match time.as_secs() {
        0 if time.subsec_millis() > 0 => (u64::from(time.subsec_millis()), "millisecond"),
        seconds @ 0..120 => (seconds, "second"),
        seconds @ 120..7_200 => (seconds.div_ceil(60), "minute"),
        seconds => (seconds.div_ceil(3_600), "hour"),
    };
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{s}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::CallKind;
    use crate::call::text::clean_line;
    use crate::org::{ApiVersion, Said};

    #[test]
    fn time_is_told_in_its_largest_unit() {
        let told = |ms| span(Duration::from_millis(ms));
        assert_eq!(told(250), "250 milliseconds");
        assert_eq!(told(1_000), "1 second");
        assert_eq!(told(119_000), "119 seconds");
        assert_eq!(told(121_000), "3 minutes");
        assert_eq!(told(86_400_000), "24 hours");
    }

    #[test]
    fn a_wait_is_told() {
        let after = Some(Duration::from_mins(10));
        let error = OrgError::Unavailable { status: 503, said: None, after };
        assert_eq!(
            error.problem().to_string(),
            "The org is not available at the moment (status 503). Try again in 10 minutes."
        );
        let over = OrgError::Unavailable { status: 503, said: None, after: Some(Duration::ZERO) };
        let unknown = OrgError::Unavailable { status: 503, said: None, after: None };
        assert_eq!(over.problem(), unknown.problem());
    }

    #[test]
    fn every_failure_is_two_sentences() {
        let word = || clean_line("acme").boxed();
        let said = || Said { code: word(), message: clean_line("No way.").boxed() };
        let call = "6qrAAC000000BGPYB2".parse().unwrap();
        let (version, limit) = (ApiVersion::default(), Duration::from_secs(10));
        let redirect = |why| OrgError::Redirected { to: word(), why };
        let timed_out = |wait| OrgError::TimedOut { host: word(), wait, limit };
        let limited = |after| OrgError::LimitReached { said: Some(said()), usage: None, after };
        for error in [
            OrgError::BadToken,
            OrgError::SessionExpired(None),
            OrgError::NotRenewed(Box::new(OrgError::BadToken.problem())),
            OrgError::NotForRest(said()),
            OrgError::ApiDisabled(said()),
            limited(None),
            limited(Some(limit)),
            OrgError::NoSuchCall { call, said: said() },
            OrgError::MayNotAsk { call, said: said() },
            OrgError::NotACall(call),
            OrgError::NotListed { kind: None, said: said() },
            OrgError::NotListed { kind: Some(CallKind::Voice), said: said() },
            OrgError::FieldsHidden { kind: CallKind::Video, said: said() },
            OrgError::Task(TaskRefusal::NoRight(said())),
            OrgError::Task(TaskRefusal::Rule(said())),
            OrgError::Task(TaskRefusal::NoField(said())),
            OrgError::Task(TaskRefusal::Lost(Box::new(OrgError::Dropped(word())))),
            OrgError::UnknownUser,
            OrgError::NotOffered { action: Action::Explore, version },
            OrgError::NotOffered { action: Action::Transcript, version },
            OrgError::VersionRetired(version),
            OrgError::NoTranscript(said()),
            OrgError::Unavailable { status: 503, said: None, after: None },
            OrgError::ServerError(Some(said())),
            OrgError::Refused { status: None, said: None },
            OrgError::WebPage { host: word(), status: 200 },
            redirect(RedirectRefusal::Elsewhere),
            redirect(RedirectRefusal::Post),
            redirect(RedirectRefusal::TooMany),
            redirect(RedirectRefusal::Nowhere),
            OrgError::UnknownHost(word()),
            OrgError::ConnectionRefused(word()),
            OrgError::Unreachable { host: word(), why: word() },
            OrgError::Tls { host: word(), why: word() },
            timed_out(Wait::Connect),
            timed_out(Wait::Idle),
            timed_out(Wait::Total),
            OrgError::Dropped(word()),
            OrgError::CutShort(word()),
            OrgError::TooLarge { host: word(), limit: 64 << 20 },
            OrgError::NotHttp { host: word(), why: word() },
            OrgError::Unreadable { host: word(), why: word() },
            OrgError::Setup(word()),
        ] {
            let problem = error.problem();
            for text in [&problem.what, &problem.next] {
                assert!(
                    text.ends_with('.') && !text.ends_with("..") && !text.contains("  "),
                    "{text}"
                );
            }
            assert_eq!(Problem::from(&error), problem);
        }
    }
}
