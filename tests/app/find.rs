//! Finding, marks and jumps.

use earmark::call::text::clean;
use earmark::call::{Entry, Problem, ProblemKind, Transcript};
use earmark::tui::{Effect, Msg, Tick, Timer};
use proptest::prelude::*;
use ratatui::style::Modifier;

use super::stage::{Stage, conversation, transcript};

fn stage() -> Stage {
    Stage::record(100, &transcript(100), 160, 40)
}

fn status(stage: &Stage) -> String {
    stage.screen().lines().last().unwrap_or_default().to_owned()
}

/// All that is underlined on the screen.
fn found(stage: &Stage) -> String {
    let buffer = stage.buffer();
    let is_found = |cell: &&ratatui::buffer::Cell| cell.modifier.contains(Modifier::UNDERLINED);
    buffer.content.iter().filter(is_found).map(ratatui::buffer::Cell::symbol).collect()
}

#[test]
fn what_is_typed_is_found_at_once_and_esc_goes_back() {
    let mut stage = stage();
    stage.press("3]");
    assert_eq!(stage.time().as_deref(), Some("0:06.0"));
    let before = stage.buffer();
    stage.press("/");
    assert!(status(&stage).contains("Esc goes back"), "{}", status(&stage));
    stage.press("\"number 4");
    // Moments and entries 4 and 40 to 49; the first of them is a moment, four seconds on.
    assert!(status(&stage).contains("1/22"), "{}", status(&stage));
    assert!(found(&stage).contains("number 4"), "without colour too");
    assert!(stage.screen().contains("▸ 0:08.0"), "{}", stage.screen());
    stage.press("9");
    assert!(status(&stage).contains("1/2") && stage.screen().contains("▸ 1:38.0"));
    stage.press("x");
    assert!(status(&stage).contains("no hit"), "{}", status(&stage));
    assert!(stage.screen().contains("▸ 0:06.0"), "back while nothing is found");
    stage.press("<esc>");
    assert_eq!(stage.buffer(), before);
    stage.press("n");
    assert!(status(&stage).contains("Nothing has"), "{}", status(&stage));
}

#[test]
fn moments_may_be_taken_back_while_something_is_typed() {
    let gone = Problem::new(ProblemKind::NotFound, "No such call, or no access.", "Ask for it.");
    for keys in ["<esc>", "x", "<bs>", "<enter>"] {
        let mut stage = stage();
        let asked = stage.press("9]r").effects;
        stage.press("/number");
        stage.answer(&asked, Err(gone.clone()));
        stage.press(keys);
        assert!(stage.screen().contains("No such call"), "{keys}\n{}", stage.screen());
    }
}

#[test]
fn hits_follow_one_another_in_time_and_go_round() {
    let mut stage = stage();
    stage.press("/\"number 4\"<enter>");
    assert!(status(&stage).contains("1/22") && status(&stage).contains("0:08.0"));
    stage.press("n");
    // What is said there comes behind what is told of it.
    assert!(status(&stage).contains("2/22") && status(&stage).contains("0:08.0"));
    stage.press("n");
    assert!(status(&stage).contains("3/22") && status(&stage).contains("1:20.0"));
    stage.press("19n");
    assert!(status(&stage).contains("22/22"), "{}", status(&stage));
    stage.press("n");
    assert!(status(&stage).contains("on from the first"), "{}", status(&stage));
    stage.press("j");
    assert!(status(&stage).contains("22 hits"), "{}", status(&stage));
    stage.press("N");
    assert!(status(&stage).contains("2/22"), "{}", status(&stage));
    stage.press("g.");
    assert!(status(&stage).contains("22/22"), "{}", status(&stage));
    stage.press("gn");
    assert!(status(&stage).contains("1/22"), "{}", status(&stage));
    stage.press("<esc>");
    assert!(!status(&stage).contains("/22") && found(&stage).is_empty());
    stage.press("n");
    assert!(status(&stage).contains("2/22"), "{}", status(&stage));
    stage.press("4n.");
    assert!(status(&stage).contains("7/22"), "{}", status(&stage));
}

#[test]
fn hits_that_the_filter_hides_are_told_and_passed_over() {
    let mut stage = stage();
    stage.press("fa<esc>/\"number 4\"");
    assert!(status(&stage).contains("1/17, 5 more hidden by the filter"), "{}", status(&stage));
    stage.press("<enter>");
    assert!(status(&stage).contains("5 more hidden by the filter; F clears it."));
    stage.press("F");
    assert!(status(&stage).contains("1/22"), "{}", status(&stage));
    stage.press("fb<esc>");
    assert!(status(&stage).contains("16 hits, 6 more hidden"), "{}", status(&stage));
    stage.press("/bravo<enter>fab<esc>");
    assert!(status(&stage).contains("no hit, 50 more hidden"), "{}", status(&stage));
    stage.press("n");
    assert!(status(&stage).contains("All 50 are hidden by the filter; F"), "{}", status(&stage));
}

