package io.docket.esim.command.model;

import io.docket.platform.privacy.OpenBusiness;
import org.axonframework.modelling.command.Repository;
import org.springframework.stereotype.Component;

/** The eSIM orders that somebody still waits for. */
@Component
class OpenEsimOrders implements OpenBusiness {

    private final Repository<EsimOrder> esimOrders;

    OpenEsimOrders(Repository<EsimOrder> esimOrders) {
        this.esimOrders = esimOrders;
    }

    @Override
    public String aggregateType() {
        return "EsimOrder";
    }

    @Override
    public boolean isOpen(String aggregateId) {
        return esimOrders.load(aggregateId).invoke(EsimOrder::isOpen);
    }
}
