package io.docket.platform.eventstore;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.docket.common.api.EventType;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** Which class is stored under which public name: every class marked with {@link EventType}. */
public final class EventTypes {

    private static final Pattern REVISION = Pattern.compile("[0-9]{1,9}");

    private final Map<String, Class<?>> classesByName;

    EventTypes(Collection<Class<?>> classes) {
        classesByName = classes.stream().collect(toUnmodifiableMap(EventTypes::nameOf, Function.identity()));
    }

    /**
     * Finds the marked classes of a package and those below it.
     *
     * @throws IllegalStateException if two classes claim the same name
     */
    public static EventTypes scan(String basePackage) {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(EventType.class));
        return new EventTypes(scanner.findCandidateComponents(basePackage).stream()
                .<Class<?>>map(found -> ClassUtils.resolveClassName(
                        java.util.Objects.requireNonNull(found.getBeanClassName()), ClassUtils.getDefaultClassLoader()))
                .toList());
    }

    /** All classes that are stored under a public name. */
    public Collection<Class<?>> classes() {
        return classesByName.values();
    }

    Optional<Class<?>> classOf(String name) {
        return Optional.ofNullable(classesByName.get(name));
    }

    /** Whether the name is known, but not yet the revision. */
    boolean isNewer(SerializedType stored) {
        return classOf(stored.getName())
                .map(known -> known.getAnnotation(EventType.class))
                .filter(known -> !isUpTo(known.revision(), stored.getRevision()))
                .isPresent();
    }

    private static boolean isUpTo(int known, @Nullable String revision) {
        return revision == null || (REVISION.matcher(revision).matches() && Integer.parseInt(revision) <= known);
    }

    static Optional<SerializedType> typeOf(Class<?> storedClass) {
        return Optional.ofNullable(storedClass.getAnnotation(EventType.class))
                .map(type -> new SimpleSerializedType(type.value(), String.valueOf(type.revision())));
    }

    /**
     * The public name of a stored class.
     *
     * @throws IllegalArgumentException if the class has none
     */
    public static String nameOf(Class<?> storedClass) {
        EventType type = storedClass.getAnnotation(EventType.class);
        if (type == null) {
            throw new IllegalArgumentException(storedClass + " has no public name: mark it with @EventType");
        }
        return type.value();
    }
}
