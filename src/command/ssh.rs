//! The host for visitors over SSH.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::future;
use std::io::{self, Write};
use std::mem;
use std::panic;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use futures::FutureExt;
use futures::future::BoxFuture;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::print::Gathered;
use super::{Usage, demo};
use crate::call::export::Styling;
use crate::call::text::{Clean, clean_line};
use crate::call::{Problem, ProblemKind, Record, Scope};
use crate::cli::HostFlags;
use crate::config::{self, Flags, Hosting};
use crate::org::{ApiVersion, Client, Instance};
use crate::service::{self, Library, Service, Settings};
use crate::session::{Grant, Recording, Recordings, Rooms, Seat, Source, Tasks};
use crate::ssh::{
    self, Access, Exchange, Host, HostKey, Print, Terminal, Visitor, Welcome, metrics,
};
use crate::store::{Journal, state_folder};
use crate::tui::{App, Banner, CallRef, Sharing};

/// Takes visitors in until the process is told to stop; says where once it is ready.
pub(super) fn ssh(flags: &HostFlags) -> anyhow::Result<ExitCode> {
    log();
    let mut settings = super::settings(&Flags::default())?;
    // Visitors can do nothing about the host's files, and are not told of them.
    for remark in mem::take(&mut settings.remarks) {
        tracing::warn!(%remark, "a file of settings is not as it should be");
    }
    let hosting = flags.over(settings.config.hosting());
    if !hosting.follow && (flags.rooms.is_some() || flags.room_members.is_some()) {
        return Err(Usage("there are rooms only with --follow".to_owned()).into());
    }
    let access = access(&hosting, flags.open)?;
    let key = HostKey::at(&key_file(&hosting)?)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let (mut stop, mut end) =
            (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        let stocks = Stocks::new(&access, settings, &hosting).await?;
        let listener = Host::listen(hosting.listen);
        let listener = listener.with_context(|| {
            format!(
                "{} cannot be listened on; try another port, or 0 for any free one",
                hosting.listen
            )
        })?;
        let address = listener.local_addr()?;
        let fingerprint = key.fingerprint();
        let exchange = if hosting.post_quantum { Exchange::PostQuantum } else { Exchange::Best };
        let settings = ssh::Settings { key, access, limits: hosting.limits, exchange };
        let host = Host::new(settings, Arc::new(stocks));
        if let Some(address) = hosting.metrics {
            let listener = TcpListener::bind(address).await;
            let listener = listener.with_context(|| {
                format!("{address} cannot be listened on for metrics; try another port")
            })?;
            tracing::info!(address = %listener.local_addr()?, "metrics are told");
            tokio::spawn(metrics(listener, host.counts()));
        }
        writeln!(io::stdout(), "earmark hosts visitors at {address}, host key {fingerprint}")?;
        let stopped = async move {
            tokio::select! {
                _ = stop.recv() => {}
                _ = end.recv() => {}
            }
        };
        host.serve(listener, stopped).await;
        anyhow::Ok(())
    })?;
    // A visitor's task may still be reading something; nobody waits for it now.
    runtime.shutdown_background();
    Ok(ExitCode::SUCCESS)
}

fn access(hosting: &Hosting, open: bool) -> anyhow::Result<Access> {
    let access = match &hosting.authorized_keys {
        Some(path) => Access::from_file(path)?,
        None => Access::default(),
    };
    let access = if open { access.open() } else { access };
    if access.is_closed() {
        let text = "nobody could come in: name their keys with --authorized-keys FILE, or let \
                    anyone see the demo's calls with --open";
        return Err(Usage(text.to_owned()).into());
    }
    Ok(access)
}

fn recordings(hosting: &Hosting) -> anyhow::Result<Option<Recordings>> {
    let Some(folder) = &hosting.record else { return Ok(None) };
    let made = Recordings::folder(folder.clone());
    let made = made.with_context(|| {
        format!("{} cannot be a folder of recordings; name another", folder.display())
    })?;
    Ok(Some(made))
}

fn key_file(hosting: &Hosting) -> anyhow::Result<PathBuf> {
    if let Some(path) = &hosting.host_key {
        return Ok(path.clone());
    }
    let state = state_folder()
        .context("There is no place for the host's key; set HOME, or name one with --host-key")?;
    Ok(state.join("ssh_host_ed25519_key"))
}

/// Log lines go to standard error. Of a panic there is where it was, not what it said: that may
/// quote a call.
fn log() {
    tracing_subscriber::fmt().json().flatten_event(true).with_writer(io::stderr).init();
    panic::set_hook(Box::new(|info| {
        let at = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(at, "a defect of earmark");
    }));
}

/// The libraries that visitors see.
struct Stocks {
    demo: Stock,
    granted: HashMap<PathBuf, Stock>,
    /// How the host likes the app to be.
    settings: config::Settings,
    /// Where visitors show calls to each other, where the host has switched that on.
    rooms: Option<Rooms>,
    recordings: Option<Recordings>,
}

