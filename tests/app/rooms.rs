//! What the one who has the keys of a room looks at, as the others see it.

use std::sync::Arc;

use crossterm::event::{KeyModifiers, MouseEvent, MouseEventKind};
use earmark::call::text::{Clean, clean_line};
use earmark::tui::{Effect, Msg, News, Present, View, Wish};

use super::listing::Listing;
use super::stage::Stage;

/// The news of a room of two, whose keys the first one has.
fn news(me: usize, view: Option<Arc<View>>) -> Msg {
    let names = ["ada", "kit"].map(|name| clean_line(name).boxed()).to_vec();
    let code = Clean::ours("K7QM-2XVP").boxed();
    let present = Present { code, names, me, holder: Some(0), asking: None, view };
    Msg::Room(News::Here(present))
}

/// What was shown last.
fn shown(effects: &[Effect]) -> Option<Arc<View>> {
    let view = |effect: &Effect| match effect {
        Effect::Room(Wish::Show(view)) => Some(Arc::new(View::clone(view))),
        _ => None,
    };
    effects.iter().rev().find_map(view)
}

/// The rows of a list, from the first to the last call.
fn rows(listing: &Listing) -> String {
    let screen = listing.screen();
    let rows = screen.lines().filter(|row| row.contains("2026"));
    rows.map(|row| format!("{}\n", row.trim_end())).collect()
}

#[test]
fn a_list_is_scrolled_alike_and_what_is_chosen_is_seen_at_any_height() {
    let mut ada = Listing::served(300, 100, (120, 30));
    ada.update(news(0, None));
    // Not where it would be scrolled to at once.
    ada.press("50g5j");
    let view = shown(&ada.effects);
    assert!(view.is_some());
    let mut kit = Listing::served(300, 100, (120, 30));
    kit.update(news(1, view.clone()));
    assert_eq!(rows(&kit), rows(&ada));
    let mut low = Listing::served(300, 100, (120, 12));
    low.update(news(1, view));
    let chosen = rows(&ada).lines().find(|row| row.contains('▸')).map(str::to_owned);
    assert!(chosen.is_some_and(|row| rows(&low).contains(&row)), "{}", low.screen());
}

#[test]
fn marks_and_searches_are_each_ones_own() {
    let mut ada = Stage::loaded(30, 120, 40);
    let joined = ada.app.update(news(0, None)).effects;
    let moved = ada.press("3]").effects;
    let view = shown(&moved).or_else(|| shown(&joined));
    assert!(view.is_some());
    assert_eq!(shown(&ada.press("ma").effects), None, "a mark is nothing to see");
    let mut kit = Stage::loaded(30, 120, 40);
    kit.app.update(news(1, view));
    assert!(kit.screen().contains("4/30"), "{}", kit.screen());
    kit.press("mb");
    assert!(!kit.screen().contains("has the keys"), "{}", kit.screen());
    kit.press("]");
    assert!(kit.screen().contains("ada has the keys"), "{}", kit.screen());
    // Nor does the mouse lead away.
    kit.app = kit.app.with_mouse(true);
    kit.press("<esc>");
    let modifiers = KeyModifiers::NONE;
    let wheel = MouseEvent { kind: MouseEventKind::ScrollDown, column: 80, row: 10, modifiers };
    kit.app.update(Msg::Pointed(wheel));
    assert!(kit.screen().contains("ada has the keys"), "{}", kit.screen());
    kit.press("<esc>");
    assert!(kit.screen().contains("4/30"), "{}", kit.screen());
    let marks = kit.app.standpoint().unwrap().1.marks;
    assert_eq!(marks.into_keys().collect::<String>(), "b");
}
