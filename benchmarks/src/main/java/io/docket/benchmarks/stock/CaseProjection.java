package io.docket.benchmarks.stock;

import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.springframework.stereotype.Component;

@Component
@ProcessingGroup("cases")
class CaseProjection {

    private final CaseViews views;

    CaseProjection(CaseViews views) {
        this.views = views;
    }

    @EventHandler
    void on(ComplaintRegistered event) {
        views.save(new CaseView(event));
    }

    @EventHandler
    void on(CaseUpdated event) {
        views.findById(event.caseId()).ifPresent(view -> {
            view.update(event);
            views.save(view);
        });
    }
}
