//! Bytes of a terminal, and what they come to.

use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEventKind};
use earmark::session::{Decoder, Input};
use proptest::prelude::*;

fn decoded(bytes: &[u8]) -> Vec<Input> {
    let mut decoder = Decoder::default();
    let mut inputs: Vec<_> = decoder.feed(bytes).collect();
    inputs.extend(decoder.flush());
    inputs
}

fn key(code: KeyCode, modifiers: KeyModifiers) -> Input {
    Input::Terminal(Event::Key(KeyEvent::new(code, modifiers)))
}

fn plain(code: KeyCode) -> Input {
    key(code, KeyModifiers::NONE)
}

fn typed(c: char) -> Input {
    plain(KeyCode::Char(c))
}

fn alt(c: char) -> Input {
    key(KeyCode::Char(c), KeyModifiers::ALT)
}

fn paste(text: &str) -> Input {
    Input::Terminal(Event::Paste(text.to_owned()))
}

#[test]
fn keys_arrive_as_a_local_terminal_has_them() {
    let ctrl = |c| key(KeyCode::Char(c), KeyModifiers::CONTROL);
    let shift = |c| key(KeyCode::Char(c), KeyModifiers::SHIFT);
    let cases: &[(&[u8], Input)] = &[
        (b"j", typed('j')),
        (b"G", shift('G')),
        (b"\t", plain(KeyCode::Tab)),
        (b"\r", plain(KeyCode::Enter)),
        (b"\x1b", plain(KeyCode::Esc)),
        (b"\x7f", plain(KeyCode::Backspace)),
        (b"\x03", ctrl('c')),
        (b"\x00", ctrl(' ')),
        (b"\x1b[Z", key(KeyCode::BackTab, KeyModifiers::SHIFT)),
        (b"\x1b[A", plain(KeyCode::Up)),
        (b"\x1bOA", plain(KeyCode::Up)),
        (b"\x1b[5~", plain(KeyCode::PageUp)),
        (b"\x1b[1;5C", key(KeyCode::Right, KeyModifiers::CONTROL)),
        (b"\x1bOP", plain(KeyCode::F(1))),
        (b"\x1b[[A", plain(KeyCode::F(1))),
        (b"\x1b[15~", plain(KeyCode::F(5))),
        (b"\x1b[24~", plain(KeyCode::F(12))),
        (b"\x1bx", alt('x')),
        (b"\x1b\r", key(KeyCode::Enter, KeyModifiers::ALT)),
        (b"\x1b[", alt('[')),
        (b"\x1bO", alt('O')),
        (b"\x1b]", alt(']')),
        (b"\x1bP", alt('P')),
        (b"\x1b\x1b[A", key(KeyCode::Up, KeyModifiers::ALT)),
        (b"\x1b[1;3A", key(KeyCode::Up, KeyModifiers::ALT)),
        ("é".as_bytes(), typed('é')),
        ("語".as_bytes(), typed('語')),
        ("😀".as_bytes(), typed('😀')),
        ("\u{1b}é".as_bytes(), alt('é')),
        (b"\x1b[200~two\rlines\x1b[201~", paste("two\rlines")),
    ];
    for (bytes, expected) in cases {
        assert_eq!(
            decoded(bytes),
            std::slice::from_ref(expected),
            "{:?}",
            bytes.escape_ascii().to_string()
        );
    }
}

#[test]
fn what_means_nothing_is_dropped_and_what_follows_is_not() {
    let cases: &[&[u8]] = &[
        b"\x1b[I",
        b"\x1b[O",
        b"\x1b[?62;22c",
        b"\x1b[0n",
        b"\x1b[?2026;2$y",
        b"\x1b]11;rgb:0000/0000/0000\x07",
        b"\x1b]11;rgb:0000/0000/0000\x1b\\",
        b"\x1bP>|a terminal\x1b\\",
        b"\x1b_Gi=1;OK\x1b\\",
        b"\x1b[201~",
        b"\x1b[99999999999;3~",
        b"\x1b[<0;0;5M",
        b"\x1b[<0;5;0m",
        b"\x1b[32;0;0M",
        b"\x1b[32;+0;1M",
        b"\x1b[7u",
        b"\xff",
        b"\x80\x9b\xc0\xaf",
        b"\xed\xa0\x80",
        b"\xe2\x82",
        "\u{85}\u{9b}".as_bytes(),
    ];
    for bytes in cases {
        let all = [bytes, &b"j"[..]].concat();
        assert_eq!(decoded(&all), [typed('j')], "{:?}", bytes.escape_ascii().to_string());
    }
    let endless = [b"\x1b[", "1;".repeat(10_000).as_bytes(), b"Aj"].concat();
    assert_eq!(decoded(&endless), [typed('j')]);
}

#[test]
fn the_mouse_counts_from_nought() {
    for bytes in [&b"\x1b[<0;3;2M"[..], b"\x1b[M #\""] {
        let [Input::Terminal(Event::Mouse(mouse))] = &decoded(bytes)[..] else {
            panic!("a click is one event");
        };
        assert_eq!(mouse.kind, MouseEventKind::Down(MouseButton::Left));
        assert_eq!((mouse.column, mouse.row), (2, 1));
    }
}

