package io.docket.platform.partner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PartnerWordsTest {

    @Test
    void loseTheCharactersThatNoTextHolds() {
        assertThat(PartnerWords.fit(" \u0000No\u001b\n\ud800way\u0007", 500)).isEqualTo("No   way");
        assertThat(PartnerWords.fit("Картица 😀", 500)).isEqualTo("Картица 😀");
        assertThat(PartnerWords.fit(" \u0000\n", 500)).isEmpty();
    }

    @Test
    void areCutShortBetweenCharacters() {
        assertThat(PartnerWords.fit("x".repeat(5), 5)).isEqualTo("xxxxx");
        assertThat(PartnerWords.fit("xxxx😀 and more", 5)).isEqualTo("xxxx");
        assertThat(PartnerWords.fit("xxx😀 and more", 5)).isEqualTo("xxx😀");
    }
}
