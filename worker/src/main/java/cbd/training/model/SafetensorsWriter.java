package cbd.training.model;

import cbd.disk.DurableFile;
import cbd.domain.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Writes safetensors files, tensor after tensor, so that only one of them is in memory twice. */
final class SafetensorsWriter {
  private SafetensorsWriter() {}

  /**
   * A tensor to write.
   *
   * @param bytes its numbers, little endian; asked for once, when their turn comes
   */
  record Tensor(String name, TensorType type, List<Long> shape, Supplier<ByteBuffer> bytes) {

    static Tensor of(String name, List<Long> shape, Supplier<float[]> values) {
      return new Tensor(
          name,
          TensorType.F32,
          shape,
          () -> {
            float[] floats = values.get();
            ByteBuffer bytes = littleEndian(Math.multiplyExact(floats.length, Float.BYTES));
            bytes.asFloatBuffer().put(floats);
            return bytes;
          });
    }

    static Tensor of(String name, long value) {
      return new Tensor(
          name, TensorType.I64, List.of(), () -> littleEndian(Long.BYTES).putLong(0, value));
    }

    private static ByteBuffer littleEndian(int bytes) {
      return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    long size() {
      return shape.stream().reduce((long) type.bytes(), Math::multiplyExact);
    }
  }

  /**
   * Writes a file whole or not at all: beside its place first, then moved there.
   *
   * @param metadata may be empty
   * @return SHA-256 of the file, 64 hexadecimal digits
   * @throws IllegalArgumentException when two tensors have one name or one has other bytes than its
   *     shape says
   */
  static String write(Path file, Map<String, String> metadata, List<Tensor> tensors)
      throws IOException {
    byte[] header = header(metadata, tensors).bytes();
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      MessageDigest digest = Digest.sha256();
      try (FileChannel out =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        put(out, digest, Tensor.littleEndian(Long.BYTES).putLong(0, header.length));
        put(out, digest, ByteBuffer.wrap(header));
        for (Tensor tensor : tensors) {
          ByteBuffer bytes = tensor.bytes().get();
          if (bytes.remaining() != tensor.size()) {
            throw new IllegalArgumentException(
                "%s of %s %s takes %d bytes, not %d"
                    .formatted(
                        tensor.name(),
                        tensor.type(),
                        tensor.shape(),
                        tensor.size(),
                        bytes.remaining()));
          }
          put(out, digest, bytes);
        }
      }
      DurableFile.publish(part, file);
      return HexFormat.of().formatHex(digest.digest());
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static SafetensorsHeader header(Map<String, String> metadata, List<Tensor> tensors) {
    List<TensorEntry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    long next = 0;
    for (Tensor tensor : tensors) {
      if (!names.add(tensor.name())) {
        throw new IllegalArgumentException("two tensors are called " + tensor.name());
      }
      long end = next + tensor.size();
      entries.add(new TensorEntry(tensor.name(), tensor.type(), tensor.shape(), next, end));
      next = end;
    }
    return new SafetensorsHeader(metadata, entries);
  }

  private static void put(FileChannel out, MessageDigest digest, ByteBuffer bytes)
      throws IOException {
    digest.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }
}
