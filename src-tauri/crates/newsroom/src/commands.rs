//! Every command a face can call, in one table. The window's commands, the dev server's routes and the TypeScript
//! interface are all made from [`for_each_command!`](crate::for_each_command), so none of them can fall behind.

use serde::Deserialize;
use serde_json::Value;

use crate::sharing::DIALOG;
use crate::wire::{
    AccessInput, Arrival, ArticleCard, ArticlePage, ArticleQuery, ArticleView, Background, Backups, BrowserConnections,
    Change, Doctor, ExportChoice, ExportKind, Exported, ExportedFile, Failure, FeedLinks, Folded, Followed, Highlight,
    HighlightsPage, HighlightsQuery, ImportReport, Installation, KeepRule, Older, Overview, Passage, Preview, Recovery,
    RefreshState, Removal, Repair, Rescued, Restored, Retention, RuleAccount, RuleInput, RulePreview, RuleView,
    SavedSearch, ScopeRef, SearchCompletion, SearchInput, SearchResult, SearchSign, Settings, ShareResult,
    ShareSettings, ShareTarget, Show, SourcePage, SourceView, Storage, UpdateView,
};
use crate::{Newsroom, RefreshScope, blocking, searching};

/// Calls `$then!` with the table: `name(argument: Type, …) -> Type;` a command. Types are those of `newsroom::wire`,
/// which the caller brings into scope; arguments are one word each, so that Rust and JSON spell them alike.
#[macro_export]
macro_rules! for_each_command {
    ($then:ident) => {
        $then! {
            overview() -> Overview;
            articles(query: ArticleQuery) -> ArticlePage;
            article(id: i64) -> ArticleView;
            full_text(id: i64) -> ArticleView;
            show_text(id: i64, which: String) -> ArticleView;
            restore_block(id: i64, block: u32) -> ArticleView;
            set_offline(id: i64, on: bool) -> ArticleView;
            set_read(ids: Vec<i64>, read: bool) -> ();
            mark_all_read(scope: ScopeRef) -> Change;
            undo_mark_all_read(change: i64) -> ();
            set_saved(id: i64, saved: bool, since: Option<String>) -> ArticleCard;
            set_archived(ids: Vec<i64>, archived: bool) -> ();
            save_address(address: String) -> ArticleCard;
            add_tag(id: i64, tag: String) -> ArticleCard;
            remove_tag(id: i64, tag: String) -> ArticleCard;
            fold(id: i64, under: i64) -> ArticleCard;
            unfold(id: i64) -> Vec<Folded>;
            add_highlight(id: i64, passage: Passage, note: Option<String>) -> ArticleView;
            set_highlight_note(highlight: i64, note: Option<String>) -> ArticleView;
            remove_highlight(highlight: i64) -> ArticleView;
            put_back_highlight(highlight: Highlight) -> ArticleView;
            highlights(query: HighlightsQuery) -> HighlightsPage;
            rename_tag(name: String, to: Option<String>) -> Change;
            rename_folder(name: String, to: Option<String>) -> Change;
            undo_renaming(change: i64) -> ();
            search(input: SearchInput) -> SearchResult;
            count_hits(text: String, typing: bool, unread: bool) -> u64;
            complete_search(before: String) -> SearchCompletion;
            search_grammar() -> Vec<SearchSign>;
            saved_searches() -> Vec<SavedSearch>;
            save_search(name: String, text: String) -> SavedSearch;
            update_saved_search(id: i64, name: String, text: String) -> SavedSearch;
            remove_saved_search(id: i64) -> ();
            preview(address: String) -> Preview;
            follow(url: String, folder: Option<String>) -> Followed;
            unfollow(id: i64) -> ();
            refollow(id: i64) -> SourceView;
            update_source(id: i64, title: String, folder: Option<String>) -> SourceView;
            source_page(id: i64) -> SourcePage;
            set_source_address(id: i64, address: String) -> SourceView;
            set_source_access(id: i64, access: AccessInput) -> SourcePage;
            set_source_paused(id: i64, paused: bool) -> SourceView;
            set_source_quiet(id: i64, quiet: bool) -> SourceView;
            set_source_notify(id: i64, notify: bool) -> SourceView;
            set_source_text(id: i64, mode: String) -> SourcePage;
            forget_restored(source: i64, mark: String) -> SourcePage;
            repair_source(id: i64) -> Repair;
            older_articles(id: i64) -> Older;
            refresh(source: Option<i64>) -> ();
            refresh_due() -> ();
            cancel_refresh() -> ();
            refresh_state() -> RefreshState;
            put_file(name: String, file: Option<i64>, data: String) -> i64;
            open_file(name: String, file: i64) -> Arrival;
            arrivals() -> Vec<Arrival>;
            import_file(file: i64) -> ImportReport;
            cancel_import() -> ();
            fetch_saved(on: bool) -> ();
            export(what: ExportKind, choice: ExportChoice) -> Exported;
            cancel_export() -> ();
            open_downloads() -> ();
            share_targets(ids: Vec<i64>, quote: Option<String>) -> Vec<ShareTarget>;
            share(ids: Vec<i64>, quote: Option<String>, target: String) -> ShareResult;
            share_settings() -> ShareSettings;
            set_share_settings(settings: ShareSettings) -> ShareSettings;
            open_address(address: String) -> ();
            feed_links() -> FeedLinks;
            claim_feed_links(to: Option<String>) -> FeedLinks;
            settings() -> Settings;
            set_settings(settings: Settings) -> Settings;
            storage() -> Storage;
            retention() -> Retention;
            set_retention(retention: Retention) -> Retention;
            set_source_keep(id: i64, rule: KeepRule) -> SourcePage;
            retention_preview(source: Option<i64>, rule: KeepRule, unread: bool) -> Removal;
            rules() -> Vec<RuleView>;
            add_rule(rule: RuleInput) -> RuleView;
            change_rule(id: i64, rule: RuleInput) -> RuleView;
            set_rule_active(id: i64, active: bool) -> RuleView;
            move_rule(id: i64, place: u32) -> ();
            remove_rule(id: i64) -> Change;
            restore_rule(id: i64, change: i64) -> RuleView;
            rule_preview(query: String) -> RulePreview;
            rule_account(id: i64, after: Option<i64>) -> RuleAccount;
            apply_rule(id: i64) -> Change;
            undo_rule(id: i64) -> Change;
            undo_rule_change(change: i64) -> ();
            mute(word: String, source: Option<i64>, folder: Option<String>, until: Option<String>) -> RuleView;
            set_hidden(ids: Vec<i64>, hidden: bool) -> ();
            backups() -> Backups;
            back_up() -> ExportedFile;
            restore_backup(path: String) -> Restored;
            browsers() -> BrowserConnections;
            connect_browsers(names: Vec<String>, on: bool) -> BrowserConnections;
            recovery() -> Recovery;
            rescue() -> Rescued;
            installation() -> Installation;
            look_for_update() -> Option<UpdateView>;
            install_update() -> ();
            doctor() -> Doctor;
            save_log() -> ExportedFile;
            background() -> Background;
            set_autostart(on: bool) -> Background;
            to_show() -> Option<Show>;
        }
    };
}

