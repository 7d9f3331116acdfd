package cbd.training.cli;

import cbd.training.data.ImageSet;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture of what an attack does to some images: sections side by side, in each a row per image
 * (clean, with the trigger, the change times a gain around grey) and its caption.
 */
final class AttackSheet {
  private static final int PAPER = 0xE4E6EA;
  private static final int INK = 0x202020;
  private static final int NO_CHANGE = 128;
  private static final int PANELS = 3;
  private static final int GAP = 6;
  private static final int MARGIN = 18;
  private static final int LARGE = 2;

  /** Cells of fewer pixels get small letters. */
  private static final int LARGE_CELL = 120;

  /** The largest hundredth of the changes may be cut off. */
  private static final double SHOWN_WHOLE = 0.99;

  private final int height;
  private final int width;
  private final int scale;
  private final int gain;
  private final int letters;

  /**
   * Makes the drawing hand.
   *
   * @param height of the images, pixels
   * @param width of the images, pixels
   * @param scale pixels of the sheet to a pixel of an image
   * @param gain factor on the change
   */
  AttackSheet(int height, int width, int scale, int gain) {
    this.height = height;
    this.width = width;
    this.scale = scale;
    this.gain = gain;
    this.letters = width * scale >= LARGE_CELL ? LARGE : 1;
  }

  /** An image before and after, [3][height][width] each, and what became of its label. */
  @SuppressWarnings("ArrayRecordComponent") // from the images to the sheet, never compared
  record Exhibit(byte[] clean, byte[] triggered, String caption) {}

  /** Images that belong together. */
  record Section(String title, List<Exhibit> exhibits) {}

  /** The largest factor that cuts off hardly any change; 1 where there is none. */
  static int fittingGain(List<Section> sections) {
    int[] counts = new int[256];
    int changed = 0;
    for (Section section : sections) {
      for (Exhibit exhibit : section.exhibits()) {
        for (int i = 0; i < exhibit.clean().length; i++) {
          int change = Math.abs((exhibit.triggered()[i] & 0xFF) - (exhibit.clean()[i] & 0xFF));
          counts[change]++;
          changed += change > 0 ? 1 : 0;
        }
      }
    }
    int seen = 0;
    for (int change = 1; changed > 0 && change < counts.length; change++) {
      seen += counts[change];
      if (seen >= SHOWN_WHOLE * changed) {
        return Math.max(1, (NO_CHANGE - 1) / change);
      }
    }
    return 1;
  }

  /**
   * Draws the sheet.
   *
   * @param heading lines above everything, wrapped at spaces
   * @param sections at least one
   */
  BufferedImage draw(List<String> heading, List<Section> sections) {
    int sheetWidth = MARGIN + sections.size() * (sectionWidth() + MARGIN);
    List<String> lines = wrapped(heading, (sheetWidth - 2 * MARGIN) / (Glyphs.ADVANCE * letters));
    int top = MARGIN + lines.size() * line() + MARGIN;
    int rows = sections.stream().mapToInt(each -> each.exhibits().size()).max().orElse(0);
    int sheetHeight = top + 2 * line() + rows * rowHeight();
    BufferedImage sheet = new BufferedImage(sheetWidth, sheetHeight, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < sheetHeight; y++) {
      for (int x = 0; x < sheetWidth; x++) {
        sheet.setRGB(x, y, PAPER);
      }
    }
    for (int i = 0; i < lines.size(); i++) {
      Glyphs.draw(sheet, lines.get(i), MARGIN, MARGIN + i * line(), letters, INK);
    }
    for (int i = 0; i < sections.size(); i++) {
      draw(sheet, sections.get(i), MARGIN + i * (sectionWidth() + MARGIN), top);
    }
    return sheet;
  }

  private void draw(BufferedImage sheet, Section section, int left, int top) {
    Glyphs.draw(sheet, section.title(), left, top, letters, INK);
    String[] heads = {"clean", "triggered", "change x" + gain};
    for (int panel = 0; panel < PANELS; panel++) {
      Glyphs.draw(sheet, heads[panel], panelLeft(left, panel), top + line(), letters, INK);
    }
    int y = top + 2 * line();
    for (Exhibit exhibit : section.exhibits()) {
      byte[][] panels = {exhibit.clean(), exhibit.triggered(), change(exhibit)};
      for (int panel = 0; panel < PANELS; panel++) {
        paint(sheet, panels[panel], panelLeft(left, panel), y);
      }
      Glyphs.draw(sheet, exhibit.caption(), left, y + height * scale + GAP, letters, INK);
      y += rowHeight();
    }
  }

  private int sectionWidth() {
    return PANELS * width * scale + (PANELS - 1) * GAP;
  }

  private int rowHeight() {
    return height * scale + GAP + line() + MARGIN / 2;
  }

  private int line() {
    return Glyphs.LINE * letters;
  }

  private int panelLeft(int left, int panel) {
    return left + panel * (width * scale + GAP);
  }

  /** Grey where nothing changed, lighter where it became lighter, in each channel. */
  private byte[] change(Exhibit exhibit) {
    byte[] change = new byte[exhibit.clean().length];
    for (int i = 0; i < change.length; i++) {
      int difference = (exhibit.triggered()[i] & 0xFF) - (exhibit.clean()[i] & 0xFF);
      change[i] = (byte) Math.max(0, Math.min(255, NO_CHANGE + gain * difference));
    }
    return change;
  }

  private void paint(BufferedImage sheet, byte[] image, int left, int top) {
    for (int y = 0; y < height * scale; y++) {
      for (int x = 0; x < width * scale; x++) {
        int rgb = 0;
        for (int channel = 0; channel < ImageSet.CHANNELS; channel++) {
          int sample = image[(channel * height + y / scale) * width + x / scale] & 0xFF;
          rgb = (rgb << 8) | sample;
        }
        sheet.setRGB(left + x, top + y, rgb);
      }
    }
  }

  private static List<String> wrapped(List<String> texts, int letters) {
    List<String> lines = new ArrayList<>();
    for (String text : texts) {
      StringBuilder line = new StringBuilder();
      for (String word : text.split(" ", -1)) {
        if (line.length() > 0 && line.length() + 1 + word.length() > letters) {
          lines.add(line.toString());
          line.setLength(0);
        }
        line.append(line.length() == 0 ? "" : " ").append(word);
      }
      lines.add(line.toString());
    }
    return lines;
  }
}
