//! The page of this machine that the browser is sent back to.
//!
//! Not a web server: it answers one path, once, and is gone. Browsers open connections that they
//! never use and ask for an icon, and any page can send requests here, so only a request with the
//! sign-in's own state counts.

use std::io;
use std::net::Ipv4Addr;
use std::time::Duration;

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use secrecy::SecretString;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};

use super::error::LoginError;
use super::oauth::CALLBACK;
use super::page::{bare, response};
use super::returned::{NotAnAnswer, answer};
use crate::call::Problem;

/// Connections that are read at the same time; more wait.
const CONNECTIONS: usize = 32;
/// Bytes of a request's head.
const HEAD: usize = 16 * 1024;
/// How long a request may take to come, and an answer to be taken.
const PATIENCE: Duration = Duration::from_secs(5);
/// When the system runs out of something, it may have more then.
const SHORTAGE: Duration = Duration::from_millis(100);

/// A port of loopback.
#[derive(Debug)]
pub(super) struct Listener(TcpListener);

/// The browser, which waits for its page.
#[derive(Debug)]
pub(super) struct Browser(TcpStream);

impl Listener {
    pub(super) async fn at(port: u16) -> io::Result<Self> {
        Ok(Self(TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?))
    }

    pub(super) fn port(&self) -> io::Result<u16> {
        Ok(self.0.local_addr()?.port())
    }

    /// The first answer to the sign-in with this state.
    pub(super) async fn answer(self, state: &str) -> (Result<SecretString, LoginError>, Browser) {
        let mut open = FuturesUnordered::new();
        loop {
            tokio::select! {
                taken = self.0.accept(), if open.len() < CONNECTIONS => match taken {
                    Ok((socket, _)) => open.push(serve(socket, state)),
                    Err(_) => sleep(SHORTAGE).await,
                },
                Some(served) = open.next() => if let Some(answer) = served {
                    return answer;
                },
            }
        }
    }
}

impl Browser {
    /// Shows how it ended.
    pub(super) async fn tell(mut self, ended: Result<(), Problem>) {
        let page = match ended {
            Ok(()) => response(
                "200 OK",
                "You are signed in",
                "earmark has what it needs. You can close this page and go back to the terminal.",
            ),
            Err(problem) => {
                response("400 Bad Request", "You are not signed in", &problem.to_string())
            }
        };
        say(&mut self.0, &page).await;
    }
}

/// Answers a request, unless it is the one that is waited for.
async fn serve(
    mut socket: TcpStream,
    state: &str,
) -> Option<(Result<SecretString, LoginError>, Browser)> {
    let head = timeout(PATIENCE, head(&mut socket)).await.ok()?.ok()?;
    let mut words = head.lines().next()?.split(' ');
    let (method, target) = (words.next()?, words.next()?);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let reply = match (method, path) {
        // A page of the network asks whether it may send somebody to this machine (Private
        // Network Access).
        ("OPTIONS", CALLBACK) => bare(
            "204 No Content",
            "Access-Control-Allow-Origin: *\r\nAccess-Control-Allow-Methods: GET\r\n\
             Access-Control-Allow-Private-Network: true\r\n",
        ),
        ("GET", CALLBACK) => match answer(query, state) {
            Ok(answer) => return Some((answer, Browser(socket))),
            Err(why @ (NotAnAnswer::NoCode | NotAnAnswer::OtherSignIn)) => {
                let next = "Go back to the page that earmark opened last, or start again.";
                response("400 Bad Request", "You are not signed in", &format!("{why} {next}"))
            }
        },
        (_, CALLBACK) => bare("405 Method Not Allowed", "Allow: GET, OPTIONS\r\n"),
        _ => bare("404 Not Found", ""),
    };
    say(&mut socket, &reply).await;
    None
}

async fn head(socket: &mut TcpStream) -> io::Result<String> {
    let mut bytes = Vec::new();
    while !bytes.windows(4).any(|end| end == b"\r\n\r\n") {
        let room = HEAD.saturating_sub(bytes.len());
        let mut piece = vec![0; room.min(4096)];
        match socket.read(&mut piece).await? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => bytes.extend_from_slice(&piece[..read]),
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A browser that has gone needs no answer.
async fn say(socket: &mut TcpStream, reply: &str) {
    let said = async {
        socket.write_all(reply.as_bytes()).await?;
        socket.shutdown().await?;
        // Closing while something unread is left would reset the connection under the answer.
        while socket.read(&mut [0; 1024]).await? > 0 {}
        io::Result::Ok(())
    };
    let _ = timeout(PATIENCE, said).await;
}
