//! What the org answered, kept for a while.

mod kept;
mod upkeep;

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use sqlx::SqlitePool;
use sqlx::migrate::Migrator;
use tokio::sync::OnceCell;

use super::open::{Holds, Opened, open};
use super::trouble;
use crate::call::{Account, Problem};
pub use kept::{About, Bounds, Kept};
pub use upkeep::Holding;

/// What to do where it cannot be written.
const NEXT: &str =
    "Check the disk's space and the file's permissions, or run `earmark cache clear`.";

static MIGRATOR: Migrator = sqlx::migrate!("src/store/migrations/cache");

/// Answers of orgs, each as the bytes that it came as. A clone is a pointer.
///
/// What fails here costs nothing but the copy: there is nothing to show early, or to show later.
/// The first failure waits in [`remark`](Cache::remark) for whoever can tell the person.
///
/// Tokens and refusals are never kept; whoever asks for one account is never shown what another
/// was answered.
#[derive(Debug, Clone)]
pub struct Cache {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    bounds: Bounds,
    pool: OnceCell<Option<SqlitePool>>,
    remark: Mutex<Remark>,
    /// The second of the last purge of this process.
    purged: AtomicI64,
}

#[derive(Debug, Default)]
enum Remark {
    #[default]
    None,
    Waits(Problem),
    Told,
}

impl Cache {
    /// The cache in a file, which is opened when it is first needed.
    #[must_use]
    pub fn at(path: PathBuf, bounds: Bounds) -> Self {
        let (pool, remark) = (OnceCell::new(), Mutex::default());
        let purged = AtomicI64::new(i64::MIN);
        Self { inner: Arc::new(Inner { path, bounds, pool, remark, purged }) }
    }

    /// Its file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// What went wrong, once.
    #[must_use]
    pub fn remark(&self) -> Option<Problem> {
        let mut remark = self.inner.remark.lock().unwrap_or_else(PoisonError::into_inner);
        match std::mem::replace(&mut *remark, Remark::Told) {
            Remark::Waits(problem) => Some(problem),
            Remark::Told => None,
            Remark::None => {
                *remark = Remark::None;
                None
            }
        }
    }

    /// What was answered before, if it is not too old.
    pub async fn get(&self, about: About<'_>, now: Timestamp) -> Option<Kept> {
        let pool = self.pool().await?;
        let row: Option<(i64, Vec<u8>)> = self.note(
            sqlx::query_as(
                "SELECT fetched, body FROM kept JOIN account ON account.id = account
                 WHERE host = ? AND user = ? AND subject = ? AND part = ? AND fetched >= ?",
            )
            .bind(&about.account.host)
            .bind(&about.account.user)
            .bind(about.subject)
            .bind(about.part)
            .bind(self.since(now))
            .fetch_optional(pool)
            .await,
        )?;
        let (fetched, body) = row?;
        Some(Kept { body, fetched: Timestamp::from_second(fetched).ok()? })
    }

    /// Keeps an answer in place of the one before.
    pub async fn put(&self, about: About<'_>, body: &[u8], now: Timestamp) {
        if body.len() > self.inner.bounds.one {
            return self.remove(about.account, about.subject, Some(about.part)).await;
        }
        let Some(pool) = self.pool().await else { return };
        self.note(put(pool, about, body, now).await);
    }

    /// The org gave the same answer again; says whether it is kept.
    pub async fn confirm(&self, about: About<'_>, now: Timestamp) -> bool {
        let Some(pool) = self.pool().await else { return false };
        let done = self.note(
            sqlx::query(
                "UPDATE kept SET fetched = ? WHERE subject = ? AND part = ?
                 AND account = (SELECT id FROM account WHERE host = ? AND user = ?)",
            )
            .bind(now.as_second())
            .bind(about.subject)
            .bind(about.part)
            .bind(&about.account.host)
            .bind(&about.account.user)
            .execute(pool)
            .await,
        );
        done.is_some_and(|done| done.rows_affected() > 0)
    }

    /// Forgets one part of a subject, or all of it.
    pub async fn remove(&self, account: &Account, subject: &str, part: Option<&str>) {
        let Some(pool) = self.pool().await else { return };
        self.note(
            sqlx::query(
                "DELETE FROM kept WHERE subject = ?1 AND (?2 IS NULL OR part = ?2)
                 AND account = (SELECT id FROM account WHERE host = ?3 AND user = ?4)",
            )
            .bind(subject)
            .bind(part)
            .bind(&account.host)
            .bind(&account.user)
            .execute(pool)
            .await,
        );
    }

