//! Colours and glyphs, fitted to what a terminal can show.
//!
//! Colour never carries a meaning alone: a category also has its letter, a flag its sign, the
//! focused pane a heavier rule. The eight category colours are those of Okabe and Ito, which
//! readers with any common colour blindness tell apart, lightened or darkened to stand out from
//! the background.

use ratatui::style::{Color, Modifier, Style};

use crate::call::Category;

/// How many colours a terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Depth {
    /// None: bold, dim, underline and reverse only.
    None,
    /// The sixteen of ANSI.
    Ansi16,
    /// The palette of 256.
    Ansi256,
    /// Any.
    #[default]
    True,
}

/// What the background is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ground {
    /// Light on dark.
    #[default]
    Dark,
    /// Dark on light.
    Light,
}

/// Which characters draw lines and marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum GlyphSet {
    /// Box drawing and a few arrows, which every Unicode font has.
    #[default]
    Unicode,
    /// Nothing beyond ASCII.
    Ascii,
}

/// The styles of a session.
#[derive(Debug, Clone)]
pub struct Theme {
    pub(super) text: Style,
    pub(super) dim: Style,
    pub(super) strong: Style,
    pub(super) rule: Style,
    pub(super) focus: Style,
    pub(super) link: Style,
    pub(super) cursor: Style,
    pub(super) notice: Style,
    pub(super) problem: Style,
    pub(super) glyphs: Glyphs,
    palette: Option<[Color; 8]>,
}

/// The characters of a session.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyphs {
    pub(super) rule: &'static str,
    pub(super) focus_rule: &'static str,
    pub(super) cover: &'static str,
    pub(super) covers: &'static str,
    pub(super) hidden: &'static str,
    pub(super) playhead: &'static str,
    pub(super) tick: &'static str,
    pub(super) cursor: &'static str,
    pub(super) near: &'static str,
    pub(super) dot: &'static str,
    pub(super) bullet: &'static str,
    pub(super) between: &'static str,
    pub(super) more: &'static str,
    pub(super) above: &'static str,
    pub(super) below: &'static str,
    pub(super) note: &'static str,
    pub(super) confirmed: &'static str,
    pub(super) dismissed: &'static str,
    pub(super) bar: &'static str,
    pub(super) thumb: &'static str,
    pub(super) hit: &'static str,
    pub(super) found: &'static str,
}

const UNICODE: Glyphs = Glyphs {
    rule: "─",
    focus_rule: "━",
    cover: "─",
    covers: "═",
    hidden: "·",
    playhead: "▼",
    tick: "╷",
    cursor: "▸",
    near: "▹",
    dot: "●",
    bullet: "•",
    between: " · ",
    more: "…",
    above: "↑",
    below: "↓",
    note: "¶",
    confirmed: "√",
    dismissed: "×",
    bar: "│",
    thumb: "┃",
    hit: "◂",
    found: "'",
};

const ASCII: Glyphs = Glyphs {
    rule: "-",
    focus_rule: "=",
    cover: "-",
    covers: "=",
    hidden: ".",
    playhead: "v",
    tick: "|",
    cursor: ">",
    near: ":",
    dot: "o",
    bullet: "-",
    between: " - ",
    more: "~",
    above: "^",
    below: "v",
    note: "n",
    confirmed: "y",
    dismissed: "x",
    bar: "|",
    thumb: "#",
    hit: "<",
    found: "'",
};

/// Blue, orange, green, yellow, vermilion, purple, deep blue, grey.
type Palette = [Color; 8];

const fn rgb(hex: u32) -> Color {
    let [_, r, g, b] = hex.to_be_bytes();
    Color::Rgb(r, g, b)
}

const DARK: Palette = [
    rgb(0x56_B4E9),
    rgb(0xE6_9F00),
    rgb(0x2B_C28E),
    rgb(0xF0_E442),
    rgb(0xFF_7A45),
    rgb(0xE0_8FC0),
    rgb(0x8F_A8FF),
    rgb(0xB8_B8B8),
];
const LIGHT: Palette = [
    rgb(0x00_62A3),
    rgb(0x9A_5B00),
    rgb(0x00_6B4F),
    rgb(0x6E_6200),
    rgb(0xB8_3C00),
    rgb(0x96_3A72),
    rgb(0x3A_3FB5),
    rgb(0x5A_5A5A),
];
const DARK_256: Palette = [
    Color::Indexed(74),
    Color::Indexed(214),
    Color::Indexed(43),
    Color::Indexed(227),
    Color::Indexed(209),
    Color::Indexed(176),
    Color::Indexed(111),
    Color::Indexed(250),
];
const LIGHT_256: Palette = [
    Color::Indexed(25),
    Color::Indexed(94),
    Color::Indexed(23),
    Color::Indexed(58),
    Color::Indexed(130),
    Color::Indexed(89),
    Color::Indexed(61),
    Color::Indexed(240),
];
const DARK_16: Palette = [
    Color::LightBlue,
    Color::Yellow,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightRed,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];
