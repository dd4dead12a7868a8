package io.docket.console.queues;

import io.docket.platform.database.NodeId;
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
    private final NodeId node;

    PartnerPages(PartnerCalls calls, NodeId node) {
        this.calls = calls;
        this.node = node;
    }

    @ModelAttribute("partners")
    List<PartnerHealth> partners() {
        return calls.health();
    }

    @ModelAttribute("process")
    String process() {
        return node.value();
    }

    @GetMapping("/console/operations/partners")
    String show() {
        return "console/operations/partners";
    }
}
