//! The corpora of the fuzz targets, replayed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "fuzz/targets.rs"]
mod targets;

use std::fs;
use std::path::Path;

/// Feeds every file of a corpus to its target.
fn replay(name: &str, target: impl Fn(&[u8])) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(name);
    let mut files = 0;
    for entry in fs::read_dir(corpus).unwrap() {
        target(&fs::read(entry.unwrap().path()).unwrap());
        files += 1;
    }
    assert!(files > 0, "there is no corpus of {name}");
    target(b"");
}

#[test]
fn what_was_found_for_links_holds() {
    replay("link", targets::link);
}

#[test]
fn what_was_found_for_redaction_holds() {
    replay("redact", targets::redact);
}

#[test]
fn what_was_found_for_keys_holds() {
    replay("keys", targets::keys);
}

#[test]
fn what_was_found_for_the_decoder_holds() {
    replay("decode", targets::decode);
}
