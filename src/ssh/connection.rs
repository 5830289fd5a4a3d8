//! One connection: signing in, and what may be asked for then.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use russh::keys::PublicKey;
use russh::server::{
    Auth, ChannelOpenHandle, Config, Handler, Msg, PublicKeyOffer, Session, VerifiedPublicKey,
    run_stream,
};
use russh::{Channel, ChannelId, ChannelOpenFailure, Disconnect, MethodKind, MethodSet, Pty};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout, timeout_at};

use super::access::Pass;
use super::host::{House, stopped};
use super::line::Line;
use super::visit::terminal::{heard, size};
use super::visit::visit;
use super::welcome::Visitor;
use crate::call::text::{Clean, clean_line};
use crate::service::Patient;

/// Channels of one connection at a time.
const CHANNELS: usize = 8;
/// Characters that are kept of a name.
const LONGEST: usize = 64;
/// How long a connection may be without a session, once it had one.
const LINGER: Duration = Duration::from_secs(3);
/// For a connection to end in good order, before it is cut.
const ORDER: Duration = Duration::from_secs(2);

/// What a connection's tasks share.
#[derive(Debug)]
pub(super) struct Guest {
    visitor: OnceLock<Visitor>,
    nobody: Visitor,
    open: watch::Sender<usize>,
}

/// A session that is open until it is dropped.
pub(super) struct Open<'a>(&'a Guest);

impl Guest {
    fn new(address: SocketAddr) -> Self {
        let nobody = Visitor { user: Clean::ours("").boxed(), address, library: None };
        Self { visitor: OnceLock::new(), nobody, open: watch::Sender::new(0) }
    }

    /// Who it is; nobody before they have signed in.
    pub(super) fn visitor(&self) -> &Visitor {
        self.visitor.get().unwrap_or(&self.nobody)
    }

    pub(super) fn opened(&self) -> Open<'_> {
        self.open.send_modify(|open| *open += 1);
        Open(self)
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.open.send_modify(|open| *open -= 1);
    }
}

/// Serves a connection until it ends. `waiting` is what it holds until it has come to a session.
pub(super) async fn connection<W>(
    house: Arc<House>,
    config: Arc<Config>,
    stream: TcpStream,
    address: SocketAddr,
    waiting: W,
) {
    let began = Instant::now();
    // Frames are written whole, so waiting to fill a packet only delays them.
    let _ = stream.set_nodelay(true);
    let (line, cut) =
        Line::new(Patient::new(stream, house.limits.write), Arc::clone(&house.counts));
    let traffic = line.traffic();
    let guest = Arc::new(Guest::new(address));
    let door = Door { house: Arc::clone(&house), guest: Arc::clone(&guest), started: Vec::new() };
    let deadline = began + house.limits.sign_in;
    if let Ok(Ok(running)) = timeout_at(deadline, run_stream(config, line, door)).await {
        let handle = running.handle();
        let mut running = pin!(running);
        let over = tokio::select! {
            _ = running.as_mut() => None,
            over = over(&house, &guest, deadline, waiting) => Some(over),
        };
        if let Some(over) = over {
            let told = handle.disconnect(Disconnect::ByApplication, over.to_owned(), String::new());
            let _ = timeout(ORDER, told).await;
            let is_orderly = timeout(ORDER, running.as_mut()).await.is_ok();
            // Whoever reads or writes there then fails.
            drop(cut);
            if !is_orderly {
                let _ = timeout(ORDER, running).await;
            }
        }
    }
    let visitor = guest.visitor();
    if guest.visitor.get().is_none() {
        house.counts.refused();
    }
    tracing::info!(
        user = %visitor.user,
        address = %address,
        signed_in = guest.visitor.get().is_some(),
        seconds = began.elapsed().as_secs_f64(),
        received = traffic.received(),
        sent = traffic.sent(),
        "a connection ended"
    );
}

/// Waits until a connection has no reason to be there; says why. `waiting` is held until it has
/// come to a session.
async fn over<W>(house: &House, guest: &Guest, deadline: Instant, waiting: W) -> &'static str {
    let mut open = guest.open.subscribe();
    let mut stopping = house.stopping();
    tokio::select! {
        seated = timeout_at(deadline, open.wait_for(|open| *open > 0)) => if seated.is_err() {
            return "no session was begun in time";
        },
        () = stopped(&mut stopping) => return "the host stops",
    }
    drop(waiting);
    left(&mut open).await;
    "no session is open"
}

