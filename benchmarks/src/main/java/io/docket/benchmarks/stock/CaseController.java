package io.docket.benchmarks.stock;

import static java.util.Objects.requireNonNullElse;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.web.PagedModel;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class CaseController {

    private final CommandGateway commands;
    private final CaseViews views;

    CaseController(CommandGateway commands, CaseViews views) {
        this.commands = commands;
        this.views = views;
    }

    @PostMapping("/v1/case/complaints")
    @ResponseStatus(HttpStatus.CREATED)
    CompletableFuture<Map<String, String>> register(@RequestBody Map<String, String> complaint) {
        String id = UUID.randomUUID().toString();
        return commands.send(new RegisterComplaint(
                        id,
                        complaint.getOrDefault("customer-id", ""),
                        complaint.getOrDefault("customer-name", ""),
                        complaint.getOrDefault("importance", ""),
                        complaint.getOrDefault("details", ""),
                        complaint.getOrDefault("arrangement-num", ""),
                        complaint.getOrDefault("comm-reason", "")))
                .thenApply(done -> Map.of("id", id, "created-record-status", "Accepted"));
    }

    @PutMapping("/v1/case/cases/{id}")
    CompletableFuture<Map<String, String>> update(@PathVariable String id, @RequestBody Map<String, String> change) {
        return commands.send(
                        new UpdateCase(id, change.getOrDefault("state", ""), change.getOrDefault("resolution", "")))
                .thenApply(done -> Map.of("id", id));
    }

    @GetMapping("/v1/case/cases")
    PagedModel<CaseView> list(
            @RequestParam(name = "customer-id", required = false) @Nullable String customerId,
            @RequestParam(required = false) @Nullable String importances) {
        Pageable page = PageRequest.of(0, 20, Sort.by("registeredAt").descending());
        return new PagedModel<>(
                customerId != null
                        ? views.findByCustomerId(customerId, page)
                        : views.findByImportance(requireNonNullElse(importances, ""), page));
    }

    @GetMapping("/v1/case/cases/{id}")
    ResponseEntity<CaseView> find(@PathVariable String id) {
        return ResponseEntity.of(views.findById(id));
    }
}
