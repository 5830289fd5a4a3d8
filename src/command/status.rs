//! Who is signed in where, and what works.

use std::fmt::Write;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::{Usage, door, print_all, problem_code, runtime};
use crate::call::{Problem, ProblemKind};
use crate::cli::StatusFormat;
use crate::config::Flags;
use crate::org::login::{Door, Via, Way};
use crate::org::{Client, Right, Rights, Tried};
use crate::wire::User;

/// What there is to say.
struct Status {
    client: Client,
    user: Result<User, Problem>,
    via: String,
    rights: Rights,
}

/// Says who is signed in; ends with 0 if calls can be reviewed.
pub(super) fn status(format: StatusFormat, flags: &Flags) -> anyhow::Result<ExitCode> {
    if super::settings(flags)?.config.is_offline() {
        let text = "the org has to be asked for this, and --offline or EARMARK_OFFLINE forbids it";
        return Err(Usage(text.to_owned()).into());
    }
    let door = door(flags)?;
    let runtime = runtime()?;
    let status = runtime.block_on(ask(&door));
    runtime.shutdown_background();
    let status = match status {
        Ok(status) => status,
        Err(problem) if format == StatusFormat::Json => {
            // Nobody can tell while the org cannot be asked.
            let signed_in = (problem.kind == ProblemKind::NotSignedIn).then_some(false);
            let json = json!({
                "signedIn": signed_in,
                "problem": { "what": problem.what.as_str(), "next": problem.next.as_str() },
            });
            print_all(format!("{json:#}\n").as_bytes())?;
            return Ok(problem_code(&problem));
        }
        Err(problem) => return Err(anyhow::Error::new(problem)),
    };
    print_all(
        match format {
            StatusFormat::Text => text(&status).into_bytes(),
            StatusFormat::Json => format!("{:#}\n", as_json(&status)).into_bytes(),
        }
        .as_slice(),
    )?;
    Ok(if status.rights.suffice() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn ask(door: &Door) -> Result<Status, Problem> {
    let client = door.client().await?;
    let user = client.who().await.map_err(|error| error.problem());
    let user = match user {
        // The other rights would fail in the same way.
        Err(problem) if is_final(&problem) => return Err(problem),
        user => user,
    };
    let rights = client.rights().await;
    let expired = rights.all.iter().find_map(|(_, tried)| match tried {
        Tried::Refused(problem) if problem.kind == ProblemKind::NotSignedIn => Some(problem),
        Tried::Refused(_) | Tried::Works | Tried::Untried => None,
    });
    if let Some(problem) = expired {
        return Err(problem.clone());
    }
    Ok(Status { client, user, via: via(door), rights })
}

fn is_final(problem: &Problem) -> bool {
    use crate::call::ProblemKind::{Busy, NotSignedIn, Unreachable};
    matches!(problem.kind, NotSignedIn | Unreachable | Busy)
}

fn via(door: &Door) -> String {
    match door.way() {
        Way::Ready(_) => "the environment (SF_ACCESS_TOKEN)".to_owned(),
        Way::Kept { login, .. } if login.via == Via::Browser => {
            let app = login.app.as_ref().map(|app| app.client_id.as_str()).unwrap_or_default();
            format!("the browser, as the app {}", crate::call::text::clean_line(app))
        }
        Way::Sf(_) | Way::Kept { .. } | Way::None(_) => "sf, the Salesforce CLI".to_owned(),
    }
}

fn text(status: &Status) -> String {
    let Status { client, user, via, rights } = status;
    let mut text = match user {
        Ok(user) => format!("Signed in as {} ({})\n", user.name, user.username),
        Err(problem) => format!("Signed in; the org does not say as whom: {}\n", problem.what),
    };
    let org = user.as_ref().ok().map(|user| format!(" ({})", user.org)).unwrap_or_default();
    // Writing to a text cannot fail.
    let _ = writeln!(text, "  org          {}{org}", client.instance().authority());
    let _ = writeln!(text, "  through      {via}");
    let _ = writeln!(text, "  API version  {}", client.version());
    if let Some(usage) = client.usage() {
        let _ = writeln!(text, "  usage        {usage}");
    }
    let _ = writeln!(text, "What works");
    for (right, tried) in &rights.all {
        let said = match tried {
            Tried::Works => "yes".to_owned(),
            Tried::Refused(problem) => format!("no: {problem}"),
            Tried::Untried => "not tried: there is no call to try it with".to_owned(),
        };
        let _ = writeln!(text, "  {:<11}  {said}", right.word());
    }
    text
}

fn as_json(status: &Status) -> Value {
    let Status { client, user, via, rights } = status;
    let of = |field: fn(&User) -> &str| user.as_ref().ok().map(field);
    let tried = |tried: &Tried| match tried {
        Tried::Works => json!({ "works": true }),
        Tried::Untried => json!({ "works": null }),
        Tried::Refused(problem) => json!({
            "works": false, "what": problem.what.as_str(), "next": problem.next.as_str(),
        }),
    };
    json!({
        "signedIn": true,
        "name": of(|user| user.name.as_str()),
        "username": of(|user| user.username.as_str()),
        "userId": of(|user| user.id.as_str()),
        "orgId": of(|user| user.org.as_str()),
        "host": client.instance().host(),
        "through": via,
        "apiVersion": client.version().to_string(),
        "usage": client.usage().map(|usage| json!({ "used": usage.used, "allowed": usage.allowed })),
        "rights": {
            "calls": tried(rights.of(Right::Calls)),
            "insights": tried(rights.of(Right::Insights)),
            "transcript": tried(rights.of(Right::Transcript)),
            "questions": tried(rights.of(Right::Questions)),
        },
    })
}
