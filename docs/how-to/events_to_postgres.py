#!/usr/bin/env python3
"""Keeps a table in PostgreSQL up to date with everything that happens in Docket.

Needs Python 3.8 and psql, and nothing else. Stop it and start it whenever you like: where it was is the last position in the
table, which is written in the same transaction as the events.

    DOCKET=https://docket.example TOKEN_URL=https://login.example/oauth2/token CLIENT=analyst SECRET=... PGPASSWORD=... \
    events_to_postgres.py postgresql://user@localhost/warehouse [query]

TOKEN_URL is where the issuer gives tokens by client_credentials; without it, Docket's own /oauth2/token. The query is what
GET /events takes, such as "types=docket.case.*"; UNTIL=now ends it at the last event.

What passes is tried again. It ends with 0 when it has come to the end that UNTIL asks for, and with 1, and a word why, if
Docket or the issuer refuses it.
"""

import base64
import http.client
import json
import os
import queue
import shutil
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

DOCKET = os.environ.get("DOCKET", "http://localhost:8080")
TOKEN_URL = os.environ.get("TOKEN_URL", DOCKET + "/oauth2/token")
CLIENT = os.environ.get("CLIENT", "analyst")
SECRET = os.environ.get("SECRET", CLIENT + "-secret")
UNTIL = os.environ.get("UNTIL", "")
MOST = 5000  # events in a transaction
PART = 65536  # bytes
SILENCE = 60  # seconds; the stream says something every 15
LONGEST_WRITE = 600  # seconds
LONGEST_PAUSE = 30  # seconds
REFUSED = (400, 401, 403, 404, 405)  # asked again in the same way, it is answered in the same way

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
    try:
        done = subprocess.run(
            ["psql", "-X", "-q", "-A", "-t", "-1", "-w", "-v", "ON_ERROR_STOP=1", database],
            input=sql, stdout=subprocess.PIPE, encoding="utf-8", timeout=LONGEST_WRITE)
    except subprocess.TimeoutExpired:
        # In its own words it would tell the address of the database, which may have a password in it.
        raise OSError(f"psql has not ended in {LONGEST_WRITE} seconds") from None
    if done.returncode != 0:
        raise OSError(f"psql ended with {done.returncode}")
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


def opened(request):
    """The answer to a request. Ends the program if it is refused."""
    try:
        return urllib.request.urlopen(request, timeout=SILENCE)
    except urllib.error.HTTPError as failure:
        with failure:
            words = failure.read(1000).decode(errors="replace").strip()
        address = request.full_url.split("?")[0]
        if failure.code in REFUSED:
            sys.exit(f"Refused by {address} with {failure.code}: {words}")
        raise OSError(f"{address} answers {failure.code}") from None


def token():
    basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
    request = urllib.request.Request(
        TOKEN_URL, data=b"grant_type=client_credentials", headers={"Authorization": "Basic " + basic})
    with opened(request) as answer:
        return json.load(answer)["access_token"]


def read(stream, put, over):
    """Passes on whole lines, and last None, or why the stream did not come to its end."""
    rest = b""
    end = None
    try:
        while not over.is_set():
            # Read by lines, an answer that breaks off between two chunks seems to be whole: http.client does not tell then.
            part = stream.read1(PART)
            if not part:
                break
            *lines, rest = (rest + part).split(b"\n")
            for line in lines:
                if line.strip():
                    put(line.decode())
        if rest:
            end = http.client.IncompleteRead(rest)
    except (OSError, http.client.HTTPException, ValueError) as failure:
        end = failure
    put(end)


def follow(database, query):
    """Reads behind the last position in the table, until the stream ends."""
    last = psql(database, "select coalesce(max(position), 0) from docket_event;")
    address = f"{DOCKET}/events?after={last}" + (f"&until={UNTIL}" if UNTIL else "") + (f"&{query}" if query else "")
    request = urllib.request.Request(
        address, headers={"Authorization": "Bearer " + token(), "Accept": "application/x-ndjson"})
    lines = queue.Queue(2 * MOST)
    over = threading.Event()

    def put(line):
        """Waits while there is much that is not written yet; but not for somebody who writes no more."""
        while not over.is_set():
            try:
                return lines.put(line, timeout=1)
            except queue.Full:
                pass

    with opened(request) as stream:
        threading.Thread(target=read, args=(stream, put, over), daemon=True).start()
        try:
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
        finally:
            over.set()


def main():
    if not shutil.which("psql"):
        sys.exit("psql is not there: install PostgreSQL's client.")
    database = sys.argv[1]
    query = sys.argv[2] if len(sys.argv) > 2 else ""
    pause = 1
    while True:
        begun = time.monotonic()
        try:
            psql(database, TABLE)
            follow(database, query)
            if UNTIL:
                return
        except (OSError, http.client.HTTPException, ValueError, KeyError) as failure:
            print("Interrupted, and tried again:", repr(failure), file=sys.stderr)
        if time.monotonic() - begun > LONGEST_PAUSE:
            pause = 1
        time.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
