#!/usr/bin/env python3
"""What the window costs, beside an empty Tauri window and Debian's Liferea with the same 25,000 articles, on one machine in one run.

  python3 tests/bench/budget.py --bin target/release --server LOADSERVER [--empty EMPTY_WINDOW] [--rounds 7] [--idle 60] [--no-liferea]

LOADSERVER is shared/kits/load, EMPTY_WINDOW is tests/bench/empty-window; `make bench-budget` builds both. Each program runs under an Xvfb and a session
bus of its own. Start: from the start of the process to its window with something drawn in it, the two windows in turn. Memory: proportional
(PSS) of all its processes, idle, an article open. Wake-ups: context switches of all its threads while idle. Prints figures and
ratios; asserts none."""
import argparse, ctypes, ctypes.util, glob, json, os, shutil, signal, sqlite3, statistics, subprocess, sys, tempfile, time, urllib.request

PORT = 8196
DISPLAY = ':88'
get = lambda path: urllib.request.urlopen(f'http://127.0.0.1:{PORT}{path}', timeout=30).read().decode()


def until(done, limit=300, every=0.02):
    begun = time.time()
    while not done():
        if time.time() - begun > limit: raise TimeoutError(f'not done after {limit} s')
        time.sleep(every)


class Screen:
    """What is on the screen, through Xlib alone."""

    def __init__(self):
        self.x = ctypes.CDLL(ctypes.util.find_library('X11'))
        self.x.XOpenDisplay.restype = ctypes.c_void_p
        self.x.XDefaultRootWindow.restype = ctypes.c_ulong; self.x.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
        self.x.XGetImage.restype = ctypes.c_void_p
        self.x.XGetImage.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_int, ctypes.c_uint, ctypes.c_uint, ctypes.c_ulong, ctypes.c_int]
        self.x.XDestroyImage.argtypes = [ctypes.c_void_p]
        self.display = self.x.XOpenDisplay(DISPLAY.encode())
        self.root = self.x.XDefaultRootWindow(self.display)

    def drawn(self):
        """Whether there is more than one plain colour: text."""
        image = self.x.XGetImage(self.display, self.root, 0, 0, 1280, 860, 0xFFFFFFFF, 2)
        if not image: return False
        # struct XImage: width, height, xoffset, format, data…
        data = ctypes.cast(ctypes.c_void_p(image + 16), ctypes.POINTER(ctypes.c_void_p))[0]
        pixels = ctypes.string_at(data, 1280 * 860 * 4)
        self.x.XDestroyImage(image)
        colours = {pixels[at:at + 4] for at in range(0, len(pixels), 4 * 7)}
        return len(colours) > 8


def tree():
    """All that a program started, told by a marker in the environment: the engine's processes are not its children."""
    found = []
    for folder in glob.glob('/proc/[0-9]*'):
        try:
            if MARK in open(folder + '/environ', 'rb').read().split(b'\0'): found.append(int(folder[6:]))
        except OSError: pass
    return found


MARK = b'STANDFIRST_BUDGET=this'


