//! What is kept, for whom, and how much of it.

use jiff::Timestamp;

use crate::call::Account;

/// How much is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Days since it was fetched.
    pub days: u16,
    /// Bytes in total; the oldest go first.
    pub total: u64,
    /// Bytes of one answer; a larger one is not kept.
    pub one: usize,
}

/// 30 days, 512 MiB, 16 MiB each.
impl Default for Bounds {
    fn default() -> Self {
        Self { days: 30, total: 512 << 20, one: 16 << 20 }
    }
}

/// What an answer is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About<'a> {
    /// Who was answered.
    pub account: &'a Account,
    /// A call's id, or the scope of a list.
    pub subject: &'a str,
    /// What was asked about it.
    pub part: &'a str,
}

/// An answer from before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// As it came.
    pub body: Vec<u8>,
    /// When it was last the org's answer.
    pub fetched: Timestamp,
}
