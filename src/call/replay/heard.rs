//! What is heard at a time.

use crate::call::motion::Playhead;
use crate::call::offset::Offset;
use crate::call::selection::Selection;
use crate::call::timeline::Timeline;

/// The playhead of a replay: on the last of the moments shown that has been said, for as long as
/// its window lasts.
#[must_use]
pub fn heard(timeline: &Timeline, shown: &Selection, at: Offset) -> Playhead {
    let begun = timeline.first_at(at + Offset::from_centis(1));
    let last = shown.last_with(None, begun);
    let is_heard = |ix: &usize| {
        let moment = timeline.moment(*ix);
        moment.at == at || at < moment.window.end
    };
    Playhead { at, on: last.filter(is_heard) }
}
