//! One element of `momentTimes`, read leniently and fast.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::surrogate::paired;
use super::text::{label, shown, unescaped};
use crate::call::text::{Clean, clean, clean_line};
use crate::call::{Fact, Flags, Mention, Offset, TimelineBuilder, Window};

/// Why a moment was left out: the field, if one is to blame, and what is wrong.
pub(super) struct Reason {
    pub(super) field: Option<String>,
    pub(super) why: String,
}

/// Reads one element and adds it to `builder` under insight number `list`.
pub(super) fn read(bytes: &[u8], list: usize, builder: &mut TimelineBuilder) -> Result<(), Reason> {
    let bytes = paired(bytes);
    let mut raw = Raw::default();
    let mut json = serde_json::Deserializer::from_slice(&bytes);
    let read = Fields(&mut raw).deserialize(&mut json).and_then(|()| json.end());
    if let Err(error) = read {
        let field = raw.field.take().map(Cow::into_owned);
        return Err(Reason { field, why: without_place(&error) });
    }
    raw.add(list, builder)
}

/// `serde_json` ends its messages with a line and column, which here count from the moment's own
/// start and would mislead.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(why, _)| why.to_owned())
}

/// The fields as they came.
#[derive(Default)]
struct Raw<'a> {
    /// The field being read, for the sentence when it fails.
    field: Option<Cow<'a, str>>,
    at: Option<f64>,
    start: Option<f64>,
    end: Option<f64>,
    entries: Vec<Cow<'a, str>>,
    sequences: Vec<u32>,
    speaker: Cow<'a, str>,
    role: Option<Cow<'a, str>>,
    needs_attention: bool,
    follow_up: bool,
    action: Value,
    unknown: Vec<(String, Value)>,
}

impl Raw<'_> {
    fn add(self, list: usize, builder: &mut TimelineBuilder) -> Result<(), Reason> {
        let blame = |field: &str, why: &str| Reason { field: Some(field.into()), why: why.into() };
        let (field, at) = match (self.at, self.start) {
            (Some(at), _) => ("momentOffset", at),
            (None, Some(start)) => ("startOffset", start),
            (None, None) => {
                return Err(blame("momentOffset", "missing, so it has no place in the call"));
            }
        };
        let place = |seconds: f64| Offset::from_seconds(seconds.max(0.0));
        let at = Offset::from_seconds(at)
            .ok_or_else(|| blame(field, &format!("{at} is not a place in a recording")))?;
        let start = self.start.and_then(place).unwrap_or(at).min(at);
        let end = self.end.and_then(place).unwrap_or(at).max(at);
        let action = !self.action.is_null();
        let speaker = unescaped(&self.speaker);
        let speaker = clean_line(&speaker);
        let role = self.role.as_deref().map(label);
        let flags =
            Flags { needs_attention: self.needs_attention, follow_up: self.follow_up, action };
        let mut filling = builder.mention(
            list,
            Mention {
                at,
                window: Window { start, end },
                speaker: speaker.trimmed(),
                role: role.as_ref().map(Clean::borrowed),
                flags,
            },
        );
        for entry in &self.entries {
            let entry = unescaped(entry);
            let text = clean(&entry);
            if !text.is_blank() {
                filling.entry(text.trimmed());
            }
        }
        for &sequence in &self.sequences {
            filling.sequence(sequence);
        }
        if action {
            filling.fact(Fact { name: label("action"), value: shown(&self.action) });
        }
        for (name, value) in &self.unknown {
            filling.fact(Fact { name: label(name), value: shown(value) });
        }
        Ok(())
    }
}

struct Fields<'r, 'a>(&'r mut Raw<'a>);

impl<'de> DeserializeSeed<'de> for Fields<'_, 'de> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Fields<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let raw = self.0;
        while let Some(Text(key)) = map.next_key_seed(TextSeed)? {
            raw.field = Some(key.clone());
            match key.as_ref() {
                "momentOffset" => raw.at = map.next_value_seed(ScalarSeed)?.number()?,
                "startOffset" => raw.start = map.next_value_seed(ScalarSeed)?.number()?,
                "endOffset" => raw.end = map.next_value_seed(ScalarSeed)?.number()?,
                "needsAttention" => {
                    raw.needs_attention = map.next_value_seed(ScalarSeed)?.flag()?;
                }
                "isFollowup" => raw.follow_up = map.next_value_seed(ScalarSeed)?.flag()?,
                "speakerId" => {
                    raw.speaker = map.next_value_seed(ScalarSeed)?.text().unwrap_or_default();
                }
                "speakerRole" => raw.role = map.next_value_seed(ScalarSeed)?.text(),
                "entries" => {
                    raw.entries.clear();
                    map.next_value_seed(Each(|scalar: Scalar<'de>| {
                        raw.entries.extend(scalar.text());
                        Ok(())
                    }))?;
                }
                "sequences" => {
                    raw.sequences.clear();
                    map.next_value_seed(Each(|scalar: Scalar<'de>| {
                        raw.sequences.extend(scalar.count()?);
                        Ok(())
                    }))?;
                }
                "mentionId" => drop(map.next_value::<serde::de::IgnoredAny>()?),
                "action" => raw.action = map.next_value()?,
                _ => match map.next_value()? {
                    Value::Null => {}
                    value => raw.unknown.push((key.into_owned(), value)),
                },
            }
            raw.field = None;
        }
        Ok(())
    }
}

