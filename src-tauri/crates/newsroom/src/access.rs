//! Whom a source is asked as: what the reader entered, its secrets apart.

use fetch::Access;
use library::{Source, SourceId};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::refresh::hex;
use crate::secrets::Secrets;
use crate::wire::{AccessInput, AccessView, SourcePage};
use crate::{Failure, Newsroom, blocking};

/// As the library has it: everything but the secrets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Open {
    /// The name the secrets are kept under.
    key: String,
    login: Option<String>,
    headers: Vec<String>,
    cookie: bool,
    in_keyring: bool,
    /// The server it was entered for: a source that moves to another one does not take a login along.
    origin: String,
}

/// As the keyring has it.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Secret {
    password: Option<String>,
    /// In the order of [`Open::headers`].
    headers: Vec<String>,
    cookie: Option<String>,
}

/// What a source's row says of its access, for people.
pub(crate) fn view(source: &Source) -> Option<AccessView> {
    let open = open(source.access.as_deref())?;
    let in_force = serves(&open, &source.url);
    let Open { login, headers, cookie, in_keyring, .. } = open;
    Some(AccessView { login, headers, cookie, in_keyring, in_force })
}

fn open(stored: Option<&str>) -> Option<Open> {
    serde_json::from_str(stored?).ok()
}

impl Newsroom {
    /// Whom a source is asked as.
    pub(crate) async fn access_of(&self, source: &Source) -> Result<Access, Failure> {
        let Some(open) = open(source.access.as_deref()) else { return Ok(Access::default()) };
        if !serves(&open, &source.url) {
            return Ok(Access::default());
        }
        let secrets = Secrets::of(&self.0.options);
        blocking(move || whole(&secrets, open)).await?
    }

    /// Sets whom a source is asked as. What is null in `input` stays as it is; what is empty is taken away.
    ///
    /// # Errors
    /// `invalid` for a header that cannot be sent, `storage` when the secrets cannot be kept.
    pub async fn set_source_access(&self, id: i64, input: AccessInput) -> Result<SourcePage, Failure> {
        let source_id = SourceId::new(id);
        let secrets = Secrets::of(&self.0.options);
        self.change_library(move |library, now| {
            let source = library.source(source_id)?;
            let before = open(source.access.as_deref());
            let replaces_all = input.login.is_some() && input.headers.is_some() && input.cookie.is_some();
            let access = match before.clone() {
                // What was entered for one server is not for another, and what is replaced need not be read.
                Some(open) if serves(&open, &source.url) && !replaces_all => whole(&secrets, open)?,
                Some(_) | None => Access::default(),
            };
            let access = changed(access, input)?;
            if access.is_empty() {
                if let Some(before) = before {
                    secrets.forget(&before.key)?;
                }
                return Ok(library.set_access(source_id, None)?);
            }
            let key =
                before.map_or_else(|| hex(&Sha256::digest(format!("{now} {}", source.url))[..16]), |open| open.key);
            let secret = Secret {
                password: access.login.as_ref().map(|(_, password)| password.clone()),
                headers: access.headers.iter().map(|(_, value)| value.clone()).collect(),
                cookie: access.cookie.clone(),
            };
            let in_keyring = secrets.keep(&key, &serde_json::to_string(&secret).unwrap_or_default())?;
            let open = Open {
                key,
                login: access.login.map(|(name, _)| name),
                headers: access.headers.into_iter().map(|(name, _)| name).collect(),
                cookie: access.cookie.is_some(),
                in_keyring,
                origin: origin(&source.url),
            };
            Ok(library.set_access(source_id, Some(&serde_json::to_string(&open).unwrap_or_default()))?)
        })
        .await?;
        self.source_page(id).await
    }
}

/// Whether a login was entered for the server of `url`, or for the same host before it went over to https.
fn serves(open: &Open, url: &str) -> bool {
    let now = origin(url);
    open.origin == now || (now.strip_prefix("https://").is_some() && now.replacen("https:", "http:", 1) == open.origin)
}

/// Scheme, host and port.
fn origin(url: &str) -> String {
    Url::parse(url).map(|url| url.origin().ascii_serialization()).unwrap_or_default()
}

fn whole(secrets: &Secrets, open: Open) -> Result<Access, Failure> {
    let secret: Secret = serde_json::from_str(&secrets.get(&open.key)?).unwrap_or_default();
    Ok(Access {
        login: open.login.map(|name| (name, secret.password.unwrap_or_default())),
        headers: open.headers.into_iter().zip(secret.headers).collect(),
        cookie: secret.cookie.filter(|_| open.cookie),
    })
}

