//! earmark
fn main() {}
