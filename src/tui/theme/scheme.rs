//! A theme as a file gives it: for either background and any number of colours.

use std::collections::BTreeMap;

use ratatui::style::{Color, Style};

use super::colour::{colour, fit, names, style};
use super::{Depth, GlyphSet, Ground};
use crate::tui::sheet::{Remark, Row, Value, hint, read};

/// The styles of a theme, by name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scheme {
    ground: Option<Ground>,
    glyphs: Option<GlyphSet>,
    colourless: bool,
    /// Each for terminals with all colours, with 256, with 16, with none, as far as it is said.
    styles: BTreeMap<&'static str, Vec<Style>>,
    light: BTreeMap<&'static str, Vec<Style>>,
}

/// What files name: styles, then colours of categories.
const STYLES: [&str; 9] =
    ["text", "dim", "rule", "strong", "focus", "link", "cursor", "notice", "problem"];
const CATEGORIES: [&str; 3] = ["categories", "categories-256", "categories-16"];
const OTHERS: [&str; 3] = ["ground", "colours", "glyphs"];

/// The themes that come along.
const BUILT_IN: [(&str, &str); 5] = [
    ("dark", include_str!("../../../assets/themes/dark.toml")),
    ("light", include_str!("../../../assets/themes/light.toml")),
    ("contrast", include_str!("../../../assets/themes/contrast.toml")),
    ("soft", include_str!("../../../assets/themes/soft.toml")),
    ("ascii", include_str!("../../../assets/themes/ascii.toml")),
];

