#!/bin/sh
# Fetches the browser libraries we ship and writes them to portico/interfaces/ui/static/ui/vendor; what only the tests
# use goes to tests/vendor.
# Usage: tools/vendor.sh    (needs npm, tar, sha256sum). To renew one: change its version and its sha256 here, run it.
set -eu
cd "$(dirname "$0")/.."
vendor=portico/interfaces/ui/static/ui/vendor
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# fetch <package@version> <name> <sha256 of the package file>: unpacks it to $work/<name>
fetch() {
    file=$(cd "$work" && npm pack --silent "$1")
    echo "$3  $work/$file" | sha256sum --check --quiet
    mkdir "$work/$2"
    tar -xzf "$work/$file" -C "$work/$2" --strip-components=1
}

fetch bootstrap@5.3.9 bootstrap 06bdf78289c3c12ea99d40df84eedf6278c724c73eebf38f11f3a65b44ec8c94
fetch htmx.org@4.0.1 htmx 5fba65616ca148a86d377e9771bcada7f35faee3558651feb929eea425e13b3c
fetch @fontsource-variable/figtree@5.3.0 figtree 745eb850be26774948b5aa9342b7182660ed3a48ac40509c7babcfdcd90c39d7
fetch @tabler/icons@3.51.0 icons b30108713d3fa60aee862c2a133225da8e0f309be0708fe2925763ff810c766c
fetch axe-core@4.14.1 axe e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745

# Without the line that names a source map: the map is not shipped, and hashed file names refuse a missing file.
for name in bootstrap bootstrap.rtl; do
    sed '/^\/\*# sourceMappingURL=/d' "$work/bootstrap/dist/css/$name.min.css" > "$vendor/$name.min.css"
done
cp "$work/htmx/dist/htmx.min.js" "$vendor/"
cp "$work/figtree/files/figtree-latin-wght-normal.woff2" "$vendor/"
cp "$work/figtree/files/figtree-latin-ext-wght-normal.woff2" "$vendor/"
cp "$work/bootstrap/LICENSE" "$vendor/LICENSE-bootstrap.txt"
cp "$work/htmx/LICENSE" "$vendor/LICENSE-htmx.txt"
cp "$work/figtree/LICENSE" "$vendor/LICENSE-figtree.txt"
cp "$work/icons/LICENSE" "$vendor/LICENSE-tabler-icons.txt"
cp "$work/axe/axe.min.js" tests/vendor/
cp "$work/axe/LICENSE" tests/vendor/LICENSE-axe-core.txt

# One file with the icons that tools/icons.txt names, each a <symbol id="i-name">.
{
    printf '<svg xmlns="http://www.w3.org/2000/svg">\n'
    while read -r name; do
        printf '<symbol id="i-%s" viewBox="0 0 24 24">' "$name"
        grep '^  <' "$work/icons/icons/outline/$name.svg" | grep -v 'M0 0h24v24H0z' | sed 's/^ *//' | tr -d '\n'
        printf '</symbol>\n'
    done < tools/icons.txt
    printf '</svg>\n'
} > "$vendor/icons.svg"
