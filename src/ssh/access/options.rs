//! The options at the start of a line of authorized keys.

/// One option: a name, and what it is set to.
pub(super) type Word = (String, Option<String>);

/// Cuts a line into its options and the rest, which starts with the key's type. Options have no
/// spaces between them; a value may hold any, and `\"` for a quotation mark, in quotation marks.
pub(super) fn split(line: &str) -> Option<(Vec<Word>, &str)> {
    let end = end(line)?;
    let (options, rest) = line.split_at(end);
    Some((words(options)?, rest.trim_start()))
}

/// Where the options end.
fn end(line: &str) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in line.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ' ' | '\t' if !quoted => return Some(at),
            _ => {}
        }
    }
    None
}

fn words(options: &str) -> Option<Vec<Word>> {
    let mut words = Vec::new();
    let mut rest = options;
    loop {
        let at = rest.find(['=', ',']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(at);
        if name.is_empty() || name.contains('"') {
            return None;
        }
        let (value, after) = match after.strip_prefix('=') {
            Some(after) => {
                value(after.strip_prefix('"')?).map(|(value, rest)| (Some(value), rest))?
            }
            None => (None, after),
        };
        words.push((name.to_owned(), value));
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None if after.is_empty() => return Some(words),
            None => return None,
        }
    }
}

/// A value up to its closing quotation mark, and what follows.
fn value(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((value, &text[at + 1..])),
            '\\' => match chars.next()? {
                (_, '"') => value.push('"'),
                (_, other) => value.extend(['\\', other]),
            },
            c => value.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn word(name: &str, value: Option<&str>) -> Word {
        (name.to_owned(), value.map(str::to_owned))
    }

    #[test]
    fn values_may_hold_spaces_commas_and_quotation_marks() {
        let line = r#"restrict,user="ada",library="/srv/My \"best\", calls" ssh-ed25519 AAAA me"#;
        let (options, rest) = split(line).unwrap();
        let library = word("library", Some("/srv/My \"best\", calls"));
        assert_eq!(options, [word("restrict", None), word("user", Some("ada")), library]);
        assert_eq!(rest, "ssh-ed25519 AAAA me");
    }

    #[test]
    fn what_is_not_closed_or_not_quoted_is_no_option() {
        for line in ["user=\"ada ssh-ed25519 AAAA", "user=ada ssh-ed25519 A", ",a b", "a,, b", "a"]
        {
            assert_eq!(split(line), None, "{line}");
        }
    }

    proptest! {
        #[test]
        fn any_value_comes_back(value in r"[a-z \\,=é]{0,12}") {
            prop_assume!(!value.ends_with('\\'));
            let line = format!("library=\"{value}\" ssh-ed25519 AAAA");
            let (options, _) = split(&line).unwrap();
            prop_assert_eq!(options, [word("library", Some(&value))]);
        }

        #[test]
        fn nothing_panics(line in any::<String>()) {
            split(&line);
        }
    }
}
