//! An app and the terminal it is drawn on, without either's loop.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use earmark::call::Conversation;
use earmark::session::Painter;
use earmark::tui::{
    Answer, App, CallRef, Depth, Effect, GlyphSet, Ground, Msg, Origin, Outcome, Theme, Tick,
    Timer, view,
};
use ratatui::layout::Size;

/// Columns and rows.
const SIZE: Size = Size::new(120, 40);

/// A reviewer's screen: 120×40, dark, any colour.
pub(crate) struct Screen {
    pub(crate) app: App,
    pub(crate) painter: Painter,
}

impl Screen {
    /// Shows a saved call, nothing painted yet.
    pub(crate) fn new(conversation: Conversation) -> Self {
        let answer = Answer::Conversation(Ok(Box::new(conversation)));
        Self::of(CallRef::File("call.json".into()), vec![answer])
    }

    /// Shows what is known about a call, in the order in which an app asks for it.
    pub(crate) fn of(call: CallRef, answers: Vec<Answer>) -> Self {
        let theme = Theme::new(Ground::Dark, Depth::True, GlyphSet::Unicode);
        let mut app = App::new(vec![call], theme, SIZE);
        for (effect, answer) in app.start().into_iter().zip(answers) {
            let Effect::Load { ticket, .. } = effect else { panic!("an app asks for its call") };
            app.update(Msg::Loaded { ticket, answer, origin: Origin::Fresh });
        }
        Self { app, painter: Painter::new(SIZE) }
    }

    /// Takes in a key.
    pub(crate) fn press(&mut self, key: char) -> Outcome {
        self.app.update(Msg::Pressed(event(key)))
    }

    /// Takes in the steps of a long search, as the session's loop would between keys.
    pub(crate) fn finish(&mut self, outcome: Outcome) {
        let mut effects = outcome.effects;
        while let Some((ticket, timer)) = effects.iter().find_map(|effect| match effect {
            Effect::Later { ticket, timer, .. } => Some((*ticket, timer.clone())),
            _ => None,
        }) {
            if timer != Timer::Find {
                break;
            }
            effects = self.app.update(Msg::Due { ticket, at: Tick::default() }).effects;
        }
    }

    /// The bytes of the next frame.
    pub(crate) fn paint(&mut self) -> Vec<u8> {
        let Self { app, painter } = self;
        painter.paint(|buffer| view(app, buffer))
    }
}

/// The key of a character; `⏎`, `⎋`, `⇥`, `⇞` and `⇟` are those that have none.
fn event(key: char) -> KeyEvent {
    let code = match key {
        '⇟' => KeyCode::PageDown,
        '⇞' => KeyCode::PageUp,
        '⎋' => KeyCode::Esc,
        '⇥' => KeyCode::Tab,
        '⏎' => KeyCode::Enter,
        key => KeyCode::Char(key),
    };
    KeyEvent::new(code, KeyModifiers::NONE)
}
