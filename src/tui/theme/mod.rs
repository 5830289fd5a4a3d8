//! Colours and glyphs, fitted to what a terminal can show.
//!
//! Colour never carries a meaning alone: a category also has its letter, a flag its sign, the
//! focused pane a heavier rule. Which colours there are is said by files, `assets/themes/*.toml`
//! and those of the user, read as [`Scheme`]s.

mod colour;
mod scheme;

use ratatui::style::{Color, Modifier, Style};

pub use scheme::Scheme;

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

impl Theme {
    /// The theme for a terminal that is chosen where nobody chooses.
    #[must_use]
    pub fn new(ground: Ground, depth: Depth, glyphs: GlyphSet) -> Self {
        Self::of(&Scheme::default(), ground, depth, glyphs)
    }

    /// A theme on a terminal. What the theme does not say is as in the one that comes along for
    /// the same background; what it says of background and characters goes first.
    #[must_use]
    pub fn of(scheme: &Scheme, ground: Ground, depth: Depth, glyphs: GlyphSet) -> Self {
        let ground = scheme.ground().unwrap_or(ground);
        let base = match ground {
            Ground::Dark => "dark",
            Ground::Light => "light",
        };
        let scheme = scheme.clone().over(Scheme::built_in(base).unwrap_or_default());
        let depth = scheme.depth(depth);
        let style = |name| scheme.style(name, ground, depth);
        Self {
            text: style("text"),
            dim: style("dim"),
            strong: style("strong"),
            rule: style("rule"),
            focus: style("focus"),
            link: style("link"),
            cursor: style("cursor"),
            notice: style("notice"),
            problem: style("problem"),
            glyphs: match scheme.glyphs().unwrap_or(glyphs) {
                GlyphSet::Unicode => UNICODE,
                GlyphSet::Ascii => ASCII,
            },
            palette: scheme.categories(ground, depth),
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
