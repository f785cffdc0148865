#!/usr/bin/env bash
# Holds the kernel against Jupyter's own client (jupyter_client) and libzmq (pyzmq): every message of the protocol, interrupts, shutdown, dead
# kernels, signatures, both transports, and malformed input.
#
#   tests/jupyter/check-kernel.sh [unittest's arguments, such as test_execute or -k interrupt]
#
# Needs Debian's python3-jupyter-client and python3-zmq, or a PYTHON that has them. Exit code: 0 all passed, 1 some failed, 2 could not run.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
python=${PYTHON:-/usr/bin/python3}
"$python" -c 'import jupyter_client, zmq' 2>/dev/null || { echo "$python has no jupyter_client and zmq; apt-get install python3-jupyter-client python3-zmq" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
coursekit=$here/../../coursekit
"$coursekit" kernel install --prefix "$work" >/dev/null || exit 2
export JUPYTER_PATH="$work/share/jupyter" JUPYTER_RUNTIME_DIR="$work/runtime" PYTHONDONTWRITEBYTECODE=1
cd "$here"
if [ $# = 0 ]; then set -- discover -p 'test_*.py'; fi
"$python" -m unittest "$@" || exit 1

"$coursekit" kernel list | grep -F "$work" | grep -q "CourseKit's" || { echo "kernel list does not show it" >&2; exit 1; }
"$coursekit" kernel uninstall --prefix "$work" >/dev/null
[ ! -e "$JUPYTER_PATH/kernels/.net-csharp" ] || { echo "kernel uninstall left it" >&2; exit 1; }
