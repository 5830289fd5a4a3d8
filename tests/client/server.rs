//! Servers written by hand, so that they can do what no server should.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use earmark::call::CallId;
use earmark::org::{ApiVersion, Client, Instance, Limits};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

pub(crate) const TOKEN: &str = "00Dxx0000001gPF!AQ4AQGvQ3jzq7Yk2Zb9xT1mWc5LrE8uHs6NdJf0";

/// What one connection gets for its request.
#[derive(Clone)]
pub(crate) enum Reply {
    /// These bytes, then the end.
    Bytes(Vec<u8>),
    /// These bytes, then nothing.
    Hang(Vec<u8>),
    /// Silence, then these bytes and the end.
    After(Duration, Vec<u8>),
    /// The first bytes, then the others again and again, so many times, with a pause between.
    Repeat(Vec<u8>, Vec<u8>, usize, Duration),
    /// What a function makes of the request; if that is empty, nothing, and the connection stays.
    Made(Maker),
}

/// From a request's head to a response.
pub(crate) type Maker = Arc<dyn Fn(&str) -> Vec<u8> + Send + Sync>;

/// A server that answers its first request with the first reply, and so on; the last is repeated.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    sent: Arc<AtomicUsize>,
    open: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self::start_at(|_| replies).await
    }

    /// The same with replies that tell where it listens.
    pub(crate) async fn start_at<R: IntoIterator<Item = Reply>>(
        replies: impl FnOnce(SocketAddr) -> R,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let replies: Vec<_> = replies(address).into_iter().collect();
        let requests = Arc::<Mutex<Vec<String>>>::default();
        let (sent, open) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
        let (noted, count, still) = (requests.clone(), sent.clone(), open.clone());
        let task = tokio::spawn(async move {
            let mut next = 0;
            while let Ok((socket, _)) = listener.accept().await {
                let reply = replies[next.min(replies.len() - 1)].clone();
                next += 1;
                let (noted, count, still) = (noted.clone(), count.clone(), still.clone());
                still.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(async move {
                    // The client may hang up at any time: that is what some tests are for.
                    let _ = serve(socket, reply, &noted, &count).await;
                    still.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { address, requests, sent, open, task }
    }

    pub(crate) async fn answering(bytes: Vec<u8>) -> Self {
        Self::start([Reply::Bytes(bytes)]).await
    }

    pub(crate) async fn making(make: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Self {
        Self::start([Reply::Made(Arc::new(make))]).await
    }

    /// Every request that came, as text.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// Bytes that could be sent in [`Reply::Repeat`].
    pub(crate) fn sent(&self) -> usize {
        self.sent.load(Ordering::SeqCst)
    }

    /// Connections that have not ended.
    pub(crate) fn open(&self) -> usize {
        self.open.load(Ordering::SeqCst)
    }

    pub(crate) fn client(&self) -> Client {
        client(&format!("http://{}", self.address)).with_limits(limits())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(
    mut socket: TcpStream,
    reply: Reply,
    requests: &Mutex<Vec<String>>,
    sent: &AtomicUsize,
) -> std::io::Result<()> {
    let request = request(&mut socket).await?;
    requests.lock().unwrap().push(request.clone());
    match reply {
        Reply::Made(make) => {
            let bytes = make(&request);
            if !bytes.is_empty() {
                socket.write_all(&bytes).await?;
                socket.shutdown().await?;
            }
        }
        Reply::Bytes(bytes) => {
            socket.write_all(&bytes).await?;
            socket.shutdown().await?;
        }
        Reply::After(pause, bytes) => {
            tokio::time::sleep(pause).await;
            socket.write_all(&bytes).await?;
            socket.shutdown().await?;
        }
        Reply::Hang(bytes) => socket.write_all(&bytes).await?,
        Reply::Repeat(first, bytes, times, pause) => {
            socket.write_all(&first).await?;
            for _ in 0..times {
                socket.write_all(&bytes).await?;
                sent.fetch_add(bytes.len(), Ordering::SeqCst);
                if !pause.is_zero() {
                    tokio::time::sleep(pause).await;
                }
            }
        }
    }
    // The other side decides when it is over.
    while socket.read(&mut [0; 1024]).await? > 0 {}
    Ok(())
}

async fn request(socket: &mut TcpStream) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        // The first byte of a TLS handshake: nothing more comes before an answer.
        if text.starts_with('\u{16}') {
            return Ok(text);
        }
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
                return Ok(text);
            }
        }
        if socket.read_buf(&mut bytes).await? == 0 {
            return Ok(text);
        }
    }
}

pub(crate) fn client(url: &str) -> Client {
    let instance = Instance::parse(url).unwrap();
    Client::new(instance, ApiVersion::default(), TOKEN.into()).unwrap()
}

/// Limits under which nothing but the reply decides, with pauses that are not felt.
pub(crate) fn limits() -> Limits {
    Limits { body: 1 << 20, pause: Duration::from_millis(1), ..Limits::default() }
}

pub(crate) fn call() -> CallId {
    "6qrAAC000000BGPYB2".parse().unwrap()
}

/// A response with its length, on a connection that ends.
pub(crate) fn response(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let length = body.len();
    let mut bytes = format!(
        "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n"
    )
    .into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// An answer of the insights action with one summary.
pub(crate) const INSIGHTS: &str = r#"[{"actionName":"getConversationIntelligence","errors":[],"isSuccess":true,
    "outputValues":{"conversationInsights":[],"momentInsights":[],
    "conversationIntelligence":{"callSummary":"<p>They agreed on a price.</p>"}}}]"#;

/// An array with one error, as the REST API sends it.
pub(crate) fn error(code: &str, message: &str) -> String {
    serde_json::json!([{ "errorCode": code, "message": message }]).to_string()
}

/// No test waits longer.
pub(crate) async fn bounded<T>(test: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(10), test).await.expect("the test hangs")
}