    /// Lets what is being written be written, and closes.
    pub async fn close(&self) {
        if let Some(Some(pool)) = self.inner.pool.get() {
            pool.close().await;
        }
    }

    async fn pool(&self) -> Option<&SqlitePool> {
        let opened = self.inner.pool.get_or_init(|| async {
            match self.opened().await {
                Ok(Opened { pool, remark }) => {
                    if let Some(remark) = remark {
                        self.say(remark);
                    }
                    Some(pool)
                }
                Err(problem) => {
                    self.say(problem);
                    None
                }
            }
        });
        opened.await.as_ref()
    }

    async fn open(&self) -> Result<SqlitePool, Problem> {
        self.opened().await.map(|opened| opened.pool)
    }

    async fn opened(&self) -> Result<Opened, Problem> {
        open(self.path(), &MIGRATOR, Holds::Fetched).await
    }

    /// The second from which on answers are young enough.
    fn since(&self, now: Timestamp) -> i64 {
        now.as_second() - i64::from(self.inner.bounds.days) * 24 * 60 * 60
    }

    fn note<T>(&self, done: Result<T, sqlx::Error>) -> Option<T> {
        match done {
            Ok(done) => Some(done),
            // The session ends.
            Err(sqlx::Error::PoolClosed) => None,
            Err(error) => {
                self.say(self.problem(&error));
                None
            }
        }
    }

    fn say(&self, problem: Problem) {
        let mut remark = self.inner.remark.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*remark, Remark::None) {
            *remark = Remark::Waits(problem);
        }
    }

    fn problem(&self, error: &sqlx::Error) -> Problem {
        trouble::problem(&self.not_kept(), error, NEXT)
    }

    fn not_kept(&self) -> String {
        format!("What is fetched is not kept in {}", self.path().display())
    }
}

