package io.github.lunostreams.rest;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs skipped rows as a warning, a line for each kind: what {@code LunoRest} does if it is given
 * no other listener. Any thread may use it.
 */
public final class SkippedRowsLog implements Consumer<SkippedRows> {
  private static final Logger log = LoggerFactory.getLogger(SkippedRowsLog.class);

  /** Bounded by the number of calls times the number of their fields. */
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  /** Has logged nothing yet. */
  public SkippedRowsLog() {}

  @Override
  public void accept(SkippedRows rows) {
    String path = rows.call().replaceFirst("\\?.*", "");
    if (logged.add(path + " " + rows.kind())) {
      log.warn(
          "the exchange's REST: {} of {} rows of {} cannot be read and are left out; the first is"
              + " {}",
          rows.skipped(),
          rows.skipped() + rows.read(),
          rows.call(),
          rows.first());
    }
  }
}
