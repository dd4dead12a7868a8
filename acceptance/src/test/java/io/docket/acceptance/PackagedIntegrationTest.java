package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the one file holds that a user has. */
class PackagedIntegrationTest {

    /** Libraries that read stored objects by the names of their classes. */
    private static final String BANNED = ".*(xstream|xmlpull|xpp3|mxparser).*";

    /** Added by the packaging. */
    private static final String UNPACKING_TOOL = "spring-boot-jarmode-tools";

    @Test
    void theJarSaysWhatItIsMadeOfAndHoldsNothingElse() throws IOException {
        try (JarFile jar = new JarFile(Application.jar().toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Sbom-Format"))
                    .isEqualTo("CycloneDX");
            JsonNode billOfMaterials = JsonMapper.shared()
                    .readTree(jar.getInputStream(jar.getEntry("META-INF/sbom/application.cdx.json")));
            assertThat(billOfMaterials.required("bomFormat").asString()).isEqualTo("CycloneDX");
            String listed = billOfMaterials.required("components").toString();

            assertThat(jar.stream()
                            .map(ZipEntry::getName)
                            .filter(name -> name.startsWith("BOOT-INF/lib/") && name.endsWith(".jar"))
                            .filter(name -> !name.contains(UNPACKING_TOOL)))
                    .hasSizeGreaterThan(50)
                    .noneMatch(name -> name.matches(BANNED))
                    .allSatisfy(name -> assertThat(listed).contains(artifact(name)));
            assertThat(listed).doesNotMatch(BANNED);
        }
    }

    private static String artifact(String library) {
        return library.substring("BOOT-INF/lib/".length()).replaceFirst("-\\d.*", "");
    }
}
