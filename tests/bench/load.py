#!/usr/bin/env python3
"""Refreshes 500 feeds with 25,000 articles, beside Debian's Liferea in one run: all listed, nothing new, two new a feed.

  python3 tests/bench/load.py [--bin target/release/standfirst] [--server LOADSERVER] [--feeds 500] [--latency 0] [--no-liferea]

LOADSERVER is shared/kits/load, built with `cargo build --release` in a copy of it. Liferea runs under Xvfb on a session bus of its
own (packages liferea, xvfb, dbus). Prints seconds and ratios; asserts nothing about time."""
import argparse, json, os, shutil, sqlite3, subprocess, sys, tempfile, time, urllib.request

PORT = 8197
get = lambda path: urllib.request.urlopen(f'http://127.0.0.1:{PORT}{path}', timeout=30).read().decode()
stats = lambda: json.loads(get('/stats'))


def until(done, limit=300):
    begun = time.time()
    while not done():
        if time.time() - begun > limit: raise TimeoutError(f'not done after {limit} s: {stats()}')
        time.sleep(0.02)
    return time.time() - begun


def standfirst(program, folder, feeds):
    env = dict(os.environ, STANDFIRST_KEYRING='off')
    def run(*args):
        begun = time.time()
        out = subprocess.run([program, '--data-dir', folder + '/library', '--json', *args], env=env, capture_output=True, text=True, check=True).stdout
        return time.time() - begun, json.loads(out.splitlines()[-1])
    with open(folder + '/feeds.opml', 'w') as file: file.write(get(f'/opml?n={feeds}'))
    run('import', folder + '/feeds.opml')
    cold, report = run('refresh')
    assert report['new'] == feeds * 50 and report['failed'] == 0, report
    before = stats()
    same, report = run('refresh', '--force')
    after = stats()
    assert report['unchanged'] == feeds, report
    print(f'  asked conditionally: {after["r304"] - before["r304"]} of {feeds}, pictures or icons: {after["img"] - before["img"]}, other: {after["other"] - before["other"]}')
    get('/step?k=2')
    two, report = run('refresh', '--force')
    assert report['new'] == feeds * 2, report
    return cold, same, two


def liferea(folder, feeds):
    for name in ('config/liferea', 'data/liferea', 'cache', 'run'): os.makedirs(f'{folder}/{name}')
    os.chmod(folder + '/run', 0o700)
    with open(folder + '/config/liferea/feedlist.opml', 'w') as file: file.write(get(f'/opml?n={feeds}'))
    env = dict(os.environ, HOME=folder, XDG_CONFIG_HOME=folder + '/config', XDG_DATA_HOME=folder + '/data', XDG_CACHE_HOME=folder + '/cache', XDG_RUNTIME_DIR=folder + '/run', LIBGL_ALWAYS_SOFTWARE='1')
    env.pop('WAYLAND_DISPLAY', None)
    def items():
        try:
            with sqlite3.connect(f'file:{folder}/data/liferea/liferea.db?mode=ro', uri=True, timeout=5) as db: return db.execute('SELECT count(*) FROM items').fetchone()[0]
        except sqlite3.Error: return 0
    address = subprocess.Popen(['dbus-daemon', '--session', '--print-address', '--nofork'], env=env, stdout=subprocess.PIPE, text=True)
    env['DBUS_SESSION_BUS_ADDRESS'] = address.stdout.readline().strip()
    screen = subprocess.Popen(['Xvfb', ':87', '-screen', '0', '1280x900x24'], stderr=subprocess.DEVNULL); env['DISPLAY'] = ':87'; time.sleep(1)
    begun = time.time()
    reader = subprocess.Popen(['liferea'], env=env, stdout=subprocess.DEVNULL, stderr=open(folder + '/err', 'w'))
    refresh = lambda: subprocess.run(['dbus-send', '--session', '--dest=org.gnome.feed.Reader', '--type=method_call', '/org/gnome/feed/Reader', 'org.gnome.feed.Reader.Refresh'], env=env, check=True)
    try:
        until(lambda: items() >= feeds * 50)
        cold = time.time() - begun
        time.sleep(3)
        known = stats()['r304'] + stats()['r200']
        refresh(); same = until(lambda: stats()['r304'] + stats()['r200'] >= known + feeds)
        time.sleep(3)
        get('/step?k=2')
        refresh(); two = until(lambda: items() >= feeds * 52)
        return cold, same, two
    finally:
        for process in (reader, screen, address): process.kill()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--bin', default='target/release/standfirst'); parser.add_argument('--server', default='../shared/kits/load/target/release/loadserver')
    parser.add_argument('--feeds', type=int, default=500); parser.add_argument('--latency', type=int, default=0); parser.add_argument('--no-liferea', action='store_true')
    args = parser.parse_args()
    if not os.path.exists(args.server): print(f'skipped: no load server at {args.server}'); return
    results = {}
    readers = {'standfirst': lambda folder: standfirst(os.path.abspath(args.bin), folder, args.feeds)}
    if not args.no_liferea and shutil.which('liferea'): readers['liferea'] = lambda folder: liferea(folder, args.feeds)
    for name, measure in readers.items():
        server = subprocess.Popen([args.server, '--port', str(PORT), '--feeds', str(args.feeds)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        folder = tempfile.mkdtemp(prefix='standfirst-load-')
        try:
            def up():
                try: return stats()
                except OSError: return None
            until(up); get(f'/latency?ms={args.latency}')
            # The server makes its documents once.
            results[name] = measure(folder)
            print(f'{name:11} all listed {results[name][0]:6.2f} s   nothing new {results[name][1]:6.2f} s   two new a feed {results[name][2]:6.2f} s', flush=True)
        finally:
            server.kill(); shutil.rmtree(folder, ignore_errors=True)
    if len(results) == 2:
        ours, theirs = results['standfirst'], results['liferea']
        print('ratios      ' + '   '.join(f'{what} {a / b:.3f} (at most {most})' for what, a, b, most in zip(('all listed', 'nothing new', 'two new'), ours, theirs, (0.4, 0.05, 0.25))))


main()
