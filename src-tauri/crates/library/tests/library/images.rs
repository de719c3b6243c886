//! Pictures and settings.

use crate::common::{library, now};
use library::{Library, LibraryError, image_key};

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
    assert_eq!((image.url, image.path, image.failed), (url, None, None));
    library.fail_image(&key, "gone").unwrap();
    assert_eq!(library.image(&key).unwrap().unwrap().failed.as_deref(), Some("gone"));
    library.store_image(&key, b"bytes", "image/jpeg", now()).unwrap();
    library.store_image(&key, b"other", "image/jpeg", now()).unwrap();
    drop(library);
    let library = Library::open(dir.path()).unwrap();
    let image = library.image(&key).unwrap().unwrap();
    let path = image.path.unwrap();
    assert!(path.starts_with(dir.path().join("images")) && path.extension().is_some_and(|end| end == "jpg"));
    assert_eq!(
        (std::fs::read(&path).unwrap(), image.media_type.as_deref(), image.failed),
        (b"other".to_vec(), Some("image/jpeg"), None)
    );
    let beside = std::fs::read_dir(path.parent().unwrap()).unwrap().count();
    assert_eq!(beside, 1, "no draft is left");
}

#[test]
fn an_unknown_key_writes_nothing() {
    let (dir, library) = library();
    for key in ["", "../../x", "/etc/passwd", &image_key("x")] {
        assert!(
            matches!(library.store_image(key, b"x", "image/png", now()), Err(LibraryError::NotFound { .. })),
            "{key}"
        );
        assert!(matches!(library.fail_image(key, "x"), Err(LibraryError::NotFound { .. })));
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
