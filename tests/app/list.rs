//! The list of calls: pages, the filter, what it says when there is nothing to show.

use earmark::call::text::clean_line;
use earmark::call::{Problem, ProblemKind, Scope};
use earmark::tui::action::{Screen, TABLE, rows};
use earmark::tui::{
    Age, Answer, App, Banner, Depth, Effect, GlyphSet, Ground, Msg, Origin, Outcome, Theme, Wish,
};
use ratatui::layout::Size;

use super::listing::{Listing, listed, problem};

#[test]
fn pages_are_asked_for_as_the_end_comes_near_and_one_at_a_time() {
    let mut listing = Listing::served(1_000, 100, (120, 30));
    assert!(listing.screen().contains("100 calls so far"));
    assert_eq!(listing.lists().count(), 0);
    assert_eq!(listing.press("<pgdn>"), []);
    // Within two screens of the end.
    let asked = listing.press("50g");
    assert!(matches!(&asked[..], [Effect::List { after: Some(_), scope: Scope::Mine, .. }]));
    assert!(listing.screen().contains("100 calls, more are loading"));
    assert_eq!(listing.press("G"), []);
    listing.serve();
    assert!(listing.status().starts_with(" 100/200"), "{}", listing.status());
    for _ in 0..12 {
        listing.press("G");
        listing.serve();
    }
    assert!(listing.screen().contains(" 1000 calls\n"));
    assert!(listing.status().starts_with(" 1000/1000"));
    assert_eq!(listing.press("G"), []);
}

#[test]
fn a_page_that_nobody_waits_for_changes_nothing() {
    let mut listing = Listing::new(300, 100, (120, 30));
    let first = listing.take_list();
    listing.press("A");
    let second = listing.take_list();
    let before = listing.screen();
    assert_eq!(listing.answer(&first), Outcome::default());
    assert_eq!(listing.screen(), before);
    assert!(listing.answer(&second).changed);
    assert!(listing.screen().contains("All calls"));
    assert!(listing.screen().contains("100 calls so far"));
    assert_eq!(listing.answer(&second), Outcome::default());
}

#[test]
fn a_page_that_fails_keeps_the_rows_and_the_key_that_it_names_tries_again() {
    let mut listing = Listing::served(300, 100, (120, 30));
    listing.press("G");
    let page = listing.take_list();
    listing.refuse(&page);
    let selected = listing.selected();
    assert!(listing.screen().contains("cannot be reached. Check the network. r tries again."));
    assert!(listing.status().starts_with(" 100/100"));
    // It is not asked for by itself again.
    assert_eq!(listing.press("kj"), []);
    let again = listing.press("r");
    let (Effect::List { after: first, .. }, [Effect::List { after: second, .. }]) =
        (&page, &again[..])
    else {
        panic!("{again:?}");
    };
    assert_eq!(first, second);
    listing.serve();
    assert!(!listing.screen().contains("tries again"));
    assert_eq!(listing.selected(), selected);
    assert!(listing.status().starts_with(" 100/200"));
}

#[test]
fn a_filter_fetches_the_rest_so_that_it_finds_all() {
    let mut listing = Listing::served(1_000, 100, (120, 30));
    listing.press("/renewal");
    assert!(listing.screen().contains("18 of 100 calls, more are loading"), "{}", listing.screen());
    listing.serve();
    assert!(listing.screen().contains("172 of 1000 calls\n"), "{}", listing.screen());
    assert!(listing.screen().contains(" Filter: renewal"));
    listing.press("<bs><bs><bs><bs><bs><bs><bs>");
    assert!(listing.screen().contains(" 1000 calls\n"));
    // Up and down while typing; letters are typed.
    listing.press("jk guest 998");
    assert!(listing.screen().contains("No call matches. Esc clears the filter."));
    listing.press("<esc>");
    assert!(!listing.screen().contains("Filter:"));
    assert!(listing.status().starts_with(" 1/1000"));
}

#[test]
fn tab_keeps_the_filter_and_gives_the_list_its_keys_back() {
    let mut listing = Listing::served(100, 100, (120, 30));
    listing.press("/is:new renewal<tab>");
    assert!(listing.status().contains("Filter: is:new renewal"), "{}", listing.screen());
    let first = listing.selected();
    listing.press("ju");
    assert!(listing.screen().contains("17 of 100 calls"), "{}", listing.screen());
    listing.press("g?");
    assert!(listing.screen().contains("Keys ("), "{}", listing.screen());
    listing.press("<esc>");
    assert_eq!(listing.selected(), first);
    // The line goes on where it was left.
    listing.press("/x<bs><tab><esc>");
    assert!(!listing.screen().contains("Filter"), "{}", listing.screen());
}

