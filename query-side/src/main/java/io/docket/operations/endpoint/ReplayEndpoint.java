package io.docket.operations.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.operations.ReplayDecisions;
import io.docket.platform.contract.CheckedBody;
import io.docket.platform.idempotency.IdempotencyClaim;
import io.docket.platform.paging.DefaultPaging;
import io.docket.platform.projection.rebuild.Replay;
import io.docket.platform.projection.rebuild.Replays;
import io.docket.platform.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Has read models made anew, beside the live ones, and tells how far that is. */
@RestController
class ReplayEndpoint {

    /** As long as the answer to a request with an {@code Idempotency-Key} is kept. */
    private static final Duration SAME_REQUEST = Duration.ofHours(24);

    private final Replays replays;
    private final ReplayBegins begins;
    private final ReplayDecisions decisions;
    private final ReplayStream stream;
    private final Clock clock;

    ReplayEndpoint(Replays replays, ReplayBegins begins, ReplayDecisions decisions, ReplayStream stream, Clock clock) {
        this.replays = replays;
        this.begins = begins;
        this.decisions = decisions;
        this.stream = stream;
        this.clock = clock;
    }

    /** What is done with what is made. */
    @JsonNaming(KebabCaseStrategy.class)
    record ReplayRequest(@Nullable Boolean dryRun, @Nullable String from) {}

    @PostMapping("/operations/projections/{name}/replays")
    ResponseEntity<ReplayRepresentation> startReplay(
            @PathVariable("name") String name,
            @CheckedBody @Nullable ReplayRequest request,
            Caller caller,
            HttpServletRequest http) {
        boolean dryRun = request != null && Boolean.TRUE.equals(request.dryRun);
        Optional<String> own = IdempotencyClaim.of(http).map(ReplayEndpoint::idOf);
        Optional<Replay> before = own.flatMap(replays::find)
                .filter(replay -> replay.requestedAt().plus(SAME_REQUEST).isAfter(clock.instant()));
        if (before.isPresent()) {
            return accepted(before.get());
        }
        Long from = request == null ? null : begins.position(request.from);
        String id = own.filter(mine -> replays.find(mine).isEmpty())
                .orElseGet(() -> UUID.randomUUID().toString());
        return accepted(decisions.start(id, name, dryRun, from, caller));
    }

    /** The same for a repetition, also after a crash before the first one was answered. */
    private static String idOf(IdempotencyClaim claim) {
        return UUID.nameUUIDFromBytes((claim.caller() + "\n" + claim.path() + "\n" + claim.key()).getBytes(UTF_8))
                .toString();
    }

    private ResponseEntity<ReplayRepresentation> accepted(Replay replay) {
        return ResponseEntity.accepted()
                .location(URI.create("/operations/replays/" + replay.id()))
                .body(ReplayRepresentation.of(replay, clock.instant()));
    }

    @GetMapping("/operations/replays")
    Page<ReplayRepresentation> getReplays(
            @DefaultPaging(size = 20, sortBy = "requested-at", ascending = false) Paging paging) {
        return replays.page(paging).map(replay -> ReplayRepresentation.of(replay, clock.instant()));
    }

    @GetMapping("/operations/replays/{replay-id}")
    @Nullable
    ResponseEntity<ReplayRepresentation> getReplay(
            @PathVariable("replay-id") UUID id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Replay replay = decisions.find(id.toString());
        if (ReplayStream.isWanted(request)) {
            stream.write(replay, response);
            return null;
        }
        return ResponseEntity.ok()
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .body(ReplayRepresentation.of(replay, clock.instant()));
    }

    @DeleteMapping("/operations/replays/{replay-id}")
    ResponseEntity<Void> cancelReplay(@PathVariable("replay-id") UUID id, Caller caller) {
        decisions.cancel(id.toString(), caller);
        return ResponseEntity.noContent().build();
    }
}
