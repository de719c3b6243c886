//! What the extension asks, as JSON: `{"id":1,"op":"save-page",…}`. Everything in it is a stranger's: a page wrote most of it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use url::Url;

use crate::error::MessageError;

/// The longest page taken, in bytes: what is fetched by us is not longer either.
pub const LONGEST_HTML: usize = 16 * 1024 * 1024;

/// The largest picture taken, in bytes.
const LARGEST_PICTURE: usize = 8 * 1024 * 1024;

/// The longest address.
const LONGEST_URL: usize = 8 * 1024;

/// Characters of a title that are kept.
const LONGEST_TITLE: usize = 1000;

/// One request. Its number comes back with the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// As the extension counts.
    pub id: u32,
    /// What it wants.
    pub operation: Operation,
}

/// What can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// Are you there?
    Hello,
    /// Keep this page as it is shown.
    SavePage {
        /// Its address.
        url: Url,
        /// What the tab is called.
        title: String,
        /// The document as it stands in the browser.
        html: String,
    },
    /// A picture of a page that was saved, which perhaps only the browser may have.
    Picture {
        /// Its address.
        url: Url,
        /// As the server named its kind.
        media_type: String,
        /// The file.
        bytes: Vec<u8>,
    },
    /// The pictures that the browser had have all come: fetch the others, and tell what is missing.
    Complete {
        /// The article.
        article: i64,
    },
    /// Keep this address; its page is fetched without the browser.
    SaveLink {
        /// The address.
        url: Url,
        /// What it is called, as far as that is known.
        title: String,
    },
    /// Take a save back.
    Unsave {
        /// The article.
        article: i64,
    },
    /// What is there to follow?
    Look {
        /// Where.
        url: Url,
    },
    /// Follow that.
    Follow {
        /// The address of what was found.
        url: Url,
    },
    /// Take that back.
    Unfollow {
        /// The source.
        source: i64,
    },
}

#[derive(Deserialize)]
struct Head {
    id: u32,
}

#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "kebab-case")]
enum Words {
    Hello,
    SavePage { url: String, title: String, html: String },
    Picture { url: String, media_type: String, data: String },
    Complete { article: i64 },
    SaveLink { url: String, title: String },
    Unsave { article: i64 },
    Look { url: String },
    Follow { url: String },
    Unfollow { source: i64 },
}

/// Reads a message.
///
/// # Errors
/// [`MessageError::Unknown`] for what is not of this form, [`MessageError::Unfit`] for values that nobody can use; with the
/// request's number, 0 where it has none.
pub fn read_request(message: &[u8]) -> Result<Request, (u32, MessageError)> {
    let unknown = |error: serde_json::Error| MessageError::Unknown(error.to_string());
    let Head { id } = serde_json::from_slice(message).map_err(|error| (0, unknown(error)))?;
    let words: Words = serde_json::from_slice(message).map_err(|error| (id, unknown(error)))?;
    let operation = operation(words).map_err(|error| (id, error))?;
    Ok(Request { id, operation })
}

fn operation(words: Words) -> Result<Operation, MessageError> {
    Ok(match words {
        Words::Hello => Operation::Hello,
        Words::SavePage { url, title, html } => {
            if html.len() > LONGEST_HTML {
                return Err(MessageError::Unfit("the page is too long to be kept: save the link only"));
            }
            Operation::SavePage { url: web(&url)?, title: titled(&title), html }
        }
        Words::Picture { url, media_type, data } => {
            let unfit = MessageError::Unfit("the picture is too large or broken: it is fetched from its address");
            if data.len() > LARGEST_PICTURE / 3 * 4 + 4 || media_type.len() > 100 {
                return Err(unfit);
            }
            let bytes = STANDARD.decode(data).map_err(|_| unfit)?;
            Operation::Picture { url: web(&url)?, media_type, bytes }
        }
        Words::Complete { article } => Operation::Complete { article },
        Words::SaveLink { url, title } => Operation::SaveLink { url: web(&url)?, title: titled(&title) },
        Words::Unsave { article } => Operation::Unsave { article },
        Words::Look { url } => Operation::Look { url: web(&url)? },
        Words::Follow { url } => Operation::Follow { url: web(&url)? },
        Words::Unfollow { source } => Operation::Unfollow { source },
    })
}

/// An address of the web, without what stands in it for a login: it would lie in the library.
fn web(address: &str) -> Result<Url, MessageError> {
    let none = MessageError::Unfit("it is no address of the web: open the page itself and try again");
    if address.len() > LONGEST_URL {
        return Err(MessageError::Unfit("the address is too long: copy it and shorten it"));
    }
    let Ok(mut url) = Url::parse(address) else { return Err(none) };
    if !matches!(url.scheme(), "http" | "https") || url.set_username("").is_err() || url.set_password(None).is_err() {
        return Err(none);
    }
    Ok(url)
}

