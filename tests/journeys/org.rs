//! An org written by hand: what it answers can be changed, held back and counted.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use earmark::call::{Account, CallId};
use earmark::org::{ApiVersion, Client, Instance, Limits};
use earmark::session::Source;
use earmark::store::{Bounds, Cache};
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

/// What a status and a body say to every question about a call.
#[derive(Clone)]
pub(crate) struct Says {
    pub(crate) status: u16,
    pub(crate) conversation: Value,
}

pub(crate) struct Org {
    says: Arc<Mutex<Says>>,
    requests: Arc<AtomicUsize>,
    gate: Arc<Semaphore>,
    address: String,
    task: JoinHandle<()>,
}

/// The id of the call that it has.
pub(crate) fn id() -> CallId {
    "6qrAAC000000BGPYB2".parse().unwrap()
}

/// A conversation of so many questions, ten seconds apart.
pub(crate) fn questions(count: u32, summary: Option<&str>) -> Value {
    let times: Vec<_> = (1..=count)
        .map(|i| json!({"momentOffset": i * 10, "entries": ["Who signs it?"], "speakerId": "Ada"}))
        .collect();
    json!({
        "conversationIntelligence": summary.map(|text| json!({"callSummary": format!("<p>{text}</p>")})),
        "momentInsights": [{"category": "Question", "insightTypeId": "q", "keyword": "Question",
                            "momentTimes": times}],
    })
}

/// A conversation of a call that is still being processed.
pub(crate) fn nothing() -> Value {
    json!({"conversationIntelligence": null, "momentInsights": []})
}

impl Org {
    /// Starts to answer.
    pub(crate) async fn start(conversation: Value) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let says = Arc::new(Mutex::new(Says { status: 200, conversation }));
        let (requests, gate) = (Arc::new(AtomicUsize::new(0)), Arc::new(Semaphore::new(1 << 20)));
        let (said, counted, opened) = (says.clone(), requests.clone(), gate.clone());
        let task = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                let (said, opened) = (said.clone(), opened.clone());
                tokio::spawn(async move {
                    // The client may hang up at any time.
                    let _ = answer(socket, &said, &opened).await;
                });
            }
        });
        Self { says, requests, gate, address, task }
    }

    /// Answers so from now on.
    pub(crate) fn says(&self, status: u16, conversation: Value) {
        *self.says.lock().unwrap() = Says { status, conversation };
    }

    /// Answers nobody until it is opened.
    pub(crate) fn hold(&self) {
        self.gate.forget_permits(usize::MAX);
    }

    /// Answers everybody again.
    pub(crate) fn open(&self) {
        self.gate.add_permits(1 << 20);
    }

    /// Connections so far, each for one request.
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    /// Nobody listens there any more.
    pub(crate) async fn stop(&mut self) {
        self.task.abort();
        let _ = (&mut self.task).await;
    }

    /// Its calls for a user.
    pub(crate) fn source(&self) -> Source {
        let token = SecretString::from("a-token-for-tests");
        let instance = Instance::parse(&self.address).unwrap();
        let client = Client::new(instance, ApiVersion::default(), token).unwrap();
        Source::org(client.with_limits(Limits { tries: 1, ..Limits::default() }))
    }
}

/// The same, kept in a folder.
pub(crate) fn kept(source: Source, dir: &std::path::Path) -> Source {
    source.keeping_for(open(dir), account())
}

pub(crate) fn open(dir: &std::path::Path) -> Cache {
    Cache::at(dir.join("cache.db"), Bounds::default())
}

pub(crate) fn account() -> Account {
    Account { host: "acme.example.com".to_owned(), user: "ada".to_owned() }
}

async fn answer(
    mut socket: TcpStream,
    says: &Mutex<Says>,
    gate: &Semaphore,
) -> std::io::Result<()> {
    let mut request = Vec::new();
    while !is_whole(&request) {
        if socket.read_buf(&mut request).await? == 0 {
            return Ok(());
        }
    }
    let request = String::from_utf8_lossy(&request).into_owned();
    let _permit = gate.acquire().await;
    let Says { status, conversation } = says.lock().unwrap().clone();
    let body = if status != 200 {
        json!([{"errorCode": "NOT_FOUND", "message": "Provided external ID field does not exist"}])
    } else if request.starts_with("GET") {
        json!({"Name": "Two kilns", "StartDateTime": "2026-11-20T10:00:00.000+0000",
               "DurationInSeconds": 90})
    } else if request.contains("getConversationTranscript") {
        json!([{"actionName": "getConversationTranscript", "isSuccess": false, "errors": [
            {"statusCode": "INVALID_INPUT", "message": "Transcript is not available", "fields": []}
        ]}])
    } else {
        json!([{"actionName": "getConversationIntelligence", "isSuccess": true,
                "outputValues": conversation}])
    };
    let body = body.to_string();
    let head = format!(
        "HTTP/1.1 {status} .\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n",
        body.len()
    );
    socket.write_all(head.as_bytes()).await?;
    socket.write_all(body.as_bytes()).await?;
    socket.shutdown().await
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    body.len() >= length.map_or(0, |length| length.trim().parse().unwrap())
}
