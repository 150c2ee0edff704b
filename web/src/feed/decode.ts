import { isDecimal } from '../format/decimal';

/** What the book is worth. Words that are not known yet are passed on, and taken for "not live". */
export type Feed = 'LIVE' | 'LAGGING' | 'STALE' | 'SUSPECT' | 'RESYNCING' | 'FAILED' | 'IDLE' | (string & {});

/** Price and volume of all orders at that price, as the gateway wrote them. */
export type Level = readonly [price: string, volume: string];

export interface Trade {
  /** What the taker did. */
  readonly type: 'buy' | 'sell';
  readonly price: string;
  readonly base: string;
  readonly counter: string;
  readonly makerOrderId: string;
  readonly takerOrderId: string;
  readonly sequence: number;
}

/** One frame of `ws /<pair>`: the book as it is now, and the trades that led to it. */
export interface BookFrame {
  /** Highest first, at most as many as were asked for. */
  readonly bids: readonly Level[];
  /** Lowest first, at most as many as were asked for. */
  readonly asks: readonly Level[];
  readonly trades: readonly Trade[];
  /** Null before the first book. */
  readonly sequence: number | null;
  /** The exchange's time, milliseconds since the epoch; null before the first book. */
  readonly timestamp: number | null;
  /** The market's, null before the first book. */
  readonly status: string | null;
  readonly feed: Feed;
  /** Where the data come from: `live`, `replay` or `simulated`; null where a gateway does not say. */
  readonly source: string | null;
}

/** What the gateway sends when it has sent nothing for a while: everything up to here was sent. */
export interface Beat {
  /** Null before the first book. */
  readonly sequence: number | null;
  readonly feed: Feed;
  /** The gateway's time, milliseconds since the epoch. */
  readonly time: number;
  readonly source: string | null;
}

export type Decoded =
  | { readonly kind: 'book'; readonly frame: BookFrame }
  | { readonly kind: 'beat'; readonly beat: Beat }
  /** The gateway does not follow that pair. */
  | { readonly kind: 'refused' }
  /** Not as agreed; `text` is how it begins. */
  | { readonly kind: 'bad'; readonly reason: string; readonly text: string };

const MAX_QUOTED = 200;

class Unreadable extends Error {}

/** Reads a frame, whatever it is: it never throws. Levels beyond `maxLevels` a side are not looked at. */
export function decode(text: string, maxLevels: number): Decoded {
  if (text === 'Invalid path') {
    return { kind: 'refused' };
  }
  try {
    const frame = object(JSON.parse(text), 'frame');
    return 'beat' in frame
      ? { kind: 'beat', beat: beat(object(frame['beat'], 'beat')) }
      : { kind: 'book', frame: bookFrame(frame, maxLevels) };
  } catch (error) {
    return {
      kind: 'bad',
      reason: error instanceof Unreadable ? error.message : 'not JSON',
      text: text.slice(0, MAX_QUOTED),
    };
  }
}

function beat(json: Record<string, unknown>): Beat {
  return {
    sequence: orNull(json['sequence'], 'beat sequence', digits),
    feed: string(json['feed'], 'beat feed'),
    time: whole(json['time'], 'beat time'),
    source: source(json['source']),
  };
}

function bookFrame(frame: Record<string, unknown>, maxLevels: number): BookFrame {
  return {
    bids: levels(frame['bids'], 'bids', maxLevels),
    asks: levels(frame['asks'], 'asks', maxLevels),
    trades: array(frame['trades'], 'trades').map(trade),
    sequence: orNull(frame['sequence'], 'sequence', whole),
    timestamp: orNull(frame['timestamp'], 'timestamp', whole),
    status: orNull(frame['status'], 'status', string),
    feed: string(frame['feed'], 'feed'),
    source: source(frame['source']),
  };
}

function levels(json: unknown, what: string, maxLevels: number): Level[] {
  return array(json, what)
    .slice(0, maxLevels)
    .map((entry, i) => {
      const where = `${what}[${i}]`;
      const pair = array(entry, where);
      return [decimal(pair[0], `${where} price`), decimal(pair[1], `${where} volume`)] as const;
    });
}

function trade(json: unknown, i: number): Trade {
  const where = `trades[${i}]`;
  const entry = object(json, where);
  const type = entry['type'];
  if (type !== 'buy' && type !== 'sell') {
    throw unexpected(`${where} type`, '"buy" or "sell"', type);
  }
  return {
    type,
    price: decimal(entry['price'], `${where} price`),
    base: decimal(entry['base'], `${where} base`),
    counter: decimal(entry['counter'], `${where} counter`),
    makerOrderId: string(entry['maker_order_id'], `${where} maker_order_id`),
    takerOrderId: string(entry['taker_order_id'], `${where} taker_order_id`),
    sequence: whole(entry['sequence'], `${where} sequence`),
  };
}

function unexpected(what: string, expected: string, got: unknown): Unreadable {
  const shown = (JSON.stringify(got) as string | undefined) ?? 'nothing';
  return new Unreadable(`${what}: expected ${expected}, got ${shown.slice(0, 60)}`);
}

function object(json: unknown, what: string): Record<string, unknown> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw unexpected(what, 'an object', json);
  }
  return json as Record<string, unknown>;
}

function array(json: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(json)) {
    throw unexpected(what, 'a list', json);
  }
  return json;
}

function string(json: unknown, what: string): string {
  if (typeof json !== 'string') {
    throw unexpected(what, 'a string', json);
  }
  return json;
}

function decimal(json: unknown, what: string): string {
  if (typeof json !== 'string' || !isDecimal(json)) {
    throw unexpected(what, 'a decimal string', json);
  }
  return json;
}

function whole(json: unknown, what: string): number {
  if (typeof json !== 'number' || !Number.isSafeInteger(json)) {
    throw unexpected(what, 'a whole number', json);
  }
  return json;
}

/** A whole number, in quotation marks or not. */
function digits(json: unknown, what: string): number {
  return whole(typeof json === 'string' && /^\d+$/.test(json) ? Number(json) : json, what);
}

/** Older gateways do not say it. */
function source(json: unknown): string | null {
  return json === undefined ? null : orNull(json, 'source', string);
}

function orNull<T>(json: unknown, what: string, read: (json: unknown, what: string) => T): T | null {
  return json === null ? null : read(json, what);
}
