// What the persons with a browser have in common.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

/**
 * Starts Chromium with a profile of its own, has a person use it, and ends the process: with 0 if all was as it should be.
 *
 * @param {string} executablePath
 * @param {(context: import('playwright-core').BrowserContext) => Promise<void>} person throws when something is wrong
 */
export async function withBrowser(executablePath, person) {
  const profile = mkdtempSync(join(tmpdir(), 'luno-streams-page-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Grey edges of letters: the same picture on every screen.
      '--disable-lcd-text',
    ],
    viewport: { width: 1280, height: 800 },
    timezoneId: 'UTC',
    locale: 'en-GB',
  });
  try {
    await person(context);
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  }
  await context.close();
  rmSync(profile, { recursive: true, force: true });
  process.exit();
}

/**
 * Asks whoever started this process to do something: prints a line, waits for one.
 *
 * @param {AsyncIterator<string>} answers the lines of standard input
 * @param {string} what
 */
export async function ask(answers, what) {
  console.log(what);
  const answer = await answers.next();
  if (answer.done) {
    throw new Error(`nobody answered "${what}"`);
  }
}
