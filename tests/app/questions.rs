//! Questions: the filter that answers one, the org that answers others, and where they lead.

use earmark::call::{Problem, ProblemKind, Reply};
use earmark::tui::{Answer, CallRef, Effect, Msg, Origin, Outcome, Ticket};
use earmark::wire;
use serde_json::json;

use super::stage::{Stage, conversation, file};

const CALL: &str = "6qrWs000004Tb7KIAS";

/// A record with so many moments.
fn stage(moments: usize, width: u16, height: u16) -> Stage {
    let calls = [CALL, "0LQWs000002Fq8pOAC"].map(|id| CallRef::Record(id.parse().unwrap()));
    let mut stage = Stage::new(calls.to_vec(), width, height);
    let started = stage.started.clone();
    stage.answer(&started, Ok(conversation(moments, 2, 2)));
    stage
}

fn reply(html: &str) -> Reply {
    wire::reply(json!({"answer": html}).to_string().as_bytes()).unwrap()
}

/// The question that goes out.
fn asked(outcome: &Outcome) -> (Ticket, String) {
    let question = |effect: &Effect| match effect {
        Effect::Ask { ticket, question, call } => {
            assert_eq!(call.to_string(), CALL);
            Some((*ticket, question.to_string()))
        }
        _ => None,
    };
    outcome.effects.iter().find_map(question).expect("a question")
}

fn answer(stage: &mut Stage, ticket: Ticket, reply: Result<Reply, Problem>) -> Outcome {
    let reply = reply.map(Box::new);
    stage.app.update(Msg::Loaded { ticket, answer: Answer::Reply(reply), origin: Origin::Fresh })
}

#[test]
fn a_filter_that_answers_is_offered_first() {
    let mut stage = stage(24, 120, 40);
    let outcome = stage.press(":ask what about alpha and Speaker 1?<enter>");
    assert!(!outcome.effects.iter().any(|effect| matches!(effect, Effect::Ask { .. })));
    assert!(stage.screen().contains("The filter \"Alpha by Speaker 1\" shows 12 moments: Enter"));
    assert_eq!(stage.press("x"), Outcome::default());
    let time = stage.time();
    assert!(!stage.press("<enter>").effects.iter().any(|it| matches!(it, Effect::Ask { .. })));
    assert!(stage.screen().contains("of 24, filtered") && stage.screen().contains("F clears"));
    assert_eq!(stage.time(), time);
    stage.press("F:ask anything that needs attention?<enter>");
    assert!(stage.screen().contains("The filter \"Flagged\" shows 3 moments"));
    assert_eq!(stage.press("<esc>").effects, []);
    assert!(!stage.screen().contains("filtered"));
}

#[test]
fn an_offer_is_made_anew_when_the_call_arrives_again() {
    let mut stage = stage(24, 120, 40);
    let asked = stage.press("r").effects;
    stage.press(":ask what about bravo?<enter>");
    assert!(stage.screen().contains("The filter \"Bravo\" shows 12 moments"));
    stage.answer(&asked, Ok(conversation(30, 3, 2)));
    assert!(stage.screen().contains("The filter \"Bravo\" shows 10 moments"), "{}", stage.screen());
    stage.press("<esc>");
    let asked = stage.press("r").effects;
    stage.press(":ask what about bravo?<enter>");
    stage.answer(&asked, Ok(conversation(30, 1, 2)));
    assert!(stage.screen().contains("no filter answers that any more"), "{}", stage.screen());
    stage.press("<enter>");
    assert!(!stage.screen().contains("filtered"));
}

#[test]
fn the_org_is_asked_anyway_when_that_is_wanted() {
    let mut stage = stage(24, 120, 40);
    let outcome = stage.press("Awhat about bravo?<enter>a");
    assert_eq!(asked(&outcome).1, "what about bravo?");
    assert!(stage.screen().contains("Asking the org.") && stage.screen().contains("Esc cancels"));
}

