package io.docket.cardorders.command.reference;

import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.CardOrderProblem;
import io.docket.cardorders.api.CardStatus;
import io.docket.common.api.Refusal;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.settings.ReferenceFile;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** The bank's customers, arrangements and cards, from files that an operator supplies; checked at start-up. */
@Component
public final class ReferenceData {

    private final Map<String, CustomerEntry> customers;
    private final Map<ArrangementNumber, ArrangementEntry> arrangements;
    private final Map<CardId, CardEntry> cards;

    /** @throws io.docket.platform.settings.InvalidSettingException naming the file and what is wrong with it */
    public ReferenceData(OrderProperties properties) {
        var arrangementFile = new ReferenceFile(properties.arrangements());
        var cardFile = new ReferenceFile(properties.cards());
        customers = new ReferenceFile(properties.customers()).entries(new TypeReference<>() {}, CustomerEntry::number);
        arrangements = arrangementFile.entries(new TypeReference<>() {}, ArrangementEntry::number);
        cards = cardFile.entries(new TypeReference<>() {}, CardEntry::cardId);
        for (ArrangementEntry arrangement : arrangements.values()) {
            arrangementFile.require(
                    customers.containsKey(arrangement.ownerCustomerNumber()),
                    arrangement.number(),
                    "its owner is not among the customers");
        }
        for (CardEntry card : cards.values()) {
            cardFile.require(
                    customers.containsKey(card.customerNumber()),
                    card.cardId(),
                    "its customer is not among the customers");
            cardFile.require(
                    arrangements.containsKey(card.arrangementNumber()),
                    card.cardId(),
                    "its arrangement is not among the arrangements");
        }
    }

    public Optional<CustomerEntry> customer(String number) {
        return Optional.ofNullable(customers.get(number));
    }

    /** A customer's name; {@code null} of one whom the bank does not know. */
    @Nullable
    public String nameOf(String number) {
        return customer(number).map(CustomerEntry::name).orElse(null);
    }

    /**
     * Refuses a customer whom the bank does not know.
     *
     * @throws RefusedException with the problem {@code unknown-customer}
     */
    public void requireKnown(String number) {
        if (customer(number).isEmpty()) {
            throw new RefusedException(
                    Refusal.conflict(CardOrderProblem.UNKNOWN_CUSTOMER, "There is no such customer."));
        }
    }

    public Optional<ArrangementEntry> arrangement(ArrangementNumber number) {
        return Optional.ofNullable(arrangements.get(number));
    }

    public Optional<CardEntry> card(CardId cardId) {
        return Optional.ofNullable(cards.get(cardId));
    }

    /** A customer of the bank. */
    public record CustomerEntry(String number, String name) {}

    /** An arrangement of a customer with the bank. */
    public record ArrangementEntry(ArrangementNumber number, String ownerCustomerNumber, String productCode) {}

    /** A card, as it was before the first order for it. */
    public record CardEntry(
            CardId cardId,
            String serialNumber,
            String customerNumber,
            ArrangementNumber arrangementNumber,
            CardStatus status) {}
}
