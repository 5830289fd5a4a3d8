//! Colours as files write them, fitted to what a terminal shows.

use ratatui::style::{Color, Modifier, Style};

use super::Depth;

/// The sixteen of ANSI, in the order of their numbers.
const NAMES: [(&str, Color, [u8; 3]); 16] = [
    ("black", Color::Black, [0, 0, 0]),
    ("red", Color::Red, [205, 0, 0]),
    ("green", Color::Green, [0, 205, 0]),
    ("yellow", Color::Yellow, [205, 205, 0]),
    ("blue", Color::Blue, [0, 0, 238]),
    ("magenta", Color::Magenta, [205, 0, 205]),
    ("cyan", Color::Cyan, [0, 205, 205]),
    ("white", Color::Gray, [229, 229, 229]),
    ("bright-black", Color::DarkGray, [127, 127, 127]),
    ("bright-red", Color::LightRed, [255, 0, 0]),
    ("bright-green", Color::LightGreen, [0, 255, 0]),
    ("bright-yellow", Color::LightYellow, [255, 255, 0]),
    ("bright-blue", Color::LightBlue, [92, 92, 255]),
    ("bright-magenta", Color::LightMagenta, [255, 0, 255]),
    ("bright-cyan", Color::LightCyan, [0, 255, 255]),
    ("bright-white", Color::White, [255, 255, 255]),
];

const WORDS: [(&str, Modifier); 5] = [
    ("bold", Modifier::BOLD),
    ("faint", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
];

/// Everything that a style is made of by name.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().map(|(name, ..)| *name).chain(WORDS.iter().map(|(name, _)| *name))
}

/// The colour that a word is.
pub(super) fn colour(word: &str) -> Option<Color> {
    if let Some(hex) = word.strip_prefix('#') {
        let is_hex = hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit());
        let [_, r, g, b] = u32::from_str_radix(hex, 16).ok().filter(|_| is_hex)?.to_be_bytes();
        return Some(Color::Rgb(r, g, b));
    }
    let named = NAMES.iter().find(|(name, ..)| *name == word).map(|(_, colour, _)| *colour);
    let is_number = word.bytes().all(|b| b.is_ascii_digit());
    named.or_else(|| word.parse().ok().filter(|_| is_number).map(Color::Indexed))
}

/// The style that a text is; else the word in it that is none.
pub(super) fn style(text: &str) -> Result<Style, &str> {
    text.split_whitespace().try_fold(Style::new(), |style, word| {
        let modifier = WORDS.iter().find(|(name, _)| *name == word);
        match (modifier, colour(word)) {
            (Some((_, modifier)), _) => Ok(style.add_modifier(*modifier)),
            (None, Some(colour)) => Ok(style.fg(colour)),
            (None, None) => Err(word),
        }
    })
}

/// The nearest colour that a terminal shows.
pub(super) fn fit(colour: Color, depth: Depth) -> Color {
    let rgb = match colour {
        Color::Rgb(r, g, b) => [r, g, b],
        Color::Indexed(n) if n >= 16 => indexed(n),
        Color::Indexed(n) => return NAMES[usize::from(n)].1,
        named => return named,
    };
    match (depth, colour) {
        (Depth::Ansi256, Color::Rgb(..)) => {
            let near = (16..=255).min_by_key(|&n| distance(indexed(n), rgb));
            Color::Indexed(near.unwrap_or(15))
        }
        (Depth::Ansi16, _) => {
            let near = NAMES.iter().min_by_key(|(_, _, other)| distance(*other, rgb));
            near.map_or(colour, |(_, near, _)| *near)
        }
        _ => colour,
    }
}

/// A colour of the palette of 256, beyond the first sixteen: a cube of six steps, then greys.
fn indexed(n: u8) -> [u8; 3] {
    if n >= 232 {
        return [8 + (n - 232) * 10; 3];
    }
    let n = n.saturating_sub(16);
    [n / 36, n / 6 % 6, n % 6].map(|step| if step == 0 { 0 } else { 55 + step * 40 })
}

fn distance(a: [u8; 3], b: [u8; 3]) -> u32 {
    // Eyes tell greens apart best, then reds.
    let weights = [3, 4, 2];
    let square = |i: usize| u32::from(a[i].abs_diff(b[i])).pow(2) * weights[i];
    (0..3).map(square).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn colours_are_read_and_fitted() {
        assert_eq!(colour("#56B4E9"), Some(Color::Rgb(0x56, 0xb4, 0xe9)));
        assert_eq!(colour("245"), Some(Color::Indexed(245)));
        assert_eq!(colour("bright-black"), Some(Color::DarkGray));
        for bad in ["", "#56B4E", "#+6B4E9", "256", "+5", "blurple", "Blue"] {
            assert_eq!(colour(bad), None, "{bad}");
        }
        assert_eq!(fit(Color::Rgb(255, 0, 0), Depth::Ansi16), Color::LightRed);
        assert_eq!(fit(Color::Rgb(0x87, 0xaf, 0xff), Depth::Ansi256), Color::Indexed(111));
        assert_eq!(fit(Color::Indexed(245), Depth::Ansi16), Color::DarkGray);
        assert_eq!(style("bold  245"), Ok(Style::new().fg(Color::Indexed(245)).bold()));
        assert_eq!(style("bold redd"), Err("redd"));
    }

    proptest! {
        #[test]
        fn a_fitted_colour_is_one_that_the_terminal_has(rgb in any::<[u8; 3]>(), n in any::<u8>()) {
            for colour in [Color::Rgb(rgb[0], rgb[1], rgb[2]), Color::Indexed(n)] {
                prop_assert!(!matches!(fit(colour, Depth::Ansi256), Color::Rgb(..)));
                let is_named = |colour| NAMES.iter().any(|(_, named, _)| *named == colour);
                prop_assert!(is_named(fit(colour, Depth::Ansi16)));
            }
        }
    }
}