def pss(pids):
    total, each = 0, []
    for pid in pids:
        try:
            for line in open(f'/proc/{pid}/smaps_rollup'):
                if line.startswith('Pss:'):
                    kb = int(line.split()[1]); total += kb
                    each.append((open(f'/proc/{pid}/comm').read().strip(), kb // 1024))
        except OSError: pass
    return total / 1024, each


def switches(pids):
    total = {}
    for pid in pids:
        for status in glob.glob(f'/proc/{pid}/task/*/status'):
            try:
                text = open(status).read()
                name = open(f'/proc/{pid}/comm').read().strip() + '/' + text.split('\n', 1)[0].split('\t')[1]
                total[name] = total.get(name, 0) + sum(int(line.split()[1]) for line in text.splitlines() if 'ctxt_switches' in line)
            except OSError: pass
    return total


class Session:
    """A screen and a bus, and an empty home."""
    def __enter__(self):
        self.home = tempfile.mkdtemp(prefix='standfirst-budget-')
        for name in ('config', 'data', 'cache', 'run'): os.makedirs(f'{self.home}/{name}')
        os.chmod(self.home + '/run', 0o700)
        self.env = dict(os.environ, HOME=self.home, XDG_CONFIG_HOME=self.home + '/config', XDG_DATA_HOME=self.home + '/data', XDG_CACHE_HOME=self.home + '/cache',
                        XDG_RUNTIME_DIR=self.home + '/run', DISPLAY=DISPLAY, STANDFIRST_KEYRING='off')
        self.env.pop('WAYLAND_DISPLAY', None)
        self.screen = subprocess.Popen(['Xvfb', DISPLAY, '-screen', '0', '1400x1000x24'], stderr=subprocess.DEVNULL)
        self.bus = subprocess.Popen(['dbus-daemon', '--session', '--print-address', '--nofork'], env=self.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.env['DBUS_SESSION_BUS_ADDRESS'] = self.bus.stdout.readline().strip()
        until(lambda: os.path.exists('/tmp/.X11-unix/X' + DISPLAY[1:]))
        time.sleep(0.3)
        return self

    def start(self, *command, **more):
        env = dict(self.env, STANDFIRST_BUDGET='this', **more)
        return subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def stop(self, process):
        pids = tree()
        process.terminate()
        until(lambda: process.poll() is not None, 20)
        for pid in pids:
            try: os.kill(pid, signal.SIGKILL)
            except OSError: pass
        until(lambda: not tree(), 20)

    def __exit__(self, *_):
        for process in (self.screen, self.bus): process.kill(); process.wait()
        shutil.rmtree(self.home, ignore_errors=True)


def started(session, screen, command, **more):
    until(lambda: not screen.drawn(), 20)
    begun = time.time()
    process = session.start(*command, **more)
    try: until(screen.drawn, 60, 0.005)
    finally: took = time.time() - begun
    return process, took


def idle(name, process, seconds):
    # What starts with the window settles first.
    time.sleep(25)
    total, each = pss(tree())
    before = switches(tree()); time.sleep(seconds); after = switches(tree())
    woken = {key: (after[key] - before.get(key, 0)) for key in after}
    print(f'{name:12} idle {total:6.1f} MB (PSS): ' + ', '.join(f'{comm} {mb}' for comm, mb in sorted(each, key=lambda one: -one[1])))
    print(f'{"":12} wake-ups {sum(woken.values()) / seconds:.2f} a second: ' + ', '.join(f'{key} {count / seconds:.2f}' for key, count in sorted(woken.items(), key=lambda one: -one[1])[:6] if count), flush=True)
    return total


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--bin', default='target/release'); parser.add_argument('--server', required=True); parser.add_argument('--empty')
    parser.add_argument('--rounds', type=int, default=7); parser.add_argument('--idle', type=int, default=60); parser.add_argument('--feeds', type=int, default=500)
    parser.add_argument('--no-liferea', action='store_true')
    parser.add_argument('--library', help='an existing data folder instead of 25,000 fetched articles')
    args = parser.parse_args()
    server = subprocess.Popen([args.server, '--port', str(PORT), '--feeds', str(args.feeds)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        def up():
            try: return get('/stats')
            except OSError: return None
        until(up)
        desktop, cli = (os.path.abspath(f'{args.bin}/{name}') for name in ('standfirst-desktop', 'standfirst'))
        memory = {}
        with Session() as session:
            screen = Screen()
            library = args.library or session.home + '/library'
            if not args.library:
                with open(session.home + '/feeds.opml', 'w') as file: file.write(get(f'/opml?n={args.feeds}'))
                for words in (['import', session.home + '/feeds.opml'], ['refresh']):
                    subprocess.run([cli, '--data-dir', library, *words], env=session.env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            windows = {'standfirst': ([desktop], {'STANDFIRST_DATA_DIR': library})}
            if args.empty: windows['empty'] = ([os.path.abspath(args.empty)], {})
            times = {name: [] for name in windows}
            for _ in range(args.rounds):
                for name, (command, more) in windows.items():
                    process, took = started(session, screen, command, **more)
                    times[name].append(took)
                    session.stop(process)
            for name, took in times.items():
                if took: print(f'{name:12} start to drawn: median {statistics.median(took) * 1000:.0f} ms ({min(took) * 1000:.0f} to {max(took) * 1000:.0f})')
            if args.empty and args.rounds: print(f'{"":12} ratio {statistics.median(times["standfirst"]) / statistics.median(times["empty"]):.2f} (goal 1.3)', flush=True)
            for name, (command, more) in windows.items():
                process, _ = started(session, screen, command, **more)
                memory[name] = idle(name, process, args.idle)
                session.stop(process)
        if not args.no_liferea and shutil.which('liferea'):
            with Session() as session:
                for name in ('config/liferea', 'data/liferea'): os.makedirs(f'{session.home}/{name}')
                with open(session.home + '/config/liferea/feedlist.opml', 'w') as file: file.write(get(f'/opml?n={args.feeds}'))
                process = session.start('liferea')
                def items():
                    try:
                        with sqlite3.connect(f'file:{session.home}/data/liferea/liferea.db?mode=ro', uri=True, timeout=5) as db: return db.execute('SELECT count(*) FROM items').fetchone()[0]
                    except sqlite3.Error: return 0
                until(lambda: items() >= args.feeds * 50)
                # Started anew, as ours is: what fetching left in memory does not count.
                time.sleep(5); session.stop(process)
                process = session.start('liferea')
                memory['liferea'] = idle('liferea', process, args.idle)
                session.stop(process)
            print(f'{"":12} memory, times Liferea\'s: {memory["standfirst"] / memory["liferea"]:.2f} (goal: below 1, and below 253 MB)')
    finally:
        server.kill()


main()
