package io.docket.benchmarks.plain;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.Map;
import org.springframework.data.domain.Persistable;

/** A case. */
@Entity(name = "plain_case")
@Table(
        indexes = {
            @Index(columnList = "customerId, registeredAt"),
            @Index(columnList = "importance, registeredAt"),
            @Index(columnList = "registeredAt")
        })
public class CaseRow implements Persistable<String> {

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

    @Transient
    private boolean isNew;

    @SuppressWarnings("NullAway.Init")
    protected CaseRow() {}

    CaseRow(String caseId, Map<String, String> complaint) {
        this.caseId = caseId;
        customerId = complaint.getOrDefault("customer-id", "");
        customerName = complaint.getOrDefault("customer-name", "");
        importance = complaint.getOrDefault("importance", "");
        details = complaint.getOrDefault("details", "");
        arrangementNum = complaint.getOrDefault("arrangement-num", "");
        title = complaint.getOrDefault("comm-reason", "");
        registeredAt = Instant.now();
        state = "Accepted";
        resolution = "";
        isNew = true;
    }

    void update(Map<String, String> change) {
        state = change.getOrDefault("state", state);
        resolution = change.getOrDefault("resolution", resolution);
    }

    @Override
    public String getId() {
        return caseId;
    }

    /** Spares the look-up before the insert. */
    @Override
    public boolean isNew() {
        return isNew;
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
