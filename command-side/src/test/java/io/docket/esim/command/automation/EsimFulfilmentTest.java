package io.docket.esim.command.automation;

import static io.docket.esim.command.model.EsimOrders.BLANK;
import static io.docket.esim.command.model.EsimOrders.JOHN;
import static io.docket.esim.command.model.EsimOrders.OTHER_BLANK;
import static io.docket.esim.command.model.EsimOrders.order;
import static io.docket.esim.command.model.EsimOrders.plan;
import static io.docket.esim.command.model.EsimOrders.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.Iccid;
import io.docket.esim.api.event.order.EsimOrderCompleted;
import io.docket.esim.api.event.order.EsimOrderFailed;
import io.docket.esim.api.event.order.ItemFailed;
import io.docket.esim.api.event.order.ItemFulfilled;
import io.docket.esim.api.event.profile.ProfileCanceled;
import io.docket.esim.command.ActivateEsims;
import io.docket.esim.command.ContinueFulfilment;
import io.docket.esim.command.OrderNewEsim;
import io.docket.esim.command.RecordAllocation;
import io.docket.esim.command.model.EsimOrders;
import io.docket.esim.command.partner.FunctionCallId;
import io.docket.esim.command.partner.Smdp;
import io.docket.esim.command.partner.SmdpRefusedException;
import io.docket.platform.partner.PartnerUnavailableException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

class EsimFulfilmentTest {

    private final EsimOrders orders = new EsimOrders();
    private final RecordingSmdp smdp = new RecordingSmdp();
    private final EsimFulfilment fulfilment = new EsimFulfilment(smdp, command -> orders.send(command));

    /** Ends the work as a crash does: nothing that comes after it is done. */
    private static final class Crash extends Error {

        private static final long serialVersionUID = 1L;
    }

    /** An SM-DP+ that does each call once, and can be told to lose answers, to refuse, and to be down. */
    private static final class RecordingSmdp implements Smdp {

        private final Map<FunctionCallId, Object> answers = new LinkedHashMap<>();
        private final List<String> calls = new ArrayList<>();
        private int crashBefore = -1;
        private int crashAfter = -1;
        private int frozenBefore = -1;
        private Runnable meanwhile = () -> {};
        private boolean down;
        private Set<String> refused = Set.of();
        private String words = "None left.";

        @Override
        public Iccid downloadOrder(FunctionCallId call, ProfileRequest request) {
            return (Iccid) answer(
                    "downloadOrder",
                    call,
                    () -> request.iccid() == null ? new Iccid("894447460000020000" + answers.size()) : request.iccid());
        }

        @Override
        public Confirmation confirmOrder(FunctionCallId call, Iccid iccid, @Nullable String eid, String matchingId) {
            return (Confirmation) answer("confirmOrder", call, () -> new Confirmation(matchingId, "smdp.example"));
        }

        @Override
        public void cancelOrder(FunctionCallId call, Iccid iccid, @Nullable String eid, @Nullable String matchingId) {
            answer("cancelOrder", call, () -> iccid);
        }

        private Object answer(String function, FunctionCallId call, Supplier<Object> work) {
            int number = calls.size();
            if (number == crashBefore) {
                calls.add("crash");
                throw new Crash();
            }
            calls.add(function);
            if (number == frozenBefore) {
                meanwhile.run();
            }
            if (down) {
                throw new PartnerUnavailableException("Down.");
            }
            if (refused.contains(function)) {
                throw new SmdpRefusedException("8.2.5", "3.7", words);
            }
            Object answer = answers.computeIfAbsent(call, first -> work.get());
            if (number == crashAfter) {
                throw new Crash();
            }
            return answer;
        }
    }

    private void carryOutDespiteCrashes(EsimOrderId orderId) {
        boolean ended = false;
        while (!ended) {
            try {
                ended = fulfilment.carryOut(orderId).isEmpty();
            } catch (Crash crash) {
                ended = false;
            }
        }
    }

