package io.docket.esim.query.endpoint;

import static io.docket.esim.query.EsimOrders.BULK;
import static io.docket.esim.query.EsimOrders.FIRST_BLANK;
import static io.docket.esim.query.EsimOrders.ICCID;
import static io.docket.esim.query.EsimOrders.ID;
import static io.docket.esim.query.EsimOrders.NEW_ESIM;
import static io.docket.esim.query.EsimOrders.TOP_UP;
import static io.docket.esim.query.EsimOrders.after;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.esim.api.event.order.EsimOrderCompleted;
import io.docket.esim.api.event.order.EsimOrderEvent;
import io.docket.esim.api.event.order.EsimOrderFailed;
import io.docket.esim.api.event.order.ItemAllocated;
import io.docket.esim.api.event.order.ItemFailed;
import io.docket.esim.api.event.order.ItemFulfilled;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The answers of the eSIM Order API, "Order status". */
class EsimOrderRepresentationTest {

    private static final EsimOrderCompleted COMPLETED = new EsimOrderCompleted(ID);

    @Test
    void anOrderThatIsNotDoneHasNoOutput() {
        assertPrinted("""
                        {"id": "3a6acf89-1ccf-4611-9424-453930f57ef1",
                         "externalId": "3a6acf89-1ccf-4611-9424-453930f57ef1", "status": "ACCEPTED"}""", NEW_ESIM);
        assertThat(printed(NEW_ESIM, new ItemAllocated(ID, 1, ICCID)).has("output"))
                .isFalse();
        assertThat(printed(BULK, new ItemFulfilled(ID, 1, FIRST_BLANK, "4D1F", "rsp"))
                        .has("output"))
                .isFalse();
    }

    @Test
    void aNewEsimHasItsActivationCode() {
        assertPrinted("""
                        {"id": "3a6acf89-1ccf-4611-9424-453930f57ef1",
                         "externalId": "3a6acf89-1ccf-4611-9424-453930f57ef1", "status": "COMPLETED",
                         "output": {"iccid": "8944474700000000011", "matchingId": "4D1F", "smdpUrl": "rsp.example",
                                    "lpa_url": "LPA:1$rsp.example$4D1F",
                                    "subscription_id": "3a6acf89-1ccf-4611-9424-453930f57ef1-1"}}""", NEW_ESIM, new ItemFulfilled(ID, 1, ICCID, "4D1F", "rsp.example"), COMPLETED);
    }

    @Test
    void aTopUpHasNoMatchingId() {
        assertPrinted("""
                        {"id": "3a6acf89-1ccf-4611-9424-453930f57ef1",
                         "externalId": "3a6acf89-1ccf-4611-9424-453930f57ef1", "status": "COMPLETED",
                         "output": {"iccid": "8944474700000000011", "smdpUrl": "rsp.example",
                                    "subscription_id": "3a6acf89-1ccf-4611-9424-453930f57ef1-1"}}""", TOP_UP, new ItemFulfilled(ID, 1, ICCID, null, "rsp.example"), COMPLETED);
    }

    @Test
    void anOrderThatFailedSaysWhy() {
        assertPrinted(
                """
                        {"id": "3a6acf89-1ccf-4611-9424-453930f57ef1",
                         "externalId": "3a6acf89-1ccf-4611-9424-453930f57ef1", "status": "FAILED", "error": "No"}""",
                NEW_ESIM,
                new ItemAllocated(ID, 1, ICCID),
                new ItemFailed(ID, 1, "No"),
                new EsimOrderFailed(ID, "No"));
    }

    @Test
    void aBulkActivationListsWhatHasComeOfEachEsim() {
        assertPrinted(
                """
                        {"id": "3a6acf89-1ccf-4611-9424-453930f57ef1",
                         "externalId": "3a6acf89-1ccf-4611-9424-453930f57ef1", "status": "FAILED",
                         "output": [
                           {"iccid": "8944474600000101811", "matchingId": "4D1F", "smdpUrl": "rsp.example",
                            "lpa_url": "LPA:1$rsp.example$4D1F",
                            "subscription_id": "3a6acf89-1ccf-4611-9424-453930f57ef1-1",
                            "subscription_ids": ["3a6acf89-1ccf-4611-9424-453930f57ef1-1",
                                                 "3a6acf89-1ccf-4611-9424-453930f57ef1-2"],
                            "status": "COMPLETED"},
                           {"iccid": "8944474600000101829",
                            "subscription_id": "3a6acf89-1ccf-4611-9424-453930f57ef1-3",
                            "status": "FAILED", "error": "The profile is in use"}],
                         "error": "1 of 2 eSIMs could not be made ready."}""",
                BULK,
                new ItemFulfilled(ID, 1, FIRST_BLANK, "4D1F", "rsp.example"),
                new ItemFailed(ID, 2, "The profile is in use"),
                new EsimOrderFailed(ID, "1 of 2 eSIMs could not be made ready."));
    }

    private static void assertPrinted(String json, EsimOrderEvent... events) {
        assertThat(printed(events)).isEqualTo(JsonMapper.shared().readTree(json));
    }

    private static JsonNode printed(EsimOrderEvent... events) {
        return JsonMapper.shared().valueToTree(EsimOrderRepresentation.of(after(events)));
    }
}
