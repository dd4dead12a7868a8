package io.docket.simulators.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import tools.jackson.databind.json.JsonMapper;

/** Records of one kind, in the order of their keys. */
public final class RecordMap<K extends Comparable<K>, T> {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final MVMap<K, String> map;
    private final Class<T> type;

    RecordMap(MVMap<K, String> map, Class<T> type) {
        this.map = map;
        this.type = type;
    }

    public Optional<T> find(K key) {
        return Optional.ofNullable(map.get(key)).map(this::read);
    }

    public void put(K key, T value) {
        map.put(key, JSON.writeValueAsString(value));
    }

    /** All that fulfil a condition, in the order of their keys. */
    public List<T> all(Predicate<T> condition) {
        return map.values().stream().map(this::read).filter(condition).toList();
    }

    /** All behind a key. */
    public Stream<T> after(K key) {
        var found = new ArrayList<T>();
        for (K next = map.higherKey(key); next != null; next = map.higherKey(next)) {
            found.add(find(next).orElseThrow());
        }
        return found.stream();
    }

    /** A page of them. */
    List<T> page(PageOf page) {
        List<T> found = new ArrayList<>();
        long size = map.sizeAsLong();
        for (long i = page.offset(); i < Math.min(size, page.offset() + page.size()); i++) {
            found.add(find(map.getKey(page.ascending() ? i : size - 1 - i)).orElseThrow());
        }
        return found;
    }

    long size() {
        return map.sizeAsLong();
    }

    private T read(String json) {
        return JSON.readValue(json, type);
    }
}
