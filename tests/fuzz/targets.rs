//! What must hold for any bytes. A fuzzer looks for bytes for which it does not; `cargo test`
//! replays those that were kept, in `tests/fuzz.rs`.

mod notes;

use std::collections::HashMap;
use std::fs;

use earmark::call::redact::Redactor;
use earmark::call::text::clean_line;
use earmark::call::{
    CallName, Corrections, Part, Participant, People, Placement, Timeline, Transcript,
};
use earmark::config::{Config, Files, Flags, Folder, Layer, OPTIONS, Settings};
use earmark::session::Decoder;
use earmark::tui::action::{Key, KeySet, Keymap, Screen, rows};
use earmark::tui::{Depth, GlyphSet, Ground, Scheme, Theme};
use earmark::wire::{intelligence, record, transcript};

/// What names a call is refused, or reads back as the same.
pub(crate) fn link(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match text.parse::<CallName>() {
        Ok(name) => {
            let again: CallName = name.link.to_string().parse().expect("a link reads back");
            assert_eq!(again.link, name.link);
        }
        Err(why) => assert!(is_plain(&why.to_string())),
    }
}

/// What is left out stays out, and what is left can be shown.
pub(crate) fn redact(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    // The first line names who took part.
    let (names, text) = text.split_once('\n').unwrap_or(("", text));
    let participants = names.split(',').take(8).enumerate().map(|(i, name)| Participant {
        id: clean_line(&format!("p{i}")).boxed(),
        name: clean_line(name).boxed(),
        role: None,
    });
    let transcript = Transcript { participants: participants.collect(), ..Transcript::default() };
    let (line, corrections) = (Timeline::default(), Corrections::default());
    let people = People::of(&line, &transcript, &Placement::default(), &corrections);
    let redactor = Redactor::of(&people, Some(&transcript));
    let once = redactor.text(text);
    let twice = redactor.text(&once);
    assert_eq!(once, twice, "{names:?} {text:?}");
    assert!(!once.contains(|c: char| c.is_control() && c != '\n'));
}

/// What an org, a file or somebody's own service answers is read or refused, in bounded space, and
/// what is read can be shown.
pub(crate) fn response(data: &[u8]) {
    if let Ok(call) = intelligence(data)
        && let Part::Ready(timeline) = &call.timeline
    {
        for (ix, moment) in timeline.moments() {
            assert!(timeline.text(moment).lines().all(is_plain), "moment {ix}");
        }
    }
    let _ = transcript(data);
    let _ = record("6qrEM0000004c8n".parse().expect("an id"), data);
}

/// A file of keys leaves every key with one meaning, and the keys it names read back.
pub(crate) fn keys(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (set, _) = KeySet::read("keys.toml", text);
    one_meaning(&Keymap::of(&[set]).0);
    for word in text.split_ascii_whitespace() {
        if let Ok(key) = word.parse::<Key>() {
            assert_eq!(key.to_string().parse(), Ok(key));
        }
    }
}

/// Bytes of a terminal mean the same in whatever pieces they come.
pub(crate) fn decode(data: &[u8]) {
    let Some((&cut, data)) = data.split_first() else { return };
    let mut whole = Decoder::default();
    let mut events: Vec<_> = whole.feed(data).collect();
    events.extend(whole.flush());
    let mut parts = Decoder::default();
    let mut others = Vec::new();
    for part in data.chunks(usize::from(cut % 16) + 1) {
        others.extend(parts.feed(part));
    }
    others.extend(parts.flush());
    assert_eq!(events, others);
}

/// Whatever a person's files say, there are settings that can be used; what cannot is told by file
/// and line, in a sentence; and a file laid over itself says what it said.
pub(crate) fn config(data: &[u8]) {
    let files = match std::str::from_utf8(data) {
        Ok(text) => laid_over_themselves(text),
        Err(_) => in_a_folder(data),
    };
    let env = HashMap::<&str, &str>::new();
    let settings = Settings::of(&Flags::default(), &env, files).expect("files never fail");
    let lines = data.split(|&byte| byte == b'\n').count();
    for remark in &settings.remarks {
        assert!(FILES.contains(&remark.file.as_str()), "{remark}");
        assert!((1..=lines).contains(&remark.line), "{remark}");
        assert!(remark.text.ends_with('.') && is_plain(&remark.text), "{remark}");
    }
    one_meaning(&settings.keys);
    for (ground, depth) in [(Ground::Dark, Depth::Ansi256), (Ground::Light, Depth::Ansi16)] {
        let _ = Theme::of(&settings.scheme, ground, depth, GlyphSet::Unicode);
    }
    // What is printed of the options reads back.
    let (printed, remarks) = Layer::file("config.toml", &settings.config.print());
    assert_eq!(remarks, []);
    let again = Config::of(&Flags::default(), &env, printed).expect("files never fail");
    for name in OPTIONS.iter().map(|option| option.name) {
        assert_eq!(again.text(name), settings.config.text(name));
        assert_eq!(again.number(name).to_bits(), settings.config.number(name).to_bits());
        assert_eq!(again.truth(name), settings.config.truth(name));
    }
}

/// A person's files. The theme is laid over the one that holds unless another is named.
const FILES: [&str; 3] = ["config.toml", "keys.toml", "themes/auto.toml"];

/// The same text as each of the files.
fn laid_over_themselves(text: &str) -> Files {
    let (config, mut remarks) = Layer::file(FILES[0], text);
    assert_eq!(config.clone().over(config.clone()), config);
    let (keys, more) = KeySet::read(FILES[1], text);
    remarks.extend(more);
    let (once, _) = Keymap::of(std::slice::from_ref(&keys));
    assert_eq!(Keymap::of(&[keys.clone(), keys.clone()]).0, once);
    let (theme, more) = Scheme::read(FILES[2], text);
    remarks.extend(more);
    assert_eq!(theme.clone().over(theme.clone()), theme);
    Files { config, keys, themes: [("auto".to_owned(), theme)].into(), remarks }
}

/// The same bytes as each of the files, read from where they are.
fn in_a_folder(bytes: &[u8]) -> Files {
    let dir = tempfile::tempdir().expect("a folder");
    fs::create_dir(dir.path().join("themes")).expect("a folder in it");
    for name in FILES {
        fs::write(dir.path().join(name), bytes).expect("a file in it");
    }
    let files = Folder::at(dir.path().to_owned()).read();
    assert_eq!(files.remarks.len(), FILES.len());
    files
}

/// A file where the notes should be is read and written, or told of and left as it is.
pub(crate) fn notes(data: &[u8]) {
    notes::any_file(data);
}

/// Every key that an action has leads to it, on each of its screens.
fn one_meaning(keys: &Keymap) {
    for &screen in Screen::ALL {
        for row in rows(screen) {
            for &key in keys.keys(row.action) {
                assert_eq!(keys.row(screen, key).map(|row| row.action), Some(row.action));
            }
        }
    }
}

/// Whether a sentence can be shown as it is.
fn is_plain(sentence: &str) -> bool {
    !sentence.contains(|c: char| c.is_control())
}
