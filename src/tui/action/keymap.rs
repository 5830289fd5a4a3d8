//! Which key does what: a set of keys laid over another.

use std::collections::HashMap;

use super::key::{BadKey, Key};
use super::table::Binding;
use super::{Action, Screen, TABLE, Then, is_on};
use crate::call::text::Clean;
use crate::tui::sheet::{Remark, Row, Value, hint, read};

/// The set that everything else is laid over, and the reference for it.
pub const DEFAULT: &str = include_str!("../../../assets/keys.toml");

/// The keys of some actions, as one file gives them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KeySet {
    file: String,
    given: Vec<Given>,
}

/// What a file says about an action.
#[derive(Debug, Clone, PartialEq)]
struct Given {
    row: &'static Binding,
    line: usize,
    keys: Vec<Key>,
}

impl KeySet {
    /// Reads a file of keys: `action = ["key", "key"]`. What cannot be used is left out and
    /// remarked on; the rest holds.
    #[must_use]
    pub fn read(file: &str, text: &str) -> (Self, Vec<Remark>) {
        let (rows, mut remarks) = read(file, text);
        let mut set = Self { file: file.to_owned(), given: Vec::new() };
        for row in rows {
            let mut remark = |line, text| {
                remarks.push(Remark { file: file.to_owned(), line, text });
            };
            match all().find(|action| row.name.as_str() == action.name) {
                None => {
                    let hint = hint(&row.name, all().map(|action| action.name));
                    remark(row.line, format!("there is no action {:?}{hint}.", row.name));
                }
                Some(action) => set.take(action, row, &mut remark),
            }
        }
        remarks.sort();
        (set, remarks)
    }

    fn take(&mut self, row: &'static Binding, said: Row, remark: &mut impl FnMut(usize, String)) {
        let texts = match said.value {
            Value::Texts(texts) => texts,
            Value::Text(text) => vec![(text, said.line)],
            Value::Number(_) | Value::Truth(_) | Value::Other => {
                let text =
                    format!("{} is keys between brackets, as in [\"n\", \"Down\"].", said.name);
                return remark(said.line, text);
            }
        };
        let mut keys = Vec::new();
        let has_none = texts.is_empty();
        for (text, line) in texts {
            match key(&text) {
                Err(why) => remark(line, why),
                Ok(Key::Ctrl('c')) if row.action != Action::Quit => {
                    remark(line, "Ctrl-C always quits: take another key.".to_owned());
                }
                Ok(key) => match self.owner(row, key) {
                    Some(other) => remark(
                        line,
                        format!("{key} is bound twice: it is a key of {other} already."),
                    ),
                    None if keys.contains(&key) => {}
                    None => keys.push(key),
                },
            }
        }
        // An action that was given only keys that cannot be used keeps those it has.
        if has_none || !keys.is_empty() {
            self.given.push(Given { row, line: said.line, keys });
        }
    }

    /// The action that has a key on a screen that it would share.
    fn owner(&self, row: &Binding, key: Key) -> Option<&'static str> {
        let other = self.given.iter().find(|it| it.keys.contains(&key) && meet(it.row, row));
        other.map(|it| it.row.name)
    }
}

fn key(text: &Clean) -> Result<Key, String> {
    match text.parse::<Key>() {
        Ok(key) if key.is_digit() => Err(format!("{key} begins a count: it cannot be a key.")),
        Ok(key) => Ok(key),
        Err(error @ BadKey::Taken(..)) => Err(format!("{error}: take another key.")),
        Err(error) => {
            const NAMES: [&str; 16] = [
                "Space",
                "Up",
                "Down",
                "Left",
                "Right",
                "PgUp",
                "PgDn",
                "Home",
                "End",
                "Ins",
                "Del",
                "Tab",
                "Enter",
                "Esc",
                "Backspace",
                "Shift-Tab",
            ];
            Err(format!("{error}{}.", hint(text, NAMES)))
        }
    }
}

/// Every row of the table.
fn all() -> impl Iterator<Item = &'static Binding> {
    TABLE.iter().flat_map(|group| group.rows)
}

/// Whether two actions share a screen, where a key can have one meaning only.
fn meet(one: &Binding, other: &Binding) -> bool {
    let both = |screen: &Screen| is_on(one, *screen) && is_on(other, *screen);
    [Screen::Calls, Screen::Review, Screen::Note].iter().any(both)
}

