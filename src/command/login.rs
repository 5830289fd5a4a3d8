//! Signing in.

use std::io::{self, Write};
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode, Stdio};

use termprofile::{Env, EnvVarSource};
use tokio::io::BufReader;

use super::{Usage, keep, print_all, runtime};
use crate::call::text::clean_line;
use crate::cli::SignIn;
use crate::config::{self, Flags};
use crate::org::Instance;
use crate::org::login::{
    App, Keep, LoginError, PLATFORM_CLI, Place, SfError, SignedIn, Via, Waiting,
};

/// The port that the Salesforce CLI's app and most others are registered with.
const PORT: u16 = 1717;
/// Where anybody signs in whose org is not known.
const ANY_ORG: &str = "https://login.salesforce.com";

/// Signs in through `sf` or in a browser, whichever is asked for or there.
pub(super) fn login(sign_in: SignIn) -> anyhow::Result<ExitCode> {
    let keep = keep()?;
    let runtime = runtime()?;
    let done = runtime.block_on(async {
        tokio::select! {
            // Ctrl-C is listened for before anything is said.
            biased;
            _ = tokio::signal::ctrl_c() => Ok(None),
            done = signed_in(sign_in, &keep) => done.map(Some),
        }
    });
    // Standard input may still be waited for, by a thread that cannot be called back.
    runtime.shutdown_background();
    let Some(signed_in) = done? else {
        eprintln!("\nearmark: The sign-in was stopped.");
        return Ok(ExitCode::from(130));
    };
    print_all(told(&signed_in, &keep).as_bytes())
}

async fn signed_in(sign_in: SignIn, keep: &Keep) -> anyhow::Result<SignedIn> {
    let SignIn { org, browser, client_id, login_url, port } = sign_in;
    let wants_browser = browser || client_id.is_some() || login_url.is_some() || port.is_some();
    let earlier = keep.read().ok().flatten();
    let named = config::target_org(&Flags { org, ..Flags::default() }, &Env);
    if !wants_browser {
        let sf = config::sf(&Env);
        let by_browser = earlier.as_ref().is_some_and(|login| login.via == Via::Browser);
        match (named, sf) {
            (Some(_), None) => return Err(problem(&SfError::Missing.into())),
            (Some(org), Some(sf)) => {
                let signed_in = keep.sign_in_through(&sf.about(Some(org))).await;
                return signed_in.map_err(|error| problem(&error));
            }
            (None, Some(sf)) if !by_browser => match keep.sign_in_through(&sf).await {
                Err(LoginError::Sf(SfError::NoDefault)) => {
                    eprintln!(
                        "sf has no default org, so a browser it is; --org names one of its orgs."
                    );
                }
                done => return done.map_err(|error| problem(&error)),
            },
            (None, _) => {}
        }
    }
    let earlier = earlier.and_then(|login| login.app);
    let app = app(client_id, login_url, earlier)?;
    in_browser(app, port.unwrap_or(PORT), keep).await.map_err(|error| problem(&error))
}

fn problem(error: &LoginError) -> anyhow::Error {
    anyhow::Error::new(error.problem())
}

/// The app and the place: as the options say, else as the environment, else as the last time.
fn app(
    client_id: Option<String>,
    login_url: Option<String>,
    earlier: Option<App>,
) -> Result<App, Usage> {
    let from_env = || Env.var(config::INSTANCE_URL).filter(|url| !url.trim().is_empty());
    let named = login_url.map(|url| (url, "--login-url"));
    let named = named.or_else(|| from_env().map(|url| (url, config::INSTANCE_URL)));
    let named = named.map(|(url, from)| {
        Instance::parse(&url).map_err(|error| Usage(format!("{from}: {error}")))
    });
    let named = named.transpose()?;
    // An app is registered with one org: what was used there is not for another.
    let again = earlier.filter(|app| named.as_ref().is_none_or(|url| *url == app.login));
    let (login, id) = match again {
        Some(app) => (app.login, app.client_id),
        None => {
            let any = || Instance::parse(ANY_ORG).map_err(|error| Usage(error.to_string()));
            (named.map_or_else(any, Ok)?, PLATFORM_CLI.to_owned())
        }
    };
    Ok(App { login, client_id: client_id.unwrap_or(id) })
}

async fn in_browser(app: App, port: u16, keep: &Keep) -> Result<SignedIn, LoginError> {
    let waiting = Waiting::begin(app.clone(), port).await;
    let mut out = io::stderr();
    // Whoever closed standard error wants to read none of it.
    let _ = write!(out, "{}", invitation(&app, &waiting));
    if waiting.only_by_pasting().is_none()
        && let Some(opener) = config::opener(&Env)
    {
        open(opener, waiting.url().as_str());
    }
    let pasted = BufReader::new(tokio::io::stdin());
    let granted = waiting.granted(pasted, &mut out).await?;
    keep.sign_in_with(app, granted).await
}

fn invitation(app: &App, waiting: &Waiting) -> String {
    let (host, url) = (clean_line(app.login.authority()), waiting.url());
    let mut text = format!("Sign in at {host}, in a browser on any machine:\n\n  {url}\n\n");
    if app.login.as_str() == ANY_ORG {
        text.push_str(
            "If your org allows only its own address, or is a sandbox, give it as --login-url.\n",
        );
    }
    let way_back = match waiting.only_by_pasting() {
        None => "Then come back here. If the browser's last page does not load, because it is on \
                 another\nmachine, paste that page's address here and press Enter.\n"
            .to_owned(),
        Some((port, why)) => format!(
            "Port {port} cannot be listened on ({why}), so the browser's last page will not \
             load:\npaste that page's address here and press Enter.\n"
        ),
    };
    text + &way_back
}

/// A browser that does not open is no failure: the address was printed.
fn open(opener: &str, url: &str) {
    let quiet = || Stdio::null();
    let mut browser = Command::new(opener);
    browser.arg(url).stdin(quiet()).stdout(quiet()).stderr(quiet());
    // Ctrl-C here is not meant for it.
    let _ = browser.process_group(0).spawn();
}

fn told(signed_in: &SignedIn, keep: &Keep) -> String {
    let SignedIn { login, name, place } = signed_in;
    let user = login.account().user;
    let who = if name.is_blank() { user } else { format!("{name} ({user})") };
    let rests = match place {
        None => "sf keeps the token; earmark asks it when it needs one.".to_owned(),
        Some(Place::Keyring) => "The refresh token rests in the system's keyring.".to_owned(),
        Some(Place::File) => format!(
            "The refresh token rests in {}, which only you can read.",
            keep.path().display()
        ),
    };
    format!("Signed in to {} as {who}.\n{}\n", login.instance.authority(), clean_line(&rests))
}
