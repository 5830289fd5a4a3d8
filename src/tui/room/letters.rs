//! What members of a room are called where their names are not to be seen.

use super::Present;
use crate::call::redact::lettered;
use crate::call::text::{Clean, clean_line};

/// A letter for each member, theirs until they leave; that of somebody who has left is given anew.
#[derive(Debug, Default)]
pub(super) struct Letters(Vec<Option<Clean>>);

impl Letters {
    /// Gives letters to those who came.
    pub(super) fn greet(&mut self, present: &Present) {
        for name in &present.names {
            if self.0.iter().flatten().any(|known| known == name) {
                continue;
            }
            match self.0.iter_mut().find(|place| place.is_none()) {
                Some(place) => *place = Some(name.clone()),
                None => self.0.push(Some(name.clone())),
            }
        }
    }

    /// Takes the letters of those who left.
    pub(super) fn part(&mut self, present: &Present) {
        for place in &mut self.0 {
            place.take_if(|name| !present.names.contains(name));
        }
    }

    /// What a member is called.
    pub(super) fn of(&self, name: &Clean) -> Clean {
        let place = self.0.iter().position(|known| known.as_ref() == Some(name));
        let called = place.map(|place| lettered("Visitor", place));
        clean_line(called.as_deref().unwrap_or("somebody")).boxed()
    }

    /// Who is called so, in whatever case.
    pub(super) fn meant(&self, called: &str) -> Option<&Clean> {
        let is_it = |name: &&Clean| self.of(name).eq_ignore_ascii_case(called.trim());
        self.0.iter().flatten().find(is_it)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stay_with_their_members_and_come_back() {
        let name = |text: &str| clean_line(text).boxed();
        let mut letters = Letters::default();
        let mut change = |names: &[&str]| {
            let present = Present {
                code: Clean::ours("K7QM-2XVP").boxed(),
                names: names.iter().map(|text| name(text)).collect(),
                me: 0,
                holder: None,
                asking: None,
                view: None,
            };
            letters.greet(&present);
            letters.part(&present);
            let called = |text: &&str| letters.of(&name(text)).to_string();
            names.iter().map(called).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(change(&["Ada", "Kit", "Kim"]), "Visitor A, Visitor B, Visitor C");
        assert_eq!(change(&["Kit", "Kim"]), "Visitor B, Visitor C");
        assert_eq!(change(&["Kit", "Kim", "Bo"]), "Visitor B, Visitor C, Visitor A");
        for n in 0..100 {
            change(&["Kit", &n.to_string()]);
        }
        assert!(letters.0.len() < 5, "whoever has another name all the time fills nothing up");
        assert_eq!(letters.meant("visitor b "), Some(&name("Kit")));
        assert_eq!(letters.meant("Kit"), None);
    }
}
