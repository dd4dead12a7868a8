package io.docket.benchmarks.stock;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

record RegisterComplaint(
        @TargetAggregateIdentifier String caseId,
        String customerId,
        String customerName,
        String importance,
        String details,
        String arrangementNum,
        String title) {}
