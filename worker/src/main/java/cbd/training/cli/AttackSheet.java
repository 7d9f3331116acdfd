package cbd.training.cli;

import cbd.training.data.ImageSet;
import cbd.training.picture.AmplifiedChange;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture of what an attack does to some images: sections side by side, in each a row per image
 * (clean, with the trigger, the change times a gain around grey) and its caption. No text leaves
 * its section: what is longer goes on in another line.
 */
final class AttackSheet {
  private static final int PAPER = 0xE4E6EA;
  private static final int INK = 0x202020;
  private static final int GAP = 6;
  private static final int MARGIN = 18;
  private static final int LARGE = 2;

  /** Cells of fewer pixels get small letters. */
  private static final int LARGE_CELL = 120;

  private final int height;
  private final int width;
  private final int scale;
  private final AmplifiedChange change;
  private final int letters;

  /** What stands above the panels. */
  private final List<String> heads;

  /** Pixels of a panel or of what stands above it, whichever is wider. */
  private final int panelWidth;

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
    this.change = new AmplifiedChange(gain);
    this.letters = width * scale >= LARGE_CELL ? LARGE : 1;
    this.heads = List.of("clean", "triggered", "change x" + gain);
    this.panelWidth =
        heads.stream()
            .mapToInt(head -> Glyphs.width(head, letters))
            .reduce(width * scale, Math::max);
  }

  /** An image before and after, [3][height][width] each, and what became of its label. */
  @SuppressWarnings("ArrayRecordComponent") // from the images to the sheet, never compared
  record Exhibit(byte[] clean, byte[] triggered, String caption) {}

  /** Images that belong together. */
  record Section(String title, List<Exhibit> exhibits) {}

  /** The largest factor that cuts off hardly any change; 1 where there is none. */
  static int fittingGain(List<Section> sections) {
    return AmplifiedChange.fitting(
            sections.stream()
                .flatMap(section -> section.exhibits().stream())
                .map(AttackSheet::pair)
                .toList())
        .gain();
  }

  /** Pixels of a section from its left edge to its right. */
  int sectionWidth() {
    return heads.size() * panelWidth + (heads.size() - 1) * GAP;
  }

  /**
   * Draws the sheet.
   *
   * @param heading lines above everything, wrapped at spaces
   * @param sections at least one
   */
  BufferedImage draw(List<String> heading, List<Section> sections) {
    int sheetWidth = MARGIN + sections.size() * (sectionWidth() + MARGIN);
    List<String> lines = new ArrayList<>();
    for (String text : heading) {
      lines.addAll(Glyphs.wrapped(text, sheetWidth - 2 * MARGIN, letters));
    }
    int top = MARGIN + lines.size() * line() + MARGIN;
    int rows = sections.stream().mapToInt(each -> each.exhibits().size()).max().orElse(0);
    int captionLines =
        sections.stream()
            .flatMap(section -> section.exhibits().stream())
            .mapToInt(exhibit -> inSection(exhibit.caption()).size())
            .max()
            .orElse(1);
    int rowHeight = height * scale + GAP + captionLines * line() + MARGIN / 2;
    int sheetHeight = top + 2 * line() + rows * rowHeight;
    BufferedImage sheet = new BufferedImage(sheetWidth, sheetHeight, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < sheetHeight; y++) {
      for (int x = 0; x < sheetWidth; x++) {
        sheet.setRGB(x, y, PAPER);
      }
    }
    write(sheet, lines, MARGIN, MARGIN);
    for (int i = 0; i < sections.size(); i++) {
      draw(sheet, sections.get(i), MARGIN + i * (sectionWidth() + MARGIN), top, rowHeight);
    }
    return sheet;
  }

  private void draw(BufferedImage sheet, Section section, int left, int top, int rowHeight) {
    Glyphs.draw(sheet, section.title(), left, top, letters, INK);
    for (int panel = 0; panel < heads.size(); panel++) {
      Glyphs.draw(sheet, heads.get(panel), panelLeft(left, panel), top + line(), letters, INK);
    }
    int y = top + 2 * line();
    for (Exhibit exhibit : section.exhibits()) {
      byte[][] panels = {exhibit.clean(), exhibit.triggered(), change.of(pair(exhibit))};
      for (int panel = 0; panel < panels.length; panel++) {
        paint(sheet, panels[panel], panelLeft(left, panel), y);
      }
      write(sheet, inSection(exhibit.caption()), left, y + height * scale + GAP);
      y += rowHeight;
    }
  }

  private static AmplifiedChange.Pair pair(Exhibit exhibit) {
    return new AmplifiedChange.Pair(exhibit.clean(), exhibit.triggered());
  }

  private void write(BufferedImage sheet, List<String> lines, int left, int top) {
    for (int i = 0; i < lines.size(); i++) {
      Glyphs.draw(sheet, lines.get(i), left, top + i * line(), letters, INK);
    }
  }

  private List<String> inSection(String text) {
    return Glyphs.wrapped(text, sectionWidth(), letters);
  }

  private int line() {
    return Glyphs.LINE * letters;
  }

  private int panelLeft(int left, int panel) {
    return left + panel * (panelWidth + GAP);
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
}
