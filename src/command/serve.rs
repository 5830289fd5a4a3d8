//! The service on its own.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::runtime;
use crate::service::{self, Access, Library, Service};

/// Serves until the process is told to stop; says where once it is ready.
pub(super) fn serve(
    listen: SocketAddr,
    library: Option<&Path>,
    token_file: &Path,
) -> anyhow::Result<ExitCode> {
    let library = match library {
        Some(dir) => Library::read(dir)?,
        None => Library::demo()?,
    };
    let calls = library.records().len();
    let access = Access::from_file(token_file)?;
    let service = Service::new(&library, access);
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
        let calls = if calls == 1 { "1 call".to_owned() } else { format!("{calls} calls") };
        writeln!(io::stdout(), "earmark serves {calls} at http://{address}")?;
        let stopped = async move {
            tokio::select! {
                _ = stop.recv() => {}
                _ = end.recv() => {}
            }
        };
        service::serve(listener, service, stopped).await?;
        Ok(ExitCode::SUCCESS)
    })
}
