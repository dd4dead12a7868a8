package io.docket.verify;

import io.docket.tlog.Hash;
import io.docket.tlog.LogEntry;
import io.docket.tlog.MissingTileException;
import io.docket.tlog.Proofs;
import io.docket.tlog.Tree;
import io.docket.tlog.check.Finding;
import io.docket.tlog.check.LeafCheck;
import io.docket.tlog.check.Leaves;
import io.docket.tlog.note.Checkpoint;
import io.docket.tlog.note.SignedNote;
import io.docket.tlog.note.SignerKey;
import io.docket.tlog.note.TlogProof;
import io.docket.tlog.note.VerifierKey;
import io.docket.witness.WitnessServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The commands. */
final class Verifier {

    private static final String USAGE = """
            docket-verify proof FILE --key KEY [--witness KEY]...
            docket-verify consistency OLD NEW LOG --key KEY
            docket-verify log LOG|EXPORT --checkpoint FILE --key KEY [--witness KEY]... [--tiles LOG]
            docket-verify export DATABASE FILE
            docket-verify key NAME
            docket-verify witness-key NAME
            docket-verify witness --port PORT --secret FILE --logs FILE --state FOLDER

            KEY is a verifier key, or a file with some, such as /audit/log/key answers. LOG is the address of a log,
            such as https://docket.example/audit/log (its token in DOCKET_TOKEN), a folder with a copy of it, or the
            JDBC address of a database (DOCKET_DATABASE_USER, DOCKET_DATABASE_PASSWORD).
            Ends with 0 if all fits, with 1 if something does not, with 2 if that cannot be told.""";

    private static final int FITS = 0;
    private static final int DOES_NOT_FIT = 1;
    private static final int CANNOT_TELL = 2;

    private final PrintWriter out;
    private final Map<String, String> environment;
    private final Clock clock;

    Verifier(PrintWriter out, Map<String, String> environment, Clock clock) {
        this.out = out;
        this.environment = environment;
        this.clock = clock;
    }

    /** Does what the arguments say, and gives the exit code. */
    int run(String... arguments) {
        try {
            return runCommand(List.of(arguments));
        } catch (CannotTellException | MissingTileException e) {
            out.println(e.getMessage());
            return CANNOT_TELL;
        }
    }

    private int runCommand(List<String> arguments) {
        List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
        return switch (arguments.isEmpty() ? "" : arguments.get(0)) {
            case "proof" -> proof(new Arguments(rest, 1, Set.of("--key", "--witness")));
            case "consistency" -> consistency(new Arguments(rest, 3, Set.of("--key")));
            case "log" -> log(new Arguments(rest, 1, Set.of("--key", "--witness", "--checkpoint", "--tiles")));
            case "export" -> export(new Arguments(rest, 2, Set.of()));
            case "key" -> newKey(SignerKey.generate(new Arguments(rest, 1, Set.of()).word(0)));
            case "witness-key" -> newKey(SignerKey.generateForCosignatures(new Arguments(rest, 1, Set.of()).word(0)));
            case "witness" -> witness(new Arguments(rest, 0, Set.of("--port", "--secret", "--logs", "--state")));
            default -> {
                out.println(USAGE);
                yield CANNOT_TELL;
            }
        };
    }

    private int newKey(SignerKey key) {
        out.println(key.secret());
        out.println(key.verifier());
        return FITS;
    }

    private int proof(Arguments arguments) {
        TlogProof proof;
        try {
            proof = TlogProof.parse(Arguments.text(arguments.word(0)));
        } catch (IllegalArgumentException e) {
            throw new CannotTellException(arguments.word(0) + " holds no proof", e);
        }
        Optional<Checkpoint> checkpoint = checked(proof.checkpoint(), arguments);
        if (checkpoint.isEmpty()) {
            return DOES_NOT_FIT;
        }
        var entry = new LogEntry(
                proof.extra().orElseThrow(() -> new CannotTellException("The proof does not say what it proves")));
        OptionalLong position = entry.position();
        if (!proof.proves(entry.hash())) {
            out.println("The entry is not in the tree that was signed.");
            return DOES_NOT_FIT;
        }
        if (position.isEmpty() || position.getAsLong() != proof.index() + 1) {
            out.println("The entry names another position than that where it stands.");
            return DOES_NOT_FIT;
        }
        out.println(entry.line());
        out.println("is in " + described(checkpoint.get()));
        return FITS;
    }

    private static String described(Checkpoint checkpoint) {
        return "the log " + checkpoint.origin() + " of " + checkpoint.size() + " events.";
    }

