package io.docket.esim.command.model;

import static java.util.Objects.requireNonNull;

import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.FieldError;
import io.docket.common.api.Refusal;
import io.docket.esim.api.EsimOrderDetails;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.EsimOrderItem;
import io.docket.esim.api.EsimProblem;
import io.docket.esim.api.EsimSubscription;
import io.docket.esim.api.Iccid;
import io.docket.esim.api.event.order.BulkActivationOrdered;
import io.docket.esim.api.event.order.EsimOrderEvent;
import io.docket.esim.api.event.order.NewEsimOrdered;
import io.docket.esim.api.event.order.TopUpOrdered;
import io.docket.esim.command.ActivateEsims;
import io.docket.esim.command.EsimOrderReceipt;
import io.docket.esim.command.EsimOrderRequest;
import io.docket.esim.command.OrderNewEsim;
import io.docket.esim.command.RequestedSubscription;
import io.docket.esim.command.TopUpEsim;
import io.docket.esim.command.reference.EsimCatalog;
import io.docket.platform.errors.RefusedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.Repository;
import org.springframework.stereotype.Component;

/**
 * Takes eSIM orders.
 *
 * <p>This stands outside of the aggregates because an order concerns a customer and one or more eSIMs; the events of all of
 * them are appended together, or not at all. Aggregates are taken in one order, lest two commands wait for each other: the
 * customer, the order if it is there already, the eSIMs by their numbers.
 */
@Component
class PlaceEsimOrders {

    private final Repository<EsimOrder> orders;
    private final Repository<EsimProfile> profiles;
    private final Repository<EsimCustomer> customers;
    private final EsimCatalog catalog;

    PlaceEsimOrders(
            Repository<EsimOrder> orders,
            Repository<EsimProfile> profiles,
            Repository<EsimCustomer> customers,
            EsimCatalog catalog) {
        this.orders = orders;
        this.profiles = profiles;
        this.customers = customers;
        this.catalog = catalog;
    }

    @CommandHandler
    EsimOrderReceipt handle(OrderNewEsim command) throws Exception {
        EsimOrderRequest request = command.request();
        Map<String, EsimCatalog.Product> products = productsOf(request);
        if (request.subscriptions().size() > EsimProfile.MAX_ACTIVE_SUBSCRIPTIONS) {
            throw limitReached("An eSIM");
        }
        registerCustomer(request);
        var made = new OrderedSubscriptions(command.orderId(), request, products);
        List<EsimSubscription> subscriptions =
                request.subscriptions().stream().map(made::next).toList();
        String profileType = requireNonNull(
                        products.get(request.subscriptions().get(0).productId()))
                .profileType();
        return place(new NewEsimOrdered(
                command.orderId(), details(request, List.of(new EsimOrderItem(1, null, profileType, subscriptions)))));
    }

    @CommandHandler
    EsimOrderReceipt handle(TopUpEsim command) throws Exception {
        EsimOrderRequest request = command.request();
        Map<String, EsimCatalog.Product> products = productsOf(request);
        requireCustomer(request);
        Aggregate<EsimProfile> profile = find(profiles, command.iccid().toString())
                .filter(found -> found.invoke(held -> held.belongsTo(request.customerId())))
                .orElseThrow(() -> mismatch(List.of(command.iccid())));
        var made = new OrderedSubscriptions(command.orderId(), request, products);
        List<EsimSubscription> subscriptions =
                request.subscriptions().stream().map(made::next).toList();
        add(profile, command.orderId(), subscriptions, command.iccid(), request.placedAt());
        return place(new TopUpOrdered(
                command.orderId(),
                details(request, List.of(new EsimOrderItem(1, command.iccid(), null, subscriptions)))));
    }

    @CommandHandler
    EsimOrderReceipt handle(ActivateEsims command) throws Exception {
        EsimOrderRequest request = command.request();
        Map<String, EsimCatalog.Product> products = productsOf(request);
        registerCustomer(request);
        var made = new OrderedSubscriptions(command.orderId(), request, products);
        Map<Iccid, List<EsimSubscription>> subscriptionsByIccid = new LinkedHashMap<>();
        for (RequestedSubscription subscription : request.subscriptions()) {
            for (Iccid iccid : subscription.iccids()) {
                subscriptionsByIccid
                        .computeIfAbsent(iccid, first -> new ArrayList<>())
                        .add(made.next(subscription));
            }
        }
        activate(command.orderId(), request, subscriptionsByIccid);
        List<EsimOrderItem> items = new ArrayList<>();
        subscriptionsByIccid.forEach(
                (iccid, subscriptions) -> items.add(new EsimOrderItem(items.size() + 1, iccid, null, subscriptions)));
        return place(new BulkActivationOrdered(command.orderId(), details(request, items)));
    }

