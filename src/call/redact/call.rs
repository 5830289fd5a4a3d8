//! All that is known of a call, redacted.

use super::{Redaction, Redactor};
use crate::call::conversation::{Conversation, Record};
use crate::call::notes::Notes;
use crate::call::people::Corrections;
use crate::call::spoken::Spoken;
use crate::call::transcript::Transcript;

/// What is known of a call, without what others are not to see. Times and places are the same.
#[derive(Debug, Clone)]
pub struct RedactedCall {
    /// What the org found out.
    pub conversation: Conversation,
    /// What was said and by whom.
    pub transcript: Option<Transcript>,
    /// Title, start and length.
    pub record: Option<Record>,
    /// What was corrected about the people.
    pub corrections: Corrections,
    /// Who speaks.
    pub spoken: Spoken,
    /// What was noted; at the same moments.
    pub notes: Notes,
    /// What all of this is without.
    pub redaction: Redaction,
}

impl RedactedCall {
    /// Redacts a call; `corrections` are those that it was [joined](Conversation::spoken) with.
    #[must_use]
    pub fn of(
        redactor: &Redactor,
        conversation: &Conversation,
        transcript: Option<&Transcript>,
        record: Option<&Record>,
        (corrections, notes): (&Corrections, &Notes),
    ) -> Self {
        let mut conversation = redactor.conversation(conversation);
        let transcript = transcript.map(|transcript| redactor.transcript(transcript));
        let record = record.map(|record| redactor.record(record));
        let corrections = redactor.corrections(corrections);
        let spoken = conversation.spoken(transcript.as_ref(), record.as_ref(), &corrections);
        let (notes, redaction) = (redactor.notes(notes), redactor.redaction());
        Self { conversation, transcript, record, corrections, spoken, notes, redaction }
    }
}