#[test]
fn an_answer_leads_to_the_moments_that_bear_on_it() {
    let mut stage = stage(24, 120, 40);
    let outcome = stage.press(":ask who fed the gull?<enter>");
    let (ticket, question) = asked(&outcome);
    assert_eq!(question, "who fed the gull?");
    let html = "<p>Kit did, at 0:20:</p><ul><li>“What was said at moment number 7.”</li></ul>";
    assert!(answer(&mut stage, ticket, Ok(reply(html))).changed);
    let screen = stage.screen();
    assert!(
        screen.contains("who fed the gull?") && screen.contains("Kit did, at 0:20:"),
        "{screen}"
    );
    assert!(screen.contains("Moments that bear on it"));
    assert!(
        screen.contains("1    0:14.0 B Speaker 2  What was said at moment number 7."),
        "{screen}"
    );
    assert!(
        screen.contains("2    0:20.0 A Speaker 1  What was said at moment number 10."),
        "{screen}"
    );
    stage.press("2");
    assert_eq!(stage.time().as_deref(), Some("0:20.0"));
    assert!(!stage.screen().contains("Moments that bear on it"));
    // The answer is still there, and by the cursor it leads there too.
    assert_eq!(stage.press(":ask<enter>").effects, []);
    stage.press("jjk<enter>");
    assert_eq!(stage.time().as_deref(), Some("0:14.0"));
}

#[test]
fn a_moment_that_the_filter_hides_is_gone_to_with_a_word_about_it() {
    let mut stage = stage(24, 120, 40);
    stage.press("fa<esc>");
    let (ticket, _) = asked(&stage.press(":ask who fed the gull?<enter>"));
    answer(&mut stage, ticket, Ok(reply("At 0:14.")));
    stage.press("<enter>");
    assert!(stage.screen().contains("The filter hides this moment; F clears it."));
    stage.press("j");
    assert!(stage.screen().contains("of 24, filtered"));
}

#[test]
fn an_answer_that_nobody_waits_for_is_dropped() {
    let mut stage = stage(24, 120, 40);
    let (first, _) = asked(&stage.press(":ask who fed the gull?<enter>"));
    assert_eq!(stage.press("<esc>").effects, [Effect::StopAsking]);
    assert_eq!(answer(&mut stage, first, Ok(reply("late"))), Outcome::default());
    stage.press(":ask<enter>");
    assert!(stage.screen().contains("Nothing was asked about this call yet"));
    let (second, _) = asked(&stage.press(":ask who rowed?<enter>"));
    assert_eq!(answer(&mut stage, first, Ok(reply("late"))), Outcome::default());
    assert!(answer(&mut stage, second, Ok(reply("Ada rowed."))).changed);
    assert_eq!(answer(&mut stage, second, Ok(reply("again"))), Outcome::default());
    assert!(stage.screen().contains("Ada rowed.") && !stage.screen().contains("late"));
    assert_eq!(stage.press("<esc>").effects, []);
}

#[test]
fn a_failure_says_why_and_r_asks_again() {
    let mut stage = stage(24, 120, 40);
    let (ticket, question) = asked(&stage.press(":ask who fed the gull?<enter>"));
    let problem =
        Problem::new(ProblemKind::NotOffered, "You may not ask.", "Ask an administrator.");
    answer(&mut stage, ticket, Err(problem));
    let screen = stage.screen();
    for part in ["You may not ask.", "Ask an administrator.", "r asks again, Esc closes"] {
        assert!(screen.contains(part), "{screen}");
    }
    let (ticket, again) = asked(&stage.press("r"));
    assert_eq!(again, question);
    answer(&mut stage, ticket, Ok(Reply::default()));
    assert!(stage.screen().contains("The org gave no answer."));
    assert_eq!(stage.press("r").effects, []);
}

