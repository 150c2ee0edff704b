import { describe, expect, it } from 'vitest';
import type { Link } from './connection';
import type { BookFrame, Trade } from './decode';
import { INITIAL, MAX_TAPE, isAway, isLive, reduce } from './reducer';
import type { MarketState, Message, TapeEntry } from './reducer';

const OPEN: Link = { phase: 'open' };
const WAITING: Link = { phase: 'waiting', attempt: 1, millis: 500 };

function trade(sequence: number): Trade {
  return {
    type: sequence % 2 === 0 ? 'sell' : 'buy',
    price: '1407042',
    base: '0.000399',
    counter: '561.409758',
    makerOrderId: 'BXMAKER',
    takerOrderId: 'BXTAKER',
    sequence,
  };
}

function book(sequence: number | null, more: Partial<BookFrame> = {}): Message {
  const frame: BookFrame = {
    bids: [['1407041', '0.5']],
    asks: [['1407042', '1']],
    trades: [],
    sequence,
    timestamp: sequence === null ? null : sequence * 1000,
    status: 'ACTIVE',
    feed: 'LIVE',
    ...more,
  };
  return { type: 'frame', decoded: { kind: 'book', frame } };
}

const link = (to: Link): Message => ({ type: 'link', link: to });
const run = (...messages: Message[]): MarketState =>
  messages.reduce(reduce, reduce(INITIAL, { type: 'chosen', pair: 'XBTZAR' }));

/** The tape in short: a trade's sequence, or from when to when it was interrupted. */
function lines({ tape }: MarketState): unknown[] {
  return tape.map((entry: TapeEntry) => (entry.kind === 'trade' ? entry.trade.sequence : [entry.from, entry.to]));
}

describe('a market', () => {
  it('is unknown until its first frame', () => {
    const state = run(link({ phase: 'connecting', attempt: 1 }), link(OPEN));
    expect(state).toEqual({ ...INITIAL, pair: 'XBTZAR', link: OPEN });
    expect(isLive(state)).toBe(false);
  });

  it('is live with a live frame on an open connection, and only then', () => {
    expect(isLive(run(link(OPEN), book(1)))).toBe(true);
    expect(isLive(run(link(OPEN), book(1, { feed: 'STALE' })))).toBe(false);
    expect(isLive(run(link(OPEN), book(1, { feed: 'OUT_OF_STEP' })))).toBe(false);
    expect(isLive(run(link(OPEN), book(1), link(WAITING)))).toBe(false);
    expect(isLive(run(link(OPEN), book(1), link(WAITING), link(OPEN), book(2)))).toBe(true);
  });

  it('has a gateway that is away from the first failure until it answers', () => {
    expect(isAway(run(link({ phase: 'connecting', attempt: 1 })))).toBe(false);
    expect(isAway(run(link(WAITING)))).toBe(true);
    expect(isAway(run(link({ phase: 'connecting', attempt: 2 })))).toBe(true);
    expect(isAway(run(link(OPEN)))).toBe(false);
    expect(isAway(run(link({ phase: 'off' })))).toBe(false);
  });

  it('is what the newest frame says', () => {
    const state = run(link(OPEN), book(1), book(2, { bids: [['9', '1']], asks: [], status: 'POSTONLY' }));
    expect(state).toMatchObject({
      sequence: 2,
      timestamp: 2000,
      bids: [['9', '1']],
      asks: [],
      status: 'POSTONLY',
      frames: 2,
      badFrames: 0,
    });
  });

  it('keeps the last book while the connection is away', () => {
    const state = run(link(OPEN), book(1), link(WAITING));
    expect(state).toMatchObject({ sequence: 1, bids: [['1407041', '0.5']], link: WAITING });
  });

  it('starts over with another pair, and goes on with the same', () => {
    const state = run(link(OPEN), book(1, { trades: [trade(7)] }));
    expect(reduce(state, { type: 'chosen', pair: 'ETHZAR' })).toEqual({ ...INITIAL, pair: 'ETHZAR' });
    expect(reduce(state, { type: 'chosen', pair: 'XBTZAR' })).toBe(state);
  });

  it('counts a bad frame, says why, and stays as it is', () => {
    const good = run(link(OPEN), book(1));
    const state = reduce(good, { type: 'frame', decoded: { kind: 'bad', reason: 'not JSON' } });
    expect(state).toEqual({ ...good, frames: 2, badFrames: 1, lastBad: 'not JSON' });
  });

  it('is refused until a book comes after all', () => {
    const refused = run(link(OPEN), { type: 'frame', decoded: { kind: 'refused' } }, link(WAITING), link(OPEN));
    expect(refused.refused).toBe(true);
    expect(reduce(refused, book(1)).refused).toBe(false);
  });
});

describe('the tape', () => {
  it('has the newest trade first, each with the time of its frame', () => {
    const state = run(link(OPEN), book(1, { trades: [trade(5), trade(6)] }), book(2, { trades: [trade(7)] }));
    expect(lines(state)).toEqual([7, 6, 5]);
    expect(state.tape.map((entry) => entry.kind === 'trade' && entry.timestamp)).toEqual([2000, 1000, 1000]);
    expect(state.lastTrade).toEqual(trade(7));
  });

  it('is the same list while nobody trades', () => {
    const before = run(link(OPEN), book(1, { trades: [trade(5)] }));
    expect(reduce(before, book(2)).tape).toBe(before.tape);
  });

  it('keeps a bounded number of lines, each with a key of its own', () => {
    const burst = Array.from({ length: MAX_TAPE + 50 }, (_, i) => trade(i));
    let state = run(link(OPEN), book(1, { trades: burst }));
    expect(state.tape).toHaveLength(MAX_TAPE);
    for (let i = 0; i < 500; i++) {
      state = reduce(state, book(2 + i, { trades: [trade(1000 + i)] }));
    }
    expect(state.tape).toHaveLength(MAX_TAPE);
    expect(lines(state)[0]).toBe(1499);
    expect(new Set(state.tape.map((entry) => entry.key)).size).toBe(MAX_TAPE);
  });

  it('says where the connection was away', () => {
    const state = run(
      link(OPEN),
      book(1, { trades: [trade(5)] }),
      link(WAITING),
      link(OPEN),
      book(9),
      book(10, { trades: [trade(8)] }),
    );
    expect(lines(state)).toEqual([8, [1000, 9000], 5]);
  });

  it('says where the feed was resyncing, once however many frames said so', () => {
    const state = run(
      link(OPEN),
      book(1, { trades: [trade(5)] }),
      book(1, { feed: 'RESYNCING' }),
      link(WAITING),
      link(OPEN),
      book(1, { feed: 'RESYNCING' }),
      book(4, { trades: [trade(6)] }),
      book(5, { trades: [trade(7)] }),
    );
    expect(lines(state)).toEqual([7, 6, [1000, 4000], 5]);
  });

  it('has no break where nothing can have been missed', () => {
    const first = book(1, { trades: [trade(5)] });
    expect(lines(run(link(OPEN), first, link(WAITING), link(OPEN), book(1)))).toEqual([5]);
    expect(lines(run(link(OPEN), first, book(1, { feed: 'STALE' }), book(2)))).toEqual([5]);
    expect(lines(run(link(OPEN), book(1), link(WAITING), link(OPEN), book(2)))).toEqual([]);
    expect(lines(run(link(OPEN), book(null, { feed: 'RESYNCING' }), book(1, { trades: [trade(5)] })))).toEqual([5]);
  });
});
