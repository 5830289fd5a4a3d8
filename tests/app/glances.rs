//! What a list shows of the moments of its calls.

use earmark::call::{CallId, Glance, Problem, ProblemKind};
use earmark::tui::{Answer, Effect, Msg, Origin, Ticket};

use super::listing::{Listing, call, listed};
use super::stage::conversation;

fn asked(effects: &[Effect]) -> Vec<(Ticket, CallId)> {
    let glance = |effect: &Effect| match effect {
        Effect::Glance { ticket, call, .. } => Some((*ticket, *call)),
        _ => None,
    };
    effects.iter().filter_map(glance).collect()
}

fn answer(
    listing: &mut Listing,
    ticket: Ticket,
    glance: Result<usize, ProblemKind>,
) -> Vec<Effect> {
    let glance =
        glance.map(|moments| Some(Box::new(Glance::of(&conversation(moments, 2, 2), None))));
    let glance = glance.map_err(|kind| Problem::new(kind, "No.", "Wait."));
    let answer = Answer::Glance(glance);
    listing.update(Msg::Loaded { ticket, answer, origin: Origin::Fresh }).effects
}

/// Calls that are not processed any more, which have something to look at.
fn ready(n: u32) -> CallId {
    listed(n).id
}

#[test]
fn two_calls_at_a_time_are_looked_at_and_only_those_on_the_screen() {
    let mut listing = Listing::served(300, 100, (120, 16));
    let first = asked(&listing.effects);
    assert_eq!(first.len(), 2);
    let next = asked(&answer(&mut listing, first[0].0, Ok(12)));
    assert_eq!(next.len(), 1, "one for one");
    // Whoever goes on is not behind: the next to be asked for is on the screen now.
    let effects = listing.press("150g");
    assert_eq!(asked(&effects), []);
    let next = asked(&answer(&mut listing, first[1].0, Ok(12)));
    let status = listing.status();
    assert!(status.starts_with(" 100/") || status.starts_with(" 150/"), "{status}");
    assert!(next.iter().all(|(_, id)| *id < ready(930)), "{next:?}");
    // An answer that nobody waits for is dropped.
    assert_eq!(asked(&answer(&mut listing, first[0].0, Ok(1))), []);
}

#[test]
fn a_row_says_what_the_call_is_like_or_why_not() {
    let mut listing = Listing::new(9, 50, (120, 16));
    listing.serve();
    let mut asks = asked(&listing.effects);
    let kinds = [Ok(60), Ok(0), Err(ProblemKind::NotFound), Err(ProblemKind::Unreadable)];
    for kind in kinds {
        let (ticket, _) = asks.remove(0);
        asks.extend(asked(&answer(&mut listing, ticket, kind)));
    }
    let screen = listing.screen();
    for text in ["AAAAAAAAAAAAAAAb  !", "no moments", "no access", "cannot be read", "loading"] {
        assert!(screen.contains(text), "{text}:\n{screen}");
    }
    // What the org still works on is not asked for.
    assert!(screen.contains("processing"));
}

#[test]
fn an_org_that_wants_to_be_left_alone_is() {
    let mut listing = Listing::new(30, 50, (120, 24));
    listing.serve();
    let (ticket, _) = asked(&listing.effects)[0];
    assert_eq!(asked(&answer(&mut listing, ticket, Err(ProblemKind::Busy))), []);
    assert!(listing.screen().contains("org is busy"));
    assert_eq!(asked(&listing.press("jjjj")), []);
    let again = listing.press("r");
    assert!(!asked(&again).is_empty(), "until the reader asks again");
}

#[test]
fn nothing_is_looked_at_behind_a_call_that_is_open() {
    let mut listing = Listing::served(30, 50, (120, 24));
    let (ticket, _) = asked(&listing.effects)[0];
    listing.press("<enter>");
    listing.serve();
    assert_eq!(asked(&answer(&mut listing, ticket, Ok(3))), []);
    let back = listing.press("q");
    assert!(!asked(&back).is_empty());
    // What was open need not be fetched.
    assert!(!asked(&back).iter().any(|(_, id)| Some(*id) == call(999).id()));
    assert!(
        listing.selected().contains("abab") || listing.selected().contains("aB"),
        "{}",
        listing.selected()
    );
}
