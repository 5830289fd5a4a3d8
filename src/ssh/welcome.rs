//! What visitors are shown, by whoever starts the host.

use std::net::SocketAddr;
use std::path::PathBuf;

use futures::future::BoxFuture;

use super::visit::exec::Print;
use super::visit::terminal::Terminal;
use crate::call::Problem;
use crate::call::text::Clean;
use crate::session::{Recording, Tasks};
use crate::tui::App;

/// Somebody who has signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// The name they gave.
    pub user: Clean,
    /// Where they come from.
    pub address: SocketAddr,
    /// The library that they may see; the demo's where there is none.
    pub library: Option<PathBuf>,
}

/// Makes what a visitor sees. One of them serves all visitors.
pub trait Welcome: Send + Sync + 'static {
    /// A session for a visitor at this terminal; called once for each channel that asks for one.
    fn session(&self, visitor: &Visitor, terminal: &Terminal) -> (App, Tasks);

    /// The recording of a session that is about to start, where it is to be recorded.
    fn recording(&self, _terminal: &Terminal) -> Option<Recording> {
        None
    }

    /// A call as text.
    fn print(&self, visitor: &Visitor, print: Print) -> BoxFuture<'_, Result<Vec<u8>, Problem>>;
}
