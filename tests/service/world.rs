//! A service on a free port, and a client that gives up after ten seconds.

use std::time::Duration;

use earmark::service::{Access, Library, Service, Settings, serve};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// Opens every call.
pub(crate) const ALL: &str = "opens-every-call";
/// Opens the first call only.
pub(crate) const ONE: &str = "opens-one-call";
/// Opens every call, but neither transcripts, questions nor lists.
pub(crate) const MUTE: &str = "opens-insights";

/// Opens every call, as Joel Anstruther.
pub(crate) const JOEL: &str = "opens-as-joel";

/// A video call with insights.
pub(crate) const RENEWAL: &str = "6qrWs000004Tb7KIAS";
/// A voice call whose speakers are only numbered.
pub(crate) const SUPPORT: &str = "0LQWs000002Fq8pOAC";
/// A video call that is still being processed.
pub(crate) const UNREADY: &str = "6qrWs000004TfD2IAK";
/// The id of no call.
pub(crate) const NOBODY: &str = "6qrWs000009ZZZZ";

pub(crate) const INTELLIGENCE: &str =
    "/services/data/v67.0/actions/standard/getConversationIntelligence";
pub(crate) const EXPLORE: &str = "/services/data/v67.0/actions/standard/exploreConversation";
pub(crate) const TRANSCRIPT: &str =
    "/services/data/v67.0/actions/standard/getConversationTranscript";

pub(crate) struct World {
    base: String,
    client: Client,
    /// The service stops when this is dropped.
    _running: oneshot::Sender<()>,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(Settings::default()).await
    }

    pub(crate) async fn with(settings: Settings) -> Self {
        Self::of(&Library::demo().expect("the demo library reads"), settings).await
    }

    /// With other calls.
    pub(crate) async fn of(library: &Library, settings: Settings) -> Self {
        let tokens = format!(
            "{ALL}\n{ONE} {RENEWAL}\n{JOEL} 005Ws000001hRtH\n{MUTE} -transcript -questions -list\n"
        );
        let access = Access::from_text(&tokens).expect("four tokens");
        let service = Service::with(library, access, settings);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let (running, stopped) = oneshot::channel();
        tokio::spawn(serve(listener, service, async {
            let _ = stopped.await;
        }));
        let client = Client::builder().timeout(Duration::from_secs(10)).no_gzip();
        let client = client.no_proxy().redirect(Policy::none()).build().expect("a client");
        Self { base, client, _running: running }
    }

    /// A request without a token.
    pub(crate) fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }

    /// A request with the token that opens every call.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.bare(method, path).bearer_auth(ALL)
    }

    pub(crate) async fn get(&self, path: &str) -> (StatusCode, Value) {
        json(sent(self.request(Method::GET, path)).await).await
    }

    /// Posts a body as JSON.
    pub(crate) fn post(&self, path: &str, body: &str) -> RequestBuilder {
        let request = self.request(Method::POST, path);
        request.header("Content-Type", "application/json").body(body.to_owned())
    }

    pub(crate) async fn answer(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        json(sent(self.post(path, &body.to_string())).await).await
    }

    /// A query with the token that opens every call.
    pub(crate) fn query(&self, soql: &str) -> RequestBuilder {
        self.request(Method::GET, &query_path(soql))
    }

    /// What a query that succeeds is answered.
    pub(crate) async fn found(&self, soql: &str) -> Value {
        let (status, body) = json(sent(self.query(soql)).await).await;
        assert_eq!(status, StatusCode::OK, "{soql}: {body}");
        body
    }

    pub(crate) fn address(&self) -> &str {
        self.base.trim_start_matches("http://")
    }
}

pub(crate) fn query_path(soql: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new());
    format!("/services/data/v67.0/query?{}", { query }.append_pair("q", soql).finish())
}

pub(crate) async fn sent(request: RequestBuilder) -> Response {
    request.send().await.expect("an answer in time")
}

pub(crate) async fn json(response: Response) -> (StatusCode, Value) {
    let status = response.status();
    (status, response.json().await.expect("JSON"))
}

/// The status, code and message of a refusal.
pub(crate) async fn refusal(request: RequestBuilder) -> (u16, String, String) {
    let (status, body) = json(sent(request).await).await;
    let text = |key: &str| body[0][key].as_str().unwrap_or_default().to_owned();
    assert_eq!(body.as_array().map(Vec::len), Some(1), "{body}");
    (status.as_u16(), text("errorCode"), text("message"))
}

pub(crate) fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response.headers().get(name)?.to_str().ok()
}
