//! What one source says of the options, and how sources lie over each other.

use std::collections::BTreeMap;
use std::fmt;

use termprofile::EnvVarSource;

use super::option::{OPTIONS, Opt};
use super::{BadSetting, Flags, set};
use crate::call::text::{Clean, clean_line};
use crate::tui::sheet::{Remark, Value, hint, read};

/// What one source says: a value for some of the options, and where it stands.
///
/// Layers are laid over each other with [`Layer::over`], which is associative, takes any two, and
/// leaves a layer alone that an empty one is laid over or under.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layer(BTreeMap<&'static str, Setting>);

/// A value of an option.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// The value, which suits the option.
    pub value: Value,
    /// Where it stands.
    pub origin: Origin,
}

/// Where a value stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// In the file that earmark comes with.
    Default,
    /// In a file, on a line.
    File(String, usize),
    /// In a variable.
    Variable(&'static str),
    /// On the command line.
    Flag(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(file, line) => write!(f, "{file}, line {line}"),
            Self::Variable(name) | Self::Flag(name) => f.write_str(name),
        }
    }
}

impl Layer {
    /// The defaults: all options there are.
    #[must_use]
    pub fn defaults() -> Self {
        let mut layer = Self::file("config.toml", super::DEFAULT).0;
        layer.0.values_mut().for_each(|setting| setting.origin = Origin::Default);
        layer
    }

    /// Reads a file. What cannot be used is left out and remarked on.
    #[must_use]
    pub fn file(file: &str, text: &str) -> (Self, Vec<Remark>) {
        let (rows, mut remarks) = read(file, text);
        let mut layer = Self::default();
        for row in rows {
            let mut remark = |text| {
                remarks.push(Remark { file: file.to_owned(), line: row.line, text });
            };
            let Some(option) = Opt::named(&row.name) else {
                let hint = hint(&row.name, OPTIONS.iter().map(|option| option.name));
                remark(format!("there is no option {:?}{hint}.", row.name));
                continue;
            };
            match option.check(row.value) {
                Ok(value) => layer.set(option, value, Origin::File(file.to_owned(), row.line)),
                Err(why) => remark(why),
            }
        }
        remarks.sort();
        (layer, remarks)
    }

    /// What the environment says.
    ///
    /// # Errors
    ///
    /// [`BadSetting`] when a variable has a value that does not suit its option.
    pub fn environment(env: &impl EnvVarSource) -> Result<Self, BadSetting> {
        let mut layer = Self::default();
        for option in OPTIONS {
            let Some(name) = option.variable else { continue };
            let Some(text) = set(env, name) else { continue };
            let value = option.parse(clean_line(text.trim()).boxed());
            let value = value.map_err(|why| BadSetting(format!("{name}: {why}")))?;
            layer.set(option, value, Origin::Variable(name));
        }
        Ok(layer)
    }

    /// What the command line says.
    ///
    /// # Errors
    ///
    /// [`BadSetting`] when a flag has a value that does not suit its option.
    pub fn flags(flags: &Flags) -> Result<Self, BadSetting> {
        let mut layer = Self::default();
        let theme = flags.theme.as_deref().map(|name| Value::Text(clean_line(name).boxed()));
        let truth = |is: bool| is.then_some(Value::Truth(true));
        let glyphs = flags.ascii.then(|| Value::Text(Clean::ours("ascii").boxed()));
        for (name, flag, value) in [
            ("theme", "--theme", theme),
            ("glyphs", "--ascii", glyphs),
            ("offline", "--offline", truth(flags.offline)),
        ] {
            let (Some(option), Some(value)) = (Opt::named(name), value) else { continue };
            let value = option.check(value);
            let value = value.map_err(|why| BadSetting(format!("{flag}: {why}")))?;
            layer.set(option, value, Origin::Flag(flag));
        }
        Ok(layer)
    }

    fn set(&mut self, option: &'static Opt, value: Value, origin: Origin) {
        self.0.insert(option.name, Setting { value, origin });
    }

    /// This layer over another: what this one says goes, and what it does not say shines through.
    #[must_use]
    pub fn over(self, mut below: Self) -> Self {
        below.0.extend(self.0);
        below
    }

    /// What it says of an option.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Setting> {
        self.0.get(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn layers() -> impl Strategy<Value = Layer> {
        let setting = (0..OPTIONS.len(), -3i32..9, any::<u8>()).prop_map(|(at, value, line)| {
            let origin = Origin::File("x".to_owned(), line.into());
            (OPTIONS[at].name, Setting { value: Value::Number(value.into()), origin })
        });
        proptest::collection::btree_map(0..OPTIONS.len(), setting, 0..6)
            .prop_map(|settings| Layer(settings.into_values().collect()))
    }

    proptest! {
        #[test]
        fn layers_lie_over_each_other_in_any_grouping(a in layers(), b in layers(), c in layers()) {
            let left = a.clone().over(b.clone()).over(c.clone());
            let right = a.clone().over(b.clone().over(c));
            prop_assert_eq!(left, right);
            prop_assert_eq!(a.clone().over(Layer::default()), a.clone());
            prop_assert_eq!(Layer::default().over(a.clone()), a.clone());
            for name in OPTIONS.iter().map(|option| option.name) {
                let both = a.clone().over(b.clone());
                prop_assert_eq!(both.get(name), a.get(name).or(b.get(name)));
            }
        }

        #[test]
        fn any_text_is_a_layer(text in "\\PC{0,200}|((theme|keys|cache.days|mouse|[a-z.]{1,9}) ?= ?(true|-?[0-9.]{1,9}|\"\\PC{0,9}\"|\\[\"x\"\\])\n){0,9}") {
            let (layer, _) = Layer::file("config.toml", &text);
            let _ = layer.over(Layer::defaults());
        }
    }

    #[test]
    fn what_is_wrong_has_its_line_and_the_nearest_name() {
        let text =
            "theem = \"dark\"\nkeys = \"emaks\"\nmouse = 1\n\n[cache]\ndays = 70000\nday = 1\n";
        let (layer, remarks) = Layer::file("config.toml", text);
        let told: Vec<String> = remarks.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "config.toml, line 1: there is no option \"theem\"; the nearest is \"theme\".",
                "config.toml, line 2: keys is \"default\", \"emacs\" or \"arrows\", not \"emaks\"; the nearest is \"emacs\".",
                "config.toml, line 3: mouse is true or false, not 1.",
                "config.toml, line 6: cache.days is a whole number from 0 to 65535, not 70000.",
                "config.toml, line 7: there is no option \"cache.day\"; the nearest is \"cache.days\".",
            ]
        );
        assert_eq!(layer, Layer::default());
    }
}
