package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** How a newcomer gets an eSIM, from the order to the second data plan, against a fresh start. */
@Tag("any-issuer")
class EsimIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("esim");

    private static final String SUBSCRIPTIONS = """
            , "subscriptions": [{"id": "a3u3z000000PZBhAAO", "price": 10, "currency": "USD"}]""";

    @Test
    void anEsimIsOrderedInstalledAndToppedUp() throws Exception {
        DocketProcess docket = DOCKETS.start(DocketSettings.in(DOCKETS.newFolder()));
        var orders = new EsimOrders(docket.client("reseller-acme"));

        String order = orders.place("NEW_ESIM", SUBSCRIPTIONS);
        JsonNode esim = orders.awaitOutput(order);
        String iccid = esim.required("iccid").asString();
        String activationCode = esim.required("lpa_url").asString();
        assertThat(iccid).matches("[0-9]{19}");
        assertThat(activationCode)
                .isEqualTo("LPA:1$" + esim.required("smdpUrl").asString() + "$"
                        + esim.required("matchingId").asString());

        assertThat(decoded(orders.qrCode(order, "image/png"))).isEqualTo(activationCode);
        assertThat(new String(orders.qrCode(order, "image/svg+xml"), StandardCharsets.UTF_8))
                .startsWith("<svg ");

        String topUp = orders.place("TOPUP", SUBSCRIPTIONS + ", \"esim\": {\"iccid\": \"" + iccid + "\"}");
        JsonNode toppedUp = orders.awaitOutput(topUp);
        assertThat(toppedUp.required("iccid").asString()).isEqualTo(iccid);
        assertThat(toppedUp.has("matchingId")).isFalse();
        assertThat(toppedUp.required("subscription_id").asString())
                .isNotEqualTo(esim.required("subscription_id").asString());

        assertThat(orders.changes(order))
                .containsExactly(
                        "new-esim-ordered",
                        "fulfilment-started",
                        "item-allocated",
                        "item-fulfilled",
                        "esim-order-completed");
        assertThat(orders.changes(topUp))
                .containsExactly("top-up-ordered", "fulfilment-started", "item-fulfilled", "esim-order-completed");

        assertThat(new EsimOrders(docket.client("reseller-globex"))
                        .get(order)
                        .expect(404)
                        .text("type"))
                .isEqualTo("ORDER_NOT_FOUND");
    }

    /** As what it is, and not as a photograph: of those that are none, the reader fails at six in a thousand. */
    private static String decoded(byte[] png) throws Exception {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        int width = image.getWidth();
        int height = image.getHeight();
        var pixels = new RGBLuminanceSource(width, height, image.getRGB(0, 0, width, height, null, 0, width));
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(pixels)), Map.of(DecodeHintType.PURE_BARCODE, true))
                .getText();
    }
}
