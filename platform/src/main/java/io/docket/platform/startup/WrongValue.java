package io.docket.platform.startup;

import static java.util.stream.Collectors.joining;

import io.docket.platform.settings.InvalidSettingException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.convert.ConverterNotFoundException;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/** What is wrong with the value of a setting, in words for the person who wrote it. */
final class WrongValue {

    private static final Pattern SECRET = Pattern.compile("password|secret|token|key");

    private WrongValue() {}

    static InvalidSettingException refusal(BindException failure) {
        return new InvalidSettingException(of(failure), "Correct that. --help lists all settings.");
    }

    /** One sentence. It repeats no secret. */
    static String of(BindException failure) {
        ConfigurationProperty property = failure.getProperty();
        String name = (property == null ? failure.getName() : property.getName()).toString();
        Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
        Class<?> wanted = wanted(failure);
        if (wanted == null) {
            return sentence(root instanceof BindException ? name + " cannot be read" : withName(name, root));
        }
        String value = property == null || SECRET.matcher(name).find() ? "not" : "\"" + property.getValue() + "\", not";
        return name + " is " + value + " " + expected(wanted) + ".";
    }

    /** The type that the text could not be made into; {@code null} if that was not the fault. */
    private static @Nullable Class<?> wanted(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConversionFailedException found) {
                return found.getTargetType().getType();
            }
            if (cause instanceof ConverterNotFoundException found) {
                return found.getTargetType().getType();
            }
        }
        return null;
    }

    private static String expected(Class<?> wanted) {
        Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(wanted);
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant ->
                                    constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                            .collect(joining(", "));
        }
        if (type == Duration.class) {
            return "a duration such as 500ms, 3s, 15m or 30d";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        if (type == Integer.class || type == Long.class) {
            return "a whole number";
        }
        if (type == URI.class) {
            return "an address";
        }
        if (type == DataSize.class) {
            return "a size such as 512KB or 10MB";
        }
        return "a " + type.getSimpleName();
    }

    private static String withName(String name, Throwable root) {
        String message = String.valueOf(root.getMessage()).replaceAll("\\s*\\R\\s*", " ");
        return message.contains(name) ? message : name + ": " + message;
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }
}
