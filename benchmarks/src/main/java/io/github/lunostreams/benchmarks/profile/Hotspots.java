package io.github.lunostreams.benchmarks.profile;

import io.github.lunostreams.benchmarks.report.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Which methods and lines were found running, and how often, below one method of a recording. */
public final class Hotspots {
  private static final int MOST_METHODS = 25;
  private static final int MOST_LINES = 40;
  private static final String SAMPLE = "jdk.ExecutionSample";

  private final Map<String, Integer> methods = new HashMap<>();
  private final Map<String, Integer> lines = new HashMap<>();
  private int samples;

  private Hotspots() {}

  /**
   * Reads a recording.
   *
   * @param recording the file
   * @param below only samples with this method on their stack count: {@code Updates.decodeAndApply}
   * @param warmup samples of this first time after the first of those don't count
   * @return what it shows
   * @throws IOException if it can not be read
   */
  public static Hotspots read(Path recording, String below, Duration warmup) throws IOException {
    List<RecordedEvent> events =
        RecordingFile.readAllEvents(recording).stream()
            .filter(event -> event.getEventType().getName().equals(SAMPLE))
            .filter(event -> event.getStackTrace() != null && isBelow(below, event))
            .sorted(Comparator.comparing(RecordedEvent::getStartTime))
            .toList();
    Hotspots hotspots = new Hotspots();
    if (!events.isEmpty()) {
      Instant start = events.getFirst().getStartTime().plus(warmup);
      events.stream()
          .filter(event -> event.getStartTime().isAfter(start))
          .forEach(event -> hotspots.add(event.getStackTrace().getFrames().getFirst()));
    }
    return hotspots;
  }

  private static boolean isBelow(String method, RecordedEvent event) {
    return event.getStackTrace().getFrames().stream().anyMatch(frame -> name(frame).equals(method));
  }

  /** {@return how many samples there are} */
  public int samples() {
    return samples;
  }

  private void add(RecordedFrame top) {
    samples++;
    methods.merge(name(top), 1, Integer::sum);
    lines.merge(name(top) + ":" + top.getLineNumber(), 1, Integer::sum);
  }

  /** The class without its package, and the method. */
  private static String name(RecordedFrame frame) {
    String type = frame.getMethod().getType().getName();
    return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethod().getName();
  }

  /** {@return the methods found running most often} */
  public Table methods() {
    return table("method", methods, MOST_METHODS);
  }

  /** {@return the lines found running most often} */
  public Table lines() {
    return table("line", lines, MOST_LINES);
  }

  private Table table(String what, Map<String, Integer> counts, int most) {
    Table table = new Table(what, "share, %", "samples");
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .forEach(
            entry ->
                table.row(
                    entry.getKey(),
                    String.format(Locale.ROOT, "%.1f", 100.0 * entry.getValue() / samples),
                    entry.getValue().toString()));
    return table;
  }
}
