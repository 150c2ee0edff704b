package io.github.lunostreams.gateway.http;

import io.github.lunostreams.gateway.http.Admission.Admitted;
import io.github.lunostreams.gateway.http.Admission.Refused;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Streams by their names. Any thread may ask; nothing here blocks.
 *
 * @param <S> the kind of stream
 */
public interface Streams<S> {
  /**
   * Whether there may be a stream of that name. Nothing is started for who only asks.
   *
   * @param name a path, or a market's code
   * @return false if a client who asked for it would be told that there is none
   */
  boolean has(String name);

  /**
   * Lets a client in, or says why not.
   *
   * @param name a path, or a market's code
   * @param whenEnded is told, on any thread, if nothing will come of the stream any more while the
   *     client is there; the stream itself has told the client what it tells
   * @return the stream, which goes on at least until the client leaves
   */
  Admission<S> admit(String name, Consumer<Refusal> whenEnded);

  /**
   * Streams that are there whether anybody listens or not.
   *
   * @param <S> the kind of stream
   * @param finder gives a stream by its name
   * @return lets in everybody where there is a stream
   */
  static <S> Streams<S> lasting(Function<String, Optional<S>> finder) {
    return new Streams<>() {
      @Override
      public boolean has(String name) {
        return finder.apply(name).isPresent();
      }

      @Override
      public Admission<S> admit(String name, Consumer<Refusal> whenEnded) {
        return finder
            .apply(name)
            .<Admission<S>>map(stream -> new Admitted<>(stream, () -> {}))
            .orElseGet(() -> new Refused<>(new Refusal(Refusal.Kind.UNKNOWN, name)));
      }
    };
  }
}
