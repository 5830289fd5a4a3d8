//! The people of the library's org: everyone who speaks in a call and is a user.

use std::collections::HashMap;

use super::call_file::{CallFile, Speaker};
use crate::call::CallId;

/// The id of any record. [`CallId`] reads the id of every object and only knows the kind of two.
pub(super) type RecordId = CallId;

/// The org that the library stands for; invented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Organisation {
    pub(super) id: RecordId,
    pub(super) name: String,
}

/// A user of the org. All but the id and the name is made from the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct User {
    pub(super) id: RecordId,
    pub(super) name: String,
    /// Such as `ada.marchetti@hoarwell.example`; no other user has it.
    pub(super) username: String,
    /// The same as the username.
    pub(super) email: String,
    /// Such as `amarc`.
    pub(super) alias: String,
}

/// The org and its users, in the order in which the library first names them.
#[derive(Debug)]
pub(super) struct Directory {
    pub(super) organisation: Organisation,
    /// Never empty: whoever owns a call is among them.
    users: Vec<User>,
    places: HashMap<RecordId, usize>,
    /// The owner of the first call.
    first_owner: usize,
}

pub(super) const ORGANISATION: (&str, &str) = ("00DWs000000Hw4L", "Hoarwell");
const DOMAIN: &str = "hoarwell.example";
/// Who owns the calls in which no user speaks.
const NOBODY: (&str, &str) = ("005Ws000001LbOw", "Library Owner");

/// Whether an id is that of a user.
pub(super) fn is_user(id: RecordId) -> bool {
    id.as_str().starts_with("005")
}

/// An id that is written in this source.
fn known(id: &str) -> RecordId {
    id.parse().unwrap_or_else(|_| unreachable!("{id} is an id"))
}

/// The owner of a call, who may be the one that stands for nobody.
pub(super) fn owner(file: &CallFile) -> RecordId {
    file.owner.unwrap_or_else(|| known(NOBODY.0))
}

impl Directory {
    pub(super) fn of(calls: &[CallFile]) -> Self {
        let (id, name) = ORGANISATION;
        let mut directory = Self {
            organisation: Organisation { id: known(id), name: name.to_owned() },
            users: Vec::new(),
            places: HashMap::new(),
            first_owner: 0,
        };
        let mut usernames = HashMap::new();
        for call in calls {
            for speaker in &call.speakers {
                if let Some(id) = speaker.user_id() {
                    directory.add(id, &speaker.name, &local_part(speaker, id), &mut usernames);
                }
            }
            if call.owner.is_none() {
                let (id, name) = NOBODY;
                directory.add(known(id), name, "library.owner", &mut usernames);
            }
        }
        let first = calls.first().and_then(|call| directory.places.get(&owner(call)));
        directory.first_owner = first.copied().unwrap_or(0);
        directory
    }

    /// Adds a user once; a name that is taken gets a number.
    fn add(
        &mut self,
        id: RecordId,
        name: &str,
        local: &str,
        usernames: &mut HashMap<String, usize>,
    ) {
        if self.places.contains_key(&id) {
            return;
        }
        let namesakes = usernames.entry(local.to_owned()).or_default();
        *namesakes += 1;
        let number = if *namesakes > 1 { format!(".{namesakes}") } else { String::new() };
        let username = format!("{local}{number}@{DOMAIN}");
        let (first, last) = local.rsplit_once('.').unwrap_or(("", local));
        let alias = first.chars().take(1).chain(last.chars().take(4)).collect();
        self.places.insert(id, self.users.len());
        let name = name.to_owned();
        self.users.push(User { id, name, email: username.clone(), username, alias });
    }

    pub(super) fn users(&self) -> &[User] {
        &self.users
    }

    pub(super) fn user(&self, id: RecordId) -> Option<&User> {
        self.places.get(&id).map(|place| &self.users[*place])
    }

    /// The user with this username, whose case does not matter.
    pub(super) fn named(&self, username: &str) -> Option<&User> {
        self.users.iter().find(|user| user.username.eq_ignore_ascii_case(username))
    }

    /// As whom someone acts: the user with this id, else the owner of the first call.
    pub(super) fn acting(&self, id: Option<RecordId>) -> &User {
        id.and_then(|id| self.user(id)).unwrap_or(&self.users[self.first_owner])
    }
}

/// What stands before the `@`: the name when it is ASCII, else the speaker's key, else the id.
fn local_part(speaker: &Speaker, id: RecordId) -> String {
    let dotted = |text: &str| {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
        words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join(".")
    };
    let candidates = [speaker.name.as_str(), speaker.key.as_str()];
    let written = candidates.into_iter().filter(|text| text.is_ascii()).map(dotted);
    let mut written = written.filter(|local| !local.is_empty());
    written.next().unwrap_or_else(|| id.as_str().to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn directory(calls: &[Value]) -> Directory {
        let read = |call: &Value| CallFile::read(&call.to_string()).unwrap();
        Directory::of(&calls.iter().map(read).collect::<Vec<_>>())
    }

    fn call(speakers: &Value) -> Value {
        json!({"recordId": "6qrWs000004Tb7K", "speakers": speakers, "transcript": []})
    }

    #[test]
    fn users_are_named_after_their_names() {
        let directory = directory(&[
            call(&json!([
                {"key": "bo", "name": "Bo", "relatedWhoId": "003Ws00000Dk4Ze"},
                {"key": "ada", "name": "Ada  O'Marchetti", "relatedWhoId": "005Ws000001hRtC"},
                {"key": "noa", "name": "נועה ברקאי", "relatedWhoId": "005Ws000001hZnP"},
                {"key": "見", "name": "見", "relatedWhoId": "005Ws000001hZnQ"},
            ])),
            call(&json!([
                {"key": "a", "name": "Someone else", "relatedWhoId": "005Ws000001hRtCIAU"},
                {"key": "n", "name": "Noa", "relatedWhoId": "005Ws000001hZnR"},
            ])),
        ]);
        let named = |user: &User| (user.name.clone(), user.username.clone(), user.alias.clone());
        let named: Vec<_> = directory.users().iter().map(named).collect();
        let user = |name: &str, local: &str, alias: &str| {
            (name.to_owned(), format!("{local}@hoarwell.example"), alias.to_owned())
        };
        assert_eq!(
            named,
            [
                user("Ada  O'Marchetti", "ada.o.marchetti", "amarc"),
                user("נועה ברקאי", "noa", "noa"),
                user("見", "005ws000001hznqiau", "005w"),
                user("Noa", "noa.2", "noa"),
            ]
        );
        assert!(directory.organisation.id.as_str().starts_with("00D"));
    }

    #[test]
    fn someone_owns_the_calls_without_users_and_everyone_acts_as_somebody() {
        let ada = json!([{"key": "ada", "name": "Ada", "relatedWhoId": "005Ws000001hRtC"}]);
        let directory = directory(&[call(&json!([])), call(&ada)]);
        let names: Vec<_> = directory.users().iter().map(|user| user.name.as_str()).collect();
        assert_eq!(names, ["Library Owner", "Ada"]);
        let acting =
            |id: Option<&str>| directory.acting(id.map(|id| id.parse().unwrap())).name.as_str();
        assert_eq!(acting(None), "Library Owner");
        assert_eq!(acting(Some("005Ws000001hRtC")), "Ada");
        assert_eq!(acting(Some("005Ws000001hZnP")), "Library Owner");
    }
}
