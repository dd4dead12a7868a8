package io.docket.benchmarks;

import io.docket.benchmarks.load.HttpConnection;
import io.docket.benchmarks.load.HttpConnection.Reply;
import io.docket.benchmarks.load.Load.Requests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.json.JsonMapper;

/** What clients ask for; the same of every system that can do it. */
final class Workloads {

    private static final String COMPLAINTS = "/v1/case/complaints";
    private static final String CASES = "/v1/case/cases";

    private static final int CUSTOMERS = 10_000;
    private static final List<String> IMPORTANCES = List.of("Low", "Standard", "High", "VeryImportant");

    /** What a process answers that has too much to do, or whose database has: it is to be sent again. */
    private static final int UNAVAILABLE = 503;

    private static final int MOST_ATTEMPTS = 60;
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final AtomicLong NUMBERS = new AtomicLong();

    private Workloads() {}

    /** Complaints, each another, of many customers. */
    static Requests complaints(String token) {
        return (client, number) -> HttpConnection.request("POST", COMPLAINTS, token, complaint());
    }

    /** As {@link #complaints}, each to be had once even if it is sent twice. */
    static Requests complaintsWithKeys(String token) {
        return (client, number) ->
                HttpConnection.request("POST", COMPLAINTS, token, complaint(), "Idempotency-Key: " + UUID.randomUUID());
    }

    private static String complaint() {
        long number = NUMBERS.incrementAndGet();
        return "{\"customer-id\":\"" + customer(number) + "\",\"customer-name\":\"Branislav Vukovic\",\"importance\":\""
                + IMPORTANCES.get((int) (number % IMPORTANCES.size()))
                + "\",\"details\":\"Charged twice on 3 May, once at the till and once more the day after. Number "
                + number + ".\",\"arrangement-num\":\"0064200001930\",\"comm-reason\":\"Double charge\"}";
    }

    private static String customer(long number) {
        return "BRVU" + (100_000 + number % CUSTOMERS);
    }

    /** Cases that are there, by their ids. */
    static Requests casesById(String token, List<String> ids) {
        return (client, number) ->
                HttpConnection.request("GET", CASES + "/" + ids.get((int) (number % ids.size())), token, "");
    }

    /** Changes of cases, whose history grows with each; no two clients change the same case. */
    static Requests changes(String token, List<String> ids, int clients) {
        int casesOfEach = ids.size() / clients;
        return (client, number) -> {
            int which = client + clients * (int) (number / clients % casesOfEach);
            return HttpConnection.request(
                    "PUT",
                    CASES + "/" + ids.get(which),
                    token,
                    "{\"case-type\":\"Complaint\",\"state\":\"Active\",\"resolution\":\"The second charge is looked into."
                            + " Note " + NUMBERS.incrementAndGet() + ".\"}");
        };
    }

    /** Changes each case so many times. */
    static void change(Server server, String token, List<String> ids, int times) {
        Requests changes = changes(token, ids, 1);
        try (var connection = new HttpConnection(server.port())) {
            for (int i = 0; i < times * ids.size(); i++) {
                connection.send(changes.next(0, i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of ten requests eight read a case, one a list, and one is a complaint. */
    static Requests mix(String token, List<String> ids) {
        Requests reads = casesById(token, ids);
        Requests lists = listsOfCustomers(token);
        Requests writes = complaints(token);
        return (client, number) -> switch ((int) (number % 10)) {
            case 3 -> lists.next(client, number);
            case 7 -> writes.next(client, number);
            default -> reads.next(client, number);
        };
    }

    /** Lists that a filter makes short. */
    static Requests listsOfCustomers(String token) {
        return (client, number) -> HttpConnection.request("GET", CASES + "?customer-id=" + customer(number), token, "");
    }

    /** Lists that stay long; of which the first page is asked for. */
    static Requests listsByImportance(String token) {
        return listsByImportance(token, 1);
    }

    /** Another page of such a list. */
    static Requests listsByImportance(String token, long page) {
        return (client, number) ->
                HttpConnection.request("GET", CASES + "?importances=High&page-number=" + page, token, "");
    }

    /** How many pages such a list has. */
    static long pagesByImportance(Server server, String token) {
        try (var connection = new HttpConnection(server.port())) {
            Reply reply = connection.send(listsByImportance(token).next(0, 0));
            return JsonMapper.shared()
                    .readTree(reply.body())
                    .required("total-pages")
                    .asLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Requests trivial() {
        return (client, number) -> HttpConnection.request("GET", "/trivial", "", "");
    }

    private static Reply accepted(Server server, HttpConnection connection, Requests complaints) throws IOException {
        Reply reply = connection.send(complaints.next(0, 0));
        for (int attempt = 1; reply.status() == UNAVAILABLE && attempt < MOST_ATTEMPTS; attempt++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            reply = connection.send(complaints.next(0, attempt));
        }
        if (reply.status() / 100 != 2) {
            throw new IllegalStateException(
                    "A complaint was answered " + reply.status() + " " + reply.body() + "\n" + server.lastOutput());
        }
        return reply;
    }

    /** Registers complaints, and answers their ids. */
    static List<String> register(Server server, String token, int count) {
        Requests complaints = complaints(token);
        List<String> ids = new ArrayList<>();
        try (var connection = new HttpConnection(server.port())) {
            for (int i = 0; i < count; i++) {
                Reply reply = accepted(server, connection, complaints);
                ids.add(JsonMapper.shared()
                        .readTree(reply.body())
                        .required("id")
                        .asString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ids;
    }
}
