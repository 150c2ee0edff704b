// A person with a browser, before a gateway on a simulated exchange.
//
//   node page.mjs URL CHROMIUM DIRECTORY
//
// When the gateway is to go away it prints "down", when it is to come back "up", and waits each time for a line
// on standard input. Screenshots are put into the directory. Ends with 0 if all was as it should be; whatever
// was not is on standard error.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import readline from 'node:readline';
import { ask as askWhoStarted, withBrowser } from './browser.mjs';

const [url = '', executablePath = '', directory = ''] = process.argv.slice(2);
assert(directory !== '', 'usage: page.mjs URL CHROMIUM DIRECTORY');

const answers = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();

const ask = (/** @type {string} */ what) => askWhoStarted(answers, what);

const origin = new URL(url).origin;
/** What must not happen, as it happened. @type {string[]} */
const complaints = [];
/** The browser itself tells of every connection that fails; while the gateway is away that is as it should be. */
let away = false;
const EXPECTED_WHILE_AWAY = /net::ERR_|WebSocket connection to/;

/** @param {import('playwright-core').BrowserContext} context */
async function run(context) {
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(30_000);
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      if (!(away && EXPECTED_WHILE_AWAY.test(message.text()))) {
        complaints.push(`console: ${message.text()}`);
      }
    }
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.stack ?? error.message}`));
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) {
      complaints.push(`request to another origin: ${request.url()}`);
    }
  });
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).host !== new URL(url).host) {
      complaints.push(`websocket to another host: ${socket.url()}`);
    }
  });
  await page.exposeFunction('violated', (/** @type {string} */ what) => {
    complaints.push(`policy violated: ${what}`);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      // @ts-expect-error exposed above
      window.violated(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });

  const figure = (/** @type {string} */ name) => page.locator(`[data-figure=${name}]`);
  const badges = page.getByRole('status', { name: 'State' });
  /** @param {string[]} words */
  const waitForBadges = async (...words) => {
    for (const word of words) {
      await badges.getByText(word, { exact: true }).waitFor();
    }
  };
  /** @param {string} word */
  const waitForFeed = (word) => page.locator(`html[data-feed=${word}]`).waitFor();
  /** Waits until the text of a figure is another one. @param {string} name */
  const waitForChange = async (name) => {
    const before = await figure(name).textContent();
    await page.waitForFunction(
      ([selector, old]) => document.querySelector(selector ?? '')?.textContent !== old,
      [`[data-figure=${name}]`, before],
    );
  };
  const newestTrade = () => page.locator('.trade').first().getAttribute('data-sequence');
  const waitForTrade = async () => {
    const before = (await page.locator('.trade').count()) === 0 ? null : await newestTrade();
    await page.waitForFunction((old) => {
      const newest = document.querySelector('.trade')?.getAttribute('data-sequence');
      return newest !== undefined && newest !== old;
    }, before);
  };

  // It opens, with the policy in force, and follows the first market by itself.
  const response = await page.goto(url);
  assert.equal(response?.status(), 200);
  assert.match(response.headers()['content-security-policy'] ?? '', /^default-src 'none'; script-src 'self';/);
  const markets = page.getByRole('group', { name: 'Market' });
  await markets.getByRole('radio').first().waitFor({ state: 'attached' });
  assert.deepEqual(
    await markets.getByRole('radio').evaluateAll((radios) => radios.map((radio) => radio.getAttribute('value'))),
    ['XBTZAR', 'XBTUSDT', 'ETHZAR', 'ETHUSDT', 'ETHAUD'],
  );
  await page.getByRole('heading', { name: 'XBTZAR' }).waitFor();
  await waitForBadges('Connected', 'Live', 'Trading');

  // An empty market is no fault.
  await markets.getByText('ETHAUD').click();
  await page.getByText('No bids').waitFor();
  await page.getByText('No asks').waitFor();

  // With the keyboard alone to the next one, which is the first: prices and trades change.
  await markets.getByRole('radio', { checked: true }).focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('heading', { name: 'XBTZAR' }).waitFor();
  assert.equal(new URL(page.url()).hash, '#XBTZAR');
  await waitForBadges('Connected', 'Live', 'Trading');
  await waitForChange('sequence');
  await waitForChange('bid');
  await waitForChange('ask');
  await waitForTrade();
  await waitForTrade();

  // What is shown at one moment fits together.
  const shown = await page.evaluate(() => {
    const text = (/** @type {string} */ selector) => document.querySelector(selector)?.textContent.trim() ?? '';
    const cells = (/** @type {string} */ selector) =>
      [...document.querySelectorAll(selector)].map((cell) => cell.textContent.trim());
    return {
      bid: text('[data-figure=bid]'),
      ask: text('[data-figure=ask]'),
      spread: text('[data-figure=spread]').replace(/ .*/, ''),
      bids: cells('.side.bid .price'),
      asks: cells('.side.ask .price'),
      totals: cells('.side.ask .total'),
      bars: [...document.querySelectorAll('.side.ask .rung')].map((row) =>
        parseFloat(getComputedStyle(row).getPropertyValue('--depth')),
      ),
    };
  });
  const whole = (/** @type {string} */ text) => BigInt(text.replaceAll(',', ''));
  assert.equal(shown.bids.length, 25);
  assert.equal(shown.asks.length, 25);
  assert.equal(shown.bids[0], shown.bid);
  assert.equal(shown.asks[0], shown.ask);
  assert.equal(whole(shown.spread), whole(shown.ask) - whole(shown.bid));
  assert.deepEqual(
    shown.bids.map(whole),
    shown.bids.map(whole).sort((a, b) => (a > b ? -1 : 1)),
  );
  assert.deepEqual(
    shown.asks.map(whole),
    shown.asks.map(whole).sort((a, b) => (a < b ? -1 : 1)),
  );
  const rises = (/** @type {number[]} */ numbers) => numbers.every((n, i) => i === 0 || n >= (numbers[i - 1] ?? n));
  assert(rises(shown.totals.map((total) => Number(total.replaceAll(',', '')))), shown.totals.join(' '));
  assert(shown.bars.length === 25 && rises(shown.bars) && (shown.bars.at(-1) ?? 0) > 0, shown.bars.join(' '));

  await page.getByLabel('Levels').selectOption('50');
  await page.waitForFunction(() => document.querySelectorAll('.side.bid .price').length === 50);
  await page.getByLabel('Levels').selectOption('25');

  await page.waitForFunction(() => document.querySelectorAll('.trade').length >= 28);
  await page.mouse.move(640, 780);
  await page.locator(':focus').blur();
  await page.screenshot({ path: join(directory, 'page.png') });

  // Away and back by hand.
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await waitForBadges('Disconnected');
  await page.getByText('Disconnected. The book below is old: it is the last one received.').waitFor();
  const frozen = await figure('sequence').textContent();
  await page.getByRole('button', { name: 'Connect' }).click();
  await waitForBadges('Connected', 'Live');
  assert(BigInt((await figure('sequence').textContent()) ?? 0) >= BigInt(frozen ?? 0));

  // The gateway goes, and comes back: the page notices both by itself.
  await waitForTrade();
  away = true;
  await ask('down');
  await waitForBadges('Reconnecting');
  await page.getByText('The book below is old: it is the last one received.').waitFor();
  await page.getByText(/Trying again (in \d+ s|now)\./).waitFor();
  await page.locator('.market.old').waitFor();
  await waitForFeed('STALE');
  assert.match(await page.title(), /^Reconnecting XBTZAR/);
  await page.screenshot({ path: join(directory, 'page-away.png') });
  await ask('up');
  await waitForBadges('Connected', 'Live', 'Trading');
  away = false;
  await page.locator('.notice').waitFor({ state: 'detached' });
  await waitForFeed('LIVE');
  await waitForChange('sequence');
  await waitForTrade();
  await page.locator('.break').first().waitFor();

  // The address brings the market back.
  await page.reload();
  await page.getByRole('heading', { name: 'XBTZAR' }).waitFor();
  await waitForBadges('Connected', 'Live');
  assert.match(await page.title(), /^Live ([\d,.]+ )?XBTZAR · luno-streams$/);
  await waitForFeed('LIVE');

  // A phone: one column, the asks above the bids, nothing sticks out.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.locator('.sides.stacked').waitFor();
  await page.getByLabel('Levels').selectOption('10');
  await page.waitForFunction(() => document.querySelectorAll('.tape .trade').length >= 12);
  const asks = (await page.locator('.stacked .ask .price').allTextContents()).map(whole);
  assert.equal(asks.length, 10);
  assert(asks.every((price, i) => i === 0 || price < (asks[i - 1] ?? price)), 'expected the best ask last');
  await page.screenshot({ path: join(directory, 'page-phone.png') });
  await page.setViewportSize({ width: 360, height: 640 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert(wide <= 360, `the page is ${wide} px wide in a window of 360`);
}

await withBrowser(executablePath, async (context) => {
  await run(context);
  assert.deepEqual(complaints, []);
});
