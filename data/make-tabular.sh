#!/usr/bin/env bash
# Makes data/tabular/*.csv.gz again, byte for byte, from the R package mlbench (Debian: apt-get install r-cran-mlbench).
#
# The sets are UCI's; which classes count as anomalies, and what is left out, is the choice of the ODDS library (S. Rayana,
# Outlier Detection DataSets, 2016), so results can be compared with published ones:
#   shuttle     normal: Rad.Flow; anomalies: the rest; the class High is left out (5 of 7 classes are rare)
#   satellite   anomalies: the three smallest classes (cotton crop, damp grey soil, vegetation stubble)
#   breastw     anomalies: malignant; the 16 rows with a missing value and the column Id are left out
#   ionosphere  anomalies: bad; the second column is constant and left out
#   pima        anomalies: pos
#   glass       anomalies: type 6 (tableware)
# Each file has the columns x0, x1, …, label (1 = anomaly), the rows in the order of the package.
# Needs: R, r-cran-mlbench 2.1-3, GNU gzip 1.12 (another gzip may give other bytes with the same content; the loader
# accepts those too, because it looks at the content).
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

Rscript --vanilla - "$work" <<'R'
work <- commandArgs(trailingOnly = TRUE)[1]
number <- function(column) if (is.numeric(column)) column else as.numeric(as.character(column))
write <- function(name, set, target, anomalous, leave.out.classes = c(), leave.out.columns = c()) {
  data(list = set, package = "mlbench")
  table <- get(set)
  table <- table[!(table[[target]] %in% leave.out.classes), !(names(table) %in% leave.out.columns)]
  table <- table[complete.cases(table), ]
  x <- as.data.frame(lapply(table[names(table) != target], number))
  names(x) <- paste0("x", seq_len(ncol(x)) - 1)
  x$label <- as.integer(table[[target]] %in% anomalous)
  # More digits than the numbers of the package have; R writes no more than needed.
  options(digits = 15, scipen = 1)
  write.table(x, file.path(work, paste0(name, ".csv")), sep = ",", quote = FALSE, row.names = FALSE, eol = "\n", fileEncoding = "UTF-8")
}
write("shuttle", "Shuttle", "Class", c("Fpv.Close", "Fpv.Open", "Bypass", "Bpv.Close", "Bpv.Open"), leave.out.classes = "High")
write("satellite", "Satellite", "classes", c("cotton crop", "damp grey soil", "vegetation stubble"))
write("breastw", "BreastCancer", "Class", "malignant", leave.out.columns = "Id")
write("ionosphere", "Ionosphere", "Class", "bad", leave.out.columns = "V2")
write("pima", "PimaIndiansDiabetes", "diabetes", "pos")
write("glass", "Glass", "Type", "6")
R

mkdir -p "$here/tabular"
for csv in "$work"/*.csv; do
  name="$(basename "$csv" .csv)"
  gzip -n -9 <"$csv" >"$work/$name.csv.gz"
  for made in "$csv" "$work/$name.csv.gz"; do
    sum="$(sha256sum <"$made" | cut -d' ' -f1)"
    # On a first run of a changed set: look at the numbers printed, and put them into the manifest.
    grep -q "\"$sum\"" "$here/manifest.json" || {
      echo "$(basename "$made"): $(stat -c%s "$made") bytes, SHA-256 $sum, is not what manifest.json says. Nothing was written for it." >&2
      exit 1
    }
  done
  cp "$work/$name.csv.gz" "$here/tabular/"
  echo "tabular/$name.csv.gz: as in the manifest"
done
