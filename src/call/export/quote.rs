//! A moment in the forms in which people pass it on.

use super::markdown::escaped;
use crate::call::offset::Offset;
use crate::call::text::{Clean, clean, clean_line};

/// What was said, by whom and when.
#[derive(Debug, Clone, Copy)]
pub struct Quote<'a> {
    /// What was said.
    pub text: Clean<&'a str>,
    /// Who said it.
    pub speaker: Clean<&'a str>,
    /// What kind of moment it is, if it is one.
    pub category: Option<Clean<&'a str>>,
    /// When it was said.
    pub at: Offset,
}

impl Quote<'_> {
    /// `0:32.7 Kit Buyer: How long?`
    #[must_use]
    pub fn said(&self) -> Clean {
        clean(&format!("{} {}: {}", self.at, self.speaker, self.text)).boxed()
    }

    /// A Markdown quotation with its source, which leads to the moment if it has a link.
    #[must_use]
    pub fn markdown(&self, link: Option<&str>) -> Clean {
        let lines: String =
            self.text.lines().map(|line| format!("> {}\n", escaped(line).trim_start())).collect();
        let at = match link {
            Some(link) => format!("[{}](<{link}>)", self.at),
            None => self.at.to_string(),
        };
        let category = self.category.map(|name| format!(", {}", escaped(&name)));
        let category = category.unwrap_or_default();
        clean(&format!("{lines}\n{}, {at}{category}\n", escaped(&self.speaker))).boxed()
    }
}

/// The command that opens a saved call at a time; nothing where its name cannot be written.
#[must_use]
pub fn opening(path: &str, at: Offset) -> Option<Clean> {
    let name = clean_line(path);
    // A name that begins with a hyphen would be taken for an option.
    let before = if name.starts_with('-') { "./" } else { "" };
    let quoted = name.replace('\'', r"'\''");
    let command = format!("earmark '{before}{quoted}' --at {}", Seconds(at));
    (name.as_str() == path).then(|| clean_line(&command).boxed())
}

struct Seconds(Offset);

impl std::fmt::Display for Seconds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let centis = self.0.centis();
        write!(f, "{}.{:02}", centis / 100, centis % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quote(text: &'static str) -> Quote<'static> {
        Quote {
            text: Clean::ours(text),
            speaker: Clean::ours("Kit *Buyer*"),
            category: Some(Clean::ours("Question")),
            at: Offset::from_centis(3_272),
        }
    }

    #[test]
    fn a_quotation_says_who_and_when() {
        let quote = quote("How long?\n- two years");
        assert_eq!(quote.said().as_str(), "0:32.7 Kit *Buyer*: How long?\n- two years");
        assert_eq!(
            quote.markdown(Some("earmark://call/x?t=1")).as_str(),
            "> How long?\n> \\- two years\n\nKit \\*Buyer\\*, \
             [0:32.7](<earmark://call/x?t=1>), Question\n"
        );
        let bare = Quote { category: None, ..quote };
        assert!(bare.markdown(None).ends_with("\nKit \\*Buyer\\*, 0:32.7\n"));
    }

    #[test]
    fn a_file_is_opened_by_a_command_that_a_shell_takes_as_it_is() {
        let command = |path| opening(path, Offset::from_centis(3_272)).map(|it| it.to_string());
        assert_eq!(command("a b.json").as_deref(), Some("earmark 'a b.json' --at 32.72"));
        assert_eq!(command("it's").as_deref(), Some(r"earmark 'it'\''s' --at 32.72"));
        assert_eq!(command("-x").as_deref(), Some("earmark './-x' --at 32.72"));
        assert_eq!(command("a\nb"), None);
    }
}
