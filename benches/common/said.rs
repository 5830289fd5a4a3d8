//! Invented transcripts of any length.

use earmark::call::Transcript;
use earmark::wire;

/// A transcript of so many entries, two seconds apart, by two people in turns; every fourth is
/// long.
pub(crate) fn transcript(entries: usize) -> Transcript {
    let entry = |i: usize| {
        let (hours, minutes, seconds) = (i / 1_800, i / 30 % 60, i * 2 % 60);
        let text = "The kiln in Dunmarrow was booked until May. ".repeat(1 + i % 4 / 3 * 5);
        format!(
            r#"{{"sequence":{i},"speakerId":"1af{}","entry":"{text}","startDateTime":"2026-11-20T{:02}:{minutes:02}:{seconds:02}Z","endDateTime":"2026-11-20T{:02}:{minutes:02}:{:02}Z"}}"#,
            i % 2,
            8 + hours,
            8 + hours,
            seconds + 1,
        )
    };
    let list: Vec<_> = (0..entries).map(entry).collect();
    let body = format!(
        r#"{{"structuredTranscript":{{"entries":[{}],"participants":[{{"speakerId":"1af0","speakerName":"Ilse Quandt","speakerRole":"Agent"}},{{"speakerId":"1af1","speakerName":"Bram Tolley","speakerRole":"EndUser"}}]}}}}"#,
        list.join(",")
    );
    wire::transcript(body.as_bytes()).expect("an invented transcript is read")
}
