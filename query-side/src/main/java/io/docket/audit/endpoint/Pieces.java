package io.docket.audit.endpoint;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pieces of something long, each read from behind the last element of the one before, when it is asked for. */
final class Pieces<T> implements Iterator<List<T>> {

    private final Function<@Nullable T, List<T>> read;
    private @Nullable T last;
    private @Nullable List<T> next;

    /** @param read reads what comes behind an element, or the begin; nothing at the end */
    Pieces(Function<@Nullable T, List<T>> read) {
        this.read = read;
    }

    @Override
    public boolean hasNext() {
        return !peek().isEmpty();
    }

    private List<T> peek() {
        List<T> piece = next;
        if (piece == null) {
            piece = read.apply(last);
            next = piece;
        }
        return piece;
    }

    @Override
    public List<T> next() {
        List<T> piece = peek();
        if (piece.isEmpty()) {
            throw new NoSuchElementException();
        }
        last = piece.get(piece.size() - 1);
        next = null;
        return piece;
    }
}
