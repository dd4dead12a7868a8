package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.testing.http.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever has written reads it at once. */
@Tag("any-issuer")
class ReadYourWritesIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("read-your-writes");

    private static final int CLIENTS = 4;

    /** Each reads three times. */
    private static final int ROUNDS = 84;

    private static DocketProcess docket;

    @BeforeAll
    static void start() {
        docket = DOCKETS.start(DocketSettings.in(DOCKETS.newFolder()).patient());
    }

    @Test
    void aThousandReadsRightAfterTheirWritesAreNeitherStaleNorEmpty() {
        Client client = docket.client("bank-channel");
        Together.run(CLIENTS, number -> {
            for (int round = 0; round < ROUNDS; round++) {
                writeAndRead(client, "RYW-" + number, round);
            }
        });
    }

    private static void writeAndRead(Client client, String customer, int round) {
        Answer created = client.complain(customer, "round " + round).expect(201);
        String caseId = created.text("id");
        Answer read = client.getCase(caseId).expect(200);
        assertThat(read.text("details")).isEqualTo("round " + round);
        assertThat(read.header("ETag")).isEqualTo(created.header("ETag"));

        Answer attached = client.attach(caseId, "contract").expect(200);
        assertThat(client.getCase(caseId).expect(200).json().required("attachments"))
                .extracting(attachment -> attachment.required("file-id").asString())
                .containsExactly("contract");

        Answer list = client.get(
                        Client.ROOT + "/cases?page-size=200&customer-id=" + customer,
                        "Consistency-Token",
                        attached.header("Consistency-Token"))
                .expect(200);
        assertThat(list.json().required("total-count").asInt()).isEqualTo(round + 1);
        assertThat(list.items())
                .filteredOn(item -> item.required("case-id").asString().equals(caseId))
                .singleElement()
                .satisfies(
                        item -> assertThat(item.required("attachments").size()).isEqualTo(1));
    }
}
