//! The mouse, where it is wanted.

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use earmark::tui::{Answer, Effect, Msg, What};
use proptest::prelude::*;

use crate::stage::{Stage, conversation, file};

const CLICK: MouseEventKind = MouseEventKind::Down(MouseButton::Left);

fn point(stage: &mut Stage, kind: MouseEventKind, (column, row): (u16, u16)) -> bool {
    let event = MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE };
    stage.app.update(Msg::Pointed(event)).changed
}

/// Where a text stands on the screen.
fn place(stage: &Stage, text: &str) -> (u16, u16) {
    let screen = stage.screen();
    let (row, line) = screen.lines().enumerate().find(|(_, line)| line.contains(text)).unwrap();
    let column = line[..line.find(text).unwrap()].chars().count();
    (column.try_into().unwrap(), row.try_into().unwrap())
}

#[test]
fn a_click_chooses_what_is_under_it() {
    let mut stage = Stage::loaded(30, 120, 40);
    let moment = place(&stage, "0:08.0");
    assert!(!point(&mut stage, CLICK, moment), "the mouse is off");
    assert_eq!(stage.press("M").effects, [Effect::Mouse(true)]);
    assert!(point(&mut stage, CLICK, moment));
    assert_eq!(stage.time().as_deref(), Some("0:08.0"));
    let category = place(&stage, "Bravo  ");
    point(&mut stage, CLICK, category);
    assert!(stage.screen().contains("of 30, filtered"), "{}", stage.screen());
    point(&mut stage, CLICK, category);
    assert!(!stage.screen().contains("filtered"));
    // The last column of the ruler is about the end of the call.
    point(&mut stage, CLICK, (118, 2));
    assert!(stage.time().unwrap().as_str() > "0:58", "{:?}", stage.time());
    assert_eq!(stage.press("M").effects, [Effect::Mouse(false)]);
}

#[test]
fn the_wheel_scrolls_what_is_under_it() {
    let mut stage = Stage::loaded(300, 120, 40);
    stage.press("M");
    let moment = place(&stage, "0:08.0");
    point(&mut stage, MouseEventKind::ScrollDown, moment);
    assert!(stage.screen().contains("4/300"), "{}", stage.screen());
    point(&mut stage, MouseEventKind::ScrollUp, moment);
    assert!(stage.screen().contains("1/300"));
    stage.press("?");
    let before = stage.screen();
    point(&mut stage, MouseEventKind::ScrollDown, moment);
    assert!(before != stage.screen() || !before.contains("scroll"));
}

#[test]
fn whoever_clicks_stays_there_and_has_a_way_back() {
    let mut stage = Stage::loaded(60, 120, 40);
    stage.press("30]");
    let left = stage.app.standpoint().unwrap().1;
    let mut stage = Stage::new(vec![file("one.json")], 120, 40);
    stage.app = stage.app.with_mouse(true);
    stage.send(What::Conversation, Answer::Conversation(Ok(conversation(60, 2, 2))));
    let moment = place(&stage, "0:08.0");
    point(&mut stage, CLICK, moment);
    stage.send(What::Standpoint, Answer::Standpoint(Ok(Some(Box::new(left)))));
    assert_eq!(stage.time().as_deref(), Some("0:08.0"), "where it was left comes too late");
    point(&mut stage, CLICK, (100, 2));
    assert_ne!(stage.time().as_deref(), Some("0:08.0"));
    stage.press("H");
    assert_eq!(stage.time().as_deref(), Some("0:08.0"));
}

proptest! {
    #[test]
    fn the_mouse_may_be_anywhere(
        points in proptest::collection::vec((0u16..200, 0u16..80, 0usize..3), 0..20),
        keys in "[fp:?\\]c]{0,4}", width in 1u16..160, height in 1u16..60,
    ) {
        let mut stage = Stage::loaded(40, width, height);
        stage.press("M");
        stage.press(&keys);
        for (x, y, kind) in points {
            let kinds = [CLICK, MouseEventKind::ScrollDown, MouseEventKind::ScrollUp];
            point(&mut stage, kinds[kind], (x, y));
            let _ = stage.buffer();
        }
    }
}
