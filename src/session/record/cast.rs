//! The lines of a recording: asciicast, version 3.
//!
//! Source: <https://docs.asciinema.org/manual/asciicast/v3/>. A header, then an event a line: the
//! seconds since the event before, a letter, and what it was.

use std::time::Duration;

use jiff::Timestamp;
use ratatui::layout::Size;
use serde_json::json;

/// What happened to a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Event {
    /// It was sent these bytes.
    Output(Vec<u8>),
    /// It has another size.
    Resized(Size),
    /// The session ended with this status.
    Exit(u8),
}

/// The first line. It says nothing about the visitor or the machine.
pub(super) fn header(size: Size, now: Timestamp) -> String {
    let term = json!({"cols": size.width, "rows": size.height, "type": "xterm-256color"});
    let timestamp = now.as_second();
    format!("{}\n", json!({"version": 3, "term": term, "timestamp": timestamp, "title": "earmark"}))
}

/// The line of an event that came so long after the start, and so long after the one before.
///
/// The interval is the difference of two rounded times, so rounding does not add up.
pub(super) fn line(event: &Event, before: Duration, now: Duration) -> String {
    let (code, data) = match event {
        Event::Output(bytes) => ("o", String::from_utf8_lossy(bytes).into_owned()),
        Event::Resized(size) => ("r", format!("{}x{}", size.width, size.height)),
        Event::Exit(status) => ("x", status.to_string()),
    };
    let millis = now.as_millis().saturating_sub(before.as_millis());
    let (seconds, thousandths) = (millis / 1_000, millis % 1_000);
    format!("[{seconds}.{thousandths:03}, \"{code}\", {}]\n", json!(data))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_as_the_format_has_them() {
        let header = header(Size::new(80, 24), Timestamp::from_second(1_504_467_315).unwrap());
        let read: serde_json::Value = serde_json::from_str(&header).unwrap();
        assert_eq!(read["version"], 3);
        assert_eq!((&read["term"]["cols"], &read["term"]["rows"]), (&json!(80), &json!(24)));
        assert_eq!(read["timestamp"], 1_504_467_315);
        let at = Duration::from_millis;
        let output = Event::Output("\u{1b}[1mé\"\r\n".into());
        assert_eq!(line(&output, at(0), at(248)), "[0.248, \"o\", \"\\u001b[1mé\\\"\\r\\n\"]\n");
        let resized = Event::Resized(Size::new(90, 30));
        assert_eq!(line(&resized, at(1_950), at(4_000)), "[2.050, \"r\", \"90x30\"]\n");
        assert_eq!(line(&Event::Exit(0), at(5), at(5)), "[0.000, \"x\", \"0\"]\n");
    }

    #[test]
    fn rounding_does_not_add_up() {
        let tick = Duration::from_micros(1_600);
        let read = |n: u32| {
            let line = line(&Event::Exit(0), tick * n, tick * (n + 1));
            let (seconds, _) = line[1..].split_once(',').unwrap();
            seconds.parse::<f64>().unwrap()
        };
        let total: f64 = (0..1_000).map(read).sum();
        assert!((total - 1.6).abs() < 0.002, "{total}");
    }
}
