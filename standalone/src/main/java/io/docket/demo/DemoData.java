package io.docket.demo;

import io.docket.platform.settings.ReferenceFile;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.io.ResourceLoader;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/**
 * The files of the demo data set. They lie in a folder that {@code docket.demo.location} names, so that a user can
 * replace them; {@code docket.demo.enabled=false} does without.
 */
@Component
@ConditionalOnProperty("docket.demo.enabled")
public class DemoData {

    private final ResourceLoader resources;
    private final String location;

    DemoData(ResourceLoader resources, @Value("${docket.demo.location}") String location) {
        this.resources = resources;
        this.location = location;
    }

    /**
     * Reads one of the files.
     *
     * @throws io.docket.platform.settings.InvalidSettingException naming the file, the line and what is wrong with it
     */
    public <T> T read(String file, TypeReference<T> type) {
        return new ReferenceFile(resources.getResource(location + file)).read(type);
    }
}
