package io.github.lunostreams.gateway.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response. It is compressed at most once, when the first client comes that takes it
 * so, and shared by all responses that have the same body.
 *
 * <p>Netty's own handler for this compresses each response anew, and on the event loop.
 *
 * <p>Seen from outside it never changes; any thread may use it.
 */
public final class Body {
  /** Smaller bodies are not compressed: they fit into few packets as they are. */
  public static final int MIN_COMPRESSED_BYTES = 4 << 10;

  private final byte[] bytes;
  private final boolean compressible;
  private final AtomicReference<@Nullable CompletableFuture<byte[]>> gzip;

  private Body(byte[] bytes, boolean compressible, @Nullable CompletableFuture<byte[]> gzip) {
    this.bytes = bytes;
    this.compressible = compressible;
    this.gzip = new AtomicReference<>(gzip);
  }

  /**
   * A body that is compressed when a client asks, if it is large enough.
   *
   * @param bytes not to be changed
   * @return the body
   */
  public static Body of(byte[] bytes) {
    return new Body(bytes, bytes.length >= MIN_COMPRESSED_BYTES, null);
  }

  /**
   * A body that is compressed now, if that makes it smaller: for a file that is kept.
   *
   * @param bytes not to be changed
   * @return the body
   */
  public static Body compressedNow(byte[] bytes) {
    byte[] compressed = compress(bytes);
    boolean smaller = compressed.length < bytes.length;
    return new Body(bytes, smaller, CompletableFuture.completedFuture(compressed));
  }

  /**
   * The body as it is.
   *
   * @return not to be changed
   */
  public byte[] bytes() {
    return bytes;
  }

  /** Whether clients that take gzip are sent it compressed. */
  boolean isCompressible() {
    return compressible;
  }

  /**
   * The body compressed.
   *
   * @param compressor compresses it, for the first that asks
   */
  CompletionStage<byte[]> gzip(Executor compressor) {
    CompletableFuture<byte[]> known = gzip.get();
    if (known != null) {
      return known;
    }
    CompletableFuture<byte[]> mine = new CompletableFuture<>();
    CompletableFuture<byte[]> other = gzip.compareAndExchange(null, mine);
    if (other != null) {
      return other;
    }
    return mine.completeAsync(() -> compress(bytes), compressor);
  }

  private static byte[] compress(byte[] content) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream stream = new GZIPOutputStream(compressed)) {
      stream.write(content);
    } catch (IOException memoryDoesNotFail) {
      throw new UncheckedIOException(memoryDoesNotFail);
    }
    return compressed.toByteArray();
  }
}
