// "Standfirst" in the Share menu of other programs: takes the page's address, hands it to the app as every other
// program would, by `standfirst://save?url=…`, and goes away. What the address may do is decided in the app.
import AppKit
import UniformTypeIdentifiers

@objc(ShareViewController)
final class ShareViewController: NSViewController {
    override func loadView() {
        view = NSView(frame: .zero)
    }

    override func beginRequest(with context: NSExtensionContext) {
        super.beginRequest(with: context)
        let items = context.inputItems.compactMap { $0 as? NSExtensionItem }
        let page = items.flatMap { $0.attachments ?? [] }
            .first { $0.hasItemConformingToTypeIdentifier(UTType.url.identifier) }
        guard let page else { return refuse(context) }
        page.loadItem(forTypeIdentifier: UTType.url.identifier, options: nil) { item, _ in
            let address = (item as? URL) ?? (item as? Data).flatMap { URL(dataRepresentation: $0, relativeTo: nil) }
            DispatchQueue.main.async {
                guard let address, let request = self.request(for: address), NSWorkspace.shared.open(request) else {
                    return self.refuse(context)
                }
                context.completeRequest(returningItems: nil, completionHandler: nil)
            }
        }
    }

    /// Everything but letters and digits is escaped: a plus sign would be read as a blank.
    private func request(for page: URL) -> URL? {
        guard ["http", "https"].contains(page.scheme?.lowercased() ?? "") else { return nil }
        guard let escaped = page.absoluteString.addingPercentEncoding(withAllowedCharacters: .alphanumerics) else {
            return nil
        }
        return URL(string: "standfirst://save?url=\(escaped)")
    }

    private func refuse(_ context: NSExtensionContext) {
        context.cancelRequest(withError: NSError(domain: NSCocoaErrorDomain, code: NSFeatureUnsupportedError))
    }
}
