package io.docket.platform.privacy;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Personal data.
 *
 * @param masterKeys the file with the master keys, which wrap the keys of persons: a line for each, with its name, a space,
 *     and 32 bytes as base64. The first one wraps; the others are still there to unwrap. It is read again when it changes
 */
@ConfigurationProperties("docket.privacy")
record PrivacyProperties(Path masterKeys) {}
