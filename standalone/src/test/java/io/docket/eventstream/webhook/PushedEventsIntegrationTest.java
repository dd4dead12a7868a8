package io.docket.eventstream.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.ClockAhead;
import io.docket.platform.testing.RunningClock;
import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.ApiClient;
import io.docket.platform.testing.http.WebhookReceiver;
import io.docket.platform.testing.http.WebhookReceiver.Received;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;

@ExtendWith(OutputCaptureExtension.class)
@ContextConfiguration(initializers = ClockAhead.class)
class PushedEventsIntegrationTest extends PushedEvents {

    private static final String COMPLAINT = "docket.case.complaint-registered.v1";
    private static final String ACTIVATED = "docket.case.case-activated.v1";

    @Autowired
    private RunningClock clock;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private Webhooks webhooks;

    @Autowired
    private WebhookSenders senders;

    private long actions(String operation, String id) {
        return jdbc().sql("select count(*) from operator_action where operation = ? and object_id = ?")
                .params(operation, id)
                .query(Long.class)
                .single();
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Test
    void eventsArePushedAsTheyHappenWithPersonalDataMasked() {
        WebhookReceiver receiver = receiver();
        String path = subscribe("analyst", receiver, "");
        String caseId = registerComplaint();
        update(caseId, "{\"state\":\"Active\"}");

        JsonNode subscription = awaitTheEnd("analyst", path);

        List<Received> received = receiver.received();
        assertThat(received).extracting(Received::position).containsExactlyElementsOf(positionsOfCases());
        assertThat(received).allMatch(Received::genuine);
        assertThat(received)
                .extracting(request -> request.event().get("type").asString())
                .containsExactly(COMPLAINT, ACTIVATED);
        JsonNode event = received.get(0).event();
        assertThat(event.get("id").asString()).isEqualTo(received.get(0).id());
        assertThat(event.at("/data/registration/customer/name").asString()).isEqualTo("[masked]");
        JsonNode streamed = as("analyst")
                .request("GET", "/events?until=now&kinds=cases&after=" + before() + "&types=" + COMPLAINT)
                .header("Accept", "application/x-ndjson")
                .send()
                .json();
        assertThat(event).isEqualTo(streamed);
        assertThat(subscription.get("status").asString()).isEqualTo("active");
        assertThat(subscription.get("last-success").isString()).isTrue();
        assertThat(subscription.get("failures").asInt()).isZero();
    }

    @Test
    void onlyWhoMayReadPersonalDataGetsThemAndThatIsOnRecord() {
        WebhookReceiver receiver = receiver();
        String body = request(receiver, ",\"kinds\":[\"cases\"],\"unmasked\":true,\"after\":" + before());
        assertProblem(
                as("analyst").post(SUBSCRIPTIONS, body),
                403,
                "Forbidden",
                "The token does not allow to read personal data.");

        String path = subscribe("analyst-pii", receiver, ",\"unmasked\":true");
        registerComplaint();

        awaitTheEnd("analyst-pii", path);
        assertThat(receiver.received()
                        .get(0)
                        .event()
                        .at("/data/registration/customer/name")
                        .asString())
                .isEqualTo("Milica Petrovic");
        assertThat(jdbc().sql("select count(*) from audit_read where operation = 'createSubscription' "
                                + "and client = 'analyst-pii'")
                        .query(Long.class)
                        .single())
                .isPositive();
    }

    @Test
    void nobodySeesTheSubscriptionsOfAnotherClientButOperators() {
        WebhookReceiver receiver = receiver();
        String path = as("analyst")
                .post(SUBSCRIPTIONS, request(receiver, "").replace("/events\"", "/events?token=not-for-operators\""))
                .expect(201)
                .header("Location");
        ApiClient other = as("analyst-pii");
        assertNotFound(other.get(path));
        assertNotFound(other.delete(path));
        for (String change : List.of("/pause", "/resume", "/test")) {
            assertNotFound(other.post(path + change, ""));
        }
        assertNotFound(other.post(path + "/replay", "{\"after\":0}"));
        assertThat(other.get(SUBSCRIPTIONS).json().get("total-count").asInt()).isZero();
        assertThat(as("analyst").get(path).text("url")).endsWith("/events?token=not-for-operators");

        Answer seen = as("operator").get(path).expect(200);
        assertThat(seen.text("url")).isEqualTo("http://127.0.0.1:" + receiver.port());
        assertThat(as("operator").get(SUBSCRIPTIONS).expect(200).text()).doesNotContain("not-for-operators");
        as("operator").post(path + "/test", "").expect(403);
        as("operator").post(path + "/replay", "{\"after\":0}").expect(403);
        as("operator").post(path + "/pause", "").expect(200);
        assertConflict(
                as("analyst").post(path + "/resume", ""),
                "paused-by-operator",
                "An operator has paused it, and only an operator resumes it.");
        assertThat(as("operator").post(path + "/resume", "").expect(200).text("status"))
                .isEqualTo("active");
        as("operator").delete(path).expect(204);
        assertNotFound(as("analyst").get(path));
        assertThat(List.of("createSubscription", "pauseSubscription", "resumeSubscription", "deleteSubscription"))
                .allMatch(operation -> actions(operation, id(path)) == 1);
    }

    /** Whoever has looked before the operator came. */
    @Test
    void whatAnOperatorPausesIsNotResumedByWhoWasAboutTo() {
        String path = subscribe("analyst", receiver(), "");
        webhooks.pause(id(path), Pause.OPERATOR);

        assertThat(webhooks.resume(id(path), false)).isFalse();
        assertThat(as("analyst").get(path).text("paused-because")).isEqualTo("operator");
        assertThat(webhooks.resume(id(path), true)).isTrue();
        assertThat(as("analyst").get(path).text("status")).isEqualTo("active");
        webhooks.pause(id(path), Pause.CLIENT);
        assertThat(webhooks.resume(id(path), false)).isTrue();
    }

    @Test
    void aSecretIsNeitherShownNorLoggedNorStoredInClear(CapturedOutput output) {
        WebhookReceiver receiver = receiver();
        String key = UUID.randomUUID().toString();
        String secret = WebhookReceiver.SECRET.substring("whsec_".length());
        Answer created = as("analyst")
                .request("POST", SUBSCRIPTIONS)
                .header("Idempotency-Key", key)
                .json(request(receiver, ""))
                .send()
                .expect(201);
        Answer wrong = as("analyst").post(SUBSCRIPTIONS, request(receiver, "").replace("LaSw\"", "Secret-\""));
        assertInvalid(wrong, "secret", "invalid-format", "secret does not have the required form.");
        receiver.answer(request -> 500);
        registerComplaint();
        await().atMost(PATIENCE)
                .until(() -> as("analyst")
                                .get(created.header("Location"))
                                .json()
                                .get("failures")
                                .asInt()
                        > 0);

        assertThat(created.text() + as("analyst").get(SUBSCRIPTIONS).text() + output)
                .doesNotContain(secret);
        assertThat(output.toString()).doesNotContain(receiver.url().toString());
        byte[] stored = jdbc().sql("select secret from webhook where webhook_id = ?")
                .param(created.text("id"))
                .query(byte[].class)
                .single();
        assertThat(new String(stored, StandardCharsets.ISO_8859_1))
                .doesNotContain(secret)
                .doesNotContain(new String(Base64.getDecoder().decode(secret), StandardCharsets.ISO_8859_1));
        assertThat(jdbc().sql("select body from idempotency_record where idempotency_key = ?")
                        .param(key)
                        .query(byte[].class)
                        .list())
                .allSatisfy(body ->
                        assertThat(new String(body, StandardCharsets.UTF_8)).doesNotContain("whsec"));
    }

    @Test
    void aRepeatedRequestSubscribesOnce() {
        WebhookReceiver receiver = receiver();
        String key = UUID.randomUUID().toString();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            ids.add(as("analyst")
                    .request("POST", SUBSCRIPTIONS)
                    .header("Idempotency-Key", key)
                    .json(request(receiver, ""))
                    .send()
                    .expect(201)
                    .text("id"));
            // As after a crash before the answer was kept.
            jdbc().sql("delete from idempotency_record where idempotency_key = ?")
                    .param(key)
                    .update();
        }
        assertThat(ids).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://10.0.0.1/",
                "https://169.254.169.254/latest/meta-data",
                "https://[::1]/",
                "https://user:password@receiver.example/",
                "https://receiver.example/#fragment",
                "https:receiver.example",
                "https://receiver.example:99999/",
                "https://2130706433/",
                "ftp://receiver.example/"
            })
    void notEveryUrlIsTaken(String url) {
        Answer answer = as("analyst")
                .post(SUBSCRIPTIONS, "{\"url\":\"" + url + "\",\"secret\":\"" + WebhookReceiver.SECRET + "\"}")
                .expect(400);
        assertThat(answer.json().at("/errors/0/tag").asString()).isEqualTo("url");
    }

    /** What is on record about it would not fit. */
    @Test
    void aHostThatNoNameCanBeIsNotTaken() {
        notEveryUrlIsTaken("https://" + "a.".repeat(800) + "example/");
        notEveryUrlIsTaken("https://receiver.example:" + "0".repeat(1500) + "443/");
    }

    @Test
    void aSubscriptionBeginsSomewhereAndWantsWhatThereIs() {
        WebhookReceiver receiver = receiver();
        for (String wrong : List.of(
                ",\"types\":[\"docket.case.no-such.*\"]",
                ",\"after\":999999999",
                ",\"after\":0,\"from\":\"latest\"",
                ",\"from\":\"2999-01-01T00:00:00Z\"",
                ",\"from\":\"2999-13-01T00:00:00Z\"")) {
            as("analyst").post(SUBSCRIPTIONS, request(receiver, wrong)).expect(400);
        }
        long head = head();
        Answer latest = as("analyst").post(SUBSCRIPTIONS, request(receiver, "")).expect(201);
        assertThat(position(latest)).isBetween(head, head());
        Answer earliest = as("analyst")
                .post(SUBSCRIPTIONS, request(receiver, ",\"from\":\"earliest\",\"subject\":\"no-such-thing\""))
                .expect(201);
        assertThat(position(earliest)).isZero();
        as("analyst").post(latest.header("Location") + "/replay", "{}").expect(400);
    }

    private long position(Answer created) {
        return as("analyst")
                .get(created.header("Location"))
                .json()
                .get("position")
                .asLong();
    }

    @Test
    void aClientHasSoManySubscriptionsAndARefusalIsOnRecord() {
        WebhookReceiver receiver = receiver();
        for (int i = 0; i < 10; i++) {
            as("analyst").post(SUBSCRIPTIONS, request(receiver, "")).expect(201);
        }
        assertConflict(
                as("analyst").post(SUBSCRIPTIONS, request(receiver, "")),
                "subscription-limit-reached",
                "This client has 10 subscriptions already.");
        as("analyst-pii").post(SUBSCRIPTIONS, request(receiver, "")).expect(201);
        await().atMost(PATIENCE)
                .until(() ->
                        jdbc().sql("select count(*) from refused_request where rule = 'subscription-limit-reached' "
                                                + "and operation = 'createSubscription' and client = 'analyst'")
                                        .query(Long.class)
                                        .single()
                                > 0);
    }

    @Test
    void whatIsNotTakenComesAgainAndHoldsUpNothingButItsThing() {
        WebhookReceiver receiver = receiver();
        List<String> cases = List.of(aLife(4), aLife(3), aLife(5));
        var failures = new AtomicInteger();
        receiver.answer(request -> request.subject().equals(cases.get(0)) && failures.incrementAndGet() <= 2
                ? failures.get() == 1 ? 500 : 0
                : 204);

        String path = subscribe("analyst", receiver, "");

        JsonNode subscription = awaitTheEnd("analyst", path);
        assertThat(failures.get()).isGreaterThan(2);
        assertNothingMissing(taken(receiver, cases.get(0), 2));
        assertThat(subscription.get("status").asString()).isEqualTo("active");
        assertThat(subscription.get("last-failure").isNull()).isTrue();
    }

    /** Without the first so many of a case, which were not taken. */
    private static List<Received> taken(WebhookReceiver receiver, String caseId, int refused) {
        List<Received> taken = new ArrayList<>();
        int skipped = 0;
        for (Received one : receiver.received()) {
            if (one.subject().equals(caseId) && skipped < refused) {
                skipped++;
            } else {
                taken.add(one);
            }
        }
        return taken;
    }

    @Test
    void aReceiverThatHangsDelaysNoOther() {
        WebhookReceiver slow = receiver();
        var release = new CountDownLatch(1);
        slow.answer(request -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 204;
        });
        WebhookReceiver quick = receiver();
        String held = subscribe("analyst", slow, "");
        String path = subscribe("analyst-pii", quick, "");
        aLife(3);
        aLife(3);

        awaitTheEnd("analyst-pii", path);
        assertNothingMissing(quick.received());
        assertThat(as("analyst").get(held).json().get("position").asLong()).isEqualTo(before());
        release.countDown();
        awaitTheEnd("analyst", held);
        assertNothingMissing(slow.received());
    }

    @Test
    void aPausedSubscriptionGoesOnWhereItStood() {
        WebhookReceiver receiver = receiver();
        String path = subscribe("analyst", receiver, "");
        assertThat(as("analyst").post(path + "/pause", "").expect(200).text("status"))
                .isEqualTo("paused");
        assertThat(as("analyst").get(path).text("paused-because")).isEqualTo("client");
        await().atMost(PATIENCE)
                .until(() -> meters.get("docket.webhook.senders").gauge().value() == 0);
        aLife(2);
        WebhookReceiver other = receiver();
        awaitTheEnd("analyst-pii", subscribe("analyst-pii", other, ""));
        assertThat(receiver.received()).isEmpty();
        assertThat(as("analyst").post(path + "/resume", "").expect(200).text("status"))
                .isEqualTo("active");
        awaitTheEnd("analyst", path);
        assertNothingMissing(receiver.received());
    }

    @Test
    void eventsAreSentAgainUnderTheSameIds() {
        WebhookReceiver receiver = receiver();
        String path = subscribe("analyst", receiver, "");
        aLife(3);
        awaitTheEnd("analyst", path);
        List<String> first = receiver.received().stream().map(Received::id).toList();
        receiver.received().clear();

        as("analyst").post(path + "/replay", "{\"after\":" + before() + "}").expect(202);

        await().atMost(PATIENCE).until(() -> receiver.received().size() >= first.size());
        assertThat(receiver.received()).extracting(Received::id).containsExactlyElementsOf(first);
    }

    @Test
    void aReceiverThatIsGoneGetsNothingMore() {
        WebhookReceiver receiver = receiver();
        receiver.answer(request -> 410);
        String path = subscribe("analyst", receiver, "");
        aLife(2);
        await().atMost(PATIENCE)
                .until(() -> as("analyst").get(path).text("status").equals("paused"));
        JsonNode subscription = as("analyst").get(path).json();
        assertThat(subscription.get("paused-because").asString()).isEqualTo("gone");
        assertThat(subscription.get("last-failure").asString()).isEqualTo("HTTP 410");
        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void aTestEventSaysWhatComesOfIt() {
        WebhookReceiver receiver = receiver();
        String path = subscribe("analyst", receiver, "");
        as("analyst").post(path + "/pause", "").expect(200);

        assertBody(as("analyst").post(path + "/test", ""), 200, "{\"status\":\"taken\",\"message\":\"HTTP 204\"}");
        receiver.answer(request -> 302);
        assertBody(as("analyst").post(path + "/test", ""), 200, "{\"status\":\"not-taken\",\"message\":\"HTTP 302\"}");

        assertThat(receiver.received()).hasSize(2).allMatch(Received::genuine);
        assertThat(receiver.received())
                .extracting(request -> request.event().get("type").asString())
                .containsOnly("docket.subscription.test.v1");
        Answer unreachable = as("analyst")
                .post(
                        SUBSCRIPTIONS,
                        "{\"url\":\"https://localhost.localdomain/\",\"secret\":\"" + WebhookReceiver.SECRET + "\"}")
                .expect(201);
        assertBody(
                as("analyst").post(unreachable.header("Location") + "/test", ""),
                200,
                "{\"status\":\"not-taken\",\"message\":\"The host has no public address\"}");
    }

    /** It was years ahead when the lease was taken and the receiver failed. */
    @Test
    void aClockThatIsSetBackHoldsNothingUp() {
        WebhookReceiver receiver = receiver();
        String path = subscribe("analyst", receiver, "");
        OffsetDateTime ahead = clock.instant().plus(Duration.ofDays(900)).atOffset(ZoneOffset.UTC);
        jdbc().sql("update webhook set owner = 'dead', leased_until = :ahead, failures = 1, failing_since = :ahead, "
                        + "next_attempt_at = :ahead, last_failure = 'HTTP 503', version = version + 1")
                .param("ahead", ahead)
                .update();
        aLife(2);

        awaitTheEnd("analyst", path);
        assertNothingMissing(receiver.received());
    }

    private JsonNode awaitFailures(String path, int failures) {
        return await().atMost(PATIENCE)
                .until(
                        () -> as("analyst").get(path).json(),
                        seen -> seen.get("failures").asInt() >= failures);
    }

    @Test
    void aReceiverThatFailsForThreeDaysMissesNothing() {
        WebhookReceiver receiver = receiver();
        receiver.answer(request -> 503);
        String path = subscribe("analyst", receiver, "");
        aLife(3);
        aLife(2);
        JsonNode seen = awaitFailures(path, 1);
        // No process ran meanwhile.
        clock.advance(WebhookSender.GIVES_UP_AFTER);
        while (seen.get("failures").asInt() < WebhookSender.GIVES_UP_AT) {
            assertThat(seen.get("status").asString()).isEqualTo("failing");
            clock.advance(Duration.ofHours(1));
            senders.look();
            seen = awaitFailures(path, seen.get("failures").asInt() + 1);
        }
        JsonNode paused = seen;
        assertThat(paused.get("status").asString()).isEqualTo("paused");
        assertThat(paused.get("paused-because").asString()).isEqualTo("failing");
        assertThat(paused.get("last-failure").asString()).isEqualTo("HTTP 503");
        aLife(2);
        receiver.received().clear();
        receiver.answer(request -> 204);

        as("analyst").post(path + "/resume", "").expect(200);

        awaitTheEnd("analyst", path);
        assertNothingMissing(receiver.received());
    }
}
