//! Opening a database.

use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Connection, SqlitePool};
use tokio::time::timeout;

use super::file;
use super::trouble::{AGAIN, WRITES, code, is_busy, reason};
use crate::call::{Problem, ProblemKind};

/// What a database holds, which decides what becomes of a file that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// What can be fetched again: the file is moved aside and another begun.
    Fetched,
    /// What a person made: the file stays as it is, and that is a [`Problem`].
    Made,
}

/// A database that is ready.
#[derive(Debug)]
pub struct Opened {
    /// Its connections. None is closed for being idle: that would wake the program up.
    pub pool: SqlitePool,
    /// What the person should know: the file before it could not be used.
    pub remark: Option<Problem>,
}

/// How long a session waits for another that writes.
const BUSY: Duration = Duration::from_secs(5);
/// How many read and write at the same time within a session.
const CONNECTIONS: u32 = 4;
/// In the header of every database of this program: "earm". Tells its files from those of others.
const APPLICATION: i32 = 0x6561_726d;

/// Opens a database, begins it where there is none, and brings it up to date.
///
/// Its folder and its files can be read by their owner alone. Several programs may have it open:
/// one that writes waits for another, and nobody waits to read.
///
/// # Errors
///
/// A [`Problem`] when the file cannot be made, read or brought up to date.
pub async fn open(path: &Path, migrator: &Migrator, holds: Holds) -> Result<Opened, Problem> {
    let told = |trouble: Trouble| trouble.problem(path, holds);
    let lock = blocking(path, |path| {
        file::prepare(path)?;
        file::lock(path)
    });
    let lock = lock.await.map_err(told)?;
    let opened = match connect(path, migrator).await {
        Ok(pool) => Opened { pool, remark: None },
        Err(Trouble::Unusable(why)) if holds == Holds::Fetched => {
            let to = blocking(path, file::aside).await.map_err(told)?;
            blocking(path, file::prepare).await.map_err(told)?;
            let pool = connect(path, migrator).await.map_err(told)?;
            Opened { pool, remark: Some(begun_anew(path, &to, &why)) }
        }
        Err(trouble) => return Err(told(trouble)),
    };
    drop(lock);
    Ok(opened)
}

/// Why a database is not open.
#[derive(Debug)]
enum Trouble {
    /// The file is damaged, not ours, or from another version.
    Unusable(String),
    /// The system's reason, which may pass.
    Passing(String),
    /// Another one has been opening it, or writing to it, for long.
    Busy,
}

async fn connect(path: &Path, migrator: &Migrator) -> Result<SqlitePool, Trouble> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        // A power cut may cost the last change, never the database.
        .synchronous(SqliteSynchronous::Normal)
        .foreign_keys(true)
        // What is deleted is wiped.
        .pragma("secure_delete", "ON")
        .busy_timeout(BUSY);
    let pool = SqlitePoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(BUSY)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false);
    let pool = pool.connect_with(options).await?;
    match update(&pool, migrator).await {
        Ok(()) => Ok(pool),
        Err(trouble) => {
            // What is damaged may never answer.
            let _ = timeout(BUSY, pool.close()).await;
            Err(trouble)
        }
    }
}

/// Nothing is written before it is known whose the file is, and all that is brought up to date or
/// nothing of it.
async fn update(pool: &SqlitePool, migrator: &Migrator) -> Result<(), Trouble> {
    let mut connection = pool.acquire().await?;
    let (application, pages): (i32, i64) = sqlx::query_as(
        "SELECT application_id, page_count FROM pragma_application_id, pragma_page_count",
    )
    .fetch_one(&mut *connection)
    .await?;
    if pages == 0 {
        let begin =
            format!("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA application_id = {APPLICATION}");
        sqlx::raw_sql(AssertSqlSafe(begin)).execute(&mut *connection).await?;
    } else if application != APPLICATION {
        return Err(Trouble::Unusable("it is not a database of earmark".to_owned()));
    }
    // What reads rows takes it for granted that names of columns are text, and would end its
    // thread.
    let words: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT CAST(coalesce(sql, '') AS BLOB) FROM sqlite_schema")
            .fetch_all(&mut *connection)
            .await?;
    if words.iter().any(|sql| std::str::from_utf8(sql).is_err()) {
        return Err(Trouble::Unusable("the names in it are damaged".to_owned()));
    }
    let mut change = connection.begin().await?;
    // What `Migrator::run` calls: the compiler cannot tell that a transaction will do for that.
    migrator.run_direct(None, &mut *change, false).await?;
    change.commit().await?;
    // Others can read while one writes.
    sqlx::raw_sql("PRAGMA journal_mode = WAL").execute(&mut *connection).await?;
    Ok(())
}

