package io.docket.console.operations;

import io.docket.platform.partner.PartnerCalls;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** How the companies that are called have answered this process. */
@Controller
class PartnerPages {

    private final PartnerCalls calls;

    PartnerPages(PartnerCalls calls) {
        this.calls = calls;
    }

    @GetMapping("/console/operations/partners")
    String show(Model page) {
        page.addAttribute("partners", calls.health());
        return "console/operations/partners";
    }
}
