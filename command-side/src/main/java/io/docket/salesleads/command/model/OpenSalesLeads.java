package io.docket.salesleads.command.model;

import io.docket.platform.privacy.OpenBusiness;
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
    public boolean isOpen(String aggregateId) {
        return salesLeads.load(aggregateId).invoke(SalesLead::isOpen);
    }
}