fn changed(mut access: Access, input: AccessInput) -> Result<Access, Failure> {
    let (name, password) = access.login.take().map_or((None, None), |(name, password)| (Some(name), Some(password)));
    let name = input.login.or(name).filter(|name| !name.trim().is_empty());
    access.login = name.map(|name| (name, input.password.or(password).unwrap_or_default()));
    if access.login.as_ref().is_some_and(|(name, _)| name.contains(':')) {
        return Err(Failure::new("invalid", "The name", "it has a colon, which logins cannot have", "leave it out"));
    }
    if let Some(headers) = input.headers {
        let known = std::mem::take(&mut access.headers);
        for header in headers.into_iter().filter(|header| !header.name.trim().is_empty()) {
            let name = header.name.trim().to_owned();
            let stored =
                || known.iter().find(|(known, _)| known.eq_ignore_ascii_case(&name)).map(|(_, value)| value.clone());
            let value = header.value.or_else(stored).unwrap_or_default();
            if let Some(why) = Access::refuses(&name, &value) {
                return Err(Failure::new("invalid", format!("The header {name}"), why, "leave it out, or correct it"));
            }
            access.headers.push((name, value));
        }
    }
    if let Some(cookie) = input.cookie {
        if let Some(why) = Access::refuses("x", &cookie) {
            return Err(Failure::new("invalid", "The cookie", why, "copy it again from the browser"));
        }
        access.cookie = Some(cookie).filter(|cookie| !cookie.trim().is_empty());
    }
    Ok(access)
}

/// A login written into an address, as browsers take it, and the address without: a password does not belong into a
/// list of sources.
pub(crate) fn split_login(url: &Url) -> (Url, Option<(String, String)>) {
    if url.username().is_empty() && url.password().is_none() {
        return (url.clone(), None);
    }
    let read = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let login = (read(url.username()), read(url.password().unwrap_or_default()));
    let mut bare = url.clone();
    // Fails only for addresses that cannot have a login, and this one has.
    let _ = bare.set_username("").and_then(|()| bare.set_password(None));
    (bare, Some(login))
}

/// A login as it is entered.
pub(crate) fn input_of((login, password): (String, String)) -> AccessInput {
    AccessInput { login: Some(login), password: Some(password), ..AccessInput::default() }
}

#[cfg(test)]
mod tests {
    use super::{changed, split_login};
    use crate::wire::{AccessInput, HeaderInput};
    use fetch::Access;
    use url::Url;

    #[test]
    fn what_is_null_stays_and_what_is_empty_goes() {
        let access = Access {
            login: Some(("ann".to_owned(), "one".to_owned())),
            headers: vec![("X-A".to_owned(), "1".to_owned()), ("X-B".to_owned(), "2".to_owned())],
            cookie: Some("c=1".to_owned()),
        };
        assert_eq!(changed(access.clone(), AccessInput::default()).unwrap(), access);
        let header =
            |name: &str, value: Option<&str>| HeaderInput { name: name.to_owned(), value: value.map(str::to_owned) };
        let input = AccessInput {
            password: Some("two".to_owned()),
            headers: Some(vec![header("x-b", None), header("X-C", Some("3"))]),
            cookie: Some(String::new()),
            ..AccessInput::default()
        };
        let next = changed(access.clone(), input).unwrap();
        assert_eq!(next.login, Some(("ann".to_owned(), "two".to_owned())));
        assert_eq!(next.headers, [("x-b".to_owned(), "2".to_owned()), ("X-C".to_owned(), "3".to_owned())]);
        assert_eq!(next.cookie, None);
        let gone = AccessInput { login: Some(String::new()), ..AccessInput::default() };
        assert_eq!(changed(access.clone(), gone).unwrap().login, None);
        let wrong = AccessInput { headers: Some(vec![header("Host", Some("x"))]), ..AccessInput::default() };
        assert_eq!(changed(access, wrong).unwrap_err().code, "invalid");
    }

    #[test]
    fn a_login_in_an_address_is_taken_out_of_it() {
        let (url, login) = split_login(&Url::parse("https://ann:p%40ss@a.example/feed").unwrap());
        assert_eq!((url.as_str(), login), ("https://a.example/feed", Some(("ann".to_owned(), "p@ss".to_owned()))));
        let (url, login) = split_login(&Url::parse("https://a.example/feed").unwrap());
        assert_eq!((url.as_str(), login), ("https://a.example/feed", None));
    }
}
