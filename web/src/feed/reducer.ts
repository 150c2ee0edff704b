import type { Decoded, BookFrame, Feed, Level, Trade } from './decode';
import type { Link } from './connection';

/** How many lines of the tape are kept; older ones go. */
export const MAX_TAPE = 100;

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
  /** What the book was worth when the last frame came; null before the first. */
  readonly feed: Feed | null;
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
  /** The feed or the connection broke, and no live book has come since. */
  readonly broken: boolean;
  /** The key of the next line of the tape. */
  readonly nextKey: number;
}

export type Message =
  | { readonly type: 'chosen'; readonly pair: string }
  | { readonly type: 'link'; readonly link: Link }
  | { readonly type: 'frame'; readonly decoded: Decoded };

export const INITIAL: MarketState = {
  pair: null,
  link: { phase: 'off' },
  refused: false,
  feed: null,
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
      return decoded(state, message.decoded);
  }
}

/** Whether the book on the screen is the exchange's of now. */
export function isLive(state: MarketState): boolean {
  return state.link.phase === 'open' && state.feed === 'LIVE';
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
    broken: state.broken || (lost && state.sequence !== null),
  };
}

function decoded(state: MarketState, message: Decoded): MarketState {
  const counted = { ...state, frames: state.frames + 1 };
  switch (message.kind) {
    case 'book':
      return updated(counted, message.frame);
    case 'refused':
      return { ...counted, refused: true };
    case 'bad':
      return { ...counted, badFrames: state.badFrames + 1, lastBad: message.reason };
  }
}

function updated(state: MarketState, frame: BookFrame): MarketState {
  const { feed, status, sequence, timestamp, bids, asks } = frame;
  const live = feed === 'LIVE';
  // A book that is merely old is still the exchange's: no trade was lost.
  const lost = !live && feed !== 'STALE' && state.sequence !== null;
  const tape = new TapeEnd(state.nextKey);
  if (live && state.broken && sequence !== state.sequence && state.tape.length > 0) {
    tape.broke(state.timestamp, timestamp);
  }
  tape.traded(frame.trades, timestamp);
  return {
    ...state,
    refused: false,
    feed,
    status,
    sequence,
    timestamp,
    bids,
    asks,
    tape: tape.before(state.tape),
    lastTrade: frame.trades.at(-1) ?? state.lastTrade,
    broken: (state.broken && !live) || lost,
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
