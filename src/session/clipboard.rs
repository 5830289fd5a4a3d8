//! To the clipboard of whoever is at the terminal.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// OSC 52: a terminal that knows it puts the text into its own clipboard, on whatever machine it
/// runs, and says nothing in return; others ignore it.
pub(super) fn osc52(text: &str) -> Vec<u8> {
    format!("\x1b]52;c;{}\x07", STANDARD.encode(text)).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::Clipboard;

    #[test]
    fn nothing_of_a_text_is_taken_for_a_sequence() {
        assert_eq!(osc52("How?"), b"\x1b]52;c;SG93Pw==\x07");
        let hostile = osc52("\x1b]0;x\x07");
        assert_eq!(hostile.iter().filter(|&&b| b == 0x1b || b == 0x07).count(), 2);
        assert!(osc52(&"x".repeat(Clipboard::LONGEST)).len() <= 100_000);
    }
}
