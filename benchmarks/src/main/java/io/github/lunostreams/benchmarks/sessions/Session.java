package io.github.lunostreams.benchmarks.sessions;

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
 * A stream of one market, byte for byte as it came: the snapshot, the updates after it back to back
 * in one array as a replay holds them, and the exchange's true book at the end.
 *
 * <p>The arrays are handed out as they are, for nothing may be copied while measuring; nobody
 * changes them.
 */
public final class Session {
  /** Where a process finds the files. */
  private static final String DIRECTORY = "luno.benchmarks.sessions";

  private static final int MAGIC = 0x4c554e4f;

  private final byte[] snapshot;
  private final byte[] frames;
  private final int[] offsets;
  private final Truth truth;

  /**
   * A stream.
   *
   * @param snapshot the first frame
   * @param frames the updates, back to back
   * @param offsets where each update starts, and where the last ends
   * @param truth the exchange's book after the last
   */
  Session(byte[] snapshot, byte[] frames, int[] offsets, Truth truth) {
    this.snapshot = snapshot;
    this.frames = frames;
    this.offsets = offsets;
    this.truth = truth;
  }

  /** {@return the snapshot's frame} */
  public byte[] snapshot() {
    return snapshot;
  }

  /** {@return all updates, back to back} */
  public byte[] frames() {
    return frames;
  }

  /** {@return where each update starts in {@link #frames()}, and after them where the last ends} */
  public int[] offsets() {
    return offsets;
  }

  /** {@return how many updates there are} */
  public int updates() {
    return offsets.length - 1;
  }

  /** {@return what the book is in the end} */
  public Truth truth() {
    return truth;
  }

  /**
   * What an update says.
   *
   * @param index from 0
   * @return its text
   */
  public String text(int index) {
    return new String(
        frames, offsets[index], offsets[index + 1] - offsets[index], StandardCharsets.UTF_8);
  }

  /**
   * The session of a sample, from the file that this run made.
   *
   * @param sample which
   * @return it
   * @throws IOException if it can not be read
   */
  public static Session of(Sample sample) throws IOException {
    String directory = System.getProperty(DIRECTORY);
    if (directory == null) {
      throw new IllegalStateException("expected the property " + DIRECTORY + " to be set");
    }
    return read(file(Path.of(directory), sample));
  }

  /**
   * What tells a process where the sessions are.
   *
   * @param directory holds their files
   * @return an option for the JVM
   */
  public static String option(Path directory) {
    return "-D" + DIRECTORY + "=" + directory.toAbsolutePath();
  }

  /**
   * Where the session of a sample is kept.
   *
   * @param directory holds them all
   * @param sample which
   * @return its file
   */
  public static Path file(Path directory, Sample sample) {
    return directory.resolve(sample.name() + ".session");
  }

  /**
   * Reads a session.
   *
   * @param file written by {@link #write}
   * @return it
   * @throws IOException if it can not be read
   */
  public static Session read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      if (in.readInt() != MAGIC) {
        throw new IOException("expected a session, " + file.getFileName() + " is none");
      }
      byte[] snapshot = in.readNBytes(in.readInt());
      int[] offsets = new int[in.readInt()];
      for (int i = 0; i < offsets.length; i++) {
        offsets[i] = in.readInt();
      }
      byte[] frames = in.readNBytes(offsets[offsets.length - 1]);
      long sequence = in.readLong();
      int orders = in.readInt();
      String levels = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
      return new Session(snapshot, frames, offsets, new Truth(sequence, orders, levels));
    }
  }

  /**
   * Keeps the session. Whoever reads the file meanwhile gets the old one or the new one whole.
   *
   * @param file to write
   * @throws IOException if it can not be written
   */
  public void write(Path file) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16))) {
      out.writeInt(MAGIC);
      out.writeInt(snapshot.length);
      out.write(snapshot);
      out.writeInt(offsets.length);
      for (int offset : offsets) {
        out.writeInt(offset);
      }
      out.write(frames);
      out.writeLong(truth.sequence());
      out.writeInt(truth.orders());
      byte[] levels = truth.levels().getBytes(StandardCharsets.UTF_8);
      out.writeInt(levels.length);
      out.write(levels);
    }
    Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
