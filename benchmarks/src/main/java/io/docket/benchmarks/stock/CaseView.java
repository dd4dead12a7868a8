package io.docket.benchmarks.stock;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of the read model. */
@Entity(name = "case_view")
@Table(
        indexes = {
            @Index(columnList = "customerId, registeredAt"),
            @Index(columnList = "importance, registeredAt"),
            @Index(columnList = "registeredAt")
        })
public class CaseView {

    @Id
    private String caseId;

    private String customerId;
    private String customerName;
    private String importance;

    @Column(length = 4000)
    private String details;

    private String arrangementNum;
    private String title;
    private Instant registeredAt;
    private String state;

    @Column(length = 4000)
    private String resolution;

    @SuppressWarnings("NullAway.Init")
    protected CaseView() {}

    CaseView(ComplaintRegistered event) {
        caseId = event.caseId();
        customerId = event.customerId();
        customerName = event.customerName();
        importance = event.importance();
        details = event.details();
        arrangementNum = event.arrangementNum();
        title = event.title();
        registeredAt = event.registeredAt();
        state = "Accepted";
        resolution = "";
    }

    void update(CaseUpdated event) {
        state = event.state();
        resolution = event.resolution();
    }

    public String getCaseId() {
        return caseId;
    }

    public String getCustomerId() {
        return customerId;
    }

    public String getCustomerName() {
        return customerName;
    }

    public String getImportance() {
        return importance;
    }

    public String getDetails() {
        return details;
    }

    public String getArrangementNum() {
        return arrangementNum;
    }

    public String getTitle() {
        return title;
    }

    public Instant getRegisteredAt() {
        return registeredAt;
    }

    public String getState() {
        return state;
    }

    public String getResolution() {
        return resolution;
    }
}
