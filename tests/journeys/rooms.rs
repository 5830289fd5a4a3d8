//! Several sessions that look at the same.

use earmark::session::{Grant, Limits, Rooms, Seat, Source, Stop};
use earmark::store::Journal;
use earmark::tui::{App, Depth, GlyphSet, Ground, Theme};
use ratatui::layout::Size;

use crate::world::{World, demo_calls, demo_org};

/// A host of the demo.
struct Host {
    rooms: Rooms,
    source: Source,
}

impl Host {
    async fn new() -> Self {
        Self { rooms: Rooms::default(), source: demo_org(&[]).await }
    }

    /// A visitor with a screen of that size.
    async fn visit(&self, name: &str, width: u16, height: u16) -> World {
        let seat = Seat::among(self.rooms.clone(), Grant::new(b"demo"), name);
        self.sit(seat, name, Size::new(width, height)).await
    }

    /// The same, who keeps what they make there.
    async fn keeps(&self, name: &str, journal: &Journal) -> World {
        let seat = Seat::among(self.rooms.clone(), Grant::new(b"demo"), name);
        self.sit_with(seat, name, Size::new(120, 40), journal.clone()).await
    }

    async fn sit(&self, seat: Seat, name: &str, size: Size) -> World {
        self.sit_with(seat, name, size, Journal::in_memory()).await
    }

    async fn sit_with(&self, seat: Seat, name: &str, size: Size, journal: Journal) -> World {
        let theme = Theme::new(Ground::Dark, Depth::True, GlyphSet::Unicode);
        let app = App::new(demo_calls(), theme, size);
        let source = self.source.clone().with_journal(Some(journal)).by(name);
        let mut world = World::seated(source, app, seat);
        world.until(&[" 1/"]).await;
        world
    }
}

/// Opens a room; returns its code.
async fn open(world: &mut World) -> String {
    world.press(":room open<enter>");
    world.until(&["others join it with :room join "]).await;
    let screen = world.screen();
    let (_, after) = screen.split_once(":room join ").unwrap();
    after.split_whitespace().next().unwrap().to_owned()
}

async fn join(world: &mut World, code: &str) {
    world.press(&format!(":room join {code}<enter>"));
    world.until(&["You are in room"]).await;
}

