import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.spi.ToolProvider;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Builds the self-contained run-time image: {@code bin/heartbeat} and, in {@code lib/heartbeat}, a
 * Java runtime that has our classes and all libraries in its module file.
 *
 * <p>Everything is one module because the class archive does not compare the module file's date: so the
 * image keeps its fast start after {@code cp -r}, which a class path of jars would lose.
 *
 * <p>Usage: java BuildImage.java CLASSES CLASSPATH WORK-DIR IMAGE-DIR SHRINKER-DIR
 */
public final class BuildImage {
  /** Referred to by libraries in paths that heartbeat does not take; java.desktop alone is 20 MB. */
  private static final List<String> LEFT_OUT =
      List.of(
          "java.desktop", "java.instrument", "java.management", "java.prefs", "java.rmi",
          "java.security.jgss", "jdk.jfr");

  /** Packages of libraries, with those below, in ways that heartbeat does not take. */
  private static final List<String> NOT_TAKEN =
      List.of(
          // Mail is sent, not fetched.
          "org/eclipse/angus/mail/imap", "org/eclipse/angus/mail/pop3",
          // The driver's messages are English, as ours are.
          "org/postgresql/translation");

  /**
   * The same in the modules of the Java runtime. java.sql wants java.xml for one of its interfaces; its parsers nobody
   * uses.
   */
  private static final List<String> NOT_TAKEN_IN_JAVA =
      List.of(
          "java.base/sun/security/tools/keytool", "java.naming/com/sun", "java.xml/com/sun", "java.xml/jdk");

  /**
   * What jlink compresses: inner packages of the runtime, most of which nothing loads, or loads from the archive, and
   * what only a switch with PostgreSQL loads. Only these, as xz makes the packages smaller from what is not compressed yet;
   * and not what makes lambdas, which serve loads.
   */
  private static final String PACKED =
      "zip-9:filter=/java.base/sun/**,/java.base/jdk/internal/[!c]*/**,/heartbeat/org/postgresql/jdbc/**";

  /** How the launcher says which archive to use. */
  private static final String ARCHIVE = "-XX:SharedArchiveFile=\"$lib/lib/heartbeat.jsa\"";

  /**
   * SQLite's library is in its jar once for each platform. The image has this machine's as a file
   * among the runtime's own: there it is found, and not unpacked into a /tmp that may be noexec.
   */
  private static final String SQLITE = "org/sqlite/native/";

  private static final String OUR_SQLITE =
      SQLITE
          + "Linux/"
          + Map.of("amd64", "x86_64", "ppc64le", "ppc64")
              .getOrDefault(System.getProperty("os.arch"), System.getProperty("os.arch"))
          + "/libsqlitejdbc.so";

  private final Path packaging = Path.of("packaging/image").toAbsolutePath();
  private final List<Path> classPath;
  private final Path work;
  private final Path image;
  private final Path shrinker;

  private BuildImage(List<Path> classPath, Path work, Path image, Path shrinker) {
    this.classPath = classPath;
    this.shrinker = shrinker;
    this.work = work;
    this.image = image;
  }

  public static void main(String[] args) throws Exception {
    List<Path> classPath = new ArrayList<>(List.of(Path.of(args[0])));
    for (String entry : args[1].split(File.pathSeparator)) {
      if (!Path.of(entry).equals(Path.of(args[0]))) {
        classPath.add(Path.of(entry));
      }
    }
    new BuildImage(classPath, Path.of(args[2]), Path.of(args[3]), Path.of(args[4])).build();
  }

  private void build() throws Exception {
    deleteTree(work);
    deleteTree(image);
    Path module = Files.createDirectories(work.resolve("module"));
    Map<String, TreeSet<String>> services = new TreeMap<>();
    for (Path entry : classPath) {
      merge(entry, module, services);
    }
    module = shrink(module, services);
    describe(module, services);
    Path runtime = image.resolve("lib/heartbeat");
    Files.createDirectories(runtime.getParent());
    // A process of its own for the first two options: without them jlink's plugins change a class in an order
    // that is another one each time, that of a table by identity.
    run(
        Path.of("/dev/null"), javaTool("jlink"), "-J-XX:+UnlockExperimentalVMOptions", "-J-XX:hashCode=2",
        "--module-path", module.toString(), "--add-modules", "heartbeat", "--output",
        runtime.toString(), "--strip-java-debug-attributes", "--no-header-files", "--no-man-pages", "--vm", "server",
        "--compress", PACKED, "--dedup-legal-notices", "error-if-not-same-content", "--exclude-resources=@" + notTakenInJava());
    Files.copy(work.resolve("libsqlitejdbc.so"), runtime.resolve("lib/libsqlitejdbc.so"));
    Path launcher = image.resolve("bin/heartbeat");
    Files.createDirectories(launcher.getParent());
    Files.copy(packaging.resolve("heartbeat.sh"), launcher);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    train(runtime);
    trim(runtime);
  }

