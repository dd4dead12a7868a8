package io.docket.eventstream.webhook.endpoint;

import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.FieldError;
import io.docket.eventstream.receiver.Receivers;
import io.docket.eventstream.receiver.SigningKey;
import io.docket.platform.contract.BodyRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What a subscription has to keep to beyond its schema. What is wrong with a secret is not told with the secret. */
@Component
class SubscriptionRules implements BodyRule {

    private final Receivers receivers;

    SubscriptionRules(Receivers receivers) {
        this.receivers = receivers;
    }

    @Override
    public String operationId() {
        return "createSubscription";
    }

    @Override
    public List<FieldError> violations(JsonNode body, Principal caller) {
        List<FieldError> violations = new ArrayList<>();
        JsonNode url = body.path("url");
        if (url.isString() && !mayBeAllowed(url.stringValue())) {
            violations.add(new FieldError(
                    "url",
                    ErrorLiteral.INVALID_FORMAT,
                    "url must be https, lead to a public address, and have neither a user nor a fragment."));
        }
        JsonNode secret = body.path("secret");
        if (secret.isString() && SigningKey.parse(secret.stringValue()).isEmpty()) {
            violations.add(new FieldError(
                    "secret", ErrorLiteral.INVALID_FORMAT, "secret must be whsec_ and 24 to 64 bytes as base64."));
        }
        return violations;
    }

    private boolean mayBeAllowed(String url) {
        try {
            return receivers.mayBeAllowed(new URI(url));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
