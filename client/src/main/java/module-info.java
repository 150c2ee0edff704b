/** Follow the Luno exchange's markets: exact order books and trades, by hook. */
module io.github.lunostreams.client {
  requires java.net.http;
  requires static transitive org.jspecify;
  requires org.slf4j;
  requires tools.jackson.core;

  exports io.github.lunostreams;
  exports io.github.lunostreams.book;
  exports io.github.lunostreams.market;
  exports io.github.lunostreams.rest;
  exports io.github.lunostreams.upstream;
  exports io.github.lunostreams.websocket;
}
