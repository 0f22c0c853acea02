#!/bin/sh
# Renews the vendored receipt fonts from Debian's font packages, or checks the ones in the tree.
#
#   tools/fonts.sh           fetch the packages, copy the fonts and licences, write SHA256SUMS
#   tools/fonts.sh --check   compare the fonts in the tree with SHA256SUMS; changes nothing
#
# Needs a Debian machine with apt-get and dpkg; installs nothing on it. A renewed font changes the bytes of
# receipts made from then on; receipts already handed out are kept as files and do not change.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
fonts="$here/portico/domain/receipts/paper/fonts"

if [ "${1:-}" = "--check" ]; then
    cd "$fonts" && exec sha256sum --check --strict --quiet SHA256SUMS
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download fonts-noto-core fonts-droid-fallback fonts-nanum
for package in ./*.deb; do dpkg -x "$package" unpacked; done

noto=unpacked/usr/share/fonts/truetype/noto
rm -f "$fonts"/*.ttf
for script in "" Arabic Devanagari Hebrew; do
    cp "$noto/NotoSans$script-Regular.ttf" "$noto/NotoSans$script-Bold.ttf" "$fonts/"
done
# Thai without its bold: that one lifts the vowels over narrow letters, and a lifted vowel is copied from the PDF twice.
cp "$noto/NotoSansThai-Regular.ttf" "$fonts/"
cp unpacked/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf "$fonts/"
# Droid's fallback has no Hangul syllables; this is the smallest open font that has all 11,172.
cp unpacked/usr/share/fonts/truetype/nanum/NanumSquareR.ttf "$fonts/"

mkdir -p "$fonts/licences"
for package in fonts-noto-core fonts-droid-fallback fonts-nanum; do
    cp "unpacked/usr/share/doc/$package/copyright" "$fonts/licences/$package.txt"
done
cp /usr/share/common-licenses/Apache-2.0 "$fonts/licences/Apache-2.0.txt"
chmod 644 "$fonts"/*.ttf "$fonts"/licences/*

cd "$fonts"
sha256sum ./*.ttf | sed 's# \./# #' >SHA256SUMS
ls "$work"/*.deb | sed 's#.*/##'
