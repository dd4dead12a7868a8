package io.docket.platform.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import io.docket.common.api.PersonKind;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The persons whose data are kept, with their keys. A person is found by a keyed hash of what it is known by, which does not
 * tell it.
 *
 * <p>Keys are kept in memory, in bounded numbers. Each process counts the erasures, once a second while it uses
 * keys, and forgets all of them when there has been one; the appender counts them under its lock, so that nothing is
 * written under a key that is gone.
 */
@Component
public final class Persons {

    /** For how long a key may be used after the erasures were counted. */
    public static final Duration USED_FOR = Duration.ofSeconds(2);

    private static final Duration COUNT_EVERY = Duration.ofSeconds(1);

    private static final int MAX_KEPT = 100_000;

    /** Persons are numbered in the order of the log, more or less: whoever reads on meets the next ones. */
    private static final int READ_AHEAD = 32;

    private static final int BLOCK = 64;

    private final JdbcClient jdbc;
    private final MasterKeys masterKeys;
    private final byte[] hashKey;
    private final Aead keyOfSecrets;
    private final SecureRandom chance = new SecureRandom();

    /** Whoever looks somebody up while all are forgotten keeps what it finds with those that are forgotten. */
    private volatile Kept kept = new Kept();

    private volatile long erasures;
    private volatile long countedAt;

    /** Held by whoever counts for all. */
    private final ReentrantLock counting = new ReentrantLock();

    private volatile Numbers numbers = new Numbers(0, 0);

    /**
     * Numbers of persons that this process may give.
     *
     * @param next the first that is not given yet
     * @param end the first that this process may not give
     */
    private record Numbers(AtomicLong next, long end) {

        Numbers(long next, long end) {
            this(new AtomicLong(next), end);
        }
    }

    private static final class Kept {

        private final Cache<Known, Person> byValue = Caffeine.newBuilder()
                .maximumSize(MAX_KEPT)
                .executor(Runnable::run)
                .build();
        private final Cache<Long, Optional<Person>> byId = Caffeine.newBuilder()
                .maximumSize(MAX_KEPT)
                .executor(Runnable::run)
                .build();
    }

    /** What a person is known by. */
    private record Known(String kind, String value) {}

    Persons(JdbcClient jdbc, MasterKeys masterKeys) {
        this.jdbc = jdbc;
        this.masterKeys = masterKeys;
        hashKey = new SystemKey(jdbc, masterKeys, SystemKey.OF_HASHES).open();
        keyOfSecrets = aead(new SystemKey(jdbc, masterKeys, SystemKey.OF_SECRETS).open());
        count();
    }

    /**
     * How many erasures there have been, as counted a moment ago. What is encrypted from here on is good until there is
     * another.
     */
    public long erasures() {
        if (isOlderThan(COUNT_EVERY)) {
            countOnce();
        }
        return erasures;
    }

    private boolean isOlderThan(Duration age) {
        return System.nanoTime() - countedAt > age.toNanos();
    }

    /**
     * Of all who find the count too old at the same moment, one counts; the others go on for a moment, and then count for
     * themselves. Nobody waits for anybody, who may hold the connection that the other needs.
     */
    private void countOnce() {
        if (counting.tryLock()) {
            try {
                count();
            } finally {
                counting.unlock();
            }
        } else if (isOlderThan(USED_FOR)) {
            count();
        }
    }

    /** Counts the erasures, and forgets all keys if there has been another. */
    public void count() {
        long now = System.nanoTime();
        long found = jdbc.sql("select erasures from event_log_lock where id = 1")
                .query(Long.class)
                .single();
        counted(found, now);
    }

    private synchronized void counted(long found, long at) {
        if (found > erasures) {
            kept = new Kept();
            erasures = found;
        }
        countedAt = at;
    }

    /**
     * A person, who is new if there is none of this kind that is known by this value. A new one gets into the database with
     * the first event that concerns it.
     */
    public Person of(PersonKind kind, String value) {
        return of(kind.name(), value);
    }

