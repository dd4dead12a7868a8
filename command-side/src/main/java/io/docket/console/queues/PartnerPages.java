package io.docket.console.operations;

import io.docket.platform.partner.PartnerCalls;
import io.docket.platform.partner.PartnerHealth;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** How the companies that are called have answered this process. */
@Controller
class PartnerPages {

    private final PartnerCalls calls;

    PartnerPages(PartnerCalls calls) {
        this.calls = calls;
    }

    @ModelAttribute("partners")
    List<PartnerHealth> partners() {
        return calls.health();
    }

    @GetMapping("/console/operations/partners")
    String show() {
        return "console/operations/partners";
    }
}
