package io.docket.salesleads.command.model;

import io.docket.salesleads.command.partner.CommunicationOperator;

/** Lets an order be placed of which nothing is known. */
public enum FirstAttempt implements CommunicationOperator.Placing {
    FIRST_ATTEMPT;

    @Override
    public boolean begin() {
        return true;
    }

    @Override
    public void failed() {}
}
