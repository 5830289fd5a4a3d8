//! Notes, tags and verdicts as the app sees them.

use earmark::call::{
    Anchor, Applied, Change, Draft, MomentKey, Note, Notes, Part, Placed, Problem, ProblemKind,
    Stamp, Verdict, author_of,
};
use earmark::tui::{Answer, CallRef, Effect, Msg, Noted, Origin, Outcome, Tick, Timer, What};
use jiff::Timestamp;

use super::stage::{Stage, conversation, file};

fn by() -> Stamp {
    Stamp { author: author_of("Ada Rep"), at: "2026-11-20T15:04:05Z".parse::<Timestamp>().unwrap() }
}

pub(crate) fn told(notes: Notes) -> Answer {
    let (author, tags) = (by().author, std::collections::BTreeSet::new());
    Answer::Notes(Ok(Box::new(Noted { notes, tags, author, session: 7 })))
}

/// A call of so many moments with nothing noted yet, and the journal that its changes go to.
struct Desk {
    stage: Stage,
    journal: Notes,
}

impl Desk {
    fn new(moments: usize, width: u16, height: u16) -> Self {
        let mut stage = Stage::loaded(moments, width, height);
        stage.send(What::Notes, told(Notes::default()));
        Self { stage, journal: Notes::default() }
    }

    /// Presses keys one by one, and keeps what is noted; returns what the last one came to.
    fn press(&mut self, keys: &str) -> Outcome {
        let mut outcome = Outcome::default();
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let named = rest.find('>').filter(|_| first == '<').map(|end| end + 1);
            let (key, after) = rest.split_at(named.unwrap_or(first.len_utf8()));
            outcome = self.stage.press(key);
            self.keep(&outcome.effects);
            rest = after;
        }
        outcome
    }

    fn keep(&mut self, effects: &[Effect]) {
        for effect in effects {
            let Effect::Note { call, change } = effect else { continue };
            let applied = self.journal.decide(change, &by());
            self.journal.take(&applied);
            let kept = Ok(Box::new(applied));
            self.stage.app.update(Msg::Noted { call: call.clone(), kept });
        }
    }

    fn screen(&self) -> String {
        self.stage.screen()
    }
}

fn drafts(effects: &[Effect]) -> Vec<Draft> {
    let draft = |effect: &Effect| match effect {
        Effect::Note { change: Change::Write(draft), .. } => Some(draft.clone()),
        _ => None,
    };
    effects.iter().filter_map(draft).collect()
}

fn later(effects: &[Effect]) -> Option<(earmark::tui::Ticket, u64)> {
    effects.iter().find_map(|effect| match effect {
        Effect::Later { ticket, timer: Timer::Note, millis } => Some((*ticket, *millis)),
        _ => None,
    })
}

#[test]
fn a_note_is_kept_while_it_is_typed_and_when_it_is_left() {
    let mut desk = Desk::new(30, 120, 40);
    let outcome = desk.press("]a");
    assert!(desk.screen().contains("Note on Bravo at 0:02.0"), "{}", desk.screen());
    assert_eq!(later(&outcome.effects), None, "nothing was typed yet");
    let (ticket, millis) = later(&desk.press("h").effects).expect("it waits to keep that");
    assert!(millis < 500);
    // Typing on does not put it off.
    assert_eq!(later(&desk.press("e").effects), None);
    let due = desk.stage.app.update(Msg::Due { ticket, at: Tick::default() });
    let kept = drafts(&due.effects);
    assert_eq!(kept.iter().map(|draft| &*draft.text).collect::<Vec<_>>(), ["he"]);
    desk.keep(&due.effects);
    assert!(later(&desk.press("y").effects).is_some());
    let left = desk.press("<esc>");
    let kept = drafts(&left.effects);
    assert_eq!((&*kept[0].text, kept[0].base), ("hey", 1));
    assert!(left.effects.contains(&Effect::Never(Timer::Note)));
    assert_eq!(desk.journal.len(), 1);
    let screen = desk.screen();
    assert!(screen.contains("¶ Ada Rep, 20 Nov 2026, 15:04"), "{screen}");
    assert!(screen.contains("hey"));
    // It goes on with the same note.
    desk.press("a!<esc>");
    assert_eq!(desk.journal.iter().map(|note| &*note.text).collect::<Vec<_>>(), ["hey!"]);
}

