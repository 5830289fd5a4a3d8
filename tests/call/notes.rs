//! What is noted: through refreshes, between two writers, in and out of a file.

use std::collections::{BTreeSet, HashSet};

use earmark::call::text::clean_line;
use earmark::call::{
    Anchor, Applied, CallKey, Change, Draft, FiledNotes, Label, Merged, MomentKey, Note, NoteId,
    Notes, Offset, Placed, Stamp, Tag, Timeline, Verdict, author_of, read_notes, write_notes,
};
use jiff::Timestamp;
use proptest::prelude::*;

use super::{Said, build, mentions, sorted};

fn stamp(author: &str, second: i64) -> Stamp {
    Stamp { author: author_of(author), at: Timestamp::from_second(1_795_000_000 + second).unwrap() }
}

fn draft(nth: u64, anchor: Anchor, text: &str, base: u32) -> Draft {
    let (id, spare) = (NoteId::new(1, nth), NoteId::new(2, nth));
    Draft { id, anchor, text: Note::text_of(text), base, spare }
}

fn written(notes: &mut Notes, draft: Draft, by: &Stamp) -> Applied {
    let applied = notes.decide(&Change::Write(draft), by);
    notes.take(&applied);
    applied
}

fn said(at: u32, text: &str) -> Said {
    Said { entries: vec![text.to_owned()], ..Said::at(at) }
}

/// A note and a verdict on each of some moments.
fn noted(timeline: &Timeline, on: impl IntoIterator<Item = usize>) -> Notes {
    let mut notes = Notes::default();
    for ix in on {
        let key = MomentKey::of(timeline, ix);
        let text = format!("about {ix}");
        written(
            &mut notes,
            draft(ix as u64, Anchor::Moment(key.clone()), &text, 0),
            &stamp("Ada", 0),
        );
        let applied = notes.decide(&Change::Judge { moment: key }, &stamp("Ada", 0));
        notes.take(&applied);
    }
    notes
}

fn restore(note: &Note) -> Change {
    Change::Restore { note: note.clone(), spare: NoteId::new(9, 9) }
}

#[test]
fn a_note_that_is_brought_back_to_where_another_is_keeps_its_words() {
    let mut notes = Notes::default();
    written(&mut notes, draft(1, Anchor::Call, "first", 0), &stamp("Ada", 0));
    let note = notes.note(NoteId::new(1, 1)).unwrap().clone();
    written(&mut notes, draft(1, Anchor::Call, "", 1), &stamp("Ada", 5));
    // An id may come again in a session.
    written(&mut notes, draft(1, Anchor::Call, "other", 0), &stamp("Ada", 7));
    let applied = notes.decide(&restore(&note), &stamp("Ada", 9));
    notes.take(&applied);
    let mut texts: Vec<_> = notes.iter().map(|note| note.text.as_str()).collect();
    texts.sort_unstable();
    assert_eq!(texts, ["first", "other"]);
    assert_eq!(notes.note(NoteId::new(9, 9)).unwrap().created, note.created);
}

#[test]
fn a_note_that_is_brought_back_is_as_it_was() {
    let mut notes = Notes::default();
    written(&mut notes, draft(1, Anchor::Call, "Ask again.", 0), &stamp("Ada", 0));
    let note = notes.note(NoteId::new(1, 1)).unwrap().clone();
    let deleted = written(&mut notes, draft(1, Anchor::Call, "", 1), &stamp("Kit", 5));
    assert_eq!(deleted, Applied::Deleted(note.clone()));
    let applied = notes.decide(&restore(&note), &stamp("Kit", 9));
    let back = Note { revision: 2, ..note.clone() };
    assert_eq!(applied, Applied::Written(back.clone()));
    notes.take(&applied);
    // Twice is once, and what was written on it since stays.
    let applied = notes.decide(&restore(&note), &stamp("Kit", 9));
    assert_eq!(applied, Applied::Written(back));
    written(&mut notes, draft(1, Anchor::Call, "Ask again, twice.", 2), &stamp("Ada", 12));
    let newer = notes.note(note.id).unwrap().clone();
    assert_eq!(notes.decide(&restore(&note), &stamp("Kit", 15)), Applied::Written(newer));
}

