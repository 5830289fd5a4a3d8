//! What a room is joined by.

use crate::call::text::{Clean, clean_line};

/// A code that can be read aloud, and not guessed: one of 30⁸, which are 6·10¹¹.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Code([u8; LENGTH]);

const LENGTH: usize = 8;
/// Without those that are taken for others: I, L and 1, O and 0, U and V.
const LETTERS: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

impl Code {
    /// Another one; nothing on a machine that has no random numbers.
    pub(super) fn random() -> Option<Self> {
        let mut code = [0; LENGTH];
        let mut bytes = [0; 1];
        for letter in &mut code {
            *letter = loop {
                getrandom::fill(&mut bytes).ok()?;
                // The last numbers of a byte would make some letters likelier than others.
                let number = usize::from(bytes[0]);
                if number < 256 - 256 % LETTERS.len() {
                    break LETTERS[number % LETTERS.len()];
                }
            };
        }
        Some(Self(code))
    }

    /// Reads what was typed: small letters, and anything between the letters, are fine.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut code = [0; LENGTH];
        let mut letters = text.chars().filter(char::is_ascii_alphanumeric);
        for place in &mut code {
            let letter = u8::try_from(letters.next()?.to_ascii_uppercase()).ok()?;
            *place = LETTERS.contains(&letter).then_some(letter)?;
        }
        letters.next().is_none().then_some(Self(code))
    }

    /// As it is written: `K7QM-2XVP`.
    pub(super) fn text(self) -> Clean {
        let (first, last) = self.0.split_at(LENGTH / 2);
        let [first, last] = [first, last].map(String::from_utf8_lossy);
        clean_line(&format!("{first}-{last}")).boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_code_is_read_as_it_is_written_and_typed() {
        let code = Code::random().unwrap();
        let text = code.text();
        assert_eq!(Code::read(&text), Some(code));
        assert_eq!(Code::read(&text.to_lowercase().replace('-', " ")), Some(code));
        for bad in ["", "K7QM", "K7QM-2XVPA", "K7QM-2XV0", "K7QM-2XVé", "К7QM-2XVP"] {
            assert_eq!(Code::read(bad), None, "{bad}");
        }
    }

    #[test]
    fn codes_differ_and_use_every_letter() {
        let codes: Vec<_> = (0..500).map(|_| Code::random().unwrap()).collect();
        assert_eq!(codes.iter().collect::<HashSet<_>>().len(), codes.len());
        let letters: HashSet<u8> = codes.iter().flat_map(|code| code.0).collect();
        assert_eq!(letters.len(), LETTERS.len());
    }
}
