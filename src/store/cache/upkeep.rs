//! How much is kept, and keeping it within bounds.

use std::collections::HashSet;
use std::sync::atomic::Ordering;

use jiff::Timestamp;
use sqlx::SqlitePool;

use super::{Cache, NEXT};
use crate::call::{Problem, ProblemKind};
use crate::store::{LIST, file};

/// How much there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Holding {
    /// Calls, each as often as there are accounts that it was kept for.
    pub calls: usize,
    /// Bytes of their answers.
    pub bytes: u64,
    /// Bytes on the disk.
    pub on_disk: u64,
    /// The oldest answer.
    pub oldest: Option<Timestamp>,
}

/// Seconds between two purges of one process.
const PAUSE: i64 = 60 * 60;

impl Cache {
    /// Purges, unless this process did within the hour: for whoever keeps something, however short
    /// or long they run.
    pub async fn purge_hourly(&self, now: Timestamp) {
        let second = now.as_second();
        // A clock that was set back is no reason to wait for it.
        let is_due = |last: i64| !(last..last.saturating_add(PAUSE)).contains(&second);
        let due = |last| is_due(last).then_some(second);
        // Of several who come at once, one does it.
        let last = self.inner.purged.fetch_update(Ordering::Relaxed, Ordering::Relaxed, due);
        if last.is_ok() {
            self.purge(now).await;
        }
    }

    /// Deletes what is too old, and the oldest of what is too much.
    pub async fn purge(&self, now: Timestamp) {
        let Some(pool) = self.pool().await else { return };
        let purged = purge(pool, self.since(now), self.inner.bounds.total).await;
        self.note(purged);
    }

    /// How much there is; nothing where there is no file yet.
    ///
    /// # Errors
    ///
    /// A [`Problem`] when it cannot be told.
    pub async fn holding(&self) -> Result<Holding, Problem> {
        if !self.path().exists() {
            return Ok(Holding::default());
        }
        let pool = self.open().await?;
        let rows: Vec<(i64, String, String, i64, i64)> =
            sqlx::query_as("SELECT account, subject, part, size, fetched FROM kept")
                .fetch_all(&pool)
                .await
                .map_err(|error| self.problem(&error))?;
        pool.close().await;
        let calls = rows.iter().filter(|row| row.2 != LIST).map(|row| (row.0, &row.1));
        let oldest = rows.iter().map(|row| row.4).min();
        Ok(Holding {
            calls: calls.collect::<HashSet<_>>().len(),
            bytes: rows.iter().filter_map(|row| u64::try_from(row.3).ok()).sum(),
            on_disk: file::size(self.path()),
            oldest: oldest.and_then(|at| Timestamp::from_second(at).ok()),
        })
    }

    /// Deletes everything, of every account, and what was moved aside; says how much it was.
    ///
    /// # Errors
    ///
    /// A [`Problem`] when it cannot be deleted.
    pub async fn clear(&self) -> Result<Holding, Problem> {
        let held = self.holding().await?;
        let failed = |error: std::io::Error| {
            Problem::new(ProblemKind::Failed, &format!("{}: {error}.", self.not_kept()), NEXT)
        };
        if !self.path().exists() {
            return Ok(held);
        }
        let pool = self.open().await?;
        clear(&pool).await.map_err(|error| self.problem(&error))?;
        pool.close().await;
        let aside = file::delete_damaged(self.path()).map_err(failed)?;
        Ok(Holding { on_disk: held.on_disk + aside, ..held })
    }
}

async fn purge(pool: &SqlitePool, since: i64, total: u64) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM kept WHERE fetched < ?").bind(since).execute(pool).await?;
    sqlx::query(
        "DELETE FROM kept WHERE rowid IN (SELECT id FROM (
             SELECT rowid AS id, sum(size) OVER (ORDER BY fetched DESC, rowid DESC) AS sum FROM kept
         ) WHERE sum > ?)",
    )
    .bind(i64::try_from(total).unwrap_or(i64::MAX))
    .execute(pool)
    .await?;
    sqlx::query("DELETE FROM account WHERE id NOT IN (SELECT account FROM kept)")
        .execute(pool)
        .await?;
    sqlx::query("PRAGMA incremental_vacuum").fetch_all(pool).await?;
    Ok(())
}

