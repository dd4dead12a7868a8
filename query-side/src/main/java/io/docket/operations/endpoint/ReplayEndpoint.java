package io.docket.operations.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.common.api.Refusal;
import io.docket.platform.audit.OperatorActions;
import io.docket.platform.contract.CheckedBody;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.idempotency.IdempotencyClaim;
import io.docket.platform.paging.DefaultPaging;
import io.docket.platform.projection.processing.ProjectionStates;
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
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
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
    private final ReplayStream stream;
    private final ProjectionStates states;
    private final OperatorActions actions;
    private final Clock clock;
    private final TransactionTemplate transaction;

    ReplayEndpoint(
            Replays replays,
            ReplayBegins begins,
            ReplayStream stream,
            ProjectionStates states,
            OperatorActions actions,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.replays = replays;
        this.begins = begins;
        this.stream = stream;
        this.states = states;
        this.actions = actions;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
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
        requireReplayable(name);
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
        try {
            transaction.executeWithoutResult(status -> {
                actions.add("startReplay", name, reason(dryRun, from), caller);
                replays.startFrom(from, id, name, dryRun, caller.id());
            });
        } catch (DuplicateKeyException e) {
            throw new RefusedException(
                    Refusal.conflict("replay-under-way", "This read model is being made anew already."));
        }
        return accepted(find(id));
    }

    /** What is on record beside who and what; {@code null} for nothing. */
    private static @Nullable String reason(boolean dryRun, @Nullable Long from) {
        if (from == null) {
            return dryRun ? "dry run" : null;
        }
        return (dryRun ? "dry run, " : "") + "from position " + from;
    }

    private void requireReplayable(String name) {
        if (replays.isReplayable(name)) {
            return;
        }
        throw new RefusedException(
                states.all().stream().anyMatch(state -> state.name().equals(name))
                        ? Refusal.conflict("not-replayable", "This is no read model, and has nothing to be made anew.")
                        : Refusal.notFound());
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

    private Replay find(String id) {
        return replays.find(id).orElseThrow(() -> new RefusedException(Refusal.notFound()));
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
        Replay replay = find(id.toString());
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
        Replay replay = find(id.toString());
        transaction.executeWithoutResult(status -> {
            actions.add("cancelReplay", replay.projection(), replay.id(), caller);
            if (!replays.cancel(replay.id())) {
                throw new RefusedException(Refusal.conflict("replay-ended", "The replay has ended."));
            }
        });
        return ResponseEntity.noContent().build();
    }
}
