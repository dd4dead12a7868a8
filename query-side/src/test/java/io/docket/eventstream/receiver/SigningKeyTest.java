package io.docket.eventstream.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {

    /** The example of Standard Webhooks. */
    @Test
    void signsAsStandardWebhooksDo() {
        SigningKey key =
                SigningKey.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").orElseThrow();
        var message = new Message("msg_p5jXN8AQM9LWM0D4loKWxJek", "{\"test\": 2432232314}".getBytes(UTF_8));
        assertThat(key.sign(message, 1614265330)).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 32, 64})
    void takesKeysOfTheseLengths(int bytes) {
        assertThat(SigningKey.parse("whsec_" + Base64.getEncoder().encodeToString(new byte[bytes])))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 23, 65})
    void takesNoKeysOfOtherLengths(int bytes) {
        assertThat(SigningKey.parse("whsec_" + Base64.getEncoder().encodeToString(new byte[bytes])))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS-"})
    void takesNothingElse(String secret) {
        assertThat(SigningKey.parse(secret)).isEmpty();
    }
}
