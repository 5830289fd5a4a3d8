//! What was given out against a secret, for a while and in bounded number.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use crate::service::digest::Digest;

/// Holds a value for each secret until its time is over or newer ones need the room. Only the
/// digests of secrets are kept.
#[derive(Debug)]
pub(super) struct Shelf<V> {
    most: usize,
    lifetime: Duration,
    held: HashMap<Digest, (Instant, V)>,
    /// Oldest first, and one for each that is held; those that were taken leave it when their turn
    /// comes.
    order: VecDeque<(Instant, Digest)>,
}

impl<V> Shelf<V> {
    pub(super) fn new(most: usize, lifetime: Duration) -> Self {
        Self { most, lifetime, held: HashMap::new(), order: VecDeque::new() }
    }

    pub(super) fn put(&mut self, secret: Digest, value: V, now: Instant) {
        while let Some((since, oldest)) = self.order.front() {
            let is_over = now.saturating_duration_since(*since) >= self.lifetime;
            if !is_over && self.order.len() < self.most {
                break;
            }
            // One that was taken may have been put back since.
            if self.held.get(oldest).is_some_and(|(put, _)| put == since) {
                self.held.remove(oldest);
            }
            self.order.pop_front();
        }
        self.held.insert(secret, (now, value));
        self.order.push_back((now, secret));
    }

    pub(super) fn get(&mut self, secret: &Digest, now: Instant) -> Option<&mut V> {
        let lifetime = self.lifetime;
        let (since, value) = self.held.get_mut(secret)?;
        (now.saturating_duration_since(*since) < lifetime).then_some(value)
    }

    /// Begins a held value's time anew, and makes it the newest.
    pub(super) fn renew(&mut self, secret: &Digest, now: Instant) {
        let Some((since, _)) = self.held.get_mut(secret) else { return };
        let put = std::mem::replace(since, now);
        let is_it = |(since, other): &(Instant, Digest)| *since == put && other == secret;
        if let Some(place) = self.order.iter().position(is_it) {
            self.order.remove(place);
        }
        self.order.push_back((now, *secret));
    }

    pub(super) fn take(&mut self, secret: &Digest, now: Instant) -> Option<V> {
        let (since, value) = self.held.remove(secret)?;
        (now.saturating_duration_since(since) < self.lifetime).then_some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MINUTE: Duration = Duration::from_mins(1);

    #[test]
    fn a_value_is_held_for_its_time_and_taken_once() {
        let (now, mut shelf) = (Instant::now(), Shelf::new(4, MINUTE));
        let [a, b] = ["a", "b"].map(Digest::of);
        shelf.put(a, 1, now);
        shelf.put(b, 2, now + MINUTE / 2);
        assert_eq!(shelf.get(&a, now + MINUTE / 2).copied(), Some(1));
        assert_eq!(shelf.get(&a, now + MINUTE), None);
        assert_eq!(shelf.take(&b, now + MINUTE), Some(2));
        assert_eq!(shelf.take(&b, now + MINUTE), None);
    }

    #[test]
    fn a_renewed_value_is_held_anew_and_takes_one_place() {
        let (now, mut shelf) = (Instant::now(), Shelf::new(2, MINUTE));
        let [a, b, c] = ["a", "b", "c"].map(Digest::of);
        shelf.put(a, 1, now);
        shelf.put(b, 2, now);
        for _ in 0..5 {
            shelf.renew(&a, now + MINUTE / 2);
        }
        shelf.renew(&c, now + MINUTE / 2);
        assert_eq!((shelf.held.len(), shelf.order.len()), (2, 2));
        assert_eq!(shelf.get(&a, now + MINUTE).copied(), Some(1));
        assert_eq!(shelf.get(&b, now + MINUTE), None);
        shelf.put(c, 3, now + MINUTE);
        assert_eq!(shelf.get(&a, now + MINUTE).copied(), Some(1));
        assert_eq!(shelf.get(&a, now + MINUTE * 3 / 2), None);
    }

    #[test]
    fn a_value_that_is_put_back_outlives_its_first_place() {
        let (now, mut shelf) = (Instant::now(), Shelf::new(4, MINUTE));
        let [a, b] = ["a", "b"].map(Digest::of);
        shelf.put(a, 1, now);
        shelf.take(&a, now);
        shelf.put(a, 2, now + MINUTE / 2);
        shelf.put(b, 3, now + MINUTE);
        assert_eq!(shelf.get(&a, now + MINUTE).copied(), Some(2));
    }

    proptest! {
        #[test]
        fn the_newest_are_held_and_never_more_than_there_is_room_for(
            most in 1..8_usize, taken in prop::collection::vec(any::<bool>(), 0..40),
        ) {
            let (now, mut shelf) = (Instant::now(), Shelf::new(most, MINUTE));
            for (i, taken) in taken.into_iter().enumerate() {
                let secret = Digest::of(&i.to_string());
                shelf.put(secret, i, now);
                prop_assert!(shelf.held.len() <= most && shelf.order.len() <= most);
                prop_assert_eq!(shelf.get(&secret, now).copied(), Some(i));
                if taken {
                    prop_assert_eq!(shelf.take(&secret, now), Some(i));
                }
            }
        }
    }
}