/// A library behind a service of its own, and which calls it has.
struct Stock {
    source: Source,
    name: Clean,
    records: Vec<Record>,
}

impl Stocks {
    async fn new(
        access: &Access,
        settings: config::Settings,
        hosting: &Hosting,
    ) -> anyhow::Result<Self> {
        let mut granted = HashMap::new();
        for path in access.grants().filter_map(|grant| grant.library.as_deref()) {
            if !granted.contains_key(path) {
                let library = Library::read(path)?;
                granted.insert(path.to_owned(), Stock::new(&library, &name(path)).await?);
            }
        }
        let demo = Stock::new(&Library::demo()?, "demo").await?;
        let rooms = hosting.follow.then(|| Rooms::new(hosting.rooms));
        Ok(Self { demo, granted, settings, rooms, recordings: recordings(hosting)? })
    }

    fn of(&self, visitor: &Visitor) -> Option<&Stock> {
        match &visitor.library {
            None => Some(&self.demo),
            Some(path) => self.granted.get(path),
        }
    }
}

/// Those who see the same library may meet in a room.
fn grant(visitor: &Visitor) -> Grant {
    let library = visitor.library.as_deref().map(Path::as_os_str);
    // No folder has an empty name.
    Grant::new(library.map_or(b"", OsStr::as_encoded_bytes))
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

impl Stock {
    async fn new(library: &Library, name: &str) -> anyhow::Result<Self> {
        let (access, token) = service::Access::random().context("No random token could be made")?;
        let listener = TcpListener::bind(("127.0.0.1", 0)).await;
        let listener = listener.context("No port of this machine could be listened on")?;
        let instance = Instance::parse(&format!("http://{}", listener.local_addr()?))?;
        // All visitors ask with one token.
        let settings = Settings { requests_a_day: u32::MAX, ..Settings::default() };
        let service = Service::with(library, access, settings);
        tokio::spawn(service::serve(listener, service, future::pending()));
        let client = Client::new(instance, ApiVersion::default(), token)?;
        Ok(Self {
            // What one visitor makes is nothing to the next.
            source: Source::org(client).reading_only(),
            name: clean_line(name).boxed(),
            records: library.records().collect(),
        })
    }
}

impl Welcome for Stocks {
    fn session(&self, visitor: &Visitor, terminal: &Terminal) -> (App, Tasks) {
        let stock = self.of(visitor).unwrap_or(&self.demo);
        // Colours, keys and the like, and nothing that is of the host's user: no name, no player,
        // no cache.
        let settings = &self.settings;
        let theme = settings.theme(terminal, terminal);
        let note = visitor.library.is_none().then(|| {
            Clean::ours("These calls are invented, and what you make of them is forgotten.").boxed()
        });
        let banner = Banner { org: stock.name.clone(), note };
        let app = settings.apply(App::listing(theme, terminal.size, Scope::All, banner));
        let app = match stock.records.first() {
            Some(record) if visitor.library.is_none() => {
                app.opening(CallRef::Record(record.id), None)
            }
            _ => app,
        };
        // What they take along goes into a clipboard of their own, not into a file here.
        let clipboard = settings.config.clipboard(terminal);
        let app = app.sharing(Sharing { clipboard, files: false });
        // Visitors do not see what others make.
        let journal = Some(Journal::in_memory());
        let source = stock.source.clone().with_journal(journal).by(&visitor.user);
        let tasks = Tasks::new(source);
        let Some(rooms) = self.rooms.clone() else { return (app, tasks) };
        (app, tasks.with_seat(Seat::among(rooms, grant(visitor), &visitor.user)))
    }

    fn recording(&self, terminal: &Terminal) -> Option<Recording> {
        let started = self.recordings.as_ref()?.start(terminal.size);
        started.inspect_err(|error| tracing::warn!(%error, "a session is not recorded")).ok()
    }

    fn print(&self, visitor: &Visitor, print: Print) -> BoxFuture<'_, Result<Vec<u8>, Problem>> {
        let stock = self.of(visitor);
        async move {
            let records = stock.map(|stock| &stock.records[..]).unwrap_or_default();
            let at = demo::position(records, &print.call);
            let (Some(stock), Some(at)) = (stock, at) else {
                let what = format!("There is no call {:?} here.", print.call);
                let next = "Connect without a command to see which there are.";
                return Err(Problem::new(ProblemKind::NotFound, &what, next));
            };
            let call = CallRef::Record(records[at].id);
            let gathered = Gathered::of(&stock.source, &call).await?;
            let mut text = Vec::new();
            let written = gathered.write(print.format, Styling::Plain, &mut text);
            written.map_err(|error| {
                let what = format!("The call could not be written: {error}.");
                Problem::new(ProblemKind::Failed, &what, "Try another form.")
            })?;
            Ok(text)
        }
        .boxed()
    }
}
