//! What must hold for any bytes. A fuzzer looks for bytes for which it does not; `cargo test`
//! replays those that were kept.

use earmark::call::redact::Redactor;
use earmark::call::text::clean_line;
use earmark::call::{CallName, Corrections, Participant, People, Placement, Timeline, Transcript};
use earmark::session::Decoder;
use earmark::tui::action::{Key, KeySet, Keymap};

/// What names a call is refused, or reads back as the same.
pub(crate) fn link(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match text.parse::<CallName>() {
        Ok(name) => {
            let again: CallName = name.link.to_string().parse().expect("a link reads back");
            assert_eq!(again.link, name.link);
        }
        Err(why) => assert!(!why.to_string().contains(|c: char| c.is_control())),
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

/// A file of keys leaves every key with one meaning, and the keys it names read back.
pub(crate) fn keys(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (set, _) = KeySet::read("keys.toml", text);
    let _ = Keymap::of(&[set]);
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
