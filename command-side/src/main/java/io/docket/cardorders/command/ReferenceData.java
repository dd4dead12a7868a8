package io.docket.cardorders.command;

import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.CardStatus;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The bank's customers, arrangements and cards, from files that an operator supplies; checked at start-up. */
@Component
final class ReferenceData {

    private final Map<String, CustomerEntry> customers;
    private final Map<ArrangementNumber, ArrangementEntry> arrangements;
    private final Map<CardId, CardEntry> cards;

    /** @throws IllegalStateException naming the file and what is wrong with it */
    ReferenceData(OrderProperties properties) {
        customers = read(properties.customers(), new TypeReference<List<CustomerEntry>>() {}, CustomerEntry::number);
        arrangements = read(
                properties.arrangements(), new TypeReference<List<ArrangementEntry>>() {}, ArrangementEntry::number);
        cards = read(properties.cards(), new TypeReference<List<CardEntry>>() {}, CardEntry::cardId);
        for (ArrangementEntry arrangement : arrangements.values()) {
            require(
                    customers.containsKey(arrangement.ownerCustomerNumber()),
                    properties.arrangements(),
                    arrangement.number().value(),
                    "its owner is not among the customers");
        }
        for (CardEntry card : cards.values()) {
            require(
                    customers.containsKey(card.customerNumber()),
                    properties.cards(),
                    card.cardId().value(),
                    "its customer is not among the customers");
            require(
                    arrangements.containsKey(card.arrangementNumber()),
                    properties.cards(),
                    card.cardId().value(),
                    "its arrangement is not among the arrangements");
        }
    }

    private static <K, E> Map<K, E> read(Resource file, TypeReference<List<E>> type, Function<E, K> key) {
        var yaml = YAMLMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .build();
        Map<K, E> entries = new HashMap<>();
        try (InputStream content = file.getInputStream()) {
            for (E entry : yaml.readValue(content, type)) {
                require(
                        entries.put(key.apply(entry), entry) == null,
                        file,
                        String.valueOf(key.apply(entry)),
                        "it is there twice");
            }
        } catch (JacksonException e) {
            throw new IllegalStateException(
                    file.getDescription() + ", line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalStateException(file.getDescription() + " cannot be read", e);
        }
        return entries;
    }

    private static void require(boolean condition, Resource file, String entry, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(file.getDescription() + ", " + entry + ": " + otherwise);
        }
    }

    Optional<CustomerEntry> customer(String number) {
        return Optional.ofNullable(customers.get(number));
    }

    Optional<ArrangementEntry> arrangement(ArrangementNumber number) {
        return Optional.ofNullable(arrangements.get(number));
    }

    Optional<CardEntry> card(CardId cardId) {
        return Optional.ofNullable(cards.get(cardId));
    }

    /** A customer of the bank. */
    record CustomerEntry(String number, String name) {}

    /** An arrangement of a customer with the bank. */
    record ArrangementEntry(ArrangementNumber number, String ownerCustomerNumber, String productCode) {}

    /** A card, as it was before the first order for it. */
    record CardEntry(
            CardId cardId,
            String serialNumber,
            String customerNumber,
            ArrangementNumber arrangementNumber,
            CardStatus status) {}
}
