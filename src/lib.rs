//! earmark: review sales calls from the terminal.

pub mod call;
pub mod org;
pub mod service;
pub mod wire;
