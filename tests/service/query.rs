//! Queries: what each part of SOQL finds, and what is refused.

use earmark::service::{Library, Settings};
use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{ONE, RENEWAL, SUPPORT, UNREADY, World, json, query_path, refusal, sent};

/// The first words of the names that a query finds.
async fn names(world: &World, soql: &str) -> Vec<String> {
    let found = world.found(soql).await;
    let records = found["records"].as_array().unwrap();
    assert_eq!((&found["totalSize"], &found["done"]), (&json!(records.len()), &json!(true)));
    let first = |record: &Value| {
        let name = record["Name"].as_str().unwrap_or("(none)");
        name.split([' ', ':', '：']).next().unwrap_or_default().to_owned()
    };
    records.iter().map(first).collect()
}

#[tokio::test]
async fn a_record_has_the_fields_that_were_asked_for() {
    let world = World::new().await;
    let found = world
        .found(
            "select id, name, StartDateTime, EndDateTime, DurationInSeconds, Owner.Name, HostId,
                    VendorName, RelatedRecordId, RelatedRecord.Name, IntelligenceScore, IsRecorded,
                    TranscribedLanguage, OWNER.email
             from videocall where Id = '6qrWs000004Tb7K' limit 1",
        )
        .await;
    let link = |object: &str, id: &str| json!({"type": object, "url": format!("/services/data/v67.0/sobjects/{object}/{id}")});
    let ada = "005Ws000001hRtCIAU";
    let account = "001Ws00000Qh2CbIAJ";
    let expected = json!({"totalSize": 1, "done": true, "records": [{
        "attributes": link("VideoCall", RENEWAL),
        "Id": RENEWAL, "Name": "Corran Bay Oysters: renewal and the island hatchery",
        "StartDateTime": "2026-11-20T10:30:00.000+0000",
        "EndDateTime": "2026-11-20T10:35:01.420+0000", "DurationInSeconds": 301,
        "Owner": {"attributes": link("User", ada), "Name": "Ada Marchetti",
                  "Email": "ada.marchetti@hoarwell.example"},
        "HostId": ada, "VendorName": "ZOOM", "RelatedRecordId": account,
        "RelatedRecord": {"attributes": link("Account", account), "Name": "Corran Bay Oysters"},
        "IntelligenceScore": null, "IsRecorded": true, "TranscribedLanguage": "en",
    }]});
    assert_eq!(found, expected);
    for url in ["Owner", "RelatedRecord"] {
        let url = found["records"][0][url]["attributes"]["url"].as_str().unwrap();
        assert_eq!(world.get(url).await.0, 200, "{url}");
    }
}

#[tokio::test]
async fn voice_calls_have_fields_of_their_own() {
    let world = World::new().await;
    let found = world
        .found(
            "SELECT Id, CallStartDateTime, CallDurationInSeconds, CallType, Owner.Name, UserId,
                    RelatedRecord.Name, FromPhoneNumber, ToPhoneNumber, SourceType FROM VoiceCall",
        )
        .await;
    let call = &found["records"][0];
    assert_eq!((&found["totalSize"], &call["Id"]), (&json!(1), &json!(SUPPORT)));
    assert_eq!(call["CallStartDateTime"], "2026-11-19T07:12:00.000+0000");
    assert_eq!((&call["CallDurationInSeconds"], &call["CallType"]), (&json!(548), &Value::Null));
    assert_eq!(call["Owner"]["Name"], "Dermot Aske");
    assert_eq!(call["RelatedRecord"]["Name"], "Hollin Road Vets");
}