/// Any value that is not a list or an object. Org and exporters disagree on types now and then.
enum Scalar<'a> {
    Null,
    Flag(bool),
    Number(f64),
    Text(Cow<'a, str>),
}

impl<'a> Scalar<'a> {
    fn number<E: Error>(self) -> Result<Option<f64>, E> {
        match self {
            Self::Null => Ok(None),
            Self::Number(number) => Ok(Some(number)),
            Self::Text(text) => match text.trim().parse() {
                Ok(number) => Ok(Some(number)),
                Err(_) => Err(E::custom("a string where a number of seconds belongs")),
            },
            Self::Flag(_) => Err(E::custom("a boolean where a number of seconds belongs")),
        }
    }

    fn count<E: Error>(self) -> Result<Option<u32>, E> {
        let Some(number) = self.number()? else { return Ok(None) };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
        match number {
            n if n.fract() == 0.0 && (0.0..4e9).contains(&n) => Ok(Some(n as u32)),
            _ => Err(E::custom("not the number of a transcript entry")),
        }
    }

    fn flag<E: Error>(self) -> Result<bool, E> {
        match self {
            Self::Null => Ok(false),
            Self::Flag(flag) => Ok(flag),
            Self::Text(text) if text.eq_ignore_ascii_case("true") => Ok(true),
            Self::Text(text) if text.eq_ignore_ascii_case("false") => Ok(false),
            Self::Text(_) => Err(E::custom("a string where true or false belongs")),
            Self::Number(_) => Err(E::custom("a number where true or false belongs")),
        }
    }

    fn text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Null => None,
            Self::Flag(flag) => Some(flag.to_string().into()),
            Self::Number(number) => Some(number.to_string().into()),
            Self::Text(text) => Some(text),
        }
    }
}

struct ScalarSeed;

impl<'de> DeserializeSeed<'de> for ScalarSeed {
    type Value = Scalar<'de>;
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Scalar<'de>, D::Error> {
        from.deserialize_any(self)
    }
}

#[expect(clippy::cast_precision_loss, reason = "offsets and entry numbers are far below 2^52")]
impl<'de> Visitor<'de> for ScalarSeed {
    type Value = Scalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a single value")
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Scalar::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Scalar::Flag(value))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Scalar::Number(value))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Scalar::Number(value as f64))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Scalar::Number(value as f64))
    }
    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Borrowed(value)))
    }
    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(value.to_owned())))
    }
}

/// A list of scalars, or one, or null: each is handed to the function.
struct Each<F>(F);

impl<'de, F: FnMut(Scalar<'de>) -> Result<(), serde_json::Error>> DeserializeSeed<'de> for Each<F> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de, F: FnMut(Scalar<'de>) -> Result<(), serde_json::Error>> Visitor<'de> for Each<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }
    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        while let Some(scalar) = seq.next_element_seed(ScalarSeed)? {
            (self.0)(scalar).map_err(A::Error::custom)?;
        }
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_borrowed_str<E: Error>(mut self, value: &'de str) -> Result<(), E> {
        (self.0)(Scalar::Text(Cow::Borrowed(value))).map_err(E::custom)
    }
    fn visit_str<E: Error>(mut self, value: &str) -> Result<(), E> {
        (self.0)(Scalar::Text(Cow::Owned(value.to_owned()))).map_err(E::custom)
    }
    fn visit_f64<E: Error>(mut self, value: f64) -> Result<(), E> {
        (self.0)(Scalar::Number(value)).map_err(E::custom)
    }
    #[expect(clippy::cast_precision_loss, reason = "entry numbers are far below 2^52")]
    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.visit_f64(value as f64)
    }
    #[expect(clippy::cast_precision_loss, reason = "entry numbers are far below 2^52")]
    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.visit_f64(value as f64)
    }
}

struct Text<'a>(Cow<'a, str>);
struct TextSeed;

impl<'de> DeserializeSeed<'de> for TextSeed {
    type Value = Text<'de>;
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Text<'de>, D::Error> {
        from.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for TextSeed {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }
    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Text(Cow::Borrowed(value)))
    }
    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Text(Cow::Owned(value.to_owned())))
    }
}
