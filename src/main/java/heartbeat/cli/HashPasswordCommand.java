package heartbeat.cli;

import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Refusal;
import heartbeat.server.http.PasswordHash;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code heartbeat hash-password}: the hash of a password or API key, for the config. */
@Command(
    name = "hash-password",
    description = "Prints the hash of a password or API key, to be put into the config.",
    footer = {
      "",
      "Asks for it twice; without a terminal it is the first line of the input.",
      "",
      "Example:  heartbeat hash-password"
    })
final class HashPasswordCommand implements Callable<Integer> {
  private final Invocation invocation;
  private final InputStream in;

  HashPasswordCommand(Invocation invocation, InputStream in) {
    this.invocation = invocation;
    this.in = in;
  }

  @Override
  public Integer call() throws IOException {
    String password = password();
    if (password == null || password.isEmpty()) {
      throw new Refusal(ExitStatus.USAGE, "an empty password is no password");
    }
    invocation.out().println(PasswordHash.of(password));
    return ExitStatus.OK;
  }

  private @Nullable String password() throws IOException {
    Console console = Invocation.isTerminal(0) ? System.console() : null;
    if (console != null) {
      char[] typed = console.readPassword("Password: ");
      char[] again = typed == null ? null : console.readPassword("Once more: ");
      if (!Arrays.equals(typed, again)) {
        throw new Refusal(ExitStatus.USAGE, "the two passwords differ; nothing was hashed");
      }
      return typed == null ? null : new String(typed);
    }
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
  }
}
