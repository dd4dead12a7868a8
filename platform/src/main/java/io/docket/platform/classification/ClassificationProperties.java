package io.docket.platform.classification;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.io.Resource;

/**
 * Where the classifications come from.
 *
 * @param classifications the file of each API
 */
@ConfigurationProperties("docket")
record ClassificationProperties(Map<String, Resource> classifications) {

    ClassificationProperties {
        classifications = Map.copyOf(classifications);
    }
}
