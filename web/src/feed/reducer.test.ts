import { describe, expect, it } from 'vitest';
import type { Link, Loss } from './connection';
import type { BookFrame, Trade } from './decode';
import { INITIAL, IN_TIME_MILLIS, MAX_TAPE, SLOW_MILLIS, isAway, isLive, reduce, worth } from './reducer';
import type { MarketState, Message, TapeEntry } from './reducer';

const OPEN: Link = { phase: 'open' };
const SILENT: Loss = { kind: 'silent' };
const WAITING: Link = { phase: 'waiting', attempt: 1, millis: 500, loss: SILENT };

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
    source: 'live',
    ...more,
  };
  return { type: 'frame', decoded: { kind: 'book', frame }, lateMillis: null };
}

function beat(sequence: number | null, feed = 'LIVE', source = 'live'): Message {
  return { type: 'frame', decoded: { kind: 'beat', beat: { sequence, feed, time: 5, source } }, lateMillis: null };
}

/** The same message, so late. */
const late = (message: Message, lateMillis: number): Message =>
  message.type === 'frame' ? { ...message, lateMillis } : message;
const BAD: Message = {
  type: 'frame',
  decoded: { kind: 'bad', reason: 'not JSON', text: 'hello' },
  lateMillis: null,
};
const REFUSED: Message = { type: 'frame', decoded: { kind: 'refused' }, lateMillis: null };
const closed = (code: number): Link => ({
  phase: 'waiting',
  attempt: 1,
  millis: 500,
  loss: { kind: 'closed', code, reason: '' },
});

const link = (to: Link): Message => ({ type: 'link', link: to });
const run = (...messages: Message[]): MarketState =>
  messages.reduce(reduce, reduce(INITIAL, { type: 'chosen', pair: 'XBTZAR' }));

/** The tape in short: a trade's sequence, or from when to when it was interrupted. */
function lines({ tape }: MarketState): unknown[] {
  return tape.map((entry: TapeEntry) => (entry.kind === 'trade' ? entry.trade.sequence : [entry.from, entry.to]));
}

describe('a market', () => {
  it('is unknown until its first frame', () => {
    const state = run(link({ phase: 'connecting', attempt: 1, loss: null }), link(OPEN));
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
    expect(isAway(run(link({ phase: 'connecting', attempt: 1, loss: null })))).toBe(false);
    expect(isAway(run(link(WAITING)))).toBe(true);
    expect(isAway(run(link({ phase: 'connecting', attempt: 2, loss: SILENT })))).toBe(true);
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
    const state = reduce(good, BAD);
    expect(state).toEqual({
      ...good,
      frames: 2,
      badFrames: 1,
      lastBad: 'not JSON',
      said: 'hello',
      current: false,
    });
    expect(reduce(state, book(2))).toMatchObject({ said: null, current: true });
  });

  it('is refused until a book comes after all', () => {
    const refused = run(link(OPEN), REFUSED, link(WAITING), link(OPEN));
    expect(refused.refused).toBe(true);
    expect(reduce(refused, book(1)).refused).toBe(false);
  });
});

describe('what a book is worth', () => {
  const live = run(link(OPEN), book(1));
  const after = (...messages: Message[]): unknown => worth(messages.reduce(reduce, live));

  it('is nothing without a market', () => {
    expect(worth(INITIAL)).toBeNull();
  });

  it('is what a frame or a beat says', () => {
    for (const feed of ['LIVE', 'LAGGING', 'STALE', 'SUSPECT', 'RESYNCING', 'FAILED', 'NEW_WORD']) {
      expect(after(book(2, { feed }))).toBe(feed);
      expect(after(beat(1, feed))).toBe(feed);
    }
    expect(after(beat(1, 'STALE'), beat(1))).toBe('LIVE');
  });

  it('is nothing live before a book came, whatever a beat says', () => {
    expect(worth(run(link({ phase: 'connecting', attempt: 1, loss: null })))).toBe('RESYNCING');
    expect(worth(run(link(OPEN)))).toBe('RESYNCING');
    expect(worth(run(link(OPEN), beat(null, 'RESYNCING')))).toBe('RESYNCING');
    expect(worth(run(link(OPEN), beat(null)))).toBe('RESYNCING');
    expect(worth(run(link(OPEN), beat(7)))).toBe('RESYNCING');
  });

  it('is old from the loss of a connection to the first book of the next', () => {
    expect(after(link(WAITING))).toBe('STALE');
    expect(after(link(WAITING), link({ phase: 'connecting', attempt: 2, loss: SILENT }))).toBe('STALE');
    expect(after(link(WAITING), link(OPEN))).toBe('STALE');
    expect(after(link(WAITING), link(OPEN), beat(1))).toBe('STALE');
    expect(after(link(WAITING), link(OPEN), beat(1, 'SUSPECT'))).toBe('SUSPECT');
    expect(after(link(WAITING), link(OPEN), book(1))).toBe('LIVE');
    expect(after(link({ phase: 'off' }))).toBe('STALE');
  });

  it('is old from a message that was not understood to the next book', () => {
    expect(after(BAD)).toBe('STALE');
    expect(after(BAD, beat(1))).toBe('STALE');
    expect(after(BAD, beat(1), book(2))).toBe('LIVE');
  });

  it('is failed where the gateway has given up or has no such market', () => {
    expect(worth(run(link(OPEN), link(closed(1008))))).toBe('FAILED');
    expect(after(link(closed(1001)))).toBe('STALE');
    expect(after(REFUSED, link(closed(1008)))).toBe('FAILED');
  });

  it('is lagging from two seconds late until it is less than one', () => {
    const first = late(book(2), SLOW_MILLIS);
    expect(after(first)).toBe('LIVE');
    const slow = late(book(3), SLOW_MILLIS + 1);
    expect(after(first, slow)).toBe('LAGGING');
    expect(after(first, slow, book(4))).toBe('LAGGING');
    expect(after(first, slow, late(beat(3), IN_TIME_MILLIS + 1))).toBe('LAGGING');
    expect(after(first, slow, late(beat(3), IN_TIME_MILLIS))).toBe('LIVE');
    expect(after(first, slow, late(beat(3, 'STALE'), 5_000))).toBe('STALE');
  });

  it('is never live where a recording is replayed', () => {
    expect(after(book(2, { source: 'replay' }))).toBe('REPLAY');
    expect(after(book(2, { source: 'simulated' }))).toBe('LIVE');
    expect(after(book(2, { source: null }))).toBe('LIVE');
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

  it('says where a beat was the one to tell that the feed broke', () => {
    const first = book(1, { trades: [trade(5)] });
    expect(lines(run(link(OPEN), first, beat(1, 'RESYNCING'), beat(4), book(4)))).toEqual([[1000, 4000], 5]);
  });

  it('has no break where nothing can have been missed', () => {
    const first = book(1, { trades: [trade(5)] });
    expect(lines(run(link(OPEN), first, link(WAITING), link(OPEN), book(1)))).toEqual([5]);
    expect(lines(run(link(OPEN), first, book(1, { feed: 'STALE' }), book(2)))).toEqual([5]);
    expect(lines(run(link(OPEN), first, book(1, { feed: 'LAGGING' }), beat(1, 'STALE'), book(2)))).toEqual([5]);
    expect(lines(run(link(OPEN), book(1), link(WAITING), link(OPEN), book(2)))).toEqual([]);
    expect(lines(run(link(OPEN), book(null, { feed: 'RESYNCING' }), book(1, { trades: [trade(5)] })))).toEqual([5]);
  });
});
