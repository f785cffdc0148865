#!/usr/bin/env bash
# Opens exported pages in headless Chromium, with the network cut off, in light, in dark and at a phone's width, and fails on console errors,
# exceptions, missing pictures, charts that did not draw, formulas that did not typeset, dead anchors and sideways scrolling.
#
#   tests/browser/check-pages.sh [--shots FOLDER] PAGE-OR-FOLDER...
#   tests/browser/check-pages.sh --self-test      proves that the check finds each defect of broken.html
#
# Screenshots go to out/screenshots unless --shots says otherwise. Needs Chromium, named by CHROMIUM if it is in no usual place.
# Exit code: 0 all pages passed, 1 some failed, 2 the check could not run.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
shots="$here/../../out/screenshots"
if [ "${1:-}" = --shots ]; then
  shots="${2:?--shots needs a folder}"
  shift 2
fi
if [ $# = 0 ]; then
  sed -n '2,10s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 2
fi
if ! log="$(dotnet build "$here/BrowserCheck.csproj" -nologo -v quiet -clp:NoSummary 2>&1)"; then
  printf '%s\nThe browser check did not build.\n' "$log" >&2
  exit 2
fi
if [ "$1" = --self-test ]; then
  status=0
  found="$(dotnet "$here/bin/Release/net10.0/BrowserCheck.dll" "$shots" "$here/broken.html")" || status=$?
  [ "$status" = 1 ] || { printf '%s\nA broken page gave exit code %s instead of 1.\n' "$found" "$status" >&2; exit 1; }
  sed -n 's/.*<!-- expect: \(.*\) -->.*/\1/p' "$here/broken.html" | while IFS= read -r defect; do
    grep -qF -- "$defect" <<<"$found" || { printf '%s\nNot found: %s\n' "$found" "$defect" >&2; exit 1; }
  done
  echo "The check finds every defect of broken.html."
  exit 0
fi
exec dotnet "$here/bin/Release/net10.0/BrowserCheck.dll" "$shots" "$@"
