/** Follow the Luno exchange's markets: exact order books and trades, by hook. */
module io.github.lunostreams.client {
  requires java.net.http;
  requires static transitive org.jspecify;
  requires org.slf4j;
  requires tools.jackson.core;
}
