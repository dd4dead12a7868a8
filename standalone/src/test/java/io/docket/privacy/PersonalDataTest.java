package io.docket.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonValue;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.docket.common.api.PersonalData;
import io.docket.common.api.Versioned;
import io.docket.platform.automation.TaskQueue;
import io.docket.platform.correlation.Correlation;
import io.docket.platform.eventstore.EventTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Whatever is stored of events, read models and tasks either cannot hold personal data, and says here why not, or is marked.
 * Numbers, times, truth values and enums are facts of the business; everything else is looked at.
 */
class PersonalDataTest {

    private static final String ID = "an id, which tells nothing by itself";
    private static final String LITERAL = "one of the literals of a classification or a catalog";

    private static final Set<String> CHANGES = Set.of("post", "put", "delete");

    /** By record and component; a record alone stands for a value of its own. */
    private static final Map<String, String> HARMLESS = harmless();

    private static Map<String, String> harmless() {
        Map<String, String> harmless = new HashMap<>();
        for (String id : List.of(
                "CaseId",
                "WorkItemId",
                "CardId",
                "ArrangementNumber",
                "EsimOrderId",
                "EsimCustomerId",
                "Iccid",
                "LeadId",
                "ErasureId",
                "ExportId",
                "Customer.id",
                "Person.id",
                "Actor.id",
                "Attachment.fileId",
                "AttachmentRemoved.fileId",
                "Registration.arrangementNum",
                "Registration.relCaseId",
                "AdditionalCard.authorizedCustomerNumber",
                "AdditionalCard.ownerCustomerNumber",
                "AdditionalCardIssued.authorizedCustomerNumber",
                "AdditionalCardOrderOpened.authorizedCustomerNumber",
                "CardOrder.customerNumber",
                "CardOrder.serialNumber",
                "CardRegistered.customerNumber",
                "CardRegistered.serialNumber",
                "CardReportedLost.customerNumber",
                "CardReportedLost.serialNumber",
                "NewCard.serialNumber",
                "EsimOrderDetails.tenant",
                "EsimCustomerRegistered.tenant",
                "ProfileAssigned.tenant",
                "EsimOrderView.tenant",
                "EsimItemView.subscriptionIds",
                "EsimSubscription.subscriptionId",
                "EsimSubscription.productId",
                "SubscriptionWithdrawn.subscriptionId",
                "Lead.coId",
                "Lead.coAccessId",
                "Product.productId",
                "Product.offeringId",
                "SalesLeadSentToCo.coOrderId",
                "SalesLeadView.coOrderId",
                "ErasureView.requestedBy",
                "Turn.lane")) {
            harmless.put(id, ID);
        }
        for (String literal : List.of(
                "Registration.caseType",
                "CaseTypeChanged.caseType",
                "CaseView.caseType",
                "CallbackRequestRegistered.category",
                "Callback.category",
                "CardOrder.blockadeReason",
                "CardOrder.replacementReason",
                "CardReportedLost.replacementReason",
                "AdditionalCard.productCode",
                "EsimCustomerDetails.language",
                "EsimCustomerDetails.type",
                "EsimOrderDetails.countryCode",
                "EsimDevice.type",
                "EsimOrderItem.profileType",
                "EsimSubscription.type",
                "EsimSubscription.dataUnit",
                "EsimSubscription.currency",
                "DownloadProgress.status",
                "DownloadProgress.subjectCode",
                "DownloadProgress.reasonCode",
                "SalesLeadAccepted.service",
                "ErasedPlace.place",
                "PersonErased.kind")) {
            harmless.put(literal, LITERAL);
        }
        harmless.put("Attachment.sha256", "a digest of what is not stored here");
        harmless.put("EsimDevice.model", "what thousands of devices are called");
        harmless.put("ItemFulfilled.matchingId", "drawn at random for one download");
        harmless.put("ProfileReleased.matchingId", "drawn at random for one download");
        harmless.put("EsimItemView.matchingId", "drawn at random for one download");
        harmless.put("ItemFulfilled.smdpAddress", "the partner's address");
        harmless.put("ProfileReleased.smdpAddress", "the partner's address");
        harmless.put("EsimItemView.smdpAddress", "the partner's address");
        return harmless;
    }

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.docket");

    @Test
    void whatIsStoredIsMarkedOrHarmless() {
        Set<String> open = new TreeSet<>();
        for (RecordComponent component : components(stored())) {
            if (isLookedAt(component) && !isMarked(component) && !HARMLESS.containsKey(name(component))) {
                open.add(name(component));
            }
        }
        assertThat(open)
                .as("mark them with @PersonalData, or list them as harmless with the reason")
                .isEmpty();
    }

