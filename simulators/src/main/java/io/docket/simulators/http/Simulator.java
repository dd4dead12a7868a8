package io.docket.simulators.http;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A company, played. Its methods are called by one thread at a time. */
public interface Simulator {

    /** What the company's paths start with. */
    String root();

    /**
     * Which of the company's functions a request calls, for {@link Trouble#function()}.
     *
     * @return {@code null} if it calls none: it is answered without trouble
     */
    @Nullable
    String functionOf(Request request);

    /**
     * Does what a request asks for.
     *
     * @param refusal the reason for which a new request is to be refused; {@code null} if it is not
     */
    Answer answer(Request request, @Nullable String refusal);

    /** What it has done so far. */
    ObjectNode done(PageOf page);

    /**
     * Takes what it is told beside {@link Trouble}; by default there is nothing else.
     *
     * @throws IllegalArgumentException if it does not understand it
     */
    default void behave(ObjectNode told) {
        if (!told.isEmpty()) {
            throw new IllegalArgumentException("Not known: " + String.join(", ", told.propertyNames()));
        }
    }

    /** What {@link #behave} was told. */
    default ObjectNode behaviour() {
        return tools.jackson.databind.json.JsonMapper.shared().createObjectNode();
    }
}
