#!/usr/bin/env python3
"""Keeps a table in PostgreSQL up to date with everything that happens in Docket.

Needs Python 3.8 and psql, and nothing else. Stop it and start it whenever you like: where it was is the last position in the
table, which is written in the same transaction as the events.

    DOCKET=http://localhost:8080 CLIENT=analyst SECRET=analyst-secret \
    events_to_postgres.py postgresql://user:password@localhost/warehouse [query]

The query is what GET /events takes, such as "types=docket.case.*"; UNTIL=now ends it at the last event.
"""

import base64
import http.client
import json
import os
import queue
import subprocess
import sys
import threading
import time
import urllib.request

DOCKET = os.environ.get("DOCKET", "http://localhost:8080")
CLIENT = os.environ.get("CLIENT", "analyst")
SECRET = os.environ.get("SECRET", CLIENT + "-secret")
UNTIL = os.environ.get("UNTIL", "")
MOST = 5000  # events in a transaction
SILENCE = 60  # seconds; the stream says something every 15

TABLE = """
set client_min_messages = warning;
create table if not exists docket_event (
  position    bigint primary key,
  id          text not null unique,
  type        text not null,
  subject     text not null,
  occurred_at timestamptz not null,
  event       jsonb not null
);
"""


def psql(database, sql):
    """Runs statements, all or none of them, and answers what they print."""
    done = subprocess.run(
        ["psql", "-X", "-q", "-A", "-t", "-1", "-v", "ON_ERROR_STOP=1", database],
        input=sql, stdout=subprocess.PIPE, check=True, encoding="utf-8")
    return done.stdout.strip()


def copied(value):
    """As COPY reads it."""
    return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def write(database, lines):
    rows = []
    for line in lines:
        event = json.loads(line)
        cells = (event["position"], event["id"], event["type"], event["subject"], event["time"], line)
        rows.append("\t".join(copied(cell) for cell in cells))
    psql(database, "copy docket_event from stdin;\n" + "\n".join(rows) + "\n\\.\n")


def token():
    basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
    request = urllib.request.Request(
        DOCKET + "/oauth2/token", data=b"grant_type=client_credentials", headers={"Authorization": "Basic " + basic})
    with urllib.request.urlopen(request, timeout=SILENCE) as answer:
        return json.load(answer)["access_token"]


def read(stream, lines):
    """Passes on what comes; the end, or why it came to it, last. Waits while there is much that is not written yet."""
    try:
        for line in stream:
            if line.strip():
                lines.put(line.decode().rstrip("\n"))
        lines.put(None)
    except (OSError, http.client.HTTPException) as failure:
        lines.put(failure)


def follow(database, query):
    """Reads behind the last position in the table, until the stream ends."""
    last = psql(database, "select coalesce(max(position), 0) from docket_event;")
    address = f"{DOCKET}/events?after={last}" + (f"&until={UNTIL}" if UNTIL else "") + (f"&{query}" if query else "")
    request = urllib.request.Request(
        address, headers={"Authorization": "Bearer " + token(), "Accept": "application/x-ndjson"})
    lines = queue.Queue(2 * MOST)
    with urllib.request.urlopen(request, timeout=SILENCE) as stream:
        threading.Thread(target=read, args=(stream, lines), daemon=True).start()
        while True:
            batch = [lines.get()]
            while isinstance(batch[-1], str) and len(batch) < MOST and not lines.empty():
                batch.append(lines.get())
            end = batch.pop() if not isinstance(batch[-1], str) else ""
            if batch:
                write(database, batch)
            if end is None:
                return
            if end:
                raise end


def main():
    database = sys.argv[1]
    query = sys.argv[2] if len(sys.argv) > 2 else ""
    psql(database, TABLE)
    while True:
        try:
            follow(database, query)
            if UNTIL:
                return
        except (OSError, http.client.HTTPException, subprocess.CalledProcessError) as failure:
            print("Interrupted, and tried again:", failure, file=sys.stderr)
        time.sleep(1)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
