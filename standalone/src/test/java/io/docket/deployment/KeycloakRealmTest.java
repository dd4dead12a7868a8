package io.docket.deployment;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The realm has the clients of the demo data set, as people too, with the same rights: no more, and no fewer. */
class KeycloakRealmTest {

    private static final JsonNode REALM = Delivered.json("deploy/keycloak/docket-realm.json");
    private static final Map<String, JsonNode> CLIENTS = by("clients", "clientId");
    private static final Map<String, JsonNode> USERS = by("users", "username");
    private static final Set<String> OWN_SCOPES = Set.of("basic", "docket");
    private static final Pattern SCOPE = Pattern.compile("(?m)^\\| `([a-z.]+)` \\| [^|]+ \\|$");

    private static Map<String, JsonNode> by(String list, String name) {
        return REALM.required(list)
                .valueStream()
                .collect(toMap(entry -> entry.required(name).asString(), entry -> entry));
    }

    private static JsonNode client(String id) {
        return requireNonNull(CLIENTS.get(id), id);
    }

    private static JsonNode user(String name) {
        return requireNonNull(USERS.get(name), name);
    }

    private static Set<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).collect(toSet());
    }

    private static Stream<JsonNode> demoClients() {
        return new YAMLMapper()
                .readTree(Delivered.text("standalone/src/main/resources/demo/clients.yaml"))
                .valueStream();
    }

    @Test
    void eachDemoClientIsAClientAndAPersonWithItsScopesAndClaims() {
        assertThat(demoClients().toList()).hasSizeGreaterThan(10).allSatisfy(demo -> {
            String id = demo.required("client-id").asString();
            Set<String> scopes = texts(demo.required("scopes"));
            JsonNode client = client(id);
            assertThat(client.required("secret").asString()).isEqualTo(id + "-secret");
            Set<String> asked = new TreeSet<>(texts(client.required("defaultClientScopes")));
            assertThat(asked).containsAll(OWN_SCOPES);
            asked.removeAll(OWN_SCOPES);
            assertThat(asked).as(id).isEqualTo(new TreeSet<>(scopes));
            for (String user : new String[] {id, "service-account-" + id}) {
                assertThat(texts(user(user).required("realmRoles"))).as(user).isEqualTo(scopes);
                assertThat(claims(user(user))).as(user).isEqualTo(claimsOf(demo));
            }
        });
        assertThat(USERS).hasSize(2 * (int) demoClients().count());
        assertThat(CLIENTS).hasSize((int) demoClients().count() + 3);
    }

    private static Map<String, Set<String>> claims(JsonNode user) {
        Map<String, Set<String>> claims = new TreeMap<>();
        user.path("attributes").propertyStream().forEach(entry -> claims.put(entry.getKey(), texts(entry.getValue())));
        if (user.has("clientRoles")) {
            claims.put("roles", texts(user.required("clientRoles").required("docket")));
        }
        return claims;
    }

    private static Map<String, Set<String>> claimsOf(JsonNode demo) {
        Map<String, Set<String>> claims = new TreeMap<>();
        demo.path("claims")
                .propertyStream()
                .forEach(entry -> claims.put(
                        entry.getKey(),
                        entry.getValue().isArray()
                                ? texts(entry.getValue())
                                : Set.of(entry.getValue().asString())));
        return claims;
    }

    /** Those of the reference, each had by those alone who have the role of its name. */
    @Test
    void theScopesAreThoseOfDocket() {
        Set<String> scopes = SCOPE.matcher(Delivered.text("docs/reference/tokens.md"))
                .results()
                .map(found -> found.group(1))
                .collect(toSet());

        Set<String> ofTheRealm = new TreeSet<>(by("clientScopes", "name").keySet());
        ofTheRealm.removeAll(OWN_SCOPES);
        assertThat(ofTheRealm).isEqualTo(new TreeSet<>(scopes));
        assertThat(REALM.required("scopeMappings").valueStream())
                .hasSameSizeAs(ofTheRealm)
                .allSatisfy(mapping -> assertThat(texts(mapping.required("roles")))
                        .containsExactly(mapping.required("clientScope").asString()));
    }

    /** Who acts for whom is not for people to say about themselves. */
    @Test
    void attributesThatBecomeClaimsAreSetByAdministratorsAlone() {
        JsonNode profile = JsonMapper.shared()
                .readTree(REALM.at("/components/org.keycloak.userprofile.UserProfileProvider/0/config")
                        .required("kc.user.profile.config")
                        .get(0)
                        .asString());

        assertThat(profile.required("attributes")
                        .valueStream()
                        .map(attribute -> attribute.required("name").asString()))
                .contains("customer_number", "agent_id", "agent_name", "tenant");
        assertThat(profile.required("attributes").valueStream())
                .allSatisfy(attribute ->
                        assertThat(texts(attribute.at("/permissions/edit"))).containsExactly("admin"));
    }

    @Test
    void peopleLogInFromOurPagesAloneWithProofKeysAndWithoutPasswordsInOtherHands() {
        assertThat(texts(client("docket-console").required("redirectUris")))
                .containsExactly("${DOCKET_ORIGIN}/console/login/code/docket");
        assertThat(texts(client("swagger-ui").required("redirectUris")))
                .containsExactly("${DOCKET_ORIGIN}/swagger-ui/oauth2-redirect.html");
        assertThat(CLIENTS.values()).allSatisfy(client -> {
            assertThat(client.path("directAccessGrantsEnabled").asBoolean(true)).isFalse();
            if (client.required("standardFlowEnabled").asBoolean()) {
                assertThat(client.at("/attributes/pkce.code.challenge.method").asString())
                        .isEqualTo("S256");
            }
        });
    }
}
