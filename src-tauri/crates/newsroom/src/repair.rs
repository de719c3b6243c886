//! Repair: a source that fails is looked for where it may be now.

use library::{Source, SourceId, SourceKind};
use url::Url;

use crate::refresh::waits;
use crate::wire::{Candidate, Repair};
use crate::{Failure, Newsroom, RefreshScope, views};

impl Newsroom {
    /// Looks for a failing source: at its own address, on its site, where feeds usually are. When what is found is
    /// surely the same source, it is followed there from now on and asked at once; else it is offered.
    ///
    /// # Errors
    /// `not-found` when there is no such source.
    pub async fn repair_source(&self, id: i64) -> Result<Repair, Failure> {
        let source_id = SourceId::new(id);
        let source = self.with_library(move |library, _| Ok(library.source(source_id)?)).await?;
        if waits(&source, self.now()) {
            let sentence = "Its server asked to be left alone for now; it is asked by itself after that.".to_owned();
            return self.repaired(source_id, sentence, Vec::new()).await;
        }
        // Asked once more as it is: it may be well again.
        if self.asked_well(source_id).await? {
            return self.repaired(source_id, "It answers again.".to_owned(), Vec::new()).await;
        }
        let now = self.with_library(move |library, _| Ok(library.source(source_id)?)).await?;
        // Without a network nothing is found, and a server in trouble has no need of more questions.
        if matches!(
            now.error_code.as_deref(),
            Some("proxy" | "no-certificates" | "unresolvable" | "unreachable" | "too-many-requests" | "unavailable")
        ) {
            let sentence = "Nothing is wrong with its address: it is tried again by itself.".to_owned();
            return self.repaired(source_id, sentence, Vec::new()).await;
        }
        let mut offers: Vec<Candidate> = Vec::new();
        for place in places(&source) {
            // What is not there is not there; the next place is looked at.
            let Ok(preview) = self.preview(&place).await else { continue };
            for candidate in preview.candidates {
                // A feed that is gone is not mended by watching a page in its place: that is a source of its own.
                let other_kind = (candidate.kind == crate::wire::SourceKind::Page) != (source.kind == SourceKind::Page);
                let known =
                    other_kind || candidate.url == source.url || offers.iter().any(|offer| offer.url == candidate.url);
                if !known {
                    offers.push(candidate);
                }
            }
        }
        // What a candidate calls followed may be this very source, known by its words.
        let others = self.with_library(move |library, _| Ok(library.sources()?)).await?;
        let taken = |url: &str| others.iter().any(|other| other.id != source_id && other.url == url);
        offers.retain(|offer| !taken(&offer.url));
        let mut same = offers.iter().filter(|offer| is_same(&source, offer));
        // Two of one name: which one it is, only the reader can say.
        let same = same.next().cloned().filter(|_| same.next().is_none());
        if let Some(found) = same {
            self.set_source_address(id, &found.url).await?;
            self.asked_well(source_id).await?;
            return self.repaired(source_id, format!("Found again at {}.", found.url), Vec::new()).await;
        }
        let sentence = match offers.len() {
            0 => {
                let still =
                    now.error.as_deref().and_then(|error| error.split(": ").next()).unwrap_or("it does not answer");
                format!("It still fails, since {still}; and it was not found elsewhere on its site. Its articles stay.")
            }
            1 => "This may be it, under another name:".to_owned(),
            _ => "One of these may be it:".to_owned(),
        };
        self.repaired(source_id, sentence, offers).await
    }

    async fn asked_well(&self, id: SourceId) -> Result<bool, Failure> {
        let never = tokio_util::sync::CancellationToken::new();
        let report = self.refresh(RefreshScope { source: Some(id), force: true }, &never, |_| ()).await?;
        Ok(report.asked == 1 && report.failed == 0)
    }

    async fn repaired(&self, id: SourceId, sentence: String, offers: Vec<Candidate>) -> Result<Repair, Failure> {
        let source = self.with_library(move |library, _| Ok(views::source(library.source(id)?))).await?;
        Ok(Repair { repaired: source.error.is_none(), sentence, offers, source })
    }
}

/// Where a source may be now: its site as the feed named it, the front page of its own server.
fn places(source: &Source) -> Vec<String> {
    let root = Url::parse(&source.url).ok().and_then(|url| url.join("/").ok()).map(String::from);
    let mut places: Vec<String> = Vec::new();
    for place in [source.site_url.clone(), root].into_iter().flatten() {
        if place.starts_with("http") && !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

/// The same name on the same site. Anything less is for the reader to decide.
fn is_same(source: &Source, offer: &Candidate) -> bool {
    let host = |url: &str| {
        Url::parse(url).ok().and_then(|url| url.host_str().map(|host| host.trim_start_matches("www.").to_owned()))
    };
    let near = host(&source.url) == host(&offer.url) || source.site_url.as_deref().and_then(host) == host(&offer.url);
    near && source.title.trim().eq_ignore_ascii_case(offer.title.trim())
}
