//! Review sales calls from the terminal.
//!
//! A session is a stream of events in and a stream of frames out; everything between is a pure
//! function:
//!
//! ```text
//!            events (keys, pastes, sizes, signals)                 frames (bytes)
//! terminal ──┐                                                     ┌─ standard output
//! SSH channel┤                                                     ├─ SSH channel
//! test keys ─┴─► session::run ─► App::update(Msg) ─► [Effect] ─┐   ├─ emulator of a test
//!                    ▲   │            (pure)                   │   │
//!                    │   └─ changed, and there is room ─► view(&App)
//!                    └─── Msg ◄── tasks: org, store, files ◄────┘
//! ```
//!
//! # Rooms
//!
//! Arrows point only downwards in this table; a test reads the sources and keeps it so.
//!
//! | room | owns | never |
//! |---|---|---|
//! | [`call`] | what a call is: moments, categories, speakers, the timeline and its motions, the ruler's lanes, the transcript's clock and people, talk, search, replay, tasks, lists, links, exports, redaction, what a reviewer [notes](call::notes), and [`text`](call::text): what may reach a terminal | IO, the clock, a terminal |
//! | [`wire`] | the contract of the conversation actions and of queries, tolerant on the way in, exact on the way out | IO |
//! | [`org`] | a Salesforce org over HTTP: one method an action, lists, limits, retries, errors as values, and [`login`](org::login): ways in, and how they are renewed | drawing |
//! | [`service`] | the same actions, queries and sign-in answered from a library of calls: the demo, and `serve` | drawing, the client |
//! | [`store`] | what this machine keeps: its folders, and databases of what was fetched, for a while, and of what the reviewer made | the clock, an org, drawing |
//! | [`tui`] | the reviewer's app: [`App`](tui::App), its [update](tui::App::update), keys, panes, [view](tui::view()) | IO, the clock, the runtime |
//! | [`session`] | [`run`](session::run()), the one loop; [`plain`](session::plain()), the same in lines; tasks; frames; [keys from bytes](session::Decoder); rooms, in which one shows others a call; recordings of sessions; the player of calls; this process's terminal | |
//! | [`ssh`] | the host for visitors over SSH: its key, who may come in, limits, [`session::run`](session::run()) on each channel | what visitors are shown |
//! | [`config`], [`cli`], [`command`] | settings, keys and themes as a pure merge of files, environment and flags; the command line; where all is put together | |
//!
//! # Where to start reading
//!
//! [`call::Timeline`] for the data, [`tui::action::TABLE`] for what a user can do,
//! [`session::run()`] for how it all moves.
//!
//! # What holds everywhere
//!
//! - **One gate for text.** [`call::text::clean`] is called where text enters, in [`wire`]; the
//!   type [`Clean`](call::text::Clean) carries that it was.
//! - **Work grows with what is visible.** Filters are bit sets with rank and select
//!   ([`call::Selection`]); lists build the rows on the screen; lanes are drawn up again only when
//!   what they show has changed.
//! - **A response is read as a stream of moments.** [`wire::intelligence`] hands each moment on
//!   and forgets its bytes, so a response is never in memory whole, and one moment that cannot be
//!   read costs only itself.
//! - **The playhead is a time.** Filters, reloads and sizes keep it; the row follows, and so does
//!   the transcript, unless the reader has scrolled it.
//! - **What a reviewer made outlives what was fetched.** Notes, tags and verdicts are filed under
//!   what is stable about a moment ([`call::MomentKey`]) and find it again after a refresh; a change
//!   is decided where it is written ([`call::Notes::decide`]), so two who write both keep their words.
//! - **What is kept comes first.** [`session::Source`] answers with what the [`store`] has, then with
//!   what the org says now; an answer that has not changed changes nothing but its age. The bytes
//!   are kept as the org sent them, so there is one reader for both.
//! - **Nothing is asked before it is needed.** A [`Door`](org::login::Door) is opened when the first
//!   answer is wanted, so the first frame waits for no sign-in, and a token is renewed once for all
//!   who meet its end together.
//! - **A frame is ours from the buffer to the bytes.** [`session::Painter`] writes the difference
//!   between two buffers itself: fewer bytes than a general backend, nothing asked of a terminal,
//!   no look at this process's environment, which a visitor over SSH would not share.

pub mod call;
pub mod cli;
pub mod command;
pub mod config;
pub mod org;
pub mod service;
pub mod session;
pub mod ssh;
pub mod store;
pub mod tui;
pub mod wire;
