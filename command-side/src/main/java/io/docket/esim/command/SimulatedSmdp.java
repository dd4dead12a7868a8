package io.docket.esim.command;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.esim.api.Iccid;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Stands for the SM-DP+: keeps its profiles, makes new ones, and can be told to misbehave.
 *
 * <p>What it keeps lies in the database, so that it answers the same after a restart and to every process. It works in
 * transactions of its own, as a system elsewhere would: what it has done stays done if its caller fails. A profile of a
 * type is one that was given back, else a new one. An ICCID that it has not heard of is taken to be that of a blank
 * profile.
 */
@Component
@ConditionalOnProperty(name = "docket.smdp.adapter", havingValue = "simulated", matchIfMissing = true)
final class SimulatedSmdp implements Smdp {

    static final String DEFAULT_ADDRESS = "rsp.docket.example";

    private static final Logger LOG = LoggerFactory.getLogger(SimulatedSmdp.class);

    /** Telecommunications (89), a country code and an issuer; ten digits count the profiles, the last one checks. */
    private static final String ICCID_PREFIX = "89444747";

    private static final String EID = "8.1.1";
    private static final String PROFILE = "8.2";
    private static final String PROFILE_ICCID = "8.2.1";
    private static final String MATCHING_ID = "8.2.6";
    private static final String ALREADY_IN_USE = "3.3";
    private static final String NOT_ALLOWED = "1.2";
    private static final String REFUSED = "3.8";
    private static final String UNKNOWN = "3.9";
    private static final String INVALID_ASSOCIATION = "3.10";

    /** How often a call is begun anew because another with the same identifier, or for the same profile, was quicker. */
    private static final int ATTEMPTS = 5;

    private final JdbcClient jdbc;
    private final TransactionTemplate ownTransaction;
    private final Clock clock;
    private final String address;

    /** Behaves as configured from now on; where nothing is configured, as it was last told to. */
    SimulatedSmdp(
            JdbcClient jdbc, PlatformTransactionManager transactionManager, Clock clock, SmdpProperties properties) {
        this.jdbc = jdbc;
        this.clock = clock;
        address = requireNonNullElse(properties.address(), DEFAULT_ADDRESS);
        ownTransaction = new TransactionTemplate(transactionManager);
        ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        if (!properties.simulated().equals(SmdpBehaviour.NORMAL)) {
            behave(properties.simulated());
        }
    }

    @Override
    public Iccid downloadOrder(FunctionCallId call, ProfileRequest request) {
        return answer(SmdpFunction.DOWNLOAD_ORDER, call, null, () -> reserve(request));
    }

    @Override
    public Confirmation confirmOrder(FunctionCallId call, Iccid iccid, @Nullable String eid, String matchingId) {
        answer(SmdpFunction.CONFIRM_ORDER, call, iccid, () -> release(iccid, eid, matchingId));
        return new Confirmation(matchingId, address);
    }

    @Override
    public void cancelOrder(FunctionCallId call, Iccid iccid, @Nullable String eid, @Nullable String matchingId) {
        answer(SmdpFunction.CANCEL_ORDER, call, iccid, () -> giveBack(iccid, eid, matchingId));
    }

    /** Behaves so from now on, in all processes. */
    void behave(SmdpBehaviour behaviour) {
        SmdpFunction function = behaviour.function();
        ownTransaction.executeWithoutResult(transaction -> jdbc.sql("""
                        update simulated_smdp_behaviour
                           set function_name = :function, delay_millis = :delay, refusal = :refusal, down = :down,
                               fail_next = :failNext, answer_lost_next = :answerLostNext""")
                .param("function", function == null ? null : function.literal())
                .param("delay", behaviour.delay().toMillis())
                .param("refusal", behaviour.refusal())
                .param("down", behaviour.down())
                .param("failNext", behaviour.failNext())
                .param("answerLostNext", behaviour.answerLostNext())
                .update());
        LOG.info("The simulated SM-DP+ was told how to behave: {}", behaviour);
    }

    /** How it behaves now; calls that were to fail and have failed are no longer counted. */
    SmdpBehaviour behaviour() {
        return inOwnTransaction(() -> jdbc.sql("select * from simulated_smdp_behaviour")
                .query((row, number) -> {
                    String function = row.getString("function_name");
                    return new SmdpBehaviour(
                            function == null ? null : SmdpFunction.of(function),
                            Duration.ofMillis(row.getLong("delay_millis")),
                            row.getString("refusal"),
                            row.getBoolean("down"),
                            row.getInt("fail_next"),
                            row.getInt("answer_lost_next"));
                })
                .single());
    }

