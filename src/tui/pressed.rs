//! What a key came to on one of the screens.

use super::action::Action;
use super::msg::Effect;

/// The outcome of a key, before the app has done its part.
#[derive(Debug, Default)]
pub(super) struct Pressed {
    /// Whether the screen may look different now.
    pub(super) changed: bool,
    /// What the world should do.
    pub(super) effects: Vec<Effect>,
    /// What is wanted and not for the screen itself to do.
    pub(super) wants: Option<Action>,
}

impl Pressed {
    pub(super) fn nothing() -> Self {
        Self::default()
    }

    pub(super) fn changed() -> Self {
        Self { changed: true, ..Self::default() }
    }

    pub(super) fn wants(action: Action) -> Self {
        Self { wants: Some(action), ..Self::default() }
    }
}
