//! The command line, as types.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::call::export::{Format, ListFormat};
use crate::config::Flags;
use crate::tui::Ground;

/// Review sales calls from the terminal.
///
/// Alone, it lists your calls to choose from. A call is opened by its record id, by the address of its page or by a link to a moment of it,
/// from an org that answers getConversationIntelligence (API 65.0 or later), or from a saved
/// response. In a pipe, the call is printed as text.
#[derive(Debug, Parser)]
#[command(
    name = "earmark",
    version,
    args_conflicts_with_subcommands = true,
    after_long_help = AFTER
)]
pub struct Cli {
    /// What to do instead of reviewing
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Ids or links of calls, or saved responses, `-` for standard input; none lists calls
    #[arg(value_name = "CALL|FILE")]
    pub calls: Vec<String>,
    /// Where records are asked for
    #[command(flatten)]
    pub network: Network,
    /// How they look
    #[command(flatten)]
    pub look: Look,
}

const AFTER: &str = "\
Which org is asked, the first that is there:
  1. --org, or SF_TARGET_ORG: sf, the Salesforce CLI, gives the token
  2. --instance-url, or SF_ORG_INSTANCE_URL, with SF_ACCESS_TOKEN
  3. the sign-in of `earmark login`
  4. the default org of sf

Environment:
  SF_TARGET_ORG        an org that sf knows, by alias or username
  SF_ORG_INSTANCE_URL  the org, such as https://acme.my.salesforce.com
  SF_ACCESS_TOKEN      an access token for it (there is no flag: arguments are public)
  SF_ORG_API_VERSION   the API version, 65.0 unless said
  EARMARK_OFFLINE      set to 1, as --offline
  EARMARK_CACHE_DAYS   how long what is fetched is kept, 30 days unless said; 0 keeps nothing
  NO_COLOR             no colours; COLORFGBG tells dark from light

Exit codes:
  0 well, 1 failed, 2 wrong usage, 3 not signed in, 4 no such call or no access

Examples:
  earmark
  earmark demo
  earmark login
  earmark calls --all --limit 200
  earmark 6qrWs000004Tb7KIAS
  earmark https://acme.lightning.force.com/lightning/r/VideoCall/6qrWs000004Tb7KIAS/view
  earmark 'earmark://call/6qrWs000004Tb7KIAS?t=83.5'
  earmark show response.json --format markdown
  earmark show 6qrWs000004Tb7KIAS --format json | jq '.moments[].text'";

/// What there is to do besides reviewing.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Review invented calls, from a service of this program's own on loopback
    Demo {
        /// The call to start with, by id, by link or by the start of its title
        call: Option<String>,
        /// List the calls instead
        #[arg(long)]
        list: bool,
        /// How they look
        #[command(flatten)]
        look: Look,
    },
    /// List calls, newest first
    Calls {
        /// All calls that you may see, not only your own
        #[arg(long)]
        all: bool,
        /// How many at most
        #[arg(long, value_name = "N", default_value_t = 50)]
        limit: usize,
        /// The form to list them in
        #[arg(long, value_enum, default_value_t = ListFormatName::Text)]
        format: ListFormatName,
        /// Where they are asked for
        #[command(flatten)]
        network: Network,
    },
    /// Print a call
    Show {
        /// What names it: an id, a link, or a saved response; `-` reads standard input
        #[arg(value_name = "CALL|FILE")]
        call: String,
        /// The form to print in
        #[arg(long, value_enum, default_value_t = FormatName::Text)]
        format: FormatName,
        /// Where records are asked for
        #[command(flatten)]
        network: Network,
    },
    /// Ask the org about a call, and print what its language model says
    Ask {
        /// A record id
        call: String,
        /// What to ask
        question: String,
        /// The form to print in
        #[arg(long, value_enum, default_value_t = ReplyFormat::Text)]
        format: ReplyFormat,
        /// Where it is asked
        #[command(flatten)]
        network: Network,
    },
    /// Answer the conversation actions from a folder of calls
    Serve {
        /// Where to listen; port 0 takes a free one
        #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8065")]
        listen: SocketAddr,
        /// A folder of calls, one JSON file each; the demo's calls unless given
        #[arg(long, value_name = "DIR")]
        library: Option<PathBuf>,
        /// Tokens that are let in, one a line; made with a random token when missing
        #[arg(long, value_name = "FILE")]
        token_file: PathBuf,
        /// How people sign in
        #[command(flatten)]
        sign_in: SignInFlags,
    },
    /// What is kept of the calls that were fetched, so that they open at once, and offline
    Cache {
        /// What to do with it
        #[command(subcommand)]
        action: CacheAction,
    },
    /// Sign in to an org, through the Salesforce CLI or in a browser
    #[command(after_long_help = LOGIN)]
    Login(SignIn),
    /// Say who is signed in where, and what this user may do
    Status {
        /// The form to print in
        #[arg(long, value_enum, default_value_t = StatusFormat::Text)]
        format: StatusFormat,
        /// Which org
        #[command(flatten)]
        network: Network,
    },
    /// End the sign-in that `earmark login` began
    Logout,
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page, of earmark or of one of its commands
    Man {
        /// The command
        command: Option<String>,
    },
}

