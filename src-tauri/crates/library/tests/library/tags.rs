//! Tags and folders that are renamed, put together, removed, and all of it undone.

use crate::common::{guids, library, new_article, new_source, now, source, store};
use library::{LONGEST_TAG, Library, LibraryError, ListQuery, NewSource, Scope};

fn tagged(library: &Library, name: &str) -> Vec<String> {
    guids(library, &ListQuery { scope: Scope::Tag(name.to_owned()), ..ListQuery::default() })
}

#[test]
fn a_tag_is_renamed_put_together_with_another_removed_and_all_undone() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let ids = store(&library, a.id, (0..3).map(|i| new_article(&format!("a{i}"))).collect());
    for (id, tag) in [(0, "sea"), (1, "sea"), (1, "ocean"), (2, "ocean")] {
        library.tag(ids[id], tag, now()).unwrap();
    }
    let before = library.tags().unwrap();
    let changes = [Some("waters"), Some("ocean"), Some("sea"), None];
    let after: [&[(&str, u64)]; 4] =
        [&[("ocean", 2), ("waters", 2)], &[("ocean", 3)], &[("ocean", 2), ("sea", 2)], &[("ocean", 2)]];
    for (to, after) in changes.into_iter().zip(after) {
        let done = library.rename_tag("sea", to).unwrap();
        assert_eq!(done.articles(), 2);
        let tags = library.tags().unwrap();
        assert_eq!(tags.iter().map(|(name, count)| (name.as_str(), *count)).collect::<Vec<_>>(), after, "{to:?}");
        library.undo_rename_tag(&done).unwrap();
        library.undo_rename_tag(&done).unwrap();
        assert_eq!(library.tags().unwrap(), before, "{to:?}");
        assert_eq!((tagged(&library, "sea"), tagged(&library, "ocean").len()), (vec!["a0".into(), "a1".into()], 2));
    }
    assert!(matches!(library.rename_tag("none", Some("x")), Err(LibraryError::Invalid { .. })));
    assert!(matches!(library.rename_tag("sea", Some(" ")), Err(LibraryError::Invalid { .. })));
}

#[test]
fn articles_that_only_their_tag_keeps_in_sight_stay_there_while_it_is_renamed() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let ids = store(&library, a.id, vec![new_article("a0")]);
    library.tag(ids[0], "sea", now()).unwrap();
    library.end_source(a.id, now()).unwrap();
    let done = library.rename_tag("sea", Some("ocean")).unwrap();
    assert_eq!((tagged(&library, "ocean"), library.counts().unwrap().unread), (vec!["a0".into()], 1));
    library.undo_rename_tag(&done).unwrap();
    assert_eq!((tagged(&library, "sea"), library.counts().unwrap().unread), (vec!["a0".into()], 1));
}

#[test]
fn a_tag_has_one_line_and_an_end() {
    let (_dir, library) = library();
    let ids = store(&library, source(&library, "a").id, vec![new_article("a0")]);
    library.tag(ids[0], " two\n words ", now()).unwrap();
    library.tag(ids[0], &"ö".repeat(LONGEST_TAG), now()).unwrap();
    let Err(LibraryError::Invalid { why, .. }) = library.tag(ids[0], &"ö".repeat(LONGEST_TAG + 1), now()) else {
        panic!("it is too long")
    };
    assert_eq!(why, "it is longer than 100 characters");
    assert_eq!(tagged(&library, "two words"), ["a0"]);
}

#[test]
fn a_folder_is_renamed_emptied_and_put_back() {
    let (_dir, library) = library();
    let add = |name: &str, folder: &str| {
        let new = NewSource { folder: Some(folder.to_owned()), ..new_source(name) };
        library.add_source(&new, now()).unwrap().id
    };
    let (a, b, c) = (add("a", "News"), add("b", "News"), add("c", "World"));
    let folders = || [a, b, c].map(|id| library.source(id).unwrap().folder.unwrap_or_default()).join(" ");
    library.end_source(b, now()).unwrap();
    let moved = library.rename_folder("News", Some("World")).unwrap();
    assert_eq!(
        (moved.clone(), folders().as_str()),
        (vec![a, b], "World World World"),
        "the unfollowed one comes along"
    );
    library.set_folder(&moved, Some("News")).unwrap();
    assert_eq!(folders(), "News News World");
    library.rename_folder("News", None).unwrap();
    assert_eq!(folders(), "  World");
    assert!(matches!(library.rename_folder("News", None), Err(LibraryError::Invalid { .. })));
}