    @Test
    void nothingIsListedThatIsNotStored() {
        Set<String> names = new HashSet<>();
        for (RecordComponent component : components(stored())) {
            if (!component.isAnnotationPresent(PersonalData.class)) {
                names.add(name(component));
                names.add(component.getType().getSimpleName());
            }
        }
        assertThat(names).containsAll(HARMLESS.keySet());
    }

    /** The places that the walk begins at are those that there are. */
    @Test
    void eventsViewsAndTasksAreWalked() {
        assertThat(events()).extracting(Class::getSimpleName).contains("ComplaintRegistered", "SalesLeadReceived");
        assertThat(views()).extracting(Class::getSimpleName).contains("CaseView", "OrderView", "SalesLeadView");
        assertThat(tasks()).extracting(Class::getSimpleName).contains("LeadToSend", "OrderToFulfil", "Turn");
    }

    /** They are erased with nothing, since there is nothing to erase. */
    @Test
    void tasksHoldNoPersonalData() {
        assertThat(components(tasks())).noneMatch(PersonalDataTest::isMarked);
    }

    /** The name of who acts is encrypted in each event; the others are ids. */
    @Test
    void eventsInheritIdsAndOneName() {
        assertThat(Arrays.stream(Correlation.class.getFields()).map(PersonalDataTest::text))
                .containsExactlyInAnyOrder(
                        "correlation-id",
                        "causation-id",
                        "actor",
                        "client",
                        Correlation.THIS_SYSTEM,
                        "agent-id",
                        Correlation.AGENT_NAME);
    }

