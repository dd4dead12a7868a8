package io.docket.eventstream.webhook.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.docket.audit.AuditReads;
import io.docket.audit.AuditReads.Read;
import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.common.api.Refusal;
import io.docket.eventstream.log.EventNames;
import io.docket.eventstream.log.StartingPoint;
import io.docket.eventstream.log.StartingPoints;
import io.docket.eventstream.receiver.Attempt;
import io.docket.eventstream.webhook.Pause;
import io.docket.eventstream.webhook.Standing;
import io.docket.eventstream.webhook.TestEvents;
import io.docket.eventstream.webhook.Webhook;
import io.docket.eventstream.webhook.WebhookSenders;
import io.docket.eventstream.webhook.Webhooks;
import io.docket.platform.audit.OperatorActions;
import io.docket.platform.contract.CheckedBody;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.idempotency.IdempotencyClaim;
import io.docket.platform.paging.DefaultPaging;
import io.docket.platform.secrets.Secrets;
import io.docket.platform.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes what clients want to be sent. A client sees its own subscriptions alone; an operator sees all, without what their URLs
 * may hide, and may pause, resume and delete them. What is changed is on record in the transaction that does it.
 */
@RestController
@RequestMapping("/events/subscriptions")
class SubscriptionEndpoint {

    private static final String UNMASKED = "SCOPE_events.pii";
    private static final String OPERATOR = "SCOPE_operations";

    /** As long as the answer to a request with an {@code Idempotency-Key} is kept. */
    private static final Duration SAME_REQUEST = Duration.ofHours(24);

    private final Webhooks webhooks;
    private final WebhookSenders senders;
    private final TestEvents tests;
    private final Secrets secrets;
    private final StartingPoints starts;
    private final EventNames names;
    private final OperatorActions actions;
    private final AuditReads reads;
    private final Clock clock;
    private final TransactionTemplate transaction;

