//! Who spoke when, as intervals in milliseconds.

use super::Side;
use crate::call::offset::Offset;
use crate::call::people::People;
use crate::call::text::Clean;
use crate::call::transcript::Transcript;

/// One entry, or several of one person on end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said {
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) side: Side,
    pub(super) person: usize,
    pub(super) entry: usize,
}

/// Entries that have times, by when they start. One that would last longer than any recording has
/// a wrong time and is left out, as is one that lasts no time.
pub(super) fn spoken(transcript: &Transcript, people: &People) -> Vec<Said> {
    let longest = i64::from(Offset::LONGEST.centis()) * 10;
    let mut all = Vec::with_capacity(transcript.entries.len());
    for (i, entry) in transcript.entries.iter().enumerate() {
        let Some((start, end)) = entry.start.zip(entry.end) else { continue };
        let (start, end) = (start.as_millisecond(), end.as_millisecond());
        if (1..=longest).contains(&(end - start))
            && let Some(voice) = people.voice(&entry.speaker)
            && let Some(person) = people.person(&entry.speaker)
        {
            let side = Side::of(voice.role.as_ref().map(Clean::as_str));
            all.push(Said { start, end, side, person, entry: i });
        }
    }
    // Of those at the same time, by whom they are and not by how they came.
    let key = |said: &Said| (said.start, said.end, transcript.entries[said.entry].speaker.as_str());
    all.sort_unstable_by(|a, b| key(a).cmp(&key(b)));
    all
}

/// How long intervals in order of their starts are together, overlaps counted once.
pub(super) fn union(intervals: &[(i64, i64)]) -> i64 {
    let mut length = 0;
    let mut until = i64::MIN;
    for &(start, end) in intervals {
        length += (end - start.max(until)).max(0);
        until = until.max(end);
    }
    length
}

/// The longest run of one person; of several as long, the first.
pub(super) fn longest(spoken: &[Said]) -> Said {
    let mut longest = spoken[0];
    let mut run = spoken[0];
    for said in spoken {
        run = match said.person == run.person {
            true => Said { end: said.end.max(run.end), ..run },
            false => *said,
        };
        if run.end - run.start > longest.end - longest.start {
            longest = run;
        }
    }
    longest
}

/// The mean of the silences after which an agent speaks.
pub(super) fn patience(spoken: &[Said]) -> Option<Offset> {
    let mut heard: Option<i64> = None;
    let (mut sum, mut times) = (0, 0);
    let mut last = None;
    for said in spoken {
        if said.side == Side::Agent
            && last == Some(Side::EndUser)
            && let Some(gap) = heard.map(|end| said.start - end).filter(|&gap| gap > 0)
        {
            sum += gap;
            times += 1;
        }
        if said.side == Side::EndUser {
            heard = Some(heard.unwrap_or(said.end).max(said.end));
        }
        last = Some(said.side);
    }
    (times > 0).then(|| offset(sum / times))
}

/// Milliseconds as a length.
pub(super) fn offset(millis: i64) -> Offset {
    Offset::from_centis(u32::try_from((millis + 5) / 10).unwrap_or(u32::MAX))
}

/// Milliseconds in seconds.
#[expect(clippy::cast_precision_loss, reason = "a sum of many months is still exact")]
pub(super) fn seconds(millis: i64) -> f64 {
    millis as f64 / 1_000.0
}

/// A count to divide.
#[expect(clippy::cast_precision_loss, reason = "no call has so many entries")]
pub(super) fn count(n: usize) -> f64 {
    n as f64
}
