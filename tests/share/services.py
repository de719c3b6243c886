"""Stands in for KDE Connect, GSConnect and Contractor on a bus: their names, paths, interfaces and signatures, by
python3-dbusmock. Usage: services.py NAME FILE. Writes what is asked into FILE, a line of JSON each, and "ready" to stdout."""

import json
import sys

import dbus
import dbus.mainloop.glib
import dbusmock
from gi.repository import GLib

name, file = sys.argv[1:]
dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
bus = dbus.SessionBus()


def plain(value):
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    return value if isinstance(value, (bool, int, float)) else str(value)


def asked(method, *arguments):
    with open(file, "a", encoding="utf-8") as out:
        out.write(json.dumps([method, *(plain(one) for one in arguments)]) + "\n")


def serve(service, path, interface, is_object_manager=False):
    held = dbus.service.BusName(service, bus, allow_replacement=True, replace_existing=True, do_not_queue=True)
    mock = dbusmock.mockobject.DBusMockObject(held, path, interface, {}, None, is_object_manager=is_object_manager)
    dbusmock.mockobject.objects[path] = mock
    return mock


answer = dbusmock.mockobject.DBusMockObject.mock_method


def noted(self, interface, method, signature, *arguments, **more):
    """Every call of a mocked method, as it comes."""
    if not interface.startswith("org.freedesktop.DBus"):
        asked(method, *arguments)
    return answer(self, interface, method, signature, *arguments, **more)


dbusmock.mockobject.DBusMockObject.mock_method = noted

objects = dbusmock.mockobject.objects
if name == "kdeconnect":
    root = serve("org.kde.kdeconnect", "/modules/kdeconnect", "org.kde.kdeconnect.daemon")
    # Only to who asks for the reachable and paired ones: the laptop is reachable, and not paired.
    root.AddMethod("org.kde.kdeconnect.daemon", "deviceNames", "bb", "a{ss}",
                   "ret = dbus.Dictionary({'ab12_cd': 'Pixel 9'} if list(args) == [True, True] else {'ab12_cd': 'Pixel 9', 'ef34': 'Laptop'}, signature='ss')")
    for device in ("ab12_cd", "ef34"):
        path = f"/modules/kdeconnect/devices/{device}/share"
        refuse = "" if device == "ab12_cd" else "raise dbus.exceptions.DBusException('Device is not paired', name='org.kde.kdeconnect.Error')"
        root.AddObject(path, "org.kde.kdeconnect.device.share", {}, [("shareUrl", "s", "", refuse), ("shareText", "s", "", refuse)])
elif name == "gsconnect":
    base = "/org/gnome/Shell/Extensions/GSConnect"
    device = "org.gnome.Shell.Extensions.GSConnect.Device"
    root = serve("org.gnome.Shell.Extensions.GSConnect", base, "org.gnome.Shell.Extensions.GSConnect.Manager", is_object_manager=True)
    for id, connected, paired in (("a1", True, True), ("b2", False, True), ("c3", True, False)):
        path = f"{base}/Device/{id}"
        root.AddObject(path, device, {"Connected": connected, "Paired": paired, "Name": f"Phone {id}", "Id": id}, [])
        objects[path].AddMethod("org.gtk.Actions", "Activate", "sava{sv}", "", "")
elif name == "contractor":
    root = serve("org.elementary.Contractor", "/org/elementary/contractor", "org.elementary.Contractor")
    root.AddMethod("org.elementary.Contractor", "GetContractsByMime", "s", "a(ssss)",
                   "ret = [('kdeconnect.contract', 'Send to phone', '', ''), ('notes.contract', 'Add to notes', 'Keeps it', 'notes')] if args[0] == 'text/html' else []")
    root.AddMethod("org.elementary.Contractor", "ExecuteWithUri", "ss", "", "")
elif name == "silent":
    # Takes calls and answers none.
    root = serve("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Email")
    root.AddMethod("org.freedesktop.portal.Email", "ComposeEmail", "sa{sv}", "o", "time.sleep(600)")
    root.AddMethod("org.freedesktop.portal.OpenURI", "OpenURI", "ssa{sv}", "o", "time.sleep(600)")

print("ready", flush=True)
GLib.MainLoop().run()
