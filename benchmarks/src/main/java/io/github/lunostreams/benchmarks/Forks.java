package io.github.lunostreams.benchmarks;

import io.github.lunostreams.benchmarks.RunOptions.Effort;
import io.github.lunostreams.benchmarks.process.JvmFlags;
import io.github.lunostreams.benchmarks.report.Figure;
import io.github.lunostreams.benchmarks.sessions.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs benchmarks by JMH, each time in a new JVM. */
final class Forks {
  /** JMH uses sun.misc.Unsafe, of which JDK 25 warns. */
  private static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";

  private final Path logs;
  private final Path sessions;
  private final Effort effort;

  /**
   * Forks which measure alike.
   *
   * @param logs the directory for what JMH has to say
   * @param sessions the directory of the sessions
   * @param effort how long to measure
   */
  Forks(Path logs, Path sessions, Effort effort) {
    this.logs = logs;
    this.sessions = sessions;
    this.effort = effort;
  }

  /** Runs a benchmark once. */
  Figure measure(Row row, int round, List<String> flags) throws IOException, RunnerException {
    Files.createDirectories(logs);
    Path log = logs.resolve(row.key().replace(':', '-') + "-" + round + ".log");
    Collection<RunResult> results;
    try {
      results = new Runner(options(row, log, flags)).run();
    } catch (RunnerException e) {
      throw new IOException(row.key() + " failed\n" + Files.readString(log), e);
    }
    if (results.size() != 1) {
      throw new IOException("expected one result of " + row.key() + ", got " + results.size());
    }
    return figure(results.iterator().next());
  }

  private Options options(Row row, Path log, List<String> flags) {
    List<String> all = new ArrayList<>(JvmFlags.ofTheProject());
    all.addAll(JvmFlags.ofMeasurements());
    all.add(UNSAFE);
    all.addAll(flags);
    all.add(Session.option(sessions));
    TimeValue time = TimeValue.milliseconds(effort.time().toMillis());
    return new OptionsBuilder()
        .include("^" + Pattern.quote(row.owner().getName() + "." + row.method()) + "$")
        .param("sample", row.sample().name())
        .forks(1)
        .jvmArgs(all.toArray(String[]::new))
        .warmupIterations(effort.warmups())
        .warmupTime(time)
        .measurementIterations(effort.iterations())
        .measurementTime(time)
        .shouldFailOnError(true)
        .output(log.toString())
        .build();
  }

  private static Figure figure(RunResult result) throws IOException {
    double bytes = 0;
    double invocations = 0;
    for (BenchmarkResult fork : result.getBenchmarkResults()) {
      bytes += count(fork, "allocatedBytes");
      invocations += count(fork, "countedInvocations");
    }
    double operations = invocations * result.getParams().getOpsPerInvocation();
    return Figure.of(result.getPrimaryResult().getScore(), bytes / operations);
  }

  private static double count(BenchmarkResult fork, String counter) throws IOException {
    Result<?> result = fork.getSecondaryResults().get(counter);
    if (result == null) {
      throw new IOException("expected the counter " + counter + ", there is none");
    }
    return result.getScore();
  }
}
