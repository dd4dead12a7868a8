package io.docket.benchmarks.plain;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;

/** What was done to a case, when and by whom. */
@Entity(name = "plain_audit")
public class AuditRow {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE)
    private Long id;

    private String caseId;
    private String change;
    private String actor;
    private Instant at;

    @Column(length = 8000)
    private String document;

    @SuppressWarnings("NullAway.Init")
    protected AuditRow() {}

    @SuppressWarnings("NullAway.Init")
    AuditRow(String caseId, String change, String actor, String document) {
        this.caseId = caseId;
        this.change = change;
        this.actor = actor;
        this.at = Instant.now();
        this.document = document;
    }

    public Long getId() {
        return id;
    }

    public String getCaseId() {
        return caseId;
    }

    public String getChange() {
        return change;
    }

    public String getActor() {
        return actor;
    }

    public Instant getAt() {
        return at;
    }

    public String getDocument() {
        return document;
    }
}
