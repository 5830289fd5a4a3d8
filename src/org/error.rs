//! What may go wrong between a question and its answer.

use std::fmt;
use std::time::Duration;

use super::problem::span;
use super::tasks::TaskRefusal;
use super::usage::Usage;
use super::version::ApiVersion;
use crate::call::text::Clean;
use crate::call::{CallId, CallKind, Problem};
use crate::wire::action::Action;

/// Why the org gave no answer. As text it is a sentence that says what happened;
/// [`problem`](OrgError::problem) adds what to do next.
///
/// What is quoted from the other side is clean, short and without the token. Error codes are those
/// of the REST API Developer Guide, "Status Codes and Error Responses", unless said otherwise.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OrgError {
    /// The token is empty or has characters that cannot stand in an HTTP header.
    #[error("The access token is empty or has characters that no token has.")]
    BadToken,
    /// `INVALID_SESSION_ID`, or any other 401: the token has expired or was revoked.
    #[error("The session has expired or is not valid{}.", quoted(.0.as_ref()))]
    SessionExpired(Option<Said>),
    /// The same, and no new one could be had.
    #[error("{}", .0.what)]
    NotRenewed(Box<Problem>),
    /// `INVALID_SESSION_ID` for a token that is valid, but not for the REST API. A fresh token of
    /// the same kind fails the same way. Its two texts are known from jsforce.
    #[error("This session is valid, but not for the REST API{}.", quoted(Some(.0)))]
    NotForRest(Said),
    /// `API_DISABLED_FOR_ORG` or `API_CURRENTLY_DISABLED`.
    #[error("The org does not let this user use its API{}.", quoted(Some(.0)))]
    ApiDisabled(Said),
    /// `REQUEST_LIMIT_EXCEEDED`, 429, or a 403 that says when to come back.
    #[error("The org's limit of API requests is reached{}{}.", used(.usage.as_ref()), quoted(.said.as_ref()))]
    LimitReached {
        /// What the org said.
        said: Option<Said>,
        /// How much was used.
        usage: Option<Usage>,
        /// How long it asks to wait.
        after: Option<Duration>,
    },
    /// There is no such call, or the user may not see it: the org does not tell them apart.
    #[error("The org has no call {call}, or this user may not see it{}.", quoted(Some(.said)))]
    NoSuchCall {
        /// The call that was asked for.
        call: CallId,
        /// What the org said.
        said: Said,
    },
    /// `INSUFFICIENT_ACCESS` and its like for a question: the user lacks the permission set
    /// Einstein Sales Call Explorer, or access to the call. The org does not say which.
    #[error("The org does not let this user ask about call {call}{}.", quoted(Some(.said)))]
    MayNotAsk {
        /// The call that was asked about.
        call: CallId,
        /// What the org said.
        said: Said,
    },
    /// The id is not one of a video or voice call, so there is no record to ask for.
    #[error("{0} is not the id of a video call (6qr…) or a voice call (0LQ…).")]
    NotACall(CallId),
    /// The user may not list the calls of a kind, or of either.
    #[error("The org lists {} to this user{}.", listed(*.kind), quoted(Some(.said)))]
    NotListed {
        /// Which; both without.
        kind: Option<CallKind>,
        /// What the org said.
        said: Said,
    },
    /// Fields of a kind of call are hidden from the user, so that a list has to do without.
    #[error("The org hides fields of {} calls from this user{}.", .kind.word(), quoted(Some(.said)))]
    FieldsHidden {
        /// Of which.
        kind: CallKind,
        /// What the org said.
        said: Said,
    },
    /// Which user asks is not to be found out.
    #[error(
        "The org does not say who this user is, so that it cannot be asked for their own calls."
    )]
    UnknownUser,
    /// The org has no such action.
    #[error("The org does not offer {} in API version {version}.", .action.name())]
    NotOffered {
        /// What was asked for.
        action: Action,
        /// Where it was looked for.
        version: ApiVersion,
    },
    /// A task was not made, or it is not known whether it was.
    #[error("{0}")]
    Task(TaskRefusal),
    /// 410 or `UNSUPPORTED_API_VERSION`: the version is retired.
    #[error("The org no longer answers API version {0}.")]
    VersionRetired(ApiVersion),
    /// The call has no transcript yet.
    #[error("There is no transcript of this call yet{}.", quoted(Some(.0)))]
    NoTranscript(Said),
    /// 420, 502, 503 or 504: maintenance, or no way to the org's server.
    #[error("The org is not available at the moment (status {status}){}.", quoted(.said.as_ref()))]
    Unavailable {
        /// The HTTP status.
        status: u16,
        /// What it said, if it was not a web page.
        said: Option<Said>,
        /// How long it asks to wait.
        after: Option<Duration>,
    },
    /// 500 or `UNKNOWN_EXCEPTION`: something broke inside the org. Its text holds an error id that
    /// Salesforce's support asks for.
    #[error("Something went wrong inside the org{}.", quoted(.0.as_ref()))]
    ServerError(Option<Said>),
    /// The org refused for another reason.
    #[error("The org refused the request{}{}.", under(*.status), quoted(.said.as_ref()))]
    Refused {
        /// The HTTP status, unless it was about the input alone.
        status: Option<u16>,
        /// What it said.
        said: Option<Said>,
    },
    /// The answer was a web page: a sign-in page, or a proxy's message.
    #[error("{host} answered with a web page instead of data (status {status}).")]
    WebPage {
        /// Who answered.
        host: Clean,
        /// The HTTP status.
        status: u16,
    },
    /// The org sends the request elsewhere, where it must not go.
    #[error("The org redirects to {to}: {why}.")]
    Redirected {
        /// The origin it names, or what it says instead of one.
        to: Clean,
        /// Why it was not followed.
        why: RedirectRefusal,
    },
    /// The name of the host is not known.
    #[error("The name {0} cannot be found.")]
    UnknownHost(Clean),
    /// Nobody listens there.
    #[error("{0} refuses connections.")]
    ConnectionRefused(Clean),
    /// No connection for another reason.
    #[error("There is no connection to {host}: {why}.")]
    Unreachable {
        /// Whom it did not reach.
        host: Clean,
        /// The system's reason.
        why: Clean,
    },
    /// The encrypted connection could not be made.
    #[error("There is no secure connection to {host}: {why}.")]
    Tls {
        /// Who could not prove to be the org.
        host: Clean,
        /// What is wrong, such as the certificate.
        why: Clean,
    },
    /// It took too long.
    #[error("{host} {wait} within {}.", span(*.limit))]
    TimedOut {
        /// Who was too slow.
        host: Clean,
        /// What was waited for.
        wait: Wait,
        /// How long.
        limit: Duration,
    },
    /// The connection was closed before an answer.
    #[error("{0} closed the connection without an answer.")]
    Dropped(Clean),
    /// The connection was closed, or the content ended, in the middle of the answer.
    #[error("The answer of {0} ends in the middle.")]
    CutShort(Clean),
    /// The answer is larger than the limit, in bytes.
    #[error("The answer of {host} is larger than {} MB.", .limit >> 20)]
    TooLarge {
        /// Who sent it.
        host: Clean,
        /// The most that is taken, in bytes.
        limit: usize,
    },
    /// What came is not HTTP, or breaks its rules.
    #[error("{host} does not answer as a web server does: {why}.")]
    NotHttp {
        /// Who answered.
        host: Clean,
        /// What is wrong.
        why: Clean,
    },
    /// An answer that is not what was asked for.
    #[error("The answer of {host} cannot be read: {why}.")]
    Unreadable {
        /// Who answered.
        host: Clean,
        /// What is wrong.
        why: Clean,
    },
    /// The HTTP client could not be set up on this machine.
    #[error("Requests cannot be sent from this machine: {0}.")]
    Setup(Clean),
}

