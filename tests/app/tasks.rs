//! Next steps as tasks, as the app sees them.

use earmark::call::task::{Task, Terms};
use earmark::call::{Problem, ProblemKind};
use earmark::tui::{Answer, CallRef, Effect, Msg, Origin, Ticket, What};
use earmark::wire;
use serde_json::json;

use super::listing::problem;
use super::stage::{CALL, Stage, transcript};

/// A call whose summary has so many next steps.
fn stage(steps: usize) -> Stage {
    let steps: String = (1..=steps).map(|n| format!("<li>Send offer {n}</li>")).collect();
    let summary = format!("<p><strong>Next Steps</strong></p><ol>{steps}</ol>");
    let outputs =
        json!({"conversationIntelligence": {"callSummary": summary}, "momentInsights": []});
    let conversation = wire::intelligence(outputs.to_string().as_bytes()).unwrap();
    let mut stage = Stage::new(vec![CallRef::Record(CALL.parse().unwrap())], 120, 40);
    let started = stage.started.clone();
    stage.answer(&started, Ok(Box::new(conversation)));
    stage.press("D");
    assert!(stage.screen().contains("tasks would lack dates and names"), "{}", stage.screen());
    stage.send(What::Transcript, Answer::Transcript(Ok(Box::new(transcript(1)))));
    stage.send(What::Record, Answer::Record(Err(problem())));
    stage
}

fn terms(effects: &[Effect]) -> Ticket {
    match effects {
        [Effect::TaskTerms { ticket, .. }] => *ticket,
        other => panic!("{other:?}"),
    }
}

fn sent(effects: &[Effect]) -> &[Task] {
    match effects {
        [Effect::MakeTasks { tasks, .. }] => tasks,
        other => panic!("{other:?}"),
    }
}

fn tell(stage: &mut Stage, ticket: Ticket, answer: Answer) {
    stage.app.update(Msg::Loaded { ticket, answer, origin: Origin::Fresh });
}

#[test]
fn only_what_was_read_is_sent() {
    let mut stage = stage(2);
    let ticket = terms(&stage.press("D c").effects);
    tell(&mut stage, ticket, Answer::TaskTerms(Ok(Terms::default())));
    let first = sent(&stage.press("<enter>").effects).to_vec();
    let subjects =
        |tasks: &[Task]| tasks.iter().map(|it| it.subject.to_string()).collect::<Vec<_>>();
    assert_eq!(subjects(&first), ["Send offer 1"]);
    // The first fails while the second is read.
    let ticket = terms(&stage.press("j c").effects);
    tell(&mut stage, ticket, Answer::TaskTerms(Ok(Terms::default())));
    let busy = Problem::new(ProblemKind::Busy, "The org is busy.", "Wait a minute.");
    tell(&mut stage, ticket, Answer::TaskMade(first[0].key.clone(), Err(busy)));
    assert!(stage.screen().contains("To be sent to the org: 1 task"), "{}", stage.screen());
    assert_eq!(subjects(sent(&stage.press("<enter>").effects)), ["Send offer 2"]);
    // It waits to be sent again.
    assert!(stage.screen().contains("[x] Send offer 1"), "{}", stage.screen());
}
