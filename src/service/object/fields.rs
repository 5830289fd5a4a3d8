//! Which fields each object has, and how each is read from what the library knows.
//!
//! Names and types are those of the Object Reference. Fields that a library cannot know are there
//! and empty, so that a query that names them is answered as by an org.

use jiff::Timestamp;

use super::super::call_file::{Account, CallFile, Status};
use super::super::tasks::{KEY, Task};
use super::super::transcript::after;
use super::super::user::{Organisation, RecordId, User, owner};
use super::cell::Cell;
use super::{Kind, Object, Relation};
use crate::call::CallKind;

/// A field and how it is read.
pub(super) struct Field<T> {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) read: fn(&T) -> Cell,
}

/// Somebody in a video call.
pub(super) struct Participant {
    pub(super) id: RecordId,
    pub(super) call: RecordId,
    pub(super) name: String,
    pub(super) email: Option<String>,
    pub(super) person: Option<RecordId>,
    pub(super) organises: bool,
}

/// A call's summary, or that there will be one.
pub(super) struct Summary {
    pub(super) id: RecordId,
    pub(super) call: RecordId,
    pub(super) text: Option<String>,
}

const fn field<T>(name: &'static str, kind: Kind, read: fn(&T) -> Cell) -> Field<T> {
    Field { name, kind, read }
}

const fn to(name: &'static str, to: &'static [Object]) -> Kind {
    Kind::Reference(Relation { name: Some(name), to })
}

const USER_OF: &[Object] = &[Object::User];
const ACCOUNT_OF: &[Object] = &[Object::Account];

pub(super) const VIDEO_CALL: &[Field<CallFile>] = &[
    field("Id", Kind::Id, |call| Cell::Id(call.record_id)),
    field("Name", Kind::Text, |call| Cell::text(call.title())),
    field("OwnerId", to("Owner", USER_OF), |call| Cell::Id(owner(call))),
    field("HostId", to("Host", USER_OF), |call| Cell::Id(owner(call))),
    field("StartDateTime", Kind::DateTime, |call| Cell::time(call.start_date_time)),
    field("EndDateTime", Kind::DateTime, |call| Cell::time(end(call))),
    field("DurationInSeconds", Kind::Integer, seconds),
    field("Description", Kind::LongText, nothing),
    field("RelatedRecordId", to("RelatedRecord", ACCOUNT_OF), account),
    field("IntelligenceScore", Kind::Integer, nothing),
    field("IsRecorded", Kind::Boolean, |_| Cell::Boolean(true)),
    field("TranscribedLanguage", Kind::Text, |call| Cell::text(&call.language)),
    field("VendorName", Kind::Text, vendor),
    field("CreatedDate", Kind::DateTime, |call| Cell::time(end(call))),
    field("LastModifiedDate", Kind::DateTime, |call| Cell::time(end(call))),
    field("SystemModstamp", Kind::DateTime, |call| Cell::time(end(call))),
];

pub(super) const VOICE_CALL: &[Field<CallFile>] = &[
    field("Id", Kind::Id, |call| Cell::Id(call.record_id)),
    field("Name", Kind::Text, |call| Cell::text(call.title())),
    field("OwnerId", to("Owner", USER_OF), |call| Cell::Id(owner(call))),
    field("UserId", to("User", USER_OF), |call| Cell::Id(owner(call))),
    field("CallStartDateTime", Kind::DateTime, |call| Cell::time(call.start_date_time)),
    field("CallEndDateTime", Kind::DateTime, |call| Cell::time(end(call))),
    field("CallDurationInSeconds", Kind::Integer, seconds),
    field("CallType", Kind::Text, nothing),
    field("CallDisposition", Kind::Text, nothing),
    field("SourceType", Kind::Text, nothing),
    field("FromPhoneNumber", Kind::Text, nothing),
    field("ToPhoneNumber", Kind::Text, nothing),
    field("Description", Kind::LongText, nothing),
    field("RelatedRecordId", to("RelatedRecord", ACCOUNT_OF), account),
    field("IsRecorded", Kind::Boolean, |_| Cell::Boolean(true)),
    field("TranscribedLanguage", Kind::Text, |call| Cell::text(&call.language)),
    field("VendorType", Kind::Text, vendor),
    field("CreatedDate", Kind::DateTime, |call| Cell::time(end(call))),
    field("LastModifiedDate", Kind::DateTime, |call| Cell::time(end(call))),
    field("SystemModstamp", Kind::DateTime, |call| Cell::time(end(call))),
];

