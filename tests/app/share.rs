//! Copying, exporting, and the view for others.

use earmark::call::export::Format;
use earmark::tui::{Answer, CallRef, Clipboard, Effect, Sharing, What};

use super::stage::{CALL, Stage, conversation, file, transcript};

fn copied(effects: &[Effect]) -> &str {
    match effects {
        [Effect::Copy(text)] => text.as_str(),
        other => panic!("nothing was copied: {other:?}"),
    }
}

#[test]
fn a_moment_is_copied_in_every_form() {
    let mut stage = Stage::record(9, &transcript(9), 120, 40);
    stage.press("]");
    stage.press("y");
    let screen = stage.screen();
    for part in
        ["Copy (Esc closes)", "q  quote", "l  link", "earmark://call/", "e  transcript entry"]
    {
        assert!(screen.contains(part), "{part}\n{screen}");
    }
    let link = stage.press("l").effects;
    let link = copied(&link).to_owned();
    assert!(link.starts_with(&format!("earmark://call/{CALL}")) && link.contains("?t="), "{link}");
    let screen = stage.screen();
    assert!(screen.contains("Copied the link, ") && screen.contains("y v l"), "{screen}");
    let said = stage.press("yt").effects;
    let said = copied(&said).to_owned();
    let quote = stage.press("yq").effects;
    let quote = copied(&quote);
    assert!(said.ends_with(quote) && said.contains(": "), "{said}");
    let markdown = stage.press("ym").effects;
    assert!(copied(&markdown).starts_with("> ") && copied(&markdown).contains(&link));
    let entry = stage.press("ye").effects;
    assert!(copied(&entry).contains("Entry number"), "{entry:?}");
}

#[test]
fn a_text_is_shown_where_nothing_can_be_copied() {
    let mut stage = Stage::record(9, &transcript(9), 80, 24);
    let shown = stage.press("yvl").effects;
    assert_eq!(shown, []);
    let screen = stage.screen();
    assert!(screen.starts_with("Select it as your terminal does"), "{screen}");
    assert!(screen.lines().nth(1).unwrap().starts_with("earmark://call/"), "{screen}");
    stage.press("<esc>");
    assert!(!stage.screen().contains("Select it"));
    let sharing = Sharing { clipboard: Clipboard::None, files: false };
    let mut stage = Stage::loaded(9, 80, 24);
    stage.app = stage.app.sharing(sharing);
    assert_eq!(stage.press("yl").effects, []);
    assert!(stage.screen().contains("earmark 'one.json' --at "), "{}", stage.screen());
    assert_eq!(stage.press("<esc>ye").effects, []);
    assert!(stage.screen().contains("Nothing was copied: no transcript entry"));
}

#[test]
fn an_export_is_a_file_or_is_copied_and_holds_what_the_filter_shows() {
    let mut stage = Stage::record(9, &transcript(9), 120, 40);
    stage.app = stage.app.sharing(Sharing { files: true, ..Sharing::default() });
    stage.press("f1<esc>e");
    assert!(stage.screen().contains("5 of 9 moments, as filtered"), "{}", stage.screen());
    let effects = stage.press("c").effects;
    let [Effect::Export { name, text }] = &effects[..] else { panic!("{effects:?}") };
    assert!(name.ends_with(&format!(".{}", Format::Csv.extension())), "{name}");
    assert_eq!(text.lines().count(), 6, "{text}");
    let done = Answer::Exported(Ok(earmark::call::text::Clean::ours("/tmp/x.csv").boxed()));
    stage.send(What::Conversation, done);
    assert!(stage.screen().contains("Written: /tmp/x.csv"), "{}", stage.screen());
    stage.app = stage.app.sharing(Sharing::default());
    let effects = stage.press("Fev").effects;
    assert!(copied(&effects).starts_with("WEBVTT "), "{effects:?}");
    let effects = stage.press("erm").effects;
    let text = copied(&effects);
    assert!(!text.contains("Kit") && text.contains("Speaker A"), "{text}");
    let mut large = Stage::record(5_000, &transcript(9), 120, 40);
    assert_eq!(large.press("ej").effects, []);
    assert!(large.screen().contains("too long for the clipboard"), "{}", large.screen());
    assert!(large.screen().contains("ssh HOST show CALL"), "{}", large.screen());
    // What no clipboard takes is shown, however long.
    large.app = large.app.sharing(Sharing { clipboard: Clipboard::None, files: false });
    large.press("ej");
    assert!(large.screen().contains("{\"id\":"), "{}", large.screen());
}

