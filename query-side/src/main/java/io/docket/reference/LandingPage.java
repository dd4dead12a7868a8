package io.docket.reference;

import io.docket.platform.contract.TokenIssuer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.info.GitProperties;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What runs here, where to go, and, while there are any, whom a visitor can be. */
@Controller
class LandingPage {

    private final ObjectProvider<TokenIssuer> issuer;
    private final @Nullable String version;
    private final @Nullable String commit;

    LandingPage(
            ObjectProvider<TokenIssuer> issuer,
            ObjectProvider<BuildProperties> build,
            ObjectProvider<GitProperties> git) {
        this.issuer = issuer;
        version = build.stream().findFirst().map(BuildProperties::getVersion).orElse(null);
        commit = git.stream().findFirst().map(GitProperties::getShortCommitId).orElse(null);
    }

    @GetMapping("/")
    String show(Model page) {
        Map<String, List<String>> clients =
                issuer.stream().findFirst().map(TokenIssuer::demoClients).orElse(Map.of());
        page.addAttribute("version", version);
        page.addAttribute("commit", commit);
        page.addAttribute("clients", clients);
        return "landing";
    }
}
