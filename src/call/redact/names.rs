//! The names of those who took part, and what they are called instead.

use std::borrow::Cow;
use std::collections::HashMap;

use unicode_width::UnicodeWidthChar;

/// Stands for a part of a name that several have.
pub(super) const NAME: &str = "[name]";
/// Stands for a word that is never to be seen.
pub(super) const WORD: &str = "[redacted]";

/// Parts of names that are no names by themselves.
const PARTICLES: &str = "mr mrs ms miss mx dr prof sir dame herr frau m mme mlle sr sra jr van von \
    der den ter de da do dos das del della di du la le los las el al bin bint ibn ben abu and und \
    und y e i";
/// Names that are words as well: taken for names only where they begin with a capital.
const WORDS: &str = "abby ace agent art august baker barb basil bay belle berry bill bishop black \
    blue bob booker booth brook brooks brown bud bush buyer carter case chance chase cherry chip \
    christian church clay clerk cliff coach cole colt cook cooper court crystal cruz customer dale \
    daisy dawn day dean dell dick don drew earl early earnest ed eve fair faith farmer fern field \
    finch fisher flora ford forest fox frank gale gardener gene ginger glen good grace grant gray \
    green grey guy hall hand harmony hart hazel heath hill holly home hope host house hunter iris \
    ivy jack jade jasmine jay jean jewel joe joy king kit knight lake lane lee lily long lord love \
    luck major manager mark mason may melody mercy merry miles mike mild mill miller misty moon \
    moss nick norm north olive park parker pat patience pearl penny pepper pete piper poppy porter \
    potter price prince quick ray red reed reef rep rich ridge river rob robin rock rod root rose \
    rosemary ruby rush sage sales sally sandy scout seller shaw shepherd short singer skip sky \
    smart smith snow south star stone storm street sue summer tanner taylor ted temple tom tony \
    trip turner van vendor victor violet walker ward warden wade weaver west white will willow \
    winter wolf wood woods york young";

/// Whom a part of a name may belong to: bit `i` is person `i`, the last bit all beyond.
type Whom = u128;

/// A word, and whom it names.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    /// By the word in lower case.
    parts: HashMap<String, Part>,
    /// Parts of scripts that put no space between words, longest first.
    unspaced: Vec<(String, Part)>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Part {
    whom: Whom,
    /// A word of the language too.
    is_word: bool,
    /// Named alone, it names nobody: an initial, a particle.
    is_weak: bool,
    /// Not a name, but never to be seen.
    is_banned: bool,
}

impl Names {
    /// Adds what a person is called.
    pub(super) fn add(&mut self, name: &str, person: usize) {
        let whom = 1 << person.min(127);
        for token in tokens(name).map(|(from, to)| &name[from..to]) {
            if token.chars().any(is_unspaced) {
                self.unspaced(token).whom |= whom;
                continue;
            }
            let folded = token.to_lowercase();
            let among = |list: &str| list.split_ascii_whitespace().any(|word| word == folded);
            let part = self.parts.entry(folded.clone()).or_default();
            part.whom |= whom;
            part.is_word = among(WORDS);
            part.is_weak = among(PARTICLES) || is_weak(&folded);
        }
    }

    /// Whether anybody's name is known.
    pub(super) fn has_people(&self) -> bool {
        let unspaced = self.unspaced.iter().map(|(_, part)| part);
        self.parts.values().chain(unspaced).any(|part| part.whom != 0)
    }

    /// Adds a word that is never to be seen.
    pub(super) fn ban(&mut self, word: &str) {
        for token in tokens(word).map(|(from, to)| &word[from..to]) {
            let part = match token.chars().any(is_unspaced) {
                true => self.unspaced(token),
                false => self.parts.entry(token.to_lowercase()).or_default(),
            };
            *part = Part { is_banned: true, ..Part::default() };
        }
    }

    /// What is known of a part that may stand within a run of signs, new if need be.
    fn unspaced(&mut self, token: &str) -> &mut Part {
        let known = self.unspaced.iter().position(|(known, _)| known == token);
        let at = known.unwrap_or_else(|| {
            let at = self.unspaced.partition_point(|(known, _)| known.len() >= token.len());
            self.unspaced.insert(at, (token.to_owned(), Part::default()));
            at
        });
        &mut self.unspaced[at].1
    }