/// What there is to do with what is kept.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum CacheAction {
    /// Print how much is kept, and since when
    Info,
    /// Print where it is kept
    Path,
    /// Delete all of it, of every org and user
    Clear,
}

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

const LOGIN: &str = "\
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

/// Forms of a status by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StatusFormat {
    /// For reading in a terminal
    Text,
    /// For programs
    Json,
}

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
    /// `automatic` on loopback, `ask` elsewhere, unless given
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

/// Who lets an app in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ApprovalName {
    /// Whoever knows a token of the service, on a page
    Ask,
    /// The service, at once
    Automatic,
}

/// Options of what draws screens.
#[derive(Debug, Clone, Default, Args)]
pub struct Look {
    /// Colours for a dark or a light background
    #[arg(long, value_enum)]
    pub theme: Option<ThemeName>,
    /// Draw with ASCII characters only
    #[arg(long)]
    pub ascii: bool,
}

/// Themes by name.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ThemeName {
    /// For a dark background
    Dark,
    /// For a light background
    Light,
}

/// Forms by name.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum FormatName {
    /// For reading in a terminal
    Text,
    /// For documents and chats
    Markdown,
    /// For programs
    Json,
    /// For spreadsheets, one row a moment
    Csv,
}

/// Forms of an answer by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReplyFormat {
    /// For reading in a terminal
    Text,
    /// For programs
    Json,
}

/// Forms of a list by name.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ListFormatName {
    /// For reading in a terminal
    Text,
    /// For programs
    Json,
    /// For spreadsheets, one row a call
    Csv,
}

impl From<ListFormatName> for ListFormat {
    fn from(name: ListFormatName) -> Self {
        match name {
            ListFormatName::Text => Self::Text,
            ListFormatName::Json => Self::Json,
            ListFormatName::Csv => Self::Csv,
        }
    }
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Text => Self::Text,
            FormatName::Markdown => Self::Markdown,
            FormatName::Json => Self::Json,
            FormatName::Csv => Self::Csv,
        }
    }
}

/// What the options of a command come to.
#[must_use]
pub fn flags(network: Network, look: &Look) -> Flags {
    let ground = look.theme.map(|theme| match theme {
        ThemeName::Dark => Ground::Dark,
        ThemeName::Light => Ground::Light,
    });
    let Network { org, instance_url, api_version, offline } = network;
    Flags { org, instance_url, api_version, offline, ground, ascii: look.ascii }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn calls_and_commands_do_not_mix() {
        let parse = |line: &str| Cli::try_parse_from(line.split(' '));
        assert_eq!(parse("earmark a.json b.json --ascii").unwrap().calls, ["a.json", "b.json"]);
        assert!(matches!(parse("earmark demo").unwrap().command, Some(Command::Demo { .. })));
        assert!(parse("earmark").unwrap().calls.is_empty());
        assert!(parse("earmark --ascii").unwrap().calls.is_empty());
        assert!(parse("earmark show").is_err());
        let served = |flag: &str| parse(&format!("earmark serve --token-file t {flag}"));
        assert!(served("--public-url https://calls.example --approve ask").is_ok());
        for wrong in ["--public-url calls.example", "--redirect-uri /x", "--token-lifetime 0"] {
            assert!(served(wrong).is_err(), "{wrong}");
        }
    }
}
