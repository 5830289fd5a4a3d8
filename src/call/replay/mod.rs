//! Playing a call again, as text or with its recording: what is played of it, how fast, and what
//! is heard when.

mod course;
mod heard;
mod media;
mod silence;
mod speed;

pub use course::Course;
pub use heard::heard;
pub use media::{BadMedia, Media, beside};
pub use silence::{LONGEST_SILENCE, silences};
pub use speed::{BadSpeed, Speed};