/// Work on files, where it holds up nobody else.
async fn blocking<T: Send + 'static>(
    path: &Path,
    work: impl FnOnce(&Path) -> std::io::Result<T> + Send + 'static,
) -> Result<T, Trouble> {
    let path = path.to_owned();
    let done = tokio::task::spawn_blocking(move || work(&path)).await;
    match done.map_err(std::io::Error::other) {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) if error.kind() == ErrorKind::WouldBlock => Err(Trouble::Busy),
        Ok(Err(error)) | Err(error) => Err(Trouble::Passing(error.to_string())),
    }
}

impl Trouble {
    fn problem(self, path: &Path, holds: Holds) -> Problem {
        let (kind, why, next) = match (holds, self) {
            (_, Self::Busy) => (ProblemKind::Busy, WRITES.to_owned(), AGAIN),
            (Holds::Fetched, Self::Unusable(why) | Self::Passing(why)) => {
                (ProblemKind::Failed, why, "Check the folder's permissions and the disk's space.")
            }
            (Holds::Made, Self::Passing(why)) => (
                ProblemKind::Failed,
                why,
                "Check the folder's permissions and the disk's space, then start earmark again.",
            ),
            (Holds::Made, Self::Unusable(why)) => (
                ProblemKind::Failed,
                why,
                "It was left as it is. Use the newest earmark, bring the file back from a copy, \
                 or move it away to begin another.",
            ),
        };
        let mut what = format!("{} cannot be used: {why}.", path.display());
        if holds == Holds::Fetched {
            what.insert_str(0, "What is fetched is not kept. ");
        }
        Problem::new(kind, &what, next)
    }
}

fn begun_anew(path: &Path, to: &Path, why: &str) -> Problem {
    let what = format!("{} could not be used ({why}), and was begun anew.", path.display());
    let next = format!("The old file is {}; `earmark cache clear` deletes it.", to.display());
    Problem::new(ProblemKind::Failed, &what, &next)
}

impl From<sqlx::Error> for Trouble {
    fn from(error: sqlx::Error) -> Self {
        match code(&error) {
            _ if is_busy(&error) => Self::Busy,
            // SQLITE_CORRUPT and SQLITE_NOTADB.
            Some(11 | 26) => Self::Unusable(reason(&error)),
            None if matches!(error, sqlx::Error::ColumnDecode { .. }) => {
                Self::Unusable("a text in it is none".to_owned())
            }
            _ => Self::Passing(reason(&error)),
        }
    }
}

impl From<MigrateError> for Trouble {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
            MigrateError::VersionMissing(_) | MigrateError::VersionMismatch(_) => {
                Self::Unusable("it is from another version of earmark".to_owned())
            }
            error => Self::Unusable(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    static MIGRATOR: Migrator = sqlx::migrate!("src/store/migrations/cache");

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    async fn tables(pool: &SqlitePool) -> i64 {
        sqlx::query_scalar("SELECT count(*) FROM kept").fetch_one(pool).await.unwrap()
    }

    #[tokio::test]
    async fn only_the_owner_can_read_any_of_its_files() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("new/earmark/cache.db");
        let opened = open(&path, &MIGRATOR, Holds::Fetched).await.unwrap();
        assert_eq!(opened.remark, None);
        assert_eq!(tables(&opened.pool).await, 0);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
        let files: Vec<_> = fs::read_dir(path.parent().unwrap()).unwrap().collect();
        assert_eq!(files.len(), 4, "the database, -wal, -shm and a lock: {files:?}");
        for file in files {
            assert_eq!(mode(&file.unwrap().path()), 0o600);
        }
    }