/// The rank of the moment that the playhead is on, as the status row tells it.
fn rank(world: &World) -> String {
    world.status().split('/').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn three_see_the_same_at_their_own_sizes() {
    let host = Host::new().await;
    let mut ada = host.visit("ada", 120, 40).await;
    let code = open(&mut ada).await;
    let mut kit = host.visit("kit", 80, 24).await;
    let mut kim = host.visit("kim", 200, 60).await;
    join(&mut kit, &code.to_lowercase()).await;
    join(&mut kim, &code).await;
    ada.until(&["*you, kit, kim"]).await;
    kim.until(&["*ada, kit, you"]).await;
    kit.until(&["*ada, you, kim"]).await;

    ada.press("5]");
    for world in [&mut ada, &mut kit, &mut kim] {
        world.until(&["6/"]).await;
    }
    ada.press("!F<tab><tab>");
    let before = ada.status();
    let at = before.split_whitespace().next().unwrap().to_owned();
    kit.until(&[&at]).await;
    kim.until(&[&at]).await;

    // Another call, and what comes with it.
    ada.press("<c-n>");
    ada.until(&["call 2 of", " 1/121 "]).await;
    kit.until(&["call 2 of"]).await;
    kim.until(&["call 2 of"]).await;
    // A size of one changes nothing for the others.
    kit.resize(44, 20);
    kit.until(&["3 here"]).await;
    ada.press("3]");
    kit.until(&["4/"]).await;
    kim.until(&["4/"]).await;
}

#[tokio::test]
async fn who_has_not_the_keys_does_not_walk() {
    let host = Host::new().await;
    let mut ada = host.visit("ada", 120, 40).await;
    let code = open(&mut ada).await;
    ada.press("2]");
    let mut kit = host.visit("kit", 120, 40).await;
    join(&mut kit, &code).await;
    kit.until(&["3/"]).await;
    for keys in ["]", "<tab>", "G", "z", ":1:00<enter>", "<c-n>", "F!", " "] {
        kit.press(keys);
        kit.until(&["ada has the keys; :room leave to walk on your own."]).await;
        kit.press("<esc>");
        kit.until(&["3/"]).await;
    }
    // What is theirs stays theirs.
    kit.press("?");
    kit.until(&["Keys (", "Esc closes"]).await;
    kit.press("<esc>");
    kit.press("<c-r>");
    kit.until_said(&[&format!("Room {code}: ada, kit."), "ada has the keys"]).await;
    kit.press(":room leave<enter>");
    kit.until(&["You have left the room."]).await;
    kit.press("]");
    kit.until(&["4/"]).await;
    ada.until(&["kit left."]).await;
    assert_eq!(rank(&ada), "3");
}

#[tokio::test]
async fn the_keys_are_handed_over_asked_for_and_taken() {
    let host = Host::new().await;
    let mut ada = host.visit("ada", 120, 40).await;
    let code = open(&mut ada).await;
    let mut kit = host.visit("kit", 120, 40).await;
    join(&mut kit, &code).await;
    kit.press(":room give ada<enter>");
    kit.until(&["You do not have the keys of the room."]).await;
    kit.press(":room take<enter>");
    ada.until(&["kit asks for the keys: :room give kit hands them over."]).await;
    ada.press(":room give nobody<enter>");
    ada.until(&["There is nobody, or more than one, called nobody here."]).await;
    ada.press(":room give ki<enter>");
    kit.until(&["You have the keys"]).await;
    ada.until(&["kit has the keys"]).await;
    kit.press("]");
    ada.until(&["2/"]).await;
    ada.press("]");
    ada.until(&["kit has the keys; :room leave"]).await;
    // Whoever had them is gone without a word.
    kit.send(earmark::session::Input::Stop(Stop::Gone));
    assert_eq!(kit.end().await, Stop::Gone);
    ada.until(&["Nobody has the keys: :room take takes them."]).await;
    ada.press("]");
    ada.until(&["Nobody has the keys"]).await;
    ada.press(":room take<enter>");
    ada.until(&["You have the keys"]).await;
    ada.press("]");
    ada.until(&["3/"]).await;
}

#[tokio::test]
async fn what_one_notes_in_a_room_all_see() {
    let host = Host::new().await;
    let mut ada = host.visit("ada", 120, 40).await;
    ada.press("aBefore anybody came<esc>");
    ada.until(&["Before anybody came"]).await;
    let code = open(&mut ada).await;
    let mut kit = host.visit("kit", 120, 40).await;
    join(&mut kit, &code).await;
    kit.until(&["¶ ada, ", "Before anybody came"]).await;
    ada.press("]");
    kit.until(&["2/16"]).await;
    kit.press("aAsk about the pallets<esc>");
    ada.until(&["¶ kit, ", "Ask about the pallets"]).await;
    // Outside there is what everybody has of their own.
    kit.press(":room leave<enter>");
    kit.until_gone(&["Ask about the pallets"]).await;
    ada.press("[");
    ada.until(&["Before anybody came"]).await;
}

/// Presses keys and waits for what they come to.
async fn press(world: &mut World, keys: &str, texts: &[&str]) {
    world.press(keys);
    world.until(texts).await;
}

#[tokio::test]
async fn what_shows_more_of_a_call_opens_for_all_and_what_is_ones_own_does_not() {
    let host = Host::new().await;
    let (mut ada, mut kit) = (host.visit("ada", 120, 40).await, host.visit("kit", 100, 30).await);
    let code = open(&mut ada).await;
    join(&mut kit, &code).await;
    press(&mut ada, "i", &["Formulas"]).await;
    kit.until(&["Talk (", "Formulas"]).await;
    // Whoever has seen enough closes it, and it stays closed.
    press(&mut kit, "<esc><c-r>", &["Room "]).await;
    let mut kim = host.visit("kim", 120, 40).await;
    join(&mut kim, &code).await;
    kim.until(&["Formulas"]).await;
    kit.until(&["kim came in."]).await;
    assert!(!kit.screen().contains("Formulas"), "{}", kit.screen());
    press(&mut ada, "<esc>aAsk about tags<esc>", &["¶ ada, ", "Ask about tags"]).await;
    press(&mut ada, "]aAnd when<esc>", &["¶ ada, ", "And when"]).await;
    press(&mut ada, "W", &["2 notes", "▸    1:49.2"]).await;
    kit.until(&["2 notes", "▸    1:49.2"]).await;
    kim.until_gone(&["Formulas"]).await;
    press(&mut ada, "k", &["▸    0:22.9"]).await;
    kit.until(&["▸    0:22.9"]).await;
    // Others may look at them for themselves, and what they write goes on.
    press(&mut kit, "<esc>aAnd I wonder", &["And I wonder"]).await;
    press(&mut ada, "<esc>]", &["3/16"]).await;
    kim.until_gone(&["2 notes"]).await;
    press(&mut kit, " still<esc>i", &["Formulas"]).await;
    press(&mut kim, "W", &["3 notes", "And I wonder still"]).await;
    for world in [&kit, &kim] {
        assert!(!world.screen().contains("has the keys; :room leave"), "{}", world.screen());
    }
}

#[tokio::test]
async fn a_room_ends_with_its_last_member() {
    let host = Host::new().await;
    let mut ada = host.visit("ada", 120, 40).await;
    let code = open(&mut ada).await;
    assert_eq!(host.rooms.len(), 1);
    ada.press(":room open<enter>");
    ada.until(&["You are in a room already."]).await;
    ada.press("q");
    assert_eq!(ada.end().await, Stop::Quit);
    assert!(host.rooms.is_empty());
    let mut kit = host.visit("kit", 120, 40).await;
    kit.press(&format!(":room join {code}<enter>"));
    kit.until(&["There is no room"]).await;
}

#[tokio::test]
async fn a_room_is_for_those_who_may_see_the_same_calls() {
    let host = Host::new().await;
    let mut ada = host.visit("ada", 120, 40).await;
    let code = open(&mut ada).await;
    let seat = Seat::among(host.rooms.clone(), Grant::new(b"another library"), "eve");
    let mut eve = host.sit(seat, "eve", Size::new(120, 40)).await;
    eve.press(&format!(":room join {code}<enter>"));
    eve.until(&[&format!("There is no room {code} for you.")]).await;
    eve.press(":room join 2222-2222<enter>");
    eve.until(&["There is no room 2222-2222 for you."]).await;
    ada.press("<c-r>");
    ada.until_said(&[&format!("Room {code}: ada. You have the keys")]).await;
}

#[tokio::test]
async fn marks_are_ones_own_in_a_room_and_after_it() {
    let host = Host::new().await;
    let (of_ada, of_kit) = (Journal::in_memory(), Journal::in_memory());
    let second = demo_calls()[1].clone();
    let marks = async |journal: &Journal| {
        let source = host.source.clone().with_journal(Some(journal.clone()));
        let left = source.standpoint(&second).await.unwrap().expect("the call was left");
        left.marks.into_keys().collect::<String>()
    };
    let mut ada = host.keeps("ada", &of_ada).await;
    ada.press("<c-n>");
    ada.until(&["call 2 of 7", "Fennimore"]).await;
    ada.until(&[" 1/"]).await;
    ada.press("]maq");
    ada.end().await;
    assert_eq!(marks(&of_ada).await, "a");

    let mut ada = host.keeps("ada", &of_ada).await;
    ada.press("<c-n>");
    ada.until(&["call 2 of 7", " 2/"]).await;
    let code = open(&mut ada).await;
    let mut kit = host.keeps("kit", &of_kit).await;
    join(&mut kit, &code).await;
    kit.until(&["call 2 of 7", " 2/"]).await;
    kit.press(":room leave<enter>");
    kit.until_gone(&["*ada"]).await;
    kit.press("]mbq");
    kit.end().await;
    ada.press("q");
    ada.end().await;
    assert_eq!((marks(&of_ada).await, marks(&of_kit).await), ("a".into(), "b".into()));
}

#[tokio::test]
async fn rooms_and_their_members_are_counted() {
    let rooms = Rooms::new(Limits { rooms: 1, members: 2 });
    let host = Host { rooms, source: demo_org(&[]).await };
    let mut ada = host.visit("demo", 120, 40).await;
    let code = open(&mut ada).await;
    let mut kit = host.visit("demo", 120, 40).await;
    kit.press(":room open<enter>");
    kit.until(&["All rooms of this host are taken."]).await;
    join(&mut kit, &code).await;
    kit.until(&["*demo, you"]).await;
    ada.until(&["*you, demo 2"]).await;
    kit.press(":room name Kit<enter>");
    ada.until(&["demo 2 is called Kit now.", "*you, Kit"]).await;
    let mut kim = host.visit("demo", 120, 40).await;
    kim.press(&format!(":room join {code}<enter>"));
    kim.until(&["The room is full."]).await;
}

#[tokio::test]
async fn a_member_who_reads_nothing_holds_up_nobody() {
    let host = Host::new().await;
    let mut ada = host.visit("ada", 120, 40).await;
    let code = open(&mut ada).await;
    let mut slow = host.visit("slow", 120, 40).await;
    join(&mut slow, &code).await;
    let mut kit = host.visit("kit", 120, 40).await;
    join(&mut kit, &code).await;
    // The screen of the slow one is not read meanwhile.
    for _ in 0..12 {
        ada.press("]");
    }
    ada.until(&["13/"]).await;
    kit.until(&["13/"]).await;
    let before = slow.bytes.len();
    slow.until(&["13/"]).await;
    assert!(slow.bytes.len() - before < 20_000, "in a few frames");
}

#[tokio::test]
async fn a_session_without_rooms_says_so() {
    let mut world = World::demo(demo_calls(), 120, 40).await;
    world.until(&[" 1/"]).await;
    world.press(":room open<enter>");
    world.until(&["There are no rooms in this session."]).await;
    world.press(":room shut<enter>");
    world.until(&["Type room open, join CODE, name NAME, give NAME, take or leave."]).await;
    world.press(":room<enter>");
    world.until(&["You are in no room"]).await;
}
