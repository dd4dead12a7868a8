package io.docket.cardorders;

import io.docket.cardorders.api.CardStatus;
import io.docket.platform.testing.RunningClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Gives the application a clock that can be put forward, and a bank with so many cards and customers that every test can
 * have its own. Every owner has an arrangement, whose number is {@code A-} and the customer's number, and all the cards
 * that {@link #card} names.
 */
final class BankOfTests implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    static final int CARDS = 200;
    static final int PERSONS = 100;

    /** Customers who own cards. */
    static final String OWNER = "BRVU00002";

    static final String LISTED_OWNER = "LISTED";

    private static final String[] OWNERS = {OWNER, "MIGR00002", LISTED_OWNER};

    /** The card of an owner that is in a status at the start, from 1 to {@link #CARDS}. */
    static String card(String owner, CardStatus status, int number) {
        return "%s-%s-%02d".formatted(owner, status.literal(), number);
    }

    static String serialNumber(String cardId) {
        return "S-" + cardId;
    }

    static String arrangement(String owner) {
        return "A-" + owner;
    }

    /** A customer who has nothing, from 1 to {@link #PERSONS}. */
    static String person(int number) {
        return "P-%02d".formatted(number);
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ((GenericApplicationContext) context).registerBean("runningClock", RunningClock.class, RunningClock::new);
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "data")), "bank-");
            Files.writeString(folder.resolve("customers.yaml"), customers());
            Files.writeString(folder.resolve("arrangements.yaml"), arrangements());
            Files.writeString(folder.resolve("cards.yaml"), cards());
            String location = folder.toUri().toString();
            TestPropertyValues.of(
                            "docket.card-orders.customers=" + location + "customers.yaml",
                            "docket.card-orders.arrangements=" + location + "arrangements.yaml",
                            "docket.card-orders.cards=" + location + "cards.yaml")
                    .applyTo(context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String customers() {
        return Arrays.stream(OWNERS)
                        .map(owner -> entry("number: \"" + owner + "\"", "name: Name of " + owner))
                        .collect(Collectors.joining())
                + IntStream.rangeClosed(1, PERSONS)
                        .mapToObj(number -> entry("number: " + person(number), "name: Name of " + person(number)))
                        .collect(Collectors.joining());
    }

    private static String arrangements() {
        return Arrays.stream(OWNERS)
                .map(owner -> entry(
                        "number: " + arrangement(owner),
                        "owner-customer-number: \"" + owner + "\"",
                        "product-code: MasterCard"))
                .collect(Collectors.joining());
    }

    private static String cards() {
        return Arrays.stream(OWNERS)
                .flatMap(owner -> Arrays.stream(CardStatus.values()).flatMap(status -> IntStream.rangeClosed(1, CARDS)
                        .mapToObj(number -> entry(
                                "card-id: " + card(owner, status, number),
                                "serial-number: " + serialNumber(card(owner, status, number)),
                                "customer-number: \"" + owner + "\"",
                                "arrangement-number: " + arrangement(owner),
                                "status: " + status.literal()))))
                .collect(Collectors.joining());
    }

    private static String entry(String... lines) {
        return "- " + String.join("\n  ", lines) + "\n";
    }
}
