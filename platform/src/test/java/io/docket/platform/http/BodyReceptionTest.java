package io.docket.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BodyReceptionTest {

    private static final String HEAD =
            "POST / HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: 1000\r\n\r\n";

    private final Tomcat tomcat = new Tomcat();

    @BeforeEach
    void startTheContainer(@TempDir Path folder) throws Exception {
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        ((StandardHost) tomcat.getHost()).setErrorReportValveClass(ContainerErrorValve.class.getName());
        Context context = tomcat.addContext("", folder.toString());
        Tomcat.addServlet(context, "told", new Told());
        context.addServletMappingDecoded("/", "told");
        tomcat.getConnector();
        tomcat.start();
    }

    @AfterEach
    void stopTheContainer() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    @Test
    void aBodyThatComesWithTheHeadIsThere() throws IOException {
        assertThat(answerTo(HEAD + "x".repeat(1000))).isEqualTo("true");
    }

    @Test
    void aBodyOfWhichAByteIsMissingIsNotThere() throws IOException {
        assertThat(answerTo(HEAD + "x".repeat(999))).isEqualTo("false");
    }

    @Test
    void aBodyThatHasNotComeIsNotWaitedFor() throws IOException {
        assertThat(answerTo(HEAD)).isEqualTo("false");
    }

    private String answerTo(String sent) throws IOException {
        try (var client = new Socket("localhost", tomcat.getConnector().getLocalPort())) {
            client.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
            return new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1))
                    .lines()
                    .filter(line -> line.startsWith("Buffered: "))
                    .findFirst()
                    .orElseThrow()
                    .substring("Buffered: ".length());
        }
    }

    private static final class Told extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setHeader("Buffered", String.valueOf(BodyReception.isBuffered(request)));
            response.flushBuffer();
        }
    }
}
