//! How a session can hand texts on.

/// What a session can do with what is copied and exported. A session with strangers writes no
/// files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sharing {
    /// How texts reach the clipboard of whoever is at the terminal.
    pub clipboard: Clipboard,
    /// Whether exports become files.
    pub files: bool,
}

/// How texts reach a clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Clipboard {
    /// By OSC 52, a sequence that asks the terminal; it says nothing in return.
    #[default]
    Osc52,
    /// The same, through a multiplexer, which passes it on if it is set up so.
    Multiplexed,
    /// Not at all: the terminal knows no such sequence, or the user wants none. Texts are shown
    /// instead, to be selected by hand.
    None,
}

impl Clipboard {
    /// The longest text that terminals take, in bytes: xterm and others read 100,000 bytes of
    /// Base64 at most, of which a few are the sequence itself.
    pub const LONGEST: usize = 74_994;
}
