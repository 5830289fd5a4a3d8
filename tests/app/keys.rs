//! Other keys, actions by name, and what can follow a key.

use std::sync::Arc;

use earmark::tui::action::{ARROWS, DEFAULT, EMACS, KeySet, Keymap};
use earmark::tui::{Answer, Effect, Msg, Tick, Ticket, Timer, What};

use crate::stage::Stage;

fn with(stage: Stage, sets: &[&str]) -> Stage {
    let sets: Vec<KeySet> = sets.iter().map(|text| KeySet::read("keys.toml", text).0).collect();
    let keys = Keymap::of(&sets).0;
    Stage { app: stage.app.with_keys(Arc::new(keys)), ..stage }
}

#[test]
fn dispatch_hints_and_help_have_the_keys_that_are_set() {
    let mine = "next-moment = [\"n\"]\nclose = []\nnext-hit = []";
    let mut stage = with(Stage::loaded(30, 160, 50), &[DEFAULT, mine]);
    assert!(stage.screen().contains("n next"), "{}", stage.screen());
    assert!(!stage.press("]").changed);
    assert!(stage.press("n").changed && stage.screen().contains("2/30"));
    stage.press("?");
    assert!(stage.screen().contains(":close"), "{}", stage.screen());
}

#[test]
fn sentences_name_the_keys_that_are_set() {
    let mine = "reload = [\"F5\"]\nclose = [\"F10\"]\nclear-filter = [\"F9\"]\n";
    let mut stage = with(Stage::loaded(9, 120, 40), &[DEFAULT, mine]);
    stage.press("<esc><esc>");
    assert!(stage.screen().contains("F10 quits."), "{}", stage.screen());
    stage.press("f!b<esc>");
    let screen = stage.screen();
    assert!(screen.contains("No moment passes the filter. F9 clears it, f changes"), "{screen}");
    let ways = "next-moment = [\"F7\"]\nprevious-moment = [\"F6\"]";
    let mut between = with(Stage::loaded(9, 120, 40), &[DEFAULT, ways]);
    between.send(What::Notes, super::notes::told(earmark::call::Notes::default()));
    between.press(":0:01<enter>");
    assert!(between.screen().contains("F7 and F6 go to the next"), "{}", between.screen());
    between.press("t");
    assert!(
        between.screen().contains("There is no moment here; F7 and F6"),
        "{}",
        between.screen()
    );
    stage.app.update(Msg::Resized(ratatui::layout::Size::new(18, 12)));
    assert!(stage.screen().replace('\n', " ").contains("F10 quits."), "{}", stage.screen());
    let call = earmark::tui::CallRef::Record(crate::stage::CALL.parse().unwrap());
    let mut stage = with(Stage::new(vec![call], 120, 40), &[DEFAULT, mine]);
    stage.send(What::Conversation, Answer::Conversation(Err(crate::listing::problem())));
    assert!(stage.screen().contains("F5 tries again."), "{}", stage.screen());
}

#[test]
fn boxes_are_moved_in_with_the_keys_of_the_screen() {
    let mut stage = with(Stage::loaded(30, 120, 40), &[DEFAULT, EMACS]);
    stage.press("f");
    let first = stage.buffer();
    stage.press("<c-n>");
    assert_ne!(first, stage.buffer());
    stage.press("<c-p>");
    assert_eq!(first, stage.buffer());
    assert!(stage.press("<c-g>").changed && !stage.screen().contains("Filter:"));
}

#[test]
fn every_box_knows_pages_and_ends() {
    let boxes =
        [("f", "<pgdn>", "<pgup>"), ("p", "<pgdn>", "<pgup>"), ("p", "G", "g"), ("i", "G", "g")];
    for (open, there, back) in boxes {
        let mut stage = Stage::record(30, &crate::stage::transcript(30), 60, 10);
        stage.press(open);
        let first = stage.buffer();
        stage.press(there);
        assert_ne!(stage.buffer(), first, "{open} {there}");
        stage.press(back);
        assert_eq!(stage.buffer(), first, "{open} {back}");
    }
}

#[test]
fn the_palette_lists_what_matches_and_does_what_is_chosen() {
    let mut stage = Stage::loaded(30, 120, 40);
    stage.press(":");
    assert!(stage.screen().contains("next-same-category"), "{}", stage.screen());
    stage.press("prevcall");
    let screen = stage.screen();
    let line = screen.lines().find(|line| line.contains("previous-call")).unwrap_or_default();
    assert!(line.contains("Ctrl-P") && line.contains("previous call"), "{screen}");
    stage.press("<esc>:repaint");
    assert_eq!(stage.press("<enter>").effects, [Effect::Repaint]);
    // Chosen in the list, before what the text alone would be.
    stage.press(":zoom<down>");
    stage.press("<enter>");
    assert!(stage.screen().contains("The ruler shows the whole call."));
    stage.press(":4<enter>");
    assert_eq!(stage.time().as_deref(), Some("0:04.0"));
    stage.press(":nonsense<enter>");
    assert!(stage.screen().contains("Nothing is called that."), "{}", stage.screen());
}

#[test]
fn an_action_chosen_by_name_still_wants_what_follows_its_key() {
    let mut stage = Stage::loaded(30, 120, 40);
    stage.press(":next-of-category<enter>b");
    assert!(stage.screen().contains("2/30"), "{}", stage.screen());
}

fn waited(effects: &[Effect]) -> Option<Ticket> {
    effects.iter().find_map(|effect| match effect {
        Effect::Later { ticket, timer: Timer::Which, millis: 600 } => Some(*ticket),
        _ => None,
    })
}

#[test]
fn whoever_hesitates_is_told_what_can_follow() {
    let mut stage = Stage::loaded(30, 120, 40);
    let ticket = waited(&stage.press("c").effects).unwrap();
    assert!(!stage.screen().contains("next of that category ─"));
    let due = |ticket| Msg::Due { ticket, at: Tick { millis: 600 } };
    assert!(stage.app.update(due(ticket)).changed);
    let screen = stage.screen();
    assert!(screen.contains("c: next of that category") && screen.contains("b  Bravo"), "{screen}");
    stage.press("b");
    assert!(!stage.screen().contains("c: next of that category"));
    // Whoever does not hesitate sees no box, and no timer is left.
    let ticket = waited(&stage.press("s").effects).unwrap();
    assert_eq!(stage.press("2").effects, [Effect::Never(Timer::Which)]);
    assert!(!stage.app.update(due(ticket)).changed);
}

#[test]
fn keys_and_what_they_do_stand_apart_in_the_help_of_every_set() {
    for set in ["", EMACS, ARROWS] {
        let mut stage = with(Stage::loaded(9, 200, 90), &[DEFAULT, set]);
        stage.press("?");
        let screen = stage.screen();
        for help in ["previous pane", "next call", "next moment"] {
            let at = screen.find(help).unwrap_or_else(|| panic!("no {help}:\n{screen}"));
            assert!(screen[..at].ends_with(' '), "{help}\n{screen}");
        }
    }
}
