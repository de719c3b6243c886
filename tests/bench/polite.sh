#!/bin/bash
# Runs seven scheduled refreshes, under clocks of nine days, against the politeness server of shared/kits/feeds, and prints its score.
#   tests/bench/polite.sh [PROGRAM] [KIT]        needs the package faketime; takes about two minutes
set -euo pipefail
program=$(realpath "${1:-target/debug/standfirst}")
kit=$(realpath "${2:-../shared/kits/feeds/server}" 2>/dev/null) && [ -d "$kit" ] || { echo "skipped: no kit at ${2:-../shared/kits/feeds/server}"; exit 0; }
port=8771
folder=$(mktemp -d)
python3 "$kit/polite_server.py" --port $port --log "$folder/log.jsonl" >/dev/null &
trap 'kill %1; rm -rf "$folder"' EXIT
until curl -sf "http://127.0.0.1:$port/_opml" >"$folder/feeds.opml"; do sleep 0.1; done
export STANDFIRST_KEYRING=off
"$program" --data-dir "$folder/library" import "$folder/feeds.opml" | tail -1
python3 "$kit/run_cycles.py" --server "http://127.0.0.1:$port" -- "$program" --data-dir "$folder/library" refresh
python3 "$kit/score_log.py" "$folder/log.jsonl"
