package cbd.coordinator.cli;

import cbd.coordinator.access.Loopback;
import java.net.URI;

/**
 * How coordinators are spoken to: what a person left out of an address, and what is refused.
 *
 * @param authority whether an authority was named, which only https:// can use
 * @param token whether a token will be sent
 * @param insecure whether the person said that it may be sent in plain text
 */
record CoordinatorAddress(boolean authority, boolean token, boolean insecure) {

  /**
   * An address without what a copied link may carry behind the port.
   *
   * @throws CliFailure when it is none, or tells a secret to everybody on the way
   */
  URI of(String url) {
    try {
      URI uri = URI.create(url.contains("://") ? url : scheme(url) + url);
      String host = uri.getHost();
      if (host != null && uri.getScheme().matches("https?")) {
        if (uri.getScheme().equals("http")) {
          refuseToSpeakPlainly(uri, host);
        }
        return URI.create(uri.getScheme() + "://" + uri.getAuthority());
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new CliFailure(
        Exit.INVALID,
        "--coordinator must be an address such as http://127.0.0.1:8470, but was '" + url + "'");
  }

  private String scheme(String url) {
    String host = URI.create("http://" + url).getHost();
    boolean secret = token && !insecure && host != null && !Loopback.contains(host);
    return authority || secret ? "https://" : "http://";
  }

  private void refuseToSpeakPlainly(URI uri, String host) {
    if (authority) {
      throw new CliFailure(
          Exit.INVALID,
          "--ca is for https://, but --coordinator was '"
              + uri
              + "': write https://"
              + uri.getAuthority()
              + ", or leave --ca and CBD_CA out");
    }
    if (token && !insecure && !Loopback.contains(host)) {
      throw new CliFailure(
          Exit.INVALID,
          "whoever is on the way to '"
              + uri
              + "' could read your token: write https://"
              + uri.getAuthority()
              + " (and --ca FILE), or, in a network you trust, add --insecure or set"
              + " CBD_INSECURE=true");
    }
  }
}
