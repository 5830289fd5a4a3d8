//! Conditions joined by `AND`, `OR` and `NOT`.

/// A condition; as deep as its parentheses, so walking it cannot exhaust the stack.
#[derive(Debug)]
pub(super) enum Tree<T> {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Leaf(T),
}

impl<T> Tree<T> {
    /// The same tree of other leaves.
    pub(super) fn map<U, E>(self, leaf: &mut impl FnMut(T) -> Result<U, E>) -> Result<Tree<U>, E> {
        let mut each = |trees: Vec<Self>| -> Result<Vec<_>, E> {
            trees.into_iter().map(|tree| tree.map(leaf)).collect()
        };
        Ok(match self {
            Self::All(trees) => Tree::All(each(trees)?),
            Self::Any(trees) => Tree::Any(each(trees)?),
            Self::Not(tree) => Tree::Not(Box::new(tree.map(leaf)?)),
            Self::Leaf(own) => Tree::Leaf(leaf(own)?),
        })
    }

    pub(super) fn holds(&self, leaf: &impl Fn(&T) -> bool) -> bool {
        match self {
            Self::All(trees) => trees.iter().all(|tree| tree.holds(leaf)),
            Self::Any(trees) => trees.iter().any(|tree| tree.holds(leaf)),
            Self::Not(tree) => !tree.holds(leaf),
            Self::Leaf(own) => leaf(own),
        }
    }
}