#[test]
fn answers_are_kept_with_their_calls() {
    let mut stage = stage(24, 120, 40);
    let (ticket, _) = asked(&stage.press(":ask who fed the gull?<enter>"));
    answer(&mut stage, ticket, Ok(reply("Callum.")));
    stage.press("<esc><c-n>:ask<enter>");
    assert!(stage.screen().contains("Nothing was asked about this call yet"));
    stage.press("<c-p>:ask<enter>");
    assert!(stage.screen().contains("Callum."));
}

#[test]
fn a_saved_response_has_filters_but_no_org() {
    let mut stage = Stage::loaded(24, 120, 40);
    let outcome = stage.press(":ask who fed the gull?<enter>");
    assert_eq!(outcome.effects, []);
    assert!(stage.screen().contains("there is no org to ask about it"));
    stage.press(":ask about bravo<enter>");
    assert!(stage.screen().contains("\"Bravo\" shows 12 moments: Enter filters, Esc closes."));
    assert_eq!(stage.press("a").effects, []);
    let mut unread = Stage::new(vec![file("a")], 120, 40);
    assert_eq!(unread.press(":ask about bravo<enter>").effects, []);
}

#[test]
fn the_command_line_says_what_it_understands() {
    let mut stage = stage(24, 120, 40);
    stage.press(":asap<enter>");
    let screen = stage.screen();
    assert!(
        screen.contains("Nothing is called that. Type the name of an action, a time such as 1:23")
    );
    stage.press(":");
    stage.app.update(Msg::Pasted(format!("ask {}", "x".repeat(4_001))));
    assert_eq!(stage.press("<enter>").effects, []);
    assert!(stage.screen().contains("at most 4,000 characters, and this one has 4001"));
}

#[test]
fn a_long_answer_scrolls_to_its_end_and_then_to_its_moments() {
    for (width, height) in [(120, 40), (80, 24), (60, 12), (40, 8)] {
        let mut stage = stage(24, width, height);
        let (ticket, _) = asked(&stage.press(":ask who fed the gull?<enter>"));
        let lines: String = (0..60).map(|i| format!("<p>Line {i}.</p>")).collect();
        answer(&mut stage, ticket, Ok(reply(&format!("{lines}<p>The end, at 0:14.</p>"))));
        assert!(!stage.screen().contains("The end"), "{width}×{height}");
        stage.press("<pgdn><pgup>");
        assert!(stage.screen().contains("Line 0."), "{}", stage.screen());
        stage.press(&"j".repeat(70));
        assert!(stage.screen().contains("The end"), "{}", stage.screen());
        stage.press("1");
        assert_eq!(stage.time().as_deref(), Some("0:14.0"), "{width}×{height}");
    }
}

#[test]
fn how_an_answer_looks() {
    let mut stage = stage(24, 100, 24);
    let (ticket, _) = asked(&stage.press(":ask who fed the gull?<enter>"));
    let html = "<p>Two passages bear on that:</p><ul><li><strong>Kit</strong>, 0:20: “Not me.”</li>\
                <li><strong>Ada</strong>, 0:22: “What was said at moment number 11.”</li></ul>";
    answer(&mut stage, ticket, Ok(reply(html)));
    stage.press("jj");
    insta::assert_snapshot!(stage.screen());
}

#[test]
fn the_cursor_stays_in_sight_of_a_long_question() {
    let mut stage = stage(24, 80, 24);
    stage.press("A");
    let column = |stage: &Stage| {
        let mut buffer = stage.buffer();
        earmark::tui::view(&stage.app, &mut buffer).map(|at| (at.x, at.y))
    };
    assert_eq!(column(&stage), Some((6, 23)));
    stage.press("温度");
    assert_eq!(column(&stage), Some((10, 23)));
    stage.press(&"long ".repeat(40));
    assert_eq!(column(&stage), Some((79, 23)));
    stage.press(&"<left>".repeat(3));
    assert_eq!(column(&stage), Some((76, 23)));
    assert!(stage.screen().lines().last().unwrap().contains("long long"));
}
