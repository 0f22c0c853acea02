#!/bin/sh
# Collects every text for people into the translation template, and brings each language's file up to date.
# Usage: tools/messages.sh            collect, update, compile
#        tools/messages.sh de         the same, and start the language if it is new
# Babel only: Django's makemessages does not read our templates and would drop their texts.
set -eu
cd "$(dirname "$0")/.."
locale=portico/locale
babel=${PYBABEL:-.venv/bin/pybabel}
mkdir -p "$locale"

"$babel" extract --mapping=tools/babel.cfg --output="$locale/django.pot" --project=portico --sort-by-file \
    --no-wrap --add-comments=Translators: \
    --keyword=gettext_lazy --keyword=ngettext_lazy:1,2 --keyword=pgettext:1c,2 --keyword=pgettext_lazy:1c,2 \
    --keyword=npgettext:1c,2,3 .
if [ $# -gt 0 ] && [ ! -d "$locale/$1" ]; then
    "$babel" init --domain=django --input-file="$locale/django.pot" --output-dir="$locale" --locale="$1"
fi
for file in "$locale"/*/LC_MESSAGES/django.po; do
    [ -e "$file" ] || continue
    "$babel" update --domain=django --input-file="$locale/django.pot" --output-dir="$locale" --no-wrap
    "$babel" compile --domain=django --directory="$locale"
    break
done