    @Test
    void downloadsAndConfirmsOnce() {
        orders.given(new OrderNewEsim(order(1), request(JOHN, plan("MONTH"))));

        assertThat(fulfilment.carryOut(order(1))).isEmpty();
        assertThat(fulfilment.carryOut(order(1))).isEmpty();

        assertThat(smdp.calls).containsExactly("downloadOrder", "confirmOrder");
        assertThat(orders.newEvents())
                .contains(
                        new ItemFulfilled(
                                order(1),
                                1,
                                new Iccid("8944474600000200000"),
                                MatchingIds.of(order(1), 1),
                                "smdp.example"),
                        new EsimOrderCompleted(order(1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void provisionsNoSecondProfileWhenItCrashesBeforeACall(int call) {
        smdp.crashBefore = call;
        fulfilsTwoEsimsWithTwoProfiles();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void provisionsNoSecondProfileWhenItCrashesBehindACall(int call) {
        smdp.crashAfter = call;
        fulfilsTwoEsimsWithTwoProfiles();
    }

    /** As of a process that is frozen before the call, while another one does all the work. */
    @ParameterizedTest
    @CsvSource({"0, none", "1, none", "0, confirmOrder", "1, confirmOrder", "2, confirmOrder"})
    void changesNothingByACallThatComesLate(int call, String refused) {
        orders.given(new OrderNewEsim(order(1), request(JOHN, plan("MONTH"))));
        smdp.refused = Set.of(refused);
        smdp.frozenBefore = call;
        Set<FunctionCallId> done = new HashSet<>();
        smdp.meanwhile = () -> {
            assertThat(fulfilment.carryOut(order(1))).isEmpty();
            assertThat(orders.newEvents()).isNotEmpty();
            done.addAll(smdp.answers.keySet());
        };

        assertThat(fulfilment.carryOut(order(1))).isEmpty();

        assertThat(smdp.answers.keySet()).isEqualTo(done).isNotEmpty();
        assertThat(orders.newEvents()).isEmpty();
    }

    private void fulfilsTwoEsimsWithTwoProfiles() {
        orders.given(new ActivateEsims(order(1), request(JOHN, plan("MONTH", BLANK, OTHER_BLANK))));

        carryOutDespiteCrashes(order(1));

        assertThat(smdp.calls).as("calls, with the one that was broken off").hasSize(5);
        assertThat(smdp.answers).as("calls that were done").hasSize(4);
        assertThat(orders.newEvents())
                .containsOnlyOnce(new ItemFulfilled(order(1), 1, BLANK, MatchingIds.of(order(1), 1), "smdp.example"))
                .containsOnlyOnce(
                        new ItemFulfilled(order(1), 2, OTHER_BLANK, MatchingIds.of(order(1), 2), "smdp.example"))
                .endsWith(new EsimOrderCompleted(order(1)));
    }

    @Test
    void failsAnItemWhoseProfileIsRefused() {
        orders.given(new OrderNewEsim(order(1), request(JOHN, plan("MONTH"))));
        smdp.refused = Set.of("downloadOrder");

        assertThat(fulfilment.carryOut(order(1))).isEmpty();

        assertThat(smdp.calls).containsExactly("downloadOrder");
        assertThat(orders.newEvents()).endsWith(new EsimOrderFailed(order(1), "None left."));
    }

    @Test
    void givesAReservedProfileBackThatIsNotReleased() {
        orders.given(new OrderNewEsim(order(1), request(JOHN, plan("MONTH"))));
        smdp.refused = Set.of("confirmOrder");

        assertThat(fulfilment.carryOut(order(1))).isEmpty();

        assertThat(smdp.calls).containsExactly("downloadOrder", "confirmOrder", "cancelOrder");
        assertThat(orders.newEvents())
                .contains(new ProfileCanceled(new Iccid("8944474600000200000"), order(1)))
                .endsWith(new EsimOrderFailed(order(1), "None left."));
    }

    /** The event is encrypted, the log is not. */
    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void wordsOfTheSmdpAreInTheEventAndNotInTheLog(CapturedOutput output) {
        orders.given(new OrderNewEsim(order(1), request(JOHN, plan("MONTH"))));
        smdp.refused = Set.of("confirmOrder", "cancelOrder");
        smdp.words = "No profile of eUICC 89049032000000000000000000000001 can be changed.";

        assertThat(fulfilment.carryOut(order(1))).isEmpty();

        assertThat(orders.newEvents()).endsWith(new EsimOrderFailed(order(1), smdp.words));
        assertThat(output.getAll())
                .contains(
                        "does not take the profile of item 1 of order " + order(1) + " back: subject 8.2.5, reason 3.7")
                .doesNotContain("89049032000000000000000000000001");
    }

    /** The second eSIM is not asked for in vain again. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givesReservedProfilesBackWhenItIsGivenUp(boolean down) {
        orders.given(new ActivateEsims(order(1), request(JOHN, plan("MONTH", BLANK, OTHER_BLANK))))
                .given(new ContinueFulfilment(order(1)))
                .given(new RecordAllocation(order(1), 1, BLANK))
                .given(new RecordAllocation(order(1), 2, OTHER_BLANK));
        smdp.down = down;

        assertThat(fulfilment.giveUp(order(1), "Enough.")).isEmpty();

        assertThat(smdp.calls)
                .containsExactlyElementsOf(down ? List.of("cancelOrder") : List.of("cancelOrder", "cancelOrder"));
        assertThat(orders.newEvents())
                .contains(
                        new ProfileCanceled(BLANK, order(1)),
                        new ItemFailed(order(1), 1, "Enough."),
                        new ProfileCanceled(OTHER_BLANK, order(1)),
                        new ItemFailed(order(1), 2, "Enough."))
                .endsWith(new EsimOrderFailed(order(1), "2 of 2 eSIMs could not be made ready."));
    }

    @Test
    void isTriedAgainAfterAnOutage() {
        orders.given(new OrderNewEsim(order(1), request(JOHN, plan("MONTH"))));
        smdp.down = true;
        assertThatExceptionOfType(PartnerUnavailableException.class).isThrownBy(() -> fulfilment.carryOut(order(1)));

        smdp.down = false;
        assertThat(fulfilment.carryOut(order(1))).isEmpty();
        assertThat(orders.newEvents()).endsWith(new EsimOrderCompleted(order(1)));
    }

    @Test
    void saysThatAnOrderWaitsForAnother() {
        orders.given(new ActivateEsims(order(1), request(JOHN, plan("MONTH", BLANK))))
                .given(new ActivateEsims(order(2), request(JOHN, plan("MONTH", BLANK))));

        assertThat(fulfilment.carryOut(order(2))).containsExactly(BLANK);
        assertThat(smdp.calls).isEmpty();
        assertThat(fulfilment.carryOut(order(1))).isEmpty();
        assertThat(fulfilment.carryOut(order(2))).isEmpty();
        assertThat(smdp.calls).containsExactly("downloadOrder", "confirmOrder");
    }
}
