package io.docket.acceptance;

import java.io.IOException;

/** Programs of this machine that tests run. */
final class Programs {

    private Programs() {}

    /**
     * Starts one.
     *
     * @throws IllegalStateException if the machine does not have it, in words that say what to do
     */
    static Process start(ProcessBuilder command) {
        try {
            return command.start();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "This test runs " + command.command().get(0)
                            + ": install it. CONTRIBUTING.md names all that tests need.",
                    e);
        }
    }
}
