//! The patterns of `LIKE`, without regard to case.

use super::literal::Glyph;

/// A pattern whose characters are folded like the texts it is held against.
#[derive(Debug)]
pub(super) struct Pattern(Vec<Glyph>);

impl Pattern {
    pub(super) fn new(glyphs: &[Glyph]) -> Self {
        let mut folded = Vec::with_capacity(glyphs.len());
        for glyph in glyphs {
            match glyph {
                Glyph::Char(c) => folded.extend(c.to_lowercase().map(Glyph::Char)),
                // Several say no more than one.
                Glyph::Many if folded.last() == Some(&Glyph::Many) => {}
                wild => folded.push(*wild),
            }
        }
        Self(folded)
    }

    /// Whether a folded text is like it. Only the last `%` is ever gone back to: an earlier one
    /// that took more could not help.
    pub(super) fn matches(&self, folded: &str) -> bool {
        let mut text = folded.chars();
        let mut at = 0;
        let mut back = None;
        loop {
            let before = text.clone();
            match (self.0.get(at), text.next()) {
                (Some(Glyph::Many), _) => {
                    at += 1;
                    text = before;
                    back = Some((at, text.clone()));
                    if at == self.0.len() {
                        return true;
                    }
                }
                (Some(Glyph::One), Some(_)) => at += 1,
                (Some(Glyph::Char(wanted)), Some(c)) if *wanted == c => at += 1,
                (None, None) => return true,
                _ => {
                    let Some((after, rest)) = &mut back else { return false };
                    if rest.next().is_none() {
                        return false;
                    }
                    at = *after;
                    text = rest.clone();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::literal::Literal;
    use super::*;
    use proptest::prelude::*;

    fn like(text: &str, raw: &str) -> bool {
        let Some(Literal::Text(glyphs)) = Literal::text(raw) else { panic!("{raw}") };
        Pattern::new(&glyphs).matches(&text.to_lowercase())
    }

    #[test]
    fn wildcards_stand_for_others_unless_escaped() {
        for (text, pattern, alike) in [
            ("Corran Bay", "corran%", true),
            ("Corran Bay", "%BAY", true),
            ("Corran Bay", "c_rr%n%y", true),
            ("Corran Bay", "bay", false),
            ("Corran Bay", "%bay%s", false),
            ("5% off", r"5\% o%", true),
            ("50 off", r"5\% o%", false),
            ("a_b", r"a\_b", true),
            ("axb", r"a\_b", false),
            ("", "%", true),
            ("", "_", false),
            ("霧ヶ瀬酒造", "霧%酒_", true),
            ("abab", "%ab", true),
        ] {
            assert_eq!(like(text, pattern), alike, "{text} like {pattern}");
        }
    }

    /// The same by definition.
    fn naive(pattern: &[char], text: &[char]) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, None) => true,
            (Some(('%', rest)), _) => (0..=text.len()).any(|i| naive(rest, &text[i..])),
            (Some(('_', pattern)), Some((_, text))) => naive(pattern, text),
            (Some((p, pattern)), Some((t, text))) => p == t && naive(pattern, text),
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn going_back_once_is_enough(pattern in "[ab%_]{0,8}", text in "[ab]{0,10}") {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            prop_assert_eq!(like(&text, &pattern), naive(&chars(&pattern), &chars(&text)));
        }
    }
}