impl Scheme {
    /// The names of the themes that come along.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// A theme that comes along; one that says nothing goes by the background.
    #[must_use]
    pub fn built_in(name: &str) -> Option<Self> {
        if name == "auto" {
            return Some(Self::default());
        }
        let (name, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
        Some(Self::read(name, text).0)
    }

    /// Reads a file. What cannot be used is left out and remarked on.
    #[must_use]
    pub fn read(file: &str, text: &str) -> (Self, Vec<Remark>) {
        let (rows, mut remarks) = read(file, text);
        let mut scheme = Self::default();
        for row in rows {
            let line = row.line;
            if let Err((at, text)) = scheme.take(row) {
                let line = at.unwrap_or(line);
                remarks.push(Remark { file: file.to_owned(), line, text });
            }
        }
        remarks.sort();
        (scheme, remarks)
    }

    fn take(&mut self, row: Row) -> Result<(), (Option<usize>, String)> {
        let whole = |text: String| (None, text);
        match (row.name.as_str(), &row.value) {
            ("ground", Value::Text(text)) if text.as_str() == "dark" => {
                self.ground = Some(Ground::Dark);
            }
            ("ground", Value::Text(text)) if text.as_str() == "light" => {
                self.ground = Some(Ground::Light);
            }
            ("ground", _) => return Err(whole("ground is \"dark\" or \"light\".".to_owned())),
            ("colours", Value::Truth(has)) => self.colourless = !has,
            ("colours", _) => return Err(whole("colours is true or false.".to_owned())),
            ("glyphs", Value::Text(text)) if text.as_str() == "ascii" => {
                self.glyphs = Some(GlyphSet::Ascii);
            }
            ("glyphs", Value::Text(text)) if text.as_str() == "unicode" => self.glyphs = None,
            ("glyphs", _) => return Err(whole("glyphs is \"unicode\" or \"ascii\".".to_owned())),
            (name, _) => {
                let (side, name) = match name.strip_prefix("light.") {
                    Some(name) => (&mut self.light, name),
                    None => (&mut self.styles, name),
                };
                let all = || STYLES.into_iter().chain(CATEGORIES);
                let Some(known) = all().find(|known| *known == name) else {
                    let hint = hint(name, all().chain(OTHERS));
                    return Err(whole(format!("a theme has no {name:?}{hint}.")));
                };
                side.insert(known, styles(known, row.value, row.line)?);
            }
        }
        Ok(())
    }

    /// This theme over another: what it does not say is as there.
    #[must_use]
    pub fn over(self, mut below: Self) -> Self {
        for (own, below) in [(&self.styles, &mut below.styles), (&self.light, &mut below.light)] {
            // Its colours go before fewer of another theme.
            if own.contains_key("categories") {
                below.retain(|name, _| !CATEGORIES.contains(name));
            }
        }
        below.styles.extend(self.styles);
        below.light.extend(self.light);
        Self {
            ground: self.ground.or(below.ground),
            glyphs: self.glyphs.or(below.glyphs),
            colourless: self.colourless || below.colourless,
            ..below
        }
    }

    /// The background that it is for, if it is for one only.
    #[must_use]
    pub fn ground(&self) -> Option<Ground> {
        self.ground
    }

    /// The characters that it draws with, if it says so.
    #[must_use]
    pub fn glyphs(&self) -> Option<GlyphSet> {
        self.glyphs
    }

    /// How many colours it uses of those that there are.
    pub(super) fn depth(&self, there_are: Depth) -> Depth {
        if self.colourless { Depth::None } else { there_are }
    }

    /// A style on a background.
    pub(super) fn style(&self, name: &str, ground: Ground, depth: Depth) -> Style {
        let Some(said) = self.side(name, ground) else { return Style::new() };
        let nth = match depth {
            Depth::True => 0,
            Depth::Ansi256 => 1,
            Depth::Ansi16 => 2,
            Depth::None => 3,
        };
        let style = said.get(nth).or(said.last()).copied().unwrap_or_default();
        match (depth, style.fg) {
            (Depth::None, _) => Style { fg: None, ..style },
            (_, Some(colour)) => style.fg(fit(colour, depth)),
            (_, None) => style,
        }
    }

    /// The colours of categories on a background, where there are colours.
    pub(super) fn categories(&self, ground: Ground, depth: Depth) -> Option<[Color; 8]> {
        let own = match depth {
            Depth::None => return None,
            Depth::True => "categories",
            Depth::Ansi256 => "categories-256",
            Depth::Ansi16 => "categories-16",
        };
        let said = self.side(own, ground).or_else(|| self.side("categories", ground))?;
        let colour = |i: usize| said.get(i).and_then(|style| style.fg).unwrap_or(Color::Reset);
        Some(std::array::from_fn(|i| fit(colour(i), depth)))
    }

    fn side(&self, name: &str, ground: Ground) -> Option<&Vec<Style>> {
        let light = self.light.get(name).filter(|_| ground == Ground::Light);
        light.or_else(|| self.styles.get(name))
    }
}

fn styles(
    name: &'static str,
    value: Value,
    line: usize,
) -> Result<Vec<Style>, (Option<usize>, String)> {
    let is_category = CATEGORIES.contains(&name);
    let texts = match value {
        Value::Text(text) => vec![(text, line)],
        Value::Texts(texts) => texts,
        Value::Number(_) | Value::Truth(_) | Value::Other => {
            return Err((None, format!("{name} is texts such as \"bold #56B4E9\".")));
        }
    };
    if is_category && texts.len() != 8 {
        return Err((None, format!("{name} is eight colours, not {}.", texts.len())));
    }
    if !is_category && !(1..=4).contains(&texts.len()) {
        return Err((None, format!("{name} is one to four styles, not {}.", texts.len())));
    }
    let read = |(text, line): &(crate::call::text::Clean, usize)| {
        let read = match is_category {
            true => colour(text).map(|colour| Style::new().fg(colour)).ok_or(text.as_str()),
            false => style(text),
        };
        read.map_err(|word| {
            let hint = hint(word, names());
            (Some(*line), format!("{word:?} is no colour{hint}; #56B4E9 and 74 are."))
        })
    };
    texts.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_comes_along_is_whole_and_says_nothing_wrong() {
        for (name, text) in BUILT_IN {
            assert_eq!(Scheme::read(name, text).1, [], "{name}");
        }
        for name in ["dark", "light"] {
            let scheme = Scheme::built_in(name).unwrap();
            let said = |name: &&str| scheme.styles.contains_key(*name);
            assert!(STYLES.iter().chain(&CATEGORIES).all(said), "{name}");
        }
    }

    #[test]
    fn what_is_wrong_has_its_line_and_the_nearest_name() {
        let text = "ground = \"drak\"\nfocs = \"bold\"\nfocus = \"bold rde\"\n\
                    categories = [\"#ffffff\"]\n[light]\nlink = [\"blue\",\n\"#12345\"]\n";
        let told: Vec<String> =
            Scheme::read("themes/x.toml", text).1.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "themes/x.toml, line 1: ground is \"dark\" or \"light\".",
                "themes/x.toml, line 2: a theme has no \"focs\"; the nearest is \"focus\".",
                "themes/x.toml, line 3: \"rde\" is no colour; the nearest is \"red\"; #56B4E9 and 74 are.",
                "themes/x.toml, line 4: categories is eight colours, not 1.",
                "themes/x.toml, line 7: \"#12345\" is no colour; #56B4E9 and 74 are.",
            ]
        );
    }

    proptest! {
        #[test]
        fn any_text_is_a_theme(text in "\\PC{0,200}|((text|dim|light.focus|categories|[a-z]{1,9}) ?= ?(true|\"\\PC{0,9}\"|\\[(\"(#[0-9a-fA-F]{6}|bold|[0-9]{1,3})\",?){0,9}\\])\n){0,9}") {
            let (scheme, _) = Scheme::read("x.toml", &text);
            for depth in [Depth::None, Depth::Ansi16, Depth::Ansi256, Depth::True] {
                let style = scheme.style("text", Ground::Light, depth);
                prop_assert!(depth != Depth::None || style.fg.is_none());
                let _ = scheme.categories(Ground::Dark, depth);
            }
        }
    }
}
