package io.docket.audit.endpoint;

import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is exported.
 *
 * @param name of the file
 * @param columns the names of the cells of a line
 * @param cells what stands in a line
 * @param pieces all of it, some at a time; each is read when it is asked for, and no connection is held between
 */
record ExportedRows<T>(
        String name,
        List<String> columns,
        Function<T, List<? extends @Nullable Object>> cells,
        Iterator<List<T>> pieces) {}
