package io.docket.demo;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.env.Environment;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The files of the demo data set. They lie in a folder that {@code docket.demo.location} names, so that a user can
 * replace them; {@code docket.demo.enabled=false} does without.
 */
@Component
@ConditionalOnProperty("docket.demo.enabled")
public class DemoData {

    private final ResourceLoader resources;
    private final String location;
    private final YAMLMapper yaml = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** @throws IllegalStateException if the application runs in production */
    DemoData(ResourceLoader resources, @Value("${docket.demo.location}") String location, Environment environment) {
        if (Arrays.asList(environment.getActiveProfiles()).contains("prod")) {
            throw new IllegalStateException(
                    "The demo data set is on, with clients whose secrets are public: set docket.demo.enabled=false");
        }
        this.resources = resources;
        this.location = location;
    }

    /**
     * Reads one of the files.
     *
     * @throws IllegalStateException naming the file, the line and what is wrong with it
     */
    public <T> T read(String file, TypeReference<T> type) {
        Resource resource = resources.getResource(location + file);
        try (InputStream content = resource.getInputStream()) {
            return yaml.readValue(content, type);
        } catch (JacksonException e) {
            throw new IllegalStateException(
                    resource.getDescription() + ", line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(),
                    e);
        } catch (IOException e) {
            throw new IllegalStateException(resource.getDescription() + " cannot be read", e);
        }
    }
}
