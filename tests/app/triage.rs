//! From the list to a call, from call to call, and back.

use earmark::call::Scope;
use earmark::tui::{App, Banner, Depth, Effect, GlyphSet, Ground, Msg, Outcome, Theme};
use proptest::prelude::*;
use ratatui::layout::Size;

use super::listing::{Listing, call, opened};

#[test]
fn a_call_is_opened_and_left_and_the_list_is_as_it_was() {
    let mut listing = Listing::served(300, 50, (120, 30));
    listing.press("/renewal");
    listing.serve();
    listing.press("<down><down>");
    let (selected, status) = (listing.selected(), listing.screen());
    let asked = listing.press("<enter>");
    assert_eq!(opened(&asked), [call(985)]);
    assert_eq!(asked.len(), 6);
    listing.serve();
    assert!(!listing.shows_list() && listing.screen().contains("1/12"));
    assert!(listing.screen().contains("call 3 of 52 found"), "{}", listing.screen());
    assert_eq!(opened(&listing.press("q")), []);
    assert!(listing.shows_list());
    let row = |text: &str| text.chars().take(29).collect::<String>();
    assert_eq!(row(&listing.selected()), row(&selected));
    assert!(status.contains("52 of 300 calls") && listing.screen().contains("52 of 300 calls"));
    assert!(listing.status().contains("Filter: renewal"));
    // The same call again is still there, with nothing asked.
    assert_eq!(opened(&listing.press("<enter>")), []);
    assert!(listing.screen().contains("1/12"));
    assert_eq!(opened(&listing.press("<tab><esc>")), [], "to the timeline first");
    assert!(!listing.shows_list());
    listing.press("<esc>");
    assert!(listing.shows_list());
    listing.press("<esc>");
    assert!(!listing.status().contains("Filter"));
    assert_eq!(opened(&listing.press("<esc>")), []);
    assert!(listing.status().contains("q quits."));
    assert_eq!(listing.press("q"), [Effect::Quit]);
}

#[test]
fn the_next_call_is_fetched_ahead_and_shown_at_once() {
    let mut listing = Listing::served(40, 50, (120, 30));
    listing.press("<enter>");
    let open = listing.pending.pop_front().unwrap();
    assert_eq!(opened(std::slice::from_ref(&open)), [call(999)]);
    let asked = listing.answer(&open).effects;
    assert_eq!(opened(&asked), [call(998)], "once the first is there");
    assert_eq!(opened(&listing.press("]]j")), [], "and once only");
    listing.serve();
    let next = listing.press("<c-n>");
    assert_eq!(next[0], Effect::Forget(call(999)));
    assert_eq!(opened(&next), [call(997)], "only the one after it is asked for");
    assert!(listing.screen().contains("1/12") && listing.screen().contains("call 2 of 40"));
    // Another way: what was fetched ahead is given up.
    let back = listing.press("<c-p>");
    assert!(back.contains(&Effect::Forget(call(997))));
    assert_eq!(opened(&back), [call(999)]);
    listing.serve();
    assert!(listing.screen().contains("call 1 of 40"));
    listing.press("<c-p>");
    assert!(listing.status().contains("This is the first call."));
    listing.press("q");
    assert!(listing.status().starts_with(" 1/40"), "the list's row went along");
}

#[test]
fn a_call_that_could_not_be_fetched_ahead_is_asked_for_when_it_is_opened() {
    let mut listing = Listing::served(40, 50, (120, 30));
    listing.press("<enter>");
    while let Some(asked) = listing.pending.pop_front() {
        match opened(std::slice::from_ref(&asked))[..] == [call(998)] {
            true => listing.refuse(&asked),
            false => listing.answer(&asked),
        };
    }
    assert_eq!(opened(&listing.press("<c-n>")), [call(998)]);
    listing.serve();
    assert!(listing.screen().contains("1/12"));
}

#[test]
fn an_answer_for_neither_the_open_call_nor_the_next_is_dropped() {
    let mut listing = Listing::served(40, 50, (120, 30));
    listing.press("<enter>");
    let stale: Vec<_> = listing.pending.iter().cloned().collect();
    listing.press("q4j<enter>");
    for asked in &stale {
        assert_eq!(listing.answer(asked), Outcome::default());
    }
    assert!(listing.screen().contains("Loading"));
    listing.serve();
    assert!(listing.screen().contains("call 5 of 40"));
}

#[test]
fn calls_follow_one_another_over_the_end_of_a_page_and_under_the_filter() {
    let mut listing = Listing::served(400, 100, (120, 30));
    listing.press("G<enter>");
    // The page after is on its way.
    let page = listing.take_list();
    listing.serve();
    listing.press("<c-n>");
    assert!(listing.status().contains("The list is loading."));
    assert!(listing.screen().contains("call 100 of 100+"));
    let arrived = listing.answer(&page);
    assert_eq!(opened(&arrived.effects), [call(899)]);
    assert!(listing.screen().contains("call 101 of 200+"), "{}", listing.screen());
    listing.serve();
    listing.press("q/renewal");
    listing.serve();
    listing.press("<enter>");
    for _ in 0..80 {
        listing.serve();
        listing.press("<c-n>");
    }
    assert!(listing.status().contains("This is the last call."));
}

