package io.docket.platform.paging;

import static java.util.Objects.requireNonNullElse;

import io.docket.common.api.Paging;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Reads {@link Paging} from the query; the contract has checked the ranges. */
@Component
class PagingArgument implements HandlerMethodArgumentResolver, WebMvcConfigurer {

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.hasParameterAnnotation(DefaultPaging.class);
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binderFactory) {
        DefaultPaging defaults = Objects.requireNonNull(parameter.getParameterAnnotation(DefaultPaging.class));
        String number = request.getParameter("page-number");
        String size = request.getParameter("page-size");
        String order = request.getParameter("sort-order");
        return new Paging(
                number == null ? 1 : Integer.parseInt(number),
                size == null ? defaults.size() : Integer.parseInt(size),
                requireNonNullElse(request.getParameter("sort-by"), defaults.sortBy()),
                order == null ? defaults.ascending() : order.equals("asc"));
    }
}
