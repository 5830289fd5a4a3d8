//! The one command there is: `show CALL [--format FORM]`.

use crate::call::export::Format;

/// The longest command, in bytes.
const LONGEST: usize = 1_024;

/// A call to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print {
    /// As it was named: by id, by link or by how its title starts.
    pub call: String,
    /// The form to print in.
    pub format: Format,
}

/// Why a command is not run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExecError {
    /// Another command, or none that can be read.
    #[error(
        "this host runs one command: show CALL [--format {forms}]; \
         for the review screen, connect without a command",
        forms = forms("|")
    )]
    Unknown,
    /// No call.
    #[error("say which call: show CALL, by its id or how its title starts")]
    NoCall,
    /// Another form.
    #[error("the forms are {forms}: show CALL --format json", forms = forms(", "))]
    Format,
}

impl Print {
    /// Reads a command as a client sends it, its words joined by spaces. No shell reads it.
    ///
    /// # Errors
    ///
    /// [`ExecError`].
    pub fn read(command: &[u8]) -> Result<Self, ExecError> {
        let command = std::str::from_utf8(command).map_err(|_| ExecError::Unknown)?;
        let mut words = command.split_whitespace();
        if command.len() > LONGEST || words.next() != Some("show") {
            return Err(ExecError::Unknown);
        }
        let (mut call, mut format) = (Vec::new(), Format::Text);
        while let Some(word) = words.next() {
            match word.strip_prefix("--format") {
                Some("") => format = form(words.next())?,
                Some(name) => format = form(name.strip_prefix('='))?,
                None if word.starts_with("--") => return Err(ExecError::Unknown),
                None => call.push(word),
            }
        }
        if call.is_empty() {
            return Err(ExecError::NoCall);
        }
        Ok(Self { call: call.join(" "), format })
    }
}

fn form(name: Option<&str>) -> Result<Format, ExecError> {
    name.and_then(Format::named).ok_or(ExecError::Format)
}

fn forms(between: &str) -> String {
    Format::ALL.map(Format::name).join(between)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_call_is_shown_by_whatever_names_it() {
        let read = |command: &str| Print::read(command.as_bytes());
        let print = |call: &str, format| Ok(Print { call: call.to_owned(), format });
        assert_eq!(read("show 6qrWs000004Tb7KIAS"), print("6qrWs000004Tb7KIAS", Format::Text));
        assert_eq!(read("show Corran Bay --format json"), print("Corran Bay", Format::Json));
        assert_eq!(read(" show --format=csv Corran"), print("Corran", Format::Csv));
        assert_eq!(read("show"), Err(ExecError::NoCall));
        assert_eq!(read("show x --format xml"), Err(ExecError::Format));
        for wrong in [ExecError::Unknown, ExecError::Format] {
            let told = wrong.to_string();
            assert!(Format::ALL.iter().all(|format| told.contains(format.name())), "{told}");
        }
        for other in ["", "sh", "showx y", "scp -t /", "show --rm x", "SHOW x"] {
            assert_eq!(read(other), Err(ExecError::Unknown), "{other}");
        }
        assert_eq!(Print::read(b"show \xff"), Err(ExecError::Unknown));
        assert_eq!(read(&format!("show {}", "x".repeat(LONGEST))), Err(ExecError::Unknown));
    }

    proptest! {
        #[test]
        fn nothing_panics(command in any::<Vec<u8>>()) {
            let _ = Print::read(&command);
        }
    }
}
