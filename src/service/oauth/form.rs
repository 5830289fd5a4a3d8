//! The parameters of a query or of a form.

use std::collections::HashMap;

/// Parameters by name, each once. They may hold secrets, so they are never shown.
pub(super) struct Params(HashMap<String, String>);

impl Params {
    /// Nothing when a name comes twice: which one counts would be anybody's guess.
    pub(super) fn parse(encoded: &[u8]) -> Option<Self> {
        let mut params = HashMap::new();
        for (name, value) in url::form_urlencoded::parse(encoded) {
            if params.insert(name.into_owned(), value.into_owned()).is_some() {
                return None;
            }
        }
        Some(Self(params))
    }

    /// A value that is there and not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_decoded_and_empty_ones_are_missing() {
        let params = Params::parse(b"a=1%202&b=&c=%C3%A9+x").unwrap();
        assert_eq!((params.get("a"), params.get("c")), (Some("1 2"), Some("\u{e9} x")));
        assert_eq!((params.get("b"), params.get("d")), (None, None));
        assert!(Params::parse(b"a=1&b=2&a=1").is_none());
    }
}
