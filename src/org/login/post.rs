//! One request to the org's OAuth endpoints.

use futures::FutureExt;
use futures::future::BoxFuture;
use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse};
use reqwest::header::LOCATION;
use secrecy::SecretString;
use tokio::time::timeout;
use url::Url;

use crate::org::body::{is_web_page, start, whole};
use crate::org::exchange::Exchange;
use crate::org::limits::Limits;
use crate::org::token::Token;
use crate::org::{Instance, OrgError, RedirectRefusal, Wait};

/// Bytes taken of an answer: a token, and a few addresses.
const LARGEST: usize = 64 * 1024;

/// Sends requests that have a secret in their content to one host. A request is sent once: a code
/// is good for one use, and a refresh token may be.
#[derive(Debug)]
pub(super) struct Post(Exchange);

impl Post {
    /// To a host, with a secret that no message shows.
    pub(super) fn to(
        host: &Instance,
        secret: &SecretString,
        limits: Limits,
    ) -> Result<Self, OrgError> {
        let limits = Limits { body: LARGEST, ..limits };
        Ok(Self(Exchange::new(host.clone(), Token::new(secret)?, limits)))
    }

    /// Hides another secret in messages.
    pub(super) fn hiding(self, secret: &SecretString) -> Self {
        let Exchange { instance, token, limits, .. } = self.0;
        Self(Exchange::new(instance, token.hiding(secret), limits))
    }

    /// What hides the secrets.
    pub(super) fn token(&self) -> &Token {
        &self.0.token
    }

    /// An answer that cannot be understood.
    pub(super) fn unreadable(&self, why: &str) -> OrgError {
        OrgError::Unreadable { host: self.0.peer().host(), why: self.0.token.quote(why) }
    }

    /// The answer, also if it refuses.
    pub(super) async fn send(&self, request: HttpRequest) -> Result<HttpResponse, OrgError> {
        let sent = timeout(self.0.limits.total, self.answer(request)).await;
        sent.unwrap_or_else(|_| Err(self.0.peer().timed_out(Wait::Total)))
    }

    async fn answer(&self, request: HttpRequest) -> Result<HttpResponse, OrgError> {
        let peer = self.0.peer();
        let request = reqwest::Request::try_from(request);
        let request = request.map_err(|error| OrgError::Setup(peer.reason(&error)))?;
        let response = self.0.http().await?.execute(request).await;
        let response = response.map_err(|error| peer.no_answer(&error))?;
        let status = response.status();
        if status.is_redirection() {
            let to = response.headers().get(LOCATION).and_then(|to| to.to_str().ok());
            let to = to.and_then(|to| Url::parse(to).ok());
            let to =
                to.map_or_else(|| "nowhere".to_owned(), |to| to.origin().ascii_serialization());
            let to = self.0.token.quote(&to);
            return Err(OrgError::Redirected { to, why: RedirectRefusal::Post });
        }
        let body =
            if status.is_success() { whole(response, peer).await? } else { start(response).await };
        match status.as_u16() {
            status @ (420 | 502 | 503 | 504) => {
                Err(OrgError::Unavailable { status, said: None, after: None })
            }
            status if is_web_page(&body) => Err(OrgError::WebPage { host: peer.host(), status }),
            status => {
                let mut answer = HttpResponse::new(body);
                *answer.status_mut() = oauth2::http::StatusCode::from_u16(status)
                    .map_err(|_| self.unreadable("its status is no status"))?;
                Ok(answer)
            }
        }
    }
}

impl<'c> AsyncHttpClient<'c> for Post {
    type Error = OrgError;
    type Future = BoxFuture<'c, Result<HttpResponse, OrgError>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        self.send(request).boxed()
    }
}
