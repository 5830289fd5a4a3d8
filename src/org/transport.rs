//! Failures of the network, by name.

use std::error::Error;
use std::io::{self, ErrorKind};

use super::error::{OrgError, Wait};
use super::instance::Instance;
use super::limits::Limits;
use super::token::Token;
use crate::call::text::{Clean, clean_line};

/// The other side of a connection, and how long it may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer<'a> {
    pub(super) instance: &'a Instance,
    pub(super) limits: &'a Limits,
    pub(super) token: &'a Token,
}

impl Peer<'_> {
    pub(super) fn host(self) -> Clean {
        clean_line(self.instance.host()).boxed()
    }

    /// Host and port as they were given.
    fn address(self) -> Clean {
        clean_line(self.instance.as_str()).boxed()
    }

    pub(super) fn timed_out(self, wait: Wait) -> OrgError {
        let limit = match wait {
            Wait::Connect => self.limits.connect,
            Wait::Idle => self.limits.idle,
            Wait::Total => self.limits.total,
        };
        OrgError::TimedOut { host: self.host(), wait, limit }
    }

    /// Why a request got no answer.
    pub(super) fn no_answer(self, error: &reqwest::Error) -> OrgError {
        let host = self.host();
        if error.is_connect() {
            return self.no_connection(error);
        }
        if error.is_timeout() {
            return self.timed_out(Wait::Idle);
        }
        if is_ended(error) {
            return OrgError::Dropped(host);
        }
        OrgError::NotHttp { host, why: self.reason(error) }
    }

    /// Why an answer that had begun did not end.
    pub(super) fn no_end(self, error: &reqwest::Error) -> OrgError {
        let host = self.host();
        if error.is_timeout() {
            return self.timed_out(Wait::Idle);
        }
        if is_ended(error) {
            return OrgError::CutShort(host);
        }
        OrgError::Unreadable { host, why: self.reason(error) }
    }

    /// The innermost cause: the outer ones only say that there is one. It may quote the other side,
    /// such as the names in its certificate.
    pub(super) fn reason(self, error: &reqwest::Error) -> Clean {
        let reason = chain(error).last().map(ToString::to_string).unwrap_or_default();
        // How rustls says that the first bytes it got are of another protocol.
        if reason.starts_with("received corrupt message") {
            return Clean::ours("what it sends is not encrypted").boxed();
        }
        self.token.quote(&reason)
    }

    fn no_connection(self, error: &reqwest::Error) -> OrgError {
        let (host, why) = (self.host(), self.reason(error));
        if error.is_timeout() {
            return self.timed_out(Wait::Connect);
        }
        if error.is_dns() {
            return OrgError::UnknownHost(host);
        }
        match kind(error) {
            Some(ErrorKind::ConnectionRefused) => OrgError::ConnectionRefused(self.address()),
            // So rustls reports what it does not accept, and a peer that hangs up during the
            // handshake.
            Some(ErrorKind::InvalidData | ErrorKind::UnexpectedEof) => OrgError::Tls { host, why },
            _ => OrgError::Unreachable { host, why },
        }
    }
}

fn chain(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    let mut next = error.source();
    std::iter::from_fn(move || {
        let error = next?;
        next = error.source();
        Some(error)
    })
}

/// The innermost kind of IO failure.
fn kind(error: &reqwest::Error) -> Option<ErrorKind> {
    chain(error).filter_map(|error| error.downcast_ref::<io::Error>()).map(innermost).last()
}

fn innermost(error: &io::Error) -> ErrorKind {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<io::Error>());
    inner.map_or(error.kind(), innermost)
}

/// Whether the other side hung up.
fn is_ended(error: &reqwest::Error) -> bool {
    let mut hyper = chain(error).filter_map(|error| error.downcast_ref::<hyper::Error>());
    hyper.any(|error| error.is_incomplete_message() || error.is_canceled())
        || matches!(
            kind(error),
            Some(
                ErrorKind::UnexpectedEof
                    | ErrorKind::ConnectionReset
                    | ErrorKind::ConnectionAborted
                    | ErrorKind::BrokenPipe
            )
        )
}
