//! elementary's Contractor: what programs registered to do with a file or address (`src/contractor.vala` of
//! elementary/contractor).

use super::bus::{Bus, Place, Start};
use crate::item::one_line;
use crate::template::clip;
use crate::{Item, Sent, ShareError};

const CONTRACTOR: Place<'static> = Place {
    whom: "Contractor",
    service: "org.elementary.Contractor",
    path: "/org/elementary/contractor",
    interface: "org.elementary.Contractor",
};

/// More than a menu has room for.
const MOST: usize = 20;

/// What takes a page of the web: id and name. Starts Contractor where it is installed.
pub(super) async fn contracts(bus: &Bus) -> Result<Vec<(String, String)>, ShareError> {
    let all: Vec<(String, String, String, String)> =
        bus.call(CONTRACTOR, "GetContractsByMime", Start::IfNeeded, &("text/html",)).await?;
    let named = all.into_iter().map(|(id, name, _, _)| (id, clip(&one_line(&name), 80)));
    Ok(named.filter(|(id, name)| !id.is_empty() && !name.is_empty()).take(MOST).collect())
}

/// Whether a contract is the one that KDE Connect installs (`kdeconnect.contract`).
pub(super) fn is_kde_connect(id: &str) -> bool {
    id.to_ascii_lowercase().contains("kdeconnect")
}

pub(super) async fn run(bus: &Bus, item: &Item, id: &str) -> Result<Sent, ShareError> {
    let link = item.link()?.ok_or(ShareError::Nothing)?;
    let () = bus.call(CONTRACTOR, "ExecuteWithUri", Start::IfNeeded, &(id, link.as_str())).await?;
    Ok(Sent::HandedOver { message: "Handed to the program.".to_owned() })
}
