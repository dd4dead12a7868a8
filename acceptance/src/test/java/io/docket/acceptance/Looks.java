package io.docket.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Looks at pages as different people see them: on a small screen and on a large one, by day and by night. In each of these
 * looks axe-core finds nothing that keeps people from using the page, it fits, and a picture of it is kept.
 */
final class Looks {

    private static final String AXE_CORE = "META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

    /** All rules of WCAG 2.2, A and AA, and of good practice. */
    private static final String FIND_WHAT_IS_WRONG = """
            async () => {
              const found = await axe.run(document, {
                resultTypes: ['violations'],
                rules: {'target-size': {enabled: true}},
              });
              return found.violations.map(wrong => wrong.impact + ' ' + wrong.id + ': '
                  + wrong.nodes.map(node => node.target.join(' ') + ' ' + node.failureSummary).join('; '));
            }""";

    private static final String FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth";

    private final Path pictures;

    Looks(Path pictures) {
        this.pictures = pictures;
    }

    /** Lets pages of a person be looked at. */
    static void prepare(BrowserContext person) {
        try (InputStream script = Looks.class.getClassLoader().getResourceAsStream(AXE_CORE)) {
            person.addInitScript(new String(Objects.requireNonNull(script).readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Looks at a page.
     *
     * @param name of its pictures
     */
    void at(Page page, String name) {
        for (int width : new int[] {400, 1280}) {
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                page.setViewportSize(width, 900);
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                String look = name + "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT);
                page.screenshot(
                        new Page.ScreenshotOptions().setFullPage(true).setPath(pictures.resolve(look + ".png")));
                assertThat((Boolean) page.evaluate(FITS)).as("%s fits", look).isTrue();
                assertThat((List<?>) page.evaluate(FIND_WHAT_IS_WRONG)).as(look).isEmpty();
            }
        }
    }
}
