import { Connection } from './connection';
import type { Surroundings } from './connection';
import { decode } from './decode';
import type { BookFrame, Decoded, Feed } from './decode';
import { MAX_DEPTH } from './ladder';
import { Lateness } from './lateness';
import { INITIAL, reduce } from './reducer';
import type { MarketState, Message } from './reducer';

/** Where the stream of a pair is: beside the page. It sends a beat while there is nothing else to send. */
export function streamUrl(pair: string, page: string): string {
  const url = new URL(encodeURIComponent(pair), page);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.search = '?beat=1';
  url.hash = '';
  return url.href;
}

/** Follows one market at a time: what comes on its connection, and when, becomes its state. */
export class Market {
  private current = INITIAL;
  private connection: Connection | null = null;
  /** Of all markets: they come by the same line, and their clocks are the same. */
  private readonly lateness = new Lateness();

  constructor(
    /** The page's own address. */
    private readonly page: string,
    private readonly surroundings: Surroundings,
    /** Called after each change. */
    private readonly changed: () => void,
  ) {}

  get state(): MarketState {
    return this.current;
  }

  /** Shows this market from now on, connecting if need be. */
  follow(pair: string): void {
    if (this.connection !== null && pair !== this.current.pair) {
      this.connection.close();
      this.connection = null;
    }
    this.tell({ type: 'chosen', pair });
    this.connection ??= new Connection(
      streamUrl(pair, this.page),
      {
        linked: (link) => {
          this.tell({ type: 'link', link });
        },
        received: (text) => {
          const decoded = decode(text, MAX_DEPTH);
          this.tell({ type: 'frame', decoded, lateMillis: this.lateMillis(decoded) });
        },
      },
      this.surroundings,
    );
    this.connection.start();
  }

  /** Lets go of the stream; the last book stays, marked as old. */
  leave(): void {
    this.connection?.close();
  }

  /** Somebody looks again: no wait is worth its time, and the book may have become old meanwhile. */
  lookedAt(): void {
    this.connection?.retryNow();
    this.connection?.listen();
  }

  /** The browser has a network again. */
  networkReturned(): void {
    this.connection?.networkReturned();
  }

  private lateMillis(decoded: Decoded): number | null {
    const arrived = this.surroundings.elapsed();
    switch (decoded.kind) {
      case 'beat':
        return this.lateness.beat(decoded.beat.time, arrived);
      case 'book':
        return this.isNews(decoded.frame) && decoded.frame.timestamp !== null
          ? this.lateness.frame(decoded.frame.timestamp, arrived)
          : null;
      case 'refused':
      case 'bad':
        return null;
    }
  }

  /** Whether a frame was sent because of what happened at its time: not the first, and not for the feed alone. */
  private isNews({ feed, sequence }: BookFrame): boolean {
    const before = this.current;
    return (
      before.current &&
      follows(before.feed) &&
      follows(feed) &&
      before.sequence !== null &&
      sequence !== null &&
      sequence > before.sequence
    );
  }

  private tell(message: Message): void {
    this.current = reduce(this.current, message);
    this.changed();
  }
}

function follows(feed: Feed | null): boolean {
  return feed === 'LIVE' || feed === 'LAGGING';
}
