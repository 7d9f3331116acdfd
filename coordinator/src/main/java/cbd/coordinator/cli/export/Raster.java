package cbd.coordinator.cli.export;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.FloatSize;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Draws a figure once more in pixels, for slides and mails that take no SVG. */
final class Raster {
  /** Pixels for each unit of the figure: sharp in print at its usual size. */
  private static final int SCALE = 2;

  private Raster() {}

  /**
   * Draws a figure, if this Java can write letters: one without any font cannot.
   *
   * @param svg the figure, on a white ground
   * @return why there is none; null when it was written
   * @throws IOException when the file cannot be written
   */
  static @Nullable String png(String svg, Path file) throws IOException {
    System.setProperty("java.awt.headless", "true");
    BufferedImage picture;
    try {
      if (GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames().length
          == 0) {
        return "this machine has no fonts";
      }
      picture = draw(svg);
    } catch (RuntimeException | LinkageError | InternalError e) {
      // So Java says that fontconfig or freetype is missing.
      return "this machine's Java cannot write letters: " + e;
    }
    ImageIO.write(picture, "png", file.toFile());
    return null;
  }

  private static BufferedImage draw(String svg) {
    SVGDocument figure =
        new SVGLoader()
            .load(
                new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)),
                null,
                LoaderContext.createDefault());
    if (figure == null) {
      throw new IllegalStateException("the figure is no SVG");
    }
    FloatSize size = figure.size();
    BufferedImage picture =
        new BufferedImage(
            Math.round(size.width * SCALE),
            Math.round(size.height * SCALE),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = picture.createGraphics();
    try {
      pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      pen.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      pen.scale(SCALE, SCALE);
      figure.render(null, pen);
    } finally {
      pen.dispose();
    }
    return picture;
  }
}
