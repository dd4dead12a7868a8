package io.docket.benchmarks.stock;

import java.time.Instant;

record ComplaintRegistered(
        String caseId,
        String customerId,
        String customerName,
        String importance,
        String details,
        String arrangementNum,
        String title,
        Instant registeredAt) {}