const LIGHT_16: Palette = [
    Color::Blue,
    Color::Red,
    Color::Green,
    Color::Black,
    Color::LightRed,
    Color::Magenta,
    Color::Cyan,
    Color::DarkGray,
];

impl Theme {
    /// The theme for a terminal.
    #[must_use]
    pub fn new(ground: Ground, depth: Depth, glyphs: GlyphSet) -> Self {
        let palette = match (depth, ground) {
            (Depth::None, _) => None,
            (Depth::Ansi16, Ground::Dark) => Some(DARK_16),
            (Depth::Ansi16, Ground::Light) => Some(LIGHT_16),
            (Depth::Ansi256, Ground::Dark) => Some(DARK_256),
            (Depth::Ansi256, Ground::Light) => Some(LIGHT_256),
            (Depth::True, Ground::Dark) => Some(DARK),
            (Depth::True, Ground::Light) => Some(LIGHT),
        };
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        // Greys that differ from the text by lightness alone; a terminal without them dims.
        let grey = match (depth, ground) {
            // From the palette of 256 even where any colour goes: half the bytes, same grey.
            (Depth::True | Depth::Ansi256, Ground::Dark) => plain.fg(Color::Indexed(245)),
            (Depth::True | Depth::Ansi256, Ground::Light) => plain.fg(Color::Indexed(242)),
            (Depth::Ansi16, _) => plain.fg(Color::DarkGray),
            (Depth::None, _) => plain.add_modifier(Modifier::DIM),
        };
        let tone = |i: usize, style: Style| palette.map_or(style, |palette| style.fg(palette[i]));
        Self {
            text: plain,
            dim: grey,
            strong: bold,
            rule: grey,
            focus: tone(0, bold),
            link: tone(0, plain.add_modifier(Modifier::UNDERLINED)),
            cursor: plain.add_modifier(Modifier::REVERSED),
            notice: tone(3, bold),
            problem: tone(4, bold),
            glyphs: if glyphs == GlyphSet::Unicode { UNICODE } else { ASCII },
            palette,
        }
    }

    /// What was found in a text of some style, told without colour too.
    pub(super) fn found(&self, style: Style) -> Style {
        style.patch(self.focus).add_modifier(Modifier::UNDERLINED)
    }

    /// Which characters this theme draws with.
    pub(super) fn glyph_set(&self) -> GlyphSet {
        if self.glyphs.rule.is_ascii() { GlyphSet::Ascii } else { GlyphSet::Unicode }
    }

    /// A style for each of a call's categories: the same for the same id in every call, and no
    /// colour twice among the first eight.
    pub(super) fn categories(&self, categories: &[Category]) -> Vec<Style> {
        let Some(palette) = self.palette else {
            return vec![self.strong; categories.len()];
        };
        let mut taken = [false; 8];
        let mut style = |category: &Category| {
            let wish = wish(&category.id);
            let free = (0..palette.len()).map(|i| (wish + i) % palette.len()).find(|&i| !taken[i]);
            let slot = free.unwrap_or(wish);
            taken[slot] = true;
            Style::new().fg(palette[slot])
        };
        categories.iter().map(&mut style).collect()
    }
}

impl Theme {
    /// A style for one of several people: from the other end of the palette than categories.
    pub(super) fn voice(&self, person: usize) -> Style {
        const ORDER: [usize; 6] = [6, 5, 2, 1, 0, 4];
        self.palette
            .map_or(self.text, |palette| Style::new().fg(palette[ORDER[person % ORDER.len()]]))
    }
}

/// The colour that an `insightTypeId` would like: the built-in three have theirs.
fn wish(id: &str) -> usize {
    match id.strip_prefix("00000000-0000-0000-0000-00000000") {
        Some("1010") => 0,
        Some("1001") => 1,
        Some("1000") => 2,
        // FNV-1a, which is the same on every machine and in every version.
        _ => {
            let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
            3 + usize::try_from(hash % 5).unwrap_or_default()
        }
    }
}