pub(super) const PARTICIPANT: &[Field<Participant>] = &[
    field("Id", Kind::Id, |who| Cell::Id(who.id)),
    field("Name", Kind::Text, |who| Cell::text(&who.name)),
    field("VideoCallId", to("VideoCall", &[Object::VideoCall]), |who| Cell::Id(who.call)),
    field("Email", Kind::Text, |who| Cell::optional(who.email.as_deref(), Cell::text)),
    // Contacts and leads are no objects here, so it cannot be followed.
    field("RelatedPersonId", Kind::Reference(Relation { name: None, to: USER_OF }), |who| {
        Cell::optional(who.person, Cell::Id)
    }),
    field("ParticipantType", Kind::Text, |who| {
        Cell::text(if who.organises { "Organizer" } else { "Attendee" })
    }),
];

pub(super) const SUMMARY: &[Field<Summary>] = &[
    field("Id", Kind::Id, |summary| Cell::Id(summary.id)),
    field("ConversationRecordId", Kind::Reference(OF_A_CALL), |summary| Cell::Id(summary.call)),
    field("Summary", Kind::LongText, |summary| {
        Cell::optional(summary.text.as_deref(), Cell::long_text)
    }),
    field("Status", Kind::Text, |summary| {
        Cell::text(if summary.text.is_some() { "SUCCESS" } else { "GENERATING" })
    }),
    field("Source", Kind::Text, |_| Cell::text("EINSTEIN_GPT")),
    field("ErrorMessage", Kind::LongText, nothing),
];

const OF_A_CALL: Relation = Relation { name: None, to: &[Object::VideoCall, Object::VoiceCall] };

pub(super) const USER: &[Field<User>] = &[
    field("Id", Kind::Id, |user| Cell::Id(user.id)),
    field("Name", Kind::Text, |user| Cell::text(&user.name)),
    field("Username", Kind::Text, |user| Cell::text(&user.username)),
    field("Email", Kind::Text, |user| Cell::text(&user.email)),
    field("Alias", Kind::Text, |user| Cell::text(&user.alias)),
    field("IsActive", Kind::Boolean, |_| Cell::Boolean(true)),
];

pub(super) const ORGANIZATION: &[Field<Organisation>] = &[
    field("Id", Kind::Id, |organisation| Cell::Id(organisation.id)),
    field("Name", Kind::Text, |organisation| Cell::text(&organisation.name)),
];

pub(super) const ACCOUNT: &[Field<Account>] = &[
    field("Id", Kind::Id, |account| Cell::Id(account.id)),
    field("Name", Kind::Text, |account| Cell::text(&account.name)),
];

pub(super) const TASK: &[Field<Task>] = &[
    field("Id", Kind::Id, |task| Cell::Id(task.id)),
    field(KEY, Kind::Text, |task| Cell::optional(task.key.as_deref(), Cell::text)),
    field("Subject", Kind::Text, |task| Cell::optional(task.subject.as_deref(), Cell::text)),
    // A date, which queries here take for a text.
    field("ActivityDate", Kind::Text, |task| {
        Cell::optional(task.due, |due| Cell::text(&due.to_string()))
    }),
    field("Description", Kind::LongText, |task| {
        Cell::optional(task.description.as_deref(), Cell::long_text)
    }),
    field("Status", Kind::Text, |task| Cell::text(&task.status)),
    field("Priority", Kind::Text, |task| Cell::text(&task.priority)),
    field("OwnerId", to("Owner", USER_OF), |task| Cell::Id(task.owner)),
    field("WhatId", to("What", ACCOUNT_OF), |task| Cell::optional(task.what, Cell::Id)),
    // Contacts and leads are no objects here, so it cannot be followed.
    field("WhoId", Kind::Reference(Relation { name: None, to: USER_OF }), |task| {
        Cell::optional(task.who, Cell::Id)
    }),
    field("CreatedDate", Kind::DateTime, |task| Cell::time(task.made)),
    field("LastModifiedDate", Kind::DateTime, |task| Cell::time(task.changed)),
    field("SystemModstamp", Kind::DateTime, |task| Cell::time(task.changed)),
];

impl Summary {
    /// A call in processing will have one; any other without one never will.
    pub(super) fn of(file: &CallFile, id: RecordId) -> Option<Self> {
        let call = file.record_id;
        match file.status {
            Status::Processing => Some(Self { id, call, text: None }),
            Status::Ready => {
                file.summary.clone().map(|summary| Self { id, call, text: Some(summary) })
            }
        }
    }
}

fn nothing<T>(_: &T) -> Cell {
    Cell::Nothing
}

fn end(call: &CallFile) -> Timestamp {
    after(call.start_date_time, call.duration)
}

/// Rounded down: the field is an integer.
fn seconds(call: &CallFile) -> Cell {
    Cell::optional(i32::try_from(call.duration.centis() / 100).ok(), Cell::Integer)
}

fn account(call: &CallFile) -> Cell {
    Cell::optional(call.account.as_ref(), |account| Cell::Id(account.id))
}

fn vendor(call: &CallFile) -> Cell {
    let usual = (call.kind() == CallKind::Video).then_some("ZOOM");
    Cell::optional(call.vendor_name.as_deref().or(usual), Cell::text)
}
