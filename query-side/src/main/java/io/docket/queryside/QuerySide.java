package io.docket.queryside;

import io.docket.platform.process.Farewell;
import io.docket.platform.startup.ProductionCheck;
import io.docket.platform.startup.RequiredSettings;
import io.docket.platform.startup.Startup;
import java.util.List;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

/**
 * Starts the query side alone: read models, and all that reads. It takes no commands, calls nobody, and makes no keys.
 *
 * <p>It is no configuration itself, so that an application with both sides in it does not find it.
 */
@EnableAutoConfiguration
@ComponentScan(
        basePackages = "io.docket",
        excludeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern = {
                            "io\\.docket\\.platform\\.automation\\..*",
                            "io\\.docket\\.platform\\.privacy\\.KeyRotation",
                            "io\\.docket\\.platform\\.recordedlog\\.CopiedLog"
                        }))
@Import(Farewell.class)
public class QuerySide {

    public static void main(String[] args) {
        Startup.run(QuerySide.class, "query-side", args, environment -> {
            RequiredSettings.check(environment, List.of("docket.audit.log.keys"));
            ProductionCheck.check(environment);
        });
    }
}
