// A person whose connection to the gateway dies without an end: nothing comes any more, and nothing says so.
//
//   node half-open.mjs URL CHROMIUM DIRECTORY
//
// When the line is to die it prints "die", when a new connection is to work again "mend", and waits each time for a
// line on standard input. Ends with 0 if all was as it should be.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import readline from 'node:readline';
import { ask, withBrowser } from './browser.mjs';

const [url = '', executablePath = '', directory = ''] = process.argv.slice(2);
assert(directory !== '', 'usage: half-open.mjs URL CHROMIUM DIRECTORY');

const answers = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const OLD = 'The book below is old: it is the last one received.';

await withBrowser(executablePath, async (context) => {
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(30_000);
  // By the page's own clock: when something last came, and what it made of that when.
  await page.addInitScript(() => {
    /** @type {{ last: number, changes: { feed: string | undefined, at: number }[] }} */
    const log = { last: 0, changes: [] };
    Object.assign(globalThis, { log });
    class Heard extends WebSocket {
      /** @param {string | URL} address */
      constructor(address) {
        super(address);
        this.addEventListener('message', () => {
          log.last = performance.now();
        });
      }
    }
    globalThis.WebSocket = Heard;
    new MutationObserver(() => {
      log.changes.push({ feed: document.documentElement.dataset.feed, at: performance.now() });
    }).observe(document, { subtree: true, attributeFilter: ['data-feed'] });
  });
  const feed = (/** @type {string} */ word) => page.locator(`html[data-feed=${word}]`).waitFor();

  await page.goto(url);
  await feed('LIVE');
  await ask(answers, 'die');
  await feed('STALE');
  /** @type {{ last: number, changes: { feed: string, at: number }[] }} */
  const { last, changes } = await page.evaluate('log');
  const change = changes.at(-1);
  assert.equal(change?.feed, 'STALE');
  const silence = change.at - last;
  // Its timer is exact; the machine, which runs everything else too, has some time to draw.
  assert(silence >= 5_990 && silence < 9_000, `not live ${silence} ms after the last message`);
  await page.locator('.market.old').waitFor();
  await page.getByText('Nothing has come from the gateway for 6 s').waitFor();
  await page.screenshot({ path: join(directory, 'page-half-open.png') });
  // An attempt on the dead line has no answer and is given up: it says so, and counts down.
  await page.getByText(/Trying again now\./).waitFor();
  await page.getByText(`The gateway is away. ${OLD}`).waitFor();
  await page.getByText(/Trying again in \d+ s\./).waitFor();
  assert.match(await page.title(), /^Reconnecting /);

  await ask(answers, 'mend');
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await feed('LIVE');
  await page.locator('.notice').waitFor({ state: 'detached' });

  // The book that it shows is the one that the gateway sends to anybody.
  const right = await page.evaluate(async () => {
    const address = new URL(document.querySelector('.headline h2')?.textContent ?? '', location.href);
    address.protocol = 'ws:';
    address.hash = '';
    /** @type {Map<string, { bids: string[], asks: string[] }>} */
    const sent = new Map();
    const socket = new WebSocket(address);
    socket.onmessage = ({ data }) => {
      const { sequence, bids, asks } = JSON.parse(data);
      const prices = (/** @type {[string][]} */ levels) => levels.slice(0, 25).map(([price]) => price);
      sent.set(`${sequence}`, { bids: prices(bids), asks: prices(asks) });
    };
    const cells = (/** @type {string} */ selector) =>
      [...document.querySelectorAll(selector)].map((cell) => cell.textContent.trim().replaceAll(',', ''));
    for (;;) {
      await new Promise(requestAnimationFrame);
      const there = sent.get(document.querySelector('[data-figure=sequence]')?.textContent ?? '');
      if (there !== undefined) {
        socket.close();
        return [there, { bids: cells('.side.bid .price'), asks: cells('.side.ask .price') }];
      }
    }
  });
  assert.deepEqual(right[1], right[0]);
});
