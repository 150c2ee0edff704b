package io.github.lunostreams.benchmarks.exchange;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A recorded stream of one market. The arrays are shared, not copied, to keep that out of
 * measurements; nobody may change them.
 */
public final class Recording {
  /** The property that names the directory of the recordings. */
  private static final String DIRECTORY = "luno.benchmarks.recordings";

  /** The snapshot's frame. */
  public final byte[] snapshot;

  /** The frames of all updates, back to back. */
  public final byte[] frames;

  /** Where each update starts in {@link #frames}, and where the last one ends. */
  public final int[] offsets;

  /** The exchange's book after the last update. */
  public final BookContent book;

  /** The number of orders in that book. */
  public final int orders;

  Recording(byte[] snapshot, byte[] frames, int[] offsets, BookContent book, int orders) {
    this.snapshot = snapshot;
    this.frames = frames;
    this.offsets = offsets;
    this.book = book;
    this.orders = orders;
  }

  /** {@return the number of updates} */
  public int updates() {
    return offsets.length - 1;
  }

  /** {@return the JVM's option that says where the recordings are} */
  public static String option(Path directory) {
    return "-D" + DIRECTORY + "=" + directory.toAbsolutePath();
  }

  /** {@return the file of a market's recording} */
  public static Path file(Path directory, RecordedMarket market) {
    return directory.resolve(market.name() + ".recording");
  }

  /** Reads a market's recording, in a JVM started with {@link #option}. */
  public static Recording of(RecordedMarket market) throws IOException {
    String directory = System.getProperty(DIRECTORY);
    if (directory == null) {
      throw new IllegalStateException("expected the property " + DIRECTORY + " to be set");
    }
    return read(file(Path.of(directory), market));
  }

  /** Reads a file that {@link #write} has written. */
  public static Recording read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      byte[] snapshot = in.readNBytes(in.readInt());
      int[] offsets = new int[in.readInt()];
      for (int i = 0; i < offsets.length; i++) {
        offsets[i] = in.readInt();
      }
      byte[] frames = in.readNBytes(offsets[offsets.length - 1]);
      int orders = in.readInt();
      String book = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Recording(snapshot, frames, offsets, BookContent.parse(book), orders);
    }
  }

  /** Writes a file. Other processes see the old one or the complete new one. */
  public void write(Path file) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16))) {
      out.writeInt(snapshot.length);
      out.write(snapshot);
      out.writeInt(offsets.length);
      for (int offset : offsets) {
        out.writeInt(offset);
      }
      out.write(frames);
      out.writeInt(orders);
      out.write(book.toString().getBytes(StandardCharsets.UTF_8));
    }
    Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
