package io.docket.platform.testing.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.docket.platform.contract.Contract;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import tools.jackson.databind.json.JsonMapper;

/** An endpoint of a test's own components on the platform, over HTTP and H2. A token is its scopes. */
public final class EndpointApplication implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final TestDatabase database = TestDatabase.create(Database.H2);
    private final ConfigurableApplicationContext context;
    private final String path;

    private EndpointApplication(String path, Class<?>... components) {
        this.path = path;
        context = new SpringApplicationBuilder(Stream.concat(Stream.of(Platform.class), Arrays.stream(components))
                        .toArray(Class<?>[]::new))
                .properties(database.properties())
                .properties(
                        "server.port=0",
                        "spring.web.resources.add-mappings=false",
                        "spring.main.banner-mode=off",
                        "logging.level.root=warn",
                        "axon.axonserver.enabled=false",
                        "axon.update-check.disabled=true",
                        "docket.demo.enabled=true",
                        "docket.reads.max-wait=2s",
                        "docket.classifications.cases=classpath:classifications/cases.yaml")
                .run();
    }

    /** Starts it, for requests to one path. */
    public static EndpointApplication start(String path, Class<?>... components) {
        return new EndpointApplication(path, components);
    }

    /** The one bean of a type. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public HttpResponse<String> get(String scopes, String query) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(query)).GET(), scopes);
    }

    public HttpResponse<String> put(String scopes, String body) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri(""))
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body)),
                scopes);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String scopes)
            throws IOException, InterruptedException {
        return CLIENT.send(
                request.header("Authorization", "Bearer " + scopes.replace(' ', '~'))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String query) {
        return URI.create(
                "http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path + query);
    }

    /** Holds an answer against a schema of the contract. */
    public void assertKeepsTheContract(String schema, String body) {
        String document =
                JsonMapper.shared().writeValueAsString(bean(Contract.class).document());
        String uri = "https://test.invalid/openapi.json";
        SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, registry -> registry.schemas(Map.of(uri, document)));

        assertThat(schemas.getSchema(SchemaLocation.of(uri + "#/components/schemas/" + schema))
                        .validate(JsonMapper.shared().readTree(body)))
                .isEmpty();
    }

    @Override
    public void close() {
        context.close();
        database.close();
    }

    @EnableAutoConfiguration
    @ComponentScan("io.docket.platform")
    private static final class Platform {

        @Bean
        static JwtDecoder tokens() {
            return token -> Jwt.withTokenValue(token)
                    .header("alg", "none")
                    .subject("tester")
                    .claim("scope", token.replace('~', ' '))
                    .issuedAt(Instant.EPOCH)
                    .build();
        }
    }
}
