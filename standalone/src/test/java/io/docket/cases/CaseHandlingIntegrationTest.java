package io.docket.cases;

import static io.docket.cases.CaseEvents.AGENT;
import static io.docket.cases.CaseEvents.attached;
import static io.docket.cases.CaseEvents.closed;
import static io.docket.cases.CaseEvents.complaint;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.RunningDocket;
import io.docket.cases.api.Attachment;
import io.docket.cases.api.CaseId;
import io.docket.cases.api.Person;
import io.docket.cases.api.event.AttachmentAdded;
import io.docket.cases.api.event.AttachmentRemoved;
import io.docket.cases.api.event.CaseActivated;
import io.docket.cases.api.event.CaseCanceled;
import io.docket.cases.api.event.CaseClosed;
import io.docket.cases.api.event.CaseRejected;
import io.docket.cases.api.event.CaseReopened;
import io.docket.cases.api.event.CaseResolved;
import io.docket.cases.api.event.CaseTypeChanged;
import io.docket.cases.api.event.ResolutionChanged;
import io.docket.platform.testing.http.Answer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class CaseHandlingIntegrationTest extends RunningDocket {

    private static final String NOT_ALLOWED = "The state of the case does not allow this.";

    private String caseId = "";
    private String path = "";

    @BeforeEach
    void registerACase() {
        caseId = newCaseId();
        path = "/v1/case/cases/" + caseId;
        given(complaint(caseId, "BRVU00002"), attached(caseId, "letter"));
    }

    private CaseId id() {
        return new CaseId(caseId);
    }

    private void assertDone(Answer answer, String id, String state, int version) {
        assertBody(answer, 200, "{\"id\":\"" + id + "\",\"created-record-status\":\"" + state + "\"}");
        assertThat(answer.header("ETag")).isEqualTo("\"" + version + "\"");
        assertThat(answer.header("Consistency-Token")).isEqualTo(String.valueOf(head()));
    }

    private void assertPreconditionFailed(Answer answer) {
        assertProblem(answer, 412, "Precondition Failed", "The resource has changed since the version in If-Match.");
        assertNoNewEvents();
    }

    @Nested
    class Updating {

        @Test
        void resolvesAsTheGuidePrintsIt() {
            Answer answer = as("bank-agent").put(path, """
                    {
                      "case-type": "Complaint",
                      "case-id": "%s",
                      "updated-by-id": "A-1001",
                      "updated-by-name": "Stevan.Kostoski",
                      "resolution": "string",
                      "state": "Resolved"
                    }""".formatted(caseId));

            assertDone(answer, caseId, "Resolved", 2);
            assertNewEvents(new CaseResolved(id(), "string", AGENT));
        }

        @Test
        void leadsACaseThroughItsLife() {
            assertDone(as("bank-agent").put(path, "{\"state\":\"Active\"}"), caseId, "Active", 2);
            assertDone(
                    as("bank-agent").put(path + "/", "{\"state\":\"Resolved\",\"resolution\":\"Done.\"}"),
                    caseId,
                    "Resolved",
                    3);
            assertDone(as("bank-agent").put(path, "{\"state\":\"Active\"}"), caseId, "Active", 4);
            assertDone(
                    as("bank-agent").put(path, "{\"state\":\"Resolved\",\"resolution\":\"Better.\\nDone.\"}"),
                    caseId,
                    "Resolved",
                    5);
            assertDone(as("bank-agent").put(path, "{\"state\":\"Closed\"}"), caseId, "Closed", 6);

            assertNewEvents(
                    new CaseActivated(id(), AGENT),
                    new CaseResolved(id(), "Done.", AGENT),
                    new CaseReopened(id(), AGENT),
                    new CaseResolved(id(), "Better.\nDone.", AGENT),
                    new CaseClosed(id(), AGENT));
        }

        @ParameterizedTest
        @ValueSource(strings = {"Rejected", "Canceled"})
        void rejectsOrCancels(String state) {
            assertDone(as("bank-agent").put(path, "{\"state\":\"" + state + "\"}"), caseId, state, 2);
            assertNewEvents(state.equals("Rejected") ? new CaseRejected(id(), AGENT) : new CaseCanceled(id(), AGENT));
        }

        @Test
        void changesTypeAndResolutionWithoutTheState() {
            Answer answer = as("bank-agent").put(path, "{\"case-type\":\"Fees\",\"resolution\":\"Soon.\"}");

            assertDone(answer, caseId, "Accepted", 3);
            assertNewEvents(new CaseTypeChanged(id(), "Fees", AGENT), new ResolutionChanged(id(), "Soon.", AGENT));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "{\"case-type\":null,\"case-id\":null,\"resolution\":null,\"state\":null}",
                    "{\"state\":\"Accepted\",\"case-type\":\"Complaint\"}"
                })
        void changesNothingWhereNothingIsNew(String body) {
            assertDone(as("bank-agent").put(path, body), caseId, "Accepted", 1);
            assertNoNewEvents();
        }

        @Test
        void requiresAResolutionToResolve() {
            Answer answer = as("bank-agent").put(path, "{\"state\":\"Resolved\",\"case-type\":\"Fees\"}");

            assertInvalid(answer, "resolution", "required", "resolution is required to resolve a case.");
            assertNoNewEvents();
        }

        @Test
        void doesNotChangeAClosedCase() {
            given(closed(caseId));

            Answer answer = as("bank-agent").put(path, "{\"resolution\":\"x\",\"state\":\"Active\"}");

            assertConflict(answer, "not-allowed-in-status", NOT_ALLOWED);
            assertNoNewEvents();
        }

        @Test
        void refusesABodyThatIsAboutAnotherCase() {
            Answer answer = as("bank-agent").put(path, "{\"case-id\":\"WI0000000001\",\"state\":\"Active\"}");

            assertInvalid(answer, "case-id", "not-on-list", "case-id is not the one in the path.");
            assertNoNewEvents();
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"updated-by-id\":\"A-1002\"", "\"updated-by-name\":\"Somebody Else\""})
        void refusesToActInTheNameOfAnotherPerson(String person) {
            Answer answer = as("bank-agent").put(path, "{\"state\":\"Active\"," + person + "}");

            assertProblem(answer, 403, "Forbidden", "The token names another person than the body.");
            assertNoNewEvents();
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"1\"", "*", "\"7\", \"1\"", " \"1\""})
        void buildsOnTheVersionThatWasRead(String tags) {
            Answer answer = as("bank-agent")
                    .request("PUT", path)
                    .header("If-Match", tags)
                    .json("{\"state\":\"Active\"}")
                    .send();

            assertDone(answer, caseId, "Active", 2);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"0\"", "\"2\"", "W/\"1\"", "\"x\"", "\"\""})
        void doesNotBuildOnAnotherVersion(String tags) {
            assertPreconditionFailed(as("bank-agent")
                    .request("PUT", path)
                    .header("If-Match", tags)
                    .json("{\"state\":\"Active\"}")
                    .send());
        }

        @Test
        void knowsNoOtherCases() {
            assertNotFound(as("bank-agent").put("/v1/case/cases/WI0000000001", "{\"state\":\"Active\"}"));
            assertNoNewEvents();
        }
    }

    @Nested
    class Closing {

        @Test
        void closesAsTheGuidePrintsIt() {
            Answer answer = as("bank-agent")
                    .request("DELETE", path)
                    .json("""
                    {
                      "case-type": "Complaint",
                      "case-id": "%s",
                      "updated-by-id": "A-1001",
                      "updated-by-name": "Stevan.Kostoski",
                      "resolution": "string"
                    }""".formatted(caseId))
                    .send();

            assertDone(answer, caseId, "Closed", 3);
            assertNewEvents(new ResolutionChanged(id(), "string", AGENT), new CaseClosed(id(), AGENT));
        }

        @Test
        void needsNoBody() {
            assertDone(as("bank-agent").delete(path), caseId, "Closed", 2);
            assertNewEvents(new CaseClosed(id(), AGENT));
        }

        @Test
        void refusesABodyThatIsAboutAnotherCase() {
            Answer answer = as("bank-agent")
                    .request("DELETE", path)
                    .json("{\"case-id\":\"WI0000000001\"}")
                    .send();

            assertInvalid(answer, "case-id", "not-on-list", "case-id is not the one in the path.");
            assertNoNewEvents();
        }

        @Test
        void doesNotBuildOnAnotherVersion() {
            assertPreconditionFailed(as("bank-agent")
                    .request("DELETE", path)
                    .header("If-Match", "\"0\"")
                    .send());
        }

        @Test
        void knowsNoOtherCases() {
            assertNotFound(as("bank-agent").delete("/v1/case/cases/WI0000000001"));
            assertNoNewEvents();
        }
    }

    @Nested
    class Attaching {

        private static final String SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

        private Answer attach(String client, String body) {
            return as(client).post(path + "/attachments", body);
        }

        @Test
        void attachesAsTheGuidePrintsIt() {
            Answer answer = attach("bank-channel", """
                    {
                      "case-id": "%s",
                      "file-id": "string",
                      "file-name": "string",
                      "customer-id": "BRVU00002"
                    }""".formatted(caseId));

            assertDone(answer, "string", "Accepted", 2);
            assertNewEvents(new AttachmentAdded(
                    id(), new Attachment("string", "string", null), new Person("bank-channel", null)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{4A2B9C1E-0D6F-4E57-8B3A-2C1D0E9F8A7B}",
                    "urn:uuid:4a2b9c1e?version=2&part=1#a+b",
                    "workspace://SpacesStore/4711",
                    "C:\\letters\\1.pdf",
                    "100 %; čšž 😀 ",
                    "%41",
                    "'\"<>"
                })
        void takesAnyTextForTheIdOfAFile(String fileId) {
            ObjectNode document = JsonMapper.shared().createObjectNode();
            document.put("file-id", fileId).put("file-name", "letter.pdf");

            Answer attached = attach("bank-channel", document.toString());
            attached.expect(200);
            assertThat(attached.text("id")).isEqualTo(fileId);
            JsonNode added = lastVersion();
            assertThat(added.get("change").asString()).isEqualTo("attachment-added");
            assertThat(added.get("file-id").asString()).isEqualTo(fileId);
            assertThat(added.get("file-name").asString()).isEqualTo("letter.pdf");
            assertThat(added.get("sha256").isNull()).isTrue();

            String encoded = UriUtils.encode(fileId, StandardCharsets.UTF_8);
            Answer detached = as("bank-channel").delete(path + "/attachments/" + encoded);
            detached.expect(200);
            assertThat(detached.text("id")).isEqualTo(fileId);
            JsonNode removed = lastVersion();
            assertThat(removed.get("change").asString()).isEqualTo("attachment-removed");
            assertThat(removed.get("file-id").asString()).isEqualTo(fileId);
            assertThat(removed.get("file-name").asString()).isEqualTo("letter.pdf");
        }

        @Test
        void takesAnAddressOf200CharactersForTheIdOfAFile() {
            String fileId = "workspace://SpacesStore/" + "4".repeat(176);

            assertDone(
                    attach(
                            "bank-channel",
                            "{\"file-id\":\"" + fileId + "\",\"file-name\":\"n\",\"sha256\":\"" + SHA256 + "\"}"),
                    fileId,
                    "Accepted",
                    2);
            assertThat(lastVersion().get("file-id").asString()).isEqualTo(fileId);
            assertThat(lastVersion().get("sha256").asString()).isEqualTo(SHA256);
        }

        private JsonNode lastVersion() {
            return getCurrent(as("bank-channel"), path + "/history?sort-order=desc&page-size=1")
                    .json()
                    .get("Items")
                    .get(0);
        }

        @Test
        void keepsTheDigest() {
            Answer answer = attach(
                    "customer-brvu",
                    "{\"file-id\":\"photo\",\"file-name\":\"photo 1.png\",\"sha256\":\"" + SHA256 + "\"}");

            assertDone(answer, "photo", "Accepted", 2);
            assertNewEvents(new AttachmentAdded(
                    id(), new Attachment("photo", "photo 1.png", SHA256), new Person("customer-brvu", null)));
        }

        @Test
        void namesThePersonOfTheToken() {
            attach("bank-agent", "{\"file-id\":\"photo\",\"file-name\":\"photo.png\"}");

            assertNewEvents(new AttachmentAdded(id(), new Attachment("photo", "photo.png", null), AGENT));
        }

        @Test
        void attachesAFileOnlyOnce() {
            assertConflict(
                    attach("bank-channel", "{\"file-id\":\"letter\",\"file-name\":\"other.pdf\"}"),
                    "attachment-already-exists",
                    "The file is attached to the case already.");
            assertNoNewEvents();
        }

        @Test
        void refusesAnotherCustomerThanTheCases() {
            assertInvalid(
                    attach(
                            "bank-channel",
                            "{\"file-id\":\"photo\",\"file-name\":\"photo.png\",\"customer-id\":\"MIGR00002\"}"),
                    "customer-id",
                    "not-on-list",
                    "customer-id is not the customer of the case.");
            assertNoNewEvents();
        }

        @Test
        void refusesAnotherCaseThanThePaths() {
            assertInvalid(
                    attach(
                            "bank-channel",
                            "{\"file-id\":\"photo\",\"file-name\":\"photo.png\",\"case-id\":\"WI0000000001\"}"),
                    "case-id",
                    "not-on-list",
                    "case-id is not the one in the path.");
            assertNoNewEvents();
        }

        @Test
        void isNotMadeToDependOnAVersion() {
            Answer answer = as("bank-channel")
                    .request("POST", path + "/attachments")
                    .header("If-Match", "\"0\"")
                    .json("{\"file-id\":\"photo\",\"file-name\":\"photo.png\"}")
                    .send();

            assertDone(answer, "photo", "Accepted", 2);
        }

        @ParameterizedTest
        @CsvSource({"customer-migr, true", "bank-channel, false"})
        void knowsNoCasesOfOthers(String client, boolean exists) {
            String asked = exists ? caseId : "WI0000000001";
            Answer answer = as(client)
                    .post(
                            "/v1/case/cases/" + asked + "/attachments",
                            "{\"file-id\":\"photo\",\"file-name\":\"photo.png\"}");

            assertNotFound(answer);
            assertNoNewEvents();
        }
    }

    @Nested
    class Detaching {

        @Test
        void detachesADocument() {
            assertDone(as("bank-channel").delete(path + "/attachments/letter"), "letter", "Accepted", 2);
            assertNewEvents(new AttachmentRemoved(id(), "letter", new Person("bank-channel", null)));
        }

        @Test
        void knowsNoOtherDocuments() {
            assertNotFound(as("bank-channel").delete(path + "/attachments/photo"));
            assertNoNewEvents();
        }

        @Test
        void doesNotBuildOnAnotherVersion() {
            assertPreconditionFailed(as("bank-channel")
                    .request("DELETE", path + "/attachments/letter")
                    .header("If-Match", "\"0\"")
                    .send());
        }

        @Test
        void knowsNoCasesOfOthers() {
            assertNotFound(as("customer-migr").delete(path + "/attachments/letter"));
            assertNotFound(as("bank-channel").delete("/v1/case/cases/WI0000000001/attachments/letter"));
            assertNoNewEvents();
        }
    }
}
