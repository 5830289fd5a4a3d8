//! An app with a call of any size, and the screen that it draws.

use std::path::PathBuf;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use earmark::call::{Conversation, Offset, Problem, ProblemKind, Record, Transcript};
use earmark::tui::{
    Answer, App, CallRef, Depth, Effect, GlyphSet, Ground, Msg, Origin, Outcome, Theme, Ticket,
    What, view,
};
use earmark::wire;
use jiff::{SignedDuration, Timestamp};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use serde_json::json;

pub(crate) struct Stage {
    pub(crate) app: App,
    pub(crate) started: Vec<Effect>,
}

pub(crate) fn file(name: &str) -> CallRef {
    CallRef::File(PathBuf::from(name))
}

/// A conversation of `moments` moments, two seconds apart, of so many categories and speakers.
pub(crate) fn conversation(
    moments: usize,
    categories: usize,
    speakers: usize,
) -> Box<Conversation> {
    let names = ["Alpha", "Bravo", "Charlie", "Delta"];
    let insight = |category: usize| {
        let own = (0..moments).filter(|i| i % categories == category);
        let times: Vec<_> = own
            .map(|i| {
                json!({"momentOffset": i * 2, "startOffset": (i * 2).saturating_sub(5), "endOffset": i * 2 + 6,
                       "entries": [format!("What was said at moment number {i}.")], "sequences": [i],
                       "speakerId": format!("Speaker {}", i % speakers + 1), "needsAttention": i % 9 == 4})
            })
            .collect();
        json!({"category": names[category], "insightTypeId": format!("id-{category}"),
               "keyword": names[category], "momentTimes": times})
    };
    let insights: Vec<_> = (0..categories).map(insight).collect();
    let outputs = json!({
        "conversationIntelligence": {"callSummary": "<p><strong>Next Steps</strong></p><ol><li>Send it</li></ol>"},
        "momentInsights": insights,
    });
    Box::new(wire::intelligence(outputs.to_string().as_bytes()).unwrap())
}

pub(crate) const CALL: &str = "6qrWs000004Tb7KIAS";

fn record() -> Record {
    Record {
        id: CALL.parse().unwrap(),
        name: None,
        start: Some("2026-11-20T14:00:00Z".parse().unwrap()),
        duration: None,
    }
}

/// Entries two seconds apart, as the moments are, by Ada and Kit in turns.
pub(crate) fn transcript(entries: usize) -> Transcript {
    let start: Timestamp = "2026-11-20T14:00:00Z".parse().unwrap();
    let at = |second: usize| start + SignedDuration::from_secs(second.try_into().unwrap());
    let entry = |i: usize| {
        json!({"sequence": i, "speakerId": if i.is_multiple_of(2) { "1afKit" } else { "1afAda" },
               "startDateTime": at(i * 2).to_string(), "endDateTime": at(i * 2 + 1).to_string(),
               "entry": format!("Entry number {i}. {}", "More words follow here. ".repeat(i % 5))})
    };
    let outputs = json!({"structuredTranscript": {
        "entries": (0..entries).map(entry).collect::<Vec<_>>(),
        "participants": [
            {"speakerId": "1afAda", "speakerName": "Ada Rep", "speakerRole": "Agent"},
            {"speakerId": "1afKit", "speakerName": "Kit Buyer", "speakerRole": "EndUser"},
        ],
    }});
    wire::transcript(outputs.to_string().as_bytes()).unwrap()
}

impl Stage {
    pub(crate) fn new(calls: Vec<CallRef>, width: u16, height: u16) -> Self {
        let theme = Theme::new(Ground::Dark, Depth::None, GlyphSet::Unicode);
        let mut app = App::new(calls, theme, Size::new(width, height));
        let started = app.start();
        Self { app, started }
    }

    /// One call that is to be opened at a place.
    pub(crate) fn starting_at(at: Option<Offset>) -> Self {
        let mut stage = Self::new(vec![file("a")], 120, 40);
        stage.app = stage.app.opening(file("one.json"), at);
        stage.started = stage.app.start();
        stage
    }

    /// Two calls, the first of which has arrived.
    pub(crate) fn loaded(moments: usize, width: u16, height: u16) -> Self {
        let mut stage = Self::new(vec![file("one.json"), file("two.json")], width, height);
        let started = stage.started.clone();
        stage.answer(&started, Ok(conversation(moments, 2, 2)));
        stage
    }

    /// A call of the org with so many moments, and a transcript of so many entries, each of which
    /// is said while a moment is.
    pub(crate) fn record(moments: usize, transcript: &Transcript, width: u16, height: u16) -> Self {
        let call = CallRef::Record(CALL.parse().unwrap());
        let mut stage = Self::new(vec![call], width, height);
        stage.arrive(moments, transcript);
        stage
    }

