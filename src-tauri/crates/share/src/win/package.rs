//! An item as a `DataPackage`: title, address, text, HTML, and the picture.

use std::path::Path;

use windows::ApplicationModel::DataTransfer::{
    DataPackage, DataPackageOperation, DataRequestDeferral, HtmlFormatHelper,
};
use windows::Foundation::Uri;
use windows::Storage::StorageFile;
use windows::Storage::Streams::RandomAccessStreamReference;
use windows::core::{HSTRING, Result};

use crate::Item;
use crate::item::one_line;
use crate::markup;

/// Holds a request open until it is dropped, whatever happens meanwhile.
pub(super) struct Deferral(pub(super) DataRequestDeferral);

impl Drop for Deferral {
    fn drop(&mut self) {
        // Windows has given up waiting if this fails.
        let _ = self.0.Complete();
    }
}

/// Everything but the picture; nothing here waits for a disk.
pub(super) fn fill(data: &DataPackage, item: &Item) -> Result<()> {
    let properties = data.Properties()?;
    properties.SetTitle(&HSTRING::from(title(item)))?;
    if let Some(quote) = item.quote.as_deref() {
        properties.SetDescription(&HSTRING::from(one_line(quote)))?;
    }
    data.SetRequestedOperation(DataPackageOperation::Copy)?;
    if let Ok(Some(link)) = item.link() {
        let uri = Uri::CreateUri(&HSTRING::from(link.as_str()))?;
        data.SetWebLink(&uri)?;
        properties.SetContentSourceWebLink(&uri)?;
    }
    // Programs that take no links still get the address.
    data.SetText(&HSTRING::from(item.words().unwrap_or_default()))?;
    set_html(data, item, false)
}

/// The picture for the sheet's own preview and for what is pasted as HTML. Waits for the disk.
pub(super) fn add_picture(data: &DataPackage, item: &Item) -> Result<()> {
    let Some(file) = item.image.as_deref() else { return Ok(()) };
    let file = StorageFile::GetFileFromPathAsync(&HSTRING::from(storage_path(file)))?.join()?;
    let stream = RandomAccessStreamReference::CreateFromFile(&file)?;
    data.Properties()?.SetThumbnail(&stream)?;
    data.ResourceMap()?.Insert(&HSTRING::from(markup::PICTURE), &stream)?;
    set_html(data, item, true)
}

fn set_html(data: &DataPackage, item: &Item, with_picture: bool) -> Result<()> {
    let fragment = HSTRING::from(markup::fragment(item, with_picture));
    data.SetHtmlFormat(&HtmlFormatHelper::CreateHtmlFormat(&fragment)?)
}

/// Never empty, which makes the whole share fail.
fn title(item: &Item) -> String {
    let address = item.link().ok().flatten().map(String::from);
    [one_line(&item.title), address.unwrap_or_default()]
        .into_iter()
        .find(|title| !title.is_empty())
        .unwrap_or_else(|| "Standfirst".to_owned())
}

/// `\\?\C:\x` and `C:/x` are both refused by `StorageFile`.
fn storage_path(file: &Path) -> String {
    let path = file.to_string_lossy().replace('/', "\\");
    if let Some(share) = path.strip_prefix(r"\\?\UNC\") {
        return format!(r"\\{share}");
    }
    path.strip_prefix(r"\\?\").map_or_else(|| path.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_path_is_written_as_storage_takes_it() {
        assert_eq!(storage_path(Path::new(r"\\?\C:\a\b.jpg")), r"C:\a\b.jpg");
        assert_eq!(storage_path(Path::new(r"\\?\UNC\server\share\b.jpg")), r"\\server\share\b.jpg");
        assert_eq!(storage_path(Path::new("C:/a/b.jpg")), r"C:\a\b.jpg");
    }

    #[test]
    fn a_package_has_title_link_text_and_html() {
        let data = DataPackage::new().unwrap();
        let item = Item {
            title: "Tides".to_owned(),
            url: Some("https://a.example/x".to_owned()),
            quote: Some("The sea came in.".to_owned()),
            ..Item::default()
        };
        fill(&data, &item).unwrap();
        assert_eq!(data.Properties().unwrap().Title().unwrap().to_string(), "Tides");
        let view = data.GetView().unwrap();
        let link = view.GetWebLinkAsync().unwrap().join().unwrap();
        assert_eq!(link.AbsoluteUri().unwrap().to_string(), "https://a.example/x");
        let text = view.GetTextAsync().unwrap().join().unwrap().to_string();
        assert!(text.contains("The sea came in.") && text.ends_with("https://a.example/x"), "{text}");
        let html = view.GetHtmlFormatAsync().unwrap().join().unwrap().to_string();
        assert!(html.contains("<blockquote>"), "{html}");
    }

    #[test]
    fn a_package_is_never_without_a_title() {
        let item = Item { title: " \n".to_owned(), url: Some("https://a.example/".to_owned()), ..Item::default() };
        assert_eq!(title(&item), "https://a.example/");
        assert_eq!(title(&Item::default()), "Standfirst");
    }
}
