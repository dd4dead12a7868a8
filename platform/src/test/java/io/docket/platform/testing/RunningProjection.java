package io.docket.platform.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.common.api.Paging;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A projection on each of the databases. It is given events once, and all tests ask for what it has made of them. */
@ParameterizedClass
@EnumSource(Database.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
public abstract class RunningProjection {

    private final Class<?> projection;
    private final String name;
    private final String[] tables;

    @Parameter
    Database kind;

    private TestDatabase database;
    private TestApplication application;

    protected RunningProjection(Class<?> projection, String name, String... tables) {
        this.projection = projection;
        this.name = name;
        this.tables = tables;
    }

    /** Publishes the events. */
    protected abstract void given();

    /** All that it has made of them. */
    protected abstract Object everything();

    @BeforeParameterizedClassInvocation
    void begin() {
        database = TestDatabase.create(kind);
        application = TestApplication.start(database, projection);
        given();
        application.awaitProjections();
    }

    @AfterParameterizedClassInvocation
    void end() {
        application.close();
        database.close();
    }

    @Test
    void eventsThatAreDeliveredAgainChangeNothing() {
        Object before = everything();

        application.replay(name);

        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void theLogMakesTheSameAnew() {
        Object before = everything();

        application.rebuild(name, tables);

        assertThat(everything()).isEqualTo(before);
    }

    protected final TestApplication application() {
        return application;
    }

    /** All on one page. */
    protected static Paging by(String field, boolean ascending) {
        return new Paging(1, 100, field, ascending);
    }
}