macro_rules! dispatch {
    ($($name:ident($($arg:ident: $ty:ty),*) -> $out:ty;)*) => {
        /// The names of all commands, in the order of the table.
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];

        /// Calls the command `name` with a JSON object of its arguments; what comes back is its result as JSON.
        ///
        /// # Errors
        /// `not-found` for an unknown name, `invalid` for arguments that do not fit, and the command's own.
        pub async fn call(newsroom: &Newsroom, name: &str, args: Value) -> Result<Value, Failure> {
            match name {
                $(stringify!($name) => {
                    #[derive(Deserialize)]
                    struct Args { $($arg: $ty),* }
                    let Args { $($arg),* } = serde_json::from_value(args).map_err(|error| bad_arguments(name, &error))?;
                    to_json($name(newsroom, $($arg),*).await?)
                })*
                _ => Err(Failure::new("not-found", format!("The command {name}"), "there is none of that name", "update this face of the app")),
            }
        }
    };
}
for_each_command!(dispatch);

fn bad_arguments(name: &str, error: &serde_json::Error) -> Failure {
    Failure::new(
        "invalid",
        format!("The command {name}"),
        format!("its arguments do not fit ({error})"),
        "reload the window",
    )
}

fn to_json<T: serde::Serialize>(value: T) -> Result<Value, Failure> {
    serde_json::to_value(value)
        .map_err(|error| Failure::new("internal", "The answer", error.to_string(), "report this, please"))
}

