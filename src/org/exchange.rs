//! One question until its answer.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use backon::Retryable;
use jiff::Timestamp;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Response, StatusCode};
use tokio::sync::OnceCell;
use tokio::time::{Instant, timeout_at};
use url::Url;

use super::after::retry_after;
use super::body;
use super::error::{OrgError, RedirectRefusal, Said, Wait};
use super::instance::Instance;
use super::limits::Limits;
use super::login::Renewal;
use super::refusal::{Question, Refusal};
use super::token::Token;
use super::transport::Peer;
use super::usage::Usage;

/// Redirects followed for one request.
const REDIRECTS: usize = 3;

/// A request, as it is sent as often as limits allow.
#[derive(Debug, Clone)]
pub(super) struct Ask {
    pub(super) url: Url,
    pub(super) sends: Sends,
    pub(super) question: Question,
}

/// What a request sends, and how.
#[derive(Debug, Clone)]
pub(super) enum Sends {
    /// Nothing: it is a GET.
    Nothing,
    /// JSON with a POST.
    Post(Vec<u8>),
    /// JSON with a PATCH.
    Patch(Vec<u8>),
}

/// What sends requests to one org for one user.
pub(super) struct Exchange {
    pub(super) instance: Instance,
    pub(super) token: Token,
    pub(super) limits: Limits,
    pub(super) renewal: Option<Renewal>,
    http: OnceCell<reqwest::Client>,
    usage: Arc<Mutex<Option<Usage>>>,
}

impl Exchange {
    pub(super) fn new(instance: Instance, token: Token, limits: Limits) -> Self {
        let (renewal, http, usage) = (None, OnceCell::new(), Arc::default());
        Self { instance, token, limits, renewal, http, usage }
    }

    /// The same org and user under other limits: with connections of its own, because how long
    /// they may be idle is theirs.
    pub(super) fn under(&self, limits: Limits) -> Self {
        let (instance, token) = (self.instance.clone(), self.token.clone());
        let (renewal, usage) = (self.renewal.clone(), self.usage.clone());
        Self { renewal, usage, ..Self::new(instance, token, limits) }
    }

    pub(super) fn usage(&self) -> Option<Usage> {
        self.usage.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn peer(&self) -> Peer<'_> {
        Peer { instance: &self.instance, limits: &self.limits, token: &self.token }
    }

    /// The content of the answer. A session that has expired is renewed once, if it can be.
    pub(super) async fn answer(&self, ask: &Ask) -> Result<Vec<u8>, OrgError> {
        let asked_with = self.token.renewals();
        let answer = self.repeated(ask).await;
        let (Err(OrgError::SessionExpired(_)), Some(renewal)) = (&answer, &self.renewal) else {
            return answer;
        };
        let renewed = renewal.renew(&self.token, asked_with).await;
        renewed.map_err(|error| OrgError::NotRenewed(Box::new(error.problem())))?;
        self.repeated(ask).await
    }

    /// Sends the request again while that may help and [`Limits::tries`] allows: what must not be
    /// done twice is asked under limits that allow one.
    async fn repeated(&self, ask: &Ask) -> Result<Vec<u8>, OrgError> {
        let deadline = Instant::now() + self.limits.total;
        let left = move || deadline.saturating_duration_since(Instant::now());
        let tries = (|| self.attempt(ask))
            .retry(self.limits.backoff())
            .when(OrgError::is_passing)
            .adjust(|error, backoff| pause(error, backoff?, left()));
        let timed_out = |_| Err(self.peer().timed_out(Wait::Total));
        timeout_at(deadline, tries).await.unwrap_or_else(timed_out)
    }

    async fn attempt(&self, ask: &Ask) -> Result<Vec<u8>, OrgError> {
        let mut url = ask.url.clone();
        for _ in 0..=REDIRECTS {
            let response = self.send(ask, url.clone()).await?;
            let usage = self.note_usage(response.headers());
            if is_redirect(response.status()) {
                url = self.redirect(ask, &url, response.headers())?;
                continue;
            }
            return self.content(ask.question, response, usage).await;
        }
        Err(self.redirected(&url, RedirectRefusal::TooMany))
    }

    async fn send(&self, ask: &Ask, url: Url) -> Result<Response, OrgError> {
        let http = self.http().await?;
        let request = match &ask.sends {
            Sends::Nothing => http.get(url),
            Sends::Post(json) => http.post(url).header(CONTENT_TYPE, JSON).body(json.clone()),
            Sends::Patch(json) => http.patch(url).header(CONTENT_TYPE, JSON).body(json.clone()),
        };
        let request = request.header(AUTHORIZATION, self.token.header()?);
        request.send().await.map_err(|error| self.peer().no_answer(&error))
    }