    private void activate(
            EsimOrderId orderId, EsimOrderRequest request, Map<Iccid, List<EsimSubscription>> subscriptionsByIccid)
            throws Exception {
        List<Iccid> mismatches = new ArrayList<>();
        Set<Iccid> strange = new HashSet<>();
        Map<Iccid, Aggregate<EsimProfile>> found = new TreeMap<>(Comparator.comparing(Iccid::value));
        for (Iccid iccid : sorted(subscriptionsByIccid.keySet())) {
            Aggregate<EsimProfile> profile = profiles.loadOrCreate(iccid.toString(), EsimProfile::new);
            boolean isFree = profile.invoke(EsimProfile::isFree);
            boolean isTenants = isFree
                    ? catalog.isBlank(request.tenant(), iccid)
                    : profile.invoke(held -> held.isOf(request.tenant()));
            if (!isTenants) {
                strange.add(iccid);
            } else if (!isFree && !profile.invoke(held -> held.belongsTo(request.customerId()))) {
                mismatches.add(iccid);
            }
            found.put(iccid, profile);
        }
        if (!strange.isEmpty()) {
            throw notOfTenant(request.subscriptions(), strange);
        }
        if (!mismatches.isEmpty()) {
            throw mismatch(mismatches);
        }
        found.forEach((iccid, profile) -> {
            if (profile.invoke(EsimProfile::isFree)) {
                profile.execute(held -> held.assign(iccid, request.tenant(), request.customerId(), orderId));
            }
            add(profile, orderId, requireNonNull(subscriptionsByIccid.get(iccid)), iccid, request.placedAt());
        });
    }

    private static void add(
            Aggregate<EsimProfile> profile,
            EsimOrderId orderId,
            List<EsimSubscription> subscriptions,
            Iccid iccid,
            Instant now) {
        if (!profile.invoke(found -> found.hasRoomFor(subscriptions.size(), now))) {
            throw limitReached("ICCID " + iccid.value());
        }
        profile.execute(found -> found.add(orderId, subscriptions));
    }

    private static RefusedException limitReached(String esim) {
        return new RefusedException(Refusal.unprocessable(
                EsimProblem.SUBSCRIPTION_LIMIT_REACHED,
                esim + " can have at most " + EsimProfile.MAX_ACTIVE_SUBSCRIPTIONS + " active subscriptions."));
    }

    private static List<Iccid> sorted(Set<Iccid> iccids) {
        return iccids.stream().sorted(Comparator.comparing(Iccid::value)).toList();
    }

    /** The products of an order by their ids, if the tenant has all of them. */
    private Map<String, EsimCatalog.Product> productsOf(EsimOrderRequest request) {
        Map<String, EsimCatalog.Product> products = new HashMap<>();
        Set<String> unknown = new LinkedHashSet<>();
        for (RequestedSubscription subscription : request.subscriptions()) {
            catalog.product(request.tenant(), subscription.productId())
                    .ifPresentOrElse(
                            product -> products.put(product.id(), product),
                            () -> unknown.add(subscription.productId()));
        }
        if (!unknown.isEmpty()) {
            throw new RefusedException(Refusal.unprocessable(
                    EsimProblem.PRODUCT_NOT_FOUND,
                    unknown.size() == 1
                            ? "Product " + unknown.iterator().next() + " was not found."
                            : "Products " + String.join(", ", unknown) + " were not found."));
        }
        return products;
    }

    private void registerCustomer(EsimOrderRequest request) throws Exception {
        customers.loadOrCreate(
                request.customerId().toString(),
                () -> new EsimCustomer(request.customerId(), request.tenant(), request.customer()));
    }

    private void requireCustomer(EsimOrderRequest request) {
        if (find(customers, request.customerId().toString()).isEmpty()) {
            throw new RefusedException(
                    Refusal.unprocessable(EsimProblem.CUSTOMER_MUST_EXIST, "There is no customer with this email."));
        }
    }

    private static <T> Optional<Aggregate<T>> find(Repository<T> repository, String identifier) {
        try {
            return Optional.of(repository.load(identifier));
        } catch (AggregateNotFoundException unknown) {
            return Optional.empty();
        }
    }

    private static RefusedException notOfTenant(List<RequestedSubscription> subscriptions, Set<Iccid> strange) {
        return new RefusedException(Refusal.invalid(IntStream.range(0, subscriptions.size())
                .filter(place -> subscriptions.get(place).iccids().stream().anyMatch(strange::contains))
                .mapToObj(place -> "input.subscriptions[" + place + "].iccid")
                .map(tag -> new FieldError(
                        tag, ErrorLiteral.NOT_ON_LIST, tag + " names an eSIM that the tenant does not have."))
                .toList()));
    }

    private static RefusedException mismatch(List<Iccid> iccids) {
        return new RefusedException(Refusal.unprocessable(
                EsimProblem.EMAIL_AND_ICCID_DO_NOT_MATCH,
                "Email and ICCID " + iccids.stream().map(Iccid::value).collect(Collectors.joining(", "))
                        + " do not match each other."));
    }

    private static EsimOrderDetails details(EsimOrderRequest request, List<EsimOrderItem> items) {
        return new EsimOrderDetails(
                request.tenant(), request.customerId(), request.countryCode(), request.device(), items);
    }

    private EsimOrderReceipt place(EsimOrderEvent placed) throws Exception {
        return orders.newInstance(() -> new EsimOrder(placed)).invoke(EsimOrder::receipt);
    }
}
