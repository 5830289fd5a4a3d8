//! A front before a service: it does what the service cannot, and hands on the rest.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::response::Response;
use earmark::org::{ApiVersion, Client, Instance, Limits};
use earmark::service::{Access, Library, Service, serve};
use earmark::session::Source;
use futures::{StreamExt, stream};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use super::world::PATIENCE;

const TOKEN: &str = "a-token-for-tests";

/// A request that came.
#[derive(Clone)]
pub(crate) struct Asked {
    /// Its method, path and body.
    pub(crate) what: String,
    /// The token it came with.
    pub(crate) bearer: String,
}

/// What becomes of a request.
#[derive(Clone)]
pub(crate) enum Reply {
    /// The service answers.
    Service,
    /// The service answers once there is a permit.
    Held(Arc<Semaphore>),
    /// A status, headers and a body instead.
    Says(u16, Vec<(&'static str, String)>, String),
    /// A start of an answer, and then the connection ends.
    Cut(&'static str),
}

type Rule = Box<dyn FnMut(&Asked) -> Reply + Send>;

struct Shared {
    service: String,
    http: reqwest::Client,
    rule: Mutex<Rule>,
    asked: Mutex<Vec<Asked>>,
}

/// Where it listens, and how it behaves.
pub(crate) struct Front {
    pub(crate) address: String,
    shared: Arc<Shared>,
}

impl Reply {
    /// An error as the REST API sends one.
    pub(crate) fn error(status: u16, code: &str, message: &str) -> Self {
        let body = json!([{ "errorCode": code, "message": message }]);
        Self::Says(status, vec![("content-type", "application/json".to_owned())], body.to_string())
    }

    /// The same with another header.
    pub(crate) fn with(self, name: &'static str, value: &str) -> Self {
        match self {
            Self::Says(status, mut headers, body) => {
                headers.push((name, value.to_owned()));
                Self::Says(status, headers, body)
            }
            other => other,
        }
    }
}

impl Front {
    /// Before a library's service; `words` say what its token may not.
    pub(crate) async fn of(library: &Library, words: &str) -> Self {
        let access = Access::from_text(&format!("{TOKEN} {words}\n")).unwrap();
        let (listener, service) = listen().await;
        tokio::spawn(serve(listener, Service::new(library, access), std::future::pending()));
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let rule: Mutex<Rule> = Mutex::new(Box::new(|_| Reply::Service));
        let shared = Arc::new(Shared { service, http, rule, asked: Mutex::default() });
        let (listener, address) = listen().await;
        let router = Router::new().fallback(answer).with_state(shared.clone());
        tokio::spawn(async { axum::serve(listener, router).await });
        Self { address, shared }
    }

    /// Before the demo's.
    pub(crate) async fn demo(words: &str) -> Self {
        Self::of(&Library::demo().unwrap(), words).await
    }

    /// Does so from now on.
    pub(crate) fn does(&self, rule: impl FnMut(&Asked) -> Reply + Send + 'static) {
        *self.shared.rule.lock().unwrap() = Box::new(rule);
    }

    /// What came since this was asked last.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.shared.asked.lock().unwrap())
    }

    /// Waits until such a request has come.
    pub(crate) async fn until_asked(&self, what: &str) {
        let come = async {
            while !self.asked().iter().any(|asked| asked.what.contains(what)) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(PATIENCE, come).await.expect(what);
    }

    pub(crate) fn instance(&self) -> Instance {
        Instance::parse(&self.address).unwrap()
    }

    /// Its calls, where every question is sent once.
    pub(crate) fn source(&self) -> Source {
        let client = Client::new(self.instance(), ApiVersion::default(), TOKEN.into()).unwrap();
        Source::org(client.with_limits(Limits { tries: 1, ..Limits::default() }))
    }
}

async fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    (listener, address)
}

async fn answer(State(front): State<Arc<Shared>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap();
    let text = |name| head.headers.get(name).map_or("", |value| value.to_str().unwrap());
    let bearer = text(AUTHORIZATION).trim_start_matches("Bearer ").to_owned();
    let path = head.uri.path_and_query().unwrap().as_str();
    let what = format!("{} {path} {}", head.method, String::from_utf8_lossy(&body));
    let asked = Asked { what, bearer };
    let reply = (front.rule.lock().unwrap())(&asked);
    front.asked.lock().unwrap().push(asked);
    match reply {
        Reply::Service => {}
        Reply::Held(gate) => gate.acquire().await.unwrap().forget(),
        Reply::Says(status, headers, body) => {
            let response = Response::builder().status(status);
            let add = |response: axum::http::response::Builder, (name, value)| {
                response.header::<&str, String>(name, value)
            };
            return headers.into_iter().fold(response, add).body(body.into()).unwrap();
        }
        Reply::Cut(start) => {
            let end = async {
                // What is waited for lets the start go out.
                tokio::time::sleep(Duration::from_millis(20)).await;
                Err(std::io::Error::other("cut"))
            };
            let parts = stream::once(async move { Ok(start) }).chain(stream::once(end));
            return Response::new(Body::from_stream(parts));
        }
    }
    let request = front.http.request(head.method.clone(), format!("{}{path}", front.service));
    let request = request.header(CONTENT_TYPE, text(CONTENT_TYPE)).bearer_auth(TOKEN).body(body);
    let response = request.send().await.unwrap();
    let forwarded = Response::builder()
        .status(response.status())
        .header(CONTENT_TYPE, &response.headers()[CONTENT_TYPE]);
    forwarded.body(response.bytes().await.unwrap().into()).unwrap()
}
