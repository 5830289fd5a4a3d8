//! Arrows between rooms point only downwards: read from the sources' own `use` lines and paths.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};

/// What a room of data and functions must not name.
const PURE: &[&str] = &[
    "tokio",
    "reqwest",
    "ratatui",
    "crossterm",
    "axum",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::time",
    "crate::org",
    "crate::service",
    "crate::store",
    "crate::tui",
    "crate::session",
    "crate::command",
    "crate::config",
];

/// What the sources of a room must not name, beside what their files say for themselves.
const NEVER: &[(&str, &[&str])] = &[
    ("call", &["Timestamp::now", "Zoned::now", "crate::wire"]),
    ("call", PURE),
    ("wire", PURE),
    (
        "org",
        &[
            "sqlx",
            "ratatui",
            "crossterm",
            "axum",
            "crate::service",
            "crate::store",
            "crate::tui",
            "crate::session",
            "crate::command",
        ],
    ),
    (
        "service",
        &[
            "sqlx",
            "ratatui",
            "crossterm",
            "reqwest",
            "crate::org",
            "crate::tui",
            "crate::session",
            "crate::command",
        ],
    ),
    (
        "store",
        &[
            "ratatui",
            "crossterm",
            "reqwest",
            "axum",
            "Timestamp::now",
            "Zoned::now",
            "crate::wire",
            "crate::org",
            "crate::service",
            "crate::tui",
            "crate::session",
            "crate::command",
            "crate::config",
        ],
    ),
    (
        "tui",
        &[
            "tokio",
            "reqwest",
            "axum",
            "sqlx",
            "std::fs",
            "std::net",
            "std::env",
            "std::time",
            "Timestamp::now",
            "Zoned::now",
            "serde_json",
            "crate::wire",
            "crate::org",
            "crate::service",
            "crate::store",
            "crate::session",
            "crate::command",
            "crate::config",
        ],
    ),
    (
        "session",
        &["axum", "sqlx", "crate::service", "crate::command", "crate::config", "crate::cli"],
    ),
    ("ssh", &["sqlx", "reqwest", "crate::org", "crate::command", "crate::config", "crate::cli"]),
];

fn sources(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The code of a file: without comments, and without its unit tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    text.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Whether code names a path, as a whole word.
fn names(code: &str, path: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(path).any(|(at, _)| {
        let before = code[..at].chars().next_back().is_none_or(|c| !is_word(c) && c != ':');
        let after = code[at + path.len()..].chars().next().is_none_or(|c| !is_word(c));
        before && after
    })
}

#[test]
fn no_room_uses_what_it_must_not() {
    let mut wrong = Vec::new();
    for (room, never) in NEVER {
        let files = sources(&src().join(room));
        assert!(!files.is_empty(), "there is no room {room}");
        for file in files {
            let code = code(&file);
            let named = never.iter().filter(|path| names(&code, path));
            wrong.extend(named.map(|path| format!("{} uses {path}", file.display())));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_check_can_see_a_wrong_use() {
    assert!(names("use tokio::sync::mpsc;", "tokio"));
    assert!(names("let now = std::time::Instant::now();", "std::time"));
    assert!(!names("use crate::call::text;", "crate::command"));
    assert!(!names("let tokio_like = 1;", "tokio"));
}

#[test]
fn no_file_has_outgrown_one_purpose() {
    let files = sources(&src());
    let lengths: Vec<(usize, &PathBuf)> = files
        .iter()
        .map(|file| (fs::read_to_string(file).unwrap().lines().count(), file))
        .collect();
    let long: Vec<_> = lengths.iter().filter(|(lines, _)| *lines > 400).collect();
    assert!(long.is_empty(), "{long:#?}");
    let mean = lengths.iter().map(|(lines, _)| lines).sum::<usize>() / lengths.len();
    assert!(mean <= 150, "the mean file has {mean} lines");
}

#[test]
fn main_is_thin() {
    let main = fs::read_to_string(src().join("main.rs")).unwrap();
    assert!(main.lines().count() <= 40);
}

#[test]
fn the_crate_docs_draw_every_room() {
    let map = fs::read_to_string(src().join("lib.rs")).unwrap();
    let docs: String = map.lines().filter(|line| line.starts_with("//!")).collect();
    for line in map.lines().filter_map(|line| line.strip_prefix("pub mod ")) {
        let room = line.trim_end_matches(';');
        assert!(docs.contains(&format!("`{room}`")), "the map lacks {room}");
    }
}