    SubscriptionEndpoint(
            Webhooks webhooks,
            WebhookSenders senders,
            TestEvents tests,
            Secrets secrets,
            StartingPoints starts,
            EventNames names,
            OperatorActions actions,
            AuditReads reads,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.webhooks = webhooks;
        this.senders = senders;
        this.tests = tests;
        this.secrets = secrets;
        this.starts = starts;
        this.names = names;
        this.actions = actions;
        this.reads = reads;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** From where on events are sent again. */
    record ReplayRequest(@Nullable Long after, @Nullable String from) {}

    private record Changed(String id, String status) {

        static Changed of(Webhook webhook) {
            return new Changed(webhook.id(), SubscriptionRepresentation.status(webhook));
        }
    }

    private record TestAnswer(String status, String message) {}

    @PostMapping
    ResponseEntity<Changed> createSubscription(
            @CheckedBody SubscriptionRequest request, Caller caller, Authentication token, HttpServletRequest http) {
        Optional<String> own = IdempotencyClaim.of(http).map(SubscriptionEndpoint::idOf);
        Optional<Webhook> before = own.flatMap(webhooks::find);
        if (before.filter(webhook -> webhook.createdAt().plus(SAME_REQUEST).isAfter(clock.instant()))
                .isPresent()) {
            return created(before.get());
        }
        if (request.isUnmasked()) {
            requireUnmasked(token);
        }
        names.matching(request.wanted().types());
        String id = own.filter(mine -> before.isEmpty())
                .orElseGet(() -> UUID.randomUUID().toString());
        var added = new Webhook(
                id,
                clientOf(caller),
                request.url(),
                request.wanted(),
                request.isUnmasked(),
                secrets.seal(request.secret(), Webhook.place(id)),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                0,
                Standing.at(position(request.after(), request.from(), StartingPoints.LATEST)));
        try {
            change("createSubscription", added, caller, () -> webhooks.add(added));
        } catch (DuplicateKeyException e) {
            // The same request was quicker, which was taken for dead.
            return created(webhooks.find(id).orElse(added));
        }
        return created(added);
    }

    /** The same for a repetition, also after a crash before the first one was answered. */
    private static String idOf(IdempotencyClaim claim) {
        return UUID.nameUUIDFromBytes((claim.caller() + "\n" + claim.path() + "\n" + claim.key()).getBytes(UTF_8))
                .toString();
    }

    private static ResponseEntity<Changed> created(Webhook webhook) {
        return ResponseEntity.created(URI.create("/events/subscriptions/" + webhook.id()))
                .body(Changed.of(webhook));
    }

    @GetMapping
    Page<SubscriptionRepresentation> getSubscriptions(
            @DefaultPaging(size = 20, sortBy = "created-at", ascending = true) Paging paging,
            Caller caller,
            Authentication token) {
        return webhooks.page(has(OPERATOR, token) ? null : clientOf(caller), paging)
                .map(webhook -> SubscriptionRepresentation.of(webhook, isOwn(webhook, caller)));
    }

    @GetMapping("/{subscription-id}")
    SubscriptionRepresentation getSubscription(
            @PathVariable("subscription-id") UUID id, Caller caller, Authentication token) {
        Webhook webhook = find(id, caller, token);
        return SubscriptionRepresentation.of(webhook, isOwn(webhook, caller));
    }

    @DeleteMapping("/{subscription-id}")
    ResponseEntity<Void> deleteSubscription(
            @PathVariable("subscription-id") UUID id, Caller caller, Authentication token) {
        Webhook webhook = find(id, caller, token);
        change("deleteSubscription", webhook, caller, () -> webhooks.remove(webhook.id()));
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/{subscription-id}/pause")
    Changed pauseSubscription(@PathVariable("subscription-id") UUID id, Caller caller, Authentication token) {
        Webhook webhook = find(id, caller, token);
        Pause reason = isOwn(webhook, caller) ? Pause.CLIENT : Pause.OPERATOR;
        change("pauseSubscription", webhook, caller, () -> webhooks.pause(webhook.id(), reason));
        return Changed.of(find(id, caller, token));
    }

    @PostMapping("/{subscription-id}/resume")
    Changed resumeSubscription(@PathVariable("subscription-id") UUID id, Caller caller, Authentication token) {
        Webhook webhook = find(id, caller, token);
        if (webhook.unmasked() && isOwn(webhook, caller)) {
            requireUnmasked(token);
        }
        change("resumeSubscription", webhook, caller, () -> {
            if (!webhooks.resume(webhook.id(), has(OPERATOR, token))) {
                find(id, caller, token);
                throw new RefusedException(Refusal.conflict(
                        "paused-by-operator", "An operator has paused it, and only an operator resumes it."));
            }
        });
        return Changed.of(find(id, caller, token));
    }

    @PostMapping("/{subscription-id}/replay")
    ResponseEntity<Changed> replaySubscription(
            @PathVariable("subscription-id") UUID id,
            @CheckedBody ReplayRequest request,
            Caller caller,
            Authentication token) {
        Webhook webhook = findOwn(id, caller);
        if (webhook.unmasked()) {
            requireUnmasked(token);
        }
        if (request.after == null && request.from == null) {
            throw new RefusedException(
                    Refusal.invalid("after", ErrorLiteral.COMBINATION_REQUIRED, "after or from is required."));
        }
        long position = position(request.after, request.from, StartingPoints.LATEST);
        change("replaySubscription", webhook, caller, () -> webhooks.replay(webhook.id(), position));
        return ResponseEntity.accepted().body(Changed.of(findOwn(id, caller)));
    }

    @PostMapping("/{subscription-id}/test")
    TestAnswer testSubscription(@PathVariable("subscription-id") UUID id, Caller caller) {
        Attempt attempt = tests.send(findOwn(id, caller));
        return new TestAnswer(attempt.isTaken() ? "taken" : "not-taken", attempt.words());
    }

    /** A time has to have come: until then nobody knows which event will be the first. */
    private long position(@Nullable Long after, @Nullable String from, String otherwise) {
        StartingPoint start = starts.asked(after, from, otherwise);
        Instant time = start.from();
        if (time != null && time.isAfter(clock.instant())) {
            throw new RefusedException(
                    Refusal.invalid("from", ErrorLiteral.OUT_OF_RANGE, "from must not lie in the future."));
        }
        return start.after();
    }

    private void change(String operation, Webhook webhook, Caller caller, Runnable change) {
        String asked = SubscriptionRepresentation.origin(webhook) + (webhook.unmasked() ? ", unmasked" : "");
        transaction.executeWithoutResult(status -> {
            actions.add(operation, webhook.id(), asked, caller);
            if (webhook.unmasked() && operation.startsWith("create")) {
                reads.add(new Read(operation, null, webhook.wanted().subject(), null, asked, true), caller);
            }
            change.run();
        });
        senders.look();
    }

    private static void requireUnmasked(Authentication token) {
        if (!has(UNMASKED, token)) {
            throw new RefusedException(Refusal.forbidden("The token does not allow to read personal data."));
        }
    }

    private Webhook find(UUID id, Caller caller, Authentication token) {
        return webhooks.find(id.toString())
                .filter(webhook -> has(OPERATOR, token) || isOwn(webhook, caller))
                .orElseThrow(() -> new RefusedException(Refusal.notFound()));
    }

    private Webhook findOwn(UUID id, Caller caller) {
        return webhooks.find(id.toString())
                .filter(webhook -> isOwn(webhook, caller))
                .orElseThrow(() -> new RefusedException(Refusal.notFound()));
    }

    private static boolean isOwn(Webhook webhook, Caller caller) {
        return webhook.client().equals(clientOf(caller));
    }

    private static String clientOf(Caller caller) {
        return caller.client() == null ? caller.id() : caller.client();
    }

    private static boolean has(String scope, Authentication token) {
        return token.getAuthorities().stream().anyMatch(granted -> scope.equals(granted.getAuthority()));
    }
}
