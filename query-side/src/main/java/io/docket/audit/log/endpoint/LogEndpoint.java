package io.docket.audit.log.endpoint;

import io.docket.audit.log.Checkpoints;
import io.docket.audit.log.LogDatabase;
import io.docket.audit.log.LogKeys;
import io.docket.common.api.Refusal;
import io.docket.platform.errors.RefusedException;
import io.docket.tlog.EntryBundle;
import io.docket.tlog.Hash;
import io.docket.tlog.MissingTileException;
import io.docket.tlog.Tile;
import io.docket.tlog.note.VerifierKey;
import io.docket.tlog.table.EventRow;
import io.docket.tlog.table.EventTable;
import io.docket.tlog.table.TileTable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The log for those who check it. The entries are made of the events as they lie in the database now, changed or not. */
@RestController
@RequestMapping("/audit/log")
class LogEndpoint {

    static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

    private static final CacheControl A_MOMENT =
            CacheControl.maxAge(Duration.ofSeconds(1)).cachePublic();
    private static final CacheControl FOR_EVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable();

    private final Checkpoints checkpoints;
    private final LogKeys keys;
    private final LogDatabase database;

    LogEndpoint(Checkpoints checkpoints, LogKeys keys, LogDatabase database) {
        this.checkpoints = checkpoints;
        this.keys = keys;
        this.database = database;
    }

    @GetMapping("/checkpoint")
    ResponseEntity<byte[]> getCheckpoint() {
        byte[] note = checkpoints.current().toString().getBytes(StandardCharsets.UTF_8);
        return ResponseEntity.ok()
                .contentType(TEXT)
                .cacheControl(A_MOMENT)
                .eTag(HexFormat.of().formatHex(Hash.sha256(note), 0, 16))
                .body(note);
    }

    @GetMapping("/key")
    ResponseEntity<byte[]> getKey() {
        return ResponseEntity.ok()
                .contentType(TEXT)
                .cacheControl(A_MOMENT)
                .body(keys.published().stream()
                        .map(VerifierKey::toString)
                        .collect(Collectors.joining("\n", "", "\n"))
                        .getBytes(StandardCharsets.UTF_8));
    }

    @GetMapping("/tile/{level}/{n}")
    ResponseEntity<byte[]> getTile(@PathVariable String level, @PathVariable String n) {
        return tile(level, n);
    }

    @GetMapping("/tile/{level}/{n1}/{n}")
    ResponseEntity<byte[]> getTile(@PathVariable String level, @PathVariable String n1, @PathVariable String n) {
        return tile(level, n1, n);
    }

    @GetMapping("/tile/{level}/{n2}/{n1}/{n}")
    ResponseEntity<byte[]> getTile(
            @PathVariable String level, @PathVariable String n2, @PathVariable String n1, @PathVariable String n) {
        return tile(level, n2, n1, n);
    }

    @GetMapping("/tile/{level}/{n3}/{n2}/{n1}/{n}")
    ResponseEntity<byte[]> getTile(
            @PathVariable String level,
            @PathVariable String n3,
            @PathVariable String n2,
            @PathVariable String n1,
            @PathVariable String n) {
        return tile(level, n3, n2, n1, n);
    }

    private ResponseEntity<byte[]> tile(String level, String... place) {
        Tile tile = Tile.at(level + "/" + String.join("/", place)).orElseThrow(LogEndpoint::notFound);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .cacheControl(FOR_EVER)
                .body(tile.level() == Tile.ENTRIES ? entries(tile) : hashes(tile));
    }

    private byte[] hashes(Tile tile) {
        try {
            byte[] hashes = database.read(connection -> new TileTable(connection).read(tile));
            int length = tile.width() * Hash.BYTES;
            if (hashes.length < length) {
                throw notFound();
            }
            return Arrays.copyOf(hashes, length);
        } catch (MissingTileException e) {
            throw notFound();
        }
    }

    /** Where an event is gone, an entry without content keeps its place: everybody sees where the gap is. */
    private byte[] entries(Tile bundle) {
        long size = checkpoints.size();
        if (bundle.index() > size / Tile.FULL || bundle.index() * Tile.FULL + bundle.width() > size) {
            throw notFound();
        }
        long before = bundle.index() * Tile.FULL;
        List<byte[]> entries = new ArrayList<>(Collections.nCopies(bundle.width(), new byte[0]));
        List<EventRow> events =
                database.read(connection -> EventTable.read(connection, before, before + bundle.width(), Tile.FULL));
        for (EventRow event : events) {
            entries.set((int) (event.position() - before - 1), event.entry().bytes());
        }
        return EntryBundle.write(entries);
    }

    private static RefusedException notFound() {
        return new RefusedException(Refusal.notFound());
    }
}