    private static Object text(Field constant) {
        try {
            return constant.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What is kept for a repetition under an {@code Idempotency-Key}; of an export it is a receipt. Answers about operations
     * tell of projections, tasks and what failed, by ids.
     */
    @Test
    void answersToChangesHoldIdsAndStates() {
        ObjectNode contract = contract();
        Set<String> found = new TreeSet<>();
        contract.get("paths")
                .propertyStream()
                .filter(path -> !path.getKey().equals("/privacy/exports")
                        && !path.getKey().startsWith("/operations/"))
                .flatMap(path -> path.getValue().propertyStream())
                .filter(operation -> CHANGES.contains(operation.getKey()))
                .flatMap(operation -> operation.getValue().get("responses").propertyStream())
                .filter(answer -> answer.getKey().startsWith("2"))
                .forEach(answer -> collectFields(contract, answer.getValue(), found, new HashSet<>()));

        assertThat(found)
                .contains("CreatedRecordStatus", "externalId")
                .isSubsetOf(
                        "id",
                        "created-record-status",
                        "CreatedRecordStatus",
                        "externalId",
                        "status",
                        "message",
                        "header",
                        "functionExecutionStatus",
                        "statusCodeData",
                        "subjectCode",
                        "reasonCode");
    }

    /** What stands in a URL gets into the logs of others: ids, states and times, and the words that cases are searched for. */
    @Test
    void urlsNamePersonsByIdsAlone() {
        ObjectNode contract = contract();
        Set<String> found = new TreeSet<>();
        Stream.concat(
                        contract.get("components").get("parameters").valueStream(),
                        contract.get("paths")
                                .valueStream()
                                .flatMap(JsonNode::valueStream)
                                .flatMap(operation ->
                                        operation.path("parameters").valueStream()))
                .filter(parameter ->
                        Set.of("path", "query").contains(parameter.path("in").asString("")))
                .forEach(parameter -> found.add(parameter.get("name").stringValue()));

        assertThat(found)
                .isSubsetOf(
                        "case-id",
                        "dead-letter-id",
                        "erasure-id",
                        "file-id",
                        "id",
                        "orderId",
                        "replay-id",
                        "subscription-id",
                        "subject",
                        "task-id",
                        "schema-id",
                        "card-id",
                        "customer-id",
                        "customer-number",
                        "case-classes",
                        "case-types",
                        "kinds",
                        "states",
                        "statuses",
                        "importances",
                        "created-from",
                        "created-to",
                        "registered-from",
                        "registered-to",
                        "page-number",
                        "page-size",
                        "sort-by",
                        "sort-order",
                        "q",
                        "actor",
                        "agent-id",
                        "customer",
                        "object-id",
                        "correlation-id",
                        "kind",
                        "type",
                        "records",
                        "as-of",
                        "from",
                        "to",
                        "after",
                        "sequence",
                        "level",
                        "n",
                        "n1",
                        "n2",
                        "n3",
                        "name",
                        "projection",
                        "queue",
                        "types",
                        "discarded",
                        "failing",
                        "reason",
                        "until");
    }

    /** All documents as one. */
    private static ObjectNode contract() {
        ObjectNode merged = JsonMapper.shared().createObjectNode();
        try {
            for (Resource document :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:openapi/*.yaml")) {
                try (InputStream content = document.getInputStream()) {
                    JsonNode tree = YAMLMapper.shared().readTree(content);
                    merged.withObject("paths").setAll(tree.withObject("paths"));
                    tree.path("components").propertyStream().forEach(kind -> merged.withObject("components")
                            .withObject(kind.getKey())
                            .setAll((ObjectNode) kind.getValue()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return merged;
    }

    private static void collectFields(JsonNode contract, JsonNode node, Set<String> found, Set<String> seen) {
        JsonNode reference = node.path("$ref");
        if (reference.isString()) {
            if (seen.add(reference.stringValue())) {
                collectFields(contract, contract.at(reference.stringValue().substring(1)), found, seen);
            }
            return;
        }
        node.propertyStream().forEach(member -> {
            if (member.getKey().equals("properties")) {
                member.getValue().propertyStream().forEach(property -> {
                    found.add(property.getKey());
                    collectFields(contract, property.getValue(), found, seen);
                });
            } else if (!Set.of("example", "examples", "headers").contains(member.getKey())) {
                collectFields(contract, member.getValue(), found, seen);
            }
        });
        if (node.isArray()) {
            node.forEach(element -> collectFields(contract, element, found, seen));
        }
    }

    @Test
    void aFieldThatIsNeitherMarkedNorListedIsFound() {
        record Unmarked(String nickname) {}
        RecordComponent component = Unmarked.class.getRecordComponents()[0];

        assertThat(isLookedAt(component)).isTrue();
        assertThat(isMarked(component)).isFalse();
    }

    private static Collection<Class<?>> stored() {
        return Stream.of(events(), views(), tasks()).flatMap(Collection::stream).toList();
    }

    private static Collection<Class<?>> events() {
        return EventTypes.scan("io.docket").classes().stream()
                .filter(event -> event.getPackageName().contains(".api.event"))
                .toList();
    }

    private static Collection<Class<?>> views() {
        return CODE.stream()
                .filter(found -> found.isAssignableTo(Versioned.class) && found.isRecord())
                .<Class<?>>map(JavaClass::reflect)
                .toList();
    }

    /** What the queues' tasks are about, as the fields that hold the queues say. */
    private static Collection<Class<?>> tasks() {
        Set<Class<?>> found = new LinkedHashSet<>();
        CODE.stream()
                .filter(code -> code.getPackageName().endsWith(".command.automation"))
                .forEach(code -> {
                    for (Field field : code.reflect().getDeclaredFields()) {
                        collectTasks(field.getGenericType(), found);
                    }
                });
        return found;
    }

    private static void collectTasks(Type type, Set<Class<?>> found) {
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(argument -> {
                if (generic.getRawType() == TaskQueue.class) {
                    found.add((Class<?>) argument);
                }
                collectTasks(argument, found);
            });
        }
    }

    /** Of these records, and of those that they are made of down to what is marked. */
    private static List<RecordComponent> components(Collection<Class<?>> roots) {
        List<RecordComponent> found = new ArrayList<>();
        Set<Class<?>> seen = new HashSet<>(roots);
        Deque<Class<?>> open = new ArrayDeque<>(roots);
        while (!open.isEmpty()) {
            for (RecordComponent component : open.pop().getRecordComponents()) {
                found.add(component);
                Class<?> content = content(component);
                if (content.isRecord()
                        && !isValue(content)
                        && !component.isAnnotationPresent(PersonalData.class)
                        && seen.add(content)) {
                    open.push(content);
                }
            }
        }
        return found;
    }

    private static Class<?> content(RecordComponent component) {
        if (component.getGenericType() instanceof ParameterizedType generic
                && generic.getActualTypeArguments()[0] instanceof Class<?> element) {
            return element;
        }
        return component.getType();
    }

    private static boolean isLookedAt(RecordComponent component) {
        Class<?> content = content(component);
        boolean isFact = content.isPrimitive()
                || Number.class.isAssignableFrom(content)
                || content == Boolean.class
                || content.isEnum()
                || java.time.temporal.Temporal.class.isAssignableFrom(content);
        boolean isWalked = content.isRecord() && !isValue(content);
        return !isFact && !isWalked && !HARMLESS.containsKey(content.getSimpleName());
    }

    /** Whether it stands for one text. */
    private static boolean isValue(Class<?> type) {
        return Arrays.stream(type.getMethods()).anyMatch(PersonalDataTest::isJson)
                || Arrays.stream(type.getRecordComponents()).anyMatch(component -> isJson(component.getAccessor()));
    }

    private static boolean isJson(Method method) {
        return method.isAnnotationPresent(JsonValue.class);
    }

    private static boolean isMarked(RecordComponent component) {
        return component.isAnnotationPresent(PersonalData.class);
    }

    private static String name(RecordComponent component) {
        return component.getDeclaringRecord().getSimpleName() + "." + component.getName();
    }
}
