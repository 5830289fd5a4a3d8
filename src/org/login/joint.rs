//! Work that concurrent callers wait for together.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures::FutureExt;
use futures::future::{BoxFuture, Shared};
use tokio::task::AbortHandle;

use super::error::LoginError;

type Running<T> = Shared<BoxFuture<'static, Result<T, LoginError>>>;

/// At most one run of a piece of work at a time. Who comes while it runs waits for the same
/// result; who comes afterwards starts it anew. It runs to its end even if nobody waits any more,
/// as long as the runtime does: who ends that waits until it has [`settled`](Joint::settled).
pub(super) struct Joint<T>(Mutex<Option<(AbortHandle, Running<T>)>>);

impl<T: Clone + Send + Sync + 'static> Joint<T> {
    pub(super) async fn join<F>(&self, work: impl FnOnce() -> F) -> Result<T, LoginError>
    where
        F: Future<Output = Result<T, LoginError>> + Send + 'static,
    {
        self.running(work).await
    }

    /// Waits for a run that is under way, and starts none.
    pub(super) async fn settled(&self) {
        let running = self.slot().as_ref().map(|(_, running)| running.clone());
        if let Some(running) = running {
            let _ = running.await;
        }
    }

    fn slot(&self) -> MutexGuard<'_, Option<(AbortHandle, Running<T>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn running<F>(&self, work: impl FnOnce() -> F) -> Running<T>
    where
        F: Future<Output = Result<T, LoginError>> + Send + 'static,
    {
        let mut slot = self.slot();
        if let Some((task, running)) = &*slot
            && !task.is_finished()
        {
            return running.clone();
        }
        let task = tokio::spawn(work());
        let handle = task.abort_handle();
        let ended = async { task.await.unwrap_or(Err(LoginError::Broken)) };
        let running = ended.boxed().shared();
        *slot = Some((handle, running.clone()));
        running
    }
}

impl<T> Default for Joint<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> fmt::Debug for Joint<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Joint")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::sync::Notify;

    use super::*;

    #[tokio::test]
    async fn who_comes_while_it_runs_gets_the_same_result() {
        let (joint, runs) = (Joint::default(), AtomicUsize::new(0));
        let go = Arc::new(Notify::new());
        let work = || {
            let run = runs.fetch_add(1, Ordering::SeqCst);
            let go = go.clone();
            async move {
                go.notified().await;
                Ok(run)
            }
        };
        let release = async { go.notify_one() };
        let (a, b, ()) = tokio::join!(joint.join(work), joint.join(work), release);
        assert_eq!((a, b), (Ok(0), Ok(0)));
        go.notify_one();
        while joint.0.lock().unwrap().as_ref().is_some_and(|(task, _)| !task.is_finished()) {
            tokio::task::yield_now().await;
        }
        assert_eq!(joint.join(work).await, Ok(1));
    }

    #[tokio::test]
    async fn it_runs_to_its_end_without_anybody_waiting_and_a_panic_is_an_error() {
        let joint = Joint::<()>::default();
        let (done, seen) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let ended = done.clone();
        let begun = seen.clone();
        let work = || async move {
            begun.notify_one();
            tokio::task::yield_now().await;
            ended.notify_one();
            Ok(())
        };
        tokio::select! {
            biased;
            _ = joint.join(work) => panic!("it was left before it ended"),
            () = seen.notified() => {}
        }
        done.notified().await;
        let joint = Joint::<()>::default();
        let broken = joint.join(|| async { panic!("secret") }).await;
        assert_eq!(broken, Err(LoginError::Broken));
    }
}
