package heartbeat.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads files and flags into a {@link Config}. */
public final class ConfigLoader {
  private ConfigLoader() {}

  /** Reads everything. It never throws because of what a user wrote: that is in the problems. */
  public static Config load(Sources sources, Flags flags) {
    return load(sources, flags, false);
  }

  /**
   * Likewise, for a command that sends nothing: a system config that this user may not read is no
   * error.
   */
  public static Config loadReadable(Sources sources, Flags flags) {
    return load(sources, flags, true);
  }

  private static Config load(Sources sources, Flags flags, boolean readableIsEnough) {
    var problems = new ArrayList<>(flags.problems());
    var values = new Values(sources.env(), problems);
    Settings given = given(flags, values);
    var draft = new Draft();
    boolean saysEnough =
        namesWhoIsTold(given) && (flags.command().isEmpty() || saysHowItIsJudged(given));
    boolean doWithout = flags.config() == null && (readableIsEnough || saysEnough);
    var files = sources.files(flags.config(), doWithout, problems);
    for (Path file : files) {
      SourceFile source = SourceFile.read(file, doWithout && sources.isSystems(file), problems);
      if (source != null) {
        new FileReader(source, draft, values, problems).read();
      }
    }
    var transport = MailSource.of(draft.top, given, problems);
    checkSense(draft, given, flags, problems);
    checkChannels(draft, given, flags, sources, problems);
    if (problems.size() > 1) {
      problems.sort(fromTopToBottom(files));
    }
    return new Config(files, draft, given, transport, problems, sources.env());
  }

  /**
   * Whether the command line alone says whom to notify: then a system config that this user may not
   * read is no error, as for the job of a user outside of the group heartbeat.
   */
  private static boolean namesWhoIsTold(Settings given) {
    return given.place(PingKeys.URL) != null
        || given.place(PingKeys.FAILURE_URL) != null
        || given.place(MailKeys.TO) != null;
  }

  /**
   * Whether the command line says when a command succeeds. An exit status of 0 must not be a
   * success when a config that this user may not read may ask for more. In a pipe this is not
   * needed: the built-in rule asks for a marker.
   */
  private static boolean saysHowItIsJudged(Settings given) {
    return given.has(JobKeys.PRESET)
        || given.has(JobKeys.SUCCESS_MARKER)
        || given.has(JobKeys.FAILURE_MARKER);
  }

  private static Settings given(Flags flags, Values values) {
    var settings = new Settings();
    for (var entry : flags.given().entrySet()) {
      Key key = entry.getKey();
      List<RawValue> written = entry.getValue();
      Object value = key == PingKeys.HEADERS ? values.headers(written) : values.read(key, written);
      if (value != null) {
        settings.put(key, new Setting(value, written.getLast().place()));
      }
    }
    return settings;
  }

  private static void checkSense(Draft draft, Settings given, Flags flags, List<Problem> problems) {
    for (var job : draft.jobs.entrySet()) {
      var all = new Settings();
      all.putAll(draft.defaults);
      all.putAll(job.getValue().settings());
      if (flags.job() != null && flags.job().value().equals(job.getKey())) {
        all.putAll(given);
      }
      ConsistencyCheck.check(job.getValue().settings(), all, problems);
    }
  }

  /** Each name must be that of a channel; those of the job that runs must be usable, too. */
  private static void checkChannels(
      Draft draft, Settings given, Flags flags, Sources sources, List<Problem> problems) {
    List<String> known = List.copyOf(draft.channels.keySet());
    List<Settings> levels = new ArrayList<>(List.of(given, draft.defaults));
    draft.jobs.values().forEach(job -> levels.add(job.settings()));
    for (Settings level : levels) {
      Place place = level.place(JobKeys.ALERT);
      for (String name : Config.names(level)) {
        if (place != null && !known.contains(name)) {
          problems.add(place.error(ChannelConfig.noChannel(name, known)));
        }
      }
    }
    if (flags.job() == null) {
      return;
    }
    Settings own = new Settings();
    own.putAll(draft.defaults);
    Draft.Section section = draft.jobs.get(flags.job().value());
    if (section != null) {
      own.putAll(section.settings());
    }
    own.putAll(given);
    for (String name : Config.names(own)) {
      Entry entry = draft.channels.get(name);
      if (entry != null) {
        Config.channel(entry, new Substitution(sources.env()), problems);
      }
    }
  }

  private static Comparator<Problem> fromTopToBottom(List<Path> files) {
    return Comparator.<Problem>comparingInt(p -> p.file() == null ? -1 : order(p.file(), files))
        .thenComparingInt(Problem::line)
        .thenComparingInt(Problem::column);
  }

  private static int order(Path file, List<Path> files) {
    int index = files.indexOf(file);
    return index < 0 ? files.size() : index;
  }
}
