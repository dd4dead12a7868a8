package io.docket.esim.command;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.common.api.UtcDateTime;
import io.docket.esim.api.Iccid;
import io.docket.platform.paging.DefaultPaging;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Tells the simulated SM-DP+ how to behave, and what it has done. Only with the demo data set on. */
@RestController
@RequestMapping("/demo/smdp")
@ConditionalOnProperty("docket.demo.enabled")
@ConditionalOnProperty(name = "docket.smdp.adapter", havingValue = "simulated", matchIfMissing = true)
class SmdpSimulatorEndpoint {

    private final SimulatedSmdp smdp;

    SmdpSimulatorEndpoint(SimulatedSmdp smdp) {
        this.smdp = smdp;
    }

    @GetMapping
    SimulatorState state(@DefaultPaging(size = 20, sortBy = "number", ascending = true) Paging paging) {
        return new SimulatorState(
                BehaviourRepresentation.of(smdp.behaviour()),
                smdp.profiles(paging).map(ProfileRepresentation::of));
    }

    @PutMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void behave(@RequestBody BehaviourRepresentation behaviour) {
        smdp.behave(behaviour.behaviour());
    }

    record SimulatorState(
            @JsonUnwrapped BehaviourRepresentation behaviour,
            @JsonProperty("profiles") Page<ProfileRepresentation> profiles) {}

    @JsonNaming(KebabCaseStrategy.class)
    record BehaviourRepresentation(
            @Nullable String function,
            @Nullable Long delayMillis,
            @Nullable String refusal,
            @Nullable Boolean down,
            @Nullable Integer failNext,
            @Nullable Integer answerLostNext) {

        static BehaviourRepresentation of(SmdpBehaviour behaviour) {
            SmdpFunction function = behaviour.function();
            return new BehaviourRepresentation(
                    function == null ? null : function.literal(),
                    behaviour.delay().toMillis(),
                    behaviour.refusal(),
                    behaviour.down(),
                    behaviour.failNext(),
                    behaviour.answerLostNext());
        }

        SmdpBehaviour behaviour() {
            return new SmdpBehaviour(
                    function == null ? null : SmdpFunction.of(function),
                    Duration.ofMillis(requireNonNullElse(delayMillis, 0L)),
                    refusal,
                    requireNonNullElse(down, false),
                    requireNonNullElse(failNext, 0),
                    requireNonNullElse(answerLostNext, 0));
        }
    }

    @JsonNaming(KebabCaseStrategy.class)
    record ProfileRepresentation(
            long number,
            Iccid iccid,
            @Nullable String profileType,
            String state,
            @Nullable String eid,
            @Nullable String matchingId,
            SimulatedProfile.Calls downloadOrder,
            SimulatedProfile.Calls confirmOrder,
            SimulatedProfile.Calls cancelOrder,
            UtcDateTime orderedAt) {

        static ProfileRepresentation of(SimulatedProfile profile) {
            return new ProfileRepresentation(
                    profile.number(),
                    profile.iccid(),
                    profile.profileType(),
                    profile.state().literal(),
                    profile.eid(),
                    profile.matchingId(),
                    profile.calls(SmdpFunction.DOWNLOAD_ORDER),
                    profile.calls(SmdpFunction.CONFIRM_ORDER),
                    profile.calls(SmdpFunction.CANCEL_ORDER),
                    new UtcDateTime(profile.orderedAt()));
        }
    }
}
