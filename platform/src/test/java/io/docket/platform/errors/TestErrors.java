package io.docket.platform.errors;

import org.springframework.web.servlet.i18n.FixedLocaleResolver;
import tools.jackson.databind.json.JsonMapper;

/** Errors outside of an application, for tests. */
public final class TestErrors {

    private TestErrors() {}

    /** All of them are problem documents. */
    public static Errors problems() {
        return new Errors(path -> new ProblemShape(), new FixedLocaleResolver(), JsonMapper.shared());
    }
}
