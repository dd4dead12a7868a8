package io.docket.platform.settings;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder with files that nobody but their owner may look into: the embedded database, the signing keys, and what the
 * simulated partners keep. Where the file system has no POSIX permissions, those of the folder above hold.
 */
public final class DataFolder {

    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);

    private static final Set<PosixFilePermission> OWNERS_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNERS_FILE = PosixFilePermissions.fromString("rw-------");

    private final Path folder;
    private final boolean posix;

    private DataFolder(Path folder) {
        this.folder = folder;
        posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /**
     * Makes the folder if it is not there. Files of ours that others may look into are closed to them; so is the folder, if
     * it holds nothing else.
     *
     * @throws InvalidSettingException if there can be no such folder, or no files in it
     */
    public static DataFolder at(Path path) {
        var folder = new DataFolder(path.toAbsolutePath().normalize());
        try {
            Files.createDirectories(folder.folder, folder.only(OWNERS_FOLDER));
            if (folder.posix) {
                folder.close();
            }
        } catch (FileSystemException e) {
            throw new InvalidSettingException(
                    "The data folder " + folder.folder + " cannot be used: "
                            + e.getClass().getSimpleName() + " at " + e.getFile() + ".",
                    "Set docket.data to a folder that this user may write to.");
        } catch (IOException e) {
            throw folder.unusable(e);
        }
        return folder;
    }

    private void close() throws IOException {
        List<Path> content;
        try (Stream<Path> files = Files.list(folder)) {
            content = files.toList();
        }
        boolean closed = true;
        for (Path file : content) {
            if (isOurs(file) && Files.isRegularFile(file)) {
                closed &= isClosed(file, OWNERS_FILE);
            }
        }
        if (content.stream().allMatch(DataFolder::isOurs)) {
            closed &= isClosed(folder, OWNERS_FOLDER);
        } else {
            closed &= !isOpenToOthers(folder);
        }
        if (!closed) {
            LOG.warn(
                    "Others than the owner may look into the data folder {}: make it a folder for Docket's files alone, of "
                            + "the user that Docket runs as, with the permissions {}",
                    folder,
                    PosixFilePermissions.toString(OWNERS_FOLDER));
        }
    }

    /** Closes what is open to others. What belongs to somebody else can only be closed by its owner. */
    private static boolean isClosed(Path path, Set<PosixFilePermission> permissions) throws IOException {
        if (!isOpenToOthers(path)) {
            return true;
        }
        try {
            Files.setPosixFilePermissions(path, permissions);
            return true;
        } catch (FileSystemException notTheOwner) {
            return false;
        }
    }

    private static boolean isOurs(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("docket.")
                || name.startsWith("authorization-server.")
                || name.startsWith("audit-log.")
                || name.startsWith("simulators.");
    }

    private static boolean isOpenToOthers(Path file) throws IOException {
        return !OWNERS_FOLDER.containsAll(Files.getPosixFilePermissions(file));
    }

    /** Where a file of the folder is, or would be. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Makes an empty file if it is not there. */
    public Path touch(String name) {
        try {
            return Files.createFile(file(name), only(OWNERS_FILE));
        } catch (FileAlreadyExistsException e) {
            return file(name);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Writes a file whole, in the place of the one that is there: nobody ever reads half of it. */
    public void write(String name, String content) throws IOException {
        Path draft = draft(name, content);
        Files.move(draft, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Writes a file of a name of its own beside the one that it is to become. */
    public Path draft(String name, String content) throws IOException {
        Path draft = Files.createTempFile(folder, name, ".draft", only(OWNERS_FILE));
        return Files.writeString(draft, content);
    }

    private FileAttribute<?>[] only(Set<PosixFilePermission> permissions) {
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private InvalidSettingException unusable(IOException e) {
        return new InvalidSettingException(
                "The data folder " + folder + " cannot be used: " + e + ".",
                "Set docket.data to a folder that this user may write to.");
    }
}
