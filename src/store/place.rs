//! Where files are, by the XDG Base Directory Specification.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The file of what was fetched: `$XDG_CACHE_HOME/earmark/cache.db`, in `~/.cache` unless set.
/// None without either.
#[must_use]
pub fn cache_file() -> Option<PathBuf> {
    folder("XDG_CACHE_HOME", ".cache").map(|folder| folder.join("cache.db"))
}

/// The file of what the reviewer made: `$XDG_DATA_HOME/earmark/journal.db`, in `~/.local/share`
/// unless set. None without either.
#[must_use]
pub fn journal_file() -> Option<PathBuf> {
    folder("XDG_DATA_HOME", ".local/share").map(|folder| folder.join("journal.db"))
}

/// The folder of settings, keys and themes: `$XDG_CONFIG_HOME/earmark`, in `~/.config` unless set.
/// None without either.
#[must_use]
pub fn config_folder() -> Option<PathBuf> {
    folder("XDG_CONFIG_HOME", ".config")
}

/// The folder of sign-ins and of a host's key: `$XDG_STATE_HOME/earmark`, in `~/.local/state`
/// unless set. None without either.
#[must_use]
pub fn state_folder() -> Option<PathBuf> {
    folder("XDG_STATE_HOME", ".local/state")
}

fn folder(variable: &str, usual: &str) -> Option<PathBuf> {
    base(env::var_os(variable), usual, env::home_dir).map(|base| base.join("earmark"))
}

/// A service has what is set, and often no home.
fn base(
    set: Option<OsString>,
    usual: &str,
    home: impl FnOnce() -> Option<PathBuf>,
) -> Option<PathBuf> {
    // The specification has what is not absolute ignored.
    let set = set.map(PathBuf::from).filter(|path| path.is_absolute());
    let whole = |home: &PathBuf| !home.as_os_str().is_empty();
    set.or_else(|| home().filter(whole).map(|home| home.join(Path::new(usual))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_needs_no_home() {
        let set = |text: &str| Some(OsString::from(text));
        let at = |set, home: Option<&str>| base(set, ".config", || home.map(PathBuf::from));
        assert_eq!(at(set("/etc"), None), Some("/etc".into()));
        assert_eq!(at(set("/etc"), Some("/home/ada")), Some("/etc".into()));
        assert_eq!(at(None, Some("/home/ada")), Some("/home/ada/.config".into()));
        for not_whole in ["", "etc"] {
            assert_eq!(at(set(not_whole), Some("/home/ada")), Some("/home/ada/.config".into()));
            assert_eq!(at(set(not_whole), None), None);
        }
        assert_eq!(at(None, Some("")), None);
    }
}
