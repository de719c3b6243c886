//! Pictures and settings.

use std::collections::HashSet;
use std::path::Path;

use crate::common::{hours, library, now};
use library::{Evicted, Library, LibraryError, NewFile, image_key};

fn file(bytes: &[u8]) -> NewFile {
    NewFile { bytes: bytes.to_vec(), media_type: "image/jpeg".to_owned() }
}

fn expect(library: &Library, name: &str) -> String {
    let url = format!("https://example.com/{name}");
    library.expect_images(std::slice::from_ref(&url)).unwrap();
    image_key(&url)
}

/// Names of the files below images/.
fn files(dir: &Path) -> Vec<String> {
    let folders = std::fs::read_dir(dir.join("images")).unwrap().map(|folder| folder.unwrap().path());
    folders
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn a_picture_is_expected_stored_and_found() {
    let (dir, library) = library();
    let url = "https://example.com/a.jpg".to_owned();
    let key = image_key(&url);
    assert_eq!(key.len(), 64);
    assert_eq!(library.image(&key).unwrap(), None);
    library.expect_images(std::slice::from_ref(&url)).unwrap();
    library.expect_images(&[url.clone(), "https://example.com/b.jpg".to_owned()]).unwrap();
    let image = library.image(&key).unwrap().unwrap();
    assert_eq!((image.url, image.reading, image.failed), (url, None, None));
    library.fail_image(&key, "gone", None).unwrap();
    let failed = library.image(&key).unwrap().unwrap();
    assert_eq!((failed.failed.as_deref(), failed.rests(hours(9999))), (Some("gone"), true));
    library.fail_image(&key, "timeout", Some(hours(1))).unwrap();
    let failed = library.image(&key).unwrap().unwrap();
    assert_eq!((failed.tries, failed.rests(now()), failed.rests(hours(1))), (2, true, false));
    library.store_image(&key, &file(b"bytes"), None, now()).unwrap();
    library.store_image(&key, &file(b"other"), Some(&file(b"small")), now()).unwrap();
    drop(library);
    let library = Library::open(dir.path()).unwrap();
    let image = library.image(&key).unwrap().unwrap();
    let path = image.reading.as_ref().unwrap().path.clone();
    assert!(path.starts_with(dir.path().join("images")) && path.extension().is_some_and(|end| end == "jpg"));
    assert_eq!((std::fs::read(&path).unwrap(), image.failed, image.tries), (b"other".to_vec(), None, 0));
    assert_eq!(std::fs::read(image.thumbnail.unwrap().path).unwrap(), b"small");
    assert!(files(dir.path()).iter().all(|name| !name.starts_with('.')), "no draft is left");
}

#[test]
fn a_picture_at_two_addresses_lies_there_once() {
    let (dir, library) = library();
    for name in ["a", "b"] {
        let key = expect(&library, name);
        library.store_image(&key, &file(b"the same"), Some(&file(b"small")), now()).unwrap();
    }
    assert_eq!(files(dir.path()).len(), 2);
    let sizes = library.sizes(&HashSet::new()).unwrap();
    assert_eq!((sizes.pictures, sizes.kept, sizes.picture_count), (13, 0, 2));
}

#[test]
fn room_is_made_by_what_was_not_seen_for_longest_and_never_by_what_is_kept() {
    let (dir, library) = library();
    let keys: Vec<String> = ["a", "b", "c", "d"].iter().map(|name| expect(&library, name)).collect();
    for (at, key) in keys.iter().enumerate() {
        library.store_image(key, &file(&[u8::try_from(at).unwrap(); 100]), None, now()).unwrap();
    }
    library.image_shown(&keys[1], hours(1)).unwrap();
    library.image_shown(&keys[2], hours(2)).unwrap();
    let kept = HashSet::from([keys[0].clone()]);
    assert_eq!(library.evict_images(kept.clone(), 400).unwrap(), Evicted::default());
    assert_eq!(library.evict_images(kept.clone(), 250).unwrap(), Evicted { pictures: 2, bytes: 200 });
    let here = |key: &String| library.image(key).unwrap().unwrap().reading.is_some();
    assert_eq!(keys.iter().map(here).collect::<Vec<_>>(), [true, false, true, false]);
    assert_eq!(files(dir.path()).len(), 2);
    let sizes = library.sizes(&kept).unwrap();
    assert_eq!((sizes.pictures, sizes.kept), (200, 100));
    assert_eq!(library.evict_images(kept, 0).unwrap().pictures, 1, "the kept one stays though there is no room");
    assert!(here(&keys[0]) && library.check().unwrap().ok);
}

#[test]
fn a_file_that_two_pictures_share_goes_with_the_last_of_them() {
    let (dir, library) = library();
    let keys = [expect(&library, "a"), expect(&library, "b")];
    for key in &keys {
        library.store_image(key, &file(b"shared"), None, now()).unwrap();
    }
    library.evict_images(HashSet::from([keys[1].clone()]), 0).unwrap();
    assert_eq!(files(dir.path()).len(), 1);
    library.evict_images(HashSet::new(), 0).unwrap();
    assert_eq!(files(dir.path()).len(), 0);
}

#[test]
fn the_file_of_a_picture_that_was_replaced_is_forgotten() {
    let (dir, library) = library();
    let (a, b) = (expect(&library, "a"), expect(&library, "b"));
    for key in [&a, &b] {
        library.store_image(key, &file(b"first"), Some(&file(b"small")), now()).unwrap();
    }
    library.store_image(&a, &file(b"second"), Some(&file(b"small")), now()).unwrap();
    assert_eq!(files(dir.path()).len(), 3, "another picture still shows the first");
    library.store_image(&b, &file(b"second"), Some(&file(b"small")), now()).unwrap();
    assert_eq!(files(dir.path()).len(), 2);
    assert_eq!(library.sizes(&HashSet::new()).unwrap().pictures, 11);
    assert!(library.check().unwrap().ok);
}

#[test]
fn an_unknown_key_writes_nothing() {
    let (dir, library) = library();
    for key in ["", "../../x", "/etc/passwd", &image_key("x")] {
        assert!(
            matches!(library.store_image(key, &file(b"x"), None, now()), Err(LibraryError::NotFound { .. })),
            "{key}"
        );
        assert!(matches!(library.fail_image(key, "x", None), Err(LibraryError::NotFound { .. })));
        assert_eq!(library.image(key).unwrap(), None);
    }
    assert_eq!(std::fs::read_dir(dir.path().join("images")).unwrap().count(), 0);
}

#[test]
fn settings_are_kept() {
    let (dir, library) = library();
    assert_eq!(library.setting("theme").unwrap(), None);
    library.set_setting("theme", "dark").unwrap();
    library.set_setting("theme", "sepia").unwrap();
    drop(library);
    assert_eq!(Library::open(dir.path()).unwrap().setting("theme").unwrap().as_deref(), Some("sepia"));
}
