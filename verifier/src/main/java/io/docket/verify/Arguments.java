package io.docket.verify;

import io.docket.tlog.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What stands behind a command: words in their order, and options that begin with two dashes, each with a value. */
final class Arguments {

    private final List<String> words = new ArrayList<>();
    private final Map<String, List<String>> options = new HashMap<>();

    Arguments(List<String> given, int wordCount, Set<String> known) {
        for (int i = 0; i < given.size(); i++) {
            String argument = given.get(i);
            if (!argument.startsWith("--")) {
                words.add(argument);
            } else if (known.contains(argument) && i + 1 < given.size()) {
                options.computeIfAbsent(argument, name -> new ArrayList<>()).add(given.get(++i));
            } else {
                throw new CannotTellException("Unknown, or without its value: " + argument);
            }
        }
        if (words.size() != wordCount) {
            throw new CannotTellException("The command takes " + wordCount + " arguments and not " + words.size());
        }
    }

    String word(int index) {
        return words.get(index);
    }

    String required(String option) {
        return optional(option).orElseThrow(() -> new CannotTellException(option + " is needed"));
    }

    Optional<String> optional(String option) {
        return options.getOrDefault(option, List.of()).stream().findFirst();
    }

    /** Verifier keys, each as it is or in a file with one to a line. */
    List<VerifierKey> keys(String option) {
        List<VerifierKey> keys = new ArrayList<>();
        for (String value : options.getOrDefault(option, List.of())) {
            String text = isFile(value) ? text(value) : value;
            text.lines().filter(line -> !line.isBlank()).forEach(line -> keys.add(key(line.strip())));
        }
        return keys;
    }

    private static VerifierKey key(String text) {
        try {
            return VerifierKey.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CannotTellException("Not a verifier key, nor a file of them: " + text, e);
        }
    }

    private static boolean isFile(String value) {
        try {
            return Files.isRegularFile(Path.of(value));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw new CannotTellException(file + " cannot be read", e);
        }
    }
}
