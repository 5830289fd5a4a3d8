//! A call without a summary is asked for again while it is open.

use earmark::call::{Conversation, Problem, ProblemKind};
use earmark::tui::{Age, Answer, CallRef, Effect, Msg, Origin, Outcome, Tick, Timer, What};

use super::stage::{Stage, conversation, file};

fn record() -> CallRef {
    CallRef::Record("6qrAAC000000BGPYB2".parse().unwrap())
}

fn problem(kind: ProblemKind) -> Problem {
    Problem::new(kind, "There is none.", "Wait.")
}

/// Answers every request among effects; nothing has been processed yet.
fn answer_nothing(stage: &mut Stage, effects: &[Effect], origin: Origin) -> Vec<Effect> {
    let mut next = Vec::new();
    for effect in effects {
        let Effect::Load { ticket, what, .. } = *effect else { continue };
        let answer = match what {
            What::Conversation => Answer::Conversation(Ok(Box::new(Conversation::default()))),
            What::Transcript => Answer::Transcript(Err(problem(ProblemKind::NotFound))),
            What::Record => Answer::Record(Err(problem(ProblemKind::Busy))),
            What::Names => Answer::Names(Ok(Box::default())),
            What::Notes => Answer::Notes(Ok(Box::default())),
            What::Standpoint => Answer::Standpoint(Ok(None)),
        };
        next.extend(stage.app.update(Msg::Loaded { ticket, answer, origin }).effects);
    }
    next
}

fn later(effects: &[Effect]) -> (earmark::tui::Ticket, u64) {
    match effects {
        [Effect::Later { ticket, timer, millis }] => {
            assert_eq!(*timer, Timer::Again(record()));
            (*ticket, *millis / 1_000)
        }
        other => panic!("{other:?}"),
    }
}

fn processing() -> (Stage, Vec<Effect>) {
    let mut stage = Stage::new(vec![record(), file("other.json")], 120, 40);
    let started = stage.started.clone();
    let next = answer_nothing(&mut stage, &started, Origin::Fresh);
    (stage, next)
}

#[test]
fn it_is_asked_at_growing_intervals_and_the_screen_says_so() {
    let (mut stage, mut next) = processing();
    let mut waits = Vec::new();
    for _ in 0..6 {
        assert!(stage.screen().contains("probably still being"), "{}", stage.screen());
        let (ticket, seconds) = later(&next);
        waits.push(seconds);
        let due = stage.app.update(Msg::Due { ticket, at: Tick::default() });
        let [Effect::Load { ticket, what: What::Conversation, .. }] = due.effects[..] else {
            panic!("{due:?}")
        };
        assert!(stage.screen().contains("asking again"));
        next = stage.app.update(Msg::Confirmed { ticket }).effects;
    }
    assert_eq!(waits, [15, 30, 60, 120, 240, 300]);
    assert!(stage.screen().replace('\n', " ").contains("5 min"), "{}", stage.screen());
}

#[test]
fn a_wait_that_is_not_current_changes_nothing() {
    let (mut stage, next) = processing();
    let (ticket, _) = later(&next);
    let reload = stage.press("r");
    assert_eq!(stage.app.update(Msg::Due { ticket, at: Tick::default() }), Outcome::default());
    // Asking by hand starts the intervals anew.
    let next = answer_nothing(&mut stage, &reload.effects, Origin::Fresh);
    let (newer, seconds) = later(&next);
    assert_eq!(seconds, 15);
    assert_eq!(stage.app.update(Msg::Due { ticket, at: Tick::default() }), Outcome::default());
    assert!(stage.app.update(Msg::Due { ticket: newer, at: Tick::default() }).changed);
    assert_eq!(
        stage.app.update(Msg::Due { ticket: newer, at: Tick::default() }),
        Outcome::default()
    );
}

#[test]
fn once_there_is_something_the_transcript_is_asked_for_too() {
    let (mut stage, next) = processing();
    let due = stage.app.update(Msg::Due { ticket: later(&next).0, at: Tick::default() });
    let [Effect::Load { ticket, .. }] = due.effects[..] else { panic!("{due:?}") };
    let answer = Answer::Conversation(Ok(conversation(4, 1, 1)));
    let arrived = stage.app.update(Msg::Loaded { ticket, answer, origin: Origin::Fresh });
    let [Effect::Load { what: What::Transcript, ticket, .. }] = arrived.effects[..] else {
        panic!("{arrived:?}")
    };
    // If there is none, that is not asked for again and again.
    let answer = Answer::Transcript(Err(problem(ProblemKind::NotFound)));
    let arrived = stage.app.update(Msg::Loaded { ticket, answer, origin: Origin::Fresh });
    assert_eq!(arrived.effects, []);
    assert!(stage.screen().contains("Next Steps"));
}

#[test]
fn a_failure_keeps_asking_and_a_copy_is_no_answer() {
    let mut stage = Stage::new(vec![record()], 120, 40);
    let started = stage.started.clone();
    let kept = Origin::Kept(Age { seconds: 3 * 60 * 60 });
    assert_eq!(answer_nothing(&mut stage, &started[..1], kept), []);
    assert!(stage.screen().contains("kept copy, 3 h old"), "{}", stage.screen());
    let [Effect::Load { ticket, .. }, ..] = started[..] else { panic!("{started:?}") };
    let answer = Answer::Conversation(Err(problem(ProblemKind::Unreachable)));
    let failed = stage.app.update(Msg::Loaded { ticket, answer, origin: Origin::Fresh });
    assert_eq!(later(&failed.effects).1, 15);
    assert!(stage.screen().contains("kept copy, 3 h old"), "{}", stage.screen());
}

#[test]
fn offline_nothing_is_asked_again() {
    let mut stage = Stage::new(vec![record()], 80, 24);
    let started = stage.started.clone();
    let offline = Origin::Offline(Age { seconds: 3 * 24 * 60 * 60 });
    assert_eq!(answer_nothing(&mut stage, &started, offline), []);
    assert!(stage.screen().contains("offline, 3 d old"), "{}", stage.screen());
}

#[test]
fn another_call_ends_the_waiting() {
    let (mut stage, next) = processing();
    let switched = stage.press("<c-n>");
    assert!(switched.effects.contains(&Effect::Forget(record())));
    assert_eq!(
        stage.app.update(Msg::Due { ticket: later(&next).0, at: Tick::default() }),
        Outcome::default()
    );
}
