package io.docket.cases.command.model;

import io.docket.cases.api.CaseId;
import io.docket.cases.api.CommType;
import io.docket.cases.api.Customer;
import io.docket.cases.api.Importance;
import io.docket.cases.api.Person;
import io.docket.cases.api.Registration;
import io.docket.cases.api.Reply;
import java.time.Instant;
import java.util.Map;

/** The case that the tests of the aggregate deal with, and the metadata that commands carry. */
public final class Cases {

    static final CaseId ID = new CaseId("WI0000000042");
    static final Person CLERK = new Person("C-7", "Ann Clerk");
    static final Person AGENT = new Person("A-1001", "Stevan.Kostoski");
    static final Customer CUSTOMER = new Customer("BRVU00002", "Branislav Vukovic", "100200300");
    static final String RESOLUTION = "The fee has been paid back.";
    static final Instant CALLBACK_TIME = Instant.parse("2015-12-22T13:33:17.588Z");

    static final Registration REGISTRATION = new Registration(
            CLERK,
            CUSTOMER,
            "Complaint",
            Importance.LOW,
            "Card fees",
            "A fee was taken twice.",
            "0064200001930",
            new Reply(CommType.EMAIL, "branislav@example.com", "home"),
            "WI0000497282");

    private Cases() {}

    /** Metadata of a command whose sender acts for one customer only. */
    static Map<String, ?> actingFor(String customer) {
        return Map.of("customer-number", customer);
    }

    /** Metadata of a command that builds on a version. */
    static Map<String, ?> ifMatch(String tags) {
        return Map.of("if-match", tags);
    }
}
