//! What a file with a call in it is called.

use jiff::Timestamp;

use super::{Format, Report};

/// The longest name, in bytes, without what it ends in: systems take 255.
const LONGEST: usize = 150;

impl Report<'_> {
    /// A name for a file with the report.
    #[must_use]
    pub fn file_name(&self, format: Format) -> String {
        let start = self.record.and_then(|record| record.start);
        file_name(&self.title(), start, format.extension())
    }
}

/// A name for a file about a call: title, day and ending, in characters that every system takes.
#[must_use]
pub fn file_name(title: &str, start: Option<Timestamp>, ending: &str) -> String {
    let day = start.map(|start| start.strftime(" %Y-%m-%d").to_string()).unwrap_or_default();
    format!("{}{day}.{ending}", plain(title))
}

/// A title without what means something in names of files.
fn plain(title: &str) -> String {
    let is_kept = |c: char| c.is_alphanumeric() || "-_.,()&'+".contains(c);
    let spaced: String = title.chars().map(|c| if is_kept(c) { c } else { ' ' }).collect();
    let mut name = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    while name.len() > LONGEST {
        name.pop();
    }
    // Hidden files and options begin with these; Windows drops them at the end.
    let name = name.trim_matches([' ', '.', '-']);
    if name.is_empty() { "call".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_the_title_as_far_as_it_can_be() {
        assert_eq!(plain("Northwind: renewal / Q4"), "Northwind renewal Q4");
        assert_eq!(plain("../../.ssh/config"), "ssh config");
        assert_eq!(plain("--help"), "help");
        assert_eq!(plain("蔵元の酒 (見積)"), "蔵元の酒 (見積)");
        assert_eq!(plain("…/\u{0}"), "call");
    }

    proptest! {
        #[test]
        fn any_title_is_a_name(title in any::<String>()) {
            let name = plain(&title);
            prop_assert!(!name.is_empty() && name.len() <= LONGEST);
            prop_assert!(!name.contains(['/', '\\', '\0', ':']) && !name.starts_with(['.', '-']));
        }
    }
}
