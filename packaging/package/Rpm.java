import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.packager.rpm.FileFlags;
import org.eclipse.packager.rpm.RpmTag;
import org.eclipse.packager.rpm.RpmTagValue;
import org.eclipse.packager.rpm.RpmVersion;
import org.eclipse.packager.rpm.build.BuilderContext;
import org.eclipse.packager.rpm.build.BuilderOptions;
import org.eclipse.packager.rpm.build.FileInformation;
import org.eclipse.packager.rpm.build.RpmBuilder;
import org.eclipse.packager.rpm.coding.PayloadCoding;
import org.eclipse.packager.rpm.deps.RpmDependencyFlags;

/** Writes a binary package for rpm, without rpmbuild. */
final class Rpm {
  private final Instant date;
  private final List<String> libraries;

  /**
   * @param date of every file in it, and of the build
   * @param libraries what its programs need of others, as rpm names it
   */
  Rpm(Instant date, List<String> libraries) {
    this.date = date;
    this.libraries = libraries;
  }

  /**
   * @param scripts the folder with the scriptlets
   */
  void write(Collection<Item> items, Path scripts, Description of, String architecture, Path target)
      throws IOException {
    var options = new BuilderOptions();
    options.setPayloadCoding(PayloadCoding.XZ);
    options.setPayloadFlags("6");
    options.setOpenOptions(
        new StandardOpenOption[] {
          StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE
        });
    var version = new RpmVersion(of.version(), "1");
    try (var rpm = new RpmBuilder(of.name(), version, architecture, target, options)) {
      describe(rpm, of);
      rpm.setPreInstallationScript(Files.readString(scripts.resolve("pre")));
      rpm.setPostInstallationScript(Files.readString(scripts.resolve("post")));
      rpm.setPreRemoveScript(Files.readString(scripts.resolve("preun")));
      rpm.setPostRemoveScript(Files.readString(scripts.resolve("postun")));
      BuilderContext context = rpm.newContext();
      for (Item item : items) {
        add(context, item);
      }
      rpm.build();
    }
  }

  private void describe(RpmBuilder rpm, Description of) {
    RpmBuilder.PackageInformation information = rpm.getInformation();
    information.setSummary(of.summary());
    information.setDescription(of.text());
    information.setLicense(of.licence());
    information.setPackager(of.maintainer());
    information.setGroup("System Environment/Base");
    // Neither host nor moment of the build: two builds are to give the same bytes.
    information.setBuildHost("localhost");
    rpm.setHeaderCustomizer(
        header -> {
          header.putInt(RpmTag.BUILDTIME, Math.toIntExact(date.getEpochSecond()));
          // packager-rpm 0.21 leaves out what makes rpm look for it in itself.
          String[] names =
              header.get(RpmTag.REQUIRE_NAME) instanceof RpmTagValue value
                  ? value.asStringArray().orElseThrow()
                  : new String[0];
          for (int i = 0; i < names.length; i++) {
            names[i] = names[i].equals("PayloadIsXz") ? "rpmlib(PayloadIsXz)" : names[i];
          }
          header.putStringArray(RpmTag.REQUIRE_NAME, names);
        });
    rpm.addRequirement("/bin/sh", "");
    for (String library : libraries) {
      rpm.addRequirement(library, "");
    }
    for (String tool : new String[] {"getent", "groupadd", "useradd"}) {
      rpm.addRequirement(
          "/usr/" + (tool.equals("getent") ? "bin/" : "sbin/") + tool,
          "",
          RpmDependencyFlags.SCRIPT_PRE);
    }
    // What heartbeat-flush.service calls.
    for (String tool : new String[] {"find", "setpriv", "timeout"}) {
      rpm.addRequirement("/usr/bin/" + tool, "");
    }
    rpm.addSuggests("nagios-plugins-disk", "");
    rpm.addSuggests("nagios-plugins-load", "");
    rpm.addSuggests("nagios-plugins-http", "");
  }

  private void add(BuilderContext context, Item item) throws IOException {
    switch (item) {
      case Item.Folder folder -> {
        // The system's own folders belong to others.
        if (folder.path().contains("heartbeat")) {
          context.addDirectory(folder.path(), it -> fill(it, folder.mode(), folder.group()));
        }
      }
      case Item.File file ->
          context.addFile(
              file.path(),
              file.source(),
              (path, source, type) -> {
                var it = new FileInformation();
                fill(it, file.mode(), file.group());
                it.setFileFlags(flags(file));
                return it;
              });
      case Item.Link link ->
          context.addSymbolicLink(link.path(), link.target(), it -> fill(it, 0777, "root"));
    }
  }

  /** What rpmbuild would mark: {@code rpm -qd} shows documents, and some machines leave them out. */
  private static EnumSet<FileFlags> flags(Item.File file) {
    if (file.config()) {
      return EnumSet.of(FileFlags.CONFIGURATION, FileFlags.NOREPLACE);
    }
    if (file.path().matches("/usr/share/(doc|man)/.*")) {
      return EnumSet.of(FileFlags.DOC);
    }
    return file.path().startsWith("/usr/share/licenses/")
        ? EnumSet.of(FileFlags.LICENSE)
        : EnumSet.noneOf(FileFlags.class);
  }

  private void fill(FileInformation it, int mode, String group) {
    it.setTimestamp(date);
    it.setUser("root");
    it.setGroup(group);
    it.setMode((short) mode);
  }
}
