package io.docket.simulators.http;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A simulator with its trouble, and the endpoint that tells it which to make and shows what it has done. */
final class Steered {

    private static final Logger LOG = LoggerFactory.getLogger(Steered.class);

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final List<String> FIELDS_OF_TROUBLE = List.of(
            "function",
            "delay-millis",
            "refusal",
            "down",
            "fail-next",
            "answer-lost-next",
            "answer-twice",
            "hold-next");

    private final String name;
    private final Simulator simulator;
    private final Records records;
    private final RecordMap<String, Trouble> kept;

    private Trouble trouble;
    private CountDownLatch released = new CountDownLatch(1);
    private int held;

    Steered(String name, Simulator simulator, Records records) {
        this.name = name;
        this.simulator = simulator;
        this.records = records;
        kept = records.of("trouble", Trouble.class);
        trouble = kept.find(name).orElse(Trouble.NONE);
    }

    String root() {
        return simulator.root();
    }

    /** Answers as the company does, with the trouble that it is told to make. */
    Answer answer(Request request) {
        String function = simulator.functionOf(request);
        if (function == null) {
            requireUp();
            return work(request, null);
        }
        pause(troubleIn(function).delayMillis());
        begin(function);
        Trouble now = troubleIn(function);
        boolean holds = hold(function, Trouble.Moment.BEFORE_WORK);
        Answer answer = work(request, now.refusal());
        if (now.answerTwice()) {
            answer = work(request, now.refusal());
        }
        holds |= hold(function, Trouble.Moment.BEFORE_ANSWER);
        if (holds || losesAnswer(function)) {
            throw new NoAnswer();
        }
        return answer;
    }

    private synchronized Trouble troubleIn(String function) {
        return trouble.isAbout(function) ? trouble : Trouble.NONE;
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswer();
        }
    }

    /** What is no function makes no trouble, unless everything is down. */
    private synchronized void requireUp() {
        if (trouble.function() == null && trouble.down()) {
            throw new NoAnswer();
        }
    }

    private synchronized void begin(String function) {
        if (troubleIn(function).down()) {
            throw new NoAnswer();
        }
        if (troubleIn(function).failNext() > 0) {
            keep(trouble.withFailNext(trouble.failNext() - 1));
            throw new NoAnswer();
        }
    }

    private synchronized Answer work(Request request, @Nullable String refusal) {
        try {
            return simulator.answer(request, refusal);
        } finally {
            records.commit();
        }
    }

    private synchronized boolean losesAnswer(String function) {
        if (troubleIn(function).answerLostNext() == 0) {
            return false;
        }
        keep(trouble.withAnswerLostNext(trouble.answerLostNext() - 1));
        return true;
    }

    /** Waits until it is told to hold none, if the call is to be held now. */
    private boolean hold(String function, Trouble.Moment moment) {
        CountDownLatch until;
        synchronized (this) {
            if (troubleIn(function).holdNext() != moment) {
                return false;
            }
            keep(trouble.withoutHold());
            held++;
            until = released;
        }
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswer();
        } finally {
            synchronized (this) {
                held--;
            }
        }
        return true;
    }

    private synchronized void keep(Trouble changed) {
        trouble = changed;
        kept.put(name, changed);
        records.commit();
    }

    /** GET shows what it does and has done; PUT tells it what to do from now on, across restarts. */
    Answer steer(Request request) {
        try {
            return switch (request.method()) {
                case "GET" -> Answer.json(200, shown(PageOf.of(request.query())));
                case "PUT" -> {
                    tell(request);
                    yield Answer.of(204);
                }
                default -> Answer.of(405).with("Allow", "GET, PUT");
            };
        } catch (JacksonException | IllegalArgumentException e) {
            return Answer.problem(400, String.valueOf(e.getMessage()));
        }
    }

    private synchronized ObjectNode shown(PageOf page) {
        ObjectNode shown = JSON.valueToTree(trouble);
        shown.put("held-calls", held);
        shown.setAll(simulator.behaviour());
        shown.setAll(simulator.done(page));
        return shown;
    }

    private synchronized void tell(Request request) {
        if (!(JSON.readTree(request.body()) instanceof ObjectNode body)) {
            throw new IllegalArgumentException("The body must be a JSON object");
        }
        ObjectNode common = JSON.createObjectNode();
        for (String field : FIELDS_OF_TROUBLE) {
            if (body.has(field)) {
                common.set(field, body.remove(field));
            }
        }
        Trouble wanted = JSON.treeToValue(common, Trouble.class);
        simulator.behave(body);
        keep(wanted);
        if (wanted.holdNext() == null) {
            released.countDown();
            released = new CountDownLatch(1);
        }
        LOG.info("The simulated {} was told how to behave: {}", name, wanted);
    }
}
