package io.docket.salesleads.command;

/** Lets an order be placed of which nothing is known. */
enum FirstAttempt implements CommunicationOperator.Placing {
    FIRST_ATTEMPT;

    @Override
    public boolean begin() {
        return true;
    }

    @Override
    public void failed() {}
}