#[test]
fn lines_are_wrapped_pasted_undone_and_typed_again() {
    let mut desk = Desk::new(30, 80, 24);
    desk.press("a");
    desk.stage.app.update(Msg::Pasted("one\r\ntwo\u{1b}[2J\tthree".to_owned()));
    desk.press(&format!("<enter>{}", "long words ".repeat(12)));
    let screen = desk.screen();
    assert!(screen.contains("two[2J three"), "{screen}");
    assert!(screen.lines().filter(|row| row.contains("long words")).count() >= 2, "{screen}");
    desk.press("<c-u>");
    desk.press("<c-r>");
    desk.press("<esc>");
    let note = desk.journal.iter().next().unwrap();
    assert!(note.text.starts_with("one\ntwo[2J three\nlong words long words"), "{}", note.text);
}

#[test]
fn an_emptied_note_is_deleted_and_comes_back() {
    let mut desk = Desk::new(30, 120, 40);
    desk.press("aab<esc>");
    desk.press("a<bs><bs><esc>");
    assert!(desk.journal.is_empty());
    assert!(desk.screen().contains("Note deleted. U brings it back."));
    // Until it is written, it can be brought back again.
    let back = desk.stage.press("U").effects;
    let [Effect::Note { call, .. }] = &back[..] else { panic!("{back:?}") };
    assert!(!desk.screen().contains("back."), "{}", desk.screen());
    let full = Problem::new(ProblemKind::Failed, "The disk is full.", "Make room.");
    desk.stage.app.update(Msg::Noted { call: call.clone(), kept: Err(full) });
    assert!(desk.screen().contains("The disk is full."));
    desk.press("U");
    assert!(desk.screen().contains("The note is back."), "{}", desk.screen());
    assert_eq!(desk.journal.iter().map(|note| &*note.text).collect::<Vec<_>>(), ["ab"]);
    desk.press("U");
    assert!(desk.screen().contains("No note was deleted"));
}

#[test]
fn a_tag_is_given_to_the_moment_that_the_box_was_opened_on() {
    let mut desk = Desk::new(30, 120, 40);
    let asked = desk.stage.press("4]r").effects;
    desk.press("tprice");
    // Among other categories, the moment of that time is another.
    desk.stage.answer(&asked, Ok(conversation(30, 3, 2)));
    assert!(desk.screen().contains("Tags of the moment at 0:08.0"), "{}", desk.screen());
    desk.press("<enter>");
    let label = desk.journal.labels().next().unwrap();
    assert_eq!((&*label.moment.category, label.moment.at.centis()), ("id-0", 800));
    let asked = desk.stage.press("<esc>r").effects;
    desk.press("t");
    desk.stage.answer(&asked, Ok(conversation(0, 2, 2)));
    assert!(desk.screen().contains("Tags of the moment at 0:08.0"), "{}", desk.screen());
}

#[test]
fn quitting_and_signals_keep_what_was_typed() {
    let mut desk = Desk::new(30, 120, 40);
    let quit = desk.press("whow they won<c-c>");
    assert_eq!(drafts(&quit.effects).len(), 1);
    assert_eq!(quit.effects.last(), Some(&Effect::Quit));
    assert_eq!(desk.journal.iter().next().unwrap().anchor, Anchor::Call);
    let mut desk = Desk::new(30, 120, 40);
    desk.press("ahalf a th");
    assert_eq!(&*drafts(&desk.stage.app.end())[0].text, "half a th");
    assert!(desk.stage.app.end().is_empty());
}

#[test]
fn what_could_not_be_kept_is_open_again() {
    let mut desk = Desk::new(30, 120, 40);
    let left = desk.stage.press("aprecious<esc>");
    let Some(Effect::Note { call, .. }) = left.effects.last() else { panic!("{left:?}") };
    let problem = Problem::new(ProblemKind::Failed, "The disk is full.", "Make room.");
    desk.stage.app.update(Msg::Noted { call: call.clone(), kept: Err(problem) });
    assert!(desk.screen().contains("precious") && desk.screen().contains("The disk is full."));
    desk.press("<esc>");
    assert_eq!(&*desk.journal.iter().next().unwrap().text, "precious");
}

