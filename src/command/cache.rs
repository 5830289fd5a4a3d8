//! What is kept of the calls that were fetched.

use std::process::ExitCode;

use super::{print_all, runtime};
use crate::call::{Problem, ProblemKind};
use crate::cli::CacheAction;
use crate::config::Flags;
use crate::org::login::Door;
use crate::session::Source;
use crate::store::{Bounds, Cache, Holding, cache_file};

/// An org, and what was kept of its answers to this user.
pub(super) fn source(door: Door, flags: &Flags) -> anyhow::Result<Source> {
    let source = Source::behind(door);
    let config = super::settings(flags)?.config;
    let source = match (config.bounds(), cache_file()) {
        (Some(bounds), Some(path)) => source.keeping(Cache::at(path, bounds)),
        _ => source,
    };
    Ok(if config.is_offline() { source.offline() } else { source })
}

/// Tells about what is kept, or deletes it.
pub(super) fn cache(action: CacheAction) -> anyhow::Result<ExitCode> {
    let path = cache_file().ok_or_else(|| {
        let what = "There is no folder to keep anything in.";
        Problem::new(ProblemKind::Failed, what, "Set HOME, or XDG_CACHE_HOME.")
    })?;
    let place = path.display().to_string();
    let cache = Cache::at(path, Bounds::default());
    let text = match action {
        CacheAction::Path => place,
        CacheAction::Info => info(&runtime()?.block_on(cache.holding())?, &place),
        CacheAction::Clear => cleared(&runtime()?.block_on(cache.clear())?),
    };
    print_all(format!("{text}\n").as_bytes())
}

fn info(held: &Holding, place: &str) -> String {
    let Some(oldest) = held.oldest else { return format!("Nothing is kept in {place}.") };
    format!(
        "{} kept in {place}, {} on the disk.\nThe oldest was fetched on {}.",
        calls(held),
        bytes(held.on_disk),
        oldest.strftime("%-d %b %Y, %H:%M UTC"),
    )
}

fn cleared(held: &Holding) -> String {
    match held.on_disk {
        0 => "Nothing was kept.".to_owned(),
        size => format!("Deleted {}, {} on the disk.", calls(held), bytes(size)),
    }
}

fn calls(held: &Holding) -> String {
    let s = if held.calls == 1 { "" } else { "s" };
    format!("{} call{s}", held.calls)
}

/// A size in its largest unit.
fn bytes(count: u64) -> String {
    const KB: u64 = 1_000;
    const MB: u64 = 1_000 * KB;
    match count {
        0..KB => format!("{count} bytes"),
        KB..MB => format!("{} KB", count.div_ceil(KB)),
        count => format!("{}.{} MB", count / MB, count % MB / (100 * KB)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_in_their_largest_unit() {
        assert_eq!(bytes(999), "999 bytes");
        assert_eq!(bytes(45_056), "46 KB");
        assert_eq!(bytes(12_345_678), "12.3 MB");
    }
}
