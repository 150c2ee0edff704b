// A person before the page in every state that a market can be in, on a desktop and on a phone. The gateway's
// streams and the time are played here.
//
//   node states.mjs URL CHROMIUM DIRECTORY
//
// Screenshots are put into the directory. Ends with 0 if all was as it should be.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { withBrowser } from './browser.mjs';

const [url = '', executablePath = '', directory = ''] = process.argv.slice(2);
assert(directory !== '', 'usage: states.mjs URL CHROMIUM DIRECTORY');

const START = Date.parse('2026-11-22T12:00:00Z');
/** The exchange's clock is ahead, the gateway's behind: neither matters. */
const EXCHANGE = START + 90_000;
const GATEWAY = START - 3_600_000;
const OLD = ' The book below is old: it is the last one received.';

/** @typedef {{ [key: string]: unknown, took?: number }} More */

/**
 * @param {import('playwright-core').BrowserContext} context
 * @param {string} device
 * @param {{ width: number, height: number }} size
 */
async function seeAll(context, device, size) {
  const page = await context.newPage();
  await page.setViewportSize(size);
  page.setDefaultTimeout(20_000);
  let elapsed = 0;
  let sequence = 4_530_030_191;
  /** @type {import('playwright-core').WebSocketRoute | undefined} */
  let socket;
  let sockets = 0;

  await page.clock.install({ time: START });
  await page.clock.pauseAt(START + 60_000);
  // Waits are the longest: 500 ms, 1 s, 2 s …
  await page.addInitScript(() => {
    Math.random = () => 0.999;
  });
  await page.route('**/v1/pairs', (route) =>
    route.fulfill({
      json: {
        pairs: ['XBTZAR', 'ETHZAR', 'XRPZAR'].map((pair) => ({ pair, feed: 'LIVE', bid: '1407041', ask: '1407042' })),
      },
    }),
  );
  await page.routeWebSocket(/\?beat=1$/, (opened) => {
    socket = opened;
    sockets++;
  });

  const pass = async (/** @type {number} */ millis) => {
    elapsed += millis;
    await page.clock.runFor(millis);
  };
  /** Waits for what does not depend on the page's clock. @param {() => boolean} there */
  const until = async (there) => {
    for (let tries = 0; !there(); tries++) {
      assert(tries < 1_000, 'expected another socket');
      await page.evaluate(() => null);
    }
    await page.evaluate(() => null);
  };
  const side = (/** @type {number} */ best, /** @type {number} */ step) =>
    Array.from({ length: 30 }, (_, i) => [`${best + i * step}`, `0.${((i * 7919) % 89) + 10}`]);
  /** @param {More} [more] */
  const frame = ({ took = 0, ...more } = {}) => {
    sequence++;
    const book = {
      pair: 'XBTZAR',
      bids: side(1407041, -13),
      asks: side(1407042 + (sequence % 5), 11),
      trades: [0, 1, 2].map((i) => ({
        type: i === 1 ? 'sell' : 'buy',
        price: `${1407041 + i}`,
        base: '0.0123',
        counter: '17306.6',
        maker_order_id: `BXM${sequence}`,
        taker_order_id: `BXT${sequence}`,
        order_id: `BXM${sequence}`,
        sequence: sequence * 3 + i,
      })),
      source: 'live',
      sequence,
      timestamp: EXCHANGE + elapsed - took,
      status: 'ACTIVE',
      feed: 'LIVE',
      ...more,
    };
    socket?.send(JSON.stringify(book));
  };
  /** @param {More} [more] */
  const beat = ({ took = 0, ...more } = {}) => {
    const time = GATEWAY + elapsed - took;
    socket?.send(JSON.stringify({ beat: { sequence: `${sequence}`, feed: 'LIVE', time, source: 'live', ...more } }));
  };
  /**
   * @param {string} name of the picture
   * @param {string} feed
   * @param {RegExp} title
   * @param {string[]} badges
   * @param {string | null} notice
   */
  const see = async (name, feed, title, badges, notice) => {
    const expected = { feed, title: true, badges, notice, old: feed !== 'LIVE' };
    const look = async () => ({
      ...(await page.evaluate(() => ({
        feed: document.documentElement.dataset.feed ?? null,
        badges: [...document.querySelectorAll('.badge > span:last-child')].map((badge) => badge.textContent),
        notice: document.querySelector('.notice')?.textContent.trim().replace(/\s+/g, ' ') ?? null,
        old: document.querySelector('.market')?.classList.contains('old') ?? null,
      }))),
      title: title.test(await page.title()),
    });
    // What is sent from here has to get there, and to be drawn.
    let seen = await look();
    for (let tries = 0; tries < 20 && !isDeepStrictEqual(seen, expected); tries++) {
      await pass(16);
      seen = await look();
    }
    assert.deepEqual(seen, expected, `${device}, ${name}: title ${await page.title()}`);
    await page.screenshot({ path: join(directory, `state-${name}-${device}.png`) });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= size.width, `${name}: ${wide} px wide in a window of ${size.width}`);
  };
  /** Passes time in which the next attempt is made. @param {number} millis */
  const reconnect = async (millis) => {
    const before = sockets;
    await pass(millis);
    await until(() => sockets > before);
  };
  const again = async () => {
    await reconnect(600);
    beat();
    frame();
    await pass(5_000);
    // It has stood for a while: the next wait is short again.
    frame();
    await pass(100);
  };

  await page.goto(url);
  await pass(1_000);
  await until(() => sockets === 1);
  beat({ sequence: null, feed: 'RESYNCING' });
  const first = 'The gateway is fetching a new book from the exchange.';
  await see('first', 'RESYNCING', /^Resyncing XBTZAR/, ['Connected', 'Resyncing'], first);
  frame();
  await pass(500);
  frame();
  await see('live', 'LIVE', /^Live 1,407,043 XBTZAR/, ['Connected', 'Live', 'Trading'], null);
  frame({ source: 'simulated' });
  await see('simulated', 'LIVE', /^Live/, ['Connected', 'Live', 'Simulated', 'Trading'], null);

  await pass(500);
  frame({ took: 1_400 });
  await see('late', 'LIVE', /^Live/, ['Connected', 'Live, 1.4 s late', 'Trading'], null);
  frame({ took: 3_600 });
  const slow = 'The book below is about 3.6 s late: the line is slow, or the exchange is.';
  await see('slow', 'LAGGING', /^Lagging XBTZAR/, ['Connected', 'Lagging, 3.6 s late', 'Trading'], slow);
  frame();
  await see('in-time', 'LIVE', /^Live/, ['Connected', 'Live', 'Trading'], null);

  /** @type {[string, string, string][]} */
  const told = [
    ['LAGGING', 'Lagging', 'The gateway is behind the exchange: the book below comes late.'],
    ['STALE', 'Stale', `The exchange has been silent for a while.${OLD}`],
    [
      'SUSPECT',
      'Suspect',
      'The exchange’s books kept proving wrong. This one passes every check, but do not rely on it yet.',
    ],
    ['RESYNCING', 'Resyncing', `The gateway is fetching a new book from the exchange.${OLD}`],
    ['FAILED', 'Failed', `The gateway has given this market up.${OLD}`],
  ];
  for (const [feed, word, words] of told) {
    await pass(2_000);
    beat({ feed });
    const title = new RegExp(`^${word} XBTZAR`);
    await see(feed.toLowerCase(), feed, title, ['Connected', word, 'Trading'], words);
  }
  frame();
  await see('again', 'LIVE', /^Live/, ['Connected', 'Live', 'Trading'], null);
  frame({ source: 'replay' });
  const replayed = 'A recording is replayed: this is not the market of now.';
  await see('replay', 'REPLAY', /^Replay XBTZAR/, ['Connected', 'Replay', 'Trading'], replayed);

  // Nothing more comes, and nothing ends.
  frame();
  await see('last', 'LIVE', /^Live/, ['Connected', 'Live', 'Trading'], null);
  await pass(5_500);
  assert.equal(await page.locator('html').getAttribute('data-feed'), 'LIVE');
  await pass(500);
  const dead = `Nothing has come from the gateway for 6 s: the connection is dead.${OLD}`;
  await see('silent', 'STALE', /^Reconnecting XBTZAR/, ['Reconnecting'], `${dead} Trying again in 1 s.`);
  await again();
  await see('back', 'LIVE', /^Live/, ['Connected', 'Live', 'Trading'], null);

  await socket?.close({ code: 1001, reason: 'the gateway shuts down' });
  const down = `The gateway closed the connection (the gateway shuts down).${OLD}`;
  await see('closed', 'STALE', /^Reconnecting/, ['Reconnecting'], `${down} Trying again in 1 s.`);
  await again();

  // It comes back to a connection on which there is no book yet.
  await socket?.close({ code: 1006 });
  await reconnect(600);
  const awaited = `Connected again, and waiting for the book.${OLD}`;
  await see('awaited', 'STALE', /^Stale XBTZAR/, ['Connected', 'Trading'], awaited);
  socket?.send('session limit exceeded');
  await socket?.close({ code: 1013 });
  const limited = `The gateway closed the connection (session limit exceeded).${OLD}`;
  await see('limited', 'STALE', /^Reconnecting/, ['Reconnecting'], `${limited} Trying again in 1 s.`);
  await reconnect(1_000);
  await socket?.close({ code: 1008 });
  const given = `The gateway has given this market up.${OLD}`;
  await see('given-up', 'FAILED', /^Failed/, ['Reconnecting'], `${given} Trying again in 2 s.`);
  // The network returns: no wait is worth its time.
  const before = sockets;
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await until(() => sockets > before);
  frame();
  await see('online', 'LIVE', /^Live/, ['Connected', 'Live', 'Trading'], null);

  await page.getByRole('button', { name: 'Disconnect' }).click();
  await see('off', 'STALE', /^Disconnected/, ['Disconnected'], `Disconnected.${OLD}`);
  await page.close();
}

await withBrowser(executablePath, async (context) => {
  await seeAll(context, 'desktop', { width: 1280, height: 800 });
  await seeAll(context, 'phone', { width: 390, height: 844 });
});
