#!/usr/bin/env python3
"""Takes large exports in through the command line, a fresh library for each, and prints time and peak memory: looking into
the file, the first import, and the same file again.

  python3 tests/bench/import.py [--bin target/release/standfirst] [--scale 1.0]"""
import argparse, io, json, os, random, shutil, subprocess, sys, tempfile, time, zipfile

WORDS = 'harbour ferry council winter paper north light bridge river market station letter morning window garden stone'.split()


def text(dice, count): return ' '.join(dice.choice(WORDS) for _ in range(count))


def addresses(count, dice): return '\n'.join(f'https://h{n % 4000}.example/{n} | {text(dice, 6)}' for n in range(count)).encode()


def opml(count, dice):
    outlines = ''.join(f'<outline text="Folder {n // 50}"><outline text="{text(dice, 2)}">' * (n % 50 == 0)
                       + f'<outline type="rss" text="{text(dice, 3)}" xmlUrl="https://s{n}.example/feed" htmlUrl="https://s{n}.example/"/>'
                       + '</outline></outline>' * (n % 50 == 49) for n in range(count))
    return f'<opml version="2.0"><body>{outlines}</body></opml>'.encode()


def pocket(count, dice):
    rows = ''.join(f'"{text(dice, 7)}",https://h{n % 4000}.example/{n},{1600000000 + n},{dice.choice(WORDS)}|{dice.choice(WORDS)},{dice.choice(["unread", "archive"])}\n' for n in range(count))
    return ('title,url,time_added,tags,status\n' + rows).encode()


def wallabag(count, dice):
    return json.dumps([{'title': text(dice, 7), 'url': f'https://h{n}.example/a', 'is_archived': n % 2, 'is_starred': 0, 'created_at': '2024-01-01T10:00:00+0000', 'tags': ['a'],
                        'content': ''.join(f'<p>{text(dice, 60)} <a href="/x">{text(dice, 2)}</a></p>' for _ in range(10))} for n in range(count)]).encode()


def omnivore(count, dice):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as file:
        for start in range(0, count, 100):
            file.writestr(f'metadata_{start}_to_{start + 100}.json', json.dumps([{'slug': f's{n}', 'title': text(dice, 7), 'url': f'https://h{n}.example/a', 'state': 'Active', 'labels': ['x'],
                          'savedAt': '2024-01-01T00:00:00.000Z', 'publishedAt': None} for n in range(start, min(start + 100, count))]))
        for n in range(count): file.writestr(f'content/s{n}.html', ''.join(f'<p>{text(dice, 60)}</p>' for _ in range(10)))
    return out.getvalue()


CASES = [('5,000 sources, OPML', opml, 5000), ('50,000 addresses', addresses, 50000), ('50,000 rows, Pocket', pocket, 50000),
         ('10,000 texts, wallabag', wallabag, 10000), ('10,000 texts, Omnivore ZIP', omnivore, 10000)]


def run(program, folder, *args):
    """One run: its JSON, seconds, and peak memory in MB."""
    begun = time.time()
    process = subprocess.Popen([program, '--data-dir', folder + '/library', '--json', *args], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, env=dict(os.environ, STANDFIRST_KEYRING='off'))
    out = process.stdout.read()
    error = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode: sys.exit(f'{args}: {error.decode()}')
    return json.loads(out), time.time() - begun, usage.ru_maxrss // 1024


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument('--bin', default='target/release/standfirst'); words.add_argument('--scale', type=float, default=1.0)
    given = words.parse_args()
    print(f'{"":28}{"file":>9}{"look":>16}{"first":>16}{"again":>16}')
    for name, make, count in CASES:
        folder = tempfile.mkdtemp(prefix='standfirst-import-')
        try:
            path = folder + '/export'
            with open(path, 'wb') as file: file.write(make(int(count * given.scale), random.Random(7)))
            cells = []
            for args in (('--dry-run',), (), ()):
                report, seconds, memory = run(given.bin, folder, 'import', path, *args)
                cells.append(f'{seconds:7.2f} s {memory:4} MB')
            came = report['sources'] + report['articles'] + report['changed']
            assert came == 0, f'{name}: the second time brought {came}'
            print(f'{name:28}{os.path.getsize(path) / 1e6:6.1f} MB' + ''.join(f'{cell:>16}' for cell in cells), flush=True)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == '__main__': main()
