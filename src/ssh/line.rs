//! A visitor's connection: counted, and cut when it must end.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::oneshot;

use super::Counts;

/// Bytes on a connection so far, as they are on the wire.
#[derive(Debug, Default)]
pub(super) struct Traffic {
    received: AtomicU64,
    sent: AtomicU64,
}

impl Traffic {
    pub(super) fn received(&self) -> u64 {
        self.received.load(Ordering::Relaxed)
    }

    pub(super) fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }
}

/// A connection whose bytes are counted, and which ends when its [`Cut`] is dropped.
pub(super) struct Line<S> {
    stream: S,
    traffic: Arc<Traffic>,
    counts: Arc<Counts>,
    cut: oneshot::Receiver<()>,
}

/// Cuts a [`Line`] when it is dropped: whoever reads or writes there then fails.
#[derive(Debug)]
pub(super) struct Cut {
    _holds: oneshot::Sender<()>,
}

impl<S> Line<S> {
    /// Its bytes count for all connections together, too.
    pub(super) fn new(stream: S, counts: Arc<Counts>) -> (Self, Cut) {
        let (holds, cut) = oneshot::channel();
        (Self { stream, traffic: Arc::default(), counts, cut }, Cut { _holds: holds })
    }

    pub(super) fn traffic(&self) -> Arc<Traffic> {
        Arc::clone(&self.traffic)
    }

    fn cut(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        // Nothing is ever sent: it is ready when the other side was dropped.
        match !self.cut.is_terminated() && Pin::new(&mut self.cut).poll(cx).is_pending() {
            true => Ok(()),
            false => Err(io::ErrorKind::ConnectionAborted.into()),
        }
    }

    fn counted(&self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if let Poll::Ready(Ok(bytes)) = written {
            self.traffic.sent.fetch_add(bytes as u64, Ordering::Relaxed);
            self.counts.sent(bytes as u64);
        }
        written
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Line<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.cut(cx)?;
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        let bytes = buffer.filled().len() - before;
        self.traffic.received.fetch_add(bytes as u64, Ordering::Relaxed);
        self.counts.received(bytes as u64);
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Line<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.cut(cx)?;
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.counted(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.cut(cx)?;
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.counted(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.cut(cx)?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    #[tokio::test]
    async fn bytes_are_counted_and_a_cut_ends_whoever_waits() {
        let (near, mut far) = tokio::io::duplex(64);
        let (mut line, cut) = Line::new(near, Arc::default());
        let traffic = line.traffic();
        far.write_all(b"hello").await.unwrap();
        let mut read = [0; 5];
        line.read_exact(&mut read).await.unwrap();
        line.write_all(b"hi").await.unwrap();
        assert_eq!((traffic.received(), traffic.sent()), (5, 2));
        let waiting = tokio::spawn(async move {
            let first = line.read(&mut read).await.unwrap_err().kind();
            (first, line.write(b"x").await.unwrap_err().kind())
        });
        tokio::task::yield_now().await;
        drop(cut);
        let kind = io::ErrorKind::ConnectionAborted;
        assert_eq!(waiting.await.unwrap(), (kind, kind));
    }
}
