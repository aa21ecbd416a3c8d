import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.tukaani.xz.FilterOptions;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.X86Options;
import org.tukaani.xz.XZOutputStream;

/** Writes a binary package as deb(5) describes it. */
final class Deb {
  private static final List<String> SCRIPTS = List.of("postinst", "prerm", "postrm");

  private final Instant date;

  /**
   * @param date of every file in it
   */
  Deb(Instant date) {
    this.date = date;
  }

  /**
   * @param control the folder with the control file's text and the maintainer scripts
   * @param fields the control file
   */
  void write(Collection<Item> items, Path control, String fields, Path target) throws IOException {
    Path data = target.resolveSibling(target.getFileName() + ".data");
    try (var tar = tar(Files.newOutputStream(data))) {
      for (Item item : items) {
        add(tar, item);
      }
    }
    try (var ar = new ArArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(target)))) {
      member(ar, "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
      member(ar, "control.tar.xz", control(items, control, fields));
      entry(ar, "data.tar.xz", Files.size(data));
      Files.copy(data, ar);
      ar.closeArchiveEntry();
    } finally {
      Files.delete(data);
    }
  }

  private byte[] control(Collection<Item> items, Path folder, String fields) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = tar(bytes)) {
      folder(tar, "./", 0755);
      file(tar, "./conffiles", 0644, conffiles(items).getBytes(StandardCharsets.UTF_8));
      file(tar, "./control", 0644, fields.getBytes(StandardCharsets.UTF_8));
      file(tar, "./md5sums", 0644, sums(items).getBytes(StandardCharsets.UTF_8));
      for (String script : SCRIPTS) {
        file(tar, "./" + script, 0755, Files.readAllBytes(folder.resolve(script)));
      }
    }
    return bytes.toByteArray();
  }

  private static String conffiles(Collection<Item> items) {
    var lines = new StringBuilder();
    for (Item item : items) {
      if (item instanceof Item.File file && file.config()) {
        lines.append(file.path()).append('\n');
      }
    }
    return lines.toString();
  }

  /** For {@code dpkg --verify}; conffiles are summed by dpkg itself. */
  private static String sums(Collection<Item> items) throws IOException {
    var lines = new StringBuilder();
    for (Item item : items) {
      if (item instanceof Item.File file && !file.config()) {
        lines.append(sum(file.source())).append("  ").append(file.path().substring(1)).append('\n');
      }
    }
    return lines.toString();
  }

  private static String sum(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of 9: against 1 it takes 13 % off, for about a minute more of a processor. */
  private static final int PACKED = 6;

  /** So much memory it takes to install it; the usual 8 MB make it 1.5 % larger. */
  private static final int DICTIONARY = 32 << 20;

  private static TarArchiveOutputStream tar(OutputStream out) throws IOException {
    var packed = new LZMA2Options(PACKED);
    packed.setDictSize(DICTIONARY);
    // Calls in the code of a processor are made alike first: 2 % off.
    FilterOptions[] filters =
        System.getProperty("os.arch").equals("amd64")
            ? new FilterOptions[] {new X86Options(), packed}
            : new FilterOptions[] {packed};
    var xz = new XZOutputStream(new BufferedOutputStream(out), filters);
    var tar = new TarArchiveOutputStream(xz, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
    return tar;
  }

  private void add(TarArchiveOutputStream tar, Item item) throws IOException {
    String name = "." + item.path();
    switch (item) {
      case Item.Folder folder -> folder(tar, name + "/", folder.mode());
      case Item.File file -> file(tar, name, file.mode(), Files.readAllBytes(file.source()));
      case Item.Link link -> {
        var entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(link.target());
        put(tar, entry, 0777, new byte[0]);
      }
    }
  }

  private void folder(TarArchiveOutputStream tar, String name, int mode) throws IOException {
    put(tar, new TarArchiveEntry(name), mode, new byte[0]);
  }

  private void file(TarArchiveOutputStream tar, String name, int mode, byte[] bytes)
      throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    put(tar, entry, mode, bytes);
  }

  /** Everything is root's: other groups are for postinst, which can ask for local overrides. */
  private void put(TarArchiveOutputStream tar, TarArchiveEntry entry, int mode, byte[] bytes)
      throws IOException {
    entry.setMode(mode);
    entry.setIds(0, 0);
    entry.setNames("root", "root");
    entry.setModTime(Date.from(date));
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private void member(ArArchiveOutputStream ar, String name, byte[] bytes) throws IOException {
    entry(ar, name, bytes.length);
    ar.write(bytes);
    ar.closeArchiveEntry();
  }

  private void entry(ArArchiveOutputStream ar, String name, long size) throws IOException {
    ar.putArchiveEntry(new ArArchiveEntry(name, size, 0, 0, 0100644, date.getEpochSecond()));
  }
}