    #[tokio::test]
    async fn what_others_could_read_is_shut() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("cache.db");
        open(&path, &MIGRATOR, Holds::Fetched).await.unwrap().pool.close().await;
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        open(&path, &MIGRATOR, Holds::Fetched).await.unwrap();
        assert_eq!((mode(dir.path()), mode(&path)), (0o700, 0o600));
    }

    #[tokio::test]
    async fn many_begin_the_same_database_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("cache.db");
        let all = (0..8).map(|_| open(&path, &MIGRATOR, Holds::Fetched));
        for opened in futures::future::join_all(all).await {
            let opened = opened.unwrap();
            assert_eq!(opened.remark, None);
            assert_eq!(tables(&opened.pool).await, 0);
        }
    }

    #[tokio::test]
    async fn a_damaged_file_is_begun_anew_only_if_it_can_be_fetched_again() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("some.db");
        for n in 1..3 {
            let garbage = format!("{n} is not a database, however long it is").repeat(99);
            fs::write(&path, &garbage).unwrap();
            let problem = open(&path, &MIGRATOR, Holds::Made).await.unwrap_err();
            assert!(problem.what.contains("not a database"), "{problem}");
            assert!(problem.next.contains("left as it is"), "{problem}");
            assert_eq!(fs::read_to_string(&path).unwrap(), garbage);

            let opened = open(&path, &MIGRATOR, Holds::Fetched).await.unwrap();
            let aside = dir.path().join(format!("some.db.damaged-{n}"));
            assert!(opened.remark.unwrap().next.contains(aside.to_str().unwrap()));
            assert_eq!(fs::read_to_string(aside).unwrap(), garbage);
            assert_eq!(tables(&opened.pool).await, 0);
            opened.pool.close().await;
        }
        assert!(file::delete_damaged(&path).unwrap() > 0);
        assert!(!dir.path().join("some.db.damaged-1").exists() && path.exists());
    }

    #[tokio::test]
    async fn names_that_are_no_text_are_damage() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("some.db");
        open(&path, &MIGRATOR, Holds::Made).await.unwrap().pool.close().await;
        let mut bytes = fs::read(&path).unwrap();
        let column = b"body BLOB";
        let at = bytes.windows(column.len()).position(|window| window == column).unwrap();
        bytes[at] = 0xff;
        fs::write(&path, &bytes).unwrap();
        let problem = open(&path, &MIGRATOR, Holds::Made).await.unwrap_err();
        assert!(problem.what.contains("the names in it are damaged"), "{problem}");
    }

    #[tokio::test]
    async fn a_database_of_another_program_gets_no_tables() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("other.db");
        let options = SqliteConnectOptions::new().filename(&path).create_if_missing(true);
        let pool = SqlitePool::connect_with(options).await.unwrap();
        sqlx::query("CREATE TABLE theirs (a)").execute(&pool).await.unwrap();
        pool.close().await;
        let before = fs::read(&path).unwrap();
        let problem = open(&path, &MIGRATOR, Holds::Made).await.unwrap_err();
        assert!(problem.what.contains("not a database of earmark"), "{problem}");
        assert_eq!(fs::read(&path).unwrap(), before);
    }

    #[tokio::test]
    async fn a_newer_database_is_not_brought_down() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("newer.db");
        let pool = open(&path, &MIGRATOR, Holds::Made).await.unwrap().pool;
        let later = "INSERT INTO _sqlx_migrations VALUES (9999, 'later', 0, TRUE, x'00', 1)";
        sqlx::query(later).execute(&pool).await.unwrap();
        pool.close().await;
        let problem = open(&path, &MIGRATOR, Holds::Made).await.unwrap_err();
        assert!(problem.what.contains("another version"), "{problem}");
    }

    #[tokio::test]
    async fn a_place_that_cannot_be_written_is_a_sentence() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        fs::write(&file, "").unwrap();
        let problem = open(&file.join("cache.db"), &MIGRATOR, Holds::Fetched).await.unwrap_err();
        assert!(problem.what.contains("is not kept"), "{problem}");
    }

    #[tokio::test]
    async fn whoever_opens_it_for_long_is_not_taken_for_a_bad_disk() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("journal.db");
        let _other = file::lock(&path).unwrap();
        let problem = open(&path, &MIGRATOR, Holds::Made).await.unwrap_err();
        assert_eq!(problem.kind, ProblemKind::Busy);
        assert!(problem.what.contains("another earmark is writing"), "{problem}");
        assert_eq!(problem.next.as_str(), "Try again in a moment.");
    }
}