    /// Writes a text with `label(person)` in place of names; parts of one name that stand side by
    /// side become one label.
    pub(super) fn write(&self, text: &str, label: impl Fn(usize) -> String, out: &mut String) {
        let mut done = 0;
        let mut run: Option<Run> = None;
        let finish = |run: Run, done: &mut usize, out: &mut String| {
            out.push_str(&text[*done..run.from]);
            out.push_str(&run.label(&label));
            *done = run.to;
        };
        let mut at = 0;
        while let Some((from, to)) = self.token(text, at) {
            at = to;
            let token = &text[from..to];
            let part = self.part(token);
            let joined = run.as_mut().is_some_and(|run| run.joins(&text[run.to..from], part));
            match (joined, part) {
                (true, Some(part)) => {
                    if let Some(run) = &mut run {
                        run.take(to, part);
                    }
                }
                (_, Some(part)) if !part.is_weak => {
                    if let Some(run) = run.replace(Run::of(from, to, part)) {
                        finish(run, &mut done, out);
                    }
                }
                _ => {
                    if let Some(run) = run.take() {
                        finish(run, &mut done, out);
                    }
                }
            }
        }
        if let Some(run) = run {
            finish(run, &mut done, out);
        }
        out.push_str(&text[done..]);
    }

    fn part(&self, token: &str) -> Option<Part> {
        if let Some(part) = self.parts.get(fold(token).as_ref()) {
            let is_capital = !token.starts_with(char::is_lowercase);
            return (is_capital || !part.is_word).then_some(*part);
        }
        self.unspaced.iter().find(|(known, _)| known == token).map(|(_, part)| *part)
    }

    /// The next token: a word, or a name within a run of signs that has no spaces.
    fn token(&self, text: &str, at: usize) -> Option<(usize, usize)> {
        let (from, to) = next_token(text, at)?;
        let first = text[from..].chars().next()?;
        if !is_unspaced(first) {
            return Some((from, to));
        }
        let known = |(known, _): &&(String, Part)| text[from..].starts_with(known.as_str());
        match self.unspaced.iter().find(known) {
            Some((known, _)) => Some((from, from + known.len())),
            None => Some((from, from + first.len_utf8())),
        }
    }
}

/// An initial or a number alone names nobody.
fn is_weak(folded: &str) -> bool {
    folded.chars().nth(1).is_none() || folded.chars().all(char::is_numeric)
}

/// Parts of one name, side by side.
#[derive(Debug)]
struct Run {
    from: usize,
    to: usize,
    whom: Whom,
    is_banned: bool,
}

impl Run {
    fn of(from: usize, to: usize, part: Part) -> Self {
        Self { from, to, whom: part.whom, is_banned: part.is_banned }
    }

    /// Whether a part goes on with the name, behind `between`.
    fn joins(&self, between: &str, part: Option<Part>) -> bool {
        let is_beside = matches!(between, "" | " " | "-" | "'" | "’" | "\u{a0}" | "・");
        is_beside
            && part.is_some_and(|part| {
                (part.whom & self.whom) != 0 && !part.is_banned && !self.is_banned
            })
    }

    fn take(&mut self, to: usize, part: Part) {
        self.to = to;
        self.whom &= part.whom;
    }

    fn label(&self, label: impl Fn(usize) -> String) -> String {
        match (self.is_banned, self.whom.count_ones()) {
            (true, _) => WORD.to_owned(),
            (false, 1) => label(self.whom.trailing_zeros() as usize),
            _ => NAME.to_owned(),
        }
    }
}

fn fold(token: &str) -> Cow<'_, str> {
    match token.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        true => Cow::Borrowed(token),
        false => Cow::Owned(token.to_lowercase()),
    }
}

fn tokens(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let token = next_token(text, at)?;
        at = token.1;
        Some(token)
    })
}

/// The next run of letters and digits, with the marks upon them.
fn next_token(text: &str, at: usize) -> Option<(usize, usize)> {
    let from = at + text[at..].find(char::is_alphanumeric)?;
    let first = text[from..].chars().next().is_some_and(is_unspaced);
    let belongs = |c: char| {
        let is_letter = c.is_alphanumeric() || c.width() == Some(0);
        is_letter && is_unspaced(c) == first
    };
    let len = text[from..].find(|c| !belongs(c)).unwrap_or(text.len() - from);
    Some((from, from + len))
}

/// Scripts that put no space between words.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
