package io.docket.platform.recordedlog.axonserver;

import io.docket.platform.recordedlog.LogOfRecord;
import io.docket.platform.testing.RunningAxonServer;
import java.time.Clock;

/** Ways to the logs of a running Axon Server, as processes have them. They end with the JVM. */
public final class TestAxonServer {

    private TestAxonServer() {}

    public static LogOfRecord open(RunningAxonServer.Log log) {
        return new AxonServerLog(
                new AxonServerSettings(log.address(), "default", log.name(), null, false),
                text -> Integer.toHexString(text.hashCode()),
                Clock.systemUTC());
    }
}
