//! The OAuth endpoints of an org: authorization code with PKCE, refresh, revocation.
//!
//! The shapes are those of RFC 6749, 7636 and 7009, with Salesforce's own keys `instance_url` and
//! `id` in a reply. The app is a public one: it has no secret, and sends none.

use std::fmt;
use std::time::Duration;

use oauth2::basic::{
    BasicErrorResponse, BasicErrorResponseType, BasicRevocationErrorResponse,
    BasicTokenIntrospectionResponse, BasicTokenType,
};
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, ClientId, CsrfToken, EndpointNotSet, EndpointSet,
    ExtraTokenFields, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RefreshToken,
    RequestTokenError, Scope, StandardRevocableToken, StandardTokenResponse, TokenResponse,
    TokenUrl,
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use url::{Url, form_urlencoded};

use super::error::LoginError;
use super::post::Post;
use crate::call::text::clean_line;
use crate::org::limits::Limits;
use crate::org::{Instance, OrgError, Said};

/// The app that the Salesforce CLI signs in with, which every org knows; an org may block it.
pub const PLATFORM_CLI: &str = "PlatformCLI";
/// The path that the browser comes back to, on a port of this machine.
pub const CALLBACK: &str = "/OauthRedirect";

/// How long somebody waits for a token to end that is of no use to them.
const GIVING_BACK: Duration = Duration::from_secs(10);

/// The app that signs in, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct App {
    /// The org's My Domain, or a host that signs in to any org.
    pub login: Instance,
    /// The app's consumer key.
    pub client_id: String,
}

/// What the org gives.
pub struct Granted {
    /// Where its API is.
    pub instance: Instance,
    /// For requests.
    pub access: SecretString,
    /// For new access tokens, if there is one or another one.
    pub refresh: Option<SecretString>,
    /// The ids of the org and the user, from the identity URL.
    pub ids: Option<(String, String)>,
}

impl fmt::Debug for Granted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Granted").field(&self.instance).finish_non_exhaustive()
    }
}

/// An authorization that has been begun in a browser. Good for one answer.
pub(super) struct Begun {
    pub(super) url: Url,
    pub(super) state: CsrfToken,
    verifier: PkceCodeVerifier,
    redirect: RedirectUrl,
}

/// What Salesforce adds to a reply.
#[derive(Debug, Deserialize, Serialize)]
struct Extra {
    instance_url: Option<String>,
    id: Option<String>,
}

impl ExtraTokenFields for Extra {}

type Reply = StandardTokenResponse<Extra, BasicTokenType>;
type Client = oauth2::Client<
    BasicErrorResponse,
    Reply,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

fn client(app: &App) -> Client {
    oauth2::Client::new(ClientId::new(app.client_id.clone()))
        .set_auth_type(AuthType::RequestBody)
        .set_auth_uri(AuthUrl::from_url(app.login.at("/services/oauth2/authorize", None)))
        .set_token_uri(TokenUrl::from_url(app.login.at("/services/oauth2/token", None)))
}

/// Begins an authorization that comes back to a port of this machine.
pub(super) fn begin(app: &App, port: u16) -> Begun {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    // Apps are registered with this name for the machine, and ports are compared as text.
    let redirect = Instance::parse(&format!("http://localhost:{port}"))
        .map_or_else(|_| app.login.at(CALLBACK, None), |here| here.at(CALLBACK, None));
    let redirect = RedirectUrl::from_url(redirect);
    let (url, state) = client(app)
        .set_redirect_uri(redirect.clone())
        .authorize_url(CsrfToken::new_random)
        .add_scopes(["api", "refresh_token"].map(|scope| Scope::new(scope.to_owned())))
        .set_pkce_challenge(challenge)
        .url();
    Begun { url, state, verifier, redirect }
}

/// Exchanges the code that came back for tokens.
pub(super) async fn exchange(
    app: &App,
    begun: Begun,
    code: &SecretString,
    limits: Limits,
) -> Result<Granted, LoginError> {
    let verifier = SecretString::from(begun.verifier.secret().as_str());
    let post = Post::to(&app.login, code, limits)?.hiding(&verifier);
    let client = client(app).set_redirect_uri(begun.redirect);
    let code = AuthorizationCode::new(code.expose_secret().to_owned());
    let asked = client.exchange_code(code).set_pkce_verifier(begun.verifier);
    let asked = asked.request_async(&post).await;
    let refresh = asked.as_ref().ok().and_then(Reply::refresh_token);
    let refresh = refresh.map(|token| SecretString::from(token.secret().as_str()));
    let granted = granted(app, &post, asked);
    if let (Err(_), Some(refresh)) = (&granted, refresh) {
        give_back(app, &refresh).await;
    }
    granted
}

/// Exchanges a refresh token for an access token, and maybe for another refresh token.
pub(super) async fn refresh(
    app: &App,
    secret: &SecretString,
    limits: Limits,
) -> Result<Granted, LoginError> {
    let post = Post::to(&app.login, secret, limits)?;
    let (client, token) = (client(app), RefreshToken::new(secret.expose_secret().to_owned()));
    let asked = client.exchange_refresh_token(&token);
    granted(app, &post, asked.request_async(&post).await)
}

