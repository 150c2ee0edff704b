package io.github.lunostreams.simulator.fault;

import io.github.lunostreams.simulator.wire.Broadcaster;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong between a market and its connections.
 *
 * <p>Faults change what is sent, never the market's own book and tape (a {@link Restart} excepted):
 * a test compares with those. Unless said otherwise a fault concerns the connections of the market
 * which are open at that moment, in order with the messages around it; a client that connects again
 * gets a sound stream.
 */
public sealed interface Fault {
  /**
   * The TCP connection ends without a close frame; what was not sent yet is lost.
   *
   * <p>An orderly end of the TCP stream without a close frame is not always noticed by the JDK's
   * WebSocket (25: about one in twenty is not, the socket stays in CLOSE_WAIT); a reset is.
   *
   * @param reset whether by a TCP reset, as from a crashed peer, or by an orderly end
   */
  record Drop(boolean reset) implements Fault {
    /** By a reset. */
    public Drop() {
      this(true);
    }
  }

  /**
   * A close frame, then the end of the connection. It ends a stall: what waited is sent before.
   *
   * @param code 1000 to 4999
   * @param reason may be empty; at most 123 bytes
   */
  record Close(int code, String reason) implements Fault {
    /** Checks the code. */
    public Close {
      if (code < 1000 || code > 4999) {
        throw new IllegalArgumentException("close code " + code + " is not within 1000 to 4999");
      }
    }
  }

  /**
   * The market's next messages are applied to its book and not sent.
   *
   * @param messages how many
   */
  record Gap(int messages) implements Fault {
    /** Checks the number. */
    public Gap {
      positive("messages", messages);
    }
  }

  /** The last message is sent again. */
  record Duplicate() implements Fault {}

  /**
   * An old message is sent again: as it was if it is among the last {@link Broadcaster#HISTORY},
   * else an empty one of that sequence.
   *
   * @param back how many sequences before the last message; 0 is the last itself
   */
  record Stale(int back) implements Fault {
    /** Checks the number. */
    public Stale {
      if (back < 0) {
        throw new IllegalArgumentException("back is " + back);
      }
    }
  }

  /**
   * A text frame that the protocol does not have.
   *
   * @param text of the frame
   */
  record Garbage(String text) implements Fault {}

  /** The first half of an update of the next sequence; the whole of it never follows. */
  record Truncate() implements Fault {}

  /**
   * An error frame in the middle of the stream.
   *
   * @param code its {@code error_code}
   * @param text its {@code error}
   * @param thenClose whether a close with 1000 follows, as the exchange does
   */
  record ErrorFrame(String code, String text, boolean thenClose) implements Fault {}

  /**
   * No more text frames, the connection staying open. What the market sends meanwhile waits, up to
   * the bound of the connection (at which it is dropped), and comes in one burst at {@link
   * EndStall}.
   *
   * @param pongs whether protocol pings and pongs go on; without, the server reads nothing either
   */
  record Stall(boolean pongs) implements Fault {}

  /** Ends every stall of the market's connections. */
  record EndStall() implements Fault {}

  /**
   * New connections get an HTTP status in place of the upgrade.
   *
   * @param status such as 503
   * @param times how many connections
   */
  record RefuseUpgrade(int status, int times) implements Fault {
    /** Checks the numbers. */
    public RefuseUpgrade {
      httpError(status);
      positive("times", times);
    }
  }

  /**
   * New connections get an error frame after their credentials, then a close with 1000.
   *
   * @param code its {@code error_code}
   * @param text its {@code error}
   * @param times how many connections
   */
  record RefuseSession(String code, String text, int times) implements Fault {
    /** Checks the number. */
    public RefuseSession {
      positive("times", times);
    }
  }

  /**
   * REST calls that name the market are answered with an HTTP error.
   *
   * @param status such as 429
   * @param times how many calls
   */
  record RefuseRest(int status, int times) implements Fault {
    /** Checks the numbers. */
    public RefuseRest {
      httpError(status);
      positive("times", times);
    }
  }

  /** Ends all refusals of the market. */
  record EndRefusals() implements Fault {}

  /**
   * An update of the next sequence that cannot be true. The market does not apply it, so its next
   * real message carries the same sequence.
   *
   * @param content what is wrong with it
   */
  record WrongUpdate(Content content) implements Fault {}

  /**
   * The next snapshots cannot be true.
   *
   * @param flaw what is wrong with them
   * @param times how many handshakes
   */
  record WrongSnapshot(SnapshotFlaw flaw, int times) implements Fault {
    /** Checks the number. */
    public WrongSnapshot {
      positive("times", times);
    }
  }

  /**
   * The exchange starts again: a new book, the sequence set, connections closed with 1012.
   *
   * @param sequence of the new book
   */
  record Restart(long sequence) implements Fault {}

  /** Ways in which an update can be wrong. */
  enum Content {
    /** A fill of an order that is not in the book. */
    UNKNOWN_MAKER,
    /** A fill of more than is left of the maker. */
    OVERFILL,
    /** A bid at the price of the best ask, or an ask at that of the best bid. */
    CROSSED_CREATE,
    /** A create of a volume below zero. */
    NEGATIVE_VOLUME,
    /** A create of no volume. */
    ZERO_VOLUME,
    /** A create with the id of an order in the book. */
    DUPLICATE_ID
  }

  /** Ways in which a snapshot can be wrong. */
  enum SnapshotFlaw {
    /** A bid at the price of the best ask. */
    CROSSED,
    /** Two orders of one id. */
    DUPLICATE_ID
  }

  /** {@return the fault that undoes this one, or null if this one has no duration} */
  default @Nullable Fault ending() {
    return switch (this) {
      case Stall stall -> new EndStall();
      case RefuseUpgrade refusal -> new EndRefusals();
      case RefuseSession refusal -> new EndRefusals();
      case RefuseRest refusal -> new EndRefusals();
      default -> null;
    };
  }

  private static void positive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " is " + value + ", less than 1");
    }
  }

  private static void httpError(int status) {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("HTTP status " + status + " is not within 400 to 599");
    }
  }
}
