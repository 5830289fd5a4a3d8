//! When a place is kept, and which call comes next.

use earmark::tui::{Answer, CallRef, Effect, Msg, Origin, Tick, Timer, What};

use super::listing::{Listing, call, listed, problem};
use super::stage::{CALL, Stage, file, transcript};

fn stage() -> Stage {
    Stage::record(60, &transcript(60), 120, 40)
}

fn rest(effects: &[Effect]) -> Option<earmark::tui::Ticket> {
    effects.iter().find_map(|effect| match effect {
        Effect::Later { ticket, timer: Timer::Rest, .. } => Some(*ticket),
        _ => None,
    })
}

fn saves(effects: &[Effect]) -> usize {
    effects.iter().filter(|effect| matches!(effect, Effect::SaveStandpoint { .. })).count()
}

fn due(stage: &mut Stage, ticket: earmark::tui::Ticket) -> Vec<Effect> {
    stage.app.update(Msg::Due { ticket, at: Tick::default() }).effects
}

#[test]
fn a_place_is_kept_after_a_rest_and_not_with_every_key() {
    let mut stage = stage();
    let ticket = rest(&stage.press("]").effects).unwrap();
    for _ in 0..20 {
        assert_eq!(stage.press("]").effects, []);
    }
    let kept = due(&mut stage, ticket);
    assert_eq!(saves(&kept), 1);
    assert!(due(&mut stage, ticket).is_empty(), "once");
    assert_eq!(stage.app.end(), [], "nothing has changed since");
    assert!(rest(&stage.press("[").effects).is_some());
    let end = stage.app.end();
    assert_eq!((saves(&end), &end[0]), (1, &Effect::Never(Timer::Rest)));
}

#[test]
fn looking_alone_keeps_nothing() {
    let mut stage = stage();
    stage.app.update(Msg::Resized(ratatui::layout::Size::new(80, 24)));
    assert_eq!(stage.press("?").effects, []);
    assert_eq!(stage.app.end(), []);
    // What came on standard input is not found again.
    let mut stage = Stage::new(vec![CallRef::Stdin], 120, 40);
    stage.send(What::Conversation, Answer::Conversation(Ok(super::stage::conversation(9, 2, 2))));
    assert_eq!(stage.press("]").effects, []);
    assert_eq!(saves(&stage.app.end()), 0);
}

#[test]
fn a_place_that_comes_after_the_first_key_is_too_late() {
    let call = CallRef::Record(CALL.parse().unwrap());
    for (early, time) in [(true, "0:20.0"), (false, "0:02.0")] {
        let mut left = stage();
        left.press("10]");
        let place = left.app.standpoint().unwrap().1;
        let mut stage = Stage::new(vec![call.clone()], 120, 40);
        let conversation = super::stage::conversation(60, 2, 2);
        stage.send(What::Conversation, Answer::Conversation(Ok(conversation)));
        if !early {
            stage.press("]");
        }
        stage.send(What::Standpoint, Answer::Standpoint(Ok(Some(Box::new(place)))));
        assert_eq!(stage.time().as_deref(), Some(time));
    }
}

#[test]
fn a_call_of_the_session_is_as_it_was_left() {
    let mut stage = Stage::loaded(9, 120, 40);
    stage.press("4]<tab>");
    let other = stage.press("<c-n>").effects;
    stage.answer(&other, Ok(super::stage::conversation(9, 2, 2)));
    assert_eq!(stage.time().as_deref(), Some("0:00.0"));
    let back = stage.press("<c-p>").effects;
    assert!(matches!(&back[0], Effect::Forget(call) if *call == file("two.json")));
    stage.answer(&back, Ok(super::stage::conversation(9, 2, 2)));
    assert_eq!(stage.time().as_deref(), Some("0:08.0"));
}

#[test]
fn what_cannot_be_kept_is_said_once() {
    let mut stage = stage();
    let ticket = rest(&stage.press("]").effects).unwrap();
    due(&mut stage, ticket);
    let failed = || Msg::Loaded {
        ticket: earmark::tui::Ticket::default(),
        answer: Answer::StandpointSaved(Err(problem())),
        origin: Origin::Fresh,
    };
    assert!(stage.app.update(failed()).changed && stage.screen().contains("cannot be reached"));
    assert_eq!(rest(&stage.press("]").effects), None);
    assert!(!stage.app.update(failed()).changed);
}

/// A list of which some calls are reviewed already.
fn listing(reviewed: &[u32]) -> Listing {
    let mut listing = Listing::new(40, 50, (120, 30));
    let ticket = listing.effects.iter().find_map(|effect| match effect {
        Effect::LoadReviewed { ticket } => Some(*ticket),
        _ => None,
    });
    let calls = reviewed.iter().map(|&n| listed(n).id).collect();
    let answer = Answer::Reviewed(Ok(calls));
    let ticket = ticket.unwrap();
    listing.update(Msg::Loaded { ticket, answer, origin: Origin::Fresh });
    listing.serve();
    listing
}

#[test]
fn the_next_call_to_review_is_found_over_those_that_are() {
    let mut listing = listing(&[998, 997]);
    assert!(listing.screen().contains("38 to review · 40 calls"), "{}", listing.screen());
    let save = Effect::SaveReviewed { call: listed(999).id, reviewed: true };
    assert_eq!(listing.press("u")[0], save);
    assert!(listing.status().starts_with(" 4/40"), "{}", listing.status());
    assert!(listing.screen().contains("37 to review"));
    // What is reviewed can be new again; the cursor stays.
    assert_eq!(
        listing.press("gu")[0],
        Effect::SaveReviewed { call: listed(999).id, reviewed: false }
    );
    assert!(listing.status().contains("To be reviewed again."));
    listing.press("4g<enter>");
    listing.serve();
    let opened = listing.press("u");
    assert_eq!(super::listing::opened(&opened), [call(994)], "the one after it was fetched ahead");
    assert!(listing.screen().contains("call 5 of 40"), "{}", listing.screen());
}

#[test]
fn under_a_filter_what_is_reviewed_goes_and_the_cursor_is_on_the_next() {
    let mut listing = listing(&[]);
    listing.press("/is:new<down>");
    assert!(listing.screen().contains("40 of 40 calls"));
    // The line takes letters; the filter stays when it is left.
    listing.press("<enter>");
    listing.serve();
    listing.press("u");
    listing.serve();
    listing.press("q");
    assert!(listing.screen().contains("39 to review · 39 of 40 calls"), "{}", listing.screen());
    assert!(listing.status().starts_with(" 2/39"), "{}", listing.status());
    for _ in 0..39 {
        listing.press("u");
    }
    assert!(listing.screen().contains("all reviewed · 0 of 40 calls"), "{}", listing.screen());
    assert!(listing.screen().contains("No call matches."));
    listing.press("u");
    assert!(listing.status().contains("There is no call to mark."));
}