/// What another look at a call may do to a moment.
#[derive(Debug, Clone)]
enum Fate {
    Same,
    Moved(i32),
    Reworded(String),
    Gone,
    Twice,
}

fn fates() -> impl Strategy<Value = Vec<Fate>> {
    let fate = prop_oneof![
        4 => Just(Fate::Same),
        4 => (-4_000i32..4_000).prop_map(Fate::Moved),
        1 => "[a-z]{1,6}".prop_map(Fate::Reworded),
        1 => Just(Fate::Gone),
        1 => Just(Fate::Twice),
    ];
    prop::collection::vec(fate, 60)
}

fn refreshed(mentions: &[Said], fates: &[Fate]) -> Vec<Said> {
    let mut all = Vec::new();
    for (said, fate) in mentions.iter().zip(fates) {
        let mut said = said.clone();
        match fate {
            Fate::Same => {}
            Fate::Moved(by) => said.at = said.at.saturating_add_signed(*by),
            Fate::Reworded(text) => said.entries = vec![text.clone()],
            Fate::Gone => continue,
            Fate::Twice => all.push(said.clone()),
        }
        all.push(said);
    }
    all
}

proptest! {
    #[test]
    fn no_note_is_lost_or_on_two_moments_through_any_refresh(
        before in mentions(0..20_000, 40), fates in fates(), every in 1usize..4,
    ) {
        let first = build(&before);
        let notes = noted(&first, (0..first.len()).step_by(every));
        let placed = Placed::of(&notes, &first);
        for note in notes.iter() {
            let ix = placed.moment_of(&note.anchor);
            let expected = ix.map(|ix| format!("about {ix}"));
            prop_assert_eq!(expected.as_deref(), Some(&*note.text));
        }
        let second = build(&refreshed(&sorted(&before), &fates));
        let placed = Placed::of(&notes, &second);
        let listed = placed.listed(&notes, &second);
        prop_assert_eq!(listed.len(), notes.len());
        let moments: Vec<usize> =
            notes.iter().filter_map(|note| placed.moment_of(&note.anchor)).collect();
        prop_assert_eq!(moments.iter().collect::<HashSet<_>>().len(), moments.len());
        for (at, note) in listed {
            match placed.moment_of(&note.anchor) {
                Some(ix) => {
                    prop_assert_eq!(at, Some(second.moment(ix).at));
                    let on: Vec<_> = placed.notes_on(&notes, ix).iter().map(|it| it.id).collect();
                    prop_assert_eq!(on, vec![note.id]);
                    prop_assert!(placed.noted().contains(ix) && placed.confirmed().contains(ix));
                    let Anchor::Moment(key) = &note.anchor else { unreachable!() };
                    prop_assert_eq!(&placed.key_of(&second, ix), key);
                }
                None => prop_assert_eq!(at, note.anchor.at()),
            }
        }
        prop_assert_eq!(placed.noted().count_ones(..), moments.len());
        prop_assert_eq!(placed.noted_count(), moments.len());
    }

    #[test]
    fn changes_place_notes_as_placing_them_again_does(
        said in mentions(0..3_000, 20),
        steps in prop::collection::vec((0usize..20, 0u64..6, 0u8..5), 0..30),
    ) {
        let timeline = build(&said);
        prop_assume!(!timeline.is_empty());
        let (mut notes, mut placed) = (Notes::default(), Placed::of(&Notes::default(), &timeline));
        for (second, (ix, nth, what)) in (0..).zip(steps) {
            let moment = placed.key_of(&timeline, ix % timeline.len());
            let tags = |tag: &str| BTreeSet::from([Tag::read(tag).unwrap()]);
            let base = notes.note(NoteId::new(1, nth)).map_or(0, |note| note.revision);
            let change = match what {
                0 | 1 => {
                    let text = format!("step {second}");
                    Change::Write(draft(nth, Anchor::Moment(moment), &text, base))
                }
                2 => Change::Write(draft(nth, Anchor::Call, "", base)),
                3 => Change::Judge { moment },
                _ => {
                    let without = if ix % 2 == 0 { tags("one") } else { BTreeSet::new() };
                    Change::Tag { moment, with: tags(if nth > 2 { "one" } else { "two" }), without }
                }
            };
            let applied = notes.decide(&change, &stamp("Ada", second));
            notes.take(&applied);
            placed.take(&applied, &notes, &timeline);
            let again = Placed::of(&notes, &timeline);
            for ix in 0..timeline.len() {
                prop_assert_eq!(placed.notes_on(&notes, ix), again.notes_on(&notes, ix));
                prop_assert_eq!(placed.label_on(&notes, ix), again.label_on(&notes, ix));
            }
            prop_assert_eq!(placed.noted(), again.noted());
            prop_assert_eq!(placed.tagged(), again.tagged());
            prop_assert_eq!(placed.noted_count(), again.noted_count());
            for category in timeline.category_ixs() {
                prop_assert_eq!(placed.precision(category), again.precision(category));
            }
        }
    }

    #[test]
    fn a_file_gives_back_what_it_was_given_and_adding_it_again_changes_nothing(
        said in mentions(0..3_000, 12), other in "[a-zäß\n#]{0,12}", second in 0i64..9,
    ) {
        let timeline = build(&said);
        let mut notes = noted(&timeline, 0..timeline.len());
        written(&mut notes, draft(99, Anchor::Call, "all of it", 0), &stamp("Kit", 1));
        written(&mut notes, draft(98, Anchor::At(Offset::from_centis(7)), &other, 0), &stamp("Kit", 2));
        let call = CallKey::record("6qrWs000004Tb7KIAS".parse().unwrap());
        let all = FiledNotes::from([(call.clone(), notes.clone())]);
        let mut bytes = Vec::new();
        write_notes(&all, &mut bytes).unwrap();
        let read = read_notes(&bytes).unwrap();
        prop_assert_eq!(&read, &all);
        // Somewhere else the same notes went on.
        let mut theirs = notes.clone();
        for note in notes.iter() {
            let Note { id, anchor, revision, .. } = note.clone();
            let text = Note::text_of(&other);
            let draft = Draft { id, anchor, text, base: revision, spare: NoteId::new(3, 3) };
            written(&mut theirs, draft, &stamp("Kit", second));
        }
        let before = theirs.clone();
        theirs.merge(&notes);
        let once = theirs.clone();
        prop_assert_eq!(theirs.merge(&notes), Merged::default());
        prop_assert_eq!(&theirs, &once);
        prop_assert!(before.iter().all(|note| theirs.note(note.id).is_some()));
    }

    #[test]
    fn any_bytes_are_a_file_of_notes_or_a_sentence(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Err(error) = read_notes(&bytes) {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}

#[test]
fn a_note_follows_its_moment_and_stays_at_its_time_without_one() {
    let line = |at: u32, text: &str| build(&[said(1_000, "first"), said(at, text)]);
    let notes = noted(&line(5_000, "How many?"), [1]);
    let anchor = notes.iter().next().unwrap().anchor.clone();
    let found = |timeline: &Timeline| Placed::of(&notes, timeline).moment_of(&anchor);
    assert_eq!(found(&line(7_900, "How many?")), Some(1), "moved by 29 s");
    assert_eq!(found(&line(5_250, "How many are there?")), Some(1), "worded another way");
    assert_eq!(found(&line(8_100, "How many?")), None, "too far");
    assert_eq!(found(&line(5_400, "How many are there?")), None, "another moment");
    let gone = build(&[said(1_000, "first")]);
    let placed = Placed::of(&notes, &gone);
    assert_eq!(placed.listed(&notes, &gone)[0].0, Some(Offset::from_centis(5_000)));
}

#[test]
fn twins_have_notes_of_their_own() {
    let twins = build(&[said(500, "Yes."), said(500, "Yes."), said(500, "Yes.")]);
    let notes = noted(&twins, [0, 2]);
    let placed = Placed::of(&notes, &twins);
    assert_eq!(placed.noted().ones().collect::<Vec<_>>(), [0, 2]);
}

#[test]
fn of_two_who_write_the_same_note_nobody_loses_a_word() {
    let (ada, kit) = (stamp("Ada", 0), stamp("Kit", 1));
    let mut notes = Notes::default();
    let about = || Anchor::Call;
    assert!(matches!(
        written(&mut notes, draft(1, about(), "one", 0), &ada),
        Applied::Written(Note { revision: 1, .. })
    ));
    written(&mut notes, draft(1, about(), "one, by Kit", 1), &kit);
    let both = written(&mut notes, draft(1, about(), "one, by Ada", 1), &ada);
    assert!(matches!(both, Applied::Both { .. }));
    let texts: BTreeSet<&str> = notes.iter().map(|note| &*note.text).collect();
    assert_eq!(texts, BTreeSet::from(["one, by Ada", "one, by Kit"]));
    let kept = notes.note(NoteId::new(1, 1)).unwrap();
    assert_eq!(&*kept.author, "Ada, Kit");
    // Nor does one delete what the other has just written.
    let stays = written(&mut notes, draft(1, about(), "", 1), &ada);
    assert!(matches!(stays, Applied::Stays(_)));
    let deleted = written(&mut notes, draft(1, about(), " \n", 2), &ada);
    assert!(matches!(deleted, Applied::Deleted(_)));
    assert_eq!(notes.len(), 1);
    // One that was deleted elsewhere while somebody wrote on is there again.
    written(&mut notes, draft(1, about(), "back", 2), &kit);
    assert_eq!(notes.len(), 2);
}

#[test]
fn verdicts_go_round_and_precision_counts_them() {
    let timeline = build(&[said(100, "a"), said(200, "b"), said(300, "c")]);
    let mut notes = noted(&timeline, [0, 1, 2]);
    let moment = MomentKey::of(&timeline, 1);
    let applied = notes.decide(&Change::Judge { moment: moment.clone() }, &stamp("Ada", 3));
    notes.take(&applied);
    let category = timeline.moment(0).category;
    let precision = Placed::of(&notes, &timeline).precision(category);
    assert_eq!((precision.confirmed, precision.judged(), precision.percent()), (2, 3, Some(67)));
    let applied = notes.decide(&Change::Judge { moment: moment.clone() }, &stamp("Ada", 4));
    notes.take(&applied);
    assert_eq!(notes.label(&moment), None, "a label that says nothing is not kept");
}

#[test]
fn a_file_that_cannot_be_says_where() {
    let file = |call: &str, note: &str| {
        format!(
            r#"{{"format":"earmark-notes","version":1,"calls":[{{"call":"{call}","notes":[{note}]}}]}}"#
        )
    };
    let why = |text: &str| read_notes(text.as_bytes()).unwrap_err().to_string();
    assert!(why("[]").contains("not a file of notes"));
    assert!(why(r#"{"format":"x","version":1,"calls":[]}"#).contains("format"));
    assert!(why(r#"{"format":"earmark-notes","version":7,"calls":[]}"#).contains("version 7"));
    assert!(why(&file("nothing", "")).contains("calls[0] has a call"));
    let note = r#"{"id":"7","about":"call","text":"x","author":"a","created":"2026-11-20T15:04:05Z",
        "updated":"2026-11-20T15:04:05Z","revision":1}"#;
    assert!(why(&file("6qrWs000004Tb7KIAS", note)).contains("calls[0].notes[0] has an id"));
    let blank =
        note.replace("\"7\"", &format!("\"{}\"", NoteId::new(7, 7))).replace("\"x\"", "\" \"");
    assert!(why(&file("6qrWs000004Tb7KIAS", &blank)).contains("no text"));
}

#[test]
fn of_two_labels_the_newer_verdict_and_all_tags_stay() {
    let timeline = build(&[said(100, "a")]);
    let label = |tag: &str, verdict, second| Label {
        moment: MomentKey::of(&timeline, 0),
        tags: BTreeSet::from([Tag::read(tag).unwrap()]),
        verdict: Some(verdict),
        author: clean_line("Ada").boxed(),
        updated: stamp("", second).at,
    };
    let mut ours = Notes::of([], [label("one", Verdict::Confirmed, 2)]);
    let older = Notes::of([], [label("two", Verdict::Dismissed, 1)]);
    assert_eq!(ours.merge(&older), Merged { labels: 1, ..Merged::default() });
    let merged = ours.labels().next().unwrap().clone();
    assert_eq!(merged.verdict, Some(Verdict::Confirmed));
    assert_eq!(merged.tags.len(), 2);
    let newer = Notes::of([], [label("two", Verdict::Dismissed, 3)]);
    ours.merge(&newer);
    assert_eq!(ours.labels().next().unwrap().verdict, Some(Verdict::Dismissed));
}
