//! Where the databases are.

use std::path::PathBuf;

use etcetera::BaseStrategy;
use etcetera::base_strategy::Xdg;

/// The file of what was fetched: `$XDG_CACHE_HOME/earmark/cache.db`, in `~/.cache` unless set.
/// None without a home.
#[must_use]
pub fn cache_file() -> Option<PathBuf> {
    Xdg::new().ok().map(|xdg| xdg.cache_dir().join("earmark/cache.db"))
}

/// The file of what the reviewer made: `$XDG_DATA_HOME/earmark/journal.db`, in `~/.local/share`
/// unless set. None without a home.
#[must_use]
pub fn journal_file() -> Option<PathBuf> {
    Xdg::new().ok().map(|xdg| xdg.data_dir().join("earmark/journal.db"))
}
