package io.docket.esim.command.model;

import io.docket.esim.api.event.order.EsimOrderCompleted;
import io.docket.esim.api.event.order.EsimOrderFailed;
import io.docket.platform.privacy.OpenBusiness;
import java.util.Set;
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
    public Set<Class<?>> ends() {
        return Set.of(EsimOrderCompleted.class, EsimOrderFailed.class);
    }

    @Override
    public boolean isOpen(String aggregateId) {
        return esimOrders.load(aggregateId).invoke(EsimOrder::isOpen);
    }
}
