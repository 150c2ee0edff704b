import type { Beat, Decoded, BookFrame, Feed, Level, Trade } from './decode';
import type { Link, Loss } from './connection';

/** How many lines of the tape are kept; older ones go. */
export const MAX_TAPE = 100;

/** What comes later than this is not called live … */
export const SLOW_MILLIS = 2_000;
/** … until it comes earlier than this, so that the word does not flicker. */
export const IN_TIME_MILLIS = 1_000;

/** A line of the tape. */
export type TapeEntry =
  | { readonly kind: 'trade'; readonly key: number; readonly trade: Trade; readonly timestamp: number | null }
  /** Trades between these two moments of the exchange, if there were any, are not in the list. */
  | { readonly kind: 'break'; readonly key: number; readonly from: number | null; readonly to: number | null };

/** All that the page knows of the market it shows. Immutable. */
export interface MarketState {
  /** Null before one is chosen. */
  readonly pair: string | null;
  readonly link: Link;
  /** The gateway does not follow this pair. */
  readonly refused: boolean;
  /** What the gateway said last of the book, on this connection; null before it said anything. */
  readonly feed: Feed | null;
  /** `live`, `replay` or `simulated`; null where the gateway does not say. */
  readonly source: string | null;
  /** The book came on this connection, and every message since was understood. */
  readonly current: boolean;
  /** How late the newest message came, in milliseconds; null before it is known. */
  readonly lateMillis: number | null;
  /** What comes is too late to be called live. */
  readonly slow: boolean;
  readonly status: string | null;
  readonly sequence: number | null;
  readonly timestamp: number | null;
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
  /** Newest first, at most {@link MAX_TAPE}. */
  readonly tape: readonly TapeEntry[];
  readonly lastTrade: Trade | null;
  /** Frames since the pair was chosen. */
  readonly frames: number;
  readonly badFrames: number;
  readonly lastBad: string | null;
  /** The newest message, if it was unreadable: a gateway says in words why it is about to close. */
  readonly said: string | null;
  /** The feed or the connection broke, and no live book has come since. */
  readonly broken: boolean;
  /** The key of the next line of the tape. */
  readonly nextKey: number;
}

export type Message =
  | { readonly type: 'chosen'; readonly pair: string }
  | { readonly type: 'link'; readonly link: Link }
  /** `lateMillis` is null where the message does not tell. */
  | { readonly type: 'frame'; readonly decoded: Decoded; readonly lateMillis: number | null };

export const INITIAL: MarketState = {
  pair: null,
  link: { phase: 'off' },
  refused: false,
  feed: null,
  source: null,
  current: false,
  lateMillis: null,
  slow: false,
  status: null,
  sequence: null,
  timestamp: null,
  bids: [],
  asks: [],
  tape: [],
  lastTrade: null,
  frames: 0,
  badFrames: 0,
  lastBad: null,
  said: null,
  broken: false,
  nextKey: 0,
};

export function reduce(state: MarketState, message: Message): MarketState {
  switch (message.type) {
    case 'chosen':
      return message.pair === state.pair ? state : { ...INITIAL, pair: message.pair };
    case 'link':
      return linked(state, message.link);
    case 'frame':
      return decoded(timed(state, message.lateMillis), message.decoded);
  }
}

/**
 * What the book on the screen is worth, whatever says so: the gateway's word, its silence, or how late its words
 * come. One of the gateway's words, and `LIVE` only if the book is the exchange's of now; null without a market.
 */
export function worth(state: MarketState): Feed | null {
  if (state.pair === null) {
    return null;
  }
  if (state.refused) {
    return 'FAILED';
  }
  const { link, feed } = state;
  const old = state.sequence === null ? 'RESYNCING' : 'STALE';
  switch (link.phase) {
    case 'off':
      return 'STALE';
    case 'connecting':
    case 'waiting':
      return hasGivenUp(link.loss) ? 'FAILED' : old;
    case 'open':
      if (feed !== 'LIVE') {
        return feed ?? old;
      }
      if (!state.current) {
        return old;
      }
      return state.slow ? 'LAGGING' : state.source === 'replay' ? 'REPLAY' : 'LIVE';
  }
}

