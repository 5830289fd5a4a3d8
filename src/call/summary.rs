//! A call's summary, as structure rather than as markup.

use super::text::Clean;

/// The summary that the org generated, or that a person edited.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Its parts, in order.
    pub blocks: Vec<Block>,
}

/// A heading, a paragraph or an item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Which of them.
    pub kind: BlockKind,
    /// Its text.
    pub runs: Vec<Run>,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading, whether marked as one or a paragraph that is bold from end to end.
    Heading,
    /// Running text.
    Paragraph,
    /// An item of a list, `depth` lists deep (0 is the outermost).
    Item {
        /// How many lists it is inside of, less one.
        depth: u8,
        /// What stands before it.
        marker: Marker,
    },
}

/// What stands before an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// A bullet.
    Bullet,
    /// A number.
    Number(u32),
}

/// Text in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The text.
    pub text: Clean,
    /// Bold.
    pub strong: bool,
    /// Italic.
    pub emphasis: bool,
    /// Where it leads: `http`, `https` or `mailto` only.
    pub link: Option<Clean>,
}

impl Summary {
    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }
}

impl Block {
    /// Its text without styles.
    #[must_use]
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}
