//! The recording of a call.

use std::fmt;
use std::path::{Path, PathBuf};

use url::Url;

use crate::call::text::clean_line;

/// Where a recording is.
#[derive(Clone, PartialEq, Eq)]
pub enum Media {
    /// A file.
    File(PathBuf),
    /// An address, `http` or `https`. It may carry a secret, so it is not shown.
    Web(Url),
}

/// Text that names no recording.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadMedia {
    /// Another scheme.
    #[error("a recording is a file, or an address that begins with http, https or file, not {0}")]
    Scheme(String),
    /// Not an address, though it looks like one.
    #[error("this is not a whole address, such as https://calls.example/1.mp3")]
    Address,
    /// A file on another machine.
    #[error("this address of a file is not one of this machine")]
    Elsewhere,
}

impl Media {
    /// Reads an address, or else takes the text for the path of a file.
    ///
    /// # Errors
    ///
    /// [`BadMedia`] when it is an address that is not played.
    pub fn parse(text: &str) -> Result<Self, BadMedia> {
        let Some((scheme, _)) = text.split_once("://") else {
            return Ok(Self::File(text.into()));
        };
        let url = Url::parse(text).map_err(|_| BadMedia::Address)?;
        match url.scheme() {
            "http" | "https" => Ok(Self::Web(url)),
            "file" => url.to_file_path().map(Self::File).map_err(|()| BadMedia::Elsewhere),
            _ => {
                let scheme: String = scheme.chars().take(20).collect();
                Err(BadMedia::Scheme(clean_line(&scheme).to_string()))
            }
        }
    }
}

/// The file's name, or the host: what may be shown of it.
impl fmt::Display for Media {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::File(path) => path.file_name().unwrap_or_default().to_string_lossy(),
            Self::Web(url) => url.host_str().unwrap_or_default().into(),
        };
        f.write_str(clean_line(&name).as_str())
    }
}

/// The same: an address may carry a secret.
impl fmt::Debug for Media {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Media({self})")
    }
}

/// Endings of recordings, in the order in which they are looked for.
const ENDINGS: [&str; 8] = ["mp3", "m4a", "wav", "ogg", "flac", "mp4", "mkv", "webm"];

/// Where the recording of a saved response may lie: beside it, with the same name but for its
/// ending.
pub fn beside(response: &Path) -> impl Iterator<Item = PathBuf> {
    let own = response.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let own = own.to_lowercase();
    ENDINGS
        .iter()
        .filter(move |ending| **ending != own)
        .map(|ending| response.with_extension(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recordings_are_files_or_on_the_web_and_show_no_secret() {
        assert_eq!(Media::parse("-x.mp3"), Ok(Media::File("-x.mp3".into())));
        assert_eq!(Media::parse("file:///tmp/a%20b.wav"), Ok(Media::File("/tmp/a b.wav".into())));
        let web = Media::parse("https://calls.example/1.mp3?token=secret").unwrap();
        assert_eq!(
            (format!("{web}"), format!("{web:?}")),
            ("calls.example".into(), "Media(calls.example)".into())
        );
        for bad in
            ["rtsp://a/b", "edl://x", "lavfi://y", "file://elsewhere/x", "http://", "\u{1b}://x"]
        {
            assert!(Media::parse(bad).is_err(), "{bad}");
        }
        assert!(!Media::parse("\u{1b}[2J\u{202e}://x").unwrap_err().to_string().contains('\u{1b}'));
        assert_eq!(Media::File("/a/\u{1b}[2Jx.wav".into()).to_string(), "[2Jx.wav");
    }

    #[test]
    fn a_recording_lies_beside_its_response() {
        let all: Vec<_> = beside(Path::new("/calls/one.two.json")).collect();
        assert_eq!(all[0], Path::new("/calls/one.two.mp3"));
        assert_eq!(all.len(), 8);
        assert!(!beside(Path::new("a.WAV")).any(|path| path == Path::new("a.wav")));
    }
}
