package io.docket.salesleads.command.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.platform.settings.InvalidSettingException;
import io.docket.salesleads.command.model.SalesLeads;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfferingsTest {

    private static final String FIRST = "- {offering-id: SOLD, product-id: P-1, service: BB-100, withdrawn: false}\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "- {offering-id: a_b, product-id: P-1, service: BB, withdrawn: false} | line 2",
                "- {offering-id: '', product-id: P-1, service: BB, withdrawn: false} | line 2",
                "- {offering-id: NEW, product-id: 'a b', service: BB, withdrawn: false} | line 2",
                "- {offering-id: NEW, product-id: P-1, service: ' ', withdrawn: false} | line 2",
                "- {offering-id: NEW, product-id: P-1, withdrawn: false} | line 2",
                "- {offering-id: NEW, product-id: P-1, service: BB, withdrawn: maybe} | line 2",
                "- {offering-id: NEW, product-id: P-1, service: BB, withdrawn: false, sold: 1} | line 2",
                "- {offering-id: SOLD, product-id: P-2, service: BB, withdrawn: false} | SOLD: it is there twice"
            })
    void aWrongOfferingStopsTheStartAndIsNamed(String second, String where) {
        assertThatThrownBy(() -> SalesLeads.offerings(FIRST + second + "\n", "[]"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(where);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "- {co-id: A B, access-id: A-1, offerings: []} | line 2",
                "- {co-id: Acme, access-id: A/1, offerings: []} | line 2",
                "- {co-id: Acme, offerings: []} | line 2",
                "- {co-id: Acme, access-id: A-2, offerings: [NONE]} | A-2 of Acme: its offering NONE is not among",
                "- {co-id: Acme, access-id: A-1, offerings: []} | A-1 of Acme: it is there twice"
            })
    void aWrongAccessStopsTheStartAndIsNamed(String second, String where) {
        assertThatThrownBy(() -> SalesLeads.offerings(
                        FIRST, "- {co-id: Acme, access-id: A-1, offerings: [SOLD]}\n" + second + "\n"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(where);
    }

    @Test
    void theServiceIsTheOneThatTheOfferingNeeds() {
        Offerings offerings = SalesLeads.offerings(SalesLeads.OFFERINGS, SalesLeads.ACCESSES);

        assertThat(offerings.assess(SalesLeads.lead("Acme", "A-1", "SOLD", Instant.EPOCH)))
                .isEqualTo(new Assessment.Deliverable("BB-100"));
    }

    @Test
    void anAnswerMayNotWaitForLongerThanARepeatedRequestDoes() {
        var none = SalesLeads.file("[]");

        SalesLeads.properties(Duration.ofSeconds(15), none, none);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SalesLeads.properties(Duration.ofSeconds(15).plusMillis(1), none, none))
                .withMessageContaining("docket.sales-leads.answer-within");
    }
}
