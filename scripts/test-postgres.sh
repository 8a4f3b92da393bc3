#!/usr/bin/env bash
# A PostgreSQL with PostGIS for tests, in a temporary folder, gone when stopped:
#   scripts/test-postgres.sh start   starts it and prints its URL for TEST_POSTGRES_URL
#   scripts/test-postgres.sh restart stops it at once, as a crash would, and starts it again
#   scripts/test-postgres.sh stop    stops it and removes its folder
# It needs Debian's postgresql-15-postgis-3, or any PostgreSQL with PostGIS in PG_BIN. TEST_POSTGRES_PORT is its port.
set -euo pipefail

port=${TEST_POSTGRES_PORT:-15432}
folder=${TMPDIR:-/tmp}/wellgraph-postgres-$port
bin=${PG_BIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)}
# PostgreSQL does not run as root.
as_owner() { if [ "$(id -u)" = 0 ]; then (cd / && exec setpriv --reuid=postgres --regid=postgres --init-groups "$@"); else "$@"; fi; }

start() {
  if [ -e "$folder" ]; then echo "$folder is there already: stop it first" >&2; exit 1; fi
  mkdir -m 700 "$folder"
  if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; fi
  # Text sorts as in the embedded database: by code points.
  as_owner "$bin/initdb" -D "$folder/data" -U postgres --auth=trust --locale=C.UTF-8 --encoding=UTF8 --no-sync >"$folder/log" 2>&1 || failed
  as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/data/server.log" -w -o "-p $port -k $folder -c listen_addresses=127.0.0.1 \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=100" start >>"$folder/log" 2>&1 || failed
  echo "postgres://postgres@127.0.0.1:$port/postgres"
}

failed() {
  cat "$folder/log" "$folder/data/server.log" >&2 || true
  rm -rf "$folder"
  exit 1
}

restart() {
  as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/data/server.log" -m immediate -w restart >>"$folder/log" 2>&1
}

stop() {
  if [ ! -e "$folder" ]; then return; fi
  as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null || true
  rm -rf "$folder"
}

case ${1:-} in
  start | stop | restart) "$1" ;;
  *) sed -n '2,6s/^# //p' "$0" >&2; exit 2 ;;
esac
