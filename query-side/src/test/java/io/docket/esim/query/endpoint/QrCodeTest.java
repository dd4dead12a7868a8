package io.docket.esim.query.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a camera reads is what was written. */
class QrCodeTest {

    private static final int PIXELS_PER_MODULE = 4;
    private static final Pattern SIZE = Pattern.compile("viewBox=\"0 0 (\\d+) \\1\"");
    private static final Pattern DARK_MODULE = Pattern.compile("M(\\d+) (\\d+)h1v1h-1z");

    @ParameterizedTest
    @ValueSource(strings = {"LPA:1$rsp.docket.example$4D1F-0C2B-77A1-93E0", "LPA:1$a$A"})
    void anActivationCodeIsReadFromThePng(String activationCode) throws Exception {
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(QrCode.of(activationCode).png()));

        assertThat(read(
                        image.getWidth(),
                        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())))
                .isEqualTo(activationCode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LPA:1$rsp.docket.example$4D1F-0C2B-77A1-93E0", "LPA:1$a$A"})
    void anActivationCodeIsReadFromTheSvg(String activationCode) throws Exception {
        String svg = new String(QrCode.of(activationCode).svg(), StandardCharsets.UTF_8);

        Matcher size = SIZE.matcher(svg);
        assertThat(size.find()).isTrue();
        int width = Integer.parseInt(size.group(1)) * PIXELS_PER_MODULE;
        int[] pixels = new int[width * width];
        Arrays.fill(pixels, 0xffffff);
        Matcher dark = DARK_MODULE.matcher(svg);
        while (dark.find()) {
            int left = Integer.parseInt(dark.group(1)) * PIXELS_PER_MODULE;
            int top = Integer.parseInt(dark.group(2)) * PIXELS_PER_MODULE;
            for (int y = top; y < top + PIXELS_PER_MODULE; y++) {
                Arrays.fill(pixels, y * width + left, y * width + left + PIXELS_PER_MODULE, 0);
            }
        }
        assertThat(read(width, pixels)).isEqualTo(activationCode);
    }

    @Test
    void thereIsAMarginOfFourModules() throws IOException {
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(QrCode.of("LPA:1$a$A").png()));

        assertThat(image.getRGB(31, 31) & 0xffffff).isEqualTo(0xffffff);
        assertThat(image.getRGB(32, 32) & 0xffffff).isZero();
    }

    @Test
    void aTextThatIsTooLongIsRefused() {
        String tooLong = "x".repeat(3000);

        assertThatThrownBy(() -> QrCode.of(tooLong)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String read(int width, int[] pixels) throws Exception {
        var bitmap =
                new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, pixels.length / width, pixels)));
        try {
            return new QRCodeReader().decode(bitmap).getText();
        } catch (NotFoundException e) {
            throw new AssertionError("No QR code", e);
        }
    }
}
