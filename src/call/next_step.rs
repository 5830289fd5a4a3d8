//! Where a call says what is to be done next.

use super::moment::Category;
use super::summary::{Block, BlockKind, Summary};

/// `insightTypeId` of the category that every org has for it, and its English label.
const CATEGORY: (&str, &str) = ("00000000-0000-0000-0000-000000001000", "Next Step");

/// What headings over next steps are called, in small letters.
const HEADINGS: [&str; 12] = [
    "next step",
    "next steps",
    "action items",
    "actions",
    "to do",
    "to-dos",
    "nächste schritte",
    "prochaines étapes",
    "próximos pasos",
    "próximos passos",
    "prossimi passi",
    "次のステップ",
];

/// Whether a category is the one of next steps.
#[must_use]
pub fn is_next_step(category: &Category) -> bool {
    category.id.as_str() == CATEGORY.0 || category.label.as_str() == CATEGORY.1
}

/// The parts of a summary under a heading of next steps, by their place: items, or paragraphs
/// where there are none.
pub fn follows_next_steps(summary: &Summary) -> impl Iterator<Item = (usize, &Block)> {
    let mut is_under = false;
    let parts = summary.blocks.iter().enumerate().filter(move |(_, block)| {
        if block.kind == BlockKind::Heading {
            is_under = is_heading(&block.text());
            return false;
        }
        is_under && !block.text().trim().is_empty()
    });
    let parts: Vec<_> = parts.collect();
    let has_items = parts.iter().any(|(_, block)| is_item(block));
    parts.into_iter().filter(move |(_, block)| is_item(block) || !has_items)
}

fn is_item(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Item { .. })
}

fn is_heading(text: &str) -> bool {
    let text = text.trim().trim_end_matches([':', '：']).to_lowercase();
    HEADINGS.contains(&text.as_str())
}
