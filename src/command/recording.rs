//! Which recordings belong to the calls that were named, and what plays them.

use super::Usage;
use crate::call::replay::{Media, beside};
use crate::config::{BadSetting, Flags};
use crate::session::Player;
use crate::tui::CallRef;

/// What plays recordings.
pub(super) fn player(flags: &Flags) -> Result<Player, BadSetting> {
    let named = super::settings(flags)?.config.player();
    Ok(named.map_or_else(Player::default, Player::new))
}

/// The recording that was named for the one call, and those that lie beside saved responses.
pub(super) fn recordings(
    calls: &[CallRef],
    named: Option<&str>,
) -> Result<Vec<(CallRef, Media)>, Usage> {
    let found = calls.iter().filter_map(|call| Some((call.clone(), lies_beside(call)?)));
    let Some(named) = named else { return Ok(found.collect()) };
    let [call] = calls else {
        let text = "--media is the recording of one call; name that call alone";
        return Err(Usage(text.to_owned()));
    };
    let media = Media::parse(named).map_err(|error| Usage(format!("--media: {error}")))?;
    if let Media::File(path) = &media
        && !path.exists()
    {
        return Err(Usage(format!("--media: there is no file {media} there")));
    }
    Ok(vec![(call.clone(), media)])
}

fn lies_beside(call: &CallRef) -> Option<Media> {
    match call {
        CallRef::File(response) => beside(response).find(|path| path.is_file()).map(Media::File),
        CallRef::Record(_) | CallRef::Stdin => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_is_named_or_lies_beside() {
        let dir = tempfile::tempdir().unwrap();
        let (response, sound) = (dir.path().join("call.json"), dir.path().join("call.ogg"));
        std::fs::write(&response, "{}").unwrap();
        let call = [CallRef::File(response)];
        assert_eq!(recordings(&call, None).unwrap(), []);
        std::fs::write(&sound, "").unwrap();
        let found = vec![(call[0].clone(), Media::File(sound.clone()))];
        assert_eq!(recordings(&call, None).unwrap(), found);
        let named = recordings(&[CallRef::Stdin], sound.to_str()).unwrap();
        assert_eq!(named, [(CallRef::Stdin, Media::File(sound))]);
        let refused =
            |calls: &[CallRef], named| recordings(calls, Some(named)).unwrap_err().to_string();
        assert!(refused(&call, "/nowhere/at all.mp3").contains("no file at all.mp3"));
        assert!(refused(&call, "rtsp://a/b").contains("not rtsp"));
        assert!(refused(&[CallRef::Stdin, CallRef::Stdin], "a.mp3").contains("one call"));
    }
}
