//! The demo: the service on a free port of loopback, and the reviewer as its client.

use std::future;
use std::io::{self, Write as _};
use std::process::ExitCode;

use anyhow::Context;
use termprofile::Env;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use super::{Usage, can_draw, print, print_all, review, runtime};
use crate::call::export::Format;
use crate::call::{CallId, Record};
use crate::config::{self, Flags};
use crate::org::{ApiVersion, Client, Instance};
use crate::service::{Access, Library, Service, serve};
use crate::session::{Source, size};
use crate::tui::{App, CallRef};

/// Reviews the demo's calls, or lists them.
pub(super) fn demo(call: Option<&str>, list: bool, flags: &Flags) -> anyhow::Result<ExitCode> {
    let library = Library::demo()?;
    let records: Vec<Record> = library.records().collect();
    if list {
        return print_list(&records);
    }
    let first = call.map_or(Ok(0), |call| find(&records, call))?;
    let runtime = runtime()?;
    let source = start(&runtime, &library)?;
    let calls: Vec<_> = records.iter().map(|record| CallRef::Record(record.id)).collect();
    if !can_draw() {
        return print::print(&runtime, &source, &calls[first], Format::Text);
    }
    let theme = config::theme(flags, &Env, &io::stdout());
    let app = App::new(calls.clone(), theme, size()).opening(calls[first].clone());
    review::session(runtime, source, app)
}

/// Starts the service with a token of its own, known to nobody else.
fn start(runtime: &Runtime, library: &Library) -> anyhow::Result<Source> {
    let (access, token) = Access::random().context("No random token could be made")?;
    let listener = runtime.block_on(TcpListener::bind(("127.0.0.1", 0)));
    let listener = listener.context("No port of this machine could be listened on")?;
    let instance = Instance::parse(&format!("http://{}", listener.local_addr()?))?;
    let service = Service::new(library, access);
    runtime.spawn(serve(listener, service, future::pending()));
    Ok(Source::org(Client::new(instance, ApiVersion::default(), token)?))
}

fn print_list(records: &[Record]) -> anyhow::Result<ExitCode> {
    let mut out = Vec::new();
    for record in records {
        let length = record.duration.map(|duration| duration.clock().to_string());
        let name = record.name.as_deref().unwrap_or_default();
        writeln!(out, "{}  {:>7}  {name}", record.id, length.unwrap_or_default())?;
    }
    print_all(&out)
}

fn find(records: &[Record], call: &str) -> Result<usize, Usage> {
    let id = call.parse::<CallId>().ok();
    let wanted = call.to_lowercase();
    let is_it = |record: &Record| {
        let name = record.name.as_deref().unwrap_or_default().to_lowercase();
        Some(record.id) == id || name.starts_with(&wanted)
    };
    records.iter().position(is_it).ok_or_else(|| {
        Usage("the demo has no such call; `earmark demo --list` shows them".to_owned())
    })
}
