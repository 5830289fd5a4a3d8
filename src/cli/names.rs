//! What options choose from, by name.

use clap::ValueEnum;

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

/// Themes by name.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ThemeName {
    /// For a dark background
    Dark,
    /// For a light background
    Light,
}

/// Forms by name.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum FormatName {
    /// For reading in a terminal
    Text,
    /// For documents and chats
    Markdown,
    /// For programs
    Json,
    /// For spreadsheets, one row a moment
    Csv,
    /// For players of the recording: chapters
    Vtt,
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

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Text => Self::Text,
            FormatName::Markdown => Self::Markdown,
            FormatName::Json => Self::Json,
            FormatName::Csv => Self::Csv,
            FormatName::Vtt => Self::Vtt,
        }
    }
}
