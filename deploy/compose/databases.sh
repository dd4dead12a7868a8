#!/bin/bash
# Run by the image of PostgreSQL when it makes its databases: one for Docket, with the roles of its sides, and one for the
# Keycloak of the demonstration.
set -eu
make_role() {
  psql -v ON_ERROR_STOP=1 --username postgres -v name="$1" -v password="$2" <<'SQL'
create role :"name" login password :'password';
SQL
}
make_database() {
  make_role "$1" "$2"
  psql -v ON_ERROR_STOP=1 --username postgres -v name="$1" <<'SQL'
create database :"name" owner :"name" encoding 'UTF8' template template0;
revoke all on database :"name" from public;
SQL
}
make_role docket_command "$DOCKET_COMMAND_PASSWORD"
make_role docket_query "$DOCKET_QUERY_PASSWORD"
make_database docket "$DOCKET_OWNER_PASSWORD"
psql -v ON_ERROR_STOP=1 --username postgres --dbname docket --file "${DOCKET_ROLES:-/etc/docket/roles.sql}"
[ -z "${KEYCLOAK_DATABASE_PASSWORD:-}" ] || make_database keycloak "$KEYCLOAK_DATABASE_PASSWORD"
