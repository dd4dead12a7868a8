package io.docket.tlog.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {

    /** The example of {@code signed-note}. */
    private static final String KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private static final String LINE = "— example.com/foo "
            + "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    private static final String NOTE = "This is an example message.\n\n" + LINE;

    /** The key of the tests of Go's {@code sumdb/note}. */
    private static final String SECRET =
            "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

    private static final String PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    @Test
    void theExampleOfTheSpecificationVerifies() {
        SignedNote note = SignedNote.parse(NOTE);
        VerifierKey key = VerifierKey.parse(KEY);

        assertThat(note.text()).isEqualTo("This is an example message.\n");
        assertThat(note.signedBy(List.of(key))).containsExactly(key);
        assertThat(note).hasToString(NOTE);
        assertThat(key).hasToString(KEY);
    }

    @Test
    void aChangedTextOrSignatureIsRefused() {
        VerifierKey key = VerifierKey.parse(KEY);
        SignedNote changed = SignedNote.parse(NOTE.replace("example message", "exbmple message"));
        SignedNote forged = SignedNote.parse(NOTE.replace("Uw2QOkn8", "Uw2QOkn9"));

        assertThatThrownBy(() -> changed.signedBy(List.of(key))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> forged.signedBy(List.of(key))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void signaturesOfOtherKeysMeanNothing() {
        SignerKey other = SignerKey.generate("example.com/foo");
        SignedNote note = SignedNote.parse(NOTE + other.sign("something else\n").line() + "\n");

        assertThat(note.signedBy(List.of(SignerKey.generate("another").verifier())))
                .isEmpty();
        assertThat(note.signedBy(List.of(VerifierKey.parse(KEY)))).hasSize(1);
        assertThatThrownBy(() -> note.signedBy(List.of(VerifierKey.parse(KEY), other.verifier())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSecretKeyIsReadAsOthersWriteIt() {
        SignerKey key = SignerKey.parse(SECRET);
        SignedNote note = new SignedNote("text\n", List.of(key.sign("text\n")));

        assertThat(key.verifier()).hasToString(PUBLIC);
        assertThat(key.secret()).isEqualTo(SECRET);
        assertThat(key).hasToString(PUBLIC);
        assertThat(SignedNote.parse(note.toString()).signedBy(List.of(VerifierKey.parse(PUBLIC))))
                .hasSize(1);
        assertThat(SignerKey.parse(SignerKey.generate("a").secret()).verifier().name())
                .isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com/foo",
                "example.com/foo+530d903a",
                "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U",
                "exam ple+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
            })
    void whatIsNoKeyIsRefused(String text) {
        assertThatThrownBy(() -> VerifierKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SignerKey.parse("PRIVATE+KEY+" + text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "\n\n",
                "text\n\n",
                "text\n" + LINE,
                "text\n\n\n",
                "text\n\n— a\n",
                "text\n\n— a b c\n",
                "text\n\n-" + " example.com/foo AAAAAAE=\n",
                "text\n\n— example.com/foo AAAAAA==\n",
                "text\n\n— example.com/foo AAAAAAE\n",
                "text\n\n— exa+mple AAAAAAE=\n",
                "te\txt\n\n" + LINE,
                "text\n\n— example.com/foo AAAAAAE=",
                "text\r\n\n" + LINE,
                "text\n\n— example.com/foo AAAAAAF=\n"
            })
    void whatIsNoNoteIsRefused(String text) {
        assertThatThrownBy(() -> SignedNote.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsNotUtf8IsNoNote() {
        assertThatThrownBy(() -> SignedNote.parse(new byte[] {'a', (byte) 0xff, '\n', '\n'}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theTextEndsAtTheLastEmptyLine() {
        assertThat(SignedNote.parse("a\n\nb\n\n" + LINE).text()).isEqualTo("a\n\nb\n");
    }

    @Test
    void sixteenSignaturesAndMoreAreTakenAndThousandsAreNot() {
        assertThat(SignedNote.parse("text\n\n" + LINE.repeat(100)).signatures()).hasSize(100);
        assertThatThrownBy(() -> SignedNote.parse("text\n\n" + LINE.repeat(101)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCosignatureHasItsTimeInIt() {
        SignerKey witness = SignerKey.generateForCosignatures("witness.example/w1");
        String text = "origin\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
        NoteSignature line = witness.cosign(text, Instant.ofEpochSecond(1_679_315_147));
        byte[] later = line.signature().clone();
        later[7]++;

        assertThat(line.signature()).hasSize(8 + 64).startsWith(0, 0, 0, 0, 0x64, 0x18, 0x50, (byte) 0xcb);
        assertThat(new SignedNote(text, List.of(line)).signedBy(List.of(witness.verifier())))
                .hasSize(1);
        SignedNote moved = new SignedNote(text, List.of(new NoteSignature(line.name(), line.keyId(), later)));
        assertThatThrownBy(() -> moved.signedBy(List.of(witness.verifier())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(VerifierKey.parse(witness.verifier().toString()).isOfCosignatures())
                .isTrue();
    }
}
