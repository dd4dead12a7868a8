package io.docket.salesleads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.OnPostgres;
import io.docket.RunningDocket;
import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.ApiClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@OnPostgres
class SalesLeadOnPostgresIntegrationTest extends RunningDocket {

    @Test
    void aLeadIsCarriedOutAndReadBack() {
        ApiClient co = as("co-acme");

        Answer answer =
                co.post(RunningSalesLeads.ORDERS, RunningSalesLeads.request().toString());

        answer.expect(200);
        String order = answer.header("Location");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> co.get(order).text("status").equals("ACTIVATED"));
        assertThat(co.get(order + "/history").json().get("total-count").asInt()).isEqualTo(4);
    }
}
