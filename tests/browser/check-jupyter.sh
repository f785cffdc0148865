#!/usr/bin/env bash
# Opens a notebook in Debian's Jupyter Notebook in headless Chromium, with nothing but the Jupyter server in reach, and does what a student does:
# runs all cells, stops an endless loop with the stop button, restarts the kernel, runs all cells again. Fails on a cell that fails, a chart
# that is not drawn, a variable that a stop loses or a restart keeps, a call for the network, and on console errors that are not Jupyter's own.
#
#   tests/browser/check-jupyter.sh [--shots FOLDER] [NOTEBOOK]
#
# Without a notebook it takes the first part of lesson 3. Needs Chromium and jupyter-notebook, and the built tool.
# Exit code: 0 passed, 1 failed, 2 the check could not run.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
shots="$root/out/screenshots"
if [ "${1:-}" = --shots ]; then
  shots="${2:?--shots needs a folder}"
  shift 2
fi
work="$(mktemp -d)"
server=
finish() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null && wait "$server" || true; fi
  rm -rf "$work" "$root/notebooks/jupyter-check.ipynb"
}
trap finish EXIT

if ! log="$(dotnet build "$here/BrowserCheck.csproj" -nologo -v quiet -clp:NoSummary 2>&1)"; then
  printf '%s\nThe browser check did not build.\n' "$log" >&2
  exit 2
fi
# A Jupyter of its own: no settings, kernels or history of whoever runs this.
export JUPYTER_CONFIG_DIR="$work/config" JUPYTER_DATA_DIR="$work/data" JUPYTER_RUNTIME_DIR="$work/runtime" IPYTHONDIR="$work/ipython"
mkdir -p "$JUPYTER_CONFIG_DIR" "$JUPYTER_DATA_DIR" "$JUPYTER_RUNTIME_DIR"
"$root/coursekit" kernel install --user >"$work/install.log" || { cat "$work/install.log" >&2; exit 2; }

# Beside the lessons, where setup.csx is: a copy, since Jupyter saves what it shows.
/usr/bin/python3 - "${1:-}" "$root/notebooks" <<'PYTHON'
import json, os, sys
source, folder = sys.argv[1] or os.path.join(sys.argv[2], "03-autoencoder.ipynb"), sys.argv[2]
with open(source, encoding="utf-8") as file:
    notebook = json.load(file)
if not sys.argv[1]:
    notebook["cells"] = notebook["cells"][:16]
with open(os.path.join(folder, "jupyter-check.ipynb"), "w", encoding="utf-8") as file:
    json.dump(notebook, file)
PYTHON

port="$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
token="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
/usr/bin/python3 /usr/bin/jupyter-notebook --no-browser --allow-root --ip=127.0.0.1 --port="$port" --NotebookApp.token="$token" \
  --NotebookApp.notebook_dir="$root/notebooks" >"$work/server.log" 2>&1 &
server=$!
address="http://127.0.0.1:$port"
for _ in $(seq 300); do
  ! grep -q "is running at" "$work/server.log" || break
  kill -0 "$server" 2>/dev/null || break
  sleep 0.2
done
grep -q "is running at" "$work/server.log" || { cat "$work/server.log" >&2; echo "Jupyter Notebook did not start." >&2; exit 2; }
dotnet "$here/bin/Release/net10.0/BrowserCheck.dll" "$shots" "$address/notebooks/jupyter-check.ipynb?token=$token" \
  || { status=$?; grep -v -F "$token" "$work/server.log" | tail -n 30 >&2; exit "$status"; }
