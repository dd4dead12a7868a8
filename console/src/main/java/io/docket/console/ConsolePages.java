package io.docket.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
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
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** What all pages have, and the pages that lead to the others. */
@Controller
class ConsolePages {

    private final ConsoleClient client;

    ConsolePages(ConsoleClient client) {
        this.client = client;
    }

    /** To the first page that the person may see. */
    @GetMapping("/console")
    String home(Authentication person) {
        if (may(person, ConsoleSecurity.AUDIT)) {
            return "redirect:/console/audit";
        }
        return may(person, ConsoleSecurity.OPERATIONS) ? "redirect:/console/operations" : "console/home";
    }

    @GetMapping(ConsoleSecurity.LOGIN_FAILED)
    @ResponseStatus(HttpStatus.UNAUTHORIZED)
    String loginFailed(Model page) {
        page.addAttribute("problem", "The login did not succeed");
        page.addAttribute("detail", "It took too long, or the issuer's answer does not count here.");
        return "console/problem";
    }

    /** The issuer remembers people, and would let the next one in as the last: here is where that ends. */
    @GetMapping(ConsoleSecurity.LOGGED_OUT)
    String loggedOut(Model page) {
        String welcome =
                ServletUriComponentsBuilder.fromCurrentContextPath().path("/").toUriString();
        page.addAttribute("endOfSession", client.endOfSession(welcome));
        return "console/logged-out";
    }

    private static boolean may(@Nullable Authentication person, String right) {
        return person != null && person.getAuthorities().stream().anyMatch(had -> right.equals(had.getAuthority()));
    }

    /** What every page tells of who looks at it, and of where the person may go. */
    static Map<String, Object> of(@Nullable Authentication person, HttpServletRequest request) {
        Map<String, Object> told = new HashMap<>();
        if (person != null) {
            told.put("person", person.getName());
        }
        told.put("auditor", may(person, ConsoleSecurity.AUDIT));
        told.put("operator", may(person, ConsoleSecurity.OPERATIONS));
        told.put("path", request.getServletPath());
        return told;
    }

    /** Who looks at a page. */
    @ControllerAdvice("io.docket.console")
    static class Person {

        @ModelAttribute
        void add(@Nullable Authentication person, HttpServletRequest request, Model page) {
            page.addAllAttributes(of(person, request));
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