    /** The profiles that it was asked for, in that order. */
    Page<SimulatedProfile> profiles(Paging paging) {
        return inOwnTransaction(() -> {
            long total = jdbc.sql("select count(*) from simulated_smdp_profile")
                    .query(Long.class)
                    .single();
            List<Profile> profiles = jdbc.sql("select * from simulated_smdp_profile order by profile_number "
                            + (paging.ascending() ? "asc" : "desc") + " limit :size offset :offset")
                    .param("size", paging.size())
                    .param("offset", paging.offset())
                    .query((row, number) -> Profile.of(row))
                    .list();
            Map<String, List<CallsOfProfile>> calls = calls(profiles);
            return Page.of(
                    profiles.stream()
                            .map(profile -> profile.with(calls.getOrDefault(profile.iccid, List.of())))
                            .toList(),
                    total,
                    paging);
        });
    }

    private Map<String, List<CallsOfProfile>> calls(List<Profile> profiles) {
        if (profiles.isEmpty()) {
            return Map.of();
        }
        return jdbc
                .sql("""
                        select iccid, function_name, sum(asked) as asked, sum(effects) as effects
                          from simulated_smdp_call where iccid in (:iccids) group by iccid, function_name""")
                .param("iccids", profiles.stream().map(Profile::iccid).toList())
                .query((row, number) -> new CallsOfProfile(
                        row.getString("iccid"),
                        SmdpFunction.of(row.getString("function_name")),
                        new SimulatedProfile.Calls(row.getInt("asked"), row.getInt("effects"))))
                .list()
                .stream()
                .collect(groupingBy(CallsOfProfile::iccid));
    }

    private Iccid answer(SmdpFunction function, FunctionCallId call, @Nullable Iccid iccid, Supplier<Work> work) {
        try {
            pause(behaviour().towards(function).delay());
            SmdpBehaviour now = behaviour().towards(function);
            if (now.down() || countsDown("fail_next", now.failNext())) {
                throw new SmdpUnavailableException("The simulated SM-DP+ is down");
            }
            Answer answer = answerAlone(function, call, iccid, work, now.refusal());
            if (countsDown("answer_lost_next", now.answerLostNext())) {
                throw new SmdpUnavailableException("The answer of the simulated SM-DP+ was lost");
            }
            return answer.orThrow();
        } catch (DataAccessException | TransactionException e) {
            throw new SmdpUnavailableException("The simulated SM-DP+ cannot reach its profiles", e);
        }
    }

