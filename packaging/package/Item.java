import java.nio.file.Path;

/** A folder, file or link of the package, by its absolute path; root owns them all. */
sealed interface Item {
  String path();

  /**
   * @param mode permission bits, with set-group-ID and sticky
   * @param group made by the package itself where it is not root's
   */
  record Folder(String path, int mode, String group) implements Item {}

  /**
   * @param config whether an administrator's changes to it stay
   * @param source where its bytes are now
   */
  record File(String path, int mode, String group, boolean config, Path source) implements Item {}

  /**
   * @param target relative, as it stands in the link
   */
  record Link(String path, String target) implements Item {}
}