#[tokio::test]
async fn every_operator_filters() {
    let world = World::new().await;
    for (condition, expected) in [
        ("Name = 'RAVENSHOLT flower exchange: first look'", vec!["Ravensholt"]),
        (
            "Owner.Name != 'Ada Marchetti'",
            vec!["Fennimore", "Ravensholt", "Internal", "霧ヶ瀬酒造"],
        ),
        ("DurationInSeconds < 251", vec!["Internal"]),
        ("DurationInSeconds <= 251", vec!["Internal", "Bellweather"]),
        ("DurationInSeconds > 352", vec!["Fennimore"]),
        ("DurationInSeconds >= 351.5", vec!["Fennimore", "Ravensholt"]),
        ("StartDateTime >= 2026-11-20T10:30:00Z", vec!["Corran", "Ravensholt"]),
        ("StartDateTime > 2026-11-20T10:30:00.000+0000", vec!["Ravensholt"]),
        ("StartDateTime = 2026-11-20T11:30:00+01:00", vec!["Corran"]),
        ("Name LIKE 'fenni%' OR Name LIKE '%look'", vec!["Fennimore", "Ravensholt"]),
        ("TranscribedLanguage IN ('ja', 'de')", vec!["霧ヶ瀬酒造"]),
        ("TranscribedLanguage NOT IN ('en')", vec!["霧ヶ瀬酒造"]),
        ("Id IN ('6qrWs000004TfD2', '6qrWs000004TaQxIAK')", vec!["Ravensholt", "Bellweather"]),
        (
            "OwnerId = '005Ws000001hRtH' AND HostId != null",
            vec!["Fennimore", "Ravensholt", "Internal"],
        ),
        ("NOT (TranscribedLanguage = 'en' OR Name = '')", vec!["霧ヶ瀬酒造"]),
        ("NOT Name LIKE '%e%'", vec!["霧ヶ瀬酒造"]),
        (
            "(Owner.Alias = 'amarc' AND (IsRecorded = FALSE OR DurationInSeconds = 301))",
            vec!["Corran"],
        ),
        ("IntelligenceScore != null", vec![]),
        ("IntelligenceScore = null AND Name LIKE 'B%'", vec!["Bellweather"]),
        ("IntelligenceScore > -5", vec![]),
        ("VendorName IN (null, 'TEAMS')", vec![]),
        ("RelatedRecord.Name = 'Fennimore Kitchens'", vec!["Fennimore", "Internal"]),
        (r"Name LIKE '%\'%' OR Name LIKE '%\%%' OR Name LIKE '%\_%'", vec![]),
        ("StartDateTime < LAST_N_YEARS:1 OR StartDateTime > NEXT_N_YEARS:900", vec![]),
    ] {
        let found = names(&world, &format!("SELECT Name FROM VideoCall WHERE {condition}")).await;
        assert_eq!(found, expected, "{condition}");
    }
}

#[tokio::test]
async fn date_literals_are_taken_from_now() {
    let call = |(i, days): (usize, i64)| {
        let start = Timestamp::now() + SignedDuration::from_hours(24 * days);
        let file = json!({
            "recordId": format!("6qrWs00000{i:05}"), "name": days.to_string(), "speakers": [],
            "startDateTime": start.to_string(), "transcript": [],
        });
        (i.to_string(), file.to_string())
    };
    let library = Library::from_texts([-400, -20, -2, 0, 2].into_iter().enumerate().map(call));
    let world = World::of(&library.unwrap(), Settings::default()).await;
    for (condition, expected) in [
        ("= LAST_N_DAYS:10", vec!["-2", "0"]),
        ("= last_n_days:30", vec!["-20", "-2", "0"]),
        ("= NEXT_N_DAYS:10", vec!["2"]),
        ("< LAST_N_DAYS:30", vec!["-400"]),
        ("<= N_DAYS_AGO:10", vec!["-400", "-20"]),
        ("> LAST_N_DAYS:10", vec!["2"]),
        ("!= LAST_90_DAYS", vec!["-400", "2"]),
        ("IN (LAST_90_DAYS, NEXT_90_DAYS)", vec!["-20", "-2", "0", "2"]),
    ] {
        let soql = format!("SELECT Name FROM VideoCall WHERE StartDateTime {condition}");
        assert_eq!(names(&world, &soql).await, expected, "{condition}");
    }
}