#[test]
fn what_somebody_else_writes_meanwhile_stays_too() {
    let mut desk = Desk::new(30, 120, 40);
    desk.press("aone<esc>");
    // Another session changes the note; this one has not heard of it.
    let note = desk.journal.iter().next().unwrap().clone();
    let Note { id, anchor, revision: base, .. } = note;
    let other = |text: &str, base| {
        Change::Write(Draft {
            id,
            anchor: anchor.clone(),
            text: Note::text_of(text),
            base,
            spare: id,
        })
    };
    let applied = desk.journal.decide(&other("theirs", base), &by());
    desk.journal.take(&applied);
    desk.press("a, mine<esc>");
    assert!(desk.screen().contains("Both texts are kept"), "{}", desk.screen());
    let mut texts: Vec<_> = desk.journal.iter().map(|note| note.text.to_string()).collect();
    texts.sort();
    assert_eq!(texts, ["one, mine", "theirs"]);
    // Heard of while the editor is open and nothing was typed: it shows what is there now.
    let applied = desk.journal.decide(&other("theirs, again", 2), &by());
    desk.journal.take(&applied);
    desk.press("We");
    desk.press("<esc>");
    let asked = desk.stage.app.update(Msg::JournalChanged).effects;
    let Some(Effect::Load { ticket, what: What::Notes, .. }) = asked.first() else {
        panic!("{asked:?}")
    };
    let answer = told(desk.journal.clone());
    desk.stage.app.update(Msg::Loaded { ticket: *ticket, answer, origin: Origin::Fresh });
    assert!(desk.screen().contains("theirs, again"), "{}", desk.screen());
}

#[test]
fn tags_are_completed_given_and_taken() {
    let mut desk = Desk::new(30, 120, 40);
    desk.press("tFollow up<enter>");
    assert!(desk.screen().contains("#follow-up"), "{}", desk.screen());
    desk.press("<esc>]tfo<tab>");
    assert!(desk.screen().contains("# follow-up"), "{}", desk.screen());
    desk.press("<enter><esc>");
    assert_eq!(desk.journal.labels().count(), 2);
    desk.press("t<down><enter>");
    assert_eq!(desk.journal.labels().count(), 1);
    desk.press(" - <enter>");
    assert!(desk.screen().contains("at least one letter"));
}

#[test]
fn the_tag_that_is_chosen_is_seen_on_the_lowest_screen() {
    let mut desk = Desk::new(30, 60, 8);
    desk.press("t");
    for tag in ["one", "two", "three", "four", "five", "six"] {
        desk.press(&format!("{tag}<enter>"));
    }
    for _ in 0..6 {
        desk.press("<down>");
        assert!(desk.screen().contains('▸'), "{}", desk.screen());
    }
    assert!(desk.screen().contains("▸ two (given)"), "{}", desk.screen());
}

#[test]
fn dismissed_moments_dim_count_and_can_be_left_out() {
    let mut desk = Desk::new(10, 160, 40);
    desk.press("x]xx]anoted<esc>");
    let screen = desk.screen();
    assert!(
        screen.contains("Precision") && screen.contains("Bravo: 0 %, 0 of 1 judged"),
        "{screen}"
    );
    assert!(screen.contains("Alpha: 100 %, 1 of 1 judged"), "{screen}");
    desk.press("f-");
    assert!(desk.screen().contains("Filter: 9 of 10"), "{}", desk.screen());
    desk.press("#<esc>");
    assert!(desk.screen().contains("1/1 of 10, filtered"), "{}", desk.screen());
    // A change of what is noted changes what passes; the time stays.
    let before = desk.stage.time();
    desk.press("a<bs><bs><bs><bs><bs><esc>");
    assert!(desk.screen().contains("No moment passes the filter"), "{}", desk.screen());
    assert_eq!(desk.stage.time(), before);
    desk.press("UFx");
    assert!(desk.journal.labels().any(|label| label.verdict == Some(Verdict::Confirmed)));
}

#[test]
fn the_list_goes_to_notes_edits_and_deletes_them() {
    let mut desk = Desk::new(30, 120, 40);
    desk.press("W");
    assert!(desk.screen().contains("Nothing was noted about this call yet."));
    desk.press("<esc>wthe whole<esc>5]afifth<esc>gasecond<esc>W");
    let screen = desk.screen();
    let order = ["3 notes", "call  the whole", "0:00.0  second", "0:10.0  fifth"];
    let at: Vec<_> = order.iter().map(|text| screen.find(text).expect(text)).collect();
    assert!(at.is_sorted(), "{screen}");
    desk.press("G<enter>");
    assert!(desk.screen().contains("6/30"), "{}", desk.screen());
    desk.press("WGd<esc>");
    assert_eq!(desk.journal.len(), 2);
    desk.press("Wge, really<esc>");
    assert!(desk.journal.iter().any(|note| &*note.text == "the whole, really"));
}

