//! The words of the command line. CLI.md is the contract: names here may be added to, not changed.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

/// A desktop newspaper made of the sources you choose: its command line.
#[derive(Debug, Parser)]
#[command(name = "standfirst", version, propagate_version = true, arg_required_else_help = true)]
pub(crate) struct Args {
    /// Where the library lies [default: the platform's data folder]
    #[arg(long, global = true, env = "STANDFIRST_DATA_DIR", value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Print JSON: one document, or one line each for lists
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Tell on stderr what is being done
    #[arg(long, short, global = true)]
    pub(crate) verbose: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Follow a feed, the feed of a site, or a page without one
    Follow {
        /// The address of a feed, a site or a page; also @name@host, r/name, !name@host
        url: String,
        /// Put it into this folder
        #[arg(long)]
        folder: Option<String>,
        /// Show what the address offers and follow nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// End following a source; saved articles stay
    Unfollow {
        #[arg(value_parser = id())]
        id: i64,
    },
    /// List the sources with their health
    Sources,
    /// Show how one source is and what was asked of it; change what it is asked for
    Source(SourceArgs),
    /// Look for failing sources where they may be now
    Repair {
        /// Only these; all that fail without any
        #[arg(value_parser = id())]
        ids: Vec<i64>,
    },
    /// Fetch older articles of a source that offers its archive
    Older {
        #[arg(value_parser = id())]
        id: i64,
    },
    /// Ask the sources that are due for new articles
    Refresh {
        /// Only this source
        #[arg(long, value_name = "ID", value_parser = id())]
        source: Option<i64>,
        /// Ask now, due or not; without --source also the saved pages that could not be had
        #[arg(long)]
        force: bool,
    },
    /// List articles, newest first
    List(Filters),
    /// Show one article in full
    Show {
        #[arg(value_parser = id())]
        id: i64,
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        /// The feed's own text, or the page's, which is fetched when it is not here; it is the one shown from now on
        #[arg(long, value_enum, value_name = "WHICH")]
        text: Option<Text>,
        /// List what of the page is not in the article, and why
        #[arg(long)]
        left_out: bool,
    },
    /// Put a block back that was left out of an article, here and in whatever else its source publishes
    RestoreBlock {
        #[arg(value_parser = id())]
        id: i64,
        /// Its number in `show ID --left-out`
        block: u32,
    },
    /// Keep articles with all their text and pictures, to be read with the network off
    Offline {
        #[arg(required = true, value_parser = id())]
        ids: Vec<i64>,
        /// Keep them so no longer
        #[arg(long)]
        undo: bool,
    },
    /// Show or set how long articles are kept, where their source says nothing else [default: for ever]
    Keep(KeepArgs),
    /// Show what the library takes on the disk, and make room
    Storage {
        /// What pictures may take, such as 500MB or 2GB; those of saved, offline, tagged and highlighted articles stay in
        /// any case
        #[arg(long, value_name = "SIZE")]
        limit: Option<String>,
        /// Write the database anew without its empty room; it takes as much room again meanwhile
        #[arg(long)]
        compact: bool,
    },
    /// Mark articles read
    MarkRead(MarkRead),
    /// Mark articles unread
    MarkUnread {
        #[arg(required = true, value_parser = id())]
        ids: Vec<i64>,
    },
    /// Save articles for later, by number or address, with text and pictures
    Save {
        #[arg(required = true, value_name = "ID|URL")]
        what: Vec<String>,
    },
    /// No longer keep articles for later
    Unsave {
        #[arg(required = true, value_parser = id())]
        ids: Vec<i64>,
    },
    /// Put saved articles away; what is not saved is saved by that
    Archive {
        #[arg(required = true, value_parser = id())]
        ids: Vec<i64>,
    },
    /// Take articles back from the archive among what is saved
    Unarchive {
        #[arg(required = true, value_parser = id())]
        ids: Vec<i64>,
    },
    /// Share articles: list where to, or send them
    Share {
        #[arg(required = true, value_parser = id())]
        ids: Vec<i64>,
        /// Send to this one, by its id or its name; `copy-…` prints the text
        #[arg(long, value_name = "TARGET")]
        to: Option<String>,
        /// A passage of the article to be shared with it
        #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
        quote: Option<String>,
    },
    /// Show or change what `share` and the share menu offer besides what is found on this system
    ShareTargets {
        #[command(subcommand)]
        action: Option<ShareTargetsAction>,
    },
    /// Put a tag on an article
    Tag {
        #[arg(value_parser = id())]
        id: i64,
        tag: String,
    },
    /// Take a tag off an article
    Untag {
        #[arg(value_parser = id())]
        id: i64,
        tag: String,
    },
    /// Show or set whether new articles of several sources that say the same are folded under one
    Folding {
        #[arg(value_enum)]
        new: Option<Switch>,
    },
    /// Fold an article under another one that says the same: they are one row, and share their status
    Fold {
        #[arg(value_parser = id())]
        id: i64,
        #[arg(value_parser = id())]
        under: i64,
    },
    /// Take an article out of its fold for good, or all of them out of the fold it leads
    Unfold {
        #[arg(value_parser = id())]
        id: i64,
    },
    /// List the tags, give one another name, or take one off every article
    Tags(Renaming),
    /// Give a folder another name, or put its sources out of it
    Folder {
        #[arg(value_name = "NAME")]
        folder: String,
        /// Its new name; the name of another folder puts the two together
        #[arg(long, value_name = "NEW", required_unless_present = "remove", conflicts_with = "remove")]
        rename: Option<String>,
        /// Its sources are in no folder from then on; they stay
        #[arg(long)]
        remove: bool,
    },
    /// Mark a passage of an article, with a note or without; the same passage again takes the new note
    Highlight(HighlightArgs),
    /// List the passages that were marked, the newest first
    Highlights {
        /// Only those of this article
        #[arg(long, value_name = "ID", value_parser = id())]
        article: Option<i64>,
    },
    /// Find articles by their words and more, best first
    ///
    /// war peace: both words, in any form the language gives them · "cold war": exactly these · elect*: words that begin
    /// so · -football: articles without it · cats OR dogs · source: title: author: tag: is: after: before: section:
    /// folder: text: lang: link: (see README.md)
    Search(SearchArgs),
    /// List the searches that are kept
    Searches,
    /// Keep a search under a name; one of that name is another from now on
    SaveSearch {
        name: String,
        #[arg(allow_hyphen_values = true)]
        query: String,
    },
    /// Keep a search no longer
    RemoveSearch { name: String },
    /// List the rules and mute words, in the order in which they act
    Rules,
    /// Make, change and try rules, and see what they did
    #[command(subcommand)]
    Rule(RuleAction),
    /// Hide articles with a word or phrase in headline, deck or text; without one, list what is muted
    Mute(MuteArgs),
    /// Take articles out of all lists
    Hide {
        #[arg(required = true, value_parser = id())]
        ids: Vec<i64>,
    },
    /// Bring hidden articles back into the lists
    Unhide {
        #[arg(required = true, value_parser = id())]
        ids: Vec<i64>,
    },
    /// Show or set the proxy everything is fetched through
    Proxy {
        /// An address (http, https, socks5, socks5h); `none` to go straight; `system` for what `http_proxy` and its
        /// like say
        address: Option<String>,
    },
    /// Take in what another program exported: OPML, bookmarks, Pocket, Instapaper, Omnivore, Readwise, wallabag, Karakeep,
    /// NewsBlur, FreshRSS, Miniflux, Raindrop, a list of addresses
    Import(ImportArgs),
    /// Open what other programs hand over: saves a page, follows a feed, takes in an export, whatever it is
    ///
    /// An address, `standfirst://save?url=…`, `standfirst://follow?url=…` or `feed:…`; a file of any kind that `import` reads, a
    /// page saved as HTML, a feed, or a link (.url, .webloc, .desktop)
    Open {
        #[arg(required = true, value_name = "ADDRESS|FILE")]
        what: Vec<std::ffi::OsString>,
    },
    /// Show which program opens `feed:` links
    FeedLinks {
        /// Have Standfirst open them
        #[arg(long)]
        claim: bool,
    },
    /// Write out the sources (opml), all of the library (archive), or articles as notes, a book or pages
    Export(ExportArgs),
    /// List the browsers that the extension can reach us from; tell them how
    BrowserExtension(BrowserExtensionArgs),
    /// Look whether the library is whole
    Check {
        /// Make the search index anew where it is not
        #[arg(long)]
        repair: bool,
    },
    /// Write the whole library into one file, also while it is in use
    Backup { path: PathBuf },
    /// Put a backup in the place of all that is in the library; what was there is kept as a backup, too
    Restore {
        /// A backup, or another library's folder
        path: PathBuf,
    },
    /// List the backups the library has: one a day, the last seven
    Backups,
    /// Say what is well and what is not, and what to do about it; the network is not asked
    Doctor,
    /// Show the log that can be sent with a report: no addresses but their hosts, nothing of what was read
    Log {
        /// Write it into this file, with what `doctor` says above it
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
    /// Show or set what goes on without the window: fetching, the tray, notifications
    Background(BackgroundArgs),
    /// Show or set whether the window's program is started at login, in the background
    Autostart {
        #[arg(value_enum)]
        new: Option<AutostartSwitch>,
    },
    /// Do what each line of standard input says: `op<TAB>arguments`
    Batch,
    /// Add the sample edition that comes with the app, and refresh it
    Sample,
    /// Serve the window's interface to a browser on this machine
    Serve {
        /// 0 takes any free one
        #[arg(long, default_value_t = 5174)]
        port: u16,
        /// The folder of the built interface
        #[arg(long, value_name = "DIR")]
        ui: Option<PathBuf>,
    },
    /// Read a feed on standard input
    ParseFeed(ParseFeed),
    /// Take the article out of a page on standard input
    Extract(Tool),
    /// Clean HTML on standard input, as the reader would show it
    Sanitize(Tool),
    /// Find the feeds a page on standard input names
    Discover(Tool),
    /// Tell the version, how this copy was installed, and who brings it up to date
    Version,
    /// Write the manual pages and the shells' completions, for those who make packages
    #[command(hide = true)]
    Manual {
        /// The folder that stands for `/usr/share`
        share: PathBuf,
    },
}

#[derive(Debug, ClapArgs)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct SourceArgs {
    #[arg(value_parser = id())]
    pub(crate) id: i64,
    /// Give it another name
    #[arg(long, value_name = "NAME")]
    pub(crate) rename: Option<String>,
    /// Put it into this folder
    #[arg(long, conflicts_with = "no_folder")]
    pub(crate) folder: Option<String>,
    /// Take it out of its folder
    #[arg(long)]
    pub(crate) no_folder: bool,
    /// Ask it at this address from now on
    #[arg(long, value_name = "URL")]
    pub(crate) address: Option<String>,
    /// Do not ask it by itself any more
    #[arg(long, conflicts_with = "resume")]
    pub(crate) pause: bool,
    /// Ask it by itself again
    #[arg(long)]
    pub(crate) resume: bool,
    /// Leave it out of what is unread of all: its articles are in its own lists
    #[arg(long, conflicts_with = "loud")]
    pub(crate) quiet: bool,
    /// Show it in what is unread of all again
    #[arg(long)]
    pub(crate) loud: bool,
    /// Notify of its new articles, or not
    #[arg(long, value_enum, value_name = "SWITCH")]
    pub(crate) notify: Option<Switch>,
    /// Fetch the pages of its articles: where the feed gives an excerpt, always, or never
    #[arg(long, value_enum, value_name = "WHEN")]
    pub(crate) text: Option<Pages>,
    /// Keep its articles for so many days after they came; saved, tagged, highlighted, offline and unread ones stay
    #[arg(long, value_name = "N", group = "keep", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) keep_days: Option<u32>,
    /// Keep so many of its newest articles, and the saved, tagged, highlighted, offline and unread ones
    #[arg(long, value_name = "N", group = "keep", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) keep_newest: Option<u32>,
    /// Keep all its articles for ever
    #[arg(long, group = "keep")]
    pub(crate) keep_all: bool,
    /// Keep its articles as long as `standfirst keep` says
    #[arg(long, group = "keep")]
    pub(crate) keep_default: bool,
    /// With one of these, only tell how much that would remove
    #[arg(long, requires = "keep")]
    pub(crate) dry_run: bool,
    /// Leave blocks with this mark out of its articles again, which `restore-block` put back
    #[arg(long, value_name = "MARK")]
    pub(crate) forget: Option<String>,
    /// Ask it with this name and the password on standard input
    #[arg(long, value_name = "NAME", group = "secret")]
    pub(crate) login: Option<String>,
    /// Ask it with the Cookie header on standard input
    #[arg(long, group = "secret")]
    pub(crate) cookie: bool,
    /// Ask it with this header, whose value is on standard input
    #[arg(long, value_name = "NAME", group = "secret")]
    pub(crate) header: Option<String>,
    /// Forget its login, cookie and headers
    #[arg(long, group = "secret")]
    pub(crate) no_access: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct BackgroundArgs {
    /// Go on fetching when the window is closed
    #[arg(long, value_enum, value_name = "SWITCH")]
    pub(crate) keep_running: Option<Switch>,
    /// Have an icon in the tray while that is so, where the desktop has one
    #[arg(long, value_enum, value_name = "SWITCH")]
    pub(crate) tray: Option<Switch>,
    /// Show no notifications between two times of day, such as 22:00-07:00; `off` for always
    #[arg(long, value_name = "FROM-UNTIL")]
    pub(crate) quiet: Option<String>,
}

/// On or off, or how it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AutostartSwitch {
    On,
    Off,
    Status,
}

#[derive(Debug, ClapArgs)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct KeepArgs {
    /// For so many days after they came
    #[arg(long, value_name = "N", group = "keep", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) days: Option<u32>,
    /// So many of the newest of each source
    #[arg(long, value_name = "N", group = "keep", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) newest: Option<u32>,
    /// For ever
    #[arg(long, group = "keep")]
    pub(crate) all: bool,
    /// Remove unread articles, too, here and where a source has a rule of its own
    #[arg(long, conflicts_with = "unread_stay")]
    pub(crate) unread_too: bool,
    /// Unread articles stay [default]
    #[arg(long)]
    pub(crate) unread_stay: bool,
    /// Only tell how much that would remove
    #[arg(long, conflicts_with = "now")]
    pub(crate) dry_run: bool,
    /// Remove it now, and not after the next refresh
    #[arg(long)]
    pub(crate) now: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ImportArgs {
    /// The file, as it was exported; `-` reads standard input
    pub(crate) file: PathBuf,
    /// Only tell what is in it and what would be passed over
    #[arg(long, conflicts_with = "fetch")]
    pub(crate) dry_run: bool,
    /// Fetch the pages of saved articles that came without their text, and wait for them
    #[arg(long)]
    pub(crate) fetch: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Renaming {
    #[arg(value_name = "NAME", requires = "what")]
    pub(crate) tag: Option<String>,
    /// Its new name; the name of another tag makes the two one
    #[arg(long, value_name = "NEW", requires = "tag", group = "what")]
    pub(crate) rename: Option<String>,
    /// Take it off every article
    #[arg(long, requires = "tag", group = "what")]
    pub(crate) remove: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct HighlightArgs {
    #[arg(required_unless_present = "remove", conflicts_with = "remove", value_parser = id())]
    pub(crate) id: Option<i64>,
    /// The passage, as the article has it
    #[arg(required_unless_present = "remove", conflicts_with = "remove")]
    pub(crate) text: Option<String>,
    #[arg(long, conflicts_with = "remove")]
    pub(crate) note: Option<String>,
    /// Take this highlight off its article; its number is in `highlights`
    #[arg(long, value_name = "HIGHLIGHT", value_parser = id())]
    pub(crate) remove: Option<i64>,
}

/// An order of what is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Sort {
    Date,
    Oldest,
    Length,
    Shortest,
    Source,
}

#[derive(Debug, ClapArgs)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct Filters {
    /// Only what has not been read
    #[arg(long)]
    pub(crate) unread: bool,
    /// Only what is saved and not put away
    #[arg(long)]
    pub(crate) saved: bool,
    /// Only what is saved and put away
    #[arg(long, conflicts_with = "saved")]
    pub(crate) archived: bool,
    /// What is saved or archived in another order: what was saved last or first, the longest or shortest to read, by source
    #[arg(long, value_enum, value_name = "ORDER")]
    pub(crate) sort: Option<Sort>,
    /// Only what rules took out of the lists
    #[arg(long)]
    pub(crate) hidden: bool,
    /// Only what has passages that were marked
    #[arg(long)]
    pub(crate) highlighted: bool,
    #[arg(long, value_name = "ID", value_parser = id())]
    pub(crate) source: Option<i64>,
    #[arg(long)]
    pub(crate) folder: Option<String>,
    #[arg(long)]
    pub(crate) tag: Option<String>,
    #[arg(long)]
    pub(crate) section: Option<String>,
    /// At most so many; all without it
    #[arg(long)]
    pub(crate) limit: Option<usize>,
    /// Go on where the page before ended; its cursor was printed on stderr
    #[arg(long, value_name = "CURSOR")]
    pub(crate) after: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct SearchArgs {
    /// What to look for
    #[arg(required_unless_present = "saved", conflicts_with = "saved", allow_hyphen_values = true)]
    pub(crate) query: Option<String>,
    /// The search kept under this name
    #[arg(long, value_name = "NAME")]
    pub(crate) saved: Option<String>,
    #[arg(long, default_value_t = 50)]
    pub(crate) limit: usize,
    /// In which order
    #[arg(long, value_enum, default_value_t = Order::Relevance)]
    pub(crate) sort: Order,
    /// Only unread articles
    #[arg(long)]
    pub(crate) unread: bool,
    /// Print how many there are, and none of them
    #[arg(long)]
    pub(crate) count: bool,
    /// Go on after a page; its cursor was printed on stderr
    #[arg(long, value_name = "CURSOR")]
    pub(crate) after: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Order {
    Relevance,
    Date,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct MarkRead {
    #[arg(required_unless_present_any = ["all", "undo"], conflicts_with_all = ["all", "undo"], value_parser = id())]
    pub(crate) ids: Vec<i64>,
    /// Take back what `--all` marked; its number was printed then
    #[arg(long, value_name = "CHANGE", conflicts_with = "all")]
    pub(crate) undo: Option<i64>,
    /// Every article
    #[arg(long)]
    pub(crate) all: bool,
    /// Only of this source
    #[arg(long, value_name = "ID", requires = "all", conflicts_with = "ids", value_parser = id())]
    pub(crate) source: Option<i64>,
    /// Only those published before this day or moment: 2026-11-10, 7d, yesterday, as in `search`, or RFC 3339
    #[arg(long, value_name = "TIME", requires = "all", conflicts_with = "ids", value_parser = moment)]
    pub(crate) before: Option<jiff::Timestamp>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ShareTargetsAction {
    /// Add a place of your own
    Add {
        name: String,
        /// An address with {url}, {title}, {text} or {quote} in it, as `https://example.org/share?u={url}&t={title}`
        template: String,
    },
    /// Remove a place of your own
    Remove { name: String },
    /// Set or clear your server of Mastodon, Lemmy, wallabag and others
    Server {
        /// Which place, as it is listed
        place: String,
        /// Such as mastodon.example; without it the place is no longer offered
        address: Option<String>,
    },
    /// Whether what only tracks is left out of the addresses that are shared [default: on]
    Clean {
        #[arg(value_enum)]
        new: Switch,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum RuleAction {
    /// Make a rule; it looks at what comes from now on
    Add {
        name: String,
        /// Which articles, as in `search`
        #[arg(allow_hyphen_values = true)]
        query: String,
        #[command(flatten)]
        does: RuleDoes,
        /// Only show what of the last month it would have caught
        #[arg(long)]
        dry_run: bool,
    },
    /// Show a rule and what it did
    Show {
        #[arg(value_parser = id())]
        id: i64,
    },
    /// Change a rule; what it did stays
    Change {
        #[arg(value_parser = id())]
        id: i64,
        #[arg(long)]
        name: Option<String>,
        #[arg(long, allow_hyphen_values = true)]
        query: Option<String>,
        #[command(flatten)]
        does: RuleDoes,
        /// It does not end
        #[arg(long, conflicts_with = "until")]
        forever: bool,
        /// Only show what of the last month it would have caught
        #[arg(long)]
        dry_run: bool,
    },
    /// Switch a rule off
    Off {
        #[arg(value_parser = id())]
        id: i64,
    },
    /// Switch a rule on again
    On {
        #[arg(value_parser = id())]
        id: i64,
    },
    /// Move a rule: they act in order, and each sees the tags that those before it gave
    Move {
        #[arg(value_parser = id())]
        id: i64,
        /// From 1
        place: u32,
    },
    /// Do what a rule says with the articles of the last month
    Apply {
        #[arg(value_parser = id())]
        id: i64,
    },
    /// Take back all that a rule did, but for what you changed since
    Undo {
        #[arg(value_parser = id())]
        id: i64,
    },
    /// Take back what `apply` or `undo` did
    UndoChange { change: i64 },
    /// Remove a rule and show again what it hid; what it marked, saved and tagged stays
    Remove {
        #[arg(value_parser = id())]
        id: i64,
    },
    /// Take the removal of a rule back
    Restore {
        #[arg(value_parser = id())]
        id: i64,
        /// As `remove` said it
        change: i64,
    },
}

/// What a rule does, and until when.
#[derive(Debug, ClapArgs)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct RuleDoes {
    /// Mark them read
    #[arg(long)]
    pub(crate) mark_read: bool,
    /// Save them
    #[arg(long)]
    pub(crate) save: bool,
    /// Put this tag on them; may be given several times
    #[arg(long, value_name = "TAG")]
    pub(crate) tag: Vec<String>,
    /// Take them out of all lists, unless they are saved, tagged or highlighted
    #[arg(long)]
    pub(crate) hide: bool,
    /// Tell of them after a refresh
    #[arg(long)]
    pub(crate) notify: bool,
    /// End with this day (2026-12-31), or after so long (2w, 3m)
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct MuteArgs {
    pub(crate) word: Option<String>,
    /// Only of this source
    #[arg(long, value_name = "ID", requires = "word", conflicts_with = "folder", value_parser = id())]
    pub(crate) source: Option<i64>,
    /// Only of this folder's sources
    #[arg(long, requires = "word")]
    pub(crate) folder: Option<String>,
    /// End with this day (2026-12-31), or after so long (2w, 3m)
    #[arg(long, value_name = "DATE", requires = "word")]
    pub(crate) until: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct BrowserExtensionArgs {
    #[command(subcommand)]
    pub(crate) action: Option<BrowserAction>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BrowserAction {
    /// Tell browsers how to reach Standfirst: for this account, without the package's help
    Install {
        /// firefox, chrome, chromium, edge, brave, vivaldi; without any, those that are there
        #[arg(value_name = "BROWSER")]
        browsers: Vec<String>,
    },
    /// Take that back
    Remove {
        /// Only these
        #[arg(value_name = "BROWSER")]
        browsers: Vec<String>,
    },
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Tool {
    /// The document's own address
    #[arg(long)]
    pub(crate) url: Option<String>,
    /// JSON Lines in, one line out for each
    #[arg(long)]
    pub(crate) batch: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ParseFeed {
    /// The HTTP header the feed came with
    #[arg(long, value_name = "CT")]
    pub(crate) content_type: Option<String>,
    /// Make the HTML fields safe, as the reader would show them
    #[arg(long)]
    pub(crate) sanitize: bool,
    #[command(flatten)]
    pub(crate) tool: Tool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Markdown,
    Html,
    Json,
}

/// Whether something is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Switch {
    On,
    Off,
}

/// Which of an article's texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Text {
    Feed,
    Page,
}

/// When the pages of a source's articles are fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Pages {
    Automatic,
    Always,
    Never,
}

impl Text {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::Page => "page",
        }
    }
}

impl Pages {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Always => "always",
            Self::Never => "never",
        }
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ExportArgs {
    #[arg(value_enum)]
    pub(crate) what: Export,
    /// Into this file, or for notes and pages this folder, unless its name ends in .zip; `-` is standard output, as without it
    #[arg(long, value_name = "PATH")]
    pub(crate) to: Option<PathBuf>,
    /// The title of the book, or of the index of pages
    #[arg(long, default_value = "")]
    pub(crate) title: String,
    /// Replace what lies there, whatever it is; without it only an older export is replaced, and no note that you changed
    #[arg(long, requires = "to")]
    pub(crate) force: bool,
    /// Only this article; may be given several times
    #[arg(long, value_name = "ID", conflicts_with_all = ["search", "Filters"], value_parser = id())]
    pub(crate) article: Vec<i64>,
    /// Only what this search finds; with filters, what is in both
    #[arg(long, value_name = "QUERY", conflicts_with = "hidden", allow_hyphen_values = true)]
    pub(crate) search: Option<String>,
    #[command(flatten)]
    pub(crate) filters: Filters,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Export {
    /// The sources, as other readers take them in
    Opml,
    /// Everything, to be taken in again: texts, pictures, marks, rules, sources
    Archive,
    /// A note for each article, with front matter, for Obsidian, Logseq and the like
    Markdown,
    /// An EPUB
    Epub,
    /// Pages that read in a browser with the network off
    Html,
}

/// A day as a search takes it, or a moment.
fn moment(typed: &str) -> Result<jiff::Timestamp, String> {
    let read = typed.parse().ok().or_else(|| newsroom::moment(typed, jiff::Timestamp::now()));
    read.ok_or_else(|| "write 2026-03-01, 2026-03, 7d, 2w, today, yesterday or 2026-03-01T08:00:00Z".to_owned())
}

/// Ids are positive.
fn id() -> clap::builder::RangedI64ValueParser<i64> {
    clap::value_parser!(i64).range(1..)
}