#[test]
fn every_form_is_offered_on_the_lowest_screen() {
    for height in 8..15 {
        let mut stage = Stage::loaded(9, 60, height);
        stage.press("e");
        let screen = stage.screen();
        let keys = ["m  Markdown", "j  JSON", "c  CSV", "v  WebVTT", "t  text", "r  redacted: no"];
        for key in keys {
            assert!(screen.contains(key), "{key}\n{screen}");
        }
        assert_eq!(screen.contains("All 9 moments."), height >= 10, "{screen}");
    }
}

#[test]
fn a_redacted_view_names_nobody_and_keeps_the_place() {
    let mut stage = Stage::record(9, &transcript(9), 120, 40);
    stage.press("4]");
    let (before, time) = (stage.screen(), stage.time());
    assert!(before.contains("Kit") && before.contains("Ada"), "{before}");
    stage.press("R");
    let screen = stage.screen();
    for name in ["Kit", "Ada", "Buyer"] {
        assert!(!screen.contains(name), "{name}\n{screen}");
    }
    assert!(screen.contains("Speaker A"), "{screen}");
    stage.press("<tab><tab>");
    let screen = stage.screen();
    assert!(screen.lines().last().unwrap().contains(" redacted"), "{screen}");
    assert_eq!(stage.time(), time);
    // Corrections belong to the view that is not redacted.
    assert_eq!(stage.press("prX<enter>").effects, []);
    assert!(stage.screen().contains("Names are corrected in the view"), "{}", stage.screen());
    stage.press("<esc><esc>");
    let said = stage.press("yt").effects;
    assert!(copied(&said).contains("Speaker "), "{said:?}");
    stage.press("R");
    assert!(stage.screen().contains("Kit"), "{}", stage.screen());
    assert_eq!(stage.time(), time);
}

#[test]
fn where_nobodys_name_is_known_redaction_says_that_names_stay() {
    let mut stage = Stage::loaded(9, 120, 40);
    stage.press("R");
    let words: Vec<_> = stage.screen().split_whitespace().map(str::to_owned).collect();
    assert!(words.join(" ").contains("Nobody's name is known, so names that are said stay."));
    let markdown = stage.press("em").effects;
    assert!(
        copied(&markdown).contains("redact-words in config.toml can name them"),
        "{markdown:?}"
    );
    let mut stage = Stage::record(9, &transcript(9), 120, 40);
    stage.press("R");
    assert!(stage.screen().contains("money and names are left out"), "{}", stage.screen());
}

#[test]
fn a_redacted_view_does_not_say_where_a_call_is_saved() {
    let mut stage = Stage::new(vec![file("/home/ada/kit-buyer-renewal.json")], 120, 40);
    let started = stage.started.clone();
    stage.answer(&started, Ok(conversation(9, 2, 2)));
    stage.app = stage.app.sharing(Sharing { files: true, ..Sharing::default() });
    for (is_redacted, keys) in [(false, ""), (true, "R")] {
        stage.press(keys);
        let mut all = stage.screen();
        for keys in ["em", "ej", "Dw", "<esc>ym", "y"] {
            let effects = stage.press(keys).effects;
            all.extend([format!("{effects:?}"), stage.screen()]);
        }
        assert_eq!(!all.contains("kit-buyer") && !all.contains("/home"), is_redacted, "{all}");
        stage.press("l");
        assert_eq!(stage.screen().contains("does not say where"), is_redacted);
    }
}

