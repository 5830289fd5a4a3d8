//! A player as a child of this process.

use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream as Pair;
use std::path;
use std::process::Stdio;

use tokio::net::UnixStream;
use tokio::process::{Child, Command};

use super::Player;
use super::trouble::Trouble;
use crate::call::replay::Media;

/// No file of the user's is read and no script is run, nothing is drawn, no name is looked up
/// beyond the recording itself, and the connection is standard input.
const ARGUMENTS: [&str; 19] = [
    "--no-config",
    "--no-terminal",
    "--no-video",
    "--audio-display=no",
    "--force-window=no",
    "--load-scripts=no",
    "--ytdl=no",
    "--input-default-bindings=no",
    "--input-media-keys=no",
    "--access-references=no",
    "--load-unsafe-playlists=no",
    "--sub-auto=no",
    "--audio-file-auto=no",
    "--hr-seek=yes",
    "--idle=yes",
    "--keep-open=yes",
    "--keep-open-pause=no",
    "--pause=yes",
    "--input-ipc-client=fd://0",
];

/// Variables that a player has no use for, and must not have: tokens among them.
const OURS: [&str; 2] = ["SF_", "EARMARK_"];

/// Starts the program; returns it with this process's end of the connection.
pub(super) fn start(player: &Player) -> Result<(Child, UnixStream), Trouble> {
    let (ours, theirs) = Pair::pair().map_err(Trouble::Start)?;
    ours.set_nonblocking(true).map_err(Trouble::Start)?;
    let (program, before) = player.command.split_first().ok_or(Trouble::Garbled)?;
    let mut command = Command::new(program);
    command.args(before).args(ARGUMENTS);
    for (name, _) in std::env::vars_os() {
        if OURS.iter().any(|prefix| name.to_string_lossy().starts_with(prefix)) {
            command.env_remove(name);
        }
    }
    command.stdin(Stdio::from(OwnedFd::from(theirs)));
    command.stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    let child = command.spawn().map_err(Trouble::Start)?;
    Ok((child, UnixStream::from_std(ours).map_err(Trouble::Start)?))
}

/// The recording as mpv names it. A path is whole, so that no name can be taken for a protocol
/// or an option.
pub(super) async fn name(media: &Media) -> Result<String, Trouble> {
    let file = match media {
        Media::Web(url) => return Ok(url.to_string()),
        Media::File(file) => path::absolute(file).map_err(Trouble::File)?,
    };
    tokio::fs::File::open(&file).await.map_err(Trouble::File)?;
    file.into_os_string().into_string().map_err(|_| Trouble::Name)
}
