//! Notes and labels as rows. One that cannot be read, which another program must have written, is
//! passed over and stays.

use sqlx::SqliteConnection;

use super::text::Text;
use crate::call::text::{Clean, clean_line};
use crate::call::{
    Anchor, CallKey, Change, Draft, Label, MomentKey, Note, NoteId, Notes, Offset, Tag, Verdict,
};

#[derive(sqlx::FromRow)]
pub(super) struct NoteRow {
    id: Text,
    at: Option<i64>,
    category: Option<Text>,
    speaker: Option<Text>,
    said: Option<i64>,
    twin: Option<i64>,
    text: Text,
    author: Text,
    created: Text,
    updated: Text,
    revision: i64,
}

#[derive(sqlx::FromRow)]
pub(super) struct LabelRow {
    at: i64,
    category: Text,
    speaker: Text,
    said: i64,
    twin: i64,
    tags: Text,
    verdict: Option<Text>,
    author: Text,
    updated: Text,
}

/// The calls that anything is noted about.
pub(super) async fn calls(from: &mut SqliteConnection) -> Result<Vec<CallKey>, sqlx::Error> {
    let all = sqlx::query_scalar("SELECT call FROM notes UNION SELECT call FROM labels");
    let all: Vec<Text> = all.fetch_all(from).await?;
    Ok(all.iter().filter_map(|call| CallKey::read(call)).collect())
}

/// What is noted about a call.
pub(super) async fn notes(
    from: &mut SqliteConnection,
    call: &CallKey,
) -> Result<Notes, sqlx::Error> {
    let notes: Vec<NoteRow> = sqlx::query_as("SELECT * FROM notes WHERE call = ?")
        .bind(call.as_str())
        .fetch_all(&mut *from)
        .await?;
    let labels: Vec<LabelRow> = sqlx::query_as("SELECT * FROM labels WHERE call = ?")
        .bind(call.as_str())
        .fetch_all(from)
        .await?;
    Ok(Notes::of(
        notes.into_iter().filter_map(NoteRow::read),
        labels.into_iter().filter_map(LabelRow::read),
    ))
}

/// As much of what is noted as a change is about.
pub(super) async fn concerned(
    from: &mut SqliteConnection,
    call: &CallKey,
    change: &Change,
) -> Result<Notes, sqlx::Error> {
    match change {
        Change::Write(Draft { id, .. }) | Change::Restore { note: Note { id, .. }, .. } => {
            let note: Option<NoteRow> =
                sqlx::query_as("SELECT * FROM notes WHERE call = ? AND id = ?")
                    .bind(call.as_str())
                    .bind(id.to_string())
                    .fetch_optional(from)
                    .await?;
            Ok(Notes::of(note.and_then(NoteRow::read), []))
        }
        Change::Tag { moment, .. } | Change::Judge { moment } => {
            let label: Option<LabelRow> = sqlx::query_as(
                "SELECT * FROM labels WHERE call = ? AND at = ? AND category = ? AND speaker = ? \
                 AND said = ? AND twin = ?",
            )
            .bind(call.as_str())
            .bind(i64::from(moment.at.centis()))
            .bind(moment.category.as_str())
            .bind(moment.speaker.as_str())
            .bind(moment.said.cast_signed())
            .bind(i64::from(moment.twin))
            .fetch_optional(from)
            .await?;
            Ok(Notes::of([], label.and_then(LabelRow::read)))
        }
    }
}

/// Deletes a note.
pub(super) async fn delete(
    from: &mut SqliteConnection,
    call: &CallKey,
    id: NoteId,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM notes WHERE call = ? AND id = ?")
        .bind(call.as_str())
        .bind(id.to_string())
        .execute(from)
        .await
        .map(|_| ())
}

