//! What a database cannot do, in words.

use crate::call::{Problem, ProblemKind};

/// Why nobody can write just now.
pub(super) const WRITES: &str = "another earmark is writing there";
/// What to do about that: neither permissions nor the disk are to blame.
pub(super) const AGAIN: &str = "Try again in a moment.";

/// What could not be done, why, and what to do next where it is not that another one writes.
pub(super) fn problem(what: &str, error: &sqlx::Error, next: &str) -> Problem {
    match is_busy(error) {
        true => Problem::new(ProblemKind::Busy, &format!("{what}: {WRITES}."), AGAIN),
        false => Problem::new(ProblemKind::Failed, &format!("{what}: {}.", reason(error)), next),
    }
}

/// Whether another one has been writing for as long as was waited.
pub(super) fn is_busy(error: &sqlx::Error) -> bool {
    // SQLITE_BUSY; those behind it wait for a connection.
    code(error) == Some(5) || matches!(error, sqlx::Error::PoolTimedOut)
}

/// The number that `SQLite` has for an error, without its details.
pub(super) fn code(error: &sqlx::Error) -> Option<u32> {
    let code = error.as_database_error()?.code()?.parse::<u32>().ok()?;
    Some(code & 0xff)
}

/// What `SQLite` says, without what surrounds it.
pub(super) fn reason(error: &sqlx::Error) -> String {
    error.as_database_error().map_or_else(|| error.to_string(), |it| it.message().to_owned())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

    use super::*;

    #[tokio::test]
    async fn another_that_writes_is_not_taken_for_a_full_disk() {
        let dir = tempfile::tempdir().unwrap();
        let options = SqliteConnectOptions::new()
            .filename(dir.path().join("some.db"))
            .create_if_missing(true)
            .busy_timeout(Duration::ZERO);
        let pool = SqlitePoolOptions::new().connect_with(options).await.unwrap();
        let _other = pool.begin_with("BEGIN IMMEDIATE").await.unwrap();
        let error = pool.begin_with("BEGIN IMMEDIATE").await.unwrap_err();
        let told = problem("This could not be kept", &error, "Check the disk.");
        assert_eq!(told.kind, ProblemKind::Busy);
        let said =
            "This could not be kept: another earmark is writing there. Try again in a moment.";
        assert_eq!(told.to_string(), said);
        let error = sqlx::query("SELECT missing").execute(&pool).await.unwrap_err();
        let told = problem("This could not be kept", &error, "Check the disk.");
        assert_eq!(told.kind, ProblemKind::Failed);
        assert!(told.what.contains("no such column") && told.next.contains("disk"), "{told}");
    }
}