    /** Nobody in particular: whom the data of one aggregate concern that no event names a person for. */
    public Person ofAggregate(String aggregateId) {
        return of("AGGREGATE", aggregateId);
    }

    private Person of(String kind, String value) {
        erasures();
        Kept now = kept;
        var known = new Known(kind, value);
        Person met = now.byValue.getIfPresent(known);
        if (met != null && canBeRead(met)) {
            return met;
        }
        String lookup = lookup(kind, value);
        Person found = stored(lookup).orElseGet(() -> create(kind, lookup));
        Person person = now.byValue.asMap().merge(known, found, (first, later) -> canBeRead(first) ? first : later);
        now.byId.put(person.id(), Optional.of(person));
        return person;
    }

    /** What wraps the key of somebody who is not stored yet may be gone from the file by the time that he is. */
    private boolean canBeRead(Person person) {
        return person.isStored() || person.masterKey().equals(masterKeys.newest());
    }

    /** A person who is known. */
    public Optional<Person> find(PersonKind kind, String value) {
        return stored(lookup(kind.name(), value));
    }

    private Optional<Person> stored(String lookup) {
        return jdbc.sql("select " + PersonRow.COLUMNS + " from person where lookup = ?")
                .param(lookup)
                .query(PersonRow.MAPPER)
                .optional()
                .map(row -> row.open(masterKeys));
    }

    private Person create(String kind, String lookup) {
        var key = new byte[MasterKeys.BYTES];
        chance.nextBytes(key);
        long id = drawId();
        String masterKey = masterKeys.newest();
        byte[] wrapped = masterKeys.wrap(key, masterKey, PersonRow.whose(id));
        return new Person(id, kind, lookup, wrapped, masterKey, aead(key), false);
    }

    /** Threads that find all numbers given draw new ones each; what one of them leaves nobody gets. */
    private long drawId() {
        Numbers known = numbers;
        long id = known.next.getAndIncrement();
        if (id < known.end) {
            return id;
        }
        long drawn =
                jdbc.sql("select nextval('person_number')").query(Long.class).single();
        numbers = new Numbers(drawn + 1, drawn + BLOCK);
        return drawn;
    }

    static Aead aead(byte[] key) {
        try {
            return new AesGcmJce(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A person by number.
     *
     * @return nothing if the person has been erased
     * @throws IllegalStateException if there has never been such a person
     */
    public Optional<Person> numbered(long id) {
        erasures();
        Kept now = kept;
        Optional<Person> person = now.byId.getIfPresent(id);
        return person != null ? person : read(id, now);
    }

    private Optional<Person> read(long id, Kept now) {
        List<PersonRow> rows = jdbc.sql("select " + PersonRow.COLUMNS
                        + " from person where person_id between ? and ? order by person_id")
                .params(id, id + READ_AHEAD - 1)
                .query(PersonRow.MAPPER)
                .list();
        if (rows.isEmpty() || rows.get(0).id() != id) {
            throw new IllegalStateException("There is no key of person " + id);
        }
        List<Optional<Person>> read = rows.stream()
                .map(row -> row.isErased() ? Optional.<Person>empty() : Optional.of(row.open(masterKeys)))
                .toList();
        for (int i = 0; i < rows.size(); i++) {
            now.byId.put(rows.get(i).id(), read.get(i));
        }
        return read.get(0);
    }

    /** Forgets a person whom another process was quicker to store. */
    public void forget(Person person) {
        kept.byValue.asMap().values().removeIf(person::equals);
        kept.byId.invalidate(person.id());
    }

    private String lookup(String kind, String value) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hmac(kind + "\n" + value));
    }

    /** 64 hex digits, always the same for the same text; without the master keys nobody can try what the text was. */
    public String digest(String text) {
        return HexFormat.of().formatHex(hmac("DIGEST\n" + text));
    }

    /** The key of secrets, which are no person's, and are not forgotten with any. */
    public Aead keyOfSecrets() {
        return keyOfSecrets;
    }

    private byte[] hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(hashKey, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
