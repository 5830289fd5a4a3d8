//! What somebody noted about an invented call.

use earmark::call::{
    Anchor, Label, MomentKey, Note, NoteId, Notes, Tag, Timeline, Verdict, author_of,
};
use jiff::Timestamp;

/// A note on every 20th moment, a verdict on every 4th, half of them dismissed, some with a tag.
pub(crate) fn notes(timeline: &Timeline) -> Notes {
    let at = Timestamp::UNIX_EPOCH;
    let note = |ix: usize| Note {
        id: NoteId::new(1, ix as u64),
        anchor: Anchor::Moment(MomentKey::of(timeline, ix)),
        text: Note::text_of("Ask what the second kiln would cost, and who signs it off."),
        author: author_of("Cora Coach"),
        created: at,
        updated: at,
        revision: 1,
    };
    let label = |ix: usize| Label {
        moment: MomentKey::of(timeline, ix),
        tags: Tag::read("kilns").filter(|_| ix.is_multiple_of(12)).into_iter().collect(),
        verdict: Some(if ix.is_multiple_of(8) { Verdict::Dismissed } else { Verdict::Confirmed }),
        author: author_of("Cora Coach"),
        updated: at,
    };
    let all = || 0..timeline.len();
    Notes::of(all().step_by(20).map(note), all().step_by(4).map(label))
}
