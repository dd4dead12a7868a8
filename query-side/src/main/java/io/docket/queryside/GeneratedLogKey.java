package io.docket.queryside;

import io.docket.audit.log.LogFiles;
import io.docket.platform.settings.DataFolder;
import io.docket.platform.settings.InvalidSettingException;
import io.docket.tlog.note.SignerKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The files of the log. Where no key is configured, one is made at the first start, and kept in the data folder. */
@Configuration(proxyBeanMethods = false)
class GeneratedLogKey {

    private static final Logger LOG = LoggerFactory.getLogger(GeneratedLogKey.class);

    private static final String FILE = "audit-log.keys";
    private static final String SIGNED = "audit-log.checkpoint";
    private static final String NAME = "docket.example/audit/log";

    @Bean
    LogFiles logFiles(@Value("${docket.audit.log.keys:}") String configured, @Value("${docket.data}") Path dataFolder) {
        DataFolder folder = DataFolder.at(dataFolder);
        if (!configured.isBlank()) {
            return new LogFiles(Path.of(configured), folder.file(SIGNED));
        }
        Path file = folder.file(FILE);
        if (!Files.exists(file)) {
            make(folder, file);
        }
        return new LogFiles(file, folder.file(SIGNED));
    }

    /** Of processes that share the folder, the first makes the key of all. */
    private static void make(DataFolder folder, Path file) {
        try {
            Path draft = folder.draft(FILE, SignerKey.generate(NAME).secret() + "\n");
            try {
                Files.createLink(file, draft);
                LOG.debug("A key that signs the log has been made");
            } catch (FileAlreadyExistsException e) {
                LOG.debug("Another process has made the key", e);
            } finally {
                Files.delete(draft);
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw new InvalidSettingException(
                    "The key of the log cannot be written to " + file + ": " + e + ".",
                    "Set docket.audit.log.keys to a file with what docket-verify key prints in its first line.");
        }
    }
}
