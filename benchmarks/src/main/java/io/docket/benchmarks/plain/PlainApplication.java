package io.docket.benchmarks.plain;

import static java.util.Objects.requireNonNullElse;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.web.PagedModel;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** What most people would write: a table of cases, and a table of who changed what. */
@SpringBootApplication
public class PlainApplication {

    /** Listens where {@code server.port} says, on the database of {@code spring.datasource.*}. */
    public static void main(String[] arguments) {
        SpringApplication.run(PlainApplication.class, arguments);
    }

    /** Writes both in one transaction. */
    @Service
    static class Registration {

        private final Cases cases;
        private final Audit audit;

        Registration(Cases cases, Audit audit) {
            this.cases = cases;
            this.audit = audit;
        }

        @Transactional
        public String register(Map<String, String> complaint) {
            String id = UUID.randomUUID().toString();
            cases.save(new CaseRow(id, complaint));
            audit.save(new AuditRow(
                    id, "complaint-registered", "client", JsonMapper.shared().writeValueAsString(complaint)));
            return id;
        }

        @Transactional
        public void update(String id, Map<String, String> change) {
            cases.findById(id).orElseThrow().update(change);
            audit.save(new AuditRow(
                    id, "case-updated", "client", JsonMapper.shared().writeValueAsString(change)));
        }
    }

    @RestController
    static class CaseController {

        private final Registration registration;
        private final Cases cases;

        CaseController(Registration registration, Cases cases) {
            this.registration = registration;
            this.cases = cases;
        }

        @PostMapping("/v1/case/complaints")
        @ResponseStatus(HttpStatus.CREATED)
        Map<String, String> register(@RequestBody Map<String, String> complaint) {
            return Map.of("id", registration.register(complaint), "created-record-status", "Accepted");
        }

        @PutMapping("/v1/case/cases/{id}")
        Map<String, String> update(@PathVariable String id, @RequestBody Map<String, String> change) {
            registration.update(id, change);
            return Map.of("id", id);
        }

        @GetMapping("/v1/case/cases")
        PagedModel<CaseRow> list(
                @RequestParam(name = "customer-id", required = false) @Nullable String customerId,
                @RequestParam(required = false) @Nullable String importances) {
            Pageable page = PageRequest.of(0, 20, Sort.by("registeredAt").descending());
            return new PagedModel<>(
                    customerId != null
                            ? cases.findByCustomerId(customerId, page)
                            : cases.findByImportance(requireNonNullElse(importances, ""), page));
        }

        @GetMapping("/v1/case/cases/{id}")
        ResponseEntity<CaseRow> find(@PathVariable String id) {
            return ResponseEntity.of(cases.findById(id));
        }
    }
}
