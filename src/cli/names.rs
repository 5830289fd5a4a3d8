//! What options choose from, by name.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::call::export::{Format, ListFormat};

/// Forms of a status by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StatusFormat {
    /// For reading in a terminal
    Text,
    /// For programs
    Json,
}

/// Who lets an app in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ApprovalName {
    /// Whoever knows a token of the service, on a page
    Ask,
    /// The service, at once
    Automatic,
}

/// Forms of a call are chosen by the names that they have everywhere.
impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self {
            Self::Text => "For reading in a terminal",
            Self::Markdown => "For documents and chats",
            Self::Json => "For programs",
            Self::Csv => "For spreadsheets, one row a moment",
            Self::Vtt => "For players of the recording: chapters",
        };
        Some(PossibleValue::new(self.name()).help(help))
    }
}

/// Forms of an answer by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReplyFormat {
    /// For reading in a terminal
    Text,
    /// For programs
    Json,
}

/// Forms of a list by name.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ListFormatName {
    /// For reading in a terminal
    Text,
    /// For programs
    Json,
    /// For spreadsheets, one row a call
    Csv,
}

impl From<ListFormatName> for ListFormat {
    fn from(name: ListFormatName) -> Self {
        match name {
            ListFormatName::Text => Self::Text,
            ListFormatName::Json => Self::Json,
            ListFormatName::Csv => Self::Csv,
        }
    }
}
