/**
 * What a package says of itself.
 *
 * @param version in the packages' order of versions: what comes before a release has a tilde
 * @param text lines of at most 78 characters, paragraphs parted by an empty line
 */
record Description(
    String name,
    String version,
    String maintainer,
    String licence,
    String summary,
    String text) {}