/// Which key does what.
#[derive(Debug, Clone, PartialEq)]
pub struct Keymap {
    calls: HashMap<Key, usize>,
    review: HashMap<Key, usize>,
    note: HashMap<Key, usize>,
    rows: Vec<(&'static Binding, Vec<Key>)>,
}

impl Default for Keymap {
    /// The keys of [`DEFAULT`].
    fn default() -> Self {
        Self::of(&[KeySet::read("keys.toml", DEFAULT).0]).0
    }
}

impl Keymap {
    /// Sets laid over each other, the last on top. What a set says about an action goes for all
    /// of its keys; a key that is taken for another action above is lost to those below, and an
    /// action that has none left by that is remarked on.
    #[must_use]
    pub fn of(sets: &[KeySet]) -> (Self, Vec<Remark>) {
        let rows = all().map(|row| (row, Vec::new())).collect();
        let (calls, review, note) = Default::default();
        let mut map = Self { calls, review, note, rows };
        let mut said = vec![false; map.rows.len()];
        let mut remarks = Vec::new();
        for set in sets.iter().rev() {
            for given in &set.given {
                let at = place(given.row.action);
                if std::mem::replace(&mut said[at], true) {
                    continue;
                }
                let mut taker = None;
                for &key in &given.keys {
                    taker = taker.or(map.bind(at, key));
                }
                let lost = map.rows[at].1.is_empty() && !given.keys.is_empty();
                if let Some(taker) = taker.filter(|_| lost) {
                    remarks.extend(map.remark(sets, given.row, taker));
                }
            }
        }
        (map, remarks)
    }

    /// Binds a key that is free; else says who has it.
    fn bind(&mut self, at: usize, key: Key) -> Option<usize> {
        let row = self.rows[at].0;
        let on = |screen| is_on(row, screen);
        let screens = [
            (Screen::Calls, &self.calls),
            (Screen::Review, &self.review),
            (Screen::Note, &self.note),
        ];
        let taken = screens
            .iter()
            .find_map(|(screen, keys)| keys.get(&key).copied().filter(|_| on(*screen)));
        if taken.is_some() {
            return taken;
        }
        if on(Screen::Calls) {
            self.calls.insert(key, at);
        }
        if on(Screen::Review) {
            self.review.insert(key, at);
        }
        if on(Screen::Note) {
            self.note.insert(key, at);
        }
        self.rows[at].1.push(key);
        None
    }

    fn remark(&self, sets: &[KeySet], lost: &Binding, taker: usize) -> Option<Remark> {
        let taker = self.rows[taker].0;
        let said = sets.iter().rev().find_map(|set| {
            Some((set, set.given.iter().find(|given| given.row.action == taker.action)?))
        });
        let (set, given) = said?;
        let text = format!(
            "{} takes the only key of {}: give that another, or [] to say that it has none.",
            taker.name, lost.name
        );
        Some(Remark { file: set.file.clone(), line: given.line, text })
    }

    /// The row of a key on a screen. A key that types nothing counts as itself where it has no
    /// meaning of its own with another one held.
    #[must_use]
    pub fn row(&self, on: Screen, key: Key) -> Option<&'static Binding> {
        let keys = match on {
            Screen::Calls => &self.calls,
            Screen::Review => &self.review,
            Screen::Note => &self.note,
        };
        let found = keys.get(&key).or_else(|| keys.get(&key.alone()?));
        found.map(|&at| self.rows[at].0)
    }

    /// The keys of an action, the one for hints first.
    #[must_use]
    pub fn keys(&self, action: Action) -> &[Key] {
        &self.rows[place(action)].1
    }

    /// The key that hints show for an action; the way to all actions for one that has none.
    #[must_use]
    pub fn key_of(&self, action: Action) -> String {
        let own = self.keys(action).first().map(ToString::to_string);
        own.unwrap_or_else(|| {
            let row = self.rows[place(action)].0;
            match self.keys(Action::GoTo).first() {
                Some(key) => format!("{key}{}", row.name),
                None => row.name.to_owned(),
            }
        })
    }

    /// How a row's keys are written: `c letter`, `j Down`.
    #[must_use]
    pub fn keys_text(&self, row: &Binding) -> String {
        let keys: Vec<_> = self.keys(row.action).iter().map(ToString::to_string).collect();
        if keys.is_empty() {
            return self.key_of(row.action);
        }
        let then = match row.then {
            Then::Nothing => "",
            Then::Letter | Then::Mark => " letter",
            Then::Digit => " digit",
        };
        format!("{}{then}", keys.join(" "))
    }
}

