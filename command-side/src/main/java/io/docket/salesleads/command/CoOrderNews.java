package io.docket.salesleads.command;

/** Where it is heard that orders at the communication operator have changed. */
interface CoOrderNews {

    /** Has an order looked up now, and not only when it is its turn; one that nobody waits for is passed over. */
    void changed(String coOrderId);
}