#[test]
fn the_cursor_stays_with_its_call_while_the_filter_lets_it() {
    let mut listing = Listing::served(100, 100, (120, 30));
    listing.press("10j");
    let selected = listing.selected();
    listing.press("/Price");
    let price = listing.selected();
    assert!(price.contains("Price review") && price != selected);
    listing.press("<esc>");
    assert_eq!(listing.selected(), selected, "clearing the filter goes back");
    listing.press("fPrice<down><down><c-p>");
    let moved = listing.selected();
    assert_ne!(moved, price);
    listing.press("<esc>");
    assert_eq!(listing.selected(), moved, "unless the cursor was moved");
}

#[test]
fn a_filter_takes_pastes_and_days() {
    let mut listing = Listing::served(100, 100, (120, 30));
    assert_eq!(listing.update(Msg::Pasted("Guest".to_owned())), Outcome::default());
    listing.press("/");
    listing.update(Msg::Pasted(listed(950).id.to_string()));
    assert!(listing.screen().contains("1 of 100 calls"));
    listing.press("<esc>/19 nov");
    assert!(listing.screen().contains("1 of 100 calls"), "{}", listing.screen());
    assert!(listing.selected().contains("19 Nov 2026"));
}

#[test]
fn a_reload_keeps_the_call_whatever_came_in_front_and_however_far_down_it_is() {
    let mut listing = Listing::served(300, 50, (120, 30));
    for _ in 0..3 {
        listing.press("G");
        listing.serve();
    }
    let selected = listing.selected();
    listing.calls.splice(0..0, [1_002, 1_001, 1_000]);
    let asked = listing.press("r");
    assert!(matches!(&asked[..], [Effect::List { after: None, .. }]));
    assert!(listing.screen().contains("asking again"));
    assert_eq!(listing.selected(), selected, "nothing moves before all is there");
    let rows = listing.status();
    let page = listing.take_list();
    listing.answer(&page);
    assert_eq!(listing.status(), rows);
    listing.serve();
    assert_eq!(listing.selected(), selected);
    assert_ne!(listing.status(), rows);
    // One that is gone leaves the cursor where it was.
    listing.press("g");
    listing.calls.drain(..2);
    listing.press("r");
    listing.serve();
    assert!(listing.status().starts_with(" 1/"));
}

#[test]
fn a_reload_that_fails_keeps_everything() {
    let mut listing = Listing::served(60, 50, (120, 30));
    listing.press("5jr");
    let selected = listing.selected();
    let page = listing.take_list();
    listing.refuse(&page);
    assert_eq!(listing.selected(), selected);
    assert!(listing.screen().contains("r tries again"));
    assert!(matches!(&listing.press("r")[..], [Effect::List { after: None, .. }]));
    listing.serve();
    assert_eq!(listing.selected(), selected);
    assert!(!listing.screen().contains("r tries again"));
}

#[test]
fn a_kept_page_is_shown_until_the_fresh_one_takes_its_place() {
    let mut listing = Listing::new(40, 20, (120, 30));
    let Effect::List { ticket, .. } = listing.take_list() else { panic!("a page") };
    let mut old = listing.page(None);
    old.calls.drain(..3);
    let kept = Origin::Kept(Age { seconds: 7_300 });
    listing.update(Msg::Loaded { ticket, answer: Answer::Calls(Ok(Box::new(old))), origin: kept });
    assert!(listing.screen().contains("17 calls, more are loading, 2 h old"));
    let selected = listing.selected();
    let fresh = Answer::Calls(Ok(Box::new(listing.page(None))));
    listing.update(Msg::Loaded { ticket, answer: fresh, origin: Origin::Fresh });
    assert!(listing.status().starts_with(" 4/20"), "{}", listing.status());
    assert_eq!(listing.selected(), selected);
    assert!(!listing.screen().contains("ago"));
}

#[test]
fn an_empty_list_says_why_and_what_to_do() {
    let mut listing = Listing::new(0, 50, (80, 24));
    assert!(listing.screen().contains("Loading"));
    listing.serve();
    assert!(listing.screen().contains("No call that you own or host can be listed. A lists all"));
    assert_eq!(listing.press("<enter>"), []);
    assert!(listing.screen().contains("There is no call to open."));
    listing.press("A");
    listing.serve();
    assert!(listing.screen().contains("There is no call that you may see."));
}

#[test]
fn a_list_that_cannot_be_had_says_why_and_has_its_exit_code() {
    let mut listing = Listing::new(10, 50, (80, 24));
    let page = listing.take_list();
    listing.refuse(&page);
    assert!(listing.screen().contains("The org cannot be reached."));
    assert!(listing.screen().contains("Check the network. r tries again."));
    assert_eq!(listing.stage.app.problem(), Some(&problem()));
    listing.press("r");
    assert!(listing.screen().contains("Loading"));
    listing.serve();
    assert_eq!(listing.stage.app.problem(), None);
}