/// Where an action is among all rows.
fn place(action: Action) -> usize {
    all().position(|row| row.action == action).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn set(text: &str) -> KeySet {
        let (set, remarks) = KeySet::read("mine.toml", text);
        assert_eq!(remarks, []);
        set
    }

    fn over_default(text: &str) -> (Keymap, Vec<Remark>) {
        Keymap::of(&[set(DEFAULT), set(text)])
    }

    fn action(keys: &Keymap, key: &str) -> Option<Action> {
        keys.row(Screen::Review, key.parse().unwrap()).map(|row| row.action)
    }

    #[test]
    fn what_is_said_goes_for_all_keys_of_an_action_and_takes_them_from_others() {
        let (keys, remarks) = over_default("row-down = [\"=\", \"g\"]\nclear-filter = []");
        assert_eq!(remarks, []);
        assert_eq!(keys.keys(Action::RowDown), [Key::Char('='), Key::Char('g')]);
        assert_eq!(action(&keys, "g"), Some(Action::RowDown));
        assert_eq!(action(&keys, "Home"), Some(Action::First));
        assert_eq!((action(&keys, "j"), action(&keys, "F")), (None, None));
        assert_eq!(keys.key_of(Action::ClearFilter), ":clear-filter");
        // The list of calls has its own use for a key of the review screen.
        let (keys, _) = over_default("people = [\"A\"]\nask = [\"p\"]");
        assert_eq!(keys.keys(Action::SwitchScope), [Key::Char('A')]);
    }

    #[test]
    fn an_action_that_is_left_without_keys_is_told() {
        let (_, remarks) = over_default("\nrow-down = [\"f\"]");
        let told: Vec<String> = remarks.iter().map(ToString::to_string).collect();
        let text = "row-down takes the only key of filter: give that another, or [] to say that it has none.";
        assert_eq!(told, [format!("mine.toml, line 2: {text}")]);
    }

    #[test]
    fn what_is_wrong_has_its_line_and_the_nearest_name() {
        let text = "nxt-moment = [\"n\"]\nopen = 3\nback = [\"Escape\", \"Ctrl-I\", \"7\"]\n\
                    filter = [\"x\"]\npeople = [\"x\", \"P\"]\n";
        let (set, remarks) = KeySet::read("keys.toml", text);
        let told: Vec<String> = remarks.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "keys.toml, line 1: there is no action \"nxt-moment\"; the nearest is \"next-moment\".",
                "keys.toml, line 2: open is keys between brackets, as in [\"n\", \"Down\"].",
                "keys.toml, line 3: 7 begins a count: it cannot be a key.",
                "keys.toml, line 3: no key is called \"Escape\".",
                "keys.toml, line 3: terminals send Ctrl-I as Tab: take another key.",
                "keys.toml, line 5: x is bound twice: it is a key of filter already.",
            ]
        );
        let (keys, _) = Keymap::of(&[super::tests::set(DEFAULT), set]);
        assert_eq!(keys.keys(Action::Back), [Key::Named(crossterm::event::KeyCode::Esc)]);
        assert_eq!(keys.keys(Action::People), [Key::Char('P')]);
    }

    #[test]
    fn a_held_key_counts_as_itself_where_it_means_nothing_else() {
        let keys = Keymap::default();
        assert_eq!(action(&keys, "Shift-Down"), Some(Action::RowDown));
        let (keys, _) = over_default("next-moment = [\"Shift-Down\"]");
        assert_eq!(action(&keys, "Shift-Down"), Some(Action::NextMoment));
    }

    proptest! {
        #[test]
        fn any_file_leaves_keys_with_one_meaning(
            text in "((row-down|open|filter|ask|quit|nonsense) ?= ?(\\[(\"(j|f|x|Esc|Ctrl-x|7|Nope)\",? ?){0,3}\\]|3|\"f\")\n){0,9}\\PC{0,20}",
        ) {
            let (mine, _) = KeySet::read("keys.toml", &text);
            let (keys, _) = Keymap::of(&[set(DEFAULT), mine]);
            for screen in [Screen::Calls, Screen::Review, Screen::Note] {
                let mut seen = std::collections::HashSet::new();
                for row in super::super::rows(screen) {
                    for key in keys.keys(row.action) {
                        prop_assert!(seen.insert(*key), "{} on {:?}", key, screen);
                        prop_assert_eq!(keys.row(screen, *key).unwrap().action, row.action);
                    }
                }
            }
        }
    }
}
