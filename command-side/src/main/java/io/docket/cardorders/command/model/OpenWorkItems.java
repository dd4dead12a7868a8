package io.docket.cardorders.command.model;

import io.docket.platform.privacy.OpenBusiness;
import org.axonframework.modelling.command.Repository;
import org.springframework.stereotype.Component;

/** The card orders that somebody still waits for. */
@Component
class OpenWorkItems implements OpenBusiness {

    private final Repository<WorkItem> workItems;

    OpenWorkItems(Repository<WorkItem> workItems) {
        this.workItems = workItems;
    }

    @Override
    public String aggregateType() {
        return "WorkItem";
    }

    @Override
    public boolean isOpen(String aggregateId) {
        return workItems.load(aggregateId).invoke(WorkItem::isOpen);
    }
}
