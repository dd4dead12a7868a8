package io.docket.cardorders.command.endpoint;

import io.docket.platform.classification.ClassificationCatalog;
import io.docket.platform.classification.OnList;
import io.docket.platform.contract.BodyRule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The reasons of orders are those that the bank knows. */
@Configuration(proxyBeanMethods = false)
class OrderReasons {

    @Bean
    BodyRule blockadeReason(ClassificationCatalog catalog) {
        return new OnList("requestCardBlockade", "blockade-reason", catalog.of("card-orders"), "card-blockade-reasons");
    }

    @Bean
    BodyRule replacementReason(ClassificationCatalog catalog) {
        return new OnList(
                "requestCardReplacement", "replacement-reason", catalog.of("card-orders"), "card-replacement-reasons");
    }
}
