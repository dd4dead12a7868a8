package io.docket.platform.http;

import io.docket.platform.errors.Errors;
import io.docket.platform.limits.UsageLimits;
import io.micrometer.common.KeyValues;
import jakarta.servlet.DispatcherType;
import java.util.List;
import java.util.Locale;
import org.apache.catalina.core.StandardHost;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.TomcatContextCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.yaml.JacksonYamlHttpMessageConverter;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.http.server.observation.ServerRequestObservationConvention;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
@EnableConfigurationProperties(UsageLimits.class)
class HttpConfiguration implements WebMvcConfigurer {

    /** Answers are JSON, although there is a library for YAML on the class path. */
    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
        converters.configureMessageConvertersList(
                list -> list.removeIf(converter -> converter instanceof JacksonYamlHttpMessageConverter));
    }

    /** Of a request, its method, its operation and its outcome; not its path, which may name somebody. */
    @Bean
    ServerRequestObservationConvention observations() {
        return new DefaultServerRequestObservationConvention() {
            @Override
            public KeyValues getHighCardinalityKeyValues(ServerRequestObservationContext request) {
                return KeyValues.empty();
            }
        };
    }

    /** The languages in which messages to customers are written; others get the first. */
    @Bean
    LocaleResolver localeResolver() {
        var languages = new AcceptHeaderLocaleResolver();
        languages.setSupportedLocales(List.of(Locale.ENGLISH, Locale.forLanguageTag("sv")));
        languages.setDefaultLocale(Locale.ENGLISH);
        return languages;
    }

    /** A path answers with and without its trailing slash, however it is encoded; what comes behind sees one spelling. */
    @Bean
    FilterRegistrationBean<CanonicalPathFilter> canonicalPaths(Errors errors) {
        var registration = new FilterRegistrationBean<>(new CanonicalPathFilter(errors));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
        return registration;
    }

    @Bean
    FilterRegistrationBean<UnreadBodyFilter> unreadBodies(UsageLimits limits) {
        var registration = new FilterRegistrationBean<>(new UnreadBodyFilter(limits.receiveWithin()));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        // And not anew where a refusal is forwarded to its page: a body that has come late is read by then.
        registration.setDispatcherTypes(DispatcherType.REQUEST);
        return registration;
    }

    /** A path's encoded slashes and backslashes are left to the {@link CanonicalPathFilter}. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> connector(UsageLimits limits) {
        String passed = EncodedSolidusHandling.PASS_THROUGH.getValue();
        return tomcat -> {
            tomcat.setProtocol(BoundedHeadProtocol.class.getName());
            tomcat.addConnectorCustomizers(connector -> {
                connector.setEncodedSolidusHandling(passed);
                connector.setEncodedReverseSolidusHandling(passed);
                connector.setProperty(
                        "connectionTimeout",
                        String.valueOf(limits.receiveWithin().toMillis()));
            });
        };
    }

    /** What the container itself refuses, before any filter of ours, is answered in our form too. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> containerErrors() {
        TomcatContextCustomizer problems = context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ContainerErrorValve.class.getName());
            }
        };
        return tomcat -> tomcat.addContextCustomizers(problems);
    }
}
