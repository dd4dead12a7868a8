package io.docket.platform.classification;

import io.docket.platform.settings.InvalidSettingException;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** The classifications of all APIs, each from the file that {@code docket.classifications.<api>} names. */
@Component
@EnableConfigurationProperties(ClassificationProperties.class)
public final class ClassificationCatalog {

    private final Map<String, Classifications> byApi;

    ClassificationCatalog(ClassificationProperties properties) {
        byApi = properties.classifications().entrySet().stream()
                .collect(
                        Collectors.toUnmodifiableMap(Map.Entry::getKey, file -> Classifications.read(file.getValue())));
    }

    /**
     * The classifications of an API.
     *
     * @throws InvalidSettingException if no file is configured for it
     */
    public Classifications of(String api) {
        Classifications found = byApi.get(api);
        if (found == null) {
            throw new InvalidSettingException(
                    "docket.classifications." + api + " names no file.", "Set it to a file with classifications.");
        }
        return found;
    }
}
