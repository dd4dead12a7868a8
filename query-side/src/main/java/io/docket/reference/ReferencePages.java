package io.docket.reference;

import io.docket.platform.security.ForeignTokenIssuer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Swagger UI, with our document in it. */
@Configuration(proxyBeanMethods = false)
class ReferencePages implements WebMvcConfigurer {

    private final ObjectProvider<ForeignTokenIssuer> foreignIssuer;

    ReferencePages(ObjectProvider<ForeignTokenIssuer> foreignIssuer) {
        this.foreignIssuer = foreignIssuer;
    }

    @Override
    public void addViewControllers(ViewControllerRegistry views) {
        views.addRedirectViewController("/swagger-ui", "/swagger-ui/index.html");
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry resources) {
        resources
                .addResourceHandler("/swagger-ui/**")
                .addResourceLocations(
                        "classpath:/swagger-ui/", "classpath:/META-INF/resources/webjars/swagger-ui/5.30.0/");
    }

    /** The page fetches tokens where they are issued, which is another place than its own if the issuer is foreign. */
    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors
                .addInterceptor(new HandlerInterceptor() {
                    @Override
                    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
                        foreignIssuer.ifAvailable(issuer -> response.setHeader(
                                "Content-Security-Policy",
                                "default-src 'self'; connect-src 'self' " + String.join(" ", issuer.origins())
                                        + "; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; "
                                        + "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"));
                        return true;
                    }
                })
                .addPathPatterns("/swagger-ui/index.html");
    }
}
