package io.docket.salesleads.command.automation;

/** Hears of orders at the communication operator whose state has changed. */
interface CoOrderListener {

    /** Something became of an order; heard once or more, in one process. */
    void changed(String coOrderId);
}