    /// Built for the first request, and away from the threads that draw: it takes about 12 ms,
    /// most of it for the machine's certificates.
    pub(super) async fn http(&self) -> Result<&reqwest::Client, OrgError> {
        let build = || async {
            let (secure, limits) = (self.instance.is_https(), self.limits);
            match tokio::task::spawn_blocking(move || build(secure, &limits)).await {
                Ok(built) => built.map_err(|error| OrgError::Setup(self.peer().reason(&error))),
                Err(error) => Err(OrgError::Setup(self.token.quote(&error.to_string()))),
            }
        };
        self.http.get_or_try_init(build).await
    }

    fn note_usage(&self, headers: &HeaderMap) -> Option<Usage> {
        let header = headers.get("sforce-limit-info")?.to_str().ok()?;
        let usage = Usage::read(self.token.quote(header).as_str())?;
        *self.usage.lock().unwrap_or_else(PoisonError::into_inner) = Some(usage.clone());
        Some(usage)
    }

    async fn content(
        &self,
        question: Question,
        response: Response,
        usage: Option<Usage>,
    ) -> Result<Vec<u8>, OrgError> {
        let status = response.status().as_u16();
        // What was made has a status of its own, and what was only changed may have no content.
        if matches!(status, 200 | 201 | 204) {
            let body = body::whole(response, self.peer()).await?;
            if body::is_web_page(&body) {
                return Err(OrgError::WebPage { host: self.peer().host(), status });
            }
            return Ok(body);
        }
        let after = retry_after(response.headers(), Timestamp::now());
        let body = body::start(response).await;
        let refusal = Refusal {
            status: Some(status),
            said: Said::in_body(&body, &self.token),
            is_web_page: body::is_web_page(&body),
            after,
            usage,
        };
        Err(question.refused(self.peer().host(), refusal))
    }

    /// Where a redirect leads, if it may be followed there.
    fn redirect(&self, ask: &Ask, from: &Url, headers: &HeaderMap) -> Result<Url, OrgError> {
        let location = headers.get(LOCATION).map(|to| String::from_utf8_lossy(to.as_bytes()));
        let to = location.as_ref().and_then(|to| from.join(to).ok()).filter(Url::has_host);
        let Some(mut to) = to else {
            let to = self.token.quote(location.as_deref().unwrap_or("nowhere"));
            return Err(OrgError::Redirected { to, why: RedirectRefusal::Nowhere });
        };
        if !self.instance.owns(&to) {
            return Err(self.redirected(&to, RedirectRefusal::Elsewhere));
        }
        if !matches!(ask.sends, Sends::Nothing) {
            return Err(self.redirected(&to, RedirectRefusal::Post));
        }
        // A name in the URL would become a second `Authorization`.
        let plain = to.set_username("").and_then(|()| to.set_password(None));
        plain.map(|()| to).map_err(|()| self.redirected(from, RedirectRefusal::Nowhere))
    }

    fn redirected(&self, to: &Url, why: RedirectRefusal) -> OrgError {
        // The rest of the URL is of no use to the person, and may be long.
        let to = to.origin().ascii_serialization();
        OrgError::Redirected { to: self.token.quote(&to), why }
    }
}

const JSON: HeaderValue = HeaderValue::from_static("application/json");

fn build(secure: bool, limits: &Limits) -> reqwest::Result<reqwest::Client> {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, JSON);
    // Names this program in the org's logs (REST API Developer Guide, "Call Options Header").
    headers.insert("sforce-call-options", HeaderValue::from_static("client=earmark"));
    let http = reqwest::Client::builder()
        .user_agent(concat!("earmark/", env!("CARGO_PKG_VERSION")))
        .default_headers(headers)
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(limits.connect)
        .read_timeout(limits.idle);
    if secure {
        return http.https_only(true).build();
    }
    // Plain HTTP is for this machine: it needs no certificates, and no proxy knows the way.
    http.tls_certs_only([]).no_proxy().build()
}

/// How long to wait before the next try: what the org asks for, but never less than our own
/// backoff. A pause past the end is not begun: better to say now when to try again.
fn pause(error: &OrgError, backoff: Duration, left: Duration) -> Option<Duration> {
    let pause = backoff.max(error.retry_after().unwrap_or_default());
    (pause < left).then_some(pause)
}

/// 300 and 304 are not: nothing was asked for that has them.
fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Exchange").field(&self.instance).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_org_says_how_long_to_wait_within_the_limit() {
        let [short, long] = [1, 20].map(Duration::from_secs);
        let busy = |after| OrgError::Unavailable { status: 503, said: None, after };
        assert_eq!(pause(&busy(None), short, long), Some(short));
        assert_eq!(pause(&busy(Some(2 * short)), short, long), Some(2 * short));
        assert_eq!(pause(&busy(Some(Duration::ZERO)), short, long), Some(short));
        assert_eq!(pause(&busy(Some(long)), short, long), None);
    }
}