    /// Everything that was asked about the call arrives.
    pub(crate) fn arrive(&mut self, moments: usize, transcript: &Transcript) {
        for effect in self.started.clone() {
            let Effect::Load { ticket, what, .. } = effect else { continue };
            let answer = match what {
                What::Conversation => Answer::Conversation(Ok(conversation(moments, 2, 2))),
                What::Transcript => Answer::Transcript(Ok(Box::new(transcript.clone()))),
                What::Record => Answer::Record(Ok(Box::new(record()))),
                What::Names => Answer::Names(Ok(Box::default())),
                What::Notes => Answer::Notes(Ok(Box::default())),
                What::Standpoint => Answer::Standpoint(Ok(None)),
            };
            self.app.update(Msg::Loaded { ticket, answer, origin: Origin::Fresh });
        }
    }

    /// Sends an answer to what was asked first.
    pub(crate) fn send(&mut self, asked: What, answer: Answer) -> Outcome {
        let ticket = self.started.iter().find_map(|effect| match effect {
            Effect::Load { ticket, what, .. } if *what == asked => Some(*ticket),
            _ => None,
        });
        let ticket = ticket.unwrap();
        self.app.update(Msg::Loaded { ticket, answer, origin: Origin::Fresh })
    }

    /// The ticket of the first request.
    pub(crate) fn ticket(&self) -> Ticket {
        let ticket = |effect: &Effect| match effect {
            Effect::Load { ticket, .. } => Some(*ticket),
            _ => None,
        };
        self.started.iter().find_map(ticket).unwrap()
    }

    /// Answers the first request among effects.
    pub(crate) fn answer(
        &mut self,
        effects: &[Effect],
        answer: Result<Box<Conversation>, Problem>,
    ) {
        let ticket = effects.iter().find_map(|effect| match effect {
            Effect::Load { ticket, .. } => Some(*ticket),
            _ => None,
        });
        let ticket = ticket.expect("something was asked");
        self.app.update(Msg::Loaded {
            ticket,
            answer: Answer::Conversation(answer),
            origin: Origin::Fresh,
        });
    }

    /// Answers a request for the transcript, among effects, by taking it back.
    pub(crate) fn withdraw_transcript(&mut self, effects: &[Effect]) {
        let gone = Problem::new(ProblemKind::NotFound, "No such call.", "Ask for it.");
        for effect in effects {
            let Effect::Load { ticket, what: What::Transcript, .. } = effect else { continue };
            let answer = Answer::Transcript(Err(gone.clone()));
            self.app.update(Msg::Loaded { ticket: *ticket, answer, origin: Origin::Fresh });
        }
    }

    /// Presses keys; returns what the last one came to.
    pub(crate) fn press(&mut self, keys: &str) -> Outcome {
        let mut outcome = Outcome::default();
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let (event, after) = match rest.strip_prefix('<').and_then(|rest| rest.split_once('>'))
            {
                Some((name, after)) => (named(name), after),
                None => (KeyEvent::from(KeyCode::Char(first)), &rest[first.len_utf8()..]),
            };
            outcome = self.app.update(Msg::Pressed(event));
            rest = after;
        }
        outcome
    }

    pub(crate) fn focus_timeline(&mut self) {
        for _ in 0..5 {
            if self.screen().contains("━ Timeline") {
                return;
            }
            self.press("<tab>");
        }
    }

    pub(crate) fn buffer(&self) -> Buffer {
        let Size { width, height } = self.app.size();
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let _ = view(&self.app, &mut buffer);
        buffer
    }

    pub(crate) fn screen(&self) -> String {
        let buffer = self.buffer();
        let row = |y| (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
        let rows: Vec<_> = (0..buffer.area.height).map(|y| row(y).trim_end().to_owned()).collect();
        rows.join("\n")
    }

    /// The playhead's time, as the status row shows it.
    pub(crate) fn time(&self) -> Option<String> {
        let screen = self.screen();
        let status = screen.lines().last().unwrap_or_default();
        let is_time = |word: &&str| word.contains(':') && word.contains('.');
        status.split(' ').find(is_time).map(str::to_owned)
    }

    /// The first row of the timeline.
    pub(crate) fn timeline_top(&self) -> String {
        let screen = self.screen();
        let mut rows = screen.lines().skip_while(|row| !row.contains("━ Timeline"));
        let start = rows.next().unwrap().find("━ Timeline").unwrap();
        let start =
            screen.lines().find(|row| row.contains("━ Timeline")).unwrap()[..start].chars().count();
        rows.next().unwrap().chars().skip(start + 2).collect()
    }
}

fn named(name: &str) -> KeyEvent {
    let control = name.strip_prefix("c-").and_then(|name| name.chars().next());
    match (name, control) {
        (_, Some(letter)) => KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL),
        ("esc", _) => KeyCode::Esc.into(),
        ("enter", _) => KeyCode::Enter.into(),
        ("tab", _) => KeyCode::Tab.into(),
        ("s-tab", _) => KeyCode::BackTab.into(),
        ("pgdn", _) => KeyCode::PageDown.into(),
        ("pgup", _) => KeyCode::PageUp.into(),
        ("down", _) => KeyCode::Down.into(),
        ("up", _) => KeyCode::Up.into(),
        ("bs", _) => KeyCode::Backspace.into(),
        ("left", _) => KeyCode::Left.into(),
        ("right", _) => KeyCode::Right.into(),
        ("f5", _) => KeyCode::F(5).into(),
        _ => panic!("no key is called {name}"),
    }
}