#[test]
fn everything_there_is_to_read_is_found() {
    let mut stage = stage();
    stage.press("/next<enter>");
    assert!(status(&stage).contains("/next 1/1"), "{}", status(&stage));
    assert_eq!(found(&stage), "Next");
    assert_eq!(stage.time().as_deref(), Some("0:00.0"), "a summary has no time");
    // Kit speaks first, Ada two seconds later.
    stage.press("/ada<enter>");
    assert!(status(&stage).contains("/ada 1/1") && status(&stage).contains("0:02.0"));
    stage.press("/words follow<enter>");
    assert!(status(&stage).contains("1/80"), "{}", status(&stage));
    stage.press("/ALPHA<enter>");
    assert!(status(&stage).contains("Nothing has \"ALPHA\"."), "{}", status(&stage));
    stage.press("3g*");
    assert!(status(&stage).contains("/\"alpha\" 3/50"), "{}", status(&stage));
    assert_eq!(stage.time().as_deref(), Some("0:08.0"));
}

#[test]
fn a_hit_gets_its_pane_where_panes_take_turns() {
    let mut stage = Stage::record(100, &transcript(100), 80, 24);
    stage.press("/next<enter>");
    assert!(stage.screen().contains("━ Summary"), "{}", stage.screen());
    stage.press("/\"number 4\"<enter>");
    assert!(stage.screen().contains("━ Timeline"), "{}", stage.screen());
    stage.press("n");
    assert!(stage.screen().contains("━ Transcript"), "{}", stage.screen());
    assert!(stage.screen().contains("▸ 0:08.0"), "{}", stage.screen());
}

#[test]
fn the_list_shows_a_line_for_each_and_goes_there() {
    let mut stage = stage();
    stage.press("h");
    assert!(status(&stage).contains("Nothing is looked for; / finds."));
    stage.press("/\"number 4\"<down>");
    let screen = stage.screen();
    assert!(screen.contains("number 4\": 1/22"), "{screen}");
    for row in ["▸ 0:08.0  Alpha       Kit", "0:08.0  Transcript  Kit", "1:22.0  Bravo       Ada"]
    {
        assert!(screen.contains(row), "{row}\n{screen}");
    }
    stage.press("jj<enter>");
    assert_eq!(stage.time().as_deref(), Some("1:20.0"));
    assert!(!stage.screen().contains("Enter goes there"));
    stage.press("h");
    assert!(stage.screen().contains("▸ 1:20.0"));
    stage.press("G<enter>");
    assert!(status(&stage).contains("22/22"), "{}", status(&stage));
    stage.press("H");
    assert_eq!(stage.time().as_deref(), Some("1:20.0"));
    stage.press("/nowhere<enter>h");
    assert!(stage.screen().contains("Nothing was found."));
    stage.press("<enter><pgdn>k<esc>");
}

#[test]
fn ticks_stand_on_the_bar_and_on_the_ruler() {
    let mut stage = stage();
    let count = |stage: &Stage, sign: &str| stage.screen().matches(sign).count();
    assert_eq!((count(&stage, "◂"), count(&stage, "'")), (0, 0));
    stage.press("/\"number 4\"<enter>");
    let ruler = stage.screen().lines().nth(1).unwrap_or_default().to_owned();
    assert!(ruler.matches('\'').count() >= 5, "{ruler}");
    assert!(count(&stage, "◂") >= 4, "{}", stage.screen());
    stage.press("<esc>");
    assert_eq!((count(&stage, "◂"), count(&stage, "'")), (0, 0));
}

#[test]
fn what_arrives_is_searched_too_and_the_place_stays() {
    let mut stage = Stage::loaded(50, 120, 40);
    stage.press("/\"number 4\"<enter>n");
    assert!(status(&stage).contains("2/11"), "{}", status(&stage));
    let time = stage.time();
    let effects = stage.press("r").effects;
    stage.answer(&effects, Ok(conversation(45, 2, 2)));
    assert!(status(&stage).contains("2/6"), "{}", status(&stage));
    assert_eq!(stage.time(), time);
}

