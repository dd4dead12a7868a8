package io.docket.platform.idempotency;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * An answer that is too long, or too personal, to be made in memory and kept. Its endpoint answers 200 with a receipt, which is
 * kept under an {@code Idempotency-Key} as any answer; from the receipt the answer is written, the same each time.
 */
public interface LongAnswer {

    /** Whether it answers a request. */
    boolean answers(HttpServletRequest request);

    /**
     * Writes the answer, piece by piece, to a response that has its status and the headers of the receipt.
     *
     * @throws RuntimeException if it cannot be brought to its end
     */
    void write(byte[] receipt, HttpServletResponse response) throws IOException;
}
