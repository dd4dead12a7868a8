package io.docket.cases.command.model;

import io.docket.cases.api.event.CaseCanceled;
import io.docket.cases.api.event.CaseClosed;
import io.docket.cases.api.event.CaseRejected;
import io.docket.cases.api.event.CaseResolved;
import io.docket.platform.privacy.OpenBusiness;
import java.util.Set;
import org.axonframework.modelling.command.Repository;
import org.springframework.stereotype.Component;

/** The cases that somebody still waits for. */
@Component
class OpenCases implements OpenBusiness {

    private final Repository<Case> cases;

    OpenCases(Repository<Case> cases) {
        this.cases = cases;
    }

    @Override
    public String aggregateType() {
        return "Case";
    }

    @Override
    public Set<Class<?>> ends() {
        return Set.of(CaseCanceled.class, CaseClosed.class, CaseRejected.class, CaseResolved.class);
    }

    @Override
    public boolean isOpen(String aggregateId) {
        return cases.load(aggregateId).invoke(Case::isOpen);
    }
}