#[tokio::test]
async fn a_time_is_found_by_how_it_is_shown() {
    let call = r#"{"recordId": "6qrWs000004Tb7K", "startDateTime": "2026-11-20T14:00:00.123456Z",
                   "speakers": [], "transcript": []}"#;
    let library = Library::from_texts([("a", call)]).unwrap();
    let world = World::of(&library, Settings::default()).await;
    let found = world.found("SELECT StartDateTime FROM VideoCall").await;
    let shown = found["records"][0]["StartDateTime"].as_str().unwrap();
    assert_eq!(shown, "2026-11-20T14:00:00.123+0000");
    let again = format!("SELECT COUNT() FROM VideoCall WHERE StartDateTime = {shown}");
    assert_eq!(world.found(&again).await["totalSize"], 1);
}

#[tokio::test]
async fn records_are_counted_sorted_and_cut() {
    let world = World::new().await;
    let counted = world.found("SELECT COUNT() FROM VideoCall WHERE Name LIKE '%e%'").await;
    assert_eq!(counted, json!({"totalSize": 5, "done": true, "records": []}));
    for (rest, expected) in [
        ("ORDER BY StartDateTime DESC LIMIT 2", vec!["Ravensholt", "Corran"]),
        ("ORDER BY StartDateTime LIMIT 2 OFFSET 1", vec!["霧ヶ瀬酒造", "Fennimore"]),
        (
            "ORDER BY Owner.Name ASC, DurationInSeconds DESC",
            vec!["Corran", "Bellweather", "Fennimore", "Ravensholt", "Internal", "霧ヶ瀬酒造"],
        ),
        ("ORDER BY IntelligenceScore DESC NULLS LAST, Name LIMIT 1", vec!["Bellweather"]),
        ("LIMIT 1", vec!["Corran"]),
        ("LIMIT 0", vec![]),
        ("OFFSET 2000", vec![]),
    ] {
        let found = names(&world, &format!("SELECT Name FROM VideoCall {rest}")).await;
        assert_eq!(found, expected, "{rest}");
    }
    let first = |order: &str| {
        format!("SELECT Name FROM VideoCallParticipant ORDER BY Email {order}, Name LIMIT 1")
    };
    assert_eq!(names(&world, &first("")).await, ["Dev"]);
    assert_eq!(names(&world, &first("DESC")).await, ["Dev"]);
    assert_eq!(names(&world, &first("NULLS LAST")).await, ["Ada"]);
    assert_eq!(names(&world, &first("DESC NULLS LAST")).await, ["Priyanka"]);
}

#[tokio::test]
async fn participants_and_summaries_belong_to_calls() {
    let world = World::new().await;
    let soql = format!(
        "SELECT Name, Email, RelatedPersonId, ParticipantType, VideoCall.Owner.Name \
         FROM VideoCallParticipant WHERE VideoCallId = '{RENEWAL}' ORDER BY Name"
    );
    let found = world.found(&soql).await;
    let fields = ["Name", "Email", "RelatedPersonId", "ParticipantType"];
    let records = found["records"].as_array().unwrap().iter();
    let people: Vec<_> = records.map(|who| fields.map(|field| who[field].clone())).collect();
    assert_eq!(
        json!(people),
        json!([
            ["Ada Marchetti", "ada.marchetti@hoarwell.example", "005Ws000001hRtCIAU", "Organizer"],
            ["Morven Laidlaw", null, "003Ws00000Dk4ZeIAJ", "Attendee"],
        ])
    );
    assert_eq!(found["records"][1]["VideoCall"]["Owner"]["Name"], "Ada Marchetti");

    let summary = async |id: &str| {
        let soql = format!(
            "SELECT Summary, Status, Source FROM GenAIConversationSummary \
             WHERE ConversationRecordId = '{id}'"
        );
        world.found(&soql).await["records"].clone()
    };
    let ready = summary(RENEWAL).await;
    assert_eq!(
        (&ready[0]["Status"], &ready[0]["Source"]),
        (&json!("SUCCESS"), &json!("EINSTEIN_GPT"))
    );
    assert!(ready[0]["Summary"].as_str().unwrap().starts_with("<p><strong> Customer"));
    let unready = summary(UNREADY).await;
    assert_eq!(
        (&unready[0]["Status"], &unready[0]["Summary"]),
        (&json!("GENERATING"), &Value::Null)
    );
    assert_eq!(summary(SUPPORT).await, json!([]));
}

