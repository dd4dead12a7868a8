package io.docket.esim.command.endpoint;

import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.FieldError;
import io.docket.esim.command.reference.Currencies;
import io.docket.esim.command.reference.EsimCatalog;
import io.docket.platform.contract.BodyRule;
import io.docket.platform.security.Caller;
import java.security.Principal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The rules of eSIM orders that a schema cannot tell: lists of codes, the tenant's currencies, times in the past. */
@Component
class EsimOrderRules implements BodyRule {

    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());
    private static final int MAX_DECIMAL_PLACES = 4;
    private static final int MAX_ICCIDS = 200;

    /** As the schema says. */
    private static final int MAX_SUBSCRIPTIONS = 50;

    private final EsimCatalog catalog;
    private final Clock clock;

    EsimOrderRules(EsimCatalog catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    @Override
    public String operationId() {
        return "placeEsimOrder";
    }

    @Override
    public List<FieldError> violations(JsonNode body, Principal caller) {
        var found = new Violations();
        JsonNode input = body.path("input");
        JsonNode customer = input.path("customer");
        found.unlessOnList(
                "input.countryCode",
                input.path("countryCode"),
                COUNTRIES::contains,
                "is no country code of ISO 3166-1.");
        found.unlessOnList(
                "input.customer.language",
                customer.path("language"),
                language -> LANGUAGES.contains(language.toLowerCase(Locale.ROOT)),
                "is no language code of ISO 639-1.");
        found.unlessOnList(
                "input.customer.countryOfResidence",
                customer.path("countryOfResidence"),
                COUNTRIES::contains,
                "is no country code of ISO 3166-1.");
        String tenant = Caller.of(caller).tenant();
        JsonNode subscriptions = input.path("subscriptions");
        for (int place = 0; place < Math.min(subscriptions.size(), MAX_SUBSCRIPTIONS); place++) {
            String tag = "input.subscriptions[" + place + "].";
            JsonNode subscription = subscriptions.get(place);
            checkPrice(tag, subscription, tenant, found);
            found.ifTooFine(tag + "dataValue", subscription.path("dataValue"));
            checkActivationDate(tag + "activationDate", subscription, found);
        }
        if (input.path("operationType").asString("").equals("BULK_ACTIVATION")) {
            checkProducts(subscriptions, found);
        }
        if (countIccids(subscriptions) > MAX_ICCIDS) {
            found.add(
                    "input.subscriptions.iccid",
                    ErrorLiteral.MAX_LENGTH,
                    "input.subscriptions.iccid can name at most " + MAX_ICCIDS + " ICCIDs in all.");
        }
        return found.all();
    }

    private void checkPrice(String tag, JsonNode subscription, @Nullable String tenant, Violations found) {
        String priceTag = tag + "price";
        String currencyTag = tag + "currency";
        JsonNode price = subscription.path("price");
        JsonNode currency = subscription.path("currency");
        if (isThere(price) && !isThere(currency)) {
            found.add(
                    currencyTag,
                    ErrorLiteral.COMBINATION_REQUIRED,
                    currencyTag + " must be sent together with " + priceTag + ".");
        } else if (isThere(currency) && !isThere(price)) {
            found.add(
                    priceTag,
                    ErrorLiteral.COMBINATION_REQUIRED,
                    priceTag + " must be sent together with " + currencyTag + ".");
        }
        found.ifTooFine(priceTag, price);
        found.unlessOnList(currencyTag, currency, Currencies::exists, "is no currency code of ISO 4217.");
        found.unlessOnList(
                currencyTag,
                currency,
                code -> tenant == null || catalog.hasCurrency(tenant, code),
                "is none of the supported currencies.");
    }

    /** A day that is not over is not the past, whatever the hour. */
    private void checkActivationDate(String tag, JsonNode subscription, Violations found) {
        JsonNode activationDate = subscription.path("activationDate");
        if (!activationDate.isString()) {
            return;
        }
        try {
            LocalDate day = OffsetDateTime.parse(activationDate.asString())
                    .atZoneSameInstant(ZoneOffset.UTC)
                    .toLocalDate();
            if (day.isBefore(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))) {
                found.add(tag, ErrorLiteral.OUT_OF_RANGE, tag + " lies in the past.");
            }
        } catch (DateTimeException malformed) {
            // The schema says so.
            return;
        }
    }

    /** No eSIM gets the same product twice: what reads like a mistake would be paid for. */
    private static void checkProducts(JsonNode subscriptions, Violations found) {
        Set<String> activations = new HashSet<>();
        for (int place = 0; place < Math.min(subscriptions.size(), MAX_SUBSCRIPTIONS); place++) {
            JsonNode subscription = subscriptions.get(place);
            String id = subscription.path("id").asString("");
            String product = id.isEmpty() ? subscription.path("product_id").asString("") : id;
            boolean again = iccids(subscription)
                            .distinct()
                            .filter(iccid -> !activations.add(product + " " + iccid))
                            .count()
                    > 0;
            if (again) {
                String tag = "input.subscriptions[" + place + "].iccid";
                found.add(
                        tag,
                        ErrorLiteral.COMBINATION_REQUIRED,
                        tag + " names an eSIM that gets the same product from another entry.");
            }
        }
    }

    private static long countIccids(JsonNode subscriptions) {
        return subscriptions
                .valueStream()
                .flatMap(EsimOrderRules::iccids)
                .distinct()
                .count();
    }

    private static Stream<String> iccids(JsonNode subscription) {
        return subscription
                .path("iccid")
                .valueStream()
                .filter(JsonNode::isString)
                .flatMap(element -> IccidList.split(element.asString()));
    }

    private static boolean isThere(JsonNode node) {
        return !node.isMissingNode() && !node.isNull();
    }

    /** What is found wrong, the first for each field. */
    private static final class Violations {

        private final Map<String, FieldError> errors = new LinkedHashMap<>();

        void add(String tag, ErrorLiteral error, String message) {
            errors.putIfAbsent(tag, new FieldError(tag, error, message));
        }

        void unlessOnList(String tag, JsonNode node, Predicate<String> isOnList, String otherwise) {
            if (node.isString() && !isOnList.test(node.asString())) {
                add(tag, ErrorLiteral.NOT_ON_LIST, tag + " " + otherwise);
            }
        }

        void ifTooFine(String tag, JsonNode node) {
            if (node.isNumber() && node.decimalValue().stripTrailingZeros().scale() > MAX_DECIMAL_PLACES) {
                add(
                        tag,
                        ErrorLiteral.INVALID_FORMAT,
                        tag + " can have at most " + MAX_DECIMAL_PLACES + " decimal places.");
            }
        }

        List<FieldError> all() {
            return List.copyOf(errors.values());
        }
    }
}
