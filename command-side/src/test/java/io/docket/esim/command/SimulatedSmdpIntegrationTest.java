package io.docket.esim.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.esim.api.Iccid;
import io.docket.esim.command.SimulatedProfile.Calls;
import io.docket.esim.command.SimulatedProfile.State;
import io.docket.esim.command.Smdp.Confirmation;
import io.docket.esim.command.Smdp.ProfileRequest;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ParameterizedClass
@EnumSource(Database.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class SimulatedSmdpIntegrationTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private static final FunctionCallId FIRST = new FunctionCallId("TX-1");
    private static final FunctionCallId SECOND = new FunctionCallId("TX-2");
    private static final FunctionCallId THIRD = new FunctionCallId("TX-3");
    private static final String EID = "89049032123451234512345678901235";
    private static final String OTHER_EID = "89049032123451234512345678901236";
    private static final Iccid BLANK = new Iccid("8944474600000101811");
    private static final ProfileRequest OF_A_TYPE = new ProfileRequest("global-5gb", null, null);
    private static final ProfileRequest OF_AN_ICCID = new ProfileRequest(null, BLANK, null);

    @Parameter
    Database kind;

    private TestDatabase database;
    private SimulatedSmdp smdp;

    @BeforeParameterizedClassInvocation
    void begin() {
        database = TestDatabase.create(kind);
    }

    @AfterParameterizedClassInvocation
    void end() {
        database.close();
    }

    @BeforeEach
    void forget() {
        database.jdbc().sql("delete from simulated_smdp_call").update();
        database.jdbc().sql("delete from simulated_smdp_profile").update();
        smdp = process(SmdpBehaviour.NORMAL);
        smdp.behave(SmdpBehaviour.NORMAL);
    }

    @Nested
    class Work {

        @Test
        void aProfileOfATypeGetsANewIccidWithACheckDigit() {
            Iccid first = smdp.downloadOrder(FIRST, OF_A_TYPE);
            Iccid second = smdp.downloadOrder(SECOND, OF_A_TYPE);

            assertThat(List.of(first, second)).doesNotHaveDuplicates().allSatisfy(iccid -> assertThat(iccid.value())
                    .matches("89444747[0-9]{11}")
                    .satisfies(digits -> assertThat(luhnSum(digits) % 10).isZero()));
            assertThat(profiles())
                    .extracting(SimulatedProfile::iccid, SimulatedProfile::profileType, SimulatedProfile::state)
                    .containsExactly(
                            tuple(first, "global-5gb", State.ALLOCATED), tuple(second, "global-5gb", State.ALLOCATED));
        }

        @Test
        void aBlankProfileIsKnownByItsIccid() {
            assertThat(smdp.downloadOrder(FIRST, OF_AN_ICCID)).isEqualTo(BLANK);
            assertThat(profiles())
                    .extracting(SimulatedProfile::iccid, SimulatedProfile::profileType, SimulatedProfile::orderedAt)
                    .containsExactly(tuple(BLANK, null, NOW));
        }

        @Test
        void aProfileIsReleasedWithTheMatchingIdOfTheCaller() {
            Iccid iccid = smdp.downloadOrder(FIRST, OF_A_TYPE);

            assertThat(smdp.confirmOrder(SECOND, iccid, EID, "4D1F-0C2B"))
                    .isEqualTo(new Confirmation("4D1F-0C2B", "rsp.docket.example"));
            assertThat(profiles())
                    .extracting(SimulatedProfile::state, SimulatedProfile::eid, SimulatedProfile::matchingId)
                    .containsExactly(tuple(State.RELEASED, EID, "4D1F-0C2B"));
        }

        @Test
        void devicesDownloadWhereItIsConfigured() {
            SimulatedSmdp elsewhere = process("rsp.example.com", SmdpBehaviour.NORMAL);
            Iccid iccid = elsewhere.downloadOrder(FIRST, OF_A_TYPE);

            assertThat(elsewhere.confirmOrder(SECOND, iccid, null, "4D1F"))
                    .isEqualTo(new Confirmation("4D1F", "rsp.example.com"));
        }

        @Test
        void aProfileThatIsGivenBackIsTheNextOfItsType() {
            Iccid iccid = smdp.downloadOrder(FIRST, OF_A_TYPE);
            smdp.confirmOrder(new FunctionCallId("TX-9"), iccid, EID, "4D1F");
            smdp.cancelOrder(SECOND, iccid, EID, "4D1F");
            assertThat(profiles())
                    .extracting(SimulatedProfile::state, SimulatedProfile::eid, SimulatedProfile::matchingId)
                    .containsExactly(tuple(State.AVAILABLE, null, null));

            assertThat(smdp.downloadOrder(THIRD, new ProfileRequest("another", null, null)))
                    .isNotEqualTo(iccid);
            assertThat(smdp.downloadOrder(new FunctionCallId("TX-4"), OF_A_TYPE))
                    .isEqualTo(iccid);
            assertThat(smdp.confirmOrder(new FunctionCallId("TX-5"), iccid, null, "4D1F"))
                    .isEqualTo(new Confirmation("4D1F", "rsp.docket.example"));
        }

        @Test
        void aBlankProfileThatIsGivenBackCanBeHadAgain() {
            smdp.downloadOrder(FIRST, OF_AN_ICCID);
            smdp.cancelOrder(SECOND, BLANK, null, null);

            assertThat(smdp.downloadOrder(THIRD, OF_AN_ICCID)).isEqualTo(BLANK);
            assertThat(profiles())
                    .extracting(profile -> profile.calls(SmdpFunction.DOWNLOAD_ORDER))
                    .containsExactly(new Calls(2, 2));
        }

        @Test
        void whatItKeepsOutlivesTheTransactionOfItsCaller() {
            new TransactionTemplate(new JdbcTransactionManager(database.dataSource()))
                    .executeWithoutResult(transaction -> {
                        smdp.downloadOrder(FIRST, OF_AN_ICCID);
                        transaction.setRollbackOnly();
                    });

            assertThat(profiles()).hasSize(1);
        }

        @Test
        void theProfilesComeInPagesInTheOrderOfTheirOrders() {
            List<Iccid> iccids = IntStream.rangeClosed(1, 3)
                    .mapToObj(i -> smdp.downloadOrder(new FunctionCallId("P-" + i), OF_A_TYPE))
                    .toList();

            Page<SimulatedProfile> page = smdp.profiles(new Paging(2, 2, "number", true));

            assertThat(page.items()).extracting(SimulatedProfile::iccid).containsExactly(iccids.get(2));
            assertThat(page.totalCount()).isEqualTo(3);
            assertThat(smdp.profiles(new Paging(1, 1, "number", false)).items())
                    .extracting(SimulatedProfile::iccid)
                    .containsExactly(iccids.get(2));
        }

        private static int luhnSum(String digits) {
            int sum = 0;
            for (int i = 0; i < digits.length(); i++) {
                int digit = Character.digit(digits.charAt(digits.length() - 1 - i), 10) * (i % 2 + 1);
                sum += digit / 10 + digit % 10;
            }
            return sum;
        }
    }

    @Nested
    class ARefusal {

        @Test
        void isGivenForAProfileThatIsInUse() {
            smdp.downloadOrder(FIRST, OF_AN_ICCID);

            assertRefused("8.2.1", "3.3", () -> smdp.downloadOrder(SECOND, OF_AN_ICCID));
        }

        @Test
        void isGivenForAProfileThatIsNotKnown() {
            assertRefused("8.2.1", "3.9", () -> smdp.confirmOrder(FIRST, BLANK, null, "4D1F"));
            assertRefused("8.2.1", "3.9", () -> smdp.cancelOrder(SECOND, BLANK, null, null));
        }

        @Test
        void isGivenForAProfileThatIsNotOrdered() {
            smdp.downloadOrder(FIRST, OF_AN_ICCID);
            smdp.cancelOrder(SECOND, BLANK, null, null);

            assertRefused("8.2.1", "1.2", () -> smdp.cancelOrder(THIRD, BLANK, null, null));
            assertRefused("8.2.1", "1.2", () -> smdp.confirmOrder(new FunctionCallId("TX-4"), BLANK, null, "4D1F"));
        }

        @Test
        void isGivenForAMatchingIdThatIsInUse() {
            smdp.confirmOrder(SECOND, smdp.downloadOrder(FIRST, OF_AN_ICCID), null, "4D1F");
            Iccid other = smdp.downloadOrder(THIRD, OF_A_TYPE);

            assertRefused("8.2.6", "3.3", () -> smdp.confirmOrder(new FunctionCallId("TX-4"), other, null, "4D1F"));
        }

        @Test
        void isGivenForAnotherEuiccOrAnotherMatchingId() {
            Iccid iccid = smdp.downloadOrder(FIRST, new ProfileRequest(null, BLANK, EID));
            assertRefused("8.1.1", "3.10", () -> smdp.confirmOrder(SECOND, iccid, OTHER_EID, "4D1F"));
            smdp.confirmOrder(THIRD, iccid, EID, "4D1F");

            assertRefused("8.1.1", "3.10", () -> smdp.cancelOrder(new FunctionCallId("TX-4"), iccid, OTHER_EID, null));
            assertRefused("8.2.6", "3.10", () -> smdp.cancelOrder(new FunctionCallId("TX-5"), iccid, null, "OTHER"));
        }

        @Test
        void isGivenAsOrderedAndStays() {
            smdp.behave(new SmdpBehaviour(null, Duration.ZERO, "Closed on Sundays", false, 0, 0));
            assertThatThrownBy(() -> smdp.downloadOrder(FIRST, OF_AN_ICCID)).hasMessage("Closed on Sundays");
            smdp.behave(SmdpBehaviour.NORMAL);

            assertThatThrownBy(() -> smdp.downloadOrder(FIRST, OF_AN_ICCID)).hasMessage("Closed on Sundays");
            assertThat(profiles()).isEmpty();
            assertThat(smdp.downloadOrder(SECOND, OF_AN_ICCID)).isEqualTo(BLANK);
        }

        private static void assertRefused(String subjectCode, String reasonCode, Runnable call) {
            SmdpRefusedException refused = catchThrowableOfType(SmdpRefusedException.class, call::run);
            assertThat(refused.subjectCode()).isEqualTo(subjectCode);
            assertThat(refused.reasonCode()).isEqualTo(reasonCode);
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    @Nested
    class ACallThatIsRepeated {

        @Test
        void isDoneOnceAndAnsweredTheSameAlsoByAnotherProcess() {
            SimulatedSmdp other = process(SmdpBehaviour.NORMAL);

            Iccid iccid = smdp.downloadOrder(FIRST, OF_A_TYPE);
            assertThat(other.downloadOrder(FIRST, OF_A_TYPE)).isEqualTo(iccid);
            Confirmation confirmation = smdp.confirmOrder(SECOND, iccid, null, "4D1F");
            assertThat(other.confirmOrder(SECOND, iccid, null, "4D1F")).isEqualTo(confirmation);

            assertThat(profiles())
                    .extracting(
                            profile -> profile.calls(SmdpFunction.DOWNLOAD_ORDER),
                            profile -> profile.calls(SmdpFunction.CONFIRM_ORDER),
                            profile -> profile.calls(SmdpFunction.CANCEL_ORDER))
                    .containsExactly(tuple(new Calls(2, 1), new Calls(2, 1), Calls.NONE));
        }

        @Test
        void isDoneOnceIfAllComeAtTheSameTime() {
            List<Iccid> answers = atTheSameTime(IntStream.range(0, 8)
                    .<Supplier<Iccid>>mapToObj(i -> () -> smdp.downloadOrder(FIRST, OF_A_TYPE))
                    .toList());

            assertThat(answers).hasSize(8).containsOnly(answers.get(0));
            assertThat(profiles())
                    .extracting(profile -> profile.calls(SmdpFunction.DOWNLOAD_ORDER))
                    .containsExactly(new Calls(8, 1));
        }

        @Test
        void isAnotherCallIfItsIdentifierIs() {
            List<Boolean> done = atTheSameTime(IntStream.range(0, 8)
                    .<Supplier<Boolean>>mapToObj(i -> () -> isDone(new FunctionCallId("R-" + i)))
                    .toList());

            assertThat(done).containsOnlyOnce(true);
        }

        private boolean isDone(FunctionCallId call) {
            try {
                smdp.downloadOrder(call, OF_AN_ICCID);
                return true;
            } catch (SmdpRefusedException refused) {
                return false;
            }
        }

        private static <T> List<T> atTheSameTime(List<Supplier<T>> calls) {
            ExecutorService threads = Executors.newFixedThreadPool(8);
            try {
                return calls.stream().map(call -> CompletableFuture.supplyAsync(call, threads)).toList().stream()
                        .map(CompletableFuture::join)
                        .toList();
            } finally {
                threads.shutdown();
            }
        }
    }

    @Nested
    class Trouble {

        @Test
        void whileItIsDownNothingHappens() {
            smdp.behave(new SmdpBehaviour(null, Duration.ZERO, null, true, 0, 0));

            assertUnavailable(() -> smdp.downloadOrder(FIRST, OF_A_TYPE));
            assertThat(profiles()).isEmpty();
        }

        @Test
        void someCallsFailAndThenNoMore() {
            smdp.behave(new SmdpBehaviour(null, Duration.ZERO, null, false, 2, 0));

            assertUnavailable(() -> smdp.downloadOrder(FIRST, OF_AN_ICCID));
            assertUnavailable(() -> smdp.downloadOrder(FIRST, OF_AN_ICCID));
            assertThat(smdp.downloadOrder(FIRST, OF_AN_ICCID)).isEqualTo(BLANK);
            assertThat(smdp.behaviour()).isEqualTo(SmdpBehaviour.NORMAL);
        }

        @Test
        void anAnswerThatIsLostHasItsEffectOnce() {
            smdp.behave(new SmdpBehaviour(null, Duration.ZERO, null, false, 0, 1));

            assertUnavailable(() -> smdp.downloadOrder(FIRST, OF_AN_ICCID));
            assertThat(smdp.downloadOrder(FIRST, OF_AN_ICCID)).isEqualTo(BLANK);
            assertThat(profiles())
                    .extracting(profile -> profile.calls(SmdpFunction.DOWNLOAD_ORDER))
                    .containsExactly(new Calls(2, 1));
        }

        @Test
        void isAboutOneFunctionIfItSaysSo() {
            smdp.behave(new SmdpBehaviour(SmdpFunction.CONFIRM_ORDER, Duration.ZERO, "No", false, 1, 0));

            Iccid iccid = smdp.downloadOrder(FIRST, OF_AN_ICCID);
            assertUnavailable(() -> smdp.confirmOrder(SECOND, iccid, null, "4D1F"));
            assertThatThrownBy(() -> smdp.confirmOrder(SECOND, iccid, null, "4D1F"))
                    .isInstanceOf(SmdpRefusedException.class)
                    .hasMessage("No");
            smdp.cancelOrder(THIRD, iccid, null, null);
        }

        @Test
        void itTakesItsTime() {
            smdp.behave(new SmdpBehaviour(null, Duration.ofMillis(150), null, false, 0, 0));
            long start = System.nanoTime();

            smdp.downloadOrder(FIRST, OF_AN_ICCID);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
        }

        @Test
        void aCallThatIsInterruptedEndsAtOnceAndHasDoneNothing() {
            smdp.behave(new SmdpBehaviour(null, Duration.ofMinutes(10), null, false, 0, 0));

            Thread.currentThread().interrupt();
            assertUnavailable(() -> smdp.downloadOrder(FIRST, OF_AN_ICCID));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(profiles()).isEmpty();
        }

        @Test
        void whatWasToldHoldsForAllProcessesAndAcrossARestart() {
            var told = new SmdpBehaviour(SmdpFunction.CANCEL_ORDER, Duration.ofMillis(7), "No", true, 3, 4);
            SimulatedSmdp other = process(SmdpBehaviour.NORMAL);

            smdp.behave(told);

            assertThat(other.behaviour()).isEqualTo(told);
            assertThat(process(SmdpBehaviour.NORMAL).behaviour()).isEqualTo(told);
        }

        @Test
        void whatIsConfiguredHoldsFromTheStart() {
            smdp.behave(new SmdpBehaviour(null, Duration.ZERO, "No", true, 0, 0));
            var configured = new SmdpBehaviour(null, Duration.ZERO, null, false, 1, 0);

            assertThat(process(configured).behaviour()).isEqualTo(configured);
        }

        private static void assertUnavailable(Runnable call) {
            assertThatThrownBy(call::run).isInstanceOf(SmdpUnavailableException.class);
        }
    }

    private SimulatedSmdp process(SmdpBehaviour configured) {
        return process(null, configured);
    }

    private SimulatedSmdp process(@Nullable String address, SmdpBehaviour configured) {
        return new SimulatedSmdp(
                JdbcClient.create(database.dataSource()),
                new JdbcTransactionManager(database.dataSource()),
                Clock.fixed(NOW, ZoneOffset.UTC),
                new SmdpProperties(
                        SmdpProperties.Adapter.SIMULATED,
                        address,
                        configured,
                        new SmdpProperties.Es2Plus(
                                URI.create("https://unused"),
                                null,
                                null,
                                SmdpProperties.Release.WITH_CONFIRMATION,
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(1))));
    }

    private List<SimulatedProfile> profiles() {
        return smdp.profiles(new Paging(1, 200, "number", true)).items();
    }
}