#[test]
fn nothing_is_exported_redacted_before_it_is_known_whose_names_are_left_out() {
    let mut stage = Stage::new(vec![CallRef::Record(CALL.parse().unwrap())], 120, 40);
    stage.send(What::Conversation, Answer::Conversation(Ok(conversation(9, 2, 2))));
    stage.app = stage.app.sharing(Sharing { files: true, ..Sharing::default() });
    assert_eq!(stage.press("erc").effects, []);
    assert!(stage.screen().contains("whose names to leave out"), "{}", stage.screen());
    // In a redacted view the texts are withheld, and then it turns out that nobody is known.
    stage.press("R");
    stage.send(What::Transcript, Answer::Transcript(Err(super::listing::problem())));
    let words: Vec<_> = stage.screen().split_whitespace().map(str::to_owned).collect();
    assert!(words.join(" ").contains("so names that are said stay"), "{}", stage.screen());
    stage.press("e");
    assert!(stage.screen().contains("redacted, but names stay"), "{}", stage.screen());
    assert_ne!(stage.press("c").effects, []);
}

#[test]
fn what_was_looked_for_is_not_seen_in_a_redacted_view() {
    let mut stage = Stage::record(9, &transcript(9), 120, 40);
    stage.press("/Kit<enter>");
    let left = stage.app.standpoint().unwrap().1;
    assert_eq!(left.search, "Kit");
    stage.press("R<esc>");
    assert!(!stage.screen().contains("Kit"), "{}", stage.screen());
    stage.press("n");
    assert!(stage.screen().contains("Nothing was looked for yet"), "{}", stage.screen());
    // Nor where it was looked for when the call was left.
    let mut stage = Stage::new(vec![CallRef::Record(CALL.parse().unwrap())], 120, 40);
    stage.app = stage.app.redacted(true);
    stage.started = stage.app.start();
    stage.send(What::Standpoint, Answer::Standpoint(Ok(Some(Box::new(left)))));
    stage.send(What::Conversation, Answer::Conversation(Ok(conversation(9, 2, 2))));
    assert!(!stage.screen().contains("Kit"), "{}", stage.screen());
}

#[test]
fn words_of_ones_own_are_left_out_of_view_and_exports() {
    let mut stage = Stage::record(9, &transcript(9), 120, 40);
    let banned = earmark::call::text::clean_line("Said").boxed();
    stage.app = stage.app.redacted(true).banning(vec![banned]);
    let screen = stage.screen();
    assert!(screen.contains("What was [redacted] at") && !screen.contains("said at"), "{screen}");
    let csv = stage.press("ec").effects;
    assert!(copied(&csv).contains("What was [redacted] at"), "{csv:?}");
    stage.press("R");
    assert!(stage.screen().contains("What was said at"), "{}", stage.screen());
}

#[test]
fn nothing_is_seen_before_it_is_known_whose_names_are_left_out() {
    let call = CallRef::Record(CALL.parse().unwrap());
    let mut stage = Stage::new(vec![call], 120, 40);
    stage.app = stage.app.redacted(true);
    stage.started = stage.app.start();
    let conversation = super::stage::conversation(9, 2, 2);
    stage.send(What::Conversation, Answer::Conversation(Ok(conversation)));
    assert!(stage.screen().contains("1/9"), "{}", stage.screen());
    stage.press("RR");
    assert!(stage.screen().contains("withheld until it is known who"), "{}", stage.screen());
    assert!(stage.screen().contains("[withheld"), "{}", stage.screen());
    stage.send(What::Transcript, Answer::Transcript(Ok(Box::new(transcript(9)))));
    let screen = stage.screen();
    assert!(!screen.contains("[withheld") && screen.contains("Speaker A"), "{screen}");
    assert!(!screen.contains("Kit"), "{screen}");
}
