//! What is typed after `:room`.

use super::Wish;
use crate::call::text::clean_line;

/// Words after `:room` that ask for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadWish {
    /// No such word.
    #[error("Type room open, join CODE, name NAME, give NAME, take or leave.")]
    Unknown,
    /// `join` without a code.
    #[error("Type room join and the code, which whoever is in the room sees with :room.")]
    NoCode,
    /// `give` or `name` without a name.
    #[error("Type a name after it, such as room give Kit.")]
    NoName,
}

impl Wish {
    /// Reads what follows `:room`; nothing asks how the room is.
    ///
    /// # Errors
    ///
    /// When the words ask for nothing.
    pub fn read(words: &str) -> Result<Option<Self>, BadWish> {
        let words = words.trim();
        let (word, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
        let rest = clean_line(rest.trim()).boxed();
        let said = |error| if rest.is_blank() { Err(error) } else { Ok(rest.clone()) };
        Ok(Some(match word {
            "" => return Ok(None),
            "open" => Self::Open,
            "join" => Self::Join(said(BadWish::NoCode)?),
            "name" => Self::Name(said(BadWish::NoName)?),
            "give" => Self::Give(said(BadWish::NoName)?),
            "take" => Self::Take,
            "leave" => Self::Leave,
            _ => return Err(BadWish::Unknown),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_wishes() {
        let name = |text: &str| clean_line(text).boxed();
        assert_eq!(Wish::read(" "), Ok(None));
        assert_eq!(Wish::read("open"), Ok(Some(Wish::Open)));
        assert_eq!(Wish::read("join  k7qm-2xvp "), Ok(Some(Wish::Join(name("k7qm-2xvp")))));
        assert_eq!(Wish::read("give Ada B."), Ok(Some(Wish::Give(name("Ada B.")))));
        assert_eq!(Wish::read("join"), Err(BadWish::NoCode));
        assert_eq!(Wish::read("name "), Err(BadWish::NoName));
        assert_eq!(Wish::read("close"), Err(BadWish::Unknown));
    }
}
