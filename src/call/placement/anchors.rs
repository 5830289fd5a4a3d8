//! Arithmetic on points that are known and those between them.

use crate::call::offset::Offset;

/// How far apart times that agree may be: half a second, in hundredths.
const ALIKE: i64 = 50;

/// What most of some sorted times agree on, and how many do. Where several groups are as large,
/// the one in the middle counts: words are found late in an entry, and a wrong number anywhere.
pub(super) fn agreed(sorted: &[i64]) -> Option<(i64, usize)> {
    let middle = *sorted.get(sorted.len() / 2)?;
    let mut best: Option<(usize, i64, i64)> = None;
    let mut from = 0;
    for (to, &last) in sorted.iter().enumerate() {
        while last - sorted[from] > ALIKE {
            from += 1;
        }
        let (count, value) = (to + 1 - from, sorted[from + (to - from) / 2]);
        let far = (value - middle).abs();
        if best.is_none_or(|(most, nearest, _)| (count, -far) > (most, -nearest)) {
            best = Some((count, far, value));
        }
    }
    best.map(|(count, _, value)| (value, count))
}

/// Of points in order of their first half, as many as can stay with the second in order too.
pub(super) fn longest_in_order(points: &[(usize, Offset)]) -> Vec<(usize, Offset)> {
    // For each length, the point that ends such a sequence earliest; and what comes before each.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![None; points.len()];
    for (i, (_, at)) in points.iter().enumerate() {
        let length = ends.partition_point(|&end| points[end].1 <= *at);
        before[i] = length.checked_sub(1).map(|shorter| ends[shorter]);
        match ends.get_mut(length) {
            Some(end) => *end = i,
            None => ends.push(i),
        }
    }
    let mut kept = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(i) = next {
        kept.push(points[i]);
        next = before[i];
    }
    kept.reverse();
    kept
}

/// A time for each of `count` places: the anchors', and evenly between them from the recording's
/// beginning to its `end`.
pub(super) fn between(anchors: &[(usize, Offset)], count: usize, end: Offset) -> Vec<Offset> {
    let mut times = Vec::with_capacity(count);
    let (mut from, mut start) = (0, Offset::ZERO);
    let last = anchors.last().map_or(end, |&(_, at)| end.max(at));
    for &(to, until) in anchors.iter().chain([&(count, last)]) {
        let steps = (to - from).max(1) as u64;
        let length = u64::from((until - start).centis());
        for step in 0..(to - from) as u64 {
            let into = u32::try_from(length * step / steps).unwrap_or(u32::MAX);
            times.push(start + Offset::from_centis(into));
        }
        (from, start) = (to, until);
    }
    times
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(centis: u32) -> Offset {
        Offset::from_centis(centis)
    }

    #[test]
    fn most_agree_and_the_middle_decides() {
        assert_eq!(agreed(&[]), None);
        assert_eq!(agreed(&[7]), Some((7, 1)));
        assert_eq!(agreed(&[-900, 100, 110, 120, 5_000]), Some((110, 3)));
        assert_eq!(agreed(&[-9_000, 0, 9_000]), Some((0, 1)));
    }

    #[test]
    fn one_wrong_point_costs_itself_alone() {
        let points = [(0, at(10)), (1, at(99_000)), (2, at(20)), (3, at(20)), (4, at(30))];
        let kept = [(0, at(10)), (2, at(20)), (3, at(20)), (4, at(30))];
        assert_eq!(longest_in_order(&points), kept);
    }

    #[test]
    fn places_between_are_evenly_spread() {
        let anchors = [(1, at(100)), (3, at(200))];
        let times = between(&anchors, 5, at(400));
        assert_eq!(times, [at(0), at(100), at(150), at(200), at(300)]);
    }

    proptest! {
        #[test]
        fn times_never_go_back_and_anchors_are_hit(
            points in proptest::collection::btree_map(0usize..60, 0u32..100_000, 0..40),
            more in 0usize..20, end in 0u32..200_000,
        ) {
            let points: Vec<_> = points.into_iter().map(|(i, centis)| (i, at(centis))).collect();
            let kept = longest_in_order(&points);
            prop_assert_eq!(kept.is_empty(), points.is_empty());
            let count = points.last().map_or(0, |(last, _)| last + 1) + more;
            let times = between(&kept, count, at(end));
            prop_assert_eq!(times.len(), count);
            prop_assert!(times.is_sorted());
            prop_assert!(kept.iter().all(|&(i, at)| times[i] == at));
            let ordered = points.is_sorted_by_key(|&(_, at)| at);
            prop_assert!(!ordered || kept.len() == points.len());
        }
    }
}
