package io.docket.commandside;

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
 * Starts the command side alone: what takes commands, and what events lead to. It makes no read models.
 *
 * <p>It is no configuration itself, so that an application with both sides in it does not find it.
 */
@EnableAutoConfiguration
@ComponentScan(
        basePackages = "io.docket",
        excludeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern = "io\\.docket\\.platform\\.projection\\.rebuild\\..*"))
@Import(Farewell.class)
public class CommandSide {

    private static final List<String> SETTINGS = List.of(
            "docket.card-system.base-url",
            "docket.smdp.base-url",
            "docket.co.base-url",
            "docket.card-orders.customers",
            "docket.card-orders.arrangements",
            "docket.card-orders.cards",
            "docket.esim.catalog",
            "docket.sales-leads.offerings",
            "docket.sales-leads.accesses");

    public static void main(String[] args) {
        Startup.run(CommandSide.class, "command-side", args, environment -> {
            RequiredSettings.check(environment, SETTINGS);
            ProductionCheck.check(environment);
        });
    }
}