/** Whether the book on the screen is the exchange's of now. */
export function isLive(state: MarketState): boolean {
  return worth(state) === 'LIVE';
}

/** Whether the gateway closed because the exchange refuses this market for good. */
export function hasGivenUp(loss: Loss | null): boolean {
  return loss?.kind === 'closed' && loss.code === 1008;
}

/** Whether the gateway is known not to answer, so that nothing it said before is news. */
export function isAway({ link }: MarketState): boolean {
  return link.phase === 'waiting' || (link.phase === 'connecting' && link.attempt > 1);
}

function linked(state: MarketState, link: Link): MarketState {
  const lost = state.link.phase === 'open' && link.phase !== 'open';
  return {
    ...state,
    link,
    feed: lost ? null : state.feed,
    current: state.current && !lost,
    broken: state.broken || (lost && state.sequence !== null),
  };
}

function timed(state: MarketState, lateMillis: number | null): MarketState {
  if (lateMillis === null) {
    return state;
  }
  return { ...state, lateMillis, slow: lateMillis > (state.slow ? IN_TIME_MILLIS : SLOW_MILLIS) };
}

function decoded(state: MarketState, message: Decoded): MarketState {
  const counted = { ...state, frames: state.frames + 1, said: null };
  switch (message.kind) {
    case 'book':
      return updated(counted, message.frame);
    case 'beat':
      return beaten(counted, message.beat);
    case 'refused':
      return { ...counted, refused: true };
    case 'bad':
      // It may have been a newer book.
      return {
        ...counted,
        badFrames: state.badFrames + 1,
        lastBad: message.reason,
        said: message.text,
        current: false,
      };
  }
}

function beaten(state: MarketState, { sequence, feed, source }: Beat): MarketState {
  return {
    ...state,
    refused: false,
    feed,
    source,
    current: state.current && sequence !== null,
    broken: state.broken || losesTrades(feed, state),
  };
}

/** A book that is merely old or late is still the exchange's: no trade was lost. */
function losesTrades(feed: Feed, state: MarketState): boolean {
  return !['LIVE', 'LAGGING', 'STALE'].includes(feed) && state.sequence !== null;
}

function updated(state: MarketState, frame: BookFrame): MarketState {
  const { feed, source, status, sequence, timestamp, bids, asks } = frame;
  const live = feed === 'LIVE';
  const tape = new TapeEnd(state.nextKey);
  if (live && state.broken && sequence !== state.sequence && state.tape.length > 0) {
    tape.broke(state.timestamp, timestamp);
  }
  tape.traded(frame.trades, timestamp);
  return {
    ...state,
    refused: false,
    feed,
    source,
    current: sequence !== null,
    status,
    sequence,
    timestamp,
    bids,
    asks,
    tape: tape.before(state.tape),
    lastTrade: frame.trades.at(-1) ?? state.lastTrade,
    broken: (state.broken && !live) || losesTrades(feed, state),
    nextKey: tape.nextKey,
  };
}

/** The lines that one frame adds, oldest first as they happen. */
class TapeEnd {
  private readonly lines: TapeEntry[] = [];

  constructor(public nextKey: number) {}

  broke(from: number | null, to: number | null): void {
    this.lines.push({ kind: 'break', key: this.nextKey++, from, to });
  }

  traded(trades: readonly Trade[], timestamp: number | null): void {
    for (const trade of trades) {
      this.lines.push({ kind: 'trade', key: this.nextKey++, trade, timestamp });
    }
  }

  /** The whole tape, the same list if nothing was added. */
  before(tape: readonly TapeEntry[]): readonly TapeEntry[] {
    return this.lines.length === 0 ? tape : [...this.lines.reverse(), ...tape].slice(0, MAX_TAPE);
  }
}
