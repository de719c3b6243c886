//! A library of a thousand sources and as many articles as wanted, and how long a reader waits for it, beside plain SQLite
//! on the same data in the same run. Prints figures, asserts none.
//!
//! `bench-library generate DIR N` makes both, `library DIR N` and `floor DIR N` one of them, `stored DIR N` a library
//! whose words wait in the queue of the index; `run DIR` times what is there;
//! `insert [N]` times storing N articles in new ones; `rules [N]` the same with 100 rules, beside none.

mod corpus;
mod fill;
mod floor;
mod run;
mod times;
mod words;

use std::path::Path;

use library::Library;

use corpus::Corpus;
use fill::Filled;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["generate", folder, articles] => generate(Path::new(folder), number(articles)),
        ["library", folder, articles] => println!("{}", ours(Path::new(folder), &Corpus::new(number(articles)), true)),
        ["stored", folder, articles] => println!("{}", ours(Path::new(folder), &Corpus::new(number(articles)), false)),
        ["floor", folder, articles] => println!("{}", beside(Path::new(folder), &Corpus::new(number(articles)))),
        ["run", folder] => run::run(Path::new(folder)),
        ["insert"] => insert(25_000),
        ["insert", articles] => insert(number(articles)),
        ["rules"] => rules(25_000),
        ["rules", articles] => rules(number(articles)),
        _ => {
            eprintln!("bench-library generate|library|stored|floor DIR N | run DIR | insert [N] | rules [N]");
            std::process::exit(2);
        }
    }
}

fn number(text: &str) -> usize {
    text.replace('_', "").parse().unwrap_or_else(|_| {
        eprintln!("{text} is no number of articles");
        std::process::exit(2);
    })
}

fn generate(folder: &Path, articles: usize) {
    let corpus = Corpus::new(articles);
    let (ours, floor) = (ours(folder, &corpus, true), beside(folder, &corpus));
    println!("library: {ours}\nfloor:   {floor}");
    println!(
        "times the floor: {:.2} an article, {:.2} its bytes",
        ours.micros() / floor.micros(),
        ours.bytes() / floor.bytes()
    );
}

/// A library that is there already is gone on with, where it was left.
fn ours(folder: &Path, corpus: &Corpus, indexed: bool) -> Filled {
    let library = Library::open(folder).expect("the library");
    let sources = fill::follow(&library, corpus);
    let mut filled = Filled::default();
    for slice in fill::begun(&library, corpus, &sources)..corpus.slices() {
        fill::slice(&library, corpus, &sources, slice, indexed, &mut filled);
        eprintln!("slice {} of {}: {} articles", slice + 1, corpus.slices(), filled.articles);
    }
    drop(library);
    filled.weigh(&folder.join("library.db"));
    filled
}

fn beside(folder: &Path, corpus: &Corpus) -> Filled {
    let database = folder.join("floor.db");
    if database.exists() {
        eprintln!("{} is there already", database.display());
        std::process::exit(1);
    }
    let mut filled = fill::floor(&database, corpus);
    filled.weigh(&database);
    filled
}

/// How long new articles take in an empty library.
fn insert(articles: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    generate(folder.path(), articles);
}

/// What a hundred rules add to the time that new articles take: words, phrases, titles, sources and parts of addresses.
fn rules(articles: usize) {
    let corpus = Corpus::new(articles);
    let filled = [0, 100].map(|rules| {
        let folder = tempfile::tempdir().expect("a folder");
        let library = Library::open(folder.path()).expect("the library");
        for at in 0..rules {
            let source = corpus.source(at);
            let (article, _) = corpus.articles(0, at).remove(0);
            // The longest words of an article, which are rare: a rule that catches everything is nobody's.
            let mut words: Vec<&str> = article.text.split(|c: char| !c.is_alphanumeric()).collect();
            words.sort_by_key(|word| std::cmp::Reverse(word.len()));
            let word = |nth: usize| words.get(nth).copied().unwrap_or("word");
            let query = match at % 5 {
                0 => word(0).to_owned(),
                1 => format!("title:\"{}\"", word(1)),
                2 => format!("\"{} {}\"", word(2), word(3)),
                3 => format!("source:\"{}\" {}", source.title, word(4)),
                _ => format!("link:/{at}/ -{}", word(5)),
            };
            let actions = vec![library::Action::Tag(format!("rule {at}"))];
            let rule = library::NewRule { name: query.clone(), query, actions, ..library::NewRule::default() };
            library.add_rule(rule, fill::now()).expect("a rule");
        }
        drop(library);
        let filled = ours(folder.path(), &corpus, true);
        let caught: u64 = Library::open(folder.path())
            .and_then(|library| library.rules())
            .expect("the rules")
            .iter()
            .map(|rule| rule.caught)
            .sum();
        println!("{rules} rules: {filled}; {caught} caught");
        filled
    });
    println!("times without rules: {:.3}", filled[1].micros() / filled[0].micros());
}
