//! Texts that were written by whatever wrote to the file.

use sqlx::error::BoxDynError;
use sqlx::sqlite::{SqliteTypeInfo, SqliteValueRef};
use sqlx::{Decode, Sqlite, Type};

/// A column of text. Damage may leave bytes in it that are none: they become U+FFFD, so that one
/// text costs only itself, and not every row that is read with it.
#[derive(Debug)]
pub(super) struct Text(pub(super) String);

impl Type<Sqlite> for Text {
    fn type_info() -> SqliteTypeInfo {
        <str as Type<Sqlite>>::type_info()
    }
}

impl<'r> Decode<'r, Sqlite> for Text {
    fn decode(value: SqliteValueRef<'r>) -> Result<Self, BoxDynError> {
        let bytes = <&[u8] as Decode<Sqlite>>::decode(value)?;
        Ok(Self(String::from_utf8_lossy(bytes).into_owned()))
    }
}

impl std::ops::Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::super::{Journal, Place};
    use crate::call::{Anchor, CallKey, Change, Draft, Note, NoteId, Stamp, author_of};

    #[tokio::test]
    async fn a_damaged_text_costs_only_itself() {
        let dir = tempfile::tempdir().unwrap();
        let journal = Journal::at(dir.path().join("journal.db"));
        let call = CallKey::record("6qrWs000004Tb7KIAS".parse().unwrap());
        let by = Stamp { author: author_of("Ada"), at: Timestamp::UNIX_EPOCH };
        for (nth, text) in [(1, "one"), (2, "two"), (3, "three")] {
            let (id, spare) = (NoteId::new(1, nth), NoteId::new(2, nth));
            let text = Note::text_of(text);
            let draft = Draft { id, anchor: Anchor::Call, text, base: 0, spare };
            journal.change(&call, &Change::Write(draft), &by).await.unwrap();
        }
        journal.keep_position(&call, "here", Timestamp::UNIX_EPOCH).await.unwrap();
        let Place::File(file) = &journal.place else { panic!("it is in a file") };
        let pool = file.pool().await.unwrap();
        for damage in [
            "UPDATE notes SET text = CAST(x'74ff6f' AS TEXT) WHERE text = 'two'",
            "UPDATE notes SET created = CAST(x'ff' AS TEXT) WHERE text = 'three'",
            "UPDATE positions SET standpoint = CAST(x'ff' AS TEXT)",
        ] {
            assert_eq!(sqlx::query(damage).execute(pool).await.unwrap().rows_affected(), 1);
        }
        let notes = journal.notes(&call).await.unwrap();
        let texts: Vec<_> = notes.iter().map(|note| note.text.as_str()).collect();
        assert_eq!(texts, ["one", "t\u{fffd}o"]);
        assert_eq!(journal.all_notes().await.unwrap()[&call], notes);
        assert_eq!(journal.position(&call).await.unwrap().as_deref(), Some("\u{fffd}"));
    }
}
