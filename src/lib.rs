//! earmark: review sales calls from the terminal.

pub mod call;
pub mod cli;
pub mod command;
pub mod config;
pub mod org;
pub mod service;
pub mod session;
pub mod tui;
pub mod wire;
