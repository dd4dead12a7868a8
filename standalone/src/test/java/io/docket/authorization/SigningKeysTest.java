package io.docket.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import io.docket.platform.settings.InvalidSettingException;
import io.docket.platform.testing.RunningClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTest {

    private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final RunningClock clock = new RunningClock();

    private SigningKeys keys() {
        return new SigningKeys(folder, TOKEN_LIFETIME, clock);
    }

    private static void assertVerifies(SigningKeys keys, RSAKey key) throws Exception {
        assertThat(keys.verifying(key.getKeyID())).containsExactly(key.toRSAPublicKey());
        assertThat(keys.published().getKeys()).extracting(JWK::getKeyID).contains(key.getKeyID());
    }

    @Test
    void aKeyOutlivesARestart() throws Exception {
        RSAKey first = keys().signing();

        SigningKeys again = keys();

        assertThat(again.signing()).isEqualTo(first);
        assertVerifies(again, first);
        assertThat(again.published().getKeys()).noneMatch(JWK::isPrivate);
    }

    @Test
    void aNewKeyTakesItsPlaceInTimeAndTheOldOneVerifiesUntilItsLastTokenHasExpired() throws Exception {
        SigningKeys keys = keys();
        RSAKey first = keys.signing();
        clock.advance(SigningKeys.SIGNS_FOR.minusMinutes(1));
        assertThat(keys.signing()).isEqualTo(first);

        clock.advance(Duration.ofMinutes(1));
        RSAKey second = keys.signing();
        assertThat(second).isNotEqualTo(first);
        assertThat(keys.signing()).isEqualTo(second);
        assertVerifies(keys, first);
        assertVerifies(keys, second);

        clock.advance(TOKEN_LIFETIME);
        assertThat(keys.verifying(first.getKeyID())).isNotEmpty();
        clock.advance(Duration.ofMinutes(10));
        assertThat(keys.verifying(first.getKeyID())).isEmpty();
        assertVerifies(keys, second);
    }

    @Test
    void aStartAlsoMakesANewKeyInTimeAndForgetsThoseThatVerifyNothingAnyMore() throws Exception {
        RSAKey first = keys().signing();
        clock.advance(SigningKeys.SIGNS_FOR);
        RSAKey second = keys().signing();
        assertVerifies(keys(), first);

        clock.advance(SigningKeys.SIGNS_FOR);
        SigningKeys third = keys();

        assertThat(third.signing()).isNotIn(first, second);
        assertVerifies(third, second);
        assertThat(third.verifying(first.getKeyID())).isEmpty();
        assertThat(Files.readString(folder.resolve("authorization-server.jwks")))
                .doesNotContain(first.getKeyID());
    }

    @Test
    void processesThatShareTheFolderShareTheKeys() throws Exception {
        SigningKeys one = keys();
        SigningKeys other = keys();
        assertThat(one.signing()).isEqualTo(other.signing());

        clock.advance(SigningKeys.SIGNS_FOR);
        RSAKey renewed = one.signing();

        assertThat(other.verifying(renewed.getKeyID())).containsExactly(renewed.toRSAPublicKey());
        assertThat(other.signing()).isEqualTo(renewed);
    }

    @Test
    void nothingVerifiesATokenOfAnUnknownKey() {
        assertThat(keys().verifying("unknown")).isEmpty();
        assertThat(keys().verifying(null)).isEqualTo(List.of());
    }

    @Test
    void nobodyButTheOwnerReadsThem() throws IOException {
        keys();

        try (var files = Files.list(folder)) {
            assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
        }
    }

    @Test
    void aBrokenFileIsNamed() throws IOException {
        Files.writeString(folder.resolve("authorization-server.jwks"), "{}");

        assertThatThrownBy(this::keys)
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("authorization-server.jwks does not hold signing keys");
    }
}
