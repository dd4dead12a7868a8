package io.docket.privacy.command;

import io.docket.common.api.PersonKind;
import java.util.List;

/**
 * The person whom a command concerns.
 *
 * @param values what the person may be known by: at most one of them; nothing of somebody whom the caller does not know
 */
public record Subject(PersonKind kind, List<String> values) {

    public Subject {
        values = List.copyOf(values);
    }
}
