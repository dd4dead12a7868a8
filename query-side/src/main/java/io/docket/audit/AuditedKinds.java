package io.docket.audit;

import io.docket.platform.audit.AuditedKind;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The kinds of all contexts. */
@Component
public class AuditedKinds {

    private final List<AuditedKind<?>> all;

    AuditedKinds(ObjectProvider<AuditedKind<?>> all) {
        this.all = all.stream().toList();
    }

    /** The one of a name in a path. */
    public Optional<AuditedKind<?>> named(String name) {
        return all.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    /** The one that aggregates of a type belong to, if auditors can read them. */
    public Optional<AuditedKind<?>> of(String aggregateType) {
        return all.stream()
                .filter(kind -> kind.aggregateType().equals(aggregateType))
                .findFirst();
    }
}
