//! The letter by which a category is reached.

use super::moment::Category;

/// Gives each category a letter of its own: of its label if one is free, else of the alphabet.
pub(super) fn assign(categories: &mut [Category]) {
    // Wherever letters choose categories, j and k still move.
    let mut free: Vec<char> = ('a'..='z').filter(|c| !matches!(c, 'j' | 'k')).collect();
    for category in categories {
        let own = category.label.chars().map(|c| c.to_ascii_lowercase());
        let wish = own.into_iter().find(|c| free.contains(c)).or_else(|| free.first().copied());
        category.letter = wish;
        free.retain(|&c| Some(c) != wish);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::text::clean_line;

    fn letters(labels: &[&str]) -> String {
        let made = |label: &&str| {
            let label = clean_line(label).boxed();
            Category { id: label.clone(), label, letter: None }
        };
        let mut categories: Vec<_> = labels.iter().map(made).collect();
        assign(&mut categories);
        categories.iter().map(|c| c.letter.unwrap_or('-')).collect()
    }

    #[test]
    fn a_label_gives_its_first_free_letter() {
        assert_eq!(letters(&["Next Step", "Pricing", "Question"]), "npq");
        assert_eq!(letters(&["Pricing", "Product", "Process"]), "pro");
        assert_eq!(letters(&["質問", "価格"]), "ab");
    }

    #[test]
    fn the_alphabet_ends() {
        let labels: Vec<String> = (0..30).map(|i| format!("{i}")).collect();
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        assert_eq!(letters(&labels), "abcdefghilmnopqrstuvwxyz------");
    }
}