#[tokio::test]
async fn a_token_finds_only_what_it_may_see() {
    let world = World::new().await;
    let count = async |token: &str, object: &str| {
        let path = query_path(&format!("SELECT Id FROM {object}"));
        let request = world.bare(Method::GET, &path).bearer_auth(token);
        json(sent(request).await).await.1["totalSize"].as_u64().unwrap()
    };
    for (object, all, one) in [
        ("VideoCall", 6, 1),
        ("VoiceCall", 1, 0),
        ("VideoCallParticipant", 15, 2),
        ("GenAIConversationSummary", 6, 1),
        ("Account", 6, 1),
        ("User", 5, 5),
        ("Organization", 1, 1),
    ] {
        let counts = (count(crate::world::ALL, object).await, count(ONE, object).await);
        assert_eq!(counts, (all, one), "{object}");
    }
}

#[tokio::test]
async fn what_cannot_be_answered_says_why() {
    let world = World::new().await;
    let deep = format!("SELECT Id FROM User WHERE {}Id = null{}", "(".repeat(51), ")".repeat(51));
    let nots = format!("SELECT Id FROM User WHERE {}Id = null", "NOT ".repeat(3000));
    let long = "SELECT Id FROM User WHERE Name = 'a' = 'b'";
    for (soql, code, said) in [
        ("", "MALFORMED_QUERY", "unexpected end"),
        ("SELECT", "MALFORMED_QUERY", "unexpected end"),
        ("SELECT Id", "MALFORMED_QUERY", "unexpected end"),
        ("DELETE FROM User", "MALFORMED_QUERY", "'DELETE' at Row:1:Column:1"),
        ("SELECT * FROM User", "MALFORMED_QUERY", "'*'"),
        ("SELECT Id FROM User u", "MALFORMED_QUERY", "'u'"),
        ("SELECT Id FROM User, Account", "MALFORMED_QUERY", "','"),
        ("SELECT Id FROM User; SELECT Id FROM User", "MALFORMED_QUERY", "';'"),
        ("SELECT (SELECT Id FROM Users) FROM User", "MALFORMED_QUERY", "'('"),
        ("SELECT COUNT(Id) FROM User", "MALFORMED_QUERY", "'Id'"),
        ("SELECT Id FROM User GROUP BY Id", "MALFORMED_QUERY", "'GROUP'"),
        ("SELECT Id FROM User -- all", "MALFORMED_QUERY", "--"),
        (
            "SELECT Id FROM User WHERE Name = 'a' AND Name = 'b' OR Id = null",
            "MALFORMED_QUERY",
            "'OR'",
        ),
        ("SELECT Id FROM User WHERE Name = 'it''s'", "MALFORMED_QUERY", "unexpected token"),
        ("SELECT Id FROM User WHERE Name = 'open", "MALFORMED_QUERY", "Row:1:Column:34"),
        (r"SELECT Id FROM User WHERE Name = '\q'", "MALFORMED_QUERY", r"'\q'"),
        ("SELECT Id FROM User WHERE Name = \"a\"", "MALFORMED_QUERY", "unexpected token"),
        ("SELECT Id FROM User WHERE Name IN ()", "MALFORMED_QUERY", "')'"),
        ("SELECT Id FROM User LIMIT -1", "MALFORMED_QUERY", "'-1'"),
        ("SELECT Id FROM User LIMIT 1 OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE", "2000"),
        (deep.as_str(), "MALFORMED_QUERY", "more than 50"),
        (nots.as_str(), "MALFORMED_QUERY", "more than 50"),
        (long, "MALFORMED_QUERY", "'='"),
        ("SELECT Id FROM Spaceship", "INVALID_TYPE", "'Spaceship' is not supported"),
        ("SELECT Speed FROM User", "INVALID_FIELD", "'Speed' on sobject of type User"),
        ("SELECT Id FROM User WHERE Speed = 1", "INVALID_FIELD", "'Speed'"),
        ("SELECT Id FROM User ORDER BY Speed", "INVALID_FIELD", "'Speed'"),
        ("SELECT Boss.Name FROM User", "INVALID_FIELD", "'Boss'"),
        ("SELECT Owner.Speed FROM VideoCall", "INVALID_FIELD", "'Speed' on sobject of type User"),
        ("SELECT Id, Name, ID FROM User", "INVALID_FIELD", "twice"),
        ("SELECT Id FROM User WHERE IsActive = 'true'", "INVALID_FIELD", "TRUE or FALSE"),
        ("SELECT Id FROM User WHERE Name = 1", "INVALID_FIELD", "quoted"),
        ("SELECT Id FROM VideoCall WHERE StartDateTime > 2026-11-20", "INVALID_FIELD", "datetime"),
        ("SELECT Id FROM VideoCall WHERE DurationInSeconds = '3'", "INVALID_FIELD", "number"),
        (
            "SELECT Id FROM GenAIConversationSummary WHERE Summary != null",
            "INVALID_FIELD",
            "cannot be filtered",
        ),
        ("SELECT Id FROM VideoCall ORDER BY Description", "INVALID_FIELD", "cannot be sorted by"),
        ("SELECT Id FROM User WHERE Id LIKE '005%'", "INVALID_QUERY_FILTER_OPERATOR", "LIKE"),
        (
            "SELECT Id FROM User WHERE IsActive > TRUE",
            "INVALID_QUERY_FILTER_OPERATOR",
            "operator > ",
        ),
        ("SELECT Id FROM User WHERE Id = 'me'", "INVALID_QUERY_FILTER_OPERATOR", "me"),
    ] {
        let (status, found, message) = refusal(world.query(soql)).await;
        assert_eq!((status, found.as_str()), (400, code), "{soql}: {message}");
        assert!(message.contains(said), "{soql}: {message}");
    }
    let missing = refusal(world.request(Method::GET, "/services/data/v67.0/query")).await;
    assert_eq!((missing.0, missing.1.as_str()), (400, "MALFORMED_QUERY"));
    let long = format!("SELECT Id FROM User WHERE Name = '{}'", "x".repeat(16_384));
    assert_eq!(refusal(world.query(&long)).await.0, 414);
    let xml = world.query("SELECT").header("Accept", "application/xml");
    let text = sent(xml).await.text().await.unwrap();
    assert!(text.contains("<Errors><Error><errorCode>MALFORMED_QUERY</errorCode>"), "{text}");
}

#[tokio::test]
async fn what_a_query_selects_is_told() {
    let world = World::new().await;
    let asked = async |soql: &str| world.get(&format!("{}&columns=true", query_path(soql))).await.1;
    let told = asked("SELECT Id, Owner.Name, Owner.Email FROM VideoCall").await;
    let column = |name: &str, joined: Value| json!({"aggregate": false, "columnName": name, "displayName": name, "joinColumns": joined});
    let owner = json!([column("Name", json!([])), column("Email", json!([]))]);
    let expected = json!([column("Id", json!([])), column("Owner", owner)]);
    assert_eq!((&told["columnMetadata"], &told["entityName"]), (&expected, &json!("VideoCall")));
    assert_eq!(asked("SELECT COUNT() FROM VideoCall").await["columnMetadata"], json!([]));
    assert_eq!(asked("SELECT Wrong FROM VideoCall").await[0]["errorCode"], "INVALID_FIELD");
}
