package io.docket.data;

import io.docket.platform.privacy.DerivedData;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The old pages in the file of the embedded database, which H2 leaves there until the file is compacted: by the next stop, or
 * the next start.
 */
@Component
class OldPages implements DerivedData {

    private final Optional<Path> database;

    OldPages(@Value("${spring.datasource.url}") String url) {
        database = DatabaseFile.path(url);
    }

    @Override
    public String place() {
        return "database-file";
    }

    /** Has the file compacted later: until then it has pages of which nobody knows how many tell of the person. */
    @Override
    public Scrub scrub(String aggregateId) {
        database.ifPresent(DatabaseFile::compactLater);
        return Scrub.NOTHING;
    }
}