/// In one transaction: a purge in between would delete an account that nothing is kept for yet.
async fn put(
    pool: &SqlitePool,
    about: About<'_>,
    body: &[u8],
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::query("INSERT INTO account (host, user) VALUES (?, ?) ON CONFLICT DO NOTHING")
        .bind(&about.account.host)
        .bind(&about.account.user)
        .execute(&mut *transaction)
        .await?;
    sqlx::query(
        "INSERT INTO kept (account, subject, part, fetched, size, body)
         SELECT id, ?, ?, ?, ?, ? FROM account WHERE host = ? AND user = ?
         ON CONFLICT DO UPDATE SET
         fetched = excluded.fetched, size = excluded.size, body = excluded.body",
    )
    .bind(about.subject)
    .bind(about.part)
    .bind(now.as_second())
    .bind(i64::try_from(body.len()).unwrap_or(i64::MAX))
    .bind(body)
    .bind(&about.account.host)
    .bind(&about.account.user)
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use jiff::ToSpan;
    use std::fs;

    pub(super) fn account(user: &str) -> Account {
        Account { host: "acme.example.com".to_owned(), user: user.to_owned() }
    }

    pub(super) fn about<'a>(account: &'a Account, subject: &'a str, part: &'a str) -> About<'a> {
        About { account, subject, part }
    }

    pub(super) fn at(day: i64) -> Timestamp {
        let start: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
        start + (day * 24).hours()
    }

    pub(super) fn cache(bounds: Bounds) -> (tempfile::TempDir, Cache) {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache::at(dir.path().join("cache.db"), bounds);
        (dir, cache)
    }

    #[tokio::test]
    async fn an_answer_comes_back_to_the_account_it_was_given_to() {
        let (_dir, cache) = cache(Bounds::default());
        let (ada, kit) = (account("ada"), account("kit"));
        let elsewhere = Account { host: "other.example.com".to_owned(), ..account("ada") };
        let body = b"{\"\xff\": 1}";
        cache.put(about(&ada, "call", "insights"), body, at(0)).await;
        let kept = cache.get(about(&ada, "call", "insights"), at(1)).await;
        assert_eq!(kept, Some(Kept { body: body.to_vec(), fetched: at(0) }));
        for (account, part) in [(&kit, "insights"), (&elsewhere, "insights"), (&ada, "record")] {
            assert_eq!(cache.get(about(account, "call", part), at(1)).await, None);
        }
        cache.put(about(&ada, "call", "insights"), b"newer", at(2)).await;
        let kept = cache.get(about(&ada, "call", "insights"), at(2)).await.unwrap();
        assert_eq!((kept.body.as_slice(), kept.fetched), (&b"newer"[..], at(2)));
        assert!(cache.confirm(about(&ada, "call", "insights"), at(3)).await);
        assert!(!cache.confirm(about(&kit, "call", "insights"), at(3)).await);
        let kept = cache.get(about(&ada, "call", "insights"), at(3)).await.unwrap();
        assert_eq!((kept.body.as_slice(), kept.fetched), (&b"newer"[..], at(3)));
        assert_eq!(cache.remark(), None);
    }

    #[tokio::test]
    async fn what_is_withdrawn_is_forgotten() {
        let (dir, cache) = cache(Bounds::default());
        let (ada, kit) = (account("ada"), account("kit"));
        for part in ["insights", "transcript", "record"] {
            cache.put(about(&ada, "call", part), b"unmistakable", at(0)).await;
        }
        cache.put(about(&kit, "call", "insights"), b"hers", at(0)).await;
        cache.remove(&ada, "call", Some("record")).await;
        assert!(cache.get(about(&ada, "call", "record"), at(0)).await.is_none());
        assert!(cache.get(about(&ada, "call", "transcript"), at(0)).await.is_some());
        cache.remove(&ada, "call", None).await;
        assert!(cache.get(about(&ada, "call", "transcript"), at(0)).await.is_none());
        assert!(cache.get(about(&kit, "call", "insights"), at(0)).await.is_some());
        cache.close().await;
        let file = fs::read(dir.path().join("cache.db")).unwrap();
        assert!(!file.windows(12).any(|bytes| bytes == b"unmistakable"), "deleted pages are wiped");
    }

    #[tokio::test]
    async fn two_sessions_write_at_once() {
        let (dir, one) = cache(Bounds::default());
        let two = Cache::at(dir.path().join("cache.db"), Bounds::default());
        let ada = account("ada");
        let write = |cache: Cache, name: &'static str| {
            let ada = ada.clone();
            tokio::spawn(async move {
                for i in 0..100 {
                    let subject = format!("{name} {i}");
                    cache.put(about(&ada, &subject, "insights"), &[1; 10_000], at(0)).await;
                    cache.put(about(&ada, "shared", "insights"), name.as_bytes(), at(0)).await;
                }
            })
        };
        let (first, second) = tokio::join!(write(one.clone(), "one"), write(two.clone(), "two"));
        first.unwrap();
        second.unwrap();
        assert_eq!((one.remark(), two.remark()), (None, None));
        assert_eq!(one.holding().await.unwrap().calls, 201);
    }

    #[tokio::test]
    async fn what_is_kept_during_a_purge_stays() {
        let (_dir, cache) = cache(Bounds::default());
        let purging = tokio::spawn({
            let cache = cache.clone();
            async move {
                for _ in 0..200 {
                    cache.purge(at(0)).await;
                }
            }
        });
        for i in 0..100 {
            let user = account(&format!("user {i}"));
            cache.put(about(&user, "call", "insights"), b"1", at(0)).await;
            assert!(cache.get(about(&user, "call", "insights"), at(0)).await.is_some(), "{i}");
        }
        purging.await.unwrap();
        assert_eq!(cache.remark(), None);
    }

    #[tokio::test]
    async fn a_cache_that_cannot_be_had_is_one_remark() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        fs::write(&file, "").unwrap();
        let cache = Cache::at(file.join("cache.db"), Bounds::default());
        let ada = account("ada");
        cache.put(about(&ada, "call", "insights"), b"1", at(0)).await;
        assert!(cache.get(about(&ada, "call", "insights"), at(0)).await.is_none());
        cache.purge(at(0)).await;
        assert!(cache.remark().unwrap().what.contains("cannot be used"));
        assert_eq!(cache.remark(), None);
    }

    #[tokio::test]
    async fn a_full_disk_is_one_remark() {
        let (_dir, cache) = cache(Bounds::default());
        let ada = account("ada");
        cache.put(about(&ada, "call", "insights"), b"1", at(0)).await;
        // What a full disk says, from a file that may not grow.
        let pool = cache.pool().await.unwrap();
        let mut held = Vec::new();
        for _ in 0..4 {
            let mut connection = pool.acquire().await.unwrap();
            sqlx::query("PRAGMA max_page_count = 1").fetch_all(&mut *connection).await.unwrap();
            held.push(connection);
        }
        drop(held);
        for i in 0..3 {
            cache.put(about(&ada, &format!("call {i}"), "insights"), &vec![1; 99_999], at(0)).await;
        }
        assert!(cache.remark().unwrap().what.contains("full"));
        assert_eq!(cache.remark(), None);
        assert!(cache.get(about(&ada, "call", "insights"), at(0)).await.is_some());
    }
}
