//! Connections: how many, how long each may dawdle, and how they end.

mod patient;

use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::{Service, router};
pub(crate) use patient::Patient;

/// How long open requests may take to finish once the service is to stop.
const PATIENCE: Duration = Duration::from_secs(5);

/// What one peer, or many, cannot exceed.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// Open connections. The next ones wait in the system's queue until one of these ends.
    connections: usize,
    /// For the head of a request to arrive whole, counted from the answer before it: so it ends
    /// idle connections too.
    head: Duration,
    /// For the peer to take some more of an answer.
    write: Duration,
    /// Of a request's head and what is read ahead of it, in bytes. What is longer than an org
    /// takes is told so up to here; beyond, the connection ends with a bare 431.
    buffer: usize,
}

const LIMITS: Limits = Limits {
    connections: 1_024,
    head: Duration::from_secs(30),
    write: Duration::from_secs(30),
    buffer: 64 << 10,
};

/// Answers requests until `shutdown` is ready and those under way are done, or five seconds have
/// passed since.
///
/// At most 1,024 connections are open at a time; one that sends no request for 30 seconds, or
/// takes in nothing of an answer for as long, is closed.
pub async fn serve<F>(listener: TcpListener, service: Service, shutdown: F)
where
    F: Future<Output = ()> + Send + 'static,
{
    serve_within(LIMITS, listener, router::router(service), shutdown).await;
}

async fn serve_within(
    limits: Limits,
    mut listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()>,
) {
    let (stop, stopping) = watch::channel(());
    let mut open = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let is_room = open.len() < limits.connections;
        tokio::select! {
            biased;
            () = &mut shutdown => break,
            Some(_) = open.join_next() => {}
            // Retries by itself when the system runs out of something.
            (stream, _) = Listener::accept(&mut listener), if is_room => {
                open.spawn(connection(limits, stream, router.clone(), stopping.clone()));
            }
        }
    }
    drop(listener);
    drop(stop);
    let all = async { while open.join_next().await.is_some() {} };
    // What is still open then ends with the set.
    let _ = timeout(PATIENCE, all).await;
}

async fn connection(
    limits: Limits,
    stream: TcpStream,
    router: Router,
    mut stopping: watch::Receiver<()>,
) {
    // Answers are written whole, so waiting to fill a packet only delays them.
    let _ = stream.set_nodelay(true);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(limits.buffer)
        .serve_connection(
            TokioIo::new(Patient::new(stream, limits.write)),
            TowerToHyperService::new(router),
        );
    let mut connection = pin!(connection);
    // However a connection ends, it concerns its peer only.
    tokio::select! {
        biased;
        _ = connection.as_mut() => {}
        _ = stopping.changed() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future;
    use std::net::SocketAddr;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::task::JoinHandle;

    const SOON: Duration = Duration::from_secs(10);
    const SHORT: Duration = Duration::from_millis(200);

    /// A service that answers with as many bytes as its path says.
    async fn start(limits: Limits) -> (SocketAddr, JoinHandle<()>) {
        async fn bytes(uri: axum::http::Uri) -> Vec<u8> {
            vec![b'x'; uri.path()[1..].parse().unwrap()]
        }
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().fallback(bytes);
        (address, tokio::spawn(serve_within(limits, listener, router, future::pending())))
    }

    async fn connect(address: SocketAddr) -> TcpStream {
        TcpStream::connect(address).await.unwrap()
    }

    async fn send(stream: &mut TcpStream, path: &str) {
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
    }

    async fn answer(stream: &mut TcpStream) -> String {
        let mut first = [0; 15];
        timeout(SOON, stream.read_exact(&mut first)).await.unwrap().unwrap();
        String::from_utf8(first.to_vec()).unwrap()
    }

    /// Waits for the other side to close.
    async fn end(stream: &mut TcpStream) -> Vec<u8> {
        let mut rest = Vec::new();
        let ended = timeout(SOON, stream.read_to_end(&mut rest)).await.unwrap();
        // Closed with unread bytes is a reset.
        let _ = ended;
        rest
    }

    #[tokio::test]
    async fn a_head_that_dawdles_and_an_idle_connection_are_closed() {
        let (address, server) = start(Limits { head: SHORT, ..LIMITS }).await;
        let mut slow = connect(address).await;
        slow.write_all(b"GET /1 HTTP/1.1\r\nHost:").await.unwrap();
        let (mut silent, mut idle) = (connect(address).await, connect(address).await);
        send(&mut idle, "/1").await;
        assert_eq!(answer(&mut idle).await, "HTTP/1.1 200 OK");
        for stream in [&mut slow, &mut silent, &mut idle] {
            end(stream).await;
        }
        server.abort();
    }

    #[tokio::test]
    async fn connections_beyond_the_limit_wait_for_one_to_end() {
        let (address, server) = start(Limits { connections: 1, ..LIMITS }).await;
        let mut first = connect(address).await;
        send(&mut first, "/1").await;
        answer(&mut first).await;
        let mut second = connect(address).await;
        send(&mut second, "/1").await;
        let waited = timeout(SHORT, second.readable()).await;
        assert!(waited.is_err(), "the second is not answered while the first is open");
        drop(first);
        assert_eq!(answer(&mut second).await, "HTTP/1.1 200 OK");
        server.abort();
    }

    #[tokio::test]
    async fn a_peer_that_takes_nothing_loses_its_place() {
        let limits = Limits { connections: 1, write: SHORT, ..LIMITS };
        let (address, server) = start(limits).await;
        let mut stuck = connect(address).await;
        send(&mut stuck, "/50000000").await;
        let mut second = connect(address).await;
        send(&mut second, "/1").await;
        assert_eq!(answer(&mut second).await, "HTTP/1.1 200 OK");
        server.abort();
    }

    #[tokio::test]
    async fn a_head_without_end_is_refused() {
        let (address, server) = start(LIMITS).await;
        let mut stream = connect(address).await;
        let head = format!("GET /1 HTTP/1.1\r\nX: {}", "x".repeat(LIMITS.buffer));
        stream.write_all(head.as_bytes()).await.unwrap();
        assert_eq!(answer(&mut stream).await, "HTTP/1.1 431 Re");
        server.abort();
    }
}
