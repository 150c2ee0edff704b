/**
 * For tests of programs that follow markets: time that stands still until the test moves it, an
 * exchange that sends exactly what the test asks for, and frames as the exchange writes them.
 *
 * {@snippet :
 * SimulatedTime time = new SimulatedTime();
 * ScriptedExchange exchange = new ScriptedExchange();
 * LunoStreams luno =
 *     LunoStreams.builder(new Credentials("key", "secret"))
 *         .connector(exchange)
 *         .eventLoops(time::loop)
 *         .clock(time)
 *         .build();
 * luno.follow("XBTZAR", bot);
 * time.run();
 * exchange.last().open().send(Frames.snapshot(1, "a 500 1", "b 501 2"));
 * exchange.last().send(Frames.trade(2, Frames.fill(1, "b", "1", "501")));
 * time.run(); // The bot has seen a book and a trade.
 * }
 *
 * <p>For tests against a whole exchange over real sockets, start the simulator in the same process:
 * {@code Simulator.start(SimulatorConfig.builder().pair("XBTZAR").build())}.
 */
@NullMarked
package io.github.lunostreams.testkit;

import org.jspecify.annotations.NullMarked;
