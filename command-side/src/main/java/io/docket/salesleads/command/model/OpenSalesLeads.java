package io.docket.salesleads.command.model;

import io.docket.platform.privacy.OpenBusiness;
import io.docket.salesleads.api.event.SalesLeadActivated;
import io.docket.salesleads.api.event.SalesLeadRejected;
import java.util.Set;
import org.axonframework.modelling.command.Repository;
import org.springframework.stereotype.Component;

/** The sales leads that somebody still waits for. */
@Component
class OpenSalesLeads implements OpenBusiness {

    private final Repository<SalesLead> salesLeads;

    OpenSalesLeads(Repository<SalesLead> salesLeads) {
        this.salesLeads = salesLeads;
    }

    @Override
    public String aggregateType() {
        return "SalesLead";
    }

    @Override
    public Set<Class<?>> ends() {
        return Set.of(SalesLeadActivated.class, SalesLeadRejected.class);
    }

    @Override
    public boolean isOpen(String aggregateId) {
        return salesLeads.load(aggregateId).invoke(SalesLead::isOpen);
    }
}
