//! How a call is looked at, carried to another session, another screen, another answer.

use earmark::call::text::Clean;
use earmark::tui::{Answer, App, Effect, Msg, Origin, Pane, Standpoint, What};
use proptest::prelude::*;
use ratatui::layout::Size;

use super::stage::{Stage, conversation, transcript};

/// A call of the org with sixty moments and as many entries.
fn stage(width: u16, height: u16) -> Stage {
    Stage::record(60, &transcript(60), width, height)
}

fn standpoint(app: &App) -> Standpoint {
    app.standpoint().unwrap().1
}

/// The screen without its last row, where notices come and go.
fn panes(stage: &Stage) -> String {
    let screen = stage.screen();
    screen.rsplit_once('\n').unwrap().0.to_owned()
}

/// Another session on the same call, which is looked at like that.
fn taken_up(standpoint: Standpoint, width: u16, height: u16) -> Stage {
    let call = earmark::tui::CallRef::Record(super::stage::CALL.parse().unwrap());
    let mut stage = Stage::new(vec![call], width, height);
    stage.app = stage.app.standing_at(standpoint);
    stage.arrive(60, &transcript(60));
    stage
}

#[test]
fn nothing_is_said_of_a_call_that_is_not_there() {
    let call = earmark::tui::CallRef::Record(super::stage::CALL.parse().unwrap());
    assert!(Stage::new(vec![call], 120, 40).app.standpoint().is_none());
}

#[test]
fn everything_that_is_seen_is_taken_up() {
    let mut left = stage(120, 40);
    left.press("cas2zzvT<tab><tab>5j<tab><tab>jj");
    let said = standpoint(&left.app);
    assert_eq!(said.ruler.zoom, 2);
    let next = taken_up(said.clone(), 120, 40);
    assert_eq!(next.screen(), left.screen());
    assert_eq!(standpoint(&next.app), said);
}

#[test]
fn what_was_looked_for_and_marked_is_there_again() {
    let mut left = stage(120, 40);
    left.press("5]ma3]mZ/text<enter>");
    let said = standpoint(&left.app);
    assert_eq!((said.search.as_str(), said.marks.len()), ("text", 2));
    let call = earmark::tui::CallRef::Record(super::stage::CALL.parse().unwrap());
    let mut next = Stage::new(vec![call], 120, 40);
    let moments = conversation(60, 2, 2);
    next.send(What::Conversation, Answer::Conversation(Ok(moments)));
    next.send(What::Standpoint, Answer::Standpoint(Ok(Some(Box::new(said.clone())))));
    next.send(What::Transcript, Answer::Transcript(Ok(Box::new(transcript(60)))));
    assert_eq!(standpoint(&next.app), said);
    next.press("'a");
    assert_eq!(next.time(), Some(said.marks[&'a'].to_string()));
    // Who looks along keeps their own marks.
    let other = taken_up(said, 120, 40);
    assert!(standpoint(&other.app).marks.is_empty());
}

#[test]
fn marks_made_before_the_kept_ones_came_stay() {
    let mut left = stage(120, 40);
    left.press("5]ma3]mb");
    let said = standpoint(&left.app);
    let call = earmark::tui::CallRef::Record(super::stage::CALL.parse().unwrap());
    let mut next = Stage::new(vec![call], 120, 40);
    next.send(What::Conversation, Answer::Conversation(Ok(conversation(60, 2, 2))));
    next.press("ma");
    next.send(What::Standpoint, Answer::Standpoint(Ok(Some(Box::new(said.clone())))));
    let marks = standpoint(&next.app).marks;
    assert_eq!((marks[&'a'].centis(), marks[&'b']), (0, said.marks[&'b']));
}

#[test]
fn what_the_call_does_not_have_is_passed_over() {
    let mut left = stage(120, 40);
    left.press("f");
    let mut said = standpoint(&left.app);
    said.categories = ["id-1", "gone"].map(|id| earmark::call::text::clean_line(id).boxed()).into();
    said.at = earmark::call::Offset::LONGEST;
    said.nth = Some(usize::MAX);
    said.pane = Pane::Summary;
    let next = taken_up(said, 120, 40);
    let now = standpoint(&next.app);
    assert_eq!(now.categories.iter().map(Clean::as_str).collect::<Vec<_>>(), ["id-1"]);
    assert_eq!(now.pane, Pane::Summary);
    assert!(next.time().is_some());
}

#[test]
fn it_can_be_written_down() {
    let mut left = stage(120, 40);
    left.press("cas2zv");
    let said = standpoint(&left.app);
    let text = serde_json::to_string(&said).unwrap();
    assert_eq!(serde_json::from_str::<Standpoint>(&text).unwrap(), said);
    // What an older or a newer earmark wrote is read as far as it goes.
    let other: Standpoint = serde_json::from_str(r#"{"at": 250, "later": {"x": 1}}"#).unwrap();
    assert_eq!(other.at.centis(), 250);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_keys_lead_somewhere_that_can_be_taken_up_on_any_screen(
        keys in proptest::collection::vec(
            proptest::sample::select(vec![
                "]", "[", "}", "ca", "cb", "s1", "s2", "5]", "G", "gg", "j", "k", "<pgdn>", "<pgup>",
                "<tab>", "<s-tab>", "<enter>", "F", "z", "Z", "v", "T", "!", "30]",
            ]),
            0..40,
        ),
        width in 40u16..180, height in 8u16..50, moments in 0usize..70,
    ) {
        let mut left = stage(120, 40);
        left.press(&keys.concat());
        let said = standpoint(&left.app);
        let same = taken_up(said.clone(), 120, 40);
        prop_assert_eq!(standpoint(&same.app), said.clone());
        prop_assert_eq!(panes(&same), panes(&left));
        // Another screen and another answer show what they have of it.
        let mut other = taken_up(said.clone(), width, height);
        prop_assert_eq!(standpoint(&other.app).at, said.at);
        let again = other.press("r").effects;
        let ticket = again.iter().find_map(|effect| match effect {
            Effect::Load { ticket, what: What::Conversation, .. } => Some(*ticket),
            _ => None,
        });
        let answer = Answer::Conversation(Ok(conversation(moments, 2, 2)));
        let ticket = ticket.unwrap();
        other.app.update(Msg::Loaded { ticket, answer, origin: Origin::Fresh });
        other.app.update(Msg::Resized(Size::new(height, width)));
        other.screen();
        prop_assert!(other.app.standpoint().is_some());
    }
}
