package io.docket.tlog.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.tlog.Hash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {

    private static final String ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    private static final String TEXT = "example.com/behind-the-sofa\n20852163\n" + ROOT + "\n";

    @Test
    void theExampleOfTheSpecificationIsRead() {
        SignedNote note = SignedNote.parse(TEXT + "\n— example.com/behind-the-sofa "
                + "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n");

        assertThat(Checkpoint.parse(note.text()))
                .isEqualTo(new Checkpoint("example.com/behind-the-sofa", 20_852_163, Hash.ofBase64(ROOT)));
        assertThat(Checkpoint.parse(note.text()).text()).isEqualTo(TEXT);
        assertThat(Checkpoint.parse(TEXT + "an extension\n").size()).isEqualTo(20_852_163);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "o\n1\n",
                "o\n1\n" + ROOT,
                "\n1\n" + ROOT + "\n",
                "o\n01\n" + ROOT + "\n",
                "o\n-1\n" + ROOT + "\n",
                "o\n1\n" + ROOT + "\n\n",
                "o\n1\nAAAA\n",
                "o\n1\n" + ROOT + "=\n",
                "o\n1234567890123456789\n" + ROOT + "\n",
                "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n"
            })
    void whatIsNoCheckpointIsRefused(String text) {
        assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void allKeysSignWhileOneTakesThePlaceOfAnother() {
        SignerKey old = SignerKey.generate("log.example");
        SignerKey now = SignerKey.generate("log.example");
        SignedNote note = new Checkpoint("log.example", 0, Hash.OF_EMPTY_TREE).signedBy(List.of(now, old));

        assertThat(SignedNote.parse(note.toString()).signedBy(List.of(old.verifier())))
                .hasSize(1);
        assertThat(SignedNote.parse(note.toString()).signedBy(List.of(now.verifier(), old.verifier())))
                .hasSize(2);
    }

    @Test
    void aProofIsReadAsItIsWritten() {
        Hash leaf = Hash.ofLeaf("a".getBytes(StandardCharsets.UTF_8));
        Hash sibling = Hash.ofLeaf("b".getBytes(StandardCharsets.UTF_8));
        SignedNote note = new Checkpoint("log.example", 2, Hash.ofNode(leaf, sibling))
                .signedBy(List.of(SignerKey.generate("log.example")));
        var proof = new TlogProof(Optional.of("a".getBytes(StandardCharsets.UTF_8)), 0, List.of(sibling), note);
        TlogProof read = TlogProof.parse(proof.toString());

        assertThat(proof.toString())
                .startsWith(
                        "c2sp.org/tlog-proof@v1\nextra YQ==\nindex 0\n" + sibling.base64() + "\n\nlog.example\n2\n");
        assertThat(read).hasToString(proof.toString());
        assertThat(read.proves(leaf)).isTrue();
        assertThat(read.proves(sibling)).isFalse();
    }

    @Test
    void aProofNeedsNeitherExtraNorHashes() {
        SignedNote note =
                new Checkpoint("log.example", 1, Hash.ofLeaf(new byte[0])).signedBy(List.of(SignerKey.generate("k")));
        TlogProof proof = TlogProof.parse("c2sp.org/tlog-proof@v1\nindex 0\n\n" + note);

        assertThat(proof.extra()).isEmpty();
        assertThat(proof.proves(Hash.ofLeaf(new byte[0]))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c2sp.org/tlog-proof@v2\nindex 0\n\n",
                "c2sp.org/tlog-proof@v1\n\n",
                "c2sp.org/tlog-proof@v1\nextra YQ==\n\n",
                "c2sp.org/tlog-proof@v1\nindex 00\n\n",
                "c2sp.org/tlog-proof@v1\nindex 0\nextra YQ==\n\n",
                "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n",
                "c2sp.org/tlog-proof@v1\nextra !\nindex 0\n\n"
            })
    void whatIsNoProofIsRefused(String head) {
        SignedNote note = new Checkpoint("k", 1, Hash.OF_EMPTY_TREE).signedBy(List.of(SignerKey.generate("k")));

        assertThatThrownBy(() -> TlogProof.parse(head + note)).isInstanceOf(IllegalArgumentException.class);
    }
}
