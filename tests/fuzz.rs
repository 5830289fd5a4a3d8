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
        let path = entry.unwrap().path();
        // Seen where it fails.
        println!("{}", path.display());
        target(&fs::read(path).unwrap());
        files += 1;
    }
    assert!(files > 0, "there is no corpus of {name}");
    target(b"");
}

/// A test of each target's name.
macro_rules! replayed {
    ($($target:ident)+) => {
        mod what_was_found_holds_for {
            $(#[test]
            fn $target() {
                super::replay(stringify!($target), super::targets::$target);
            })+
        }
    };
}

replayed!(config decode keys link notes redact response);
