package io.docket.offence.command;

import java.time.Clock;
import java.time.Instant;
import org.axonframework.spring.stereotype.Aggregate;

@Aggregate
public class AggregateWithClock {

    final Clock clock = Clock.systemUTC();

    Instant today() {
        System.out.println(clock);
        return Instant.now();
    }
}
