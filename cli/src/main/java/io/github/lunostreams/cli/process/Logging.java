package io.github.lunostreams.cli.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.github.lunostreams.upstream.Credentials;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log: lines on standard error, in which no key can appear. Logback finds this class by its
 * service file; a configuration of the user's own ({@code -Dlogback.configurationFile=…}) takes
 * precedence over it and over the levels set here.
 */
public final class Logging extends ContextAwareBase implements Configurator {
  private static final String CONFIGURATION_FILE = "logback.configurationFile";

  /** These log the states of feeds. */
  private static final String FEED_LOGGERS = "io.github.lunostreams.market";

  private static final List<String> JDK_LOGGERS = List.of("java", "javax", "jdk", "sun");

  private static final List<Credentials> HIDDEN = new CopyOnWriteArrayList<>();

  /** Made by logback. */
  public Logging() {}

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (System.getProperty(CONFIGURATION_FILE) != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    PatternLayout layout = new KeylessLayout();
    layout.setContext(context);
    layout.setPattern("%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{0}: %msg%n");
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setLayout(layout);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("stderr");
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    setLevel(context, LogLevel.WARNING);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /**
   * Sets how much is logged from now on.
   *
   * @param level what is below it is left out
   */
  public static void setLevel(LogLevel level) {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (factory instanceof LoggerContext context
        && System.getProperty(CONFIGURATION_FILE) == null) {
      setLevel(context, level);
    }
  }

  /** Logs only errors of this program from now on: the command itself prints the rest. */
  public static void silence() {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (factory instanceof LoggerContext context
        && System.getProperty(CONFIGURATION_FILE) == null) {
      setLevel(context, LogLevel.ERROR);
      context.getLogger(FEED_LOGGERS).setLevel(Level.OFF);
    }
  }

  /**
   * Keeps a key out of every line from now on, whoever logs it.
   *
   * @param credentials the key
   */
  public static void hide(Credentials credentials) {
    HIDDEN.add(credentials);
  }

  /** Logs the exceptions that end threads; the JVM would print them past the log. */
  public static void catchUncaught() {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) ->
            LoggerFactory.getLogger(Logging.class)
                .error("the thread {} ended", thread.getName(), failure));
  }

  private static void setLevel(LoggerContext context, LogLevel level) {
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level.level());
    context.getLogger(FEED_LOGGERS).setLevel(null);
    // Netty logs hundreds of lines about itself at DEBUG, at the start; TRACE is for that.
    Level netty = level == LogLevel.DEBUG ? Level.INFO : level.level();
    context.getLogger("io.netty").setLevel(netty);
    // The JDK logs every certificate it knows at DEBUG, and every regular exit with a stack trace.
    Level jdk = level.level().isGreaterOrEqual(Level.INFO) ? level.level() : Level.INFO;
    JDK_LOGGERS.forEach(name -> context.getLogger(name).setLevel(jdk));
  }

  private static final class KeylessLayout extends PatternLayout {
    @Override
    public String doLayout(ILoggingEvent event) {
      String line = super.doLayout(event);
      for (Credentials key : HIDDEN) {
        line = key.redact(line);
      }
      return line;
    }
  }
}
