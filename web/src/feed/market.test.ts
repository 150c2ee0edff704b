import { beforeEach, describe, expect, it } from 'vitest';
import { SILENCE_MILLIS } from './connection';
import { FakeBrowser } from './fakeBrowser';
import { feedBadge, notice, title } from './labels';
import { Market, streamUrl } from './market';
import { worth } from './reducer';

/** The exchange's clock and the gateway's, where ours begins. */
const EXCHANGE = 1_790_127_208_094;
const GATEWAY = EXCHANGE - 777;

it('finds the stream beside the page, and asks for beats', () => {
  expect(streamUrl('XBTZAR', 'http://127.0.0.1:8010/#XBTZAR')).toBe('ws://127.0.0.1:8010/XBTZAR?beat=1');
  expect(streamUrl('XBTZAR', 'https://host/below/?old=1#X')).toBe('wss://host/below/XBTZAR?beat=1');
});

describe('a market', () => {
  let browser: FakeBrowser;
  let market: Market;
  let changes: number;
  beforeEach(() => {
    browser = new FakeBrowser();
    changes = 0;
    market = new Market('http://gateway/', browser, () => {
      changes++;
    });
    market.follow('XBTZAR');
    browser.socket.opens();
  });

  /** A frame that was on its way for so long. */
  function frame(sequence: number, { took = 0, feed = 'LIVE' } = {}): void {
    const timestamp = EXCHANGE + browser.elapsed() - took;
    const levels = { bids: [['99', '1']], asks: [['101', '1']], trades: [] };
    browser.socket.says(
      JSON.stringify({ pair: 'XBTZAR', source: 'live', ...levels, sequence, timestamp, status: 'ACTIVE', feed }),
    );
  }

  function beat(sequence: number | null, { took = 0, feed = 'LIVE' } = {}): void {
    const time = GATEWAY + browser.elapsed() - took;
    browser.socket.says(
      JSON.stringify({ beat: { sequence: sequence === null ? null : `${sequence}`, feed, time, source: 'live' } }),
    );
  }

  /** Word, badge, and what the notice says. */
  function shown(): unknown[] {
    const { state } = market;
    return [worth(state), feedBadge(state)?.text, notice(state)?.text.replace(/ The book below is old.*/, ' OLD')];
  }

  it('is live as long as frames or beats come', () => {
    frame(1);
    for (let i = 0; i < 100; i++) {
      browser.pass(2_000);
      beat(1);
      expect(shown()).toEqual(['LIVE', 'Live', undefined]);
    }
    expect(market.state.sequence).toBe(1);
    expect(browser.sockets).toHaveLength(1);
  });

  it('is old six seconds after the last frame or beat, and comes back by itself', () => {
    frame(1);
    browser.pass(1_000);
    beat(1);
    browser.pass(SILENCE_MILLIS - 1);
    expect(worth(market.state)).toBe('LIVE');
    browser.pass(1);
    const words = 'Nothing has come from the gateway for 6 s: the connection is dead. OLD';
    expect(shown()).toEqual(['STALE', undefined, words]);
    expect(title(market.state, '100')).toBe('Reconnecting XBTZAR · luno-streams');
    expect(notice(market.state)?.countdown).toBe('Trying again in 1 s.');
    expect(browser.socket.closed).toBe(true);

    browser.pass(250);
    expect(notice(market.state)?.countdown).toBe('Trying again now.');
    browser.socket.opens();
    expect(shown()).toEqual(['STALE', undefined, 'Connected again, and waiting for the book. OLD']);
    beat(null, { feed: 'RESYNCING' });
    expect(shown()[0]).toBe('RESYNCING');
    frame(5);
    expect(shown()).toEqual(['LIVE', 'Live', undefined]);
    expect(market.state.sequence).toBe(5);
  });

  it('is tried at once when the network returns, not when it merely waits', () => {
    frame(1);
    browser.pass(SILENCE_MILLIS);
    market.networkReturned();
    expect(browser.sockets).toHaveLength(2);
    market.networkReturned();
    expect(browser.sockets.map(({ closed }) => closed)).toEqual([true, true, false]);
  });

  it('is old at once when somebody looks after the machine slept', () => {
    frame(1);
    browser.sleep(3_600_000);
    market.lookedAt();
    expect(worth(market.state)).toBe('STALE');
    market.lookedAt();
    expect(browser.sockets).toHaveLength(2);
  });

  it('shows each state that a beat or a frame tells, with its words', () => {
    frame(1);
    beat(1, { feed: 'LAGGING' });
    expect(shown()).toEqual([
      'LAGGING',
      'Lagging',
      'The gateway is behind the exchange: the book below comes late.',
    ]);
    beat(1, { feed: 'STALE' });
    expect(shown()).toEqual(['STALE', 'Stale', 'The exchange has been silent for a while. OLD']);
    frame(1, { feed: 'RESYNCING' });
    expect(shown()).toEqual(['RESYNCING', 'Resyncing', 'The gateway is fetching a new book from the exchange. OLD']);
    frame(2, { feed: 'SUSPECT' });
    expect(shown().slice(0, 2)).toEqual(['SUSPECT', 'Suspect']);
    beat(2, { feed: 'FAILED' });
    expect(shown()).toEqual(['FAILED', 'Failed', 'The gateway has given this market up. OLD']);
  });

  it('is failed where the gateway closes before the first book, and is asked for again', () => {
    beat(null, { feed: 'RESYNCING' });
    expect(shown()).toEqual(['RESYNCING', 'Resyncing', 'The gateway is fetching a new book from the exchange.']);
    browser.socket.drops(1008);
    expect(shown()).toEqual(['FAILED', undefined, 'The gateway has given this market up.']);
    browser.pass(250);
    expect(browser.sockets).toHaveLength(2);
  });

  it('shows the words of a gateway that has no session for it', () => {
    browser.socket.says('session limit exceeded');
    browser.socket.drops(1013);
    expect(shown()).toEqual([
      'RESYNCING',
      undefined,
      'The gateway closed the connection (session limit exceeded).',
    ]);
  });

  it('says how late frames come on a slow line, and does not call them live beyond two seconds', () => {
    frame(1);
    browser.pass(1_000);
    frame(2, { took: 100 });
    for (const [took, word, badge] of [
      [1_099, 'LIVE', 'Live'],
      [1_100, 'LIVE', 'Live, 1.0 s late'],
      [2_100, 'LIVE', 'Live, 2.0 s late'],
      [2_101, 'LAGGING', 'Lagging, 2.0 s late'],
      [3_700, 'LAGGING', 'Lagging, 3.6 s late'],
      [1_200, 'LAGGING', 'Lagging, 1.1 s late'],
      [1_000, 'LIVE', 'Live'],
    ] as const) {
      browser.pass(1_000);
      frame((market.state.sequence ?? 0) + 1, { took });
      expect([took, ...shown().slice(0, 2)]).toEqual([took, word, badge]);
    }
  });

  it('says how late beats come while a market is quiet', () => {
    frame(1);
    beat(1);
    browser.pass(2_000);
    beat(1, { took: 2_500 });
    expect(shown()).toEqual([
      'LAGGING',
      'Lagging, 2.5 s late',
      'The book below is about 2.5 s late: the line is slow, or the exchange is.',
    ]);
    browser.pass(2_000);
    beat(1);
    expect(shown()).toEqual(['LIVE', 'Live', undefined]);
  });

  it('does not take an old book for a late frame', () => {
    // The first of a connection, one for the feed alone, one after the gateway itself was without a book.
    frame(1);
    browser.pass(1_000);
    frame(2);
    browser.pass(5_000);
    frame(2, { took: 5_000, feed: 'STALE' });
    frame(2, { took: 5_000 });
    browser.pass(5_000);
    frame(3, { took: 5_000, feed: 'RESYNCING' });
    frame(4, { took: 5_000 });
    expect(shown()).toEqual(['LIVE', 'Live', undefined]);
    browser.socket.drops();
    browser.pass(250);
    browser.socket.opens();
    frame(5, { took: 60_000 });
    expect(shown()).toEqual(['LIVE', 'Live', undefined]);
  });

  it('is unharmed by a local clock that is wrong or is being set', () => {
    frame(1);
    browser.pass(1_000);
    frame(2);
    browser.sleep(-3_600_000);
    browser.pass(1_000);
    frame(3);
    browser.sleep(SILENCE_MILLIS - 1_001);
    browser.pass(1_000);
    frame(4);
    expect(shown()).toEqual(['LIVE', 'Live', undefined]);
  });

  it('is left, and another is followed on a connection of its own', () => {
    frame(1);
    market.leave();
    expect(shown()).toEqual(['STALE', undefined, 'Disconnected. OLD']);
    market.follow('XBTZAR');
    browser.socket.opens();
    expect(worth(market.state)).toBe('STALE');
    market.follow('ETHZAR');
    expect(browser.sockets.map(({ url, closed }) => [url, closed])).toEqual([
      ['ws://gateway/XBTZAR?beat=1', true],
      ['ws://gateway/XBTZAR?beat=1', true],
      ['ws://gateway/ETHZAR?beat=1', false],
    ]);
    expect(market.state.sequence).toBeNull();
    expect(changes).toBeGreaterThan(0);
  });
});
