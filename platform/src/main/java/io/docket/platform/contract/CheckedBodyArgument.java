package io.docket.platform.contract;

import io.docket.common.api.FieldError;
import io.docket.common.api.Refusal;
import io.docket.platform.errors.RefusedException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gives endpoints the {@link CheckedBody}. */
@Component
class CheckedBodyArgument implements HandlerMethodArgumentResolver, WebMvcConfigurer {

    /** The request's attribute that holds its body's {@link Reading}. */
    static final String READING = Reading.class.getName();

    private final JsonMapper json;

    CheckedBodyArgument(JsonMapper json) {
        this.json = json;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.hasParameterAnnotation(CheckedBody.class);
    }

    @Override
    public @Nullable Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binderFactory) {
        Reading read = (Reading) request.getAttribute(READING, RequestAttributes.SCOPE_REQUEST);
        if (read == null) {
            return null;
        }
        if (!read.violations.isEmpty()) {
            throw new RefusedException(Refusal.invalid(read.violations));
        }
        return json.treeToValue(read.body, json.constructType(parameter.getGenericParameterType()));
    }

    /**
     * A body of the right form.
     *
     * @param violations of the {@link BodyRule}s
     */
    record Reading(JsonNode body, List<FieldError> violations) {}
}
