//! What one sequence means.

use crossterm::event::{Event, KeyCode, KeyModifiers};

/// The event of one whole sequence, with Alt held if an Esc came before it. Nothing for a sequence
/// that means nothing here, for characters of control, and for the focus, which nobody asks about.
pub(super) fn name(sequence: &[u8], alt: bool) -> Option<Event> {
    if is_mouse_nowhere(sequence) {
        return None;
    }
    let event = terminput::Event::parse_from(sequence).ok().flatten()?;
    match terminput_crossterm::to_crossterm(event).ok()? {
        Event::Key(mut key) => {
            if alt {
                key.modifiers |= KeyModifiers::ALT;
            }
            let types = !matches!(key.code, KeyCode::Char(c) if c.is_control());
            types.then_some(Event::Key(key))
        }
        Event::Mouse(mouse) => Some(Event::Mouse(mouse)),
        Event::Paste(_) | Event::Resize(..) | Event::FocusGained | Event::FocusLost => None,
    }
}

/// Columns and rows of the mouse count from one; the parser takes one away, and panics where it
/// cannot.
fn is_mouse_nowhere(sequence: &[u8]) -> bool {
    let Some(inner) = sequence.strip_prefix(b"\x1b[") else { return false };
    let Some((b'M' | b'm', parameters)) = inner.split_last() else { return false };
    let mut places = parameters.split(|byte| *byte == b';').skip(1).take(2);
    places.any(|place| {
        str::from_utf8(place).is_ok_and(|place| place.parse::<u16>().is_ok_and(|n| n == 0))
    })
}