/// Tells the org that a refresh token, and every access token that came of it, is to end. A token
/// that it does not know has ended already.
pub(super) async fn revoke(
    app: &App,
    secret: &SecretString,
    limits: Limits,
) -> Result<(), LoginError> {
    let post = Post::to(&app.login, secret, limits)?;
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("token", secret.expose_secret());
    let request =
        oauth2::http::Request::post(app.login.at("/services/oauth2/revoke", None).as_str())
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.finish().into_bytes());
    let request = request.map_err(|why| post.unreadable(&why.to_string()))?;
    let answer = post.send(request).await?;
    let status = answer.status().as_u16();
    match status {
        200 | 204 | 400 => Ok(()),
        _ => Err(OrgError::Refused { status: Some(status), said: None }.into()),
    }
}

/// Ends a refresh token that nobody will use. An org that cannot be told ends it in time.
pub(super) async fn give_back(app: &App, secret: &SecretString) {
    let limits = Limits { total: GIVING_BACK, ..Limits::default() };
    let _ = revoke(app, secret, limits).await;
}

type Asked = Result<Reply, RequestTokenError<OrgError, BasicErrorResponse>>;

fn granted(app: &App, post: &Post, asked: Asked) -> Result<Granted, LoginError> {
    let reply = asked.map_err(|error| failed(post, error))?;
    let url = reply.extra_fields().instance_url.as_deref();
    let url = url.ok_or_else(|| post.unreadable("it does not say where the org is"))?;
    let instance = Instance::parse(url).map_err(LoginError::BadInstance)?;
    if app.login.is_https() && !instance.is_https() {
        return Err(post.unreadable("it sends the token where it would not be encrypted").into());
    }
    let secret = |text: &String| SecretString::from(text.as_str());
    Ok(Granted {
        instance,
        access: secret(reply.access_token().secret()),
        refresh: reply.refresh_token().map(|token| secret(token.secret())),
        ids: reply.extra_fields().id.as_deref().and_then(ids),
    })
}

/// `https://login.salesforce.com/id/<org>/<user>`.
fn ids(url: &str) -> Option<(String, String)> {
    let url = Url::parse(url).ok()?;
    let mut segments = url.path_segments()?.skip_while(|segment| *segment != "id").skip(1);
    let mut id = || {
        let id = segments.next()?;
        let is_id = matches!(id.len(), 15 | 18) && id.bytes().all(|b| b.is_ascii_alphanumeric());
        is_id.then(|| id.to_owned())
    };
    Some((id()?, id()?))
}

fn failed(post: &Post, error: RequestTokenError<OrgError, BasicErrorResponse>) -> LoginError {
    match error {
        RequestTokenError::Request(error) => error.into(),
        RequestTokenError::ServerResponse(response) => {
            let text = response.error_description().map_or("", String::as_str);
            let said = Said {
                code: post.token().quote(response.error().as_ref()),
                message: post.token().quote(text),
            };
            match response.error() {
                BasicErrorResponseType::InvalidGrant => LoginError::Ended(said),
                _ => LoginError::Refused(said),
            }
        }
        // What it was that could not be read may hold a token.
        RequestTokenError::Parse(why, _) => {
            let place = clean_line(&why.path().to_string()).boxed();
            post.unreadable(&format!("it is not a token reply, at {place}")).into()
        }
        RequestTokenError::Other(why) => post.unreadable(&why).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app() -> App {
        let login = Instance::parse("https://acme.my.salesforce.com").unwrap();
        App { login, client_id: "an app&x=1".to_owned() }
    }

    #[test]
    fn the_authorization_asks_for_a_code_with_a_challenge() {
        let begun = begin(&app(), 1717);
        assert!(begun.url.as_str().starts_with("https://acme.my.salesforce.com/services/oauth2/"));
        let query = |name: &str| {
            let mut pairs = begun.url.query_pairs();
            pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
        };
        assert_eq!(query("response_type").unwrap(), "code");
        assert_eq!(query("client_id").unwrap(), "an app&x=1");
        assert_eq!(query("redirect_uri").unwrap(), "http://localhost:1717/OauthRedirect");
        assert_eq!(query("scope").unwrap(), "api refresh_token");
        assert_eq!(query("code_challenge_method").unwrap(), "S256");
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&begun.verifier);
        assert_eq!(query("code_challenge").unwrap(), challenge.as_str());
        assert!(!begun.url.as_str().contains(begun.verifier.secret().as_str()));
        assert_eq!(&query("state").unwrap(), begun.state.secret());
        assert_ne!(begin(&app(), 1717).state.secret(), begun.state.secret());
    }

    #[test]
    fn ids_are_read_from_the_identity_url() {
        let url = "https://login.salesforce.com/id/00DWs000000ACMEMA0/005Ws00000AdaM1IAJ";
        assert_eq!(ids(url).unwrap().1, "005Ws00000AdaM1IAJ");
        for other in ["", "x", "https://a.b/id/1/2", "https://a.b/id/00DWs000000ACMEMA0"] {
            assert_eq!(ids(other), None, "{other}");
        }
    }
}
