//! How whole screens look, and where colour carries a meaning.

use earmark::call::text::clean_line;
use earmark::call::{CallInsight, Part};
use earmark::tui::{Answer, App, Depth, Effect, GlyphSet, Ground, Msg, Origin, Theme, view};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::style::{Color, Modifier};

use super::stage::{Stage, conversation, file};

#[test]
fn insights_are_read_down_and_up_row_by_row() {
    let place = |stage: &Stage| stage.app.standpoint().unwrap().1.tops.insights;
    for (moments, keys) in [(30, "G9j"), (0, "2j")] {
        let mut stage = Stage::new(vec![file("a")], 60, 9);
        let started = stage.started.clone();
        let text = clean_line(&"More words follow here. ".repeat(20)).boxed();
        let insight = CallInsight { name: text.clone(), text, facts: Vec::new() };
        let mut call = conversation(moments, 2, 2);
        call.insights = Part::Ready(vec![insight]);
        stage.answer(&started, Ok(call));
        while !stage.screen().contains("━ Insights") {
            stage.press("<tab>");
        }
        stage.press(keys);
        let (last, top) = place(&stage);
        assert!(top > 0, "{}", stage.screen());
        stage.press("k");
        assert_eq!(place(&stage), (last, top - 1), "{}", stage.screen());
        stage.press("g");
        assert_eq!(place(&stage), (0, 0), "{}", stage.screen());
    }
}

#[test]
fn a_wide_screen_shows_all_panes() {
    insta::assert_snapshot!(Stage::loaded(24, 120, 30).screen());
}

#[test]
fn the_standard_terminal_shows_tabs() {
    insta::assert_snapshot!(Stage::loaded(24, 80, 24).screen());
}

#[test]
fn a_small_screen_shows_the_timeline() {
    insta::assert_snapshot!(Stage::loaded(24, 60, 12).screen());
}

#[test]
fn the_filter_opens_over_the_panes() {
    let mut stage = Stage::loaded(24, 120, 30);
    stage.press("fa2");
    insta::assert_snapshot!(stage.screen());
}

fn drawn(depth: Depth, ground: Ground) -> Buffer {
    let theme = Theme::new(ground, depth, GlyphSet::Unicode);
    let mut app = App::new(vec![file("one.json")], theme, Size::new(120, 30));
    let Some(Effect::Load { ticket, .. }) = app.start().first().cloned() else {
        panic!("no request")
    };
    let answer = Answer::Conversation(Ok(conversation(24, 4, 2)));
    app.update(Msg::Loaded { ticket, answer, origin: Origin::Fresh });
    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 30));
    let _ = view(&app, &mut buffer);
    buffer
}

/// The colours of the four categories' dots, from the top.
fn dots(buffer: &Buffer) -> Vec<Color> {
    buffer.content.iter().filter(|cell| cell.symbol() == "●").map(|cell| cell.fg).collect()
}

#[test]
fn categories_differ_in_colour_at_every_depth_and_the_letter_stays() {
    for ground in [Ground::Dark, Ground::Light] {
        for depth in [Depth::Ansi16, Depth::Ansi256, Depth::True] {
            let buffer = drawn(depth, ground);
            let dots = dots(&buffer);
            assert_eq!(dots.len(), 4);
            let distinct: std::collections::HashSet<_> = dots.iter().collect();
            assert_eq!(distinct.len(), 4, "{depth:?} {ground:?} {dots:?}");
        }
    }
    let colours = |cell: &ratatui::buffer::Cell| cell.fg != Color::Reset || cell.bg != Color::Reset;
    let plain = drawn(Depth::None, Ground::Dark);
    assert!(!plain.content.iter().any(colours));
    let text: String = plain.content.iter().map(ratatui::buffer::Cell::symbol).collect();
    assert!(text.contains("a ● Alpha") && text.contains("d ● Delta"));
}

#[test]
fn colours_follow_the_id_and_not_the_order() {
    let all = dots(&drawn(Depth::True, Ground::Dark));
    let theme = Theme::new(Ground::Dark, Depth::True, GlyphSet::Unicode);
    let mut app = App::new(vec![file("one.json")], theme, Size::new(120, 30));
    let Some(Effect::Load { ticket, .. }) = app.start().first().cloned() else {
        panic!("no request")
    };
    app.update(Msg::Loaded {
        ticket,
        answer: Answer::Conversation(Ok(conversation(24, 2, 2))),
        origin: Origin::Fresh,
    });
    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 30));
    let _ = view(&app, &mut buffer);
    assert_eq!(dots(&buffer), all[..2]);
}

#[test]
fn the_cursor_is_marked_without_colour_too() {
    let plain = drawn(Depth::None, Ground::Dark);
    let reversed = plain.content.iter().filter(|cell| cell.modifier.contains(Modifier::REVERSED));
    assert!(reversed.count() >= 6);
    assert!(plain.content.iter().any(|cell| cell.symbol() == "▸"));
}