#[test]
fn an_escape_waits_only_for_what_may_follow() {
    let mut decoder = Decoder::default();
    assert_eq!(decoder.patience(), None, "nothing has begun");
    assert_eq!(decoder.feed(b"\x1b").count(), 0);
    let patience = decoder.patience().unwrap_or_default();
    assert!((30..=50).contains(&patience.as_millis()), "{patience:?}");
    assert_eq!(decoder.flush().collect::<Vec<_>>(), [plain(KeyCode::Esc)]);
    assert_eq!(decoder.patience(), None);
    assert_eq!(decoder.feed(b"\x1b").count(), 0);
    assert_eq!(decoder.feed(b"[B").collect::<Vec<_>>(), [plain(KeyCode::Down)]);
    let held: Vec<_> = decoder.feed(b"\x1b\x1b\x1b").collect();
    assert_eq!(held, [plain(KeyCode::Esc)]);
    assert_eq!(decoder.flush().count(), 2);
}

#[test]
fn a_keyboard_is_never_swallowed_for_good() {
    for begun in [&b"\x1b]0;never ended"[..], b"\x1bPnever ended", b"\x1b[1;2", b"\xf0\x9f"] {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.feed(begun).count(), 0);
        assert!(decoder.patience().is_some_and(|patience| patience <= Duration::from_millis(500)));
        assert_eq!(decoder.flush().count(), 0);
        assert_eq!(decoder.feed(b"j").collect::<Vec<_>>(), [typed('j')]);
    }
    assert_eq!(decoded(b"\x1b]0;never ended\x1b"), [plain(KeyCode::Esc)]);
}

#[test]
fn a_paste_is_never_taken_for_keys() {
    let mut decoder = Decoder::default();
    assert_eq!(decoder.feed(b"\x1b[200~q").count(), 0);
    assert_eq!(decoder.patience(), None, "however late the rest is");
    assert_eq!(decoder.flush().count(), 0);
    let rest: Vec<_> = decoder.feed(b"uit\x1b[20x\x1b\x1b[201~").collect();
    assert_eq!(rest, [paste("quit\u{1b}[20x\u{1b}")]);
    assert_eq!(decoded(b"\x1b[200~a\xffb\x1b[201~"), [paste("a\u{fffd}b")]);
}

#[test]
fn a_paste_that_is_too_long_is_cut_between_characters_and_that_is_said_once() {
    const KEPT: usize = 256 * 1024;
    let long = "é".repeat(KEPT);
    let bytes = [b"\x1b[200~a", long.as_bytes(), b"\x1b[201~", b"j"].concat();
    let inputs = decoded(&bytes);
    let [Input::Terminal(Event::Paste(text)), Input::Remark(problem), key] = &inputs[..] else {
        panic!("a paste, a word on it, and the key after it: {} inputs", inputs.len());
    };
    assert_eq!(text.len(), KEPT - 1, "half a character is none");
    assert!(text.ends_with('é'));
    assert!(problem.to_string().contains("256 KiB"), "{problem}");
    assert_eq!(*key, typed('j'));
    let whole = [b"\x1b[200~", &b"a".repeat(KEPT)[..], b"\x1b[201~"].concat();
    assert_eq!(decoded(&whole).len(), 1, "nothing was dropped");
}

#[test]
fn a_flood_takes_time_in_proportion() {
    const MANY: usize = 1 << 20;
    let paste = [b"\x1b[200~", &b"\x1b[".repeat(MANY / 2)[..], b"\x1b[201~"].concat();
    let floods = [paste, b"\x1b[".repeat(MANY / 2), b"\x1b]".repeat(MANY / 2), vec![0x1b; MANY]];
    for flood in floods {
        let mut decoder = Decoder::default();
        let start = Instant::now();
        let count = decoder.feed(&flood).count();
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
        assert!(count <= MANY);
    }
}

/// Bytes that mean something more often than any bytes do.
fn input() -> impl Strategy<Value = Vec<u8>> {
    let fragments: &[&[u8]] = &[
        b"\x1b",
        b"[",
        b"O",
        b"]",
        b"P",
        b"\\",
        b"\x07",
        b"<",
        b"0",
        b";",
        b"M",
        b"m",
        b"~",
        b"u",
        b"200~",
        b"201~",
        b"\x1b[200~",
        b"\x1b[201~",
        b"\x1b[<0;",
        b"\x1b[M",
        b"57441",
        b":",
        b"?",
        b"1;2A",
        b"\xc3\xa9",
        b"\xe8\xaa\x9e",
        b"\xf0\x9f\x98\x80",
        b"\xff",
        b"+",
        b"\x18",
        b"\x7f",
    ];
    let fragment = proptest::sample::select(fragments).prop_map(<[u8]>::to_vec);
    let any = proptest::collection::vec(any::<u8>(), 1..4);
    proptest::collection::vec(prop_oneof![4 => fragment, 1 => any], 0..60)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_bytes_are_fine_however_they_are_split(
        bytes in input(),
        cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..6),
    ) {
        let mut cuts: Vec<_> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        cuts.sort_unstable();
        let mut decoder = Decoder::default();
        let mut inputs = Vec::new();
        let mut from = 0;
        for cut in cuts.into_iter().chain([bytes.len()]) {
            inputs.extend(decoder.feed(&bytes[from..cut]));
            from = cut;
        }
        inputs.extend(decoder.flush());
        prop_assert_eq!(inputs, decoded(&bytes));
    }

    #[test]
    fn what_is_given_up_leaves_a_decoder_as_new(bytes in input()) {
        let mut decoder = Decoder::default();
        let _ = decoder.feed(&bytes).count();
        let in_paste = decoder.patience().is_none();
        let _ = decoder.flush().count();
        prop_assert_eq!(decoder.patience(), None);
        let next: Vec<_> = decoder.feed(b"j").collect();
        prop_assert!(next == [typed('j')] || in_paste && next.is_empty());
    }
}