/// Waits until no session has been open for a while.
async fn left(open: &mut watch::Receiver<usize>) {
    loop {
        if open.wait_for(|open| *open == 0).await.is_err() {
            return;
        }
        tokio::select! {
            () = sleep(LINGER) => return,
            _ = open.wait_for(|open| *open > 0) => {}
        }
    }
}

/// Decides what a connection may do.
struct Door {
    house: Arc<House>,
    guest: Arc<Guest>,
    /// Channels that have said what they are for.
    started: Vec<ChannelId>,
}

impl Door {
    fn sign_in(&mut self, user: &str, pass: Option<Pass>) -> Auth {
        let Some(Pass { library }) = pass else { return refused() };
        let name: String = user.chars().take(LONGEST).collect();
        let address = self.guest.nobody.address;
        let visitor = Visitor { user: clean_line(&name).boxed(), address, library };
        tracing::info!(user = %visitor.user, %address, "a visitor signed in");
        self.house.counts.signed_in();
        // Only the first sign-in of a connection counts; the protocol has no second.
        let _ = self.guest.visitor.set(visitor);
        Auth::Accept
    }

    fn with_key(&self, user: &str, key: &PublicKey) -> Option<Pass> {
        self.house.access.with_key(user, key)
    }

    /// Answers whether a channel may begin what it asks for: each does so once.
    fn start(&mut self, channel: ChannelId, session: &mut Session) -> Result<(), russh::Error> {
        if self.started.contains(&channel) {
            return session.channel_failure(channel);
        }
        self.started.push(channel);
        session.channel_success(channel)
    }
}

/// Only keys are worth another try.
fn refused() -> Auth {
    let methods = MethodSet::from([MethodKind::PublicKey].as_slice());
    Auth::Reject { proceed_with_methods: Some(methods), partial_success: false }
}

impl Handler for Door {
    type Error = russh::Error;

    async fn auth_none(&mut self, user: &str) -> Result<Auth, Self::Error> {
        let pass = self.house.access.without_key(user);
        Ok(self.sign_in(user, pass))
    }

    async fn auth_publickey_offered(
        &mut self,
        user: &str,
        offer: PublicKeyOffer<'_>,
    ) -> Result<Auth, Self::Error> {
        let is_known = self.with_key(user, offer.public_key).is_some();
        Ok(if is_known { Auth::Accept } else { refused() })
    }

    async fn auth_publickey(
        &mut self,
        user: &str,
        key: VerifiedPublicKey<'_>,
    ) -> Result<Auth, Self::Error> {
        let pass = self.with_key(user, key.public_key);
        Ok(self.sign_in(user, pass))
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        // A channel that has no session yet holds a copy too, as do this and the connection.
        if Arc::strong_count(&self.guest) >= CHANNELS + 2 {
            reply.reject(ChannelOpenFailure::ResourceShortage).await;
            return Ok(());
        }
        reply.accept().await;
        tokio::spawn(visit(Arc::clone(&self.house), Arc::clone(&self.guest), channel));
        Ok(())
    }

    async fn channel_close(
        &mut self,
        channel: ChannelId,
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        self.started.retain(|started| *started != channel);
        Ok(())
    }

    async fn pty_request(
        &mut self,
        channel: ChannelId,
        _term: &str,
        columns: u32,
        rows: u32,
        _width: u32,
        _height: u32,
        _modes: &[(Pty, u32)],
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        match size(columns, rows, self.house.limits.largest) {
            Some(_) => session.channel_success(channel),
            None => session.channel_failure(channel),
        }
    }

    async fn env_request(
        &mut self,
        channel: ChannelId,
        name: &str,
        _value: &str,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        match heard(name) {
            Some(_) => session.channel_success(channel),
            None => session.channel_failure(channel),
        }
    }

    async fn shell_request(
        &mut self,
        channel: ChannelId,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        self.start(channel, session)
    }

    async fn exec_request(
        &mut self,
        channel: ChannelId,
        _command: &[u8],
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        self.start(channel, session)
    }

    async fn subsystem_request(
        &mut self,
        channel: ChannelId,
        _name: &str,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        session.channel_failure(channel)
    }

    async fn x11_request(
        &mut self,
        channel: ChannelId,
        _single: bool,
        _protocol: &str,
        _cookie: &str,
        _screen: u32,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        session.channel_failure(channel)
    }
}
