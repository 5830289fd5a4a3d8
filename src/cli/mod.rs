//! The command line, as types.

mod names;
mod options;
mod ssh;

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand};
use clap_complete::Shell;

pub use names::{ApprovalName, ListFormatName, ReplyFormat, StatusFormat};
pub use options::{Kept, Look, Network, SignIn, SignInFlags};
pub use ssh::{HostFlags, LimitFlags};

use crate::call::export::Format;
use crate::call::{Offset, Place};
use crate::config::{Face, Flags};

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
    /// The recording of the one call that is named, played along by mpv; of a saved response, one
    /// that lies beside it under the same name is found by itself
    #[arg(long, value_name = "FILE|URL", requires = "calls")]
    pub media: Option<String>,
    /// Where to start in the first call, such as 1:23 or 83.5
    #[arg(long, value_name = "TIME", value_parser = time, requires = "calls")]
    pub at: Option<Offset>,
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
  EARMARK_OFFLINE      1 or true is as --offline; 0 or false is not
  EARMARK_TASK_KEY_FIELD  as --key-field of `earmark tasks`
  EARMARK_CACHE_DAYS   how long what is fetched is kept, 30 days unless said; 0 keeps nothing
  EARMARK_AUTHOR       whose name stands beside notes, that of the login unless said
  EARMARK_PLAYER       what plays recordings, with its arguments: mpv unless said
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

fn time(text: &str) -> Result<Offset, String> {
    match text.parse() {
        Ok(Place::At(at)) => Ok(at),
        _ => Err("it must be a time, such as 1:23 or 83.5".to_owned()),
    }
}

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
        /// A recording of the call to start with, played along by mpv
        #[arg(long, value_name = "FILE|URL")]
        media: Option<String>,
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
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        /// What of it
        #[command(flatten)]
        kept: Kept,
        /// Where records are asked for
        #[command(flatten)]
        network: Network,
    },
    /// Print the next steps of a call as tasks, with what would be sent to make them in the org
    Tasks {
        /// What names the call: an id, a link, or a saved response
        #[arg(value_name = "CALL|FILE")]
        call: String,
        /// The form to print in
        #[arg(long, value_enum, default_value_t = Format::Text, conflicts_with = "create")]
        format: Format,
        /// Make them in the org
        #[arg(long)]
        create: bool,
        /// Only these, by their numbers
        #[arg(long, value_name = "N", value_delimiter = ',')]
        only: Vec<usize>,
        /// A custom field of Task that is an external id: tasks are upserted by their keys in it
        #[arg(long, value_name = "FIELD")]
        key_field: Option<String>,
        /// Where it is asked for
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
        /// Where tasks are kept that are made through the service; in memory unless given
        #[arg(long, value_name = "FILE")]
        tasks: Option<PathBuf>,
        /// How people sign in
        #[command(flatten)]
        sign_in: SignInFlags,
    },
    /// Host the review screen for visitors over SSH: `ssh -p 2222 demo@HOST`
    #[command(after_long_help = ssh::KEYS)]
    Ssh(Box<HostFlags>),
    /// What is kept of the calls that were fetched, so that they open at once, and offline
    Cache {
        /// What to do with it
        #[command(subcommand)]
        action: CacheAction,
    },
    /// The files of options, keys and themes
    Config {
        /// What to do with them
        #[command(subcommand)]
        action: ConfigAction,
    },
    /// Notes, tags and verdicts as a file, so that they are yours
    Notes {
        /// What to do with them
        #[command(subcommand)]
        action: NotesAction,
    },
    /// Sign in to an org, through the Salesforce CLI or in a browser
    #[command(after_long_help = options::LOGIN)]
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

/// What there is to do with the user's files.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum ConfigAction {
    /// Say what is wrong with them; the exit code is 1 if anything is
    Check,
    /// Print the folder that they are in
    Path,
    /// Print all options with what they are set to, and where
    Print,
}

/// What there is to do with notes.
#[derive(Debug, Clone, Subcommand)]
pub enum NotesAction {
    /// Print them as JSON
    Export {
        /// Only those of these calls
        #[arg(value_name = "CALL|FILE")]
        calls: Vec<String>,
    },
    /// Add those of a file; doing so again changes nothing
    Import {
        /// What `earmark notes export` printed; `-` reads standard input
        file: String,
    },
}

/// Arguments in the order in which they are understood: a `--plain` before a command is its own.
/// Before another option it stays where it is: what follows that one may be its value.
pub fn arguments(given: impl Iterator<Item = OsString>) -> impl Iterator<Item = OsString> {
    let mut given: Vec<OsString> = given.collect();
    let is_option = |word: &OsString| word.as_encoded_bytes().starts_with(b"-");
    if given.len() > 2 && given[1] == "--plain" && !is_option(&given[2]) {
        given.swap(1, 2);
    }
    given.into_iter()
}

/// What the options of a command come to.
#[must_use]
pub fn flags(network: Network, look: &Look) -> Flags {
    let Network { org, instance_url, api_version, offline } = network;
    Flags {
        org,
        instance_url,
        api_version,
        offline,
        theme: look.theme.clone(),
        ascii: look.ascii,
        redact: look.redact,
        media: None,
        face: if look.plain { Face::Lines } else { Face::Screen },
    }
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
        let plain = |line: &str| {
            let given = line.split(' ').map(OsString::from);
            Cli::try_parse_from(arguments(given)).unwrap()
        };
        let demo = plain("earmark --plain demo corran").command;
        assert!(matches!(demo, Some(Command::Demo { look, .. }) if look.plain));
        assert!(plain("earmark --plain a.json").look.plain && plain("earmark --plain").look.plain);
        for options in ["--at 1:23 a.json", "--theme soft a.json", "--org acme a.json", "-- a.json"]
        {
            let cli = plain(&format!("earmark --plain {options}"));
            assert!(cli.look.plain && cli.calls == ["a.json"], "{options}");
        }
        let served = |flag: &str| parse(&format!("earmark serve --token-file t {flag}"));
        assert!(served("--public-url https://calls.example --approve ask").is_ok());
        for wrong in ["--public-url calls.example", "--redirect-uri /x", "--token-lifetime 0"] {
            assert!(served(wrong).is_err(), "{wrong}");
        }
    }
}