#[test]
fn a_long_call_is_searched_in_steps_between_keys() {
    let text = clean(&"One word after another. ".repeat(2_500)).boxed();
    let entry = |sequence| Entry {
        sequence,
        speaker: clean("Kit").boxed(),
        text: text.clone(),
        start: None,
        end: None,
    };
    let long = Transcript { entries: (0..300).map(entry).collect(), ..Transcript::default() };
    let mut stage = Stage::record(10, &long, 120, 40);
    stage.press("/");
    let mut effects = stage.press("e").effects;
    assert!(status(&stage).contains('…'), "{}", status(&stage));
    let mut steps = 0;
    while let Some(Effect::Later { ticket, timer: Timer::Find, millis: 0 }) = effects.first() {
        let outcome = stage.app.update(Msg::Due { ticket: *ticket, at: Tick::default() });
        assert!(outcome.changed);
        effects = outcome.effects;
        steps += 1;
    }
    assert!(steps > 0 && effects.is_empty());
    assert!(
        status(&stage).contains("/300") || status(&stage).contains("/31"),
        "{}",
        status(&stage)
    );
}

#[test]
fn far_motions_are_come_back_from() {
    let mut stage = stage();
    stage.press("H");
    assert!(status(&stage).contains("There is no place to go back to."));
    stage.press("]]");
    stage.press("H");
    assert!(
        status(&stage).contains("There is no place to go back to."),
        "near motions do not count"
    );
    stage.press("G");
    stage.press(":1:00<enter>");
    stage.press("60[");
    let time = |stage: &Stage| stage.time().unwrap_or_default();
    assert_eq!(time(&stage), "0:00.0");
    let back: Vec<_> = (0..4)
        .map(|_| {
            stage.press("H");
            time(&stage)
        })
        .collect();
    assert_eq!(back, ["1:00.0", "3:18.0", "0:04.0", "0:04.0"]);
    stage.press("2L");
    assert_eq!(time(&stage), "1:00.0");
    stage.press("L");
    assert_eq!(time(&stage), "0:00.0");
    stage.press("L");
    assert!(status(&stage).contains("There is no place to go forward to."));
    stage.press("2H");
    assert_eq!(time(&stage), "3:18.0");
}

#[test]
fn marks_are_set_shown_and_gone_to() {
    let mut stage = stage();
    stage.press("5]m");
    assert!(status(&stage).contains("m and a letter: mark this place"), "{}", status(&stage));
    stage.press("a");
    assert!(status(&stage).contains("Mark a is at 0:10.0; 'a goes there."), "{}", status(&stage));
    assert!(stage.screen().contains("▸a0:10.0"), "{}", stage.screen());
    stage.press(":2:01<enter>mB");
    stage.press("g'");
    assert!(status(&stage).contains("' and a letter: go to the mark"), "{}", status(&stage));
    stage.press("a");
    assert_eq!(stage.time().as_deref(), Some("0:10.0"));
    let ruler = stage.screen().lines().nth(1).unwrap_or_default().to_owned();
    assert!(ruler.contains('B'), "{ruler}");
    stage.press("'B");
    assert_eq!(stage.time().as_deref(), Some("2:01.0"));
    assert!(stage.screen().contains("▹B2:00.0"), "{}", stage.screen());
    stage.press("'c");
    assert!(status(&stage).contains("There is no mark c; mc sets it."));
    stage.press("m3");
    assert!(status(&stage).contains("A mark is a letter"));
    stage.press("H");
    assert_eq!(stage.time().as_deref(), Some("0:10.0"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_jump_and_no_mark_leads_out_of_the_call(
        rounds in prop::collection::vec((super::keys(), 0usize..120, "[HL]|'[abB]|[nN*]"), 1..5),
    ) {
        let mut stage = Stage::loaded(60, 120, 40);
        for (keys, moments, motion) in rounds {
            stage.press(&keys);
            stage.press("<esc><esc><esc><esc>");
            let effects = stage.press("r").effects;
            if effects.iter().any(|effect| matches!(effect, Effect::Load { .. })) {
                stage.answer(&effects, Ok(conversation(moments, 2, 2)));
            }
            let before = stage.time();
            stage.press(&motion);
            let seconds = |time: String| {
                let (minutes, seconds) = time.split_once(':')?;
                Some(minutes.parse::<f64>().ok()? * 60.0 + seconds.parse::<f64>().ok()?)
            };
            let after = stage.time();
            if let Some(at) = after.filter(|time| Some(time) != before.as_ref()).and_then(seconds) {
                let end = if moments == 0 { 0 } else { moments * 2 + 4 };
                prop_assert!(at <= f64::from(u32::try_from(end).unwrap()), "{at} of {end} s");
            }
        }
    }
}
