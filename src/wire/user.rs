//! Who a token belongs to, as `/services/oauth2/userinfo` answers.

use std::io::Read;

use serde_json::Value;

use super::action::RestError;
use super::cut::cut;
use super::read::{ReadError, json, outputs};
use super::text::label;
use crate::call::text::Clean;

/// A user of an org. What the answer does not say is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct User {
    /// The record id.
    pub id: Clean,
    /// The org's id.
    pub org: Clean,
    /// The name for signing in.
    pub username: Clean,
    /// The name of the person.
    pub name: Clean,
}

/// Reads the answer: `user_id`, `organization_id`, `preferred_username`, `name`.
///
/// # Errors
///
/// [`ReadError`] when it is not an object with a user's id.
pub fn user(source: impl Read) -> Result<User, ReadError> {
    let skeleton = cut(source, |_, _, _| {})?;
    let body = json(&skeleton)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).map(label).unwrap_or_default();
    let user = User {
        id: text("user_id"),
        org: text("organization_id"),
        username: text("preferred_username"),
        name: text("name"),
    };
    if user.id.is_blank() || RestError::read(&body).is_some() {
        return Err(outputs(body).err().unwrap_or(ReadError::Empty));
    }
    Ok(user)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_claims_are_read_and_cleaned() {
        let body = r#"{"sub":"https://login.example.com/id/00D/005","user_id":"005Ws00000AdaM1IAJ",
            "organization_id":"00DWs000000ACMEMA0","preferred_username":"ada@example.com",
            "name":"Ada \u001b[31mMarchetti","zoneinfo":"Europe/Rome"}"#;
        let read = user(body.as_bytes()).unwrap();
        assert_eq!(read.name.as_str(), "Ada [31mMarchetti");
        assert_eq!(read.username.as_str(), "ada@example.com");
        assert_eq!((read.id.len(), read.org.len()), (18, 18));
    }

    #[test]
    fn anything_else_is_refused() {
        for body in ["", "{}", "[]", "null", "{\"user_id\":1}", "Bad_OAuth_Token"] {
            assert!(user(body.as_bytes()).is_err(), "{body}");
        }
    }
}