  /** Copies a jar or folder into the one module; the first of two equal names wins, as on a class path. */
  private void merge(Path entry, Path module, Map<String, TreeSet<String>> services)
      throws IOException {
    if (Files.isDirectory(entry)) {
      copy(entry, entry, module, services);
      return;
    }
    try (var jar = FileSystems.newFileSystem(entry)) {
      Path root = jar.getPath("/");
      Path versions = root.resolve("META-INF/versions");
      if (Files.isDirectory(versions)) {
        try (var list = Files.list(versions)) {
          // Newest first, because the first copy of a class stays.
          for (Path version :
              list.filter(v -> number(v) <= 25).sorted((a, b) -> number(b) - number(a)).toList()) {
            copy(version, version, module, services);
          }
        }
      }
      copy(root, root, module, services);
    }
  }

  private static int number(Path version) {
    return Integer.parseInt(version.getFileName().toString().replace("/", ""));
  }

  private void copy(Path root, Path dir, Path module, Map<String, TreeSet<String>> services)
      throws IOException {
    try (var list = Files.list(dir)) {
      for (Path file : list.sorted().toList()) {
        String name = root.relativize(file).toString();
        Path target = module.resolve(name);
        if (Files.isDirectory(file)) {
          if (!name.matches("META-INF/(versions|maven|proguard)/?")) {
            copy(root, file, module, services);
          }
        } else if (name.startsWith(SQLITE)) {
          if (name.equals(OUR_SQLITE)) {
            Files.copy(file, work.resolve(target.getFileName().toString()));
          }
        } else if (name.startsWith("META-INF/services/")) {
          for (String line : Files.readAllLines(file)) {
            String provider = line.replaceFirst("#.*", "").strip();
            if (!provider.isEmpty()) {
              services
                  .computeIfAbsent(file.getFileName().toString(), s -> new TreeSet<>())
                  .add(provider);
            }
          }
        } else if (!name.endsWith("module-info.class")
            && !name.matches("META-INF/(MANIFEST.MF|INDEX.LIST|.*\\.(SF|RSA|DSA|EC))")
            && !name.matches(".*\\.kotlin_(builtins|module)") // for Kotlin's compiler and reflection
            && !Files.exists(target)) {
          Files.createDirectories(target.getParent());
          Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  /** Takes out of the libraries what heartbeat can't come to: {@code module} to {@code shrunk}. */
  private Path shrink(Path module, Map<String, TreeSet<String>> services) throws Exception {
    for (String left : NOT_TAKEN) {
      deleteTree(module.resolve(left));
    }
    Path java = work.resolve("java");
    run(
        Path.of("/dev/null"), javaTool("jimage"), "extract", "--dir", java.toString(), "--include",
        "regex:/(java\\.(base|logging|naming|security\\.sasl|sql|transaction\\.xa|xml)|jdk\\.unsupported)/.*", Path.of(System.getProperty("java.home"), "lib/modules").toString());
    Path shrunk = work.resolve("shrunk");
    Path rules = work.resolve("rules.pro");
    Shrink.rules(
        rules, module, shrunk, java, services.values().stream().flatMap(Set::stream).toList(),
        List.of(work.resolve("libsqlitejdbc.so")));
    run(
        Path.of("/dev/null"), javaTool("java"), "-cp", shrinker + "/*", "proguard.ProGuard",
        "@" + packaging.resolve("shrink.pro"), "@" + rules);
    deleteTree(shrunk.resolve("META-INF/native-image"));
    return shrunk;
  }

  /** The same for jlink, which wants every package of a module to be there: each keeps its smallest file. */
  private Path notTakenInJava() throws IOException {
    List<String> patterns = new ArrayList<>();
    Path java = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
    for (String start : NOT_TAKEN_IN_JAVA) {
      try (var tree = Files.walk(java.resolve(start))) {
        for (Path folder : tree.filter(Files::isDirectory).sorted().toList()) {
          Path kept = smallest(folder);
          if (kept != null) {
            String name = java.relativize(kept).toString();
            int file = name.lastIndexOf('/') + 1;
            patterns.add(
                "regex:/\\Q" + name.substring(0, file) + "\\E(?!\\Q" + name.substring(file) + "\\E$)[^/]+");
          }
        }
      }
    }
    // What java itself says of its options and policies, in other languages.
    patterns.add("regex:/java.base/sun/(launcher|security/util)/resources/[a-z]+_\\w+\\.class");
    return Files.write(work.resolve("not-taken"), patterns);
  }

  private static Path smallest(Path folder) throws IOException {
    Path smallest = null;
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        if (smallest == null || Files.size(file) < Files.size(smallest)) {
          smallest = file;
        }
      }
    }
    return smallest;
  }

  /** Writes and compiles the module's descriptor: what it needs, which services it has and uses. */
  private void describe(Path module, Map<String, TreeSet<String>> services) throws IOException {
    var deps = new java.io.StringWriter();
    ToolProvider.findFirst("jdeps")
        .orElseThrow()
        .run(
            new PrintWriter(deps),
            new PrintWriter(System.err),
            "--multi-release", "25", "--ignore-missing-deps", "--print-module-deps",
            module.toString());
    StringBuilder text = new StringBuilder("module heartbeat {\n");
    for (String required : deps.toString().strip().split(",")) {
      if (!LEFT_OUT.contains(required)) {
        text.append("  requires ").append(required).append(";\n");
      }
    }
    services.forEach(
        (service, providers) -> {
          if (!Files.exists(module.resolve(service.replace('.', '/') + ".class"))) {
            return; // a service of something that is not here, such as the JDK's own
          }
          text.append("  uses ").append(service).append(";\n");
          providers.removeIf(p -> !Files.exists(module.resolve(p.replace('.', '/') + ".class")));
          if (!providers.isEmpty()) {
            text.append("  provides ").append(service).append(" with ");
            text.append(String.join(", ", providers)).append(";\n");
          }
        });
    Path source = work.resolve("module-info.java");
    Files.writeString(source, text.append("}\n"));
    tool("javac", "--release", "25", "-nowarn", "-proc:none", "-d", module.toString(),
        source.toString(), packaging.resolve("Training.java").toString());
  }

  /**
   * Takes out what a runtime that only ever runs heartbeat does not need: tools, and the names of local
   * symbols, which are for debuggers. Without {@code strip} on this machine these stay, 5 MB.
   */
  private void trim(Path runtime) throws Exception {
    for (String name :
        List.of("bin/keytool", "bin/jrunscript", "bin/rmiregistry", "bin/serialver", "lib/jrt-fs.jar",
            "lib/classlist", "lib/jexec", "lib/libjsig.so",
            // Sorts long arrays of numbers with AVX-512; without it Java does so.
            "lib/libsimdsort.so")) {
      Files.deleteIfExists(runtime.resolve(name));
    }
    if (isInstalled("strip")) {
      try (var files = Files.walk(runtime)) {
        for (Path library : files.filter(f -> f.toString().endsWith(".so")).sorted().toList()) {
          run(Path.of("/dev/null"), "strip", "--strip-all", library.toString());
        }
      }
    }
  }

  /**
   * Makes the archive of loaded and linked classes (CDS with AOT class linking, JEP 483) from the real
   * runs of Training.java: they ping over http and https, succeed and fail, mail and record. Servers
   * for that are here, on loopback.
   *
   * <p>An AOT cache in one file (-XX:AOTCacheOutput) holds what compilers learned as well, which these
   * short runs do not use: they took a quarter more CPU with it.
   *
   * <p>Two builds give the same archive where {@code faketime} is installed: else it holds the time of day
   * at which it was made, in archived SoftReferences.
   */
  private void train(Path runtime) throws Exception {
    Path store = work.resolve("training.p12");
    run(
        Path.of("/dev/null"),
        javaTool("keytool"), "-genkeypair", "-keyalg", "EC", "-alias", "t", "-dname", "CN=localhost", "-ext",
        "san=dns:localhost", "-storetype", "PKCS12", "-storepass", "training", "-keystore",
        store.toString());
    KeyStore keys = KeyStore.getInstance(store.toFile(), "training".toCharArray());
    Path ca = work.resolve("training.pem");
    Files.writeString(
        ca,
        "-----BEGIN CERTIFICATE-----\n"
            + java.util.Base64.getMimeEncoder().encodeToString(keys.getCertificate("t").getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(keys, "training".toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(factory.getKeyManagers(), null, null);
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpsServer https = HttpsServer.create(any, 0);
    https.setHttpsConfigurator(new HttpsConfigurator(tls));
    HttpServer http = HttpServer.create(any, 0);
    for (HttpServer server : List.of(http, https)) {
      server.createContext("/", BuildImage::takePing);
      server.start();
    }
    try (ServerSocket smtp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> serveMail(smtp));
      Path config = work.resolve("training.yml");
      Files.writeString(
          config,
          """
          smtp: { host: localhost, port: %d, from: heartbeat@localhost }
          defaults:
            mail: { to: [admin@localhost] }
          jobs:
            moodle:
              ping: http://127.0.0.1:%d/ping/8116e449-d71c-4112-8f5d-a66f60902091
            training:
              preset: moodle
              ping:
                url: https://localhost:%d/8116e449-d71c-4112-8f5d-a66f60902091
                ca-file: %s
          """
              .formatted(
                  smtp.getLocalPort(), http.getAddress().getPort(), https.getAddress().getPort(), ca));
      Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
      // The same command line as the launcher's, but for what is done with the archive.
      Path recorded = work.resolve("training.classes");
      Path trainer =
          launcherWith(
              "trainer",
              launcher ->
                  launcher
                      .replace(ARCHIVE, "-Xshare:off -XX:DumpLoadedClassList=" + recorded)
                      .replace("heartbeat.Main", "heartbeat.Training")
                      // The start ping's own process is not to write the list, too.
                      .replace("\"$bin/heartbeat\"", "/bin/true"));
      Path log = work.resolve("training.log");
      Files.writeString(
          log,
          """
          Server Time: Fri, 20 Nov 2026 07:28:16 +0000
          Execute scheduled task: Training (t)
          Scheduled task complete: Training (t)
          Cron run completed correctly
          Cron completed at 07:28:17 in 1.2 seconds. Memory used: 42.1 MB.
          """);
      run(log, trainer.toString(), config.toString(), work.resolve("training-state").toString());
      Path classes = work.resolve("archive.classes");
      ClassList.write(recorded, runtime, classes);
      Path dumper =
          launcherWith(
              "dumper",
              launcher ->
                  launcher.replace(
                      ARCHIVE,
                      "-Xshare:dump -XX:+AOTClassLinking -XX:SharedClassListFile="
                          + classes
                          + " "
                          + ARCHIVE));
      List<String> dump = new ArrayList<>();
      if (isInstalled("faketime")) {
        dump.addAll(List.of("faketime", "-f", "2000-01-01 00:00:00"));
      }
      dump.add(dumper.toString());
      run(Path.of("/dev/null"), dump.toArray(String[]::new));
    } finally {
      http.stop(0);
      https.stop(0);
    }
  }

  private Path launcherWith(String name, UnaryOperator<String> change) throws IOException {
    Path bin = Files.createDirectories(work.resolve("image/bin"));
    Path lib = Files.createDirectories(work.resolve("image/lib")).resolve("heartbeat");
    if (!Files.exists(lib)) {
      Files.createSymbolicLink(lib, image.resolve("lib/heartbeat").toAbsolutePath());
    }
    String launcher = Files.readString(image.resolve("bin/heartbeat"));
    Path changed = Files.writeString(bin.resolve(name), change.apply(launcher));
    Files.setPosixFilePermissions(changed, PosixFilePermissions.fromString("rwxr-xr-x"));
    return changed;
  }

  private static String javaTool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  private static boolean isInstalled(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static void takePing(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    // Each ping makes a connection of its own, also where two come quickly after each other.
    exchange.getResponseHeaders().set("Connection", "close");
    exchange.sendResponseHeaders(200, 2);
    exchange.getResponseBody().write("OK".getBytes(StandardCharsets.UTF_8));
    exchange.close();
  }

  /**
   * An SMTP server (RFC 5321) that takes everything, in its time: a client that sometimes waits would
   * load sometimes more classes.
   */
  private static void serveMail(ServerSocket server) {
    while (true) {
      try (Socket socket = server.accept();
          var in =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
          var out =
              new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.ISO_8859_1)) {
        answer(out, "220 training");
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          if (data && !line.equals(".")) {
            continue;
          }
          data = line.equals("DATA");
          answer(out, data ? "354 go on" : line.equals("QUIT") ? "221 bye" : "250 OK");
        }
      } catch (IOException | InterruptedException e) {
        if (server.isClosed()) {
          return;
        }
      }
    }
  }

  private static void answer(Writer out, String line) throws IOException, InterruptedException {
    Thread.sleep(20);
    out.write(line + "\r\n");
    out.flush();
  }

  private void run(Path input, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(Map.of("TZ", "Europe/Amsterdam", "LC_ALL", "C.UTF-8"));
    Path log = work.resolve("build.log");
    builder.redirectInput(input.toFile());
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    int status = builder.start().waitFor();
    if (status != 0) {
      throw new IllegalStateException(
          String.join(" ", command) + ": status " + status + "\n" + Files.readString(log));
    }
  }

  private static void tool(String name, String... args) {
    int status = ToolProvider.findFirst(name).orElseThrow().run(System.out, System.err, args);
    if (status != 0) {
      throw new IllegalStateException(name + " " + Arrays.toString(args) + ": status " + status);
    }
  }

  private static void deleteTree(Path root) throws IOException {
    if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      try (var walk = Files.walk(root)) {
        for (Path path : walk.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
