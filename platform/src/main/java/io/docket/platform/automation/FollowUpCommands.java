package io.docket.platform.automation;

import io.docket.platform.commands.Conflicts;
import io.docket.platform.correlation.Correlation;
import io.docket.platform.database.Deadline;
import io.docket.platform.database.TimeLimits;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.stereotype.Component;

/** Sends the commands that follow from events, on behalf of the request that the events came from. */
@Component
public final class FollowUpCommands {

    private final CommandGateway gateway;

    public FollowUpCommands(CommandGateway gateway) {
        this.gateway = gateway;
    }

    /**
     * Sends a command, again if another one was quicker to change the same aggregates.
     *
     * @param actor the automation that sends it
     * @param correlationId of the request at the origin
     */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public <R> R send(Object command, String actor, String correlationId) {
        var message = GenericCommandMessage.asCommandMessage(command)
                .withMetaData(Map.of(
                        Correlation.ACTOR,
                        actor,
                        Correlation.CLIENT,
                        Correlation.THIS_SYSTEM,
                        Correlation.ID,
                        correlationId));
        return Conflicts.retry(
                Deadline.in(TimeLimits.COMMAND),
                attempt -> gateway.<R>sendAndWait(message, TimeLimits.LEASE.toSeconds(), TimeUnit.SECONDS));
    }
}
