#!/usr/bin/env python3
"""Packs ui/extension for the stores: standfirst-chromium.zip and standfirst-firefox.zip in the folder that is named.

The same files always give the same bytes. Each store gets the manifest without what is the other's; the Chrome Web Store
signs with a key of its own and takes no `key` (native-host/README.md says what follows from that).
"""
import json
import pathlib
import sys
import zipfile

FOLDER = pathlib.Path(__file__).parent / "extension"


def manifest_of(store: str) -> dict:
    manifest = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    if store == "chromium":
        del manifest["key"], manifest["browser_specific_settings"], manifest["background"]["scripts"]
    else:
        del manifest["key"], manifest["minimum_chrome_version"], manifest["background"]["service_worker"]
    return manifest


def pack(store: str, into: pathlib.Path) -> pathlib.Path:
    path = into / f"standfirst-{store}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for file in sorted(one for one in FOLDER.rglob("*") if one.is_file() and not one.name.startswith(".")):
            name = file.relative_to(FOLDER).as_posix()
            text = json.dumps(manifest_of(store), indent=2, ensure_ascii=False) + "\n" if name == "manifest.json" else None
            # The first moment a ZIP can say, and the rights of a plain file.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o100644 << 16
            entry.create_system = 3
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, file.read_bytes() if text is None else text.encode())
    return path


if __name__ == "__main__":
    target = pathlib.Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for one in ("chromium", "firefox"):
        print(pack(one, target))
