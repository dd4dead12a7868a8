package io.docket.console;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What all pages have, and the pages that lead to the others. */
@Controller
class ConsolePages {

    /** To the first page that the person may see. */
    @GetMapping("/console")
    String home(Authentication person) {
        return may(person, "audit.read") ? "redirect:/console/audit" : "console/home";
    }

    @GetMapping(ConsoleSecurity.LOGIN_FAILED)
    @ResponseStatus(HttpStatus.UNAUTHORIZED)
    String loginFailed(Model page) {
        page.addAttribute("problem", "The login did not succeed");
        page.addAttribute("detail", "It took too long, or the issuer's answer does not count here.");
        return "console/problem";
    }

    static boolean may(@Nullable Authentication person, String scope) {
        return person != null
                && person.getAuthorities().stream().anyMatch(right -> ("SCOPE_" + scope).equals(right.getAuthority()));
    }

    /** Who looks at a page, and where the person may go. */
    @ControllerAdvice("io.docket.console")
    static class Person {

        @ModelAttribute
        void add(@Nullable Authentication person, Model page) {
            page.addAttribute("person", person == null ? null : person.getName());
            page.addAttribute("auditor", may(person, "audit.read"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Assets implements WebMvcConfigurer {

        @Override
        public void addResourceHandlers(ResourceHandlerRegistry resources) {
            resources
                    .addResourceHandler("/console/assets/**")
                    .addResourceLocations("classpath:/console/")
                    .setCacheControl(CacheControl.maxAge(10, TimeUnit.MINUTES));
        }
    }
}
