"""Asks windows to close as a window manager's button does (ICCCM WM_DELETE_WINDOW): there is no window manager here.
Usage: close-window.py WINDOW_ID"""
import ctypes
import sys

x = ctypes.CDLL("libX11.so.6")
x.XOpenDisplay.restype = ctypes.c_void_p
x.XInternAtom.restype = ctypes.c_ulong
x.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]


class ClientMessage(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong), ("message_type", ctypes.c_ulong), ("format", ctypes.c_int), ("data", ctypes.c_long * 5),
    ]


class Event(ctypes.Union):
    _fields_ = [("client", ClientMessage), ("padding", ctypes.c_long * 24)]


display = ctypes.c_void_p(x.XOpenDisplay(None))
atom = lambda name: x.XInternAtom(display, name, 0)
event = Event()
event.client.type = 33
event.client.window = int(sys.argv[1], 0)
event.client.message_type = atom(b"WM_PROTOCOLS")
event.client.format = 32
event.client.data[0] = atom(b"WM_DELETE_WINDOW")
x.XSendEvent(display, ctypes.c_ulong(event.client.window), 0, ctypes.c_long(0), ctypes.byref(event))
x.XFlush(display)
x.XCloseDisplay(display)