    private static void pause(Duration delay) {
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SmdpUnavailableException("The wait for the simulated SM-DP+ was interrupted", e);
        }
    }

    private boolean countsDown(String counter, int left) {
        return left > 0
                && inOwnTransaction(() -> jdbc.sql("update simulated_smdp_behaviour set " + counter + " = " + counter
                                        + " - 1 where " + counter + " > 0")
                                .update()
                        == 1);
    }

    private Answer answerAlone(
            SmdpFunction function,
            FunctionCallId call,
            @Nullable Iccid iccid,
            Supplier<Work> work,
            @Nullable String ordered) {
        for (int attempt = 1; ; attempt++) {
            try {
                return inOwnTransaction(() -> earlierAnswer(function, call)
                        .orElseGet(() -> firstAnswer(function, call, iccid, work, ordered)));
            } catch (DuplicateKeyException | ConcurrencyFailureException quicker) {
                if (attempt == ATTEMPTS) {
                    throw quicker;
                }
            }
        }
    }

    private Optional<Answer> earlierAnswer(SmdpFunction function, FunctionCallId call) {
        int found = jdbc.sql("update simulated_smdp_call set asked = asked + 1 where function_name = ? and call_id = ?")
                .params(function.literal(), call.value())
                .update();
        return found == 0
                ? Optional.empty()
                : Optional.of(jdbc.sql("select * from simulated_smdp_call where function_name = ? and call_id = ?")
                        .params(function.literal(), call.value())
                        .query((row, number) -> Answer.of(row))
                        .single());
    }

    /** Claims the identifier first, so that of two such calls at once only one goes on. */
    private Answer firstAnswer(
            SmdpFunction function,
            FunctionCallId call,
            @Nullable Iccid iccid,
            Supplier<Work> work,
            @Nullable String ordered) {
        jdbc.sql("""
                        insert into simulated_smdp_call (function_name, call_id, iccid, asked, effects, answered_at)
                        values (:function, :call, :iccid, 1, 0, :now)""")
                .param("function", function.literal())
                .param("call", call.value())
                .param("iccid", iccid == null ? null : iccid.value())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        Answer answer = ordered == null ? Answer.of(work.get(), iccid) : new Answer(iccid, PROFILE, REFUSED, ordered);
        jdbc.sql("""
                        update simulated_smdp_call
                           set iccid = :iccid, subject_code = :subject, reason_code = :reason, message = :message,
                               effects = effects + :effects
                         where function_name = :function and call_id = :call""")
                .param("iccid", answer.iccid == null ? null : answer.iccid.value())
                .param("subject", answer.subjectCode)
                .param("reason", answer.reasonCode)
                .param("message", answer.message)
                .param("effects", answer.message == null ? 1 : 0)
                .param("function", function.literal())
                .param("call", call.value())
                .update();
        return answer;
    }

    private Work reserve(ProfileRequest request) {
        Iccid asked = request.iccid();
        if (asked == null) {
            return new Work.Done(reserveOfType(requireNonNull(request.profileType()), request.eid()));
        }
        if (take(asked.value(), request.eid())) {
            return new Work.Done(asked);
        }
        if (find(asked).isPresent()) {
            return new Work.Refused(PROFILE_ICCID, ALREADY_IN_USE, "The profile is in use");
        }
        add(asked, null, request.eid());
        return new Work.Done(asked);
    }

    private Iccid reserveOfType(String profileType, @Nullable String eid) {
        List<String> free = jdbc.sql("""
                        select iccid from simulated_smdp_profile where state = 'available' and profile_type = ?
                         order by profile_number limit 10""").param(profileType).query(String.class).list();
        for (String iccid : free) {
            if (take(iccid, eid)) {
                return new Iccid(iccid);
            }
        }
        Iccid made = drawIccid();
        add(made, profileType, eid);
        return made;
    }

    private boolean take(String iccid, @Nullable String eid) {
        return jdbc.sql("""
                        update simulated_smdp_profile set state = 'allocated', eid = :eid
                         where iccid = :iccid and state = 'available'""").param("eid", eid).param("iccid", iccid).update() == 1;
    }

    private Iccid drawIccid() {
        long number = jdbc.sql("select nextval('simulated_smdp_iccid_number')")
                .query(Long.class)
                .single();
        String digits = ICCID_PREFIX + "%010d".formatted(number);
        return new Iccid(digits + checkDigit(digits));
    }

    /** Luhn's, of ITU-T E.118. */
    private static int checkDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? 2 * digit : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return (10 - sum % 10) % 10;
    }

    private void add(Iccid iccid, @Nullable String profileType, @Nullable String eid) {
        jdbc.sql("""
                        insert into simulated_smdp_profile
                            (iccid, profile_number, profile_type, state, eid, ordered_at)
                        values (:iccid, nextval('simulated_smdp_profile_number'), :profileType, 'allocated', :eid, :now)
                        """)
                .param("iccid", iccid.value())
                .param("profileType", profileType)
                .param("eid", eid)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private Work release(Iccid iccid, @Nullable String eid, String matchingId) {
        Optional<Profile> found = find(iccid);
        if (found.isEmpty()) {
            return unknown();
        }
        Profile profile = found.orElseThrow();
        if (profile.state != SimulatedProfile.State.ALLOCATED) {
            return new Work.Refused(PROFILE_ICCID, NOT_ALLOWED, "The profile is not allocated");
        }
        if (isForAnother(eid, profile.eid)) {
            return new Work.Refused(EID, INVALID_ASSOCIATION, "The profile is for another eUICC");
        }
        boolean taken = jdbc.sql("select iccid from simulated_smdp_profile where matching_id = ?")
                .param(matchingId)
                .query(String.class)
                .optional()
                .isPresent();
        if (taken) {
            return new Work.Refused(MATCHING_ID, ALREADY_IN_USE, "The matching id is in use");
        }
        jdbc.sql("""
                        update simulated_smdp_profile
                           set state = 'released', eid = coalesce(:eid, eid), matching_id = :matchingId
                         where iccid = :iccid""")
                .param("eid", eid)
                .param("matchingId", matchingId)
                .param("iccid", iccid.value())
                .update();
        return new Work.Done(iccid);
    }

    private Work giveBack(Iccid iccid, @Nullable String eid, @Nullable String matchingId) {
        Optional<Profile> found = find(iccid);
        if (found.isEmpty()) {
            return unknown();
        }
        Profile profile = found.orElseThrow();
        if (profile.state == SimulatedProfile.State.AVAILABLE) {
            return new Work.Refused(PROFILE_ICCID, NOT_ALLOWED, "The profile is not ordered");
        }
        if (isForAnother(eid, profile.eid)) {
            return new Work.Refused(EID, INVALID_ASSOCIATION, "The profile is for another eUICC");
        }
        if (isForAnother(matchingId, profile.matchingId)) {
            return new Work.Refused(MATCHING_ID, INVALID_ASSOCIATION, "The profile has another matching id");
        }
        jdbc.sql("""
                        update simulated_smdp_profile set state = 'available', eid = null, matching_id = null
                         where iccid = ?""").param(iccid.value()).update();
        return new Work.Done(iccid);
    }

    private static Work unknown() {
        return new Work.Refused(PROFILE_ICCID, UNKNOWN, "The profile is not known");
    }

    private static boolean isForAnother(@Nullable String asked, @Nullable String kept) {
        return asked != null && kept != null && !asked.equals(kept);
    }

    /** Finds a profile, and keeps others from changing it. */
    private Optional<Profile> find(Iccid iccid) {
        return jdbc.sql("select * from simulated_smdp_profile where iccid = ? for update")
                .param(iccid.value())
                .query((row, number) -> Profile.of(row))
                .optional();
    }

    private <T> T inOwnTransaction(Supplier<T> work) {
        return requireNonNull(ownTransaction.execute(transaction -> work.get()));
    }

    /** What came of a call that was worked on. */
    private sealed interface Work {

        record Done(Iccid iccid) implements Work {}

        record Refused(String subjectCode, String reasonCode, String message) implements Work {}
    }

    /** What is kept of a call, and answered whenever it comes again. */
    private record Answer(
            @Nullable Iccid iccid,
            @Nullable String subjectCode,
            @Nullable String reasonCode,
            @Nullable String message) {

        static Answer of(Work work, @Nullable Iccid asked) {
            if (work instanceof Work.Done done) {
                return new Answer(done.iccid, null, null, null);
            }
            Work.Refused refused = (Work.Refused) work;
            return new Answer(asked, refused.subjectCode, refused.reasonCode, refused.message);
        }

        static Answer of(ResultSet row) throws SQLException {
            String iccid = row.getString("iccid");
            return new Answer(
                    iccid == null ? null : new Iccid(iccid),
                    row.getString("subject_code"),
                    row.getString("reason_code"),
                    row.getString("message"));
        }

        Iccid orThrow() {
            if (message != null) {
                throw new SmdpRefusedException(requireNonNull(subjectCode), requireNonNull(reasonCode), message);
            }
            return requireNonNull(iccid);
        }
    }

    private record CallsOfProfile(String iccid, SmdpFunction function, SimulatedProfile.Calls calls) {}

    private record Profile(
            long number,
            String iccid,
            @Nullable String profileType,
            SimulatedProfile.State state,
            @Nullable String eid,
            @Nullable String matchingId,
            OffsetDateTime orderedAt) {

        static Profile of(ResultSet row) throws SQLException {
            return new Profile(
                    row.getLong("profile_number"),
                    row.getString("iccid"),
                    row.getString("profile_type"),
                    SimulatedProfile.State.of(row.getString("state")),
                    row.getString("eid"),
                    row.getString("matching_id"),
                    row.getObject("ordered_at", OffsetDateTime.class));
        }

        SimulatedProfile with(List<CallsOfProfile> calls) {
            return new SimulatedProfile(
                    number,
                    new Iccid(iccid),
                    profileType,
                    state,
                    eid,
                    matchingId,
                    calls.stream().collect(toMap(CallsOfProfile::function, CallsOfProfile::calls)),
                    orderedAt.toInstant());
        }
    }
}
