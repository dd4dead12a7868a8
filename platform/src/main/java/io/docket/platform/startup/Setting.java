package io.docket.platform.startup;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.io.Resource;
import org.springframework.util.ClassUtils;

/**
 * A setting of ours.
 *
 * @param name in kebab case
 * @param type the name of the Java type of its value, with that of its elements if it takes several
 * @param description what it is for; {@code null} if nothing is said
 */
record Setting(String name, String type, @Nullable String description) {

    private static final Pattern SEVERAL = Pattern.compile("java\\.util\\.(Map<java\\.lang\\.String,|Set<|List<)(.+)>");

    /** Whether a property of that name is this setting, or an element of it. */
    boolean isNamed(ConfigurationPropertyName property) {
        ConfigurationPropertyName own = ConfigurationPropertyName.of(name);
        return own.equals(property) || (takesSeveral() && own.isAncestorOf(property));
    }

    /** Whether an environment variable of that name is this setting, or an element of it. */
    boolean isNamedAsVariable(String variable) {
        String upper = variable.toUpperCase(Locale.ROOT);
        return Stream.of(variable(), variable("_"))
                .anyMatch(own -> upper.equals(own) || (takesSeveral() && upper.startsWith(own + "_")));
    }

    /** The environment variable to set it with. */
    String variable() {
        return variable("");
    }

    private String variable(String dash) {
        return name.replace("-", dash).replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private boolean takesSeveral() {
        return SEVERAL.matcher(type).matches();
    }

    boolean takesFiles() {
        return type.contains(Resource.class.getName());
    }

    boolean takesFolder() {
        return type.equals(Path.class.getName());
    }

    /** Reads what it is set to as what it takes. */
    void read(Binder binder) {
        binder.bind(name, values());
    }

    private Bindable<?> values() {
        Matcher several = SEVERAL.matcher(type);
        if (!several.matches()) {
            return Bindable.of(classNamed(type));
        }
        Class<?> element = classNamed(several.group(2));
        return switch (several.group(1)) {
            case "Set<" -> Bindable.setOf(element);
            case "List<" -> Bindable.listOf(element);
            default -> Bindable.mapOf(String.class, element);
        };
    }

    private Class<?> classNamed(String className) {
        return ClassUtils.resolveClassName(className, getClass().getClassLoader());
    }

    /** Gives the names and the texts of what it is set to; of each element if it takes several by name. */
    void texts(Binder binder, BiConsumer<String, String> texts) {
        if (type.startsWith(Map.class.getName())) {
            binder.bind(name, Bindable.mapOf(String.class, String.class))
                    .ifBound(elements -> elements.forEach((key, text) -> texts.accept(name + "." + key, text)));
        } else {
            binder.bind(name, String.class).ifBound(text -> texts.accept(name, text));
        }
    }
}
