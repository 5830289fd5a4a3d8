//! Lists of calls, in every form.

use earmark::call::export::{ListFormat, write_list};
use earmark::call::text::{Clean, clean_line};
use earmark::call::{Listed, Offset, Progress};
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

fn text(text: &str) -> Clean {
    clean_line(text).boxed()
}

fn listed(title: &str, account: &str, people: &[&str]) -> Listed {
    Listed {
        id: "6qrAAC000000BGPYB2".parse().unwrap(),
        title: Some(text(title)),
        start: Some("2026-11-20T14:00:00Z".parse().unwrap()),
        duration: Some(Offset::from_centis(29_947)),
        account: Some(text(account)),
        people: people.iter().map(|name| text(name)).collect(),
        owner: Some(text("Ada Rep")),
        progress: Progress::Processing,
    }
}

fn unknown() -> Listed {
    Listed {
        id: "0LQSG000000gNTF4A2".parse().unwrap(),
        title: None,
        start: None,
        duration: None,
        account: None,
        people: Vec::new(),
        owner: None,
        progress: Progress::Unknown,
    }
}

fn written(calls: &[Listed], format: ListFormat, width: Option<usize>) -> String {
    let mut out = Vec::new();
    write_list(calls, format, width, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn columns_line_up() {
    let calls = [
        listed("Kick-off", "Acme", &["Ada Rep", "Kit Buyer"]),
        listed("霧ヶ瀬", "", &[]),
        unknown(),
    ];
    assert_eq!(
        written(&calls, ListFormat::Text, None),
        "6qrAAC000000BGPYB2  2026-11-20 14:00     4:59  video  Kick-off  Acme  Ada Rep, Kit Buyer\n\
         6qrAAC000000BGPYB2  2026-11-20 14:00     4:59  video  霧ヶ瀬\n\
         0LQSG000000gNTF4A2                             voice\n"
    );
    assert_eq!(written(&[], ListFormat::Text, None), "");
}

#[test]
fn programs_get_every_field() {
    let calls = [listed("A \"b\"", "Acme", &["Ada Rep"]), unknown()];
    let json: serde_json::Value =
        serde_json::from_str(&written(&calls, ListFormat::Json, None)).unwrap();
    assert_eq!(
        json,
        serde_json::json!([
            {"id": "6qrAAC000000BGPYB2", "kind": "video", "start": "2026-11-20T14:00:00Z",
             "duration": 299.47, "title": "A \"b\"", "account": "Acme", "owner": "Ada Rep",
             "people": ["Ada Rep"], "progress": "processing"},
            {"id": "0LQSG000000gNTF4A2", "kind": "voice", "start": null, "duration": null,
             "title": null, "account": null, "owner": null, "people": [], "progress": null},
        ])
    );
    assert_eq!(written(&[], ListFormat::Json, None), "[]\n");
}

#[test]
fn spreadsheets_get_rows_without_formulas() {
    let calls = [listed("=1+1", "@x", &["-Ada, Rep", "Kit"]), unknown()];
    let csv = written(&calls, ListFormat::Csv, None);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(header.join(","), "id,kind,start,duration,title,account,owner,people,progress");
    let rows: Vec<Vec<String>> =
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    assert_eq!(rows[0][2..5], ["2026-11-20T14:00:00Z", "299.47", "'=1+1"]);
    assert_eq!(rows[0][5..9], ["'@x", "Ada Rep", "'-Ada, Rep; Kit", "processing"]);
    assert_eq!(rows[1][2..], ["", "", "", "", "", "", ""]);
}

proptest! {
    #[test]
    fn a_line_never_outgrows_the_terminal(
        titles in prop::collection::vec(r"[a-c 漢é🎈\PC]{0,80}", 1..5),
        width in 1usize..140,
    ) {
        let calls: Vec<Listed> = titles.iter().map(|t| listed(t, t, &[t, "x"])).collect();
        let written = written(&calls, ListFormat::Text, Some(width));
        prop_assert_eq!(written.lines().count(), calls.len());
        for line in written.lines() {
            prop_assert!(line.width() <= width, "{line:?}");
        }
    }
}