#[test]
fn a_redacted_view_shows_no_note_that_could_not_be_kept_and_deletes_none() {
    let mut desk = Desk::new(30, 120, 40);
    desk.press("wfirst<esc>");
    let effects = desk.stage.press("ahow Kit haggles<esc>").effects;
    desk.stage.press("R");
    let full = Problem::new(ProblemKind::Failed, "The disk is full.", "Make room.");
    let [.., Effect::Note { call, .. }] = &effects[..] else { panic!("{effects:?}") };
    desk.stage.app.update(Msg::Noted { call: call.clone(), kept: Err(full) });
    let screen = desk.screen();
    assert!(
        screen.contains("The disk is full.") && screen.contains("R, then w opens it"),
        "{screen}"
    );
    assert!(!screen.contains("haggles"), "{screen}");
    assert_eq!(desk.press("Wd").effects, []);
    assert!(desk.screen().contains("in the view that is not redacted"), "{}", desk.screen());
    desk.press("<esc>Rw");
    assert!(desk.screen().contains("how Kit haggles"), "{}", desk.screen());
    desk.press("<esc>Wd");
    assert_eq!(desk.journal.len(), 1);
}

#[test]
fn a_note_outlives_its_moment_and_says_so() {
    let mut stage = Stage::loaded(10, 120, 40);
    let full = conversation(10, 2, 2);
    let Part::Ready(timeline) = &full.timeline else { unreachable!() };
    let mut notes = Notes::default();
    let key = MomentKey::of(timeline, 9);
    let id = earmark::call::NoteId::new(1, 1);
    let (text, spare) = (Note::text_of("the last"), id);
    let draft = Draft { id, anchor: Anchor::Moment(key), text, base: 0, spare };
    let applied = notes.decide(&Change::Write(draft), &by());
    assert!(matches!(applied, Applied::Written(_)));
    notes.take(&applied);
    assert!(Placed::of(&notes, timeline).noted().contains(9));
    stage.send(What::Notes, told(notes));
    let reload = stage.press("r").effects;
    stage.answer(&reload, Ok(conversation(3, 2, 2)));
    stage.press("W");
    assert!(stage.screen().contains("0:18.0  the last"), "{}", stage.screen());
    assert!(stage.screen().contains("its moment is not there any more"), "{}", stage.screen());
}

#[test]
fn nothing_is_noted_before_it_can_be_kept() {
    let mut stage = Stage::loaded(10, 120, 40);
    stage.press("a");
    assert!(stage.screen().contains("The notes of this call are loading."));
    // It is opened once they are there, unless another key came.
    let mut opened = Stage::loaded(10, 120, 40);
    opened.press("a");
    opened.send(What::Notes, told(Notes::default()));
    assert!(opened.screen().contains("Note on Alpha at 0:00.0"), "{}", opened.screen());
    let next = "Save the response in a file.";
    let problem = Problem::new(ProblemKind::NotOffered, "Nothing can be noted here.", next);
    stage.send(What::Notes, Answer::Notes(Err(problem)));
    assert!(stage.screen().contains("Nothing can be noted here."), "{}", stage.screen());
    stage.press("]x");
    assert!(stage.screen().contains("Nothing can be noted here."), "{}", stage.screen());
    let mut stdin = Stage::new(vec![CallRef::Stdin], 120, 40);
    assert_eq!(super::loads(&stdin.started), [What::Conversation]);
    stdin.press("a");
    assert!(stdin.screen().contains("a call from standard input"), "{}", stdin.screen());
    assert!(stdin.press("<esc>").effects.is_empty());
    assert_eq!(super::loads(&Stage::new(vec![file("a")], 120, 40).started).len(), 3);
}

#[test]
fn what_is_noted_is_found_at_its_place() {
    let mut desk = Desk::new(30, 120, 40);
    desk.press("4]a");
    desk.press("Ask about the kiln<esc>");
    desk.press("g/kiln<enter>");
    assert!(desk.screen().contains("/kiln 1/1"), "{}", desk.screen());
    assert_eq!(desk.stage.time().as_deref(), Some("0:08.0"));
    desk.press("h");
    assert!(desk.screen().contains("Note  "), "{}", desk.screen());
}
