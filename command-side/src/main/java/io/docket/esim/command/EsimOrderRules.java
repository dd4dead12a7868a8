package io.docket.esim.command;

import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.FieldError;
import io.docket.platform.contract.BodyRule;
import io.docket.platform.security.Caller;
import java.security.Principal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
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
        for (JsonNode subscription : subscriptions) {
            checkPrice(subscription, tenant, found);
            found.ifTooFine("input.subscriptions.dataValue", subscription.path("dataValue"));
            checkActivationDate(subscription, found);
        }
        if (countIccids(subscriptions) > MAX_ICCIDS) {
            found.add(
                    "input.subscriptions.iccid",
                    ErrorLiteral.MAX_LENGTH,
                    "input.subscriptions.iccid can name at most " + MAX_ICCIDS + " ICCIDs in all.");
        }
        return found.all();
    }

    private void checkPrice(JsonNode subscription, @Nullable String tenant, Violations found) {
        JsonNode price = subscription.path("price");
        JsonNode currency = subscription.path("currency");
        if (isThere(price) && !isThere(currency)) {
            found.add(
                    "input.subscriptions.currency",
                    ErrorLiteral.COMBINATION_REQUIRED,
                    "input.subscriptions.currency must be sent together with input.subscriptions.price.");
        } else if (isThere(currency) && !isThere(price)) {
            found.add(
                    "input.subscriptions.price",
                    ErrorLiteral.COMBINATION_REQUIRED,
                    "input.subscriptions.price must be sent together with input.subscriptions.currency.");
        }
        found.ifTooFine("input.subscriptions.price", price);
        found.unlessOnList(
                "input.subscriptions.currency", currency, Currencies::exists, "is no currency code of ISO 4217.");
        found.unlessOnList(
                "input.subscriptions.currency",
                currency,
                code -> tenant == null || catalog.hasCurrency(tenant, code),
                "is none of the supported currencies.");
    }

    private void checkActivationDate(JsonNode subscription, Violations found) {
        JsonNode activationDate = subscription.path("activationDate");
        if (!activationDate.isString()) {
            return;
        }
        try {
            Instant activation = OffsetDateTime.parse(activationDate.asString()).toInstant();
            if (activation.isBefore(clock.instant())) {
                found.add(
                        "input.subscriptions.activationDate",
                        ErrorLiteral.OUT_OF_RANGE,
                        "input.subscriptions.activationDate lies in the past.");
            }
        } catch (DateTimeException malformed) {
            // The schema says so.
            return;
        }
    }

    private static long countIccids(JsonNode subscriptions) {
        return subscriptions
                .valueStream()
                .flatMap(subscription -> subscription.path("iccid").valueStream())
                .filter(JsonNode::isString)
                .flatMap(element -> IccidList.split(element.asString()))
                .distinct()
                .count();
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
