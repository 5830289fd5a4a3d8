//! A host in this process, with a saved call to show.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use earmark::call::{Problem, ProblemKind};
use earmark::config::{self, Flags};
use earmark::session::{Source, Tasks};
use earmark::ssh::{
    Access, Counts, Exchange, Host, HostKey, Limits, Print, Settings, Terminal, Visitor, Welcome,
};
use earmark::tui::{App, CallRef};
use futures::FutureExt;
use futures::future::BoxFuture;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// How long anything may take before the test fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A running host.
pub(crate) struct World {
    pub(crate) address: SocketAddr,
    pub(crate) counts: Arc<Counts>,
    stop: Option<oneshot::Sender<()>>,
    host: Option<JoinHandle<()>>,
    _calls: tempfile::TempDir,
}

/// Shows one saved call to everybody; fails for whoever is called `panic`.
struct OneCall(PathBuf);

const CALL: &str = r#"[{"actionName": "getConversationIntelligence", "errors": null,
    "invocationId": null, "isSuccess": true, "outcome": null, "outputValues": {
    "conversationIntelligence": {"callSummary": "&lt;p&gt;They talked.&lt;/p&gt;"},
    "momentInsights": []}}]"#;

impl Welcome for OneCall {
    fn session(&self, visitor: &Visitor, terminal: &Terminal) -> (App, Tasks) {
        assert!(visitor.user.as_str() != "panic", "what a call says");
        let theme = config::theme(&Flags::default(), terminal, terminal);
        let app = App::new(vec![CallRef::File(self.0.clone())], theme, terminal.size);
        (app, Tasks::new(Source::files()))
    }

    fn print(&self, visitor: &Visitor, print: Print) -> BoxFuture<'_, Result<Vec<u8>, Problem>> {
        let of =
            visitor.library.as_ref().map_or("the demo".to_owned(), |it| it.display().to_string());
        let text = match print.call.as_str() {
            "long" => vec![b'x'; 4 << 20],
            "missing" => {
                let problem = Problem::new(ProblemKind::NotFound, "There is none.", "Ask again.");
                return async { Err(problem) }.boxed();
            }
            call => format!("{call} of {of} as {:?}\n", print.format).into_bytes(),
        };
        async { Ok(text) }.boxed()
    }
}

impl World {
    /// A host that lets anyone in.
    pub(crate) async fn open() -> Self {
        Self::with(Access::default().open(), Limits::default()).await
    }

    /// The same within limits.
    pub(crate) async fn within(limits: Limits) -> Self {
        Self::with(Access::default().open(), limits).await
    }

    #[expect(clippy::unused_async, reason = "it starts a task")]
    pub(crate) async fn with(access: Access, limits: Limits) -> Self {
        let calls = tempfile::tempdir().unwrap();
        let call = calls.path().join("kiln.json");
        std::fs::write(&call, CALL).unwrap();
        let key = HostKey::new().unwrap();
        let settings = Settings { key, access, limits, exchange: Exchange::Best };
        let host = Host::new(settings, Arc::new(OneCall(call)));
        let listener = Host::listen("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = listener.local_addr().unwrap();
        let counts = host.counts();
        let (stop, stopped) = oneshot::channel();
        let host = tokio::spawn(host.serve(listener, async {
            let _ = stopped.await;
        }));
        Self { address, counts, stop: Some(stop), host: Some(host), _calls: calls }
    }

    /// Asks the host to stop.
    pub(crate) fn stop(&mut self) {
        drop(self.stop.take());
    }

    /// Waits until it has.
    pub(crate) async fn stopped(mut self) {
        self.stop();
        let host = self.host.take().unwrap();
        tokio::time::timeout(PATIENCE, host).await.unwrap().unwrap();
    }

    /// Waits until so many sessions are open.
    pub(crate) async fn until_open(&self, count: u64) {
        until(|| self.counts.open() == count).await;
    }

    /// Waits until the host's numbers say this.
    pub(crate) async fn until_told(&self, line: &str) {
        until(|| self.counts.to_string().lines().any(|told| told == line)).await;
    }
}

/// Waits until something is so.
pub(crate) async fn until(is_so: impl Fn() -> bool) {
    let polled = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, polled).await.expect("it comes to be so");
}
