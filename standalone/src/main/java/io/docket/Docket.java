package io.docket;

import io.docket.data.WatchedFilePath;
import io.docket.demo.SimulatedPartners;
import io.docket.platform.startup.ProductionCheck;
import io.docket.platform.startup.Startup;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts Docket. */
@SpringBootApplication
public class Docket {

    public static void main(String[] args) {
        WatchedFilePath.endProcessOnFailure();
        Startup.run(Docket.class, args, environment -> {
            ProductionCheck.check(environment);
            SimulatedPartners.check(environment);
        });
    }
}
