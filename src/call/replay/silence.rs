//! Where nobody speaks.

use crate::call::offset::{Offset, Window};
use crate::call::placement::Placement;

/// The longest silence that is played whole; a longer one is played as this.
pub const LONGEST_SILENCE: Offset = Offset::from_centis(200);

/// What is left out of a recording of that length when its silences are shortened.
///
/// A silence is from where every entry that has begun is over to where the next one begins, or
/// from the start of the recording, or to its end; by the times that entries have, and only where
/// they say when they end. Of one that is longer than `longest`, half of `longest` is played at
/// either side, and what is between is left out.
#[must_use]
pub fn silences(placement: &Placement, end: Offset, longest: Offset) -> Vec<Window> {
    let half = Offset::from_centis(longest.centis() / 2);
    let mut cuts = Vec::new();
    let mut cut = |from: Offset, to: Offset| {
        if to - from > longest {
            cuts.push(Window { start: from + half, end: to - half });
        }
    };
    let Some(last) = placement.spans().last() else { return cuts };
    let mut quiet = Offset::ZERO;
    for span in placement.spans() {
        cut(quiet, span.start);
        quiet = quiet.max(span.end);
    }
    // An entry that does not say when it ends may go on to the end.
    if last.end > last.start {
        cut(quiet, end);
    }
    cuts
}
