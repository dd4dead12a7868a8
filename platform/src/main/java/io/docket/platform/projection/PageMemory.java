package io.docket.platform.projection;

import static java.util.Objects.requireNonNull;

import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.Refusal;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.errors.UnavailableException;
import java.util.concurrent.Semaphore;
import org.jooq.DSLContext;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * The memory for pages that are being read and answered. A page is bounded in bytes as well as in rows, and so are all
 * pages of the process together. Nobody waits for memory: whoever reads holds a connection.
 */
public final class PageMemory {

    /** Enough for fifty cases with as many attachments as one can have. */
    static final long MAX_PAGE_BYTES = 16L * 1024 * 1024;

    /** As many small pages as there are threads may be read whatever else is. */
    private static final long SMALL = 32 * 1024;

    private static final int UNIT = 1024;
    private static final int SHARE_OF_HEAP = 4;

    /** A document is there as it was stored, as what was read from it, and as what is answered. */
    private static final int COPIES = 4;

    private static final String HELD = PageMemory.class.getName() + ".held";
    private static final String RELEASE = PageMemory.class.getName() + ".release";

    private final int units;
    private final Semaphore free;

    /** For a process with a heap of so many bytes at the most. */
    PageMemory(long maxHeap) {
        units = (int) Math.min(Integer.MAX_VALUE, maxHeap / SHARE_OF_HEAP / UNIT);
        free = new Semaphore(units);
    }

    /** Takes memory for a page of documents that a query is about to read. */
    static void holdFor(DSLContext sql, Select<Record1<String>> documents) {
        Long bytes = sql.select(DSL.sum(DSL.octetLength(HistoryTable.DOCUMENT)).cast(Long.class))
                .from(documents.asTable("documents"))
                .fetchSingle()
                .value1();
        hold(sql, bytes == null ? 0 : bytes);
    }

    /**
     * Takes memory for a page of so many bytes that is about to be read, until the request has been answered.
     *
     * @throws RefusedException if it is too large
     * @throws UnavailableException if others hold too much
     */
    public static void hold(DSLContext sql, long bytes) {
        ((PageMemory) requireNonNull(sql.configuration().data(PageMemory.class))).hold(bytes);
    }

    /**
     * Takes memory for a page, until the request that reads it has been answered.
     *
     * @param bytes the size of its documents
     * @throws RefusedException if it is too large
     * @throws UnavailableException if others hold too much
     */
    void hold(long bytes) {
        if (bytes > MAX_PAGE_BYTES) {
            throw new RefusedException(Refusal.invalid(
                    "page-size",
                    ErrorLiteral.OUT_OF_RANGE,
                    "page-size is out of range: the page would have more than " + MAX_PAGE_BYTES / UNIT / UNIT
                            + " MiB. Ask for fewer items."));
        }
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        release(request);
        if (bytes <= SMALL || request == null) {
            return;
        }
        int needed = (int) Math.min(units, COPIES * bytes / UNIT);
        if (!free.tryAcquire(needed)) {
            throw new UnavailableException("Too many large pages are being read");
        }
        request.setAttribute(HELD, needed, RequestAttributes.SCOPE_REQUEST);
        request.registerDestructionCallback(RELEASE, () -> release(request), RequestAttributes.SCOPE_REQUEST);
    }

    /** A page that is read again takes the place of the one before. */
    private void release(@Nullable RequestAttributes request) {
        if (request != null && request.getAttribute(HELD, RequestAttributes.SCOPE_REQUEST) instanceof Integer held) {
            request.removeAttribute(HELD, RequestAttributes.SCOPE_REQUEST);
            free.release(held);
        }
    }
}
