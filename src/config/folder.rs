//! The user's files.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::Layer;
use crate::store::config_folder;
use crate::tui::Scheme;
use crate::tui::action::KeySet;
use crate::tui::sheet::Remark;

/// Where a user's files are: `$XDG_CONFIG_HOME/earmark`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder(PathBuf);

/// What there is in the folder, and what is wrong with it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Files {
    /// `config.toml`.
    pub config: Layer,
    /// `keys.toml`.
    pub keys: KeySet,
    /// `themes/NAME.toml`, by name.
    pub themes: BTreeMap<String, Scheme>,
    /// What cannot be used.
    pub remarks: Vec<Remark>,
}

/// The most that is read of a file: hundreds of times what one has.
const LONGEST: u64 = 256 * 1024;

/// The most themes that are read.
const THEMES: usize = 64;

impl Folder {
    /// The folder of whoever runs this process; none without a home.
    #[must_use]
    pub fn find() -> Option<Self> {
        config_folder().map(Self)
    }

    /// That folder.
    #[must_use]
    pub fn at(path: PathBuf) -> Self {
        Self(path)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Reads what there is. A file that is not there says nothing.
    #[must_use]
    pub fn read(&self) -> Files {
        let mut files = Files::default();
        if let Some(text) = self.text("config.toml", &mut files.remarks) {
            let (config, remarks) = Layer::file("config.toml", &text);
            files.config = config;
            files.remarks.extend(remarks);
        }
        if let Some(text) = self.text("keys.toml", &mut files.remarks) {
            let (keys, remarks) = KeySet::read("keys.toml", &text);
            files.keys = keys;
            files.remarks.extend(remarks);
        }
        for name in self.themes() {
            let file = format!("themes/{name}.toml");
            if let Some(text) = self.text(&file, &mut files.remarks) {
                let (theme, remarks) = Scheme::read(&file, &text);
                files.themes.insert(name, theme);
                files.remarks.extend(remarks);
            }
        }
        files
    }

    /// The names of the themes, in their order; a folder that cannot be read has none.
    fn themes(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.0.join("themes")) else { return Vec::new() };
        let name = |entry: io::Result<fs::DirEntry>| {
            let name = entry.ok()?.file_name().into_string().ok()?;
            // Anything else in a name could be shown as something that it is not.
            let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
            Some(name.strip_suffix(".toml")?.to_owned()).filter(|name| name.chars().all(is_plain))
        };
        let mut names: Vec<String> = entries.filter_map(name).collect();
        names.sort_unstable();
        names.truncate(THEMES);
        names
    }

    fn text(&self, name: &str, remarks: &mut Vec<Remark>) -> Option<String> {
        let why = match text(&self.0.join(name)) {
            Ok(text) => return Some(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Err(error) if error.kind() == io::ErrorKind::InvalidData => "it is not text".to_owned(),
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                format!("it is longer than {} KiB", LONGEST / 1024)
            }
            Err(error) => error.to_string(),
        };
        let text = format!("the file cannot be read ({why}), and the defaults hold.");
        remarks.push(Remark { file: name.to_owned(), line: 1, text });
        None
    }
}

fn text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(LONGEST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > LONGEST {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_told_and_what_is_not_there_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::at(dir.path().to_owned());
        assert_eq!(folder.read(), Files::default());
        std::fs::write(dir.path().join("config.toml"), b"\xff").unwrap();
        std::fs::create_dir(dir.path().join("themes")).unwrap();
        std::fs::write(dir.path().join("themes/mine.toml"), "dim = \"74\"").unwrap();
        std::fs::write(dir.path().join("keys.toml"), "#".repeat(300 * 1024)).unwrap();
        assert_eq!(folder.read().themes.keys().collect::<Vec<_>>(), ["mine"]);
        let told: Vec<String> = folder.read().remarks.iter().map(ToString::to_string).collect();
        let why = ["it is not text", "it is longer than 256 KiB"];
        assert!(told.len() == 2 && told.iter().zip(why).all(|(told, why)| told.contains(why)));
    }
}
