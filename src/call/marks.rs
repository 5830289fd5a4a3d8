//! Places in a call that a reviewer gave a letter.

use std::collections::BTreeMap;

use super::offset::Offset;

/// Letters and the times they stand for. Times, because moments come and go.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks {
    places: BTreeMap<char, Offset>,
}

impl Marks {
    /// Whether a key can name a mark: a letter from `a` to `z`, small or capital.
    #[must_use]
    pub fn is_name(name: char) -> bool {
        name.is_ascii_alphabetic()
    }

    /// Lets a letter stand for a time; says whether it is a letter.
    pub fn set(&mut self, name: char, at: Offset) -> bool {
        if !Self::is_name(name) {
            return false;
        }
        self.places.insert(name, at);
        true
    }

    /// The time of a mark, in a call that ends at `end`: what is kept from a longer one is at its
    /// end.
    #[must_use]
    pub fn get(&self, name: char, end: Offset) -> Option<Offset> {
        self.places.get(&name).map(|at| *at.min(&end))
    }

    /// All of them by their letters, with times as [`get`](Self::get) has them.
    pub fn all(&self, end: Offset) -> impl Iterator<Item = (char, Offset)> + '_ {
        self.places.iter().map(move |(&name, at)| (name, *at.min(&end)))
    }

    /// The first of them from one time until before another.
    #[must_use]
    pub fn between(&self, from: Offset, to: Offset, end: Offset) -> Option<char> {
        self.all(end).find(|(_, at)| (from..to).contains(at)).map(|(name, _)| name)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}

/// From what was kept. What is no letter is left out.
impl FromIterator<(char, Offset)> for Marks {
    fn from_iter<T: IntoIterator<Item = (char, Offset)>>(kept: T) -> Self {
        let places = kept.into_iter().filter(|(name, _)| Self::is_name(*name)).collect();
        Self { places }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_stands_for_one_time_inside_the_call() {
        let at = Offset::from_centis;
        let mut marks = Marks::default();
        assert!(marks.set('a', at(500)) && marks.set('b', at(300)) && marks.set('a', at(700)));
        assert!(!marks.set('1', at(1)) && !marks.set('é', at(1)));
        assert_eq!(marks.get('a', at(1_000)), Some(at(700)));
        assert_eq!(marks.get('a', at(600)), Some(at(600)));
        assert_eq!(marks.get('c', at(600)), None);
        assert_eq!(marks.all(at(600)).collect::<Vec<_>>(), [('a', at(600)), ('b', at(300))]);
        assert_eq!(marks.between(at(300), at(301), at(1_000)), Some('b'));
        assert_eq!(marks.between(at(301), at(700), at(1_000)), None);
        let kept: Marks = marks.all(at(1_000)).chain([('.', at(1))]).collect();
        assert_eq!(kept.all(at(1_000)).count(), 2);
    }
}
