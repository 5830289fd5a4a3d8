//! The demo: the service on a free port of loopback, and the reviewer as its client.

use std::cmp::Reverse;
use std::future;
use std::process::ExitCode;

use anyhow::Context;
use termprofile::Env;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use super::recording::recordings;
use super::{Usage, calls, can_draw, print, review, runtime};
use crate::call::export::{Format, ListFormat};
use crate::call::text::Clean;
use crate::call::{CallName, Listed, Progress, Record, Scope};
use crate::cli::Kept;
use crate::config::{Face, Flags};
use crate::org::{ApiVersion, Client, Instance};
use crate::service::{Access, Library, Service, serve};
use crate::session::Source;
use crate::store::Journal;
use crate::tui::{App, Banner, CallRef};

/// Reviews the demo's calls, or lists them.
pub(super) fn demo(call: Option<&str>, list: bool, flags: &Flags) -> anyhow::Result<ExitCode> {
    let library = Library::demo()?;
    let records: Vec<Record> = library.records().collect();
    if list {
        return calls::print(&listed()?, ListFormat::Text);
    }
    let first = call.map_or(Ok(0), |call| find(&records, call))?;
    let at = call.and_then(|call| call.parse::<CallName>().ok()?.link.at);
    let runtime = runtime()?;
    let source = start(&runtime, &library, flags)?;
    let calls: Vec<_> = records.iter().map(|record| CallRef::Record(record.id)).collect();
    if !can_draw() && flags.face == Face::Screen {
        let kept = Kept { redact: flags.redact, ..Kept::default() };
        return print::print(&runtime, &source, &calls[first], Format::Text, (&kept, flags));
    }
    let first = &calls[first];
    let recordings = recordings(std::slice::from_ref(first), flags.media.as_deref())?;
    let app = listing(flags)?.opening(first.clone(), at).hearing(recordings);
    review::session(runtime, source, app, flags)
}

/// Lists the demo's calls to choose from.
pub(super) fn browse(flags: &Flags) -> anyhow::Result<ExitCode> {
    let runtime = runtime()?;
    let source = start(&runtime, &Library::demo()?, flags)?;
    review::session(runtime, source, listing(flags)?, flags)
}

/// A list that says what its calls are.
fn listing(flags: &Flags) -> anyhow::Result<App> {
    let note = "These calls are invented; `earmark login` signs in to your own.";
    let settings = super::settings(flags)?;
    let (theme, size) = review::look(&settings, flags);
    let banner = Banner { org: Clean::ours("demo").boxed(), note: Some(Clean::ours(note).boxed()) };
    Ok(settings.apply(App::listing(theme, size, Scope::All, banner)))
}

/// The demo's calls, newest first.
pub(super) fn listed() -> anyhow::Result<Vec<Listed>> {
    let library = Library::demo()?;
    let listed = |record: Record| Listed {
        id: record.id,
        title: record.name,
        start: record.start,
        duration: record.duration,
        account: None,
        people: Vec::new(),
        owner: None,
        progress: Progress::Unknown,
    };
    let mut calls: Vec<Listed> = library.records().map(listed).collect();
    calls.sort_by_key(|call| Reverse(call.start));
    Ok(calls)
}

/// Starts the service with a token of its own, known to nobody else.
fn start(runtime: &Runtime, library: &Library, flags: &Flags) -> anyhow::Result<Source> {
    let (access, token) = Access::random().context("No random token could be made")?;
    let listener = runtime.block_on(TcpListener::bind(("127.0.0.1", 0)));
    let listener = listener.context("No port of this machine could be listened on")?;
    let instance = Instance::parse(&format!("http://{}", listener.local_addr()?))?;
    let service = Service::new(library, access);
    runtime.spawn(serve(listener, service, future::pending()));
    // What is tried out on invented calls does not mix with what is true of real ones.
    let journal = Some(Journal::in_memory());
    let client = Client::new(instance, ApiVersion::default(), token)?;
    Ok(Source::org(client).with_journal(journal).by(&super::settings(flags)?.config.author(&Env)))
}

fn find(records: &[Record], call: &str) -> Result<usize, Usage> {
    position(records, call).ok_or_else(|| {
        Usage("the demo has no such call; `earmark demo --list` shows them".to_owned())
    })
}

/// Which of these calls is meant by its id, a link to it or the start of its title.
pub(super) fn position(records: &[Record], call: &str) -> Option<usize> {
    let id = call.parse::<CallName>().ok().map(|name| name.link.call);
    let wanted = call.to_lowercase();
    let is_it = |record: &Record| {
        let name = record.name.as_deref().unwrap_or_default().to_lowercase();
        Some(record.id) == id || name.starts_with(&wanted)
    };
    records.iter().position(is_it)
}