/// What the org said: a code for programs and a text for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Such as `INVALID_SESSION_ID`.
    pub code: Clean,
    /// May be empty.
    pub message: Clean,
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.message.trim_end_matches('.'), self.code.as_str()) {
            ("", code) => f.write_str(code),
            (message, "") => write!(f, "“{message}”"),
            (message, code) => write!(f, "“{message}” ({code})"),
        }
    }
}

/// What took too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// Opening the connection.
    Connect,
    /// The answer, or its next piece.
    Idle,
    /// All of it.
    Total,
}

impl fmt::Display for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "did not take the connection",
            Self::Idle => "sent nothing",
            Self::Total => "did not finish its answer",
        })
    }
}

/// Why a redirect was not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RedirectRefusal {
    /// To another scheme, host or port, where the token must not go.
    Elsewhere,
    /// An action is a POST, and a client that follows may turn it into something else.
    Post,
    /// Once too often.
    TooMany,
    /// It names no URL.
    Nowhere,
}

impl fmt::Display for RedirectRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Elsewhere => "the access token does not follow to another address",
            Self::Post => "an action is not sent on to another address",
            Self::TooMany => "it has redirected too often",
            Self::Nowhere => "that is not an address",
        })
    }
}

impl OrgError {
    /// Whether it says that what was answered before may not be seen any more, or is no more.
    #[must_use]
    pub fn withdraws(&self) -> bool {
        match self {
            Self::NoSuchCall { .. } | Self::NoTranscript(_) => true,
            Self::Refused { status, .. } => matches!(status, Some(403 | 404)),
            _ => false,
        }
    }

    /// How long the org asks to wait before the next request.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::LimitReached { after, .. } | Self::Unavailable { after, .. } => *after,
            _ => None,
        }
    }

    /// Whether the same request may succeed a moment later. A 500 is not one: what broke inside
    /// the org breaks again, and each try counts against the org's limit. Neither is a name that
    /// is not known or a time-out: the person has waited long enough to decide.
    pub(super) fn is_passing(&self) -> bool {
        match self {
            Self::Unavailable { .. }
            | Self::ConnectionRefused(_)
            | Self::Unreachable { .. }
            | Self::Dropped(_)
            | Self::CutShort(_) => true,
            Self::LimitReached { after, .. } => after.is_some(),
            _ => false,
        }
    }
}

fn quoted(said: Option<&Said>) -> String {
    said.map(|said| format!(": {said}")).unwrap_or_default()
}

fn used(usage: Option<&Usage>) -> String {
    usage.map(|usage| format!(" ({usage})")).unwrap_or_default()
}

fn listed(kind: Option<CallKind>) -> String {
    match kind {
        Some(kind) => format!("no {} calls", kind.word()),
        None => "neither video nor voice calls".to_owned(),
    }
}

fn under(status: Option<u16>) -> String {
    status.map(|status| format!(" (status {status})")).unwrap_or_default()
}
