//! A visitor, and an emulator that shows what they would see.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use russh::client::{self, AuthResult, Handle};
use russh::keys::{PrivateKey, PrivateKeyWithHashAlg, PublicKeyOrCertificate};
use russh::{ChannelMsg, ChannelWriteHalf};
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::world::PATIENCE;

/// Takes any host for the right one.
pub(crate) struct Trusting;

impl client::Handler for Trusting {
    type Error = russh::Error;

    async fn check_server_key(&mut self, _: &PublicKeyOrCertificate) -> Result<bool, russh::Error> {
        Ok(true)
    }
}

/// A connection that is not signed in.
pub(crate) async fn connect(address: SocketAddr) -> Result<Handle<Trusting>, russh::Error> {
    connect_with(address, client::Config::default()).await
}

/// The same of somebody in a hurry, who exchanges keys in the cheapest way.
pub(crate) async fn hurry(address: SocketAddr) -> Result<Handle<Trusting>, russh::Error> {
    let mut config = client::Config::default();
    config.preferred.kex = vec![russh::kex::CURVE25519].into();
    connect_with(address, config).await
}

async fn connect_with(
    address: SocketAddr,
    config: client::Config,
) -> Result<Handle<Trusting>, russh::Error> {
    let config = client::Config { nodelay: true, ..config };
    let connected = client::connect(Arc::new(config), address, Trusting);
    timeout(PATIENCE, connected).await.expect("the host answers")
}

/// A connection of somebody with room for so many bytes, who says so anew when half of it is
/// filled; with room for none, they never do.
pub(crate) async fn with_room(address: SocketAddr, bytes: u32) -> Handle<Trusting> {
    let config = client::Config { window_size: bytes, ..client::Config::default() };
    let mut handle = client::connect(Arc::new(config), address, Trusting).await.unwrap();
    assert!(handle.authenticate_none("demo").await.unwrap().success());
    handle
}

/// A connection of somebody without a key.
pub(crate) async fn signed_in(address: SocketAddr, user: &str) -> Handle<Trusting> {
    let mut handle = connect(address).await.unwrap();
    assert!(handle.authenticate_none(user).await.unwrap().success());
    handle
}

/// Signs in with a key, and says how that went.
pub(crate) async fn with_key(
    handle: &mut Handle<Trusting>,
    user: &str,
    key: &PrivateKey,
) -> Result<AuthResult, russh::Error> {
    let key = PrivateKeyWithHashAlg::new(Arc::new(key.clone()), None);
    timeout(PATIENCE, handle.authenticate_publickey(user, key)).await.expect("an answer")
}

/// What a command came to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Done {
    pub(crate) out: String,
    pub(crate) error: String,
    pub(crate) status: Option<u32>,
}

/// Runs a command, or a shell where there is none.
pub(crate) async fn run(handle: &Handle<Trusting>, command: Option<&str>) -> Done {
    let mut channel = handle.channel_open_session().await.unwrap();
    match command {
        Some(command) => channel.exec(true, command).await.unwrap(),
        None => channel.request_shell(true).await.unwrap(),
    }
    let mut done = Done::default();
    let all = async {
        while let Some(msg) = channel.wait().await {
            match msg {
                ChannelMsg::Data { data } => done.out += std::str::from_utf8(&data).unwrap(),
                ChannelMsg::ExtendedData { data, ext: 1 } => {
                    done.error += std::str::from_utf8(&data).unwrap();
                }
                ChannelMsg::ExitStatus { exit_status } => done.status = Some(exit_status),
                _ => {}
            }
        }
    };
    timeout(PATIENCE, all).await.expect("the command ends");
    done
}

/// Somebody at a terminal.
pub(crate) struct Person {
    pub(crate) handle: Handle<Trusting>,
    pub(crate) channel: ChannelWriteHalf<client::Msg>,
    /// What came, taken from the connection at once so that it never stalls.
    inbox: mpsc::UnboundedReceiver<ChannelMsg>,
    terminal: vt100::Parser,
    pub(crate) bytes: Vec<u8>,
    pub(crate) status: Option<u32>,
    /// What came beside the screen.
    pub(crate) error: String,
}

impl Person {
    /// Signs in without a key and asks for the screen.
    pub(crate) async fn visits(address: SocketAddr, user: &str) -> Self {
        let handle = signed_in(address, user).await;
        Self::at(handle, (120, 40), &[("LANG", "C.UTF-8")]).await
    }

    /// Asks for the screen on a terminal.
    pub(crate) async fn at(
        handle: Handle<Trusting>,
        (columns, rows): (u16, u16),
        vars: &[(&str, &str)],
    ) -> Self {
        let channel = handle.channel_open_session().await.unwrap();
        for (name, value) in vars {
            channel.set_env(false, *name, *value).await.unwrap();
        }
        let (width, height) = (columns.into(), rows.into());
        channel.request_pty(false, "xterm-256color", width, height, 0, 0, &[]).await.unwrap();
        channel.request_shell(true).await.unwrap();
        let size = |it: u16, usual| if it == 0 { usual } else { it }.try_into().unwrap();
        let terminal = vt100::Parser::new(size(rows, 24), size(columns, 80), 0);
        let (mut reader, channel) = channel.split();
        let (outbox, inbox) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Some(msg) = reader.wait().await {
                if outbox.send(msg).is_err() {
                    return;
                }
            }
        });
        let (bytes, error) = (Vec::new(), String::new());
        Self { handle, channel, inbox, terminal, bytes, status: None, error }
    }

    /// Sends bytes as a terminal would.
    pub(crate) async fn press(&self, keys: &str) {
        self.channel.data(keys.as_bytes()).await.unwrap();
    }

    pub(crate) async fn resize(&mut self, columns: u16, rows: u16) {
        self.terminal.set_size(rows.try_into().unwrap(), columns.try_into().unwrap());
        self.channel.window_change(columns.into(), rows.into(), 0, 0).await.unwrap();
    }

    pub(crate) fn screen(&self) -> String {
        self.terminal.screen().contents()
    }

    /// Takes in one message; none when the channel is closed.
    pub(crate) async fn next(&mut self) -> Option<()> {
        match self.inbox.recv().await? {
            ChannelMsg::Data { data } => {
                self.terminal.process(&data);
                self.bytes.extend_from_slice(&data);
            }
            ChannelMsg::ExtendedData { data, .. } => {
                self.error += std::str::from_utf8(&data).unwrap();
            }
            ChannelMsg::ExitStatus { exit_status } => self.status = Some(exit_status),
            _ => {}
        }
        Some(())
    }

    /// Waits until the screen shows this.
    pub(crate) async fn until(&mut self, text: &str) {
        while !self.screen().contains(text) {
            let next = timeout(PATIENCE, self.next()).await;
            let what = format!("{text:?}:\n{}\n{}", self.screen(), self.error);
            assert!(next.is_ok(), "waited in vain for {what}");
            assert_eq!(next, Ok(Some(())), "it ended before {what}");
        }
    }

    /// Waits until the channel is closed.
    pub(crate) async fn end(&mut self) {
        let all = async { while self.next().await.is_some() {} };
        timeout(PATIENCE, all).await.expect("it ends");
    }

    /// Waits until nothing has come for a moment.
    pub(crate) async fn quiet(&mut self) {
        while matches!(timeout(Duration::from_millis(300), self.next()).await, Ok(Some(()))) {}
    }
}