fn titled(title: &str) -> String {
    let words = title.split(|c: char| c.is_control() || c.is_whitespace()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").chars().take(LONGEST_TITLE).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{LONGEST_HTML, Operation, read_request};
    use crate::error::MessageError;

    fn read(message: serde_json::Value) -> Result<Operation, (u32, MessageError)> {
        read_request(message.to_string().as_bytes()).map(|request| request.operation)
    }

    #[test]
    fn a_page_comes_whole() {
        let html = "<p>Grüße, <b>Ann</b></p>";
        let message = json!({"id": 7, "op": "save-page", "url": "https://ann:secret@example.org/a#b", "title": " A\n\u{7}title ", "html": html});
        let Ok(Operation::SavePage { url, title, html: taken }) = read(message) else { panic!("it is a page") };
        assert_eq!((url.as_str(), title.as_str(), taken.as_str()), ("https://example.org/a#b", "A title", html));
    }

    #[test]
    fn a_newer_extension_may_say_more() {
        assert_eq!(read(json!({"id": 1, "op": "hello", "version": "9", "mood": []})), Ok(Operation::Hello));
    }

    #[test]
    fn what_is_no_request_is_refused_with_its_number() {
        let number = |bytes: &[u8]| match read_request(bytes) {
            Err((id, MessageError::Unknown(_))) => id,
            other => panic!("{other:?}"),
        };
        for bytes in [
            &b""[..],
            b"[]",
            b"null",
            b"{}",
            b"{\"id\":-1}",
            b"{\"id\":\"1\"}",
            b"\xff\xfe{\"id\":1}",
            b"{\"id\":1",
            &b"[".repeat(100_000),
        ] {
            assert_eq!(number(bytes), 0);
        }
        for bytes in [
            &b"{\"id\":3}"[..],
            b"{\"id\":3,\"op\":\"erase\"}",
            b"{\"id\":3,\"op\":7}",
            b"{\"id\":3,\"op\":\"save-page\",\"url\":\"https://a.example\"}",
            b"{\"id\":3,\"op\":\"save-page\",\"url\":1,\"title\":2,\"html\":3}",
            b"{\"id\":3,\"op\":\"unsave\",\"article\":\"7\"}",
            b"{\"id\":3,\"op\":\"unsave\",\"article\":99999999999999999999}",
        ] {
            assert_eq!(number(bytes), 3, "{}", String::from_utf8_lossy(bytes));
        }
        // Not UTF-8 inside a text.
        assert_eq!(number(b"{\"id\":3,\"op\":\"look\",\"url\":\"\xff\"}"), 3);
    }

    #[test]
    fn only_addresses_of_the_web_are_taken() {
        let long = format!("https://example.org/{}", "a".repeat(9000));
        for url in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "chrome://settings",
            "about:blank",
            "",
            "example.org",
            "https://",
            &long,
        ] {
            for message in [
                json!({"id": 1, "op": "save-link", "url": url, "title": ""}),
                json!({"id": 1, "op": "save-page", "url": url, "title": "", "html": ""}),
                json!({"id": 1, "op": "follow", "url": url}),
                json!({"id": 1, "op": "look", "url": url}),
            ] {
                assert!(matches!(read(message), Err((1, MessageError::Unfit(_)))), "{url}");
            }
        }
    }

    #[test]
    fn what_is_too_large_is_refused() {
        let page = |length: usize| {
            read(
                json!({"id": 1, "op": "save-page", "url": "https://a.example/", "title": "", "html": "a".repeat(length)}),
            )
        };
        assert!(page(LONGEST_HTML).is_ok());
        assert!(matches!(page(LONGEST_HTML + 1), Err((1, MessageError::Unfit(_)))));
        let picture = |data: String| {
            read(
                json!({"id": 1, "op": "picture", "url": "https://a.example/p", "media_type": "image/png", "data": data}),
            )
        };
        assert!(matches!(picture("AAEC".to_owned()), Ok(Operation::Picture { bytes, .. }) if bytes == [0, 1, 2]));
        assert!(picture("AAAA".repeat(3_000_000)).is_err());
        assert!(picture("not base64".to_owned()).is_err());
        let Ok(Operation::SaveLink { title, .. }) =
            read(json!({"id": 1, "op": "save-link", "url": "https://a.example/", "title": "ö".repeat(5000)}))
        else {
            panic!("it is a link")
        };
        assert_eq!(title.chars().count(), 1000);
    }
}