#[test]
fn a_step_that_waits_is_given_up_with_the_next_key_or_a_failure() {
    let mut listing = Listing::served(400, 100, (120, 30));
    listing.press("G<enter>");
    let page = listing.take_list();
    listing.serve();
    listing.press("<c-n>]");
    listing.answer(&page);
    assert!(listing.screen().contains("call 100 of 200+"));
    listing.press("q200g<enter>");
    let page = listing.take_list();
    listing.serve();
    listing.press("<c-n>");
    listing.refuse(&page);
    assert!(listing.status().contains("The org cannot be reached."));
    let again = listing.press("<c-n>");
    assert!(matches!(&again[..], [Effect::List { after: Some(_), .. }]), "the key tries again");
    listing.serve();
    assert!(listing.screen().contains("call 201 of 300+"), "{}", listing.screen());
}

#[test]
fn a_session_may_start_with_a_call_and_have_the_list_behind_it() {
    let theme = Theme::new(Ground::Dark, Depth::None, GlyphSet::Unicode);
    let app = App::listing(theme, Size::new(120, 30), Scope::All, Banner::default());
    let mut listing = Listing::of(app.opening(call(990), None), 40, 50);
    assert_eq!(opened(&listing.effects), [call(990)]);
    listing.press("<c-n>");
    assert!(listing.status().contains("The list is loading."));
    listing.serve();
    assert!(listing.screen().contains("call 11 of 40"), "{}", listing.screen());
    listing.press("q");
    assert!(listing.status().starts_with(" 11/40"));
}

#[test]
fn redacting_keeps_the_list_behind_the_call_its_row_and_the_way_on() {
    let mut listing = Listing::served(300, 50, (120, 30));
    listing.press("99j<enter>");
    listing.serve();
    assert!(listing.screen().contains("call 100 of "), "{}", listing.screen());
    assert_eq!(listing.press("R"), [], "what is there is enough");
    assert!(listing.screen().contains("call 100 of "), "{}", listing.screen());
    // Nothing has to arrive before the next one is known.
    for (keys, row) in [("<c-n>", 101), ("R<c-p>", 100), ("Ru", 101), ("R", 101)] {
        listing.press(keys);
        listing.serve();
        assert!(listing.screen().contains(&format!("call {row} of ")), "{}", listing.screen());
    }
    listing.press("q");
    assert!(listing.status().starts_with(" 101/"), "{}", listing.screen());
    assert!(listing.selected().contains("Ada Marchetti"), "{}", listing.screen());
    listing.press("<enter>Rq");
    assert!(!listing.screen().contains("Marchetti"), "{}", listing.screen());
    assert!(listing.selected().contains("Speaker A"), "{}", listing.screen());
    listing.press("<enter>Rq/guest<enter>Rq");
    assert!(!listing.screen().to_lowercase().contains("guest"), "{}", listing.screen());
    listing.selected();
}

#[derive(Debug, Clone)]
enum Event {
    Key(&'static str),
    Answer(usize),
    Refuse(usize),
    Resize(u16, u16),
    Arrive(u32),
}

fn event() -> impl Strategy<Value = Event> {
    const KEYS: &[&str] = &[
        "j", "k", "g", "G", "<pgdn>", "<pgup>", "7", "<enter>", "<enter>", "<esc>", "<c-n>",
        "<c-n>", "<c-p>", "/", "f", "e", "r", "A", " ", "9", "<bs>", "<down>", "<up>", "?", "q",
        "]", "<tab>", "R", "R", "u",
    ];
    prop_oneof![
        8 => proptest::sample::select(KEYS).prop_map(Event::Key),
        4 => (0usize..4).prop_map(Event::Answer),
        1 => (0usize..4).prop_map(Event::Refuse),
        1 => (10u16..150, 3u16..50).prop_map(|(width, height)| Event::Resize(width, height)),
        1 => (1u32..4).prop_map(Event::Arrive),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_keys_and_answers_in_any_order_leave_the_cursor_in_sight(
        calls in 0u32..90, events in proptest::collection::vec(event(), 0..60),
    ) {
        let mut listing = Listing::new(calls, 20, (100, 24));
        let mut newest = 999;
        for event in events {
            match event {
                Event::Key(key) => _ = listing.press(key),
                Event::Answer(n) if n < listing.pending.len() => {
                    let asked = listing.pending.remove(n).unwrap();
                    listing.answer(&asked);
                }
                Event::Refuse(n) if n < listing.pending.len() => {
                    let asked = listing.pending.remove(n).unwrap();
                    listing.refuse(&asked);
                }
                Event::Resize(width, height) => {
                    listing.update(Msg::Resized(Size::new(width, height)));
                }
                Event::Arrive(n) => {
                    listing.calls.splice(0..0, (newest + 1..=newest + n).rev());
                    newest += n;
                }
                Event::Answer(_) | Event::Refuse(_) => {}
            }
            let Size { width, height } = listing.stage.app.size();
            let screen = listing.screen();
            let has_rows = !listing.status().starts_with(" 0/");
            if width >= 40 && height >= 8 && listing.shows_list() && has_rows
                && !screen.contains("Keys (") && !screen.contains("No call") && !screen.contains("Loading")
                && !screen.contains("r tries again") && !screen.contains("There is no call")
            {
                listing.selected();
            }
        }
        // In the end everything arrives, and the cursor is on a call.
        listing.update(Msg::Resized(Size::new(100, 24)));
        listing.press("<esc><esc><esc><esc>r");
        listing.serve();
        listing.press("r");
        listing.serve();
        if listing.shows_list() && !listing.calls.is_empty() {
            listing.selected();
        }
    }
}
