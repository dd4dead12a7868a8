#!/bin/sh
# Makes pictures of each page of the console, on a small screen and on a large one, by day and by night, and puts those that
# the handbook shows into it. Takes some minutes, needs Chromium, and finds out by the way whether anything keeps people from
# using the pages.
# Usage: acceptance/console-pictures.sh [folder for the pictures]
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
pictures=${1:-$root/acceptance/target/console-pictures}
made=$root/acceptance/target/console-pictures

rm -rf "$made"
mvn -q -f "$root/pom.xml" -pl acceptance -am verify -Plong -Dtest=none -Dit.test=ConsoleIntegrationTest \
    -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
for shown in "$root"/docs/pictures/*.png; do
    cp "$made/${shown##*/}" "$shown"
done
if [ "$pictures" != "$made" ]; then
    mkdir -p "$pictures"
    cp "$made"/*.png "$pictures"
fi
echo "The pictures are in $pictures"
