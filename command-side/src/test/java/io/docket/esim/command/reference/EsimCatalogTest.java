package io.docket.esim.command.reference;

import static io.docket.esim.command.model.EsimOrders.BLANK;
import static io.docket.esim.command.model.EsimOrders.GLOBEX_BLANK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.docket.esim.command.model.EsimOrders;
import io.docket.platform.settings.InvalidSettingException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EsimCatalogTest {

    private static final String PRODUCT = "{id: P, profile-type: T, validity-days: 30, "
            + "allowance: {data-value: 1, data-unit: GB, price: 1, currency: EUR}}";

    private static String tenant(String currencies, String products, String blank) {
        return "- {tenant: acme, currencies: [" + currencies + "], products: [" + products + "], blank-iccids: ["
                + blank + "]}\n";
    }

    @Test
    void knowsTheProductsCurrenciesAndBlankEsimsOfEachTenant() {
        EsimCatalog catalog = EsimOrders.catalog();

        assertThat(catalog.product("acme", "MONTH").orElseThrow().validityDays())
                .contains(30);
        assertThat(catalog.product("acme", "EVER").orElseThrow().validityDays()).isEmpty();
        assertThat(catalog.product("acme", "GLOBAL")).isEmpty();
        assertThat(catalog.product("nobody", "MONTH")).isEmpty();
        assertThat(catalog.hasCurrency("acme", "USD")).isTrue();
        assertThat(catalog.hasCurrency("globex", "USD")).isFalse();
        assertThat(catalog.hasCurrency("nobody", "EUR")).isFalse();
        assertThat(catalog.isBlank("acme", BLANK)).isTrue();
        assertThat(catalog.isBlank("acme", GLOBEX_BLANK)).isFalse();
        assertThat(catalog.isBlank("nobody", BLANK)).isFalse();
    }

    static Stream<Arguments> wrongFiles() {
        String right = tenant("EUR", PRODUCT, "");
        return Stream.of(
                Arguments.of(right + right, ", acme: it is there twice"),
                Arguments.of(tenant("EUR, ABC", PRODUCT, ""), ", acme: ABC is no currency of ISO 4217"),
                Arguments.of(tenant("EUR", PRODUCT + "," + PRODUCT, ""), ", acme: product P is there twice"),
                Arguments.of(tenant("USD", PRODUCT, ""), ", acme: the currency of product P is not among the tenant's"),
                Arguments.of(
                        tenant("EUR", PRODUCT.replace("30", "0"), ""),
                        ", acme: product P is valid for less than a day"),
                Arguments.of(tenant("EUR", PRODUCT, "'123'"), ", acme: 123 is no ICCID"),
                Arguments.of(
                        right
                                + tenant("EUR", PRODUCT, "'8944474600000101811'")
                                        .replace("acme", "one")
                                + tenant("EUR", PRODUCT, "'8944474600000101811'")
                                        .replace("acme", "two"),
                        ", two: 8944474600000101811 is there twice"),
                Arguments.of("\n- {tenant: acme, colour: red}", ", line 2: "));
    }

    @ParameterizedTest
    @MethodSource("wrongFiles")
    void refusesAFileThatIsWrongAndSaysWhere(String yaml, String problem) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> EsimOrders.catalog(yaml))
                .withMessageContaining(problem);
    }
}
