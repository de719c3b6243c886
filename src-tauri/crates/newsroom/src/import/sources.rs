//! Sources that a file lists.

use std::collections::HashSet;
use std::sync::Arc;

use exchange::import::{Source, Taken};
use library::{Library, NewSource, SourceKind};
use url::Url;

use crate::sources::named;
use crate::wire::ImportReport;
use crate::{Failure, Newsroom, access, sample};

/// What is to be done with the sources of a file.
#[derive(Default)]
pub(super) struct Plan {
    fresh: Vec<NewSource>,
    /// Of each of the fresh ones, where its address has one.
    logins: Vec<Option<(String, String)>>,
    followed: u64,
    skipped: Vec<String>,
}

impl Plan {
    pub(super) fn tell(&self, report: &mut ImportReport) {
        report.sources += self.fresh.len() as u64;
        report.followed += self.followed;
        report.skipped.extend(self.skipped.iter().cloned());
    }
}

/// Which of the sources are new, and why the others are passed over.
pub(super) fn plan(library: &Library, sources: &[Source]) -> Result<Plan, Failure> {
    if sources.is_empty() {
        return Ok(Plan::default());
    }
    let mut known = HashSet::new();
    for source in library.sources()? {
        // A file may have the address that leads to the one that is asked.
        known.extend(source.marks.url);
        known.insert(source.url);
    }
    let before = known.clone();
    let mut plan = Plan::default();
    for source in sources {
        let name = if source.title.is_empty() { &source.url } else { &source.title };
        let mut skip = |why: &str| plan.skipped.push(format!("{}: {name}: {why}", source.place));
        let Ok(url) = Url::parse(&source.url) else {
            skip(&format!("“{}” is not an address", source.url));
            continue;
        };
        let (mut url, login) = access::split_login(&url);
        url.set_fragment(None);
        if !matches!(url.scheme(), "http" | "https") && !sample::is_sample(&url) {
            skip("only http and https addresses can be followed");
        } else if before.contains(url.as_str()) {
            skip("followed already");
            plan.followed += 1;
        } else if !known.insert(url.to_string()) {
            skip("the file has its address before");
        } else {
            plan.logins.push(login);
            plan.fresh.push(NewSource {
                kind: if source.page { SourceKind::Page } else { SourceKind::Feed },
                title: if source.title.is_empty() {
                    url.host_str().unwrap_or_default().to_owned()
                } else {
                    source.title.clone()
                },
                url: url.into(),
                site_url: source.site_url.clone(),
                folder: named(source.folder.clone()),
            });
        }
    }
    Ok(plan)
}

impl Newsroom {
    /// Follows the sources of a file that are not followed yet: all of them or none.
    pub(super) async fn follow_listed(&self, taken: &Arc<Taken>, report: &mut ImportReport) -> Result<(), Failure> {
        let taken = Arc::clone(taken);
        let (ids, plan) = self
            .change_library(move |library, now| {
                let plan = plan(library, &taken.sources)?;
                Ok((library.add_sources(&plan.fresh, now)?, plan))
            })
            .await?;
        plan.tell(report);
        for (id, login) in ids.into_iter().zip(plan.logins) {
            if let Some(login) = login {
                self.set_source_access(id.get(), access::input_of(login)).await?;
            }
        }
        Ok(())
    }
}
