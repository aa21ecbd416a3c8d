package heartbeat.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import heartbeat.model.FileTrouble;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes files and folders that only the user can read, whatever the umask says, and so that a
 * reader sees all of a file or nothing of it. Every IOException says what could not be done and
 * why, for people.
 */
public final class PrivateFiles {
  /** The end of the name of a file that is being written, or that a killed writer has left. */
  public static final String ASIDE = ".tmp";

  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final FileAttribute<?> FOLDER_MODE = PosixFilePermissions.asFileAttribute(FOLDER);
  private static final FileAttribute<?> FILE_MODE = PosixFilePermissions.asFileAttribute(FILE);
  private static final int PROBE_BYTES = 4096;

  private PrivateFiles() {}

  /** Makes a folder, and the folders above it that are missing. */
  public static void folder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      folder(parent);
    }
    try {
      Files.createDirectory(folder, FOLDER_MODE);
      Files.setPosixFilePermissions(folder, FOLDER);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw new IOException("can't make the folder " + folder + ": a file is in its place", e);
      }
    } catch (IOException e) {
      throw FileTrouble.explained("can't make the folder", folder, e);
    }
  }

  /** Opens a file that may not exist yet, for reading and writing; does not follow a link. */
  static FileChannel openOrCreate(Path file) throws IOException {
    for (int attempt = 0; ; attempt++) {
      try {
        return FileChannel.open(file, Set.of(READ, WRITE, NOFOLLOW_LINKS));
      } catch (NoSuchFileException missing) {
        try {
          return create(file);
        } catch (FileAlreadyExistsException e) {
          if (attempt > 10) {
            throw FileTrouble.explained("can't open", file, e);
          }
        }
      } catch (IOException e) {
        throw FileTrouble.explained("can't open", file, e);
      }
    }
  }

  private static FileChannel create(Path file) throws IOException {
    try {
      FileChannel channel = FileChannel.open(file, Set.of(CREATE_NEW, READ, WRITE), FILE_MODE);
      try {
        Files.setPosixFilePermissions(file, FILE);
        return channel;
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException e) {
      throw FileTrouble.explained("can't make", file, e);
    }
  }

  /** Creates an empty file that is not there yet, and leaves it open for writing. */
  public static FileChannel createNew(Path file) throws IOException {
    try {
      return create(file);
    } catch (FileAlreadyExistsException e) {
      throw new IOException("can't make " + file + ": it is there already", e);
    }
  }

  /**
   * Replaces the whole content at once. After a crash of the process the old or the new content is
   * there; after a crash of the machine, this is sure only if {@code durably}.
   */
  public static void write(Path target, byte[] content, boolean durably) throws IOException {
    Path aside = aside(target);
    try {
      create(aside).close();
      // Not through the channel: that would fail in a thread that was interrupted.
      try (FileOutputStream out = new FileOutputStream(aside.toFile())) {
        out.write(content);
        if (durably) {
          out.getFD().sync();
        }
      }
      move(aside, target);
    } catch (IOException e) {
      deleteQuietly(aside);
      throw FileTrouble.explained("can't write", target, e);
    }
    if (durably) {
      sync(parent(target));
    }
  }

  /**
   * The whole content, also in a thread that was interrupted. Throws NoSuchFileException when the
   * file is missing.
   */
  public static byte[] read(Path file) throws IOException {
    try {
      return content(file);
    } catch (FileNotFoundException e) {
      if (Files.notExists(file)) {
        throw new NoSuchFileException(file.toString());
      }
      // It may have appeared after the first try: another process has just written it.
      return content(file);
    }
  }

  private static byte[] content(Path file) throws IOException {
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      return in.readAllBytes();
    }
  }

  /** Renames in one step, over what is there. */
  public static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Moves a file to where it is to be, also from another file system, and makes it private. */
  public static void take(Path from, Path to) throws IOException {
    try {
      Files.setPosixFilePermissions(from, FILE);
      try {
        move(from, to);
      } catch (AtomicMoveNotSupportedException e) {
        Path aside = aside(to);
        createNew(aside).close();
        Files.copy(from, aside, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(aside, FILE);
        move(aside, to);
        deleteQuietly(from);
      }
    } catch (IOException e) {
      throw FileTrouble.explained("can't write", to, e);
    }
  }

  /** Waits until a file's content, or a folder's names, would survive a power cut. */
  public static void sync(Path fileOrFolder) throws IOException {
    try (FileChannel channel = FileChannel.open(fileOrFolder, READ)) {
      channel.force(true);
    } catch (IOException e) {
      throw FileTrouble.explained("can't write to the disk what is in", fileOrFolder, e);
    }
  }

  /** A name for a file that is being written, in the same folder; nobody else uses the same. */
  public static Path aside(Path target) {
    long unique = System.nanoTime() ^ Thread.currentThread().threadId() << 48;
    return target.resolveSibling(
        "."
            + target.getFileName()
            + "."
            + ProcessHandle.current().pid()
            + "-"
            + Long.toHexString(unique)
            + ASIDE);
  }

  /** Throws IOException, with the reason, when nothing can be written into this folder. */
  public static void probe(Path folder) throws IOException {
    Path file = aside(folder.resolve("probe"));
    try (FileChannel channel = create(file)) {
      channel.write(ByteBuffer.allocate(PROBE_BYTES));
    } finally {
      deleteQuietly(file);
    }
  }

  /** The names of what is in a folder, in no order; none when it is missing. */
  public static List<String> names(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        names.add(String.valueOf(entry.getFileName()));
      }
      return names;
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      IOException cause = e.getCause();
      throw FileTrouble.explained("can't list", folder, cause == null ? new IOException(e) : cause);
    } catch (IOException e) {
      throw FileTrouble.explained("can't list", folder, e);
    }
  }

  /** Removes a folder with all that is in it; follows no link. Does nothing when it is missing. */
  public static void deleteTree(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      return;
    } catch (UncheckedIOException e) {
      IOException cause = e.getCause();
      throw FileTrouble.explained(
          "can't remove", folder, cause == null ? new IOException(e) : cause);
    } catch (IOException e) {
      throw FileTrouble.explained("can't remove", folder, e);
    }
  }

  public static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It stays, and will be removed like the file of a writer that was killed.
      return;
    }
  }

  private static Path parent(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file : parent;
  }
}
