#!/usr/bin/env python3
"""Drives the command line through the hostile server of shared/kits/security, a fresh library for each case, and judges
what the catalogue asks for: no crash, bounds on time and memory, a clear error or the items, the neighbour unharmed.

  python3 tests/bench/hostile.py [--bin target/release/standfirst] [--kit ../shared/kits/security/hostile] [NAME ...]

Needs the Python packages brotli and zstandard for the kit's server. Prints a line a case that is not as it must be."""
import argparse, json, os, resource, shutil, signal, subprocess, sys, tempfile, time, urllib.request

STORMS = {'guid_storm', 'title_edit_storm', 'link_utm_storm', 'vanish_and_return', 'dup_guids', 'empty_guids', 'no_guid_no_link'}


class Reader:
    def __init__(self, program):
        self.program, self.dir = program, tempfile.mkdtemp(prefix='standfirst-hostile-')
        self.rss, self.worst, self.codes, self.said = 0, 0.0, [], ''

    def run(self, *args, limit=150, stdin=None):
        """One run, bounded; notes peak memory in MB, time, exit code (negative: a signal) and the last words."""
        out, err = open(self.dir + '/out', 'w+'), open(self.dir + '/err', 'w+')
        begun = time.time()
        env = dict(os.environ, STANDFIRST_KEYRING='off', DBUS_SESSION_BUS_ADDRESS='')
        process = subprocess.Popen([self.program, '--data-dir', self.dir + '/library', '--json', *args], env=env, stdout=out, stderr=err,
                                   stdin=subprocess.DEVNULL if stdin is None else open(stdin), preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30)))
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid: break
            if time.time() - begun > limit:
                process.kill(); _, status, usage = os.wait4(process.pid, 0); self.said += ' killed after the limit'; break
            time.sleep(0.01)
        process.returncode = 0
        self.rss = max(self.rss, usage.ru_maxrss // 1024); self.worst = max(self.worst, time.time() - begun)
        self.codes.append(os.waitstatus_to_exitcode(status))
        out.seek(0); err.seek(0); self.said += err.read()[-300:]
        text = out.read(); out.close(); err.close()
        return text

    def lines(self, *args): return [json.loads(line) for line in self.run(*args).splitlines() if line.strip()]
    def close(self): shutil.rmtree(self.dir, ignore_errors=True)


def opml(urls): return '<opml version="2.0"><body>' + ''.join(f'<outline type="rss" text="{url}" xmlUrl="{url}"/>' for url in urls) + '</body></opml>'


def judge(case, base, program, get):
    reader, faults, name = Reader(program), [], case['name']
    url, neighbour = base + case['path'], base + '/c/ok'
    get('/reset')
    if case['cls'] == 'opml':
        with open(reader.dir + '/in.opml', 'wb') as file: file.write(urllib.request.urlopen(url, timeout=60).read())
        reader.run('import', reader.dir + '/in.opml')
        detail = reader.said.strip()
    elif case['cls'] == 'page':
        reader.run('save', url); reader.run('follow', url, '--dry-run')
        detail = reader.said.strip().splitlines()[-1:]
    else:
        with open(reader.dir + '/in.opml', 'w') as file: file.write(opml([url, neighbour]))
        reader.run('import', reader.dir + '/in.opml')
        counts = []
        for _ in range(3 if name in STORMS else 1):
            reader.run('refresh', '--force')
            sources = {source['url']: source for source in reader.lines('sources')}
            mine = sources.get(url) or next((s for u, s in sources.items() if u != neighbour), {})
            items = reader.lines('list', '--source', str(mine.get('id', 1)))
            counts.append(len(items))
        near = sources.get(neighbour, {})
        if near.get('unread') != 3: faults.append(f'neighbour has {near.get("unread")} of 3')
        if not items and not mine.get('error') and case['name'] not in ('empty_channel', 'status_204', 'vanish_and_return'): faults.append('neither items nor an error')
        if 'expect_items' in case and len(items) != case['expect_items']: faults.append(f'{counts} items, not {case["expect_items"]}')
        if name in STORMS and (len(set(filter(None, counts))) > 1 or counts != sorted(counts)): faults.append(f'{counts} items')
        text = json.dumps(items, ensure_ascii=False)
        if case.get('expect') and case['expect'] not in text: faults.append('title not as expected: ' + json.dumps([i['title'] for i in items][:2], ensure_ascii=False))
        if case.get('secret') and case['secret'] in text: faults.append('a secret leaked')
        if case['cls'] == 'image' and items: reader.run('save', str(items[0]['id']))
        if '\\u0000' in text: faults.append('NUL stored')
        detail = f'{len(items)} items; {mine.get("error")}'
    if case.get('hit'):
        hits = [hit[1] for hit in json.loads(get('/hits')) if case['hit'] in hit[1] and hit[1].startswith('/hit/')]
        # Loopback is private here: a redirect to another name of it is followed, but with nothing secret.
        if hits and case['cls'] != 'redirect': faults.append(f'asked for {hits}')
    if any(code < 0 or code in (101, 134) for code in reader.codes): faults.append(f'exit codes {reader.codes}')
    if 'panicked' in reader.said: faults.append('panicked')
    if reader.rss > case['max_rss_mb']: faults.append(f'{reader.rss} MB')
    if reader.worst > case['max_secs']: faults.append(f'{reader.worst:.1f} s, at most {case["max_secs"]}')
    if reader.run('check') and '"ok"' not in reader.run('check'): faults.append('the library is not whole')
    reader.close()
    return faults, f'{reader.worst:.1f} s {reader.rss} MB {detail}'


def main():
    parser = argparse.ArgumentParser(); parser.add_argument('--bin', default='target/release/standfirst'); parser.add_argument('--kit', default='../shared/kits/security/hostile'); parser.add_argument('--all', action='store_true'); parser.add_argument('names', nargs='*')
    args = parser.parse_args()
    if not os.path.isdir(args.kit): print(f'skipped: no kit at {args.kit}'); return
    catalogue = tempfile.mktemp(suffix='.json')
    server = subprocess.Popen([sys.executable, args.kit + '/server.py', '--catalogue', catalogue], stdout=subprocess.PIPE, text=True)
    base = f'http://127.0.0.1:{int(server.stdout.readline())}'
    get = lambda path: urllib.request.urlopen(base + path, timeout=20).read()
    good = bad = 0
    try:
        for case in json.load(open(args.kit + '/catalogue.json')):
            if args.names and case['name'] not in args.names: continue
            try: faults, detail = judge(case, base, os.path.abspath(args.bin), get)
            except Exception as error: faults, detail = [f'driver: {error!r}'], ''
            good, bad = good + (not faults), bad + bool(faults)
            if faults or args.all or args.names: print(f'{"FAIL" if faults else "ok  "} {case["name"]}: {"; ".join(faults)} [{detail}] must: {case["must"]}', flush=True)
        print(f'{good} passed, {bad} failed')
    finally: server.send_signal(signal.SIGTERM)
    sys.exit(bool(bad))


main()
