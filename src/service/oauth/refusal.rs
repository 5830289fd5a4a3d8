//! Why nobody is signed in, in the words of an org.

use axum::http::StatusCode;

/// An error of the token endpoint, or one that an app gets with the browser.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) status: StatusCode,
    pub(super) error: &'static str,
    pub(super) description: &'static str,
}

impl Fault {
    pub(super) const fn new(error: &'static str, description: &'static str) -> Self {
        Self { status: StatusCode::BAD_REQUEST, error, description }
    }

    /// A code that was never given out, was used, or is older than ten minutes.
    pub(super) fn code() -> Self {
        Self::new("invalid_grant", "expired authorization code")
    }

    /// A refresh token that is not known, or no longer.
    pub(super) fn expired() -> Self {
        Self::new("invalid_grant", "expired access/refresh token")
    }

    /// No client id, a malformed one, or another than the code was given to.
    pub(super) fn client() -> Self {
        Self::new("invalid_client_id", "client identifier invalid")
    }

    /// Another address than the code was sent to.
    pub(super) fn redirect() -> Self {
        Self::new("redirect_uri_mismatch", "redirect_uri must match configuration")
    }

    /// No verifier, or not the one of the challenge.
    pub(super) fn verifier() -> Self {
        Self::new("invalid_grant", "invalid code verifier")
    }

    /// Any other way to sign in.
    pub(super) fn grant_type() -> Self {
        Self::new("unsupported_grant_type", "grant type not supported")
    }

    /// A token that is none, or that no longer opens anything.
    pub(super) fn token_type() -> Self {
        Self::new("unsupported_token_type", "this token type is not supported")
    }

    /// What cannot be read, or lacks something.
    pub(super) const fn request(description: &'static str) -> Self {
        Self::new("invalid_request", description)
    }
}

/// No random numbers; the description is invented.
impl From<getrandom::Error> for Fault {
    fn from(_: getrandom::Error) -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            ..Self::new("server_error", "no random numbers for a token; try again")
        }
    }
}