#[test]
fn what_is_missing_of_the_list_is_said_once() {
    let mut listing = Listing::new(80, 40, (80, 24));
    let missing = Problem::new(
        ProblemKind::NotFound,
        "Voice calls are not listed: you may not query them.",
        "Ask for read access to voice calls.",
    );
    for _ in 0..2 {
        let Effect::List { ticket, after, .. } = listing.take_list() else { panic!("a page") };
        let mut page = listing.page(after.as_ref());
        page.missing.push(missing.clone());
        let answer = Answer::Calls(Ok(Box::new(page)));
        listing.update(Msg::Loaded { ticket, answer, origin: Origin::Fresh });
        listing.press("G");
    }
    assert_eq!(listing.screen().matches("Voice calls are not listed").count(), 1);
    assert!(listing.screen().contains("Ask for read access to\n voice calls."));
}

#[test]
fn times_are_those_of_the_readers_zone() {
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(10));
    let theme = Theme::new(Ground::Dark, Depth::None, GlyphSet::Unicode);
    let app = App::listing(theme, Size::new(120, 30), Scope::All, Banner::default());
    let mut listing = Listing::of(app.in_zone(zone), 3, 50);
    listing.serve();
    // 09:30 in UTC.
    assert!(listing.selected().contains("19 Nov 2026 19:30"), "{}", listing.selected());
}

#[test]
fn help_shows_the_keys_of_the_list_and_no_others() {
    let mut listing = Listing::served(10, 50, (200, 50));
    listing.press("?");
    let screen = listing.screen();
    for row in rows(Screen::Calls) {
        assert!(screen.contains(row.help), "{}", row.help);
    }
    let others = TABLE.iter().filter(|group| !group.on.contains(&Screen::Calls));
    for row in others.flat_map(|group| group.rows) {
        assert!(!screen.contains(row.help), "{}", row.help);
    }
    listing.press("<esc>");
    assert!(!listing.screen().contains("Keys (Esc closes)"));
    assert_eq!(listing.press("<esc>q"), [Effect::Quit]);
}

#[test]
fn the_command_line_does_what_is_named_on_the_list() {
    let mut listing = Listing::served(10, 50, (120, 30));
    listing.press("2j:");
    let screen = listing.screen();
    assert!(screen.contains("open-call") && !screen.contains("zoom-in"), "{screen}");
    listing.press("1:23<enter>");
    assert!(listing.status().contains("Nothing here is called that."), "{}", listing.status());
    assert_eq!(listing.press(":room open<enter>"), [Effect::Room(Wish::Open)]);
    listing.press(":first-row<enter>");
    assert!(listing.status().starts_with(" 1/10"), "{}", listing.status());
    listing.press(":filter-calls<esc>");
    assert!(listing.status().starts_with(" 1/10"), "{}", listing.status());
    assert!(matches!(listing.press(":switch-scope<enter>")[..], [Effect::List { .. }]));
    assert_eq!(listing.press(":quit<enter>"), [Effect::Quit]);
}

fn screen(width: u16, height: u16, keys: &str) -> String {
    let theme = Theme::new(Ground::Dark, Depth::None, GlyphSet::Unicode);
    let note = "These calls are invented. `earmark login` lists your own.";
    let banner = Banner {
        org: clean_line("acme.my.salesforce.com").boxed(),
        note: Some(clean_line(note).boxed()),
    };
    let app = App::listing(theme, Size::new(width, height), Scope::Mine, banner);
    let mut listing = Listing::of(app, 30, 50);
    listing.serve();
    listing.press(keys);
    listing.screen()
}

#[test]
fn a_wide_list_shows_every_column() {
    insta::assert_snapshot!(screen(120, 16, "jj"));
}

#[test]
fn a_list_on_the_standard_terminal() {
    insta::assert_snapshot!(screen(80, 16, "/second"));
}

#[test]
fn a_list_on_narrow_screens() {
    insta::assert_snapshot!(screen(60, 10, "j"));
    insta::assert_snapshot!(screen(40, 8, ""));
}

#[test]
fn what_was_typed_stands_out_without_colour_too() {
    let mut listing = Listing::served(10, 50, (120, 16));
    listing.press("/ice rev");
    let buffer = listing.stage.buffer();
    let bold = buffer.content.iter().filter(|cell| {
        cell.modifier.contains(ratatui::style::Modifier::BOLD) && "icerv".contains(cell.symbol())
    });
    assert!(bold.count() >= 12);
}

#[test]
fn what_is_said_on_the_list_is_said_whole() {
    let mut listing = Listing::served(5, 50, (80, 24));
    let (what, next) = (
        "config.toml, line 3: there is no option \"colour\".",
        "earmark config check lists what there is, and more than that.",
    );
    listing.update(Msg::Remarked(Problem::new(ProblemKind::Failed, what, next)));
    let words: Vec<_> = listing.screen().split_whitespace().map(str::to_owned).collect();
    assert!(words.join(" ").contains(&format!("{what} {next}")), "{}", listing.screen());
}