/// The bytes of a file as a window sends them.
async fn decoded(name: &str, data: String) -> Result<Vec<u8>, Failure> {
    use base64::Engine as _;
    let bytes = blocking(move || base64::engine::general_purpose::STANDARD.decode(data)).await?;
    bytes.map_err(|error| Failure::new("invalid", format!("The file {name}"), error.to_string(), "choose it again"))
}

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident($newsroom:ident $(, $arg:ident: $ty:ty)*) -> $out:ty $body:block)*) => {
        $($(#[$doc])*
        ///
        /// # Errors
        /// A [`Failure`] that says what failed, why and what to do.
        pub async fn $name($newsroom: &Newsroom $(, $arg: $ty)*) -> Result<$out, Failure> $body)*
    };
}

commands! {
    /// Sources, folders and tags with their counts.
    overview(newsroom) -> Overview { newsroom.overview().await }
    /// A page of a list, newest first.
    articles(newsroom, query: ArticleQuery) -> ArticlePage { newsroom.articles(query).await }
    /// One article to be read. Does not mark it read.
    article(newsroom, id: i64) -> ArticleView { newsroom.article(id).await }
    /// The article with its full text, fetched from its page when the feed gave an excerpt.
    full_text(newsroom, id: i64) -> ArticleView { newsroom.full_text(id).await }
    /// Shows an article's text of the feed (`feed`) or of its page (`page`), which is fetched when it is not here.
    show_text(newsroom, id: i64, which: String) -> ArticleView { newsroom.show_text(id, &which).await }
    /// Puts a block back that was left out of an article, here and in whatever else its source publishes.
    restore_block(newsroom, id: i64, block: u32) -> ArticleView { newsroom.restore_block(id, block).await }
    /// Keeps an article with all its text and pictures, or no longer.
    set_offline(newsroom, id: i64, on: bool) -> ArticleView { newsroom.set_offline(id, on).await }
    /// Marks articles read or unread.
    set_read(newsroom, ids: Vec<i64>, read: bool) -> () { newsroom.set_read(ids, read).await }
    /// Marks all of a scope read, in one undoable change.
    mark_all_read(newsroom, scope: ScopeRef) -> Change { newsroom.mark_all_read(scope).await }
    /// Takes a change of [`mark_all_read`] back.
    undo_mark_all_read(newsroom, change: i64) -> () { newsroom.undo_mark_all_read(change).await }
    /// The browsers of this person, and which of them know how to reach us.
    browsers(newsroom) -> BrowserConnections { newsroom.browsers().await }
    /// Tells browsers how to reach us, or takes that back; without names all that are there.
    connect_browsers(newsroom, names: Vec<String>, on: bool) -> BrowserConnections {
        newsroom.connect_browsers(names, on).await?;
        newsroom.browsers().await
    }
    /// Saves for later, or no longer. The text and pictures follow in the background.
    set_saved(newsroom, id: i64, saved: bool, since: Option<String>) -> ArticleCard { newsroom.set_saved(id, saved, since).await }
    /// Puts saved articles away, or takes them back.
    set_archived(newsroom, ids: Vec<i64>, archived: bool) -> () { newsroom.set_archived(ids, archived).await.map(drop) }
    /// Saves the page at an address, and answers once its link is on the disk: how that ends is told by an event.
    save_address(newsroom, address: String) -> ArticleCard { newsroom.save_address(&address).await }
    /// Adds a tag.
    add_tag(newsroom, id: i64, tag: String) -> ArticleCard { newsroom.set_tag(id, tag, true).await }
    /// Takes a tag off.
    remove_tag(newsroom, id: i64, tag: String) -> ArticleCard { newsroom.set_tag(id, tag, false).await }
    /// Folds an article, and what is folded under it, under another one that says the same; gives that one.
    fold(newsroom, id: i64, under: i64) -> ArticleCard { newsroom.fold(id, under).await }
    /// Takes an article out of its fold, or all of them out of the one it leads; gives what lay under what.
    unfold(newsroom, id: i64) -> Vec<Folded> { newsroom.unfold(id).await }
    /// Marks a passage; the same passage again takes the new note.
    add_highlight(newsroom, id: i64, passage: Passage, note: Option<String>) -> ArticleView { newsroom.add_highlight(id, passage, note).await }
    /// Notes something beside a highlight, or takes the note away.
    set_highlight_note(newsroom, highlight: i64, note: Option<String>) -> ArticleView { newsroom.set_highlight_note(highlight, note).await }
    /// Takes a highlight off its article.
    remove_highlight(newsroom, highlight: i64) -> ArticleView { newsroom.remove_highlight(highlight).await }
    /// Puts a highlight back that was removed, as it was.
    put_back_highlight(newsroom, highlight: Highlight) -> ArticleView { newsroom.put_back_highlight(highlight).await }
    /// A page of all highlights, the newest first.
    highlights(newsroom, query: HighlightsQuery) -> HighlightsPage { newsroom.highlights(query).await }
    /// Gives a tag another name, or takes it off every article.
    rename_tag(newsroom, name: String, to: Option<String>) -> Change { newsroom.rename_tag(name, to).await }
    /// Gives a folder another name, or puts its sources out of it.
    rename_folder(newsroom, name: String, to: Option<String>) -> Change { newsroom.rename_folder(name, to).await }
    /// Takes a change of [`rename_tag`] or [`rename_folder`] back.
    undo_renaming(newsroom, change: i64) -> () { newsroom.undo_renaming(change).await }
    /// A page of what a search finds.
    search(newsroom, input: SearchInput) -> SearchResult { newsroom.search(input).await }
    /// How many articles a search finds.
    count_hits(newsroom, text: String, typing: bool, unread: bool) -> u64 { newsroom.count_hits(text, typing, unread).await }
    /// What can be typed next in a search; `before` is the text up to the cursor.
    complete_search(newsroom, before: String) -> SearchCompletion { newsroom.complete_search(before).await }
    /// What can be typed in a search: an example of everything.
    search_grammar(newsroom) -> Vec<SearchSign> { let _ = newsroom; Ok(searching::grammar()) }
    /// The searches that are kept as lists.
    saved_searches(newsroom) -> Vec<SavedSearch> { newsroom.saved_searches().await }
    /// Keeps a search as a list, under a name.
    save_search(newsroom, name: String, text: String) -> SavedSearch { newsroom.save_search(name, text).await }
    /// Gives a kept search another name and other words.
    update_saved_search(newsroom, id: i64, name: String, text: String) -> SavedSearch { newsroom.update_saved_search(id, name, text).await }
    /// Keeps a search no longer.
    remove_saved_search(newsroom, id: i64) -> () { newsroom.remove_saved_search(id).await }
    /// What an address offers, before anything is followed.
    preview(newsroom, address: String) -> Preview { newsroom.preview(&address).await }
    /// Follows a feed, the best feed of a site, or a page without one.
    follow(newsroom, url: String, folder: Option<String>) -> Followed { newsroom.follow(&url, folder).await }
    /// Ends following; saved articles stay.
    unfollow(newsroom, id: i64) -> () { newsroom.unfollow(id).await }
    /// Undoes [`unfollow`], with everything as it was.
    refollow(newsroom, id: i64) -> SourceView { newsroom.refollow(id).await }
    /// Gives a source another name or folder.
    update_source(newsroom, id: i64, title: String, folder: Option<String>) -> SourceView { newsroom.update_source(id, title, folder).await }
    /// All that is known of a source: its health, its last requests, whom it is asked as.
    source_page(newsroom, id: i64) -> SourcePage { newsroom.source_page(id).await }
    /// Gives a source another address.
    set_source_address(newsroom, id: i64, address: String) -> SourceView { newsroom.set_source_address(id, &address).await }
    /// Sets the login, headers and cookie a source is asked with. Secrets go into the system's keyring.
    set_source_access(newsroom, id: i64, access: AccessInput) -> SourcePage { newsroom.set_source_access(id, access).await }
    /// Asks a source by itself no longer, or again.
    set_source_paused(newsroom, id: i64, paused: bool) -> SourceView { newsroom.set_source_paused(id, paused).await }
    /// Leaves a source out of Today, or no longer.
    set_source_quiet(newsroom, id: i64, quiet: bool) -> SourceView { newsroom.set_source_quiet(id, quiet).await }
    /// Tells the reader of what a source publishes, or no longer.
    set_source_notify(newsroom, id: i64, notify: bool) -> SourceView { newsroom.set_source_notify(id, notify).await }
    /// Decides whether the pages of a source's articles are fetched: `automatic`, `always` or `never`.
    set_source_text(newsroom, id: i64, mode: String) -> SourcePage { newsroom.set_source_text(id, &mode).await }
    /// Leaves blocks out again that [`restore_block`] put back.
    forget_restored(newsroom, source: i64, mark: String) -> SourcePage { newsroom.forget_restored(source, mark).await }
    /// Looks for a failing source where it may be now.
    repair_source(newsroom, id: i64) -> Repair { newsroom.repair_source(id).await }
    /// Fetches older articles of a source that offers its archive.
    older_articles(newsroom, id: i64) -> Older { newsroom.older_articles(id).await }
    /// Starts a refresh of all sources, or one; its progress comes as events.
    refresh(newsroom, source: Option<i64>) -> () {
        let source = source.map(library::SourceId::new);
        newsroom.refresh_in_background(RefreshScope { source, force: true });
        Ok(())
    }
    /// Starts a refresh of what is due, as at the start of the window and on its timer.
    refresh_due(newsroom) -> () { newsroom.refresh_in_background(RefreshScope::default()); Ok(()) }
    /// Stops the refresh under way; what has arrived stays.
    cancel_refresh(newsroom) -> () { newsroom.cancel_refresh(); Ok(()) }
    /// How far the refresh is.
    refresh_state(newsroom) -> RefreshState { Ok(newsroom.refresh_state()) }
    /// Takes the bytes of a file, a part at a time, as Base64: the first part without a number, and the others with the one
    /// it gets.
    put_file(newsroom, name: String, file: Option<i64>, data: String) -> i64 {
        newsroom.put_file(&name, file, decoded(&name, data).await?).await
    }
    /// Opens the file that was put: what can be taken in is looked into and waits for that, a page is saved, an address
    /// is told.
    open_file(newsroom, name: String, file: i64) -> Arrival { newsroom.open_file(&name, file).await }
    /// What other programs handed over since the last call.
    arrivals(newsroom) -> Vec<Arrival> { Ok(newsroom.arrivals().await) }
    /// Takes in the file that was looked at; its progress comes as events.
    import_file(newsroom, file: i64) -> ImportReport { newsroom.import_looked_at(file).await }
    /// Stops the import under way, or puts the file aside that was looked at. What is in stays.
    cancel_import(newsroom) -> () { newsroom.cancel_import(); Ok(()) }
    /// Fetches the texts of saved pages that have none yet, in the background, or stops that.
    fetch_saved(newsroom, on: bool) -> () {
        if on { newsroom.fetch_saved_in_background() } else { newsroom.stop_fetching_saved() }
        Ok(())
    }
    /// Writes sources, the library or the articles of a list into the downloads folder; its progress comes as events.
    export(newsroom, what: ExportKind, choice: ExportChoice) -> Exported { newsroom.export_for_window(what, choice).await }
    /// Stops the export under way; nothing of it stays.
    cancel_export(newsroom) -> () { newsroom.cancel_export(); Ok(()) }
    /// Opens the downloads folder, where exports and backups lie, in the file manager.
    open_downloads(newsroom) -> () { newsroom.open_downloads().await }
    /// Where articles, or a passage of one, can be sent from this system.
    share_targets(newsroom, ids: Vec<i64>, quote: Option<String>) -> Vec<ShareTarget> { newsroom.share_targets(ids, quote).await }
    /// Sends them to a target.
    share(newsroom, ids: Vec<i64>, quote: Option<String>, target: String) -> ShareResult { newsroom.share(ids, quote, &target, DIALOG).await }
    /// What the reader has set for sharing.
    share_settings(newsroom) -> ShareSettings { newsroom.share_settings().await }
    /// Keeps that, once all of it can be used.
    set_share_settings(newsroom, settings: ShareSettings) -> ShareSettings { newsroom.set_share_settings(settings).await }
    /// Opens an address in the browser.
    open_address(newsroom, address: String) -> () { newsroom.open_address(address).await }
    /// Which program opens `feed:` links, and whether that can be changed from here.
    feed_links(newsroom) -> FeedLinks { newsroom.feed_links().await }
    /// Has Standfirst open `feed:` links, or the program that did before, by its name for the system.
    claim_feed_links(newsroom, to: Option<String>) -> FeedLinks { newsroom.claim_feed_links(to).await }
    /// What the reader has set.
    settings(newsroom) -> Settings { newsroom.settings().await }
    /// Keeps what the reader sets; what is out of bounds is brought back into them.
    set_settings(newsroom, settings: Settings) -> Settings { newsroom.set_settings(settings).await }
    /// What the library takes on the disk.
    storage(newsroom) -> Storage { newsroom.storage().await }
    /// How long articles are kept where their source says nothing else.
    retention(newsroom) -> Retention { newsroom.retention().await }
    /// Decides that, and removes in the background what is beyond it. Nothing brings that back.
    set_retention(newsroom, retention: Retention) -> Retention {
        let set = newsroom.set_retention(retention).await?;
        newsroom.remove_old_in_background();
        Ok(set)
    }
    /// Decides how long a source's articles are kept, and removes in the background what is beyond that.
    set_source_keep(newsroom, id: i64, rule: KeepRule) -> SourcePage {
        let page = newsroom.set_source_keep(id, rule).await?;
        newsroom.remove_old_in_background();
        Ok(page)
    }
    /// What a rule would remove now: that of a source, or of the library.
    retention_preview(newsroom, source: Option<i64>, rule: KeepRule, unread: bool) -> Removal { newsroom.retention_preview(source, rule, unread).await }
    /// All rules and mute words, in the order in which they act.
    rules(newsroom) -> Vec<RuleView> { newsroom.rules().await }
    /// Makes a rule, which acts last, on what comes from now on.
    add_rule(newsroom, rule: RuleInput) -> RuleView { newsroom.add_rule(rule).await }
    /// Changes a rule; what it did stays.
    change_rule(newsroom, id: i64, rule: RuleInput) -> RuleView { newsroom.change_rule(id, rule).await }
    /// Switches a rule off, or on again.
    set_rule_active(newsroom, id: i64, active: bool) -> RuleView { newsroom.set_rule_active(id, active).await }
    /// Moves a rule, so that so many act before it.
    move_rule(newsroom, id: i64, place: u32) -> () { newsroom.move_rule(id, place).await }
    /// Removes a rule and brings back what it hid. [`restore_rule`] takes that back.
    remove_rule(newsroom, id: i64) -> Change { newsroom.remove_rule(id).await }
    /// Takes a removal back, by its change.
    restore_rule(newsroom, id: i64, change: i64) -> RuleView { newsroom.restore_rule(id, change).await }
    /// Which articles of the last month a query would have caught.
    rule_preview(newsroom, query: String) -> RulePreview { newsroom.rule_preview(query).await }
    /// What a rule did, page by page.
    rule_account(newsroom, id: i64, after: Option<i64>) -> RuleAccount { newsroom.rule_account(id, after).await }
    /// Does what a rule says with the articles of the last month.
    apply_rule(newsroom, id: i64) -> Change { newsroom.apply_rule(id).await }
    /// Takes back all that a rule did, but for what the reader changed since.
    undo_rule(newsroom, id: i64) -> Change { newsroom.undo_rule(id).await }
    /// Takes a change of [`apply_rule`] or [`undo_rule`] back.
    undo_rule_change(newsroom, change: i64) -> () { newsroom.undo_rule_change(change).await }
    /// Hides articles with a word or phrase in headline, deck or text: everywhere, of one source or of one folder.
    mute(newsroom, word: String, source: Option<i64>, folder: Option<String>, until: Option<String>) -> RuleView {
        newsroom.mute(&word, source, folder, until).await
    }
    /// Brings hidden articles back into the lists, or takes articles out of them.
    set_hidden(newsroom, ids: Vec<i64>, hidden: bool) -> () { newsroom.set_hidden(ids, hidden).await.map(drop) }
    /// The library's own backups.
    backups(newsroom) -> Backups { newsroom.backups().await }
    /// Writes a backup into the downloads folder.
    back_up(newsroom) -> ExportedFile { newsroom.back_up_file().await }
    /// Puts a backup in the place of all that is here; what was here before is kept as a backup of its own.
    restore_backup(newsroom, path: String) -> Restored { newsroom.restore(path.into()).await }
    /// What is known of damage, and the backups.
    recovery(newsroom) -> Recovery { newsroom.recovery().await }
    /// Mends a damaged library, or puts what can be read of it in its place.
    rescue(newsroom) -> Rescued { newsroom.rescue().await }
    /// This copy of the app, and who brings it up to date.
    installation(newsroom) -> Installation { Ok(newsroom.installation()) }
    /// Asks whether there is a newer version. The shell answers this itself where it has an updater.
    look_for_update(newsroom) -> Option<UpdateView> { crate::installation::no_updater(&newsroom.installation()) }
    /// Replaces this copy by the version that was found, and starts it. The shell's, as the one before.
    install_update(newsroom) -> () { crate::installation::no_updater(&newsroom.installation()) }
    /// How Standfirst is doing.
    doctor(newsroom) -> Doctor { Ok(newsroom.doctor().await) }
    /// Writes the log into the downloads folder, with that report above it.
    save_log(newsroom) -> ExportedFile { newsroom.save_log_file().await }
    /// What goes on without the window, and what the desktop has for it.
    background(newsroom) -> Background { newsroom.background().await }
    /// Starts the window's program at login, or no longer.
    set_autostart(newsroom, on: bool) -> Background { newsroom.set_autostart(on).await }
    /// What somebody outside the window wants to see in it; told once.
    to_show(newsroom) -> Option<Show> { Ok(newsroom.to_show()) }
}
