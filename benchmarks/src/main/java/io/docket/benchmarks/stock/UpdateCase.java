package io.docket.benchmarks.stock;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

record UpdateCase(@TargetAggregateIdentifier String caseId, String state, String resolution) {}
