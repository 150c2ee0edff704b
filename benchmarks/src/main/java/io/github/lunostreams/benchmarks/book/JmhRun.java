package io.github.lunostreams.benchmarks.book;

import io.github.lunostreams.benchmarks.exchange.Recording;
import io.github.lunostreams.benchmarks.process.JvmFlags;
import io.github.lunostreams.benchmarks.report.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs benchmarks by JMH, each in a new JVM. JMH's own log and result are kept beside. */
final class JmhRun {
  private final Path directory;
  private final Path recordings;
  private final int iterations;
  private final TimeValue time;

  JmhRun(RunOptions options, Path recordings) throws IOException {
    this.directory = Files.createDirectories(options.target().resolve("jmh"));
    this.recordings = recordings;
    this.iterations = options.isShort() ? 2 : 5;
    this.time = TimeValue.milliseconds(options.isShort() ? 500 : 1_000);
  }

  Figure measure(Row row, int round) throws IOException, RunnerException {
    String name = row.key().replace(':', '-') + "-" + round;
    Path log = directory.resolve(name + ".log");
    List<String> flags = new ArrayList<>(JvmFlags.ofTheProject());
    flags.addAll(JvmFlags.MEASURING);
    flags.add(JvmFlags.UNSAFE);
    flags.add(Recording.option(recordings));
    RunResult result;
    try {
      result =
          new Runner(
                  new OptionsBuilder()
                      .include(
                          "^" + Pattern.quote(row.owner().getName() + "." + row.method()) + "$")
                      .param("market", row.market().name())
                      .mode(Mode.AverageTime)
                      .timeUnit(TimeUnit.NANOSECONDS)
                      .forks(1)
                      .jvmArgs(flags.toArray(String[]::new))
                      .warmupIterations(iterations)
                      .warmupTime(time)
                      .measurementIterations(iterations)
                      .measurementTime(time)
                      .shouldFailOnError(true)
                      .output(log.toString())
                      .resultFormat(ResultFormatType.JSON)
                      .result(directory.resolve(name + ".json").toString())
                      .build())
              .runSingle();
    } catch (RunnerException e) {
      throw new IOException(row.key() + " failed\n" + Files.readString(log), e);
    }
    double operations =
        counter(result, "countedInvocations") * result.getParams().getOpsPerInvocation();
    return Figure.of(
        result.getPrimaryResult().getScore(), counter(result, "allocatedBytes") / operations);
  }

  /** Of {@link Allocation}. */
  private static double counter(RunResult result, String name) {
    return Objects.requireNonNull(result.getSecondaryResults().get(name), name).getScore();
  }
}
