package io.docket.esim.command.reference;

import io.docket.esim.api.Iccid;
import io.docket.platform.settings.ReferenceFile;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/**
 * What tenants can order: their products, the currencies that they pay in, and their blank eSIMs. From a file that an
 * operator supplies; checked at start-up.
 */
@Component
@EnableConfigurationProperties(EsimProperties.class)
public final class EsimCatalog {

    private static final Pattern ICCID = Pattern.compile("[0-9]{19,20}");

    private final Map<String, Tenant> tenants;

    /** @throws io.docket.platform.settings.InvalidSettingException naming the file and what is wrong with it */
    public EsimCatalog(EsimProperties properties) {
        var file = new ReferenceFile(properties.catalog());
        tenants = file.entries(new TypeReference<>() {}, Tenant::tenant);
        Set<Iccid> blank = new HashSet<>();
        for (Tenant tenant : tenants.values()) {
            check(file, tenant);
            for (Iccid iccid : tenant.blankIccids()) {
                file.require(ICCID.matcher(iccid.value()).matches(), tenant.tenant(), iccid.value() + " is no ICCID");
                file.require(blank.add(iccid), tenant.tenant(), iccid.value() + " is there twice");
            }
        }
    }

    private static void check(ReferenceFile file, Tenant tenant) {
        for (String currency : tenant.currencies()) {
            file.require(Currencies.exists(currency), tenant.tenant(), currency + " is no currency of ISO 4217");
        }
        Set<String> ids = new HashSet<>();
        for (Product product : tenant.products()) {
            file.require(ids.add(product.id()), tenant.tenant(), "product " + product.id() + " is there twice");
            file.require(
                    tenant.currencies().contains(product.allowance().currency()),
                    tenant.tenant(),
                    "the currency of product " + product.id() + " is not among the tenant's");
            file.require(
                    product.validityDays().orElse(1) > 0,
                    tenant.tenant(),
                    "product " + product.id() + " is valid for less than a day");
        }
    }

    public Optional<Product> product(String tenant, String productId) {
        return Optional.ofNullable(tenants.get(tenant)).stream()
                .flatMap(found -> found.products().stream())
                .filter(product -> product.id().equals(productId))
                .findFirst();
    }

    public boolean hasCurrency(String tenant, String currency) {
        return Optional.ofNullable(tenants.get(tenant))
                .filter(found -> found.currencies().contains(currency))
                .isPresent();
    }

    /** Whether an eSIM is one that the tenant can give to anybody, as long as nobody has it. */
    public boolean isBlank(String tenant, Iccid iccid) {
        return Optional.ofNullable(tenants.get(tenant))
                .filter(found -> found.blankIccids().contains(iccid))
                .isPresent();
    }

    /** A reseller. */
    record Tenant(String tenant, Set<String> currencies, List<Product> products, Set<Iccid> blankIccids) {

        Tenant {
            currencies = Set.copyOf(currencies);
            products = List.copyOf(products);
            blankIccids = Set.copyOf(blankIccids);
        }
    }

    /**
     * What can be ordered.
     *
     * @param id as requests name it
     * @param profileType what the SM-DP+ is asked for when the eSIM is new
     * @param validityDays how long a data plan lasts; for ever without
     * @param allowance what the customer gets if the order does not say
     */
    public record Product(String id, String profileType, Optional<Integer> validityDays, Allowance allowance) {}

    /** Data, and their price. */
    public record Allowance(BigDecimal dataValue, String dataUnit, BigDecimal price, String currency) {}
}
