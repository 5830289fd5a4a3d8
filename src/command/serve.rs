//! The service on its own.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::runtime;
use crate::cli::{ApprovalName, SignInFlags};
use crate::service::{self, Access, Approval, Library, Service, Settings, SignIn};

/// Serves until the process is told to stop; says where once it is ready.
pub(super) fn serve(
    listen: SocketAddr,
    (library, token_file, tasks): (Option<&Path>, &Path, Option<&Path>),
    sign_in: SignInFlags,
) -> anyhow::Result<ExitCode> {
    let library = match library {
        Some(dir) => Library::read(dir)?,
        None => Library::demo()?,
    };
    let calls = library.records().len();
    let (access, is_new) = Access::from_file(token_file)?;
    if is_new {
        let file = token_file.display();
        eprintln!("earmark: made {file} with a new token that sees every call");
    }
    let settings = settings(listen, access.is_restricted(), sign_in);
    let is_automatic = settings.sign_in.approve == Approval::Automatic;
    let public_url = settings.public_url.clone();
    let service = match tasks {
        Some(file) => Service::with_tasks(&library, access, settings, file)?,
        None => Service::with(&library, access, settings),
    };
    runtime()?.block_on(async {
        let listener = TcpListener::bind(listen).await;
        let listener = listener.with_context(|| {
            format!("{listen} cannot be listened on; try another port, or 0 for any free one")
        })?;
        let (mut stop, mut end) =
            (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        let address = listener.local_addr()?;
        if !address.ip().is_loopback() {
            eprintln!("earmark: tokens travel to {address} unencrypted; put TLS in front of it");
        }
        if is_automatic {
            let reached = match public_url {
                Some(url) => format!("{url} or {address}"),
                None => address.to_string(),
            };
            eprintln!(
                "earmark: whoever reaches {reached} can sign in and see every call; \
                 --approve ask wants a token first"
            );
        }
        let calls = if calls == 1 { "1 call".to_owned() } else { format!("{calls} calls") };
        writeln!(io::stdout(), "earmark serves {calls} at http://{address}")?;
        let stopped = async move {
            tokio::select! {
                _ = stop.recv() => {}
                _ = end.recv() => {}
            }
        };
        service::serve(listener, service, stopped).await;
        Ok(ExitCode::SUCCESS)
    })
}

/// Only this machine is let in without being asked, and not past tokens that may not see all. What
/// has a public URL is on loopback for what stands in front of it, and that brings strangers.
fn settings(listen: SocketAddr, is_restricted: bool, flags: SignInFlags) -> Settings {
    let usual = SignIn::default();
    let is_local = listen.ip().is_loopback() && flags.public_url.is_none();
    let approve = match flags.approve {
        Some(ApprovalName::Automatic) => Approval::Automatic,
        None if is_local && !is_restricted => Approval::Automatic,
        None | Some(ApprovalName::Ask) => Approval::Ask,
    };
    let lifetime = flags.token_lifetime.map(|seconds| Duration::from_secs(seconds.into()));
    let sign_in = SignIn {
        approve,
        redirects: flags.redirect_uri,
        rotate: flags.rotate,
        lifetime: lifetime.unwrap_or(usual.lifetime),
    };
    Settings { sign_in, public_url: flags.public_url, ..Settings::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_is_let_in_without_being_asked() {
        let approve = |listen: &str, approve| {
            let flags = SignInFlags { approve, ..SignInFlags::default() };
            settings(listen.parse().unwrap(), false, flags).sign_in.approve
        };
        for here in ["127.0.0.1:0", "[::1]:0"] {
            assert_eq!(approve(here, None), Approval::Automatic);
            assert_eq!(approve(here, Some(ApprovalName::Ask)), Approval::Ask);
        }
        let restricted = settings("127.0.0.1:0".parse().unwrap(), true, SignInFlags::default());
        assert_eq!(restricted.sign_in.approve, Approval::Ask);
        for everywhere in ["0.0.0.0:80", "[::]:80", "192.0.2.7:80"] {
            assert_eq!(approve(everywhere, None), Approval::Ask);
            assert_eq!(approve(everywhere, Some(ApprovalName::Automatic)), Approval::Automatic);
        }
    }

    #[test]
    fn whoever_comes_by_a_public_url_is_asked() {
        let approve = |approve| {
            let public_url = Some("https://calls.example".to_owned());
            let flags = SignInFlags { approve, public_url, ..SignInFlags::default() };
            settings("127.0.0.1:8065".parse().unwrap(), false, flags).sign_in.approve
        };
        assert_eq!(approve(None), Approval::Ask);
        assert_eq!(approve(Some(ApprovalName::Automatic)), Approval::Automatic);
    }
}
