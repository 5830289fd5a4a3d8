//! Options that several commands share, and those of signing in.

use clap::Args;

use super::names::ApprovalName;

/// Options of signing in.
#[derive(Debug, Clone, Default, Args)]
pub struct SignIn {
    /// An org that the Salesforce CLI, sf, is signed in to: an alias or a username
    #[arg(long, value_name = "ALIAS", conflicts_with_all = ["browser", "client_id", "login_url", "port"])]
    pub org: Option<String>,
    /// Sign in in a browser, also where there is sf
    #[arg(long)]
    pub browser: bool,
    /// The consumer key of the app to sign in as, in the browser
    #[arg(long, value_name = "ID")]
    pub client_id: Option<String>,
    /// Where to sign in, in the browser: best the org's My Domain
    #[arg(long, value_name = "URL")]
    pub login_url: Option<String>,
    /// The port of this machine that the browser comes back to; 0 takes a free one
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,
}

pub(super) const LOGIN: &str = "\
Which way:
  --org or SF_TARGET_ORG, or else the default org of sf: the Salesforce CLI gives the tokens,
  and earmark keeps none. Any other option, or no sf: a browser.

In a browser:
  The app is the one of the Salesforce CLI (PlatformCLI) unless --client-id names another. Where
  an org does not let it in, an administrator can install and allow it in Setup, Connected Apps
  OAuth Usage; or create an External Client App with the callback URL
  http://localhost:1717/OauthRedirect (another port with --port), the scopes “api” and
  “refresh_token”, PKCE required and no secret, and give you its consumer key for --client-id.
  The page is at SF_ORG_INSTANCE_URL if that is set, else at https://login.salesforce.com; some
  orgs allow only their My Domain, and a sandbox has its own: --login-url names it.

  What is kept is a refresh token: in the system's keyring where earmark was built with it and
  one answers, else in a file that only you can read, under $XDG_STATE_HOME/earmark.";

/// Options of what asks an org.
#[derive(Debug, Clone, Default, Args)]
pub struct Network {
    /// An org that the Salesforce CLI, sf, is signed in to: an alias or a username
    #[arg(long, value_name = "ALIAS", conflicts_with = "instance_url")]
    pub org: Option<String>,
    /// The org's URL; https, unless it is on this machine
    #[arg(long, value_name = "URL")]
    pub instance_url: Option<String>,
    /// The API version, 65.0 unless said
    #[arg(long, value_name = "VERSION")]
    pub api_version: Option<String>,
    /// Ask nobody: show what was fetched before
    #[arg(long)]
    pub offline: bool,
}

/// Options of how people sign in to the service.
#[derive(Debug, Clone, Default, Args)]
pub struct SignInFlags {
    /// Who lets an app in: everyone who reaches the service, or whoever knows one of its tokens;
    /// `automatic` on loopback, `ask` elsewhere and with a public URL, unless given
    #[arg(long, value_enum, value_name = "HOW")]
    pub approve: Option<ApprovalName>,
    /// An address that browsers may be sent back to, beside loopback; may be repeated
    #[arg(long, value_name = "URL", value_parser = web_address)]
    pub redirect_uri: Vec<String>,
    /// Give a new refresh token with each refresh
    #[arg(long)]
    pub rotate: bool,
    /// Seconds that an access token is good, 7200 unless said
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..))]
    pub token_lifetime: Option<u32>,
    /// Where the service is reached, when something in front of it adds TLS
    #[arg(long, value_name = "URL", value_parser = web_address)]
    pub public_url: Option<String>,
}

fn web_address(text: &str) -> Result<String, String> {
    match url::Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(text.to_owned()),
        _ => Err("it must be a whole address, such as https://calls.example".to_owned()),
    }
}

/// Options of what draws screens.
#[derive(Debug, Clone, Default, Args)]
pub struct Look {
    /// Colours: auto, dark, light, contrast, soft, ascii, or one of your own
    #[arg(long, value_name = "NAME")]
    pub theme: Option<String>,
    /// Draw with ASCII characters only
    #[arg(long)]
    pub ascii: bool,
    /// Leave out e-mail addresses, telephone numbers, amounts of money and names
    #[arg(long)]
    pub redact: bool,
    /// Lines instead of a screen: numbered, without boxes or colours, for screen readers and pipes
    #[arg(long)]
    pub plain: bool,
}

/// What to print of a call.
#[derive(Debug, Clone, Default, Args)]
pub struct Kept {
    /// Only moments of this category; may be repeated
    #[arg(long, value_name = "NAME")]
    pub category: Vec<String>,
    /// Only moments by this speaker; may be repeated
    #[arg(long, value_name = "NAME")]
    pub speaker: Vec<String>,
    /// Only moments that need attention or are a follow-up
    #[arg(long)]
    pub flagged: bool,
    /// Leave out e-mail addresses, telephone numbers, amounts of money and names
    #[arg(long)]
    pub redact: bool,
}
