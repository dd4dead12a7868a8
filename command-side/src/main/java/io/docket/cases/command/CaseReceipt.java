package io.docket.cases.command;

import io.docket.cases.api.CaseId;
import io.docket.cases.api.CaseState;

/**
 * What a command on a case answers.
 *
 * @param caseId the case
 * @param state its state after the command
 * @param version its version after the command: the sequence number of its last event, from 0
 */
public record CaseReceipt(CaseId caseId, CaseState state, long version) {}
