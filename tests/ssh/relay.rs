//! A wire between a visitor and a host.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket};

/// Carries bytes between a visitor and a host, until it does not.
pub(crate) struct Relay {
    pub(crate) address: SocketAddr,
    stalled: Arc<AtomicBool>,
}

/// Bytes that are carried at a time.
const PIECE: usize = 96;

impl Relay {
    /// As fast as it can.
    pub(crate) async fn to(host: SocketAddr) -> Self {
        Self::between(host, Duration::ZERO).await
    }

    /// 960 bytes a second from the host, as a line of 9,600 baud does.
    pub(crate) async fn slow(host: SocketAddr) -> Self {
        Self::between(host, Duration::from_millis(100)).await
    }

    async fn between(host: SocketAddr, pause: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stalled = Arc::<AtomicBool>::default();
        let flag = Arc::clone(&stalled);
        tokio::spawn(async move {
            let (near, _) = listener.accept().await.unwrap();
            let socket = TcpSocket::new_v4().unwrap();
            // A wire keeps little.
            socket.set_recv_buffer_size(2_048).unwrap();
            let far = socket.connect(host).await.unwrap();
            near.set_nodelay(true).unwrap();
            let ((mut near_in, mut near_out), (mut far_in, mut far_out)) =
                (near.into_split(), far.into_split());
            let other = Arc::clone(&flag);
            tokio::spawn(async move {
                carry(&mut near_in, &mut far_out, &other, Duration::ZERO).await;
            });
            carry(&mut far_in, &mut near_out, &flag, pause).await;
        });
        Self { address, stalled }
    }

    /// Carries nothing any more, and tells neither side.
    pub(crate) fn stall(&self) {
        self.stalled.store(true, Ordering::SeqCst);
    }
}

async fn carry(
    from: &mut (impl AsyncReadExt + Unpin),
    to: &mut (impl AsyncWriteExt + Unpin),
    stalled: &AtomicBool,
    pause: Duration,
) {
    let mut buffer = [0; PIECE];
    while let Ok(n @ 1..) = from.read(&mut buffer).await {
        if stalled.load(Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
        if to.write_all(&buffer[..n]).await.is_err() {
            return;
        }
        if pause > Duration::ZERO {
            tokio::time::sleep(pause).await;
        }
    }
}
