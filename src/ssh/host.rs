//! Connections: which are taken, and how all of them end.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use russh::server::Config;
use russh::{MethodKind, MethodSet, SshId};
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::connection::connection;
use super::places::Places;
use super::{Access, Counts, Exchange, HostKey, Limits, Welcome, preferred};

/// What a refused key or name waits for its answer, right or wrong.
const REFUSAL: Duration = Duration::from_millis(300);
/// Bytes that a client may send ahead on one channel.
const WINDOW: u32 = 64 << 10;
/// Bytes of one message.
const PACKET: u32 = 16 << 10;
/// Messages of a visitor that wait for a channel's task.
const WAITING: usize = 4;
/// Messages to a visitor that wait for their connection. More would only be older frames.
const AHEAD: usize = 1;
/// Connections that the system keeps until they are taken.
const BACKLOG: u32 = 1_024;
/// Bytes on their way to one visitor that the system keeps: one large frame, or a few usual ones,
/// which are all that a slow line has to catch up with.
const ON_THE_WAY: u32 = 8 << 10;
/// When the system runs out of something, it may have more then.
const SHORTAGE: Duration = Duration::from_millis(100);
/// For what is under way when time is up.
const ORDER: Duration = Duration::from_secs(8);

/// What a host is started with.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What visitors know it by.
    pub key: HostKey,
    /// Who may come in.
    pub access: Access,
    /// What they cannot exceed.
    pub limits: Limits,
    /// How keys may be exchanged.
    pub exchange: Exchange,
}

/// What all connections share.
pub(super) struct House {
    pub(super) access: Access,
    pub(super) limits: Limits,
    pub(super) welcome: Arc<dyn Welcome>,
    pub(super) sessions: Places,
    pub(super) counts: Arc<Counts>,
    stopping: watch::Receiver<bool>,
}

impl House {
    /// Turns true when the host is to stop.
    pub(super) fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.clone()
    }
}

/// Waits until a host is to stop.
pub(super) async fn stopped(stopping: &mut watch::Receiver<bool>) {
    // A host that is no more has stopped, too.
    let _ = stopping.wait_for(|stopping| *stopping).await;
}

/// Takes visitors in.
pub struct Host {
    house: Arc<House>,
    config: Arc<Config>,
    stop: watch::Sender<bool>,
}

impl Host {
    /// A host that has not begun.
    #[must_use]
    pub fn new(settings: Settings, welcome: Arc<dyn Welcome>) -> Self {
        let Settings { key, access, limits, exchange } = settings;
        let config = Arc::new(config(&key, &limits, exchange));
        let (stop, stopping) = watch::channel(false);
        let house = House {
            access,
            welcome,
            sessions: Places::new(limits.sessions, limits.sessions_per_address),
            counts: Arc::default(),
            stopping,
            limits,
        };
        Self { house: Arc::new(house), config, stop }
    }

    /// Listens where visitors come in.
    ///
    /// # Errors
    ///
    /// When the address cannot be listened on. Call it within a runtime.
    pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
        let socket = match address {
            SocketAddr::V4(_) => TcpSocket::new_v4()?,
            SocketAddr::V6(_) => TcpSocket::new_v6()?,
        };
        socket.set_reuseaddr(true)?;
        socket.set_send_buffer_size(ON_THE_WAY)?;
        socket.bind(address)?;
        socket.listen(BACKLOG)
    }

    /// The host's numbers.
    #[must_use]
    pub fn counts(&self) -> Arc<Counts> {
        Arc::clone(&self.house.counts)
    }

    /// Takes visitors in until `shutdown` is ready; then tells those who are there, and waits until
    /// they have left or [`Limits::farewell`] has passed.
    pub async fn serve(self, listener: TcpListener, shutdown: impl Future<Output = ()>) {
        let Self { house, config, stop } = self;
        let limits = &house.limits;
        let slots = Arc::new(Semaphore::new(limits.signing_in));
        let signing_in = Places::new(limits.signing_in, limits.signing_in_per_address);
        let mut open = JoinSet::new();
        let mut shutdown = pin!(shutdown);
        loop {
            let taken = async {
                let slot = Arc::clone(&slots).acquire_owned().await;
                (slot, listener.accept().await)
            };
            let (slot, taken) = tokio::select! {
                biased;
                () = &mut shutdown => break,
                Some(_) = open.join_next() => continue,
                taken = taken => taken,
            };
            let (stream, address) = match taken {
                Ok(taken) => taken,
                Err(error) => {
                    tracing::warn!(%error, "no connection can be taken for now");
                    sleep(SHORTAGE).await;
                    continue;
                }
            };
            house.counts.connected();
            match signing_in.take(address.ip()) {
                Ok(place) => {
                    let (house, config) = (Arc::clone(&house), Arc::clone(&config));
                    open.spawn(connection(house, config, stream, address, (slot, place)));
                }
                Err(_) => house.counts.away(),
            }
        }
        drop(listener);
        tracing::info!(connections = open.len(), "the host stops");
        let _ = stop.send(true);
        let all = async { while open.join_next().await.is_some() {} };
        // What is still there then ends with the set.
        let _ = timeout(limits.farewell + ORDER, all).await;
    }
}

fn config(key: &HostKey, limits: &Limits, exchange: Exchange) -> Config {
    let version = concat!("SSH-2.0-earmark_", env!("CARGO_PKG_VERSION"));
    Config {
        server_id: SshId::Standard(version.into()),
        methods: MethodSet::from([MethodKind::PublicKey].as_slice()),
        auth_rejection_time: REFUSAL,
        // Clients ask without a key first, to learn what there is.
        auth_rejection_time_initial: Some(Duration::ZERO),
        keys: vec![key.private()],
        window_size: WINDOW,
        maximum_packet_size: PACKET,
        channel_buffer_size: WAITING,
        event_buffer_size: AHEAD,
        preferred: preferred(exchange),
        max_auth_attempts: limits.attempts,
        // Sessions end by rules of their own; a peer that takes nothing is cut by its line.
        inactivity_timeout: None,
        keepalive_interval: Some(limits.keep_alive),
        keepalive_max: 3,
        nodelay: true,
        ..Config::default()
    }
}