    /** The checkpoint of a note, if it is signed by a key given, and cosigned by all witnesses given. */
    private Optional<Checkpoint> checked(SignedNote note, Arguments arguments) {
        List<VerifierKey> keys = arguments.keys("--key");
        if (keys.isEmpty()) {
            throw new CannotTellException("--key is needed");
        }
        Checkpoint checkpoint;
        try {
            checkpoint = Checkpoint.parse(note.text());
            Set<VerifierKey> signers = note.signedBy(keys);
            if (signers.stream().noneMatch(key -> key.name().equals(checkpoint.origin()))) {
                out.println("The checkpoint is not signed by the key of the log that it names.");
                return Optional.empty();
            }
            List<VerifierKey> witnesses = arguments.keys("--witness");
            if (!note.signedBy(witnesses).containsAll(witnesses)) {
                out.println("The checkpoint is not cosigned by every witness that was named.");
                return Optional.empty();
            }
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage() + ".");
            return Optional.empty();
        }
        return Optional.of(checkpoint);
    }

    private Optional<Checkpoint> checkpoint(String file, Arguments arguments) {
        SignedNote note;
        try {
            note = SignedNote.parse(Arguments.text(file));
        } catch (IllegalArgumentException e) {
            throw new CannotTellException(file + " holds no checkpoint", e);
        }
        return checked(note, arguments);
    }

    private int consistency(Arguments arguments) {
        Optional<Checkpoint> one = checkpoint(arguments.word(0), arguments);
        Optional<Checkpoint> other = checkpoint(arguments.word(1), arguments);
        if (one.isEmpty() || other.isEmpty()) {
            return DOES_NOT_FIT;
        }
        boolean inOrder = one.get().size() <= other.get().size();
        Checkpoint old = inOrder ? one.get() : other.get();
        Checkpoint now = inOrder ? other.get() : one.get();
        if (!old.origin().equals(now.origin())) {
            out.println("The checkpoints are of two logs.");
            return DOES_NOT_FIT;
        }
        try (StoredLog log = StoredLog.open(arguments.word(2), environment)) {
            List<Hash> proof = new Tree(now.size(), log.tiles()).consistencyProof(old.size());
            if (!Proofs.isConsistent(old.size(), old.root(), now.size(), now.root(), proof)) {
                out.println("The log of " + now.size() + " events does not begin with that of " + old.size()
                        + ": history was rewritten between them, or the tiles are others.");
                return DOES_NOT_FIT;
            }
        }
        out.println("The log of " + now.size() + " events begins with that of " + old.size() + ".");
        return FITS;
    }

    private int log(Arguments arguments) {
        Optional<Checkpoint> signed = checkpoint(arguments.required("--checkpoint"), arguments);
        if (signed.isEmpty()) {
            return DOES_NOT_FIT;
        }
        try (StoredLog log = StoredLog.open(arguments.word(0), environment);
                StoredLog tiles =
                        StoredLog.open(arguments.optional("--tiles").orElse(arguments.word(0)), environment)) {
            var check = new LeafCheck(signed.get().size(), signed.get().root());
            log.leaves(signed.get().size()).read(Leaves.FIRST, Long.MAX_VALUE, check::accept);
            Optional<Finding> finding =
                    check.finish(tiles.tiles(), log.leaves(signed.get().size()));
            if (finding.isPresent()) {
                out.println("First position that does not fit: " + finding.get().first());
                out.println(finding.get().what() + ".");
                return DOES_NOT_FIT;
            }
            out.println("All events are those of " + described(signed.get()));
            if (check.last() > signed.get().size()) {
                out.println("Of those behind it, up to position " + check.last() + ", it says nothing.");
            }
        }
        return FITS;
    }

    private int export(Arguments arguments) {
        try (DatabaseLog log = DatabaseLog.open(arguments.word(0), environment)) {
            ExportedLog.write(Path.of(arguments.word(1)), log);
        } catch (IOException e) {
            throw new CannotTellException(arguments.word(1) + " cannot be written", e);
        }
        return FITS;
    }

    private int witness(Arguments arguments) {
        try {
            SignerKey key = SignerKey.parse(
                    Arguments.text(arguments.required("--secret")).strip());
            WitnessServer server = WitnessServer.start(
                    Integer.parseInt(arguments.required("--port")),
                    key,
                    Arrays.stream(Arguments.text(arguments.required("--logs")).split("\n", -1))
                            .filter(line -> !line.isBlank())
                            .map(line -> VerifierKey.parse(line.strip()))
                            .toList(),
                    Path.of(arguments.required("--state")),
                    clock);
            out.println(key.verifier() + " listens at port " + server.port());
            server.await();
        } catch (IllegalArgumentException | IOException e) {
            throw new CannotTellException("The witness cannot start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return FITS;
    }
}