impl NoteRow {
    pub(super) async fn put(
        into: &mut SqliteConnection,
        call: &CallKey,
        note: &Note,
    ) -> Result<(), sqlx::Error> {
        let moment = match &note.anchor {
            Anchor::Moment(key) => Some(key),
            Anchor::Call | Anchor::At(_) => None,
        };
        sqlx::query(
            "INSERT OR REPLACE INTO notes (call, id, at, category, speaker, said, twin, text, \
             author, created, updated, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(call.as_str())
        .bind(note.id.to_string())
        .bind(note.anchor.at().map(|at| i64::from(at.centis())))
        .bind(moment.map(|key| key.category.as_str()))
        .bind(moment.map(|key| key.speaker.as_str()))
        .bind(moment.map(|key| key.said.cast_signed()))
        .bind(moment.map(|key| i64::from(key.twin)))
        .bind(note.text.as_str())
        .bind(note.author.as_str())
        .bind(note.created.to_string())
        .bind(note.updated.to_string())
        .bind(i64::from(note.revision))
        .execute(into)
        .await
        .map(|_| ())
    }

    fn read(self) -> Option<Note> {
        let text = Note::text_of(&self.text);
        Some(Note {
            id: self.id.parse().ok()?,
            anchor: match (self.at, self.category) {
                (None, _) => Anchor::Call,
                (Some(at), None) => Anchor::At(offset(at)?),
                (Some(at), Some(category)) => Anchor::Moment(key(
                    at,
                    &category,
                    self.speaker.as_deref().unwrap_or_default(),
                    self.said.unwrap_or_default(),
                    self.twin.unwrap_or_default(),
                )?),
            },
            text: (!text.is_blank()).then_some(text)?,
            author: clean_line(&self.author).boxed(),
            created: self.created.parse().ok()?,
            updated: self.updated.parse().ok()?,
            revision: u32::try_from(self.revision).ok()?,
        })
    }
}

impl LabelRow {
    /// Keeps a label; one that says nothing is deleted.
    pub(super) async fn put(
        into: &mut SqliteConnection,
        call: &CallKey,
        label: &Label,
    ) -> Result<(), sqlx::Error> {
        let Label { moment, .. } = label;
        let words: Vec<&str> = label.tags.iter().map(Tag::as_str).collect();
        let statement = match label.is_empty() {
            true => {
                "DELETE FROM labels WHERE call = ? AND at = ? AND category = ? AND speaker = ? \
                 AND said = ? AND twin = ?"
            }
            false => {
                "INSERT OR REPLACE INTO labels (call, at, category, speaker, said, twin, tags, \
                 verdict, author, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            }
        };
        let mut query = sqlx::query(statement)
            .bind(call.as_str())
            .bind(i64::from(moment.at.centis()))
            .bind(moment.category.as_str())
            .bind(moment.speaker.as_str())
            .bind(moment.said.cast_signed())
            .bind(i64::from(moment.twin));
        if !label.is_empty() {
            query = query
                .bind(words.join(" "))
                .bind(label.verdict.map(Verdict::word))
                .bind(label.author.as_str())
                .bind(label.updated.to_string());
        }
        query.execute(into).await.map(|_| ())
    }

    fn read(self) -> Option<Label> {
        Some(Label {
            moment: key(self.at, &self.category, &self.speaker, self.said, self.twin)?,
            tags: self.tags.split(' ').filter_map(Tag::read).collect(),
            verdict: self.verdict.as_deref().and_then(Verdict::of),
            author: clean_line(&self.author).boxed(),
            updated: self.updated.parse().ok()?,
        })
    }
}

fn key(at: i64, category: &str, speaker: &str, said: i64, twin: i64) -> Option<MomentKey> {
    let text = |text: &str| -> Clean { clean_line(text).boxed() };
    Some(MomentKey {
        at: offset(at)?,
        category: text(category),
        speaker: text(speaker),
        said: said.cast_unsigned(),
        twin: u16::try_from(twin).ok()?,
    })
}

fn offset(centis: i64) -> Option<Offset> {
    u32::try_from(centis).ok().map(Offset::from_centis)
}
