//! Who asks where.

/// A user of an org: what one may see says nothing about another, so what is kept is kept for one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Account {
    /// The host of the org's API, with its port if it says one.
    pub host: String,
    /// What tells the org's users apart: the name for signing in, or else the record id; for a
    /// token that names nobody, what stands for the token.
    pub user: String,
}
