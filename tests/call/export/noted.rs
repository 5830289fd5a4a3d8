//! What the reviewer noted, in every form.

use std::collections::BTreeSet;

use earmark::call::export::{Format, Noted, Report};
use earmark::call::redact::{RedactedCall, Redactor};
use earmark::call::{
    Anchor, Conversation, Corrections, Label, MomentKey, Note, NoteId, Notes, Offset, Part, Placed,
    Tag, Verdict,
};
use serde_json::Value;

use super::{bare, text, transcript, written};
use crate::{Said, build};

/// A note on the call, one on its second moment, one at a time between; the first is judged.
fn noted(conversation: &Conversation) -> Notes {
    let timeline = conversation.timeline.ready().unwrap();
    let note = |nth, anchor, words: &str| Note {
        id: NoteId::new(7, nth),
        anchor,
        text: text(words),
        author: text("Ada"),
        created: "2026-11-21T09:00:00Z".parse().unwrap(),
        updated: "2026-11-21T09:30:00Z".parse().unwrap(),
        revision: 1,
    };
    let label = Label {
        moment: MomentKey::of(timeline, 0),
        tags: BTreeSet::from([Tag::read("follow up").unwrap()]),
        verdict: Some(Verdict::Confirmed),
        author: text("Ada"),
        updated: "2026-11-21T09:00:00Z".parse().unwrap(),
    };
    Notes::of(
        [
            note(1, Anchor::Moment(MomentKey::of(timeline, 1)), "Ask about *terms*\nby Friday"),
            note(2, Anchor::Call, "Ada did well"),
            note(3, Anchor::At(Offset::from_centis(50_000)), "£340 said here"),
        ],
        [label],
    )
}

fn call() -> Conversation {
    let said = [Said::at(3_272), Said { insight: 1, ..Said::at(6_150) }];
    Conversation { timeline: Part::Ready(build(&said)), ..Conversation::default() }
}

#[test]
fn notes_tags_and_verdicts_are_in_every_form() {
    let conversation = call();
    let notes = noted(&conversation);
    let placed = Placed::of(&notes, conversation.timeline.ready().unwrap());
    let report =
        Report { noted: Some(Noted { notes: &notes, placed: &placed }), ..bare(&conversation) };
    let markdown = written(&report, Format::Markdown);
    let want = "## Notes\n\n- the whole call: Ada did well (Ada)\n\
                - 1:01.5: Ask about \\*terms\\*\n  by Friday (Ada)\n\
                - 8:20.0: £340 said here (Ada)\n";
    assert!(markdown.contains(want), "{markdown}");
    assert!(markdown.contains("| confirmed, \\#follow-up |"), "{markdown}");
    let plain = written(&report, Format::Text);
    assert!(plain.contains("Notes\n  the whole call  Ada did well (Ada)\n"), "{plain}");
    assert!(plain.contains(" · confirmed · #follow-up\n"), "{plain}");
    let json: Value = serde_json::from_str(&written(&report, Format::Json)).unwrap();
    assert_eq!(json["notes"][0]["offset"], Value::Null);
    assert_eq!(
        (&json["notes"][1]["offset"], &json["notes"][1]["onMoment"]),
        (&61.5.into(), &true.into())
    );
    assert_eq!(json["notes"][1]["text"], "Ask about *terms*\nby Friday");
    assert_eq!(json["moments"][0]["verdict"], "confirmed");
    assert_eq!(json["moments"][0]["tags"][0], "follow-up");
    let rows = super::rows(&written(&report, Format::Csv));
    assert_eq!(rows[0][11..], ["confirmed", "follow-up", ""]);
    assert_eq!(rows[1][11..], ["", "", "Ask about *terms*\nby Friday"]);
}

/// By those who took part.
fn redactor(conversation: &mut Conversation) -> Redactor {
    let transcript = transcript();
    let spoken = conversation.spoken(Some(&transcript), None, &Corrections::default());
    Redactor::of(&spoken.people, Some(&transcript))
}

#[test]
fn notes_are_redacted_with_the_call() {
    let mut conversation = call();
    let redactor = redactor(&mut conversation);
    let kept = noted(&conversation);
    let placed = Placed::of(&kept, conversation.timeline.ready().unwrap());
    let none = Corrections::default();
    let call = RedactedCall::of(&redactor, &conversation, None, None, (&none, &kept));
    let noted = Some(Noted { notes: &kept, placed: &placed });
    let report = Report { noted, ..bare(&conversation) };
    let markdown = written(&report.redacted(&call), Format::Markdown);
    assert!(!markdown.contains("Ada") && !markdown.contains("340"), "{markdown}");
    assert!(markdown.contains("\\[amount\\] said here"), "{markdown}");
}

#[test]
fn whoever_noted_something_is_a_reviewer_of_some_letter_unless_they_took_part() {
    let mut conversation = call();
    let redactor = redactor(&mut conversation);
    let mut kept = noted(&conversation);
    let authors = ["Kit Ember", "Bo, Kit Ember", "Ada", "somebody", "Ada Ember"];
    for (nth, author) in (10..).zip(authors) {
        let [first] = kept.iter().take(1).collect::<Vec<_>>()[..] else { panic!("there is one") };
        let created = first.created + jiff::SignedDuration::from_secs(nth);
        let id = NoteId::new(7, u64::try_from(nth).unwrap());
        kept.put(Note { id, author: text(author), created, ..first.clone() });
    }
    let redacted = redactor.notes(&kept);
    let called = |nth| redacted.note(NoteId::new(7, nth)).unwrap().author.to_string();
    let took_part = called(1);
    assert!(took_part.starts_with("Speaker "), "{took_part}");
    assert_eq!(called(10), "Reviewer B");
    assert_eq!(called(11), "Reviewer C, Reviewer B");
    assert_eq!(called(12), took_part);
    assert_eq!(called(13), "somebody");
    assert_eq!(called(14), "Reviewer E", "half of it is a name of the call");
    assert_eq!(redactor.notes(&redacted), redacted, "once is enough");
}
