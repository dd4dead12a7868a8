package io.docket.verify;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** Starts the verifier. Ends with 0 if all fits, 1 if something does not, 2 if that cannot be told. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var verifier = new Verifier(out, System.getenv(), Clock.systemUTC());
        System.exit(verifier.run(arguments));
    }
}