async fn clear(pool: &SqlitePool) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM kept").execute(pool).await?;
    sqlx::query("DELETE FROM account").execute(pool).await?;
    sqlx::query("VACUUM").execute(pool).await?;
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_all(pool).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use jiff::ToSpan;

    use super::*;
    use crate::store::Bounds;
    use crate::store::cache::tests::{about, account, at, cache};

    #[tokio::test]
    async fn what_is_old_is_neither_shown_nor_kept() {
        let (_dir, cache) = cache(Bounds { days: 30, ..Bounds::default() });
        let ada = account("ada");
        cache.put(about(&ada, "old", "insights"), b"1", at(0)).await;
        cache.put(about(&ada, "young", "insights"), b"22", at(20)).await;
        assert!(cache.get(about(&ada, "old", "insights"), at(30)).await.is_some());
        assert!(cache.get(about(&ada, "old", "insights"), at(31)).await.is_none());
        cache.purge(at(31)).await;
        let held = cache.holding().await.unwrap();
        assert_eq!((held.calls, held.bytes, held.oldest), (1, 2, Some(at(20))));
        cache.purge(at(99)).await;
        assert_eq!(cache.holding().await.unwrap().calls, 0);
        assert_eq!(cache.remark(), None);
    }

    #[tokio::test]
    async fn whoever_goes_on_for_long_purges_every_hour() {
        let (_dir, cache) = cache(Bounds { days: 30, ..Bounds::default() });
        let ada = account("ada");
        let calls = async || cache.holding().await.unwrap().calls;
        let minutes = |minutes: i64| at(31) + minutes.minutes();
        cache.purge_hourly(minutes(0)).await;
        cache.put(about(&ada, "old", "insights"), b"1", at(0)).await;
        cache.purge_hourly(minutes(59)).await;
        assert_eq!(calls().await, 1);
        cache.purge_hourly(minutes(60)).await;
        assert_eq!(calls().await, 0);
        cache.put(about(&ada, "old", "insights"), b"1", at(0)).await;
        cache.purge_hourly(at(31)).await;
        assert_eq!(calls().await, 0, "the clock was set back");
    }

    #[tokio::test]
    async fn too_much_costs_the_oldest_and_the_disk_gets_it_back() {
        let (_dir, cache) = cache(Bounds { total: 3_000_000, one: 1_000_000, ..Bounds::default() });
        let ada = account("ada");
        for day in 0..6 {
            let subject = format!("call {day}");
            cache.put(about(&ada, &subject, "insights"), &vec![7; 1_000_000], at(day)).await;
        }
        cache.put(about(&ada, "call 5", "record"), &vec![7; 1_000_001], at(6)).await;
        cache.purge(at(6)).await;
        let held = cache.holding().await.unwrap();
        assert_eq!((held.calls, held.bytes, held.oldest), (3, 3_000_000, Some(at(3))));
        cache.close().await;
        let size = fs::metadata(cache.path()).unwrap().len();
        assert!(size < 3_200_000, "{size} bytes on the disk");
    }

    #[tokio::test]
    async fn clearing_leaves_nothing_and_says_how_much_there_was() {
        let (dir, cache) = cache(Bounds::default());
        assert_eq!(cache.clear().await.unwrap(), Holding::default());
        assert!(!cache.path().exists(), "clearing makes no file");
        for user in ["ada", "kit"] {
            cache.put(about(&account(user), "call", "insights"), &vec![b'x'; 100_000], at(0)).await;
        }
        fs::write(dir.path().join("cache.db.damaged-1"), "old").unwrap();
        let held = cache.clear().await.unwrap();
        assert_eq!((held.calls, held.bytes), (2, 200_000));
        assert_eq!(cache.holding().await.unwrap().bytes, 0);
        assert!(cache.holding().await.unwrap().on_disk < 100_000);
        assert!(!dir.path().join("cache.db.damaged-1").exists());
    }
}
